"""One content in many formats: a list of paragraphs and tables, and a writer for each format.

A writer takes the blocks and gives bytes. Text formats hold a table as lines with tabs, an Excel sheet a paragraph as a single cell.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import openpyxl
import xlwt

from tests.ofd_sample import write_ofd
from tests.page_sample import lay_out
from tests.pdf_sample import write_pdf

Table = tuple[tuple[str, ...], ...]
Block = str | Table

CONTENT: tuple[Block, ...] = (
    "青山县科学技术局2023年工作总结",
    "2023年，全县科技工作稳步推进，现将有关情况总结如下。",
    "一、企业培育",
    "全年2003家企业申报高新技术企业，通过认定1083家，通过率64%。全社会研发投入12.5亿元，同比增长8.3%。",
    "完成技改投资xx.xx亿元，新建厂房50万平方米，占全市的136%。",
    (
        ("指标", "绝对值（亿元）", "比上年增长（%）"),
        ("地区生产总值", "1205.3", "5.2"),
        ("第一产业增加值", "105.1", "3.1"),
        ("第二产业增加值", "600.2", "6.0"),
    ),
    "二、下一步工作",
    "2024年，力争新增高新技术企业120家，技术合同成交额突破30亿元。",
)


def write_text(blocks: Sequence[Block]) -> str:
    """The content as lines."""
    lines = [[block] if isinstance(block, str) else ["\t".join(row) for row in block] for block in blocks]
    return "".join(f"{line}\n" for group in lines for line in group)


def write_html(blocks: Sequence[Block]) -> bytes:
    """A page with a menu before and a footer behind the content."""
    body = []
    for block in blocks:
        if isinstance(block, str):
            body.append(f"<p>\u3000\u3000{html.escape(block)}</p>")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block)
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    menu = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/2">第2页</a></li></ul></div>'
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>站点</title></head><body>{menu}<div id=main>{''.join(body)}</div>"
    return f"{page}<div id='footer'>版权所有 浏览 1234 次</div></body></html>".encode()


def write_docx(blocks: Sequence[Block]) -> bytes:
    """A Word document with a running header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 共12页"
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_xlsx(blocks: Sequence[Block]) -> bytes:
    """A workbook whose numbers are numbers, displayed as the content has them."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in list_rows(blocks):
        sheet.append([float(cell) if is_number(cell) else cell for cell in row])
        for cell, text in zip(sheet[sheet.max_row], row, strict=False):
            if is_number(text):
                cell.number_format = f"0.{'0' * len(text.partition('.')[2])}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_xls(blocks: Sequence[Block]) -> bytes:
    """The same as an old workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(list_rows(blocks)):
        for column, text in enumerate(row):
            style = xlwt.easyxf(num_format_str=f"0.{'0' * len(text.partition('.')[2])}") if is_number(text) else xlwt.Style.default_style
            sheet.write(number, column, float(text) if is_number(text) else text, style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_csv(blocks: Sequence[Block]) -> bytes:
    """A table as text, cells in quotes, as Excel in China saves it."""
    rows = (",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in list_rows(blocks))
    return "".join(f"{row}\r\n" for row in rows).encode("gb18030")


def write_mht(blocks: Sequence[Block]) -> bytes:
    """A web archive as browsers save it."""
    page = write_html(blocks).replace(b"<meta charset=utf-8>", b"").decode().encode("gb18030")
    head = b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n'
    part = b'----B\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    return head + part + page + b"\r\n----B--\r\n"


def write_zip(members: dict[str, bytes]) -> bytes:
    """An archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def list_rows(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """Every block as rows of cells."""
    return [row for block in blocks for row in ([(block,)] if isinstance(block, str) else block)]


def is_number(text: str) -> bool:
    """Whether a cell is a plain number."""
    return text.replace(".", "", 1).isdigit()


WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "总结.txt": lambda blocks: write_text(blocks).encode("utf-8"),
    "总结.gb18030.txt": lambda blocks: write_text(blocks).replace("\n", "\r\n").encode("gb18030"),
    "总结.html": write_html,
    "总结.mht": write_mht,
    "总结.docx": write_docx,
    "总结.xlsx": write_xlsx,
    "总结.xls": write_xls,
    "总结.csv": write_csv,
    "总结.doc": write_html,
    "总结.pdf": lambda blocks: write_pdf(lay_out(blocks, "内部资料", "— {} —")),
    "总结.ofd": lambda blocks: write_ofd(lay_out(blocks, "内部资料", "— {} —")),
    "总结.zip": lambda blocks: write_zip({"统计/总结.docx": write_docx(blocks)}),
}
"""By file name: what writes the content in that format. A page saved as .doc is what many sites offer for download."""
