"""What each reader makes of the odd corners of its format: Word as displayed, number formats, sheets, pages, archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from audit.errors import InputError
from audit.ingest import find_documents, read_document
from audit.ingest.document import read_data
from audit.ingest.numberformat import format_number
from audit.model import SourceDocument
from audit.places import describe_place, find_place, line_and_column
from tests.formats_sample import CONTENT, write_docx, write_xlsx, write_zip

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://mc" xmlns:wps="http://wps"'


def edit_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as changed:
        for info in package.infolist():
            content = package.read(info)
            changed.writestr(info.filename, change(content) if info.filename == part else content)
    return stream.getvalue()


def read_body(body: str, **parts: str) -> SourceDocument:
    """A Word document with this body, and further parts (`numbering`, `styles`, `footnotes`) by name."""
    kinds = "".join(f'<Relationship Id="r{n}" Type="http://x/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(parts))
    members = {
        "[Content_Types].xml": '<Types><Override ContentType="application/vnd.x.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACE}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{kinds}</Relationships>",
    } | {f"word/{kind}.xml": f"<w:{kind} {SPACE}>{content}</w:{kind}>" for kind, content in parts.items()}
    return read_data("a.docx", write_zip({name: text.encode() for name, text in members.items()}))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
WIDE, TOP, BELOW = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
RAISED = '<w:vertAlign w:val="superscript"/>'
SHOWN = '<w:vanish w:val="0"/>'
BOX = "<w:txbxContent>" + paragraph(run("框中3家")) + "</w:txbxContent>"


MERGED_ROWS = f"<w:tr>{cell('甲', WIDE)}{cell('乙')}</w:tr><w:tr>{cell('丙', TOP)}{cell('1')}{cell('2')}</w:tr>"
MERGED_ROWS += f"<w:tr>{cell('', BELOW)}{cell('3')}{cell('4')}</w:tr>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            paragraph(run("全年") + f"<w:ins>{run('10')}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>" + run("家")),
            "全年10家\n",
        ),
        (paragraph(run("删去的", ""), "<w:rPr><w:del/></w:rPr>") + paragraph(run("段落符号")), "删去的段落符号\n"),
        (f"<w:moveFrom>{paragraph(run('旧处'))}</w:moveFrom><w:moveTo>{paragraph(run('新处'))}</w:moveTo>", "新处\n"),
        (paragraph(run("面积10m") + run("2", '<w:vertAlign w:val="superscript"/>')), "面积10m²\n"),
        (paragraph(run("可见") + run("隐藏", "<w:vanish/>") + run("不隐藏", '<w:vanish w:val="0"/>')), "可见不隐藏\n"),
        (paragraph(run("合计") + FIELD.format(run("120")) + run("亿元")), "合计120亿元\n"),
        (paragraph(run("第一行") + "<w:r><w:br/></w:r>" + run("第二行")), "第一行\n第二行\n"),
        (paragraph(f"<w:r><w:ruby><w:rt>{run('qū')}</w:rt><w:rubyBase>{run('区')}</w:rubyBase></w:ruby></w:r>"), "区\n"),
        (paragraph(f"<w:hyperlink>{run('链接')}</w:hyperlink><w:smartTag>{run('标记')}</w:smartTag>"), "链接标记\n"),
        (f"<w:sdt><w:sdtContent>{paragraph(run('控件'))}</w:sdtContent></w:sdt>", "控件\n"),
        (paragraph('<w:r><w:sym w:char="F0FE"/></w:r>' + run("已完成")), "☑已完成\n"),
        (
            paragraph(
                run("锚点") + f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{BOX}</mc:Choice>"
                f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "锚点\n框中3家\n",
        ),
        (
            f"<w:tbl>{MERGED_ROWS}</w:tbl>",
            "甲\t\t乙\n丙\t1\t2\n\t3\t4\n",
        ),
        (f"<w:tbl><w:tr><w:tc>{paragraph(run('框内一段'))}{paragraph(run('框内二段'))}</w:tc></w:tr></w:tbl>", "框内一段\n框内二段\n"),
        (f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell('c')}{cell('d')}</w:tr></w:tbl>", "a\tb\n"),
        (paragraph("<m:f xmlns:m='m'><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"), "1/3\n"),
    ],
)
def test_word_as_displayed(body: str, text: str) -> None:
    assert read_body(body).text == text


LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(LEVELS)
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
STYLES = '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
STYLES += '<w:style w:styleId="H1a"><w:basedOn w:val="H1"/></w:style>'


def test_list_numbers_are_computed() -> None:
    def item(level: int, text: str, number: int = 1) -> str:
        return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    body = item(0, "总体") + item(1, "其一") + item(1, "其二") + item(2, "2023年") + item(2, "2024年") + item(2, "重来", 2)
    body += paragraph(run("按样式"), '<w:pStyle w:val="H1a"/>') + item(1, "又一") + item(3, "圈") + paragraph(run("无编号"))
    shown = read_body(body, numbering=NUMBERING, styles=STYLES).text.splitlines()
    assert shown == [
        "一、总体", "（一）其一", "（二）其二", "1. 2023年", "2. 2024年", "1. 重来", "二、按样式", "（一）又一", "① 圈", "无编号",
    ]  # fmt: skip


def test_notes_headers_and_contents_have_their_places() -> None:
    note = '<w:footnote w:id="5">' + paragraph(run("初步核算数")) + "</w:footnote>"
    contents = FIELD.replace(" =SUM(ABOVE) ", ' TOC \\o "1-3" ').format(run("一、总体 3"))
    body = paragraph(contents) + paragraph(run("增长5.2%") + '<w:r><w:footnoteReference w:id="5"/></w:r>')
    source = read_body(body, footnotes=note, header=paragraph(run("机密 第1页")), footer=paragraph(run("第1页")))
    assert source.text == "机密 第1页\n一、总体 3\n增长5.2%\n初步核算数\n第1页\n"
    assert [describe_place(source, place.start) for place in source.places] == ["页眉", "目录 第 1 段", "第 2 段", "脚注 1", "页脚"]
    assert [source.text[a:b] for a, b in source.furniture] == ["机密 第1页\n一、总体 3\n", "第1页\n"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0.245", "0.0%", "24.5%"),
        ("-1234.5", "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("0", '0.0;-0.0;"-"', "-"),
        ("5", '0"家"', "5家"),
        ("123456789", "0.00,,", "123.46"),
        ("1234567", '0!.0,"万"', "123.5万"),
        ("45000.75", "yyyy-mm-dd hh:mm:ss", "2023-03-15 18:00:00"),
        ("45000", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年三月十五日"),
        ("45000", "aaaa", "星期三"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "yyyy/m/d", "1900/2/28"),
        ("123", "[DBNum1][$-804]General", "一百二十三"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("5", '[>=10]"大";[<10]"小"', "小"),
        ("1205.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,205.50"),
        ("100", "[$¥-804]#,##0.00", "¥100.00"),
        ("0.5", "# ?/?", "0.5"),
        ("2.5", "0", "3"),
        ("5.2", "+0.0;-0.0", "+5.2"),
        ("13800138000", "000-0000-0000", "138-0013-8000"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+30", "General", "1E+30"),
        ("-5", "yyyy", "-5"),
    ],
)
def test_numbers_as_displayed(value: str, code: str, shown: str) -> None:
    assert format_number(Decimal(value), code) == shown


def make_book(rows: Sequence[Sequence[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def save_book(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_a_workbook_hides_is_set_apart() -> None:
    book = make_book([["指标", "备注", "2023年"], ["产值", "内部", 5], ["删", "去", 6]])
    book.active.title = "主要指标"
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("草稿").append(["9家"])
    book["草稿"].sheet_state = "hidden"
    source = read_data("a.xlsx", save_book(book))
    apart = "".join(source.text[a:b] for a, b in source.furniture)
    assert source.text == "主要指标\n指标\t\t2023年\n备注\n产值\t\t5\n内部\n删\t\t6\n去\n草稿\n9家\n"
    assert apart == "备注\n内部\n删\t\t6\n去\n草稿\n9家\n"
    assert describe_place(source, source.text.index("9家")) == "草稿!A1 已隐藏"


def test_shared_strings_and_merged_cells() -> None:
    shared = "<sst><si><t>合并_x000a_标题</t><rPh><t>yin</t></rPh></si><si><r><t>产</t></r><r><t>值</t></r></si></sst>"
    rows = '<row r="2"><c r="B2" t="s"><v>0</v></c></row><row r="4"><c r="A4" t="s"><v>1</v></c>'
    rows += '<c r="C4"><v>12.300000000000001</v></c><c r="D4" t="e"><v>#REF!</v></c></row>'
    parts = (("worksheet", "s.xml"), ("sharedStrings", "t.xml"))
    relations = "".join(f'<Relationship Id="{kind}" Type="http://x/{kind}" Target="{target}"/>' for kind, target in parts)
    members = {
        "[Content_Types].xml": '<Types><Override ContentType="application/vnd.x.spreadsheetml.sheet.main+xml"/></Types>',
        "xl/workbook.xml": '<workbook><sheets><sheet name="一" xmlns:r="r" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/t.xml": shared,
    }
    source = read_data("a.xlsx", write_zip({name: text.encode() for name, text in members.items()}))
    assert source.text == "一\n合并 标题\n产值\t\t12.3\t#REF!\n"
    assert [describe_place(source, place.start) for place in source.places] == ["一", "一!B2", "一!A4", "一!C4", "一!D4"]


@pytest.mark.parametrize(
    ("page", "text", "apart"),
    [
        ("<p>全年&nbsp;增长\n5.2%</p>", "全年 增长 5.2%\n", ""),
        ("<p>全年增\n   长</p><div>第一行<br>第二行</div>", "全年增长\n第一行\n第二行\n", ""),
        ("<p>面积10m<sup>2</sup></p><script>var a=5</script><style>p{}</style>", "面积10m²\n", ""),
        ("<p><ruby>区<rp>(</rp><rt>qū</rt><rp>)</rp></ruby>长</p>", "区长\n", ""),
        ("<p>可见</p><div style='display: none'>看不见5家</div>", "可见\n看不见5家\n", "看不见5家\n"),
        ("<header><h1>2023年总结</h1></header><p>正文，共3家。</p>", "2023年总结\n正文，共3家。\n", ""),
        ("<div class='topNav'><a>首页</a> | <a>新闻</a></div><p>正文，共3家。</p>", "首页 | 新闻\n正文，共3家。\n", "首页 | 新闻\n"),
        ("<div class='nav'><p>整页都在这里，共3家。</p></div>", "整页都在这里，共3家。\n", ""),
        (
            "<table><tr><th rowspan=2>指标<th colspan=2>数</tr><tr><td>亿元<td>%</tr><tr><td>产值<td>120.5<td>5.2</table>",
            "指标\t数\n\t亿元\t%\n产值\t120.5\t5.2\n",
            "",
        ),
        ("<table><tr><td><table><tr><td>a<td>b</tr></table><td>边栏</table>", "a\tb\n边栏\n", ""),
    ],
)
def test_pages_as_displayed(page: str, text: str, apart: str) -> None:
    source = read_data("a.html", f"<!doctype html><html><body>{page}".encode())
    assert source.text == text
    assert "".join(source.text[a:b] for a, b in source.furniture) == apart


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('<html><meta charset="gb2312"><p>全市生产总值，镕'.encode("gb18030"), "gb18030"),
        ('<html><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><p>全市生产总值'.encode(), "utf-8"),
        ('<html><meta charset="utf-8"><p>全市生产总值，标明有误'.encode("gb18030"), "gb18030"),
        ("<html><p>全市生产总值".encode("utf-16"), "utf-16"),
    ],
)
def test_charsets_of_pages(data: bytes, encoding: str) -> None:
    source = read_data("a.htm", data)
    assert (source.encoding, source.text[:6]) == (encoding, "全市生产总值")


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("总结.txt", write_docx(CONTENT), "docx"),
        ("总结.docx", write_xlsx(CONTENT), "xlsx"),
        ("总结.xls", b"<html><table><tr><td>1", "html"),
        ("总结.pdf", "全年10家".encode(), "text"),
        ("片段.txt", b"<p>a</p>", "text"),
        ("片段.html", b"<p>a</p>", "html"),
    ],
)
def test_content_decides_the_kind(name: str, data: bytes, form: str) -> None:
    assert read_data(name, data).format == form


def test_places_of_plain_text() -> None:
    source = read_data("a.txt", "一、总结\r\n全年10家\r乙\n丙".encode())
    assert find_place(source, 3) is None
    assert [line_and_column(source.text, offset) for offset in (0, 6, 8, 13, 99)] == [(1, 1), (2, 1), (2, 3), (3, 2), (4, 2)]
    assert describe_place(source, 8, "en") == "line 2, column 3"


class BareName(zipfile.ZipInfo):
    """A member whose name is written in GBK without a word about it, as Windows in China does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's own name
        return self.filename.encode("gbk"), 0


def test_names_in_archives_written_on_windows(tmp_path: Path) -> None:
    inner = write_zip({"内.txt": "共7家".encode()})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in {"统计/年报.txt": "共5家".encode("gbk"), "内.zip": inner, "__MACOSX/._a.txt": b"x", "图.png": b"x"}.items():
            archive.writestr(BareName(name), data)
    names = find_documents([tmp_path / "a.zip"])
    assert [name.partition("!")[2] for name in names] == ["内.zip!内.txt", "统计/年报.txt"]
    assert [read_document(name).text for name in names] == ["共7家", "共5家"]


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ModuleNotFoundError("No module named 'lxml'", name="lxml")

    monkeypatch.setattr("audit.ingest.document.import_module", refuse)
    with pytest.raises(InputError) as refusal:
        read_data("a.html", b"<html>")
    assert (refusal.value.reason, "heshu[html]" in refusal.value.hint) == ("missing-extra", True)
