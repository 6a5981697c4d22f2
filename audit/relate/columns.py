"""Sums inside tables: total rows over their columns, total columns along their rows, and rows of parts below the row they belong to.

Comes in: a reading. Goes out: part lists for the relation `sum`. That rows are all parts of a total is proved by the table itself (the
same rows fit in another column, the same columns in other rows), by class numbers 一、二、…, or by a flat table with a 合计 row; else
the list is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from audit.interval import ZERO
from audit.knowledge import load_exclusives
from audit.model import Figure, Reading
from audit.relate.classes import close_names
from audit.relate.grid import Grid, Row, find_grids
from audit.relate.lists import PartList
from audit.relate.operands import add_up

_AMOUNT = re.compile(r"(?:额|量|值|数|收入|支出|投资|人口|面积|余额|计)$")
_GRAND = re.compile(r"总(?:量|额|值|数|计)$|人均(?:消费支出|可支配收入)$")
_TOTAL_TITLE = re.compile(r"(?:合|总|共|小)计(?:数|额)?(?:[（(].*)?")
_SHARE = re.compile(r"占?(?:比重|比例|占比|构成)")
_NO_SUM = re.compile(r"人均|户均|平均|均价|单价|率|指数|强度|密度|每")
"""Columns whose total row is a mean."""
_REST = re.compile(r"其[他它余]")
_MANY = 10
"""How many rows are tried in all choices."""
_SOME = re.compile(r"主要|部分|重点|前[一二三四五六七八九十\d]+")
"""A caption that does not promise all classes: 主要商品出口情况."""


@dataclass(frozen=True, slots=True)
class Block:
    """A total row and the rows that may be its parts; `flat` where no mark tells rows of different depth apart."""

    total: Row
    parts: tuple[Row, ...]
    numbered: bool
    flat: bool


def find_table_sums(reading: Reading) -> Iterator[PartList]:
    """All sums of all tables, in reading order."""
    for grid in find_grids(reading):
        for block in find_blocks(grid):
            yield from _sums_of(grid, block)
        yield from _row_sums(grid)
        yield from _parts_of_rows(grid)


def find_blocks(grid: Grid) -> Iterator[Block]:
    """Each total row with the rows it closes (above it, or below where it is the first), and rows that name a grand total."""
    for n, row in enumerate(grid.rows):
        if row.is_total:
            behind = [] if n and not grid.rows[n - 1].is_total else _until_total(grid.rows[n + 1 :])
            before = _until_total(grid.rows[:n][::-1])[::-1]
            rows, named = (behind or before), False
        elif _GRAND.search(row.label) and not row.is_part:
            rows, named = _until_amount(grid.rows[n + 1 :]), True
        else:
            continue
        numbered = [r for r in rows if r.is_class]
        plain = [r for r in rows if not r.is_part]
        parts = numbered if len(numbered) > 1 else plain
        if len(parts) > 1:
            yield Block(row, tuple(parts), len(numbered) > 1 and not named, len(plain) == len(rows) and not named)


def _until_total(rows: Sequence[Row]) -> list[Row]:
    end = next((n for n, row in enumerate(rows) if row.is_total), len(rows))
    return list(rows[:end])


def _until_amount(rows: Sequence[Row]) -> list[Row]:
    """Rows named by their class only (公路, 水运); a row that names an amount of its own begins something else."""
    end = next((n for n, row in enumerate(rows) if row.is_total or _AMOUNT.search(row.label)), len(rows))
    return list(rows[:end])


def _sums_of(grid: Grid, block: Block) -> Iterator[PartList]:
    found: list[tuple[Figure, tuple[Figure, ...]]] = []
    for column in grid.columns:
        total = block.total.figures.get(column)
        parts = tuple(f for row in block.parts if (f := row.figures.get(column)) is not None)
        title = grid.title(column)
        adds = total is not None and (total.kind == "level" or (total.kind == "share" and _SHARE.match(title)))
        if total and adds and not _NO_SUM.search(title) and len(parts) == len(block.parts) and all(_like(total, part) for part in parts):
            found.append((total, parts))
    proved = any(_fits(total, parts) for total, parts in found)
    alone = len(found) == 1  # where several columns all fail to add up, rows are left out
    for total, parts in found:
        closed = proved or block.numbered or (block.flat and alone and _is_all(grid, block, total, parts))
        yield PartList(total, parts, "合计", "合计" if closed else "", block.total.sentence)


def _like(total: Figure, part: Figure) -> bool:
    return (part.kind, part.unit, part.status) == (total.kind, total.unit, total.status)


def _fits(total: Figure, parts: Sequence[Figure]) -> bool:
    known = total.known and all(part.known for part in parts)
    return known and bool(total.value) and add_up(parts)[0].meets(total.interval)


def _is_all(grid: Grid, block: Block, total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a flat table with 合计 lists all classes, and of one depth.

    It may be short of its total only where it says that these are all (其他, 亚洲 to 大洋洲), and go beyond it only where no choice of its
    rows makes the total: 税收收入, 增值税, 非税收入 without a mark are two depths.
    """
    if _SOME.search(grid.caption) or not total.known or any(not part.known for part in parts) or len(parts) > _MANY:
        return False
    if (add_up(parts)[0].high or ZERO) < (total.low or ZERO):
        labels = [row.label for row in block.parts]
        return _REST.match(labels[-1]) is not None or bool(close_names(labels))
    sizes = range(2, len(parts))
    return not any(add_up(some)[0].meets(total.interval) for size in sizes for some in combinations(parts, size))


