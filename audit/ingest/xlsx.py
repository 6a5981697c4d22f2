"""Excel workbooks (.xlsx, .xlsm): every sheet in order, values as displayed, with sheet and cell of each.

Comes in: the bytes of an OOXML package. Goes out: a SourceDocument. Numbers go from the stored digits to the displayed text without a
binary float between. Refuses what is damaged, encrypted or hostile. Formulas show their stored result; charts and notes are not read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from audit.errors import InputError
from audit.ingest.canonical import CanonicalText
from audit.ingest.docxnumbers import find
from audit.ingest.grid import add_sheet_name, add_sheet_row
from audit.ingest.numberformat import BUILT_IN, format_number, split_sections, write_general
from audit.ingest.package import damaged, has_part, open_office, read_part
from audit.ingest.xmltree import attribute, name_of, parse_xml, walk_xml
from audit.model import SourceDocument
from audit.patterns import regex

_REFERENCE = regex(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPE = regex(r"_x([0-9A-Fa-f]{4})_")
_MOST_COLUMNS = 16_384
_MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of a workbook refer to: its texts, and the format code of each style."""

    texts: tuple[str, ...]
    formats: tuple[str, ...]
    epoch_1904: bool


def read_xlsx(name: str, data: bytes) -> SourceDocument:
    """The document of an .xlsx file; raises InputError (`damaged-file`, `encrypted`, `bomb`, `hostile-xml`, `too-large`)."""
    package = open_office(name, data)
    path = next((target for kind, target in _read_relations(name, package, "") if kind == "officeDocument"), "xl/workbook.xml")
    workbook = parse_xml(name, read_part(name, package, path))
    relations = _read_relations(name, package, path)
    book = _Book(
        tuple(_read_texts(name, package, dict(relations).get("sharedStrings", ""))),
        tuple(_read_formats(name, package, dict(relations).get("styles", ""))),
        attribute(_first(workbook, "workbookPr"), "date1904") in ("1", "true"),
    )
    targets = dict(_read_relations(name, package, path, by_id=True))
    canonical = CanonicalText(name)
    for sheet in _first(workbook, "sheets"):
        target = targets.get(attribute(sheet, "id"), "")
        if has_part(package, target) and "chartsheet" not in target:
            hidden = attribute(sheet, "state", "visible") != "visible"
            _add_sheet(canonical, attribute(sheet, "name"), hidden, walk_xml(name, read_part(name, package, target)), book)
    return canonical.build(data, "xlsx", "utf-8", "Excel 工作簿, 数值按显示格式读出")


def _add_sheet(canonical: CanonicalText, sheet: str, hidden: bool, events: Iterator[tuple[str, Element]], book: _Book) -> None:
    add_sheet_name(canonical, sheet, hidden)
    unseen: frozenset[int] = frozenset()
    row_number = cells_read = 0
    for event, element in events:
        name = name_of(element)
        if event == "end" and name == "cols":
            unseen = _find_hidden_columns(element)
        elif event == "end" and name == "row":
            row_number = _whole(attribute(element, "r")) or row_number + 1
            cells = dict(_read_row(element, book))
            cells_read += len(element)
            if cells_read > _MOST_CELLS:
                raise InputError("工作表太大", reason="too-large", hint="请把文件拆开再核")
            is_hidden = hidden or attribute(element, "hidden") in ("1", "true")
            add_sheet_row(canonical, sheet, row_number, cells, is_hidden, unseen)
            element.clear()


def _read_row(row: Element, book: _Book) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        found = _REFERENCE.fullmatch(attribute(cell, "r"))
        column = _read_column(found[1]) if found else column + 1
        text = _show_cell(cell, book)
        if text.strip() and 0 < column <= _MOST_COLUMNS:
            yield column, text


def _show_cell(cell: Element, book: _Book) -> str:
    """A cell as displayed: text by its kind, numbers by their format."""
    kind = attribute(cell, "t", "n")
    if kind == "inlineStr":
        return _join_text(find(cell, "is"))
    value = find(cell, "v")
    stored = (value.text or "").strip() if value is not None else ""
    if kind == "s":
        index = _whole(stored)
        return book.texts[index] if stored and index < len(book.texts) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(stored, stored)
    if kind in ("str", "e", "d"):
        return _ESCAPE.sub(_unescape, value.text or "") if value is not None else ""
    return show_number(stored, _choose_format(attribute(cell, "s"), book), book.epoch_1904)


def show_number(stored: str, code: str, epoch_1904: bool) -> str:
    """A stored number under a format; what is no number is shown as it is stored.

    >>> show_number("0.24500000000000002", "0.0%", False), show_number("1E3", "General", False)
    ('24.5%', '1000')
    """
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return stored
    if not number.is_finite() or abs(number.adjusted()) > 308:
        return stored
    try:
        return format_number(number, code, epoch_1904)
    except (InvalidOperation, ValueError, IndexError):
        return write_general(number)


def _choose_format(style: str, book: _Book) -> str:
    index = _whole(style)
    return book.formats[index] if style and index < len(book.formats) else "General"


def _read_texts(name: str, package: ZipFile, path: str) -> Iterator[str]:
    """The shared strings, phonetic guides left out."""
    if not has_part(package, path):
        return
    depth = 0
    for event, element in walk_xml(name, read_part(name, package, path)):
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield _join_text(element)
            element.clear()


def _join_text(element: Element | None) -> str:
    """The text of a string with its formatted runs."""
    if element is None:
        return ""
    pieces = [part.text or "" for part in element if name_of(part) == "t"]
    pieces += [part.text or "" for run in element if name_of(run) == "r" for part in run if name_of(part) == "t"]
    return _ESCAPE.sub(_unescape, "".join(pieces))


def _unescape(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "" if 0xD800 <= code < 0xE000 else chr(code)


def _read_formats(name: str, package: ZipFile, path: str) -> Iterator[str]:
    """The format code of each cell style, by number."""
    if not has_part(package, path):
        return
    root = parse_xml(name, read_part(name, package, path))
    own = {_whole(attribute(item, "numFmtId")): attribute(item, "formatCode") for item in _first(root, "numFmts")}
    for style in _first(root, "cellXfs"):
        number = _whole(attribute(style, "numFmtId"))
        code = own.get(number) or BUILT_IN.get(number, "General")
        yield code if split_sections(code)[0] or ";" in code else "General"


def _read_relations(name: str, package: ZipFile, path: str, by_id: bool = False) -> list[tuple[str, str]]:
    """The parts that a part refers to, as (kind or id, path)."""
    folder, base = posixpath.split(path)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if not has_part(package, relations):
        if not by_id and not path:
            return []
        raise damaged(name, "文件已损坏(缺少工作表的目录)")
    root = parse_xml(name, read_part(name, package, relations))
    return [
        (attribute(item, "Id") if by_id else attribute(item, "Type").rpartition("/")[2], _join_path(folder, attribute(item, "Target")))
        for item in root
        if attribute(item, "TargetMode") != "External"
    ]


def _find_hidden_columns(columns: Element) -> frozenset[int]:
    unseen: set[int] = set()
    for item in columns:
        if attribute(item, "hidden") in ("1", "true"):
            unseen.update(range(_whole(attribute(item, "min")), min(_whole(attribute(item, "max")), _MOST_COLUMNS) + 1))
    return frozenset(unseen)


def _first(parent: Element, name: str) -> Element:
    found = find(parent, name)
    return found if found is not None else Element(name)


def _read_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _join_path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
