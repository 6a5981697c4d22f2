"""A document that is a table of parsed figures: its columns by name, its cells with their places.

Comes in: a SourceDocument (csv, xlsx, parquet, a data frame) whose lines are rows with tabs between the cells. Goes out: a Table, or
None where the first row does not name the columns; and one table for each document that it speaks of. It judges no cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter

from audit.model import FIGURE_COLUMNS, Place, SourceDocument

REQUIRED = ("document", "indicator", "value", "unit")
"""The least that a table of parsed figures has."""

TELLING = frozenset(("indicator", "value"))
"""What tells a table of parsed figures from a document that is a table: nobody heads a published table so."""

_start_of = attrgetter("start")
_GUARDED = re.compile(r"'(?=[=+\-@\t\r\n])")
"""A text that a spreadsheet would have run as a formula was written with a quote before it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and where it starts in the source text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file (from 1, the header is one), its place in the source text, and its filled cells by column name."""

    number: int
    start: int
    end: int
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """The text of a cell, empty where it is; a quote that guards a formula is not part of it."""
        cell = self.cells.get(column)
        return _GUARDED.sub("", cell.text, count=1) if cell else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of parsed figures; `columns` are the names of its header, unknown ones too, in order."""

    source: SourceDocument
    columns: tuple[str, ...]
    header: tuple[int, int]
    rows: tuple[Row, ...]

    def missing(self) -> tuple[str, ...]:
        """The required columns that the header lacks."""
        return tuple(name for name in REQUIRED if name not in self.columns)


def find_table(source: SourceDocument) -> Table | None:
    """The table of parsed figures that a document is, or None; line by line, sheet names left out.

    >>> find_table(SourceDocument("a.csv", "地区\\t产值\\n东区\\t12\\n", "", "", "", format="csv")) is None
    True
    """
    if not source.places or source.problem:
        return None
    lines = list(_list_lines(source))
    header = next(((start, text) for start, text in lines if "\t" in text), None)
    names = tuple(name.strip().lower() for name in header[1].split("\t")) if header else ()
    if header is None or not set(names) >= TELLING or len(set(names)) < len(names):
        return None
    numbers = _number_rows(source)
    rows: list[Row] = []
    for start, text in lines:
        if start > header[0] and text != header[1]:
            rows.append(_read_row(start, text, names, numbers.get(start, len(rows) + 2)))
    return Table(source, names, (header[0], header[0] + len(header[1])), tuple(rows))


def split_table(table: Table) -> Iterator[Table]:
    """One table for each document that the rows speak of, with the header and its own rows as text, in the order of first mention."""
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row.text("document"), []).append(row)
    for label, rows in groups.items():
        yield _cut_table(table, label, rows)


def _cut_table(table: Table, label: str, rows: list[Row]) -> Table:
    """The table of one document: the header and its rows as text, every place moved with its line."""
    pieces: list[str] = []
    places: list[Place] = []
    moved: list[Row] = []
    at = 0
    for row in (None, *rows):
        start, end = (row.start, row.end) if row else table.header
        shift = at - start
        pieces.append(table.source.text[start:end] + "\n")
        first, last = (bisect_left(table.source.places, edge, key=_start_of) for edge in (start, end))
        places += (replace(each, start=each.start + shift, end=each.end + shift) for each in table.source.places[first:last])
        if row:
            cells = {name: Cell(cell.text, cell.start + shift) for name, cell in row.cells.items()}
            moved.append(Row(row.number, row.start + shift, row.end + shift, cells))
        at += end - start + 1
    name = f"{table.source.name}!{label}" if table.source.format != "frame" else label
    damage = tuple(replace(each, spans=()) for each in table.source.damage)
    source = replace(table.source, name=name, text="".join(pieces), places=tuple(places), furniture=(), damage=damage)
    return Table(source, table.columns, (0, table.header[1] - table.header[0]), tuple(moved))


def _list_lines(source: SourceDocument) -> Iterator[tuple[int, str]]:
    """The lines that are rows: hidden ones and names of sheets are none."""
    unseen = {start for start, _ in source.furniture}
    unseen |= {place.start for place in source.places if place.sheet and not place.cell}
    at = 0
    for line in source.text.split("\n"):
        if line.strip() and at not in unseen:
            yield at, line
        at += len(line) + 1


def _number_rows(source: SourceDocument) -> dict[int, int]:
    """The number of each row in its file, by the place where its line starts."""
    starts = sorted(start for start, _ in _list_lines(source))
    numbers: dict[int, int] = {}
    lines = iter(starts)
    line, after = next(lines, None), next(lines, None)
    for place in source.places:
        while after is not None and place.start >= after:
            line, after = after, next(lines, None)
        number = place.row or int(re.sub(r"\D", "", place.cell or "") or 0)
        if line is not None and number:
            numbers.setdefault(line, number)
    return numbers


def _read_row(start: int, text: str, names: tuple[str, ...], number: int) -> Row:
    cells, at = {}, start
    for name, cell in zip(names, text.split("\t"), strict=False):
        if cell.strip() and name in KNOWN:
            cells[name] = Cell(cell.strip(), at + len(cell) - len(cell.lstrip()))
        at += len(cell) + 1
    return Row(number, start, start + len(text), cells)


KNOWN = frozenset(FIGURE_COLUMNS)
"""The columns that are read; a system may have others of its own."""