def _row_sums(grid: Grid) -> Iterator[PartList]:
    """A 合计 column with the columns on one side of it, where at least two rows prove that it is their sum."""
    titles = {column: grid.title(column) for column in grid.columns}
    for total in (column for column, title in titles.items() if _TOTAL_TITLE.fullmatch(title)):
        right = [c for c in grid.columns if c > total]
        left = [c for c in grid.columns if c < total]
        for side in (right, left):
            found = [pair for row in grid.rows if (pair := _along(row, total, side)) is not None]
            fitting = sum(_fits(*pair) for pair in found)
            if len(side) > 1 and fitting > 1 and 2 * fitting > len(found):
                yield from (PartList(figure, parts, "合计", "合计", row_of(grid, figure).sentence) for figure, parts in found)
                break


def _along(row: Row, total: int, side: Sequence[int]) -> tuple[Figure, tuple[Figure, ...]] | None:
    figure = row.figures.get(total)
    parts = tuple(f for column in side if (f := row.figures.get(column)) is not None)
    if figure is None or figure.kind != "level" or len(parts) < len(side) or not all(_like(figure, part) for part in parts):
        return None
    return figure, parts


def row_of(grid: Grid, figure: Figure) -> Row:
    """The row that a figure of the grid stands in."""
    return next(row for row in grid.rows if row.sentence.index == figure.sentence)


def _parts_of_rows(grid: Grid) -> Iterator[PartList]:
    """Rows marked as parts (#日本, 其中：一般贸易): each may not exceed its own row, nor may those together that exclude each other."""
    parent: Row | None = None
    group: list[Row] = []
    for row in (*grid.rows, None):
        goes_on = row is not None and group and group[0].opens and not (row.is_part or row.is_class or _AMOUNT.search(row.label))
        if row is not None and not row.opens and (row.is_part or goes_on):
            group.append(row)
            continue
        if parent is not None and group:
            yield from _below(grid, parent, group)
        group = []
        if row is None:
            return
        if row.is_part:
            group = [row]
        elif row.is_class or _AMOUNT.search(row.label) or row.is_total:
            parent = row


def _below(grid: Grid, parent: Row, group: Sequence[Row]) -> Iterator[PartList]:
    labels = {row.label for row in group}
    exclusive = len(labels) == len(group) > 1 and any(labels <= classes for classes in load_exclusives())
    for column in grid.columns:
        total = parent.figures.get(column)
        total = total if total is not None and total.kind == "level" else None
        parts = [f for row in group if (f := row.figures.get(column)) is not None and total is not None and _like(total, f)]
        if total is None or not parts:
            continue
        for part in parts:
            yield PartList(total, (part,), "其中行", "", parent.sentence)
        if exclusive and len(parts) == len(group):
            yield PartList(total, tuple(parts), "各类", "", parent.sentence, exclusive=True)
