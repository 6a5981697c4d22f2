"""Columns of a table that follow from other columns: growth and difference of two years, degree of completion, share of the total row.

Comes in: a reading. Goes out: rows of the relations `growth`, `point` and `share`, cell by cell. What the headers seem to say must be
borne out by most rows of the table, at least two; else the columns are taken to mean something else (constant prices, another basis)
and say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.interval import HUNDRED, Interval
from audit.model import Figure, Reading, RelationRow
from audit.relate.columns import find_blocks
from audit.relate.grid import Grid, Row, find_grids
from audit.relate.operands import show_stated
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for

_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_NOW, _BEFORE = re.compile(r"本年|今年|本期|当年|本月|年末"), re.compile(r"上年|去年|上期|同期|上月|年初")
_PLAN, _RESULT = re.compile(r"预算数?|计划数?|目标数?|任务数?"), re.compile(r"执行数?|完成数?|决算数?|实际")
_DONE = re.compile(r"(?:完成|占|为)[^（(]{0,6}(?:预算|计划|目标|任务)|完成率|执行率|完成进度")
_SHARE = re.compile(r"^(?:占)?(?:比重|比例|占比|构成)")
_HUNDRED = Interval.of(HUNDRED)
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Derivation:
    """One cell that follows from two others: what it states, the two, and what they give."""

    relation: str
    stated: Figure
    first: Figure
    second: Figure
    computed: Interval
    truncated: Interval


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of all tables, column by column."""
    for grid in find_grids(reading):
        for column in grid.columns:
            found = [item for derive in (_derive_change, _derive_completion, _derive_share) for item in derive(grid, column)]
            found = [item for item in found if item.computed.closed]
            fitting = sum(item.stated.known and item.computed.meets(item.stated.interval) for item in found)
            if fitting >= _ENOUGH and 2 * fitting > len(found):
                yield from (_relate(reading, item) for item in found)


def _derive_change(grid: Grid, column: int) -> Iterator[Derivation]:
    """Growth and difference of two columns of years or of 上年 and 本年."""
    years = _find_years(grid, column)
    for row in grid.rows if years else ():
        stated, now, before = (row.figures.get(n) for n in (column, *years))
        if stated is None or now is None or before is None or not _alike(now, before):
            continue
        change, cut = now.interval - before.interval, now.truncated - before.truncated
        if stated.kind == "delta" and stated.unit == now.unit:
            yield Derivation("point", stated, before, now, change, cut)
        elif stated.kind == "change" and stated.unit == "%" and stated.price != "real":
            rates = (change / before.interval) * _HUNDRED, (cut / before.truncated) * _HUNDRED
            yield Derivation("growth", stated, before, now, *rates)


def _find_years(grid: Grid, column: int) -> tuple[int, ...]:
    """The columns of this time and of the time before, where just one is of each left of a column."""
    titles = {n: grid.title(n) for n in grid.columns if n < column}
    dated = {n: int(found.group(1)) for n, title in titles.items() if (found := _YEAR.search(title))}
    if dated:
        last = max(dated.values())
        now, before = ([n for n, year in dated.items() if year == wanted] for wanted in (last, last - 1))
    else:
        before = [n for n, title in titles.items() if _BEFORE.search(title)]
        now = [n for n, title in titles.items() if _NOW.search(title) and n not in before]
    levels = [[n for n in side if any(row.figures[n].kind == "level" for row in grid.rows if n in row.figures)] for side in (now, before)]
    return (levels[0][0], levels[1][0]) if len(levels[0]) == len(levels[1]) == 1 else ()


def _derive_completion(grid: Grid, column: int) -> Iterator[Derivation]:
    """A degree of completion from plan and result; of two plans the adjusted one where the header says so."""
    title = grid.title(column)
    if not _DONE.search(title):
        return
    left = [n for n in grid.columns if n < column]
    plans = [n for n in left if _PLAN.search(grid.title(n)) and ("调整" in grid.title(n)) == ("调整" in title)]
    results = [n for n in left if _RESULT.search(grid.title(n)) and n not in plans]
    if len(plans) == len(results) == 1:
        yield from _ratios(grid.rows, column, results[0], lambda row: row.figures.get(plans[0]))


def _derive_share(grid: Grid, column: int) -> Iterator[Derivation]:
    """A share of the total row, by the level column just left of it."""
    levels = [n for n in grid.columns if n == column - 1]
    blocks = [block for block in find_blocks(grid) if block.total.is_total]
    if not _SHARE.search(grid.title(column)) or not levels or len(blocks) != 1:
        return
    total = blocks[0].total.figures.get(levels[0])
    yield from _ratios(blocks[0].parts, column, levels[0], lambda _: total)


def _ratios(rows: Sequence[Row], column: int, part: int, whole_of) -> Iterator[Derivation]:  # type: ignore[no-untyped-def]
    for row in rows:
        stated, first, whole = row.figures.get(column), row.figures.get(part), whole_of(row)
        if stated is None or first is None or whole is None or not _alike(first, whole) or (stated.kind, stated.unit) != ("share", "%"):
            continue
        computed, cut = (first.interval / whole.interval) * _HUNDRED, (first.truncated / whole.truncated) * _HUNDRED
        yield Derivation("share", stated, whole, first, computed, cut)


def _alike(first: Figure, second: Figure) -> bool:
    return first.kind == second.kind == "level" and first.unit == second.unit


def _relate(reading: Reading, item: Derivation) -> RelationRow:
    used = (item.second, item.first, item.stated)
    reason = reason_for(used)
    known = reason is None
    names = {"growth": ("previous", "level"), "point": ("first", "second"), "share": ("whole", "part")}[item.relation]
    columns: dict[str, object] = {
        **operand_columns(names[0], item.first),
        **operand_columns(names[1], item.second),
        **figure_columns("stated", item.stated),
        **interval_columns("computed", item.computed, item.truncated, known=known),
        "indicator": item.second.indicator,
        "period": item.second.period,
    }
    if item.relation == "share":
        columns |= {"of": item.first.indicator, "implied": False, "counted": False, "status": item.stated.status}
    if item.relation == "growth":
        columns |= {"reading": "single", "counted": False, "status": item.stated.status, "against": item.stated.against}
    spans = (item.stated.span("stated"), item.second.span(names[1]), item.first.span(names[0]))
    sign = "−" if item.relation == "point" else "÷"
    shown = f"{item.second.text} {sign} {item.first.text}: {item.computed.show()} ↔ {show_stated(item.stated)}"
    sentence = reading.sentences[item.stated.sentence]
    return make_row(item.relation, reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
