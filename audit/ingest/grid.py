"""The sheets of a workbook as canonical text: sheet names as lines, rows as rows, what is hidden set apart.

Comes in: cells by row and column with their displayed text. Goes out: lines with `Sheet1!B5` for each filled cell. A name that the
program gave (Sheet1, 工作表1) and everything hidden is furniture: it stays in the text, and is not audited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from audit.ingest.canonical import CanonicalText, Cell
from audit.ingest.csv import name_column
from audit.patterns import regex

GIVEN_NAME = regex(r"(?:sheet|工作表|表|table)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_WIDEST = 1_000
"""Cells farther right than this many empty ones follow directly, so that one stray cell makes no line of tabs."""


def add_sheet_name(canonical: CanonicalText, sheet: str, hidden: bool) -> None:
    """The line that names a sheet."""
    canonical.add_line(sheet, furniture=hidden or bool(GIVEN_NAME.fullmatch(sheet.strip())), sheet=sheet)


def add_sheet_row(
    canonical: CanonicalText, sheet: str, number: int, cells: Mapping[int, str], hidden: bool, columns: Iterable[int] = ()
) -> None:
    """A row, `cells` by column from 1; `hidden` says that it is not displayed, `columns` which columns are not.

    A visible row keeps its hidden cells out of its line; they stand in a furniture line behind it.
    """
    unseen = set(columns) & set(cells)
    shown = {column: text for column, text in cells.items() if column not in unseen}
    canonical.add_row(_make_row(sheet, number, shown, hidden), furniture=hidden)
    if unseen:
        canonical.add_row(_make_row(sheet, number, {column: cells[column] for column in unseen}, True), furniture=True)


def _make_row(sheet: str, number: int, cells: Mapping[int, str], hidden: bool) -> list[Cell]:
    row: list[Cell] = []
    for column, text in sorted(cells.items()):
        if column - len(row) <= _WIDEST:
            row.extend(Cell("") for _ in range(column - 1 - len(row)))
        where = {"sheet": sheet, "cell": f"{name_column(column)}{number}"}
        row.append(Cell(text, {**where, "part": "hidden"} if hidden else where))
    return row
