"""Ruling lines to tables: grids of lines that cross, with the cells between them.

Comes in: the ruling lines of one page. Goes out: grids, each with its rows, columns and merged cells. A frame around a single
field is no table; a page with so many lines that it must be a drawing has none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.ingest.affine import Point
from audit.ingest.layout import Box, Rule

_THIN, _SHORTEST = 2.6, 4.0
"""A bar no thicker than this is a ruling line, if it is long enough; both in points."""

_NEAR = 3.0
"""Lines that end within so many points of each other meet."""

_OPEN = 12.0
"""Lines that reach so far beyond the last line across them bound a column that is open at its side."""

_MOST_LINES = 1500
_MOST_FIELDS = 20_000

Stroke = tuple[float, float, float]
"""A merged line: its place across, its start and its end along."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows begin and end, and for each field the first field of the cell it is in."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell_of: tuple[tuple[int, int], ...]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.ys) - 1

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def find_cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of the cell around a point, None outside the grid."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.cell_of[(bisect_right(self.ys, y) - 1) * self.columns + bisect_right(self.xs, x) - 1]


def trace_rules(outline: Sequence[Point], stroked: bool, filled: bool) -> Iterator[Rule]:
    """The ruling lines in an outline: the level and upright stretches of a stroked one, a thin filled one as a whole."""
    if stroked:
        yield from (rule for one, two in pairwise(outline) if (rule := _make_rule(one, two)))
    elif filled and len(outline) > 2:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        bar = _make_rule((min(xs), min(ys)), (max(xs), max(ys)))
        yield from (bar,) if bar else ()


def _make_rule(one: Point, two: Point) -> Rule | None:
    left, right = sorted((one[0], two[0]))
    top, bottom = sorted((one[1], two[1]))
    thick, long = sorted((right - left, bottom - top))
    return Rule(left, top, right, bottom) if thick <= _THIN and long >= _SHORTEST else None


def find_grids(rules: Iterable[Rule]) -> tuple[Grid, ...]:
    """The tables that ruling lines make, from top to bottom.

    >>> level = [Rule(0, y, 100, y) for y in (0, 20, 40)]
    >>> upright = [Rule(x, 0, x, 40) for x in (0, 50, 100)]
    >>> grid, = find_grids([*level, *upright])
    >>> grid.rows, grid.columns, grid.find_cell(75, 30)
    (2, 2, (1, 1))
    """
    rules = tuple(rules)
    level = _merge(((r.top + r.bottom) / 2, r.left, r.right) for r in rules if r.bottom - r.top <= r.right - r.left)
    upright = _merge(((r.left + r.right) / 2, r.top, r.bottom) for r in rules if r.bottom - r.top > r.right - r.left)
    if len(level) > _MOST_LINES or len(upright) > _MOST_LINES:
        return ()
    grids = (_make_grid(*group) for group in _group(level, upright))
    return tuple(sorted((grid for grid in grids if grid), key=lambda grid: grid.ys[0]))


def _merge(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch become one: a spreadsheet draws the border of each cell by itself."""
    merged: list[Stroke] = []
    row: list[Stroke] = []
    for stroke in sorted(strokes):
        if row and stroke[0] - row[0][0] > _NEAR / 2:
            merged += _join(row)
            row = []
        row.append(stroke)
    return merged + _join(row)


def _join(row: list[Stroke]) -> list[Stroke]:
    joined: list[Stroke] = []
    for at, start, end in sorted(row, key=lambda stroke: stroke[1]):
        if joined and start <= joined[-1][2] + _NEAR:
            joined[-1] = (joined[-1][0], joined[-1][1], max(joined[-1][2], end))
        else:
            joined.append((at, start, end))
    return joined


def _group(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Iterable[tuple[list[Stroke], list[Stroke]]]:
    """Lines that meet, directly or by way of others."""
    owner = list(range(len(level) + len(upright)))
    for i, (y, left, right) in enumerate(level):
        for j, (x, top, bottom) in enumerate(upright, len(level)):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                owner[_find(owner, i)] = _find(owner, j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for n in range(len(owner)):
        group = groups.setdefault(_find(owner, n), ([], []))
        group[n >= len(level)].append(level[n] if n < len(level) else upright[n - len(level)])
    return (group for group in groups.values() if len(group[0]) > 1 and group[1])


def _find(owner: list[int], n: int) -> int:
    while owner[n] != n:
        owner[n] = owner[owner[n]]
        n = owner[n]
    return n


def _make_grid(level: list[Stroke], upright: list[Stroke]) -> Grid | None:
    """The grid of lines that meet; a table open at its sides ends where its level lines end."""
    xs = _spread(_with_ends([x for x, _, _ in upright], level))
    ys = _spread(_with_ends([y for y, _, _ in level], upright))
    fields = (len(xs) - 1) * (len(ys) - 1)
    if not 1 < fields <= _MOST_FIELDS:
        return None
    return Grid(xs, ys, _find_cells(xs, ys, level, upright))


def _with_ends(places: list[float], across: Sequence[Stroke]) -> list[float]:
    """Places of lines, and where the lines across them end, if that is well outside."""
    start, end = min(stroke[1] for stroke in across), max(stroke[2] for stroke in across)
    open_start = [start] if start < min(places) - _OPEN else []
    return [*open_start, *places, *([end] if end > max(places) + _OPEN else [])]


def _spread(places: Iterable[float]) -> tuple[float, ...]:
    """Places in order, those nearer than lines can be apart taken as one."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return tuple(kept)


def _find_cells(
    xs: tuple[float, ...], ys: tuple[float, ...], level: Sequence[Stroke], upright: Sequence[Stroke]
) -> tuple[tuple[int, int], ...]:
    """For each field the first field of its cell: fields without a line between them are one cell."""
    columns, rows = len(xs) - 1, len(ys) - 1
    below, beside = _walls(xs, ys, level), _walls(ys, xs, upright)
    owner = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and (column + 1, row) not in beside:
                _unite(owner, here, here + 1)
            if row + 1 < rows and (row + 1, column) not in below:
                _unite(owner, here, here + columns)
    return tuple(divmod(_find(owner, n), columns) for n in range(rows * columns))


def _unite(owner: list[int], one: int, two: int) -> None:
    first, last = sorted((_find(owner, one), _find(owner, two)))
    owner[last] = first


def _walls(along: tuple[float, ...], across: tuple[float, ...], strokes: Sequence[Stroke]) -> set[tuple[int, int]]:
    """Which stretches of which lines are drawn: (number of the line, number of the stretch along it)."""
    found: set[tuple[int, int]] = set()
    middles = [(one + two) / 2 for one, two in pairwise(along)]
    for at, start, end in strokes:
        line = min(range(len(across)), key=lambda n: abs(across[n] - at))
        found.update((line, n) for n, middle in enumerate(middles) if start - _NEAR <= middle <= end + _NEAR)
    return found
