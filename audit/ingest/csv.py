"""Tables as text (.csv, .tsv): each line a row, each cell with its spreadsheet name.

Comes in: the bytes of a file with comma, semicolon or tab between its cells, in any encoding that `decode` knows. Goes out: a
SourceDocument. Refuses, with an InputError, what is no text, is too large, or has a cell without end.
"""

from __future__ import annotations

import csv
import io

from audit.errors import InputError
from audit.ingest.canonical import CanonicalText, Cell
from audit.ingest.decode import decode_bytes
from audit.ingest.text import MAX_BYTES
from audit.model import SourceDocument

_SAMPLE = 20
_DELIMITERS = "\t,;"
_LONGEST_CELL = 1_000_000
_MOST_COLUMNS = 16_384
_EMPTY = Cell("")


def read_csv(name: str, data: bytes) -> SourceDocument:
    """The document of a table; raises InputError (`too-large`, `damaged-file`, `binary-file`).

    >>> read_csv("甲.csv", "地区,产值\\n东区,\\"1,205\\"\\n".encode("gb18030")).text
    '地区\\t产值\\n东区\\t1,205\\n'
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"文件太大(超过 {MAX_BYTES // 1_000_000} MB)", reason="too-large", file=name, hint="请把文件拆开再核")
    text, encoding, reason, _ = decode_bytes(data)
    canonical = CanonicalText(name)
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_choose_delimiter(text))
    try:
        for number, row in enumerate(rows, 1):
            if len(row) > _MOST_COLUMNS:
                raise InputError("表格太宽", reason="too-large", file=name, hint="请把文件拆开再核")
            canonical.add_row([Cell(cell, {"cell": f"{name_column(n)}{number}"}) if cell else _EMPTY for n, cell in enumerate(row, 1)])
    except csv.Error as problem:
        hint = "请用 Excel 或 WPS 另存为 .xlsx 再核"
        raise InputError("表格读不通(引号没有配对)", reason="damaged-file", file=name, hint=hint) from problem
    return canonical.build(data, "csv", encoding, reason)


def name_column(number: int) -> str:
    """The letters of a column that counts from 1.

    >>> [name_column(n) for n in (1, 26, 27, 702, 703)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _choose_delimiter(text: str) -> str:
    """The one that stands in most of the first lines; a comma inside a number is outnumbered by tabs."""
    lines = text[:10_000].splitlines()[:_SAMPLE]
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    best = max(counts.values(), default=0)
    return next((mark for mark in _DELIMITERS if best and counts[mark] == best), ",")
