"""A ruled table with its glyphs to rows of cell texts.

Comes in: a grid and the glyphs inside it. Goes out: rows of cells, each with its text and box; a merged cell has its text in its first
field. Numbers stacked in one field, as in tables without lines between their rows, become rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.ingest.layout import Box, Glyph, Line, is_narrow, read_lines
from audit.ingest.measure import fits_not
from audit.ingest.ruling import Grid
from audit.patterns import regex

_NUMBER = regex(r"[-+−±]?[\d,，]*\d(?:\.\d+)?\s*[%％‰]?|[-—–…/]+|[xX×]+(?:\.[xX×]+)?")
_PADDING = 8.0
"""Cells keep about so many points free at both sides together."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row; `box` is None where nothing stands in it."""

    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page: its upper edge, and its rows, each with as many cells as the table has columns."""

    page: int
    top: float
    rows: tuple[tuple[Cell, ...], ...]


Fields = Mapping[tuple[int, int], Sequence[Line]]


def read_table(page: int, grid: Grid, glyphs: Iterable[Glyph]) -> Table | None:
    """The table of a grid, None where it has no row with two filled cells: then it is a frame or a drawing."""
    inside: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cell = grid.find_cell((glyph.left + glyph.right) / 2, glyph.middle)
        if cell:
            inside.setdefault(cell, []).append(glyph)
    fields = {cell: lines for cell, found in inside.items() if (lines := read_lines(page, found))}
    rows = [row for number in range(grid.rows) for row in _read_rows(grid, number, fields)]
    filled = tuple(row for row in rows if any(cell.text for cell in row))
    if not any(sum(bool(cell.text) for cell in row) > 1 for row in filled):
        return None
    return Table(page, grid.ys[0], filled)


def _read_rows(grid: Grid, row: int, fields: Fields) -> Iterable[tuple[Cell, ...]]:
    """The rows in one ruled row: one, or as many as numbers stand above each other."""
    lines = [fields.get((row, column), ()) for column in range(grid.columns)]
    stacked = [found for found in lines if len(found) > 1 and all(_NUMBER.fullmatch(line.text) for line in found)]
    if not stacked:
        return [tuple(_join_cell(found, _find_right(grid, row, column)) for column, found in enumerate(lines))]
    bottoms = [line.bottom for line in max(stacked, key=len)]
    split = [_split(found, bottoms) for found in lines]
    return [tuple(_join_cell(found[n], None) for found in split) for n in range(len(bottoms))]


def _split(lines: Sequence[Line], bottoms: Sequence[float]) -> list[list[Line]]:
    """Lines by the row that they stand nearest to."""
    rows: list[list[Line]] = [[] for _ in bottoms]
    for line in lines:
        rows[min(range(len(bottoms)), key=lambda n: abs(bottoms[n] - line.bottom))].append(line)
    return rows


def _find_right(grid: Grid, row: int, column: int) -> float:
    """The right edge of the cell that begins at this field."""
    last = column
    while last + 1 < grid.columns and grid.cell_of[row * grid.columns + last + 1] == (row, column):
        last += 1
    return grid.xs[last + 1] - _PADDING


def _join_cell(lines: Sequence[Line], right: float | None) -> Cell:
    """The lines of a cell as one; `right` is the edge that they run to, None where they are taken as short."""
    if not lines:
        return Cell("")
    text = lines[0].text
    for one, two in pairwise(lines):
        wrapped = right is not None and fits_not(one, two, right)
        text += (find_glue(one.text, two.text) if wrapped else " ") + two.text
    return Cell(" ".join(text.split()), surround(line.box for line in lines))


def find_glue(one: str, two: str) -> str:
    """What stands between two lines that only the layout parted: a space between words, nothing beside Chinese or inside a number.

    >>> find_glue("同比增长", "5.2%"), find_glue("Gross", "Domestic"), find_glue("1234", "567万元")
    ('', ' ', '')
    """
    words = is_narrow(one[-1:]) and is_narrow(two[:1]) and (one[-1:].isalpha() or two[:1].isalpha())
    return " " if words and one and two else ""


def surround(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
