"""Excel 97 to 2003 workbooks (.xls, .et): every sheet in order, values as displayed, with sheet and cell of each.

Comes in: the bytes of an OLE file with a workbook in it. Goes out: a SourceDocument. Refuses, with an InputError, what has a password
or is damaged. The only place that imports xlrd, the one library that knows the number formats of these files.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import xlrd

from audit.errors import InputError
from audit.ingest.canonical import CanonicalText
from audit.ingest.grid import add_sheet_name, add_sheet_row
from audit.ingest.numberformat import BUILT_IN
from audit.ingest.package import damaged
from audit.ingest.xlsx import show_number
from audit.model import SourceDocument

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

LARGEST = 50_000_000
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(name: str, data: bytes) -> SourceDocument:
    """The document of an .xls file; raises InputError (`damaged-file`, `encrypted`, `too-large`)."""
    if len(data) > LARGEST:
        raise InputError(f"文件太大(超过 {LARGEST // 1_000_000} MB)", reason="too-large", file=name, hint="请把文件拆开再核")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception as problem:  # xlrd raises whatever a broken record leads it into
        if "encrypted" in str(problem).lower() or "password" in str(problem).lower():
            raise InputError("文件有密码", reason="encrypted", file=name, hint="请去掉密码后另存再核") from None
        raise damaged(name, "文件已损坏(工作簿读不出)") from problem
    canonical = CanonicalText(name)
    for sheet in book.sheets():
        _add_sheet(canonical, sheet, book)
    return canonical.build(data, "xls", str(book.encoding or "utf-16-le"), "旧版 Excel 工作簿, 数值按显示格式读出")


def _add_sheet(canonical: CanonicalText, sheet: Sheet, book: Book) -> None:
    hidden = bool(sheet.visibility)
    add_sheet_name(canonical, sheet.name, hidden)
    columns = [column + 1 for column, info in sheet.colinfo_map.items() if info.hidden]
    for row in range(sheet.nrows):
        info = sheet.rowinfo_map.get(row)
        is_hidden = hidden or bool(info and info.hidden)
        add_sheet_row(canonical, sheet.name, row + 1, dict(_read_row(sheet, row, book)), is_hidden, columns)


def _read_row(sheet: Sheet, row: int, book: Book) -> Iterator[tuple[int, str]]:
    for column in range(sheet.row_len(row)):
        cell = sheet.cell(row, column)
        text = str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""
        if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            text = show_number(repr(cell.value), _find_format(cell.xf_index, book), bool(book.datemode))
        elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
            text = "TRUE" if cell.value else "FALSE"
        elif cell.ctype == xlrd.XL_CELL_ERROR:
            text = _ERRORS.get(cell.value, "#N/A")
        if text.strip():
            yield column + 1, text


def _find_format(index: int | None, book: Book) -> str:
    """The format code of a cell; a date that the file only numbers is shown as the Chinese edition shows it."""
    if index is None or index >= len(book.xf_list):
        return "General"
    key = book.xf_list[index].format_key
    found = book.format_map.get(key)
    code = BUILT_IN.get(key) if key in range(14, 59) else None
    return code or (str(found.format_str) if found and found.format_str else "General")
