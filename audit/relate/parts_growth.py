"""Relation `parts_growth`: the growth of a total against the levels and growths of all its parts.

Comes in: a reading. Goes out: one row for each total whose parts are all known with their growths: 城镇零售额431.6亿元，增长6.9%;
乡村92.2亿元，增长8.0%; so the total grew by 7.1%. The parts' levels and rates give their levels before, hence the total's rate. Where
prices are constant or a level is missing only the range of the parts' rates is left, which no total can leave. Growth on a basis of
its own is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.interval import HUNDRED, Interval
from audit.model import Figure, Reading, RelationRow
from audit.relate.composites import fact_name, index_figures, says_enough, split_name
from audit.relate.operands import core_name, scope_of, show_stated
from audit.relate.rows import figure_columns, interval_columns, make_row, reason_for
from audit.relate.totals import adds_up, find_totals, have_one_base

_OWN_BASIS = re.compile(r"同口径|可比口径|剔除|扣除|自然口径|两年平均|考虑")
"""Growth on such a basis is not that of the levels printed beside it."""
_ONE = Interval.of(1)

Pair = tuple[Figure | None, Figure]
"""A part's level, if it is stated, and its growth."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A total's growth, and the levels and growths of all its parts."""

    change: Figure
    parts: tuple[Pair, ...]
    closed: bool = True


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document: totals with their lists of parts first, then totals whose parts stand anywhere."""
    seen: set[tuple[int, ...]] = set()
    for whole in (*_listed(reading), *_composed(reading)):
        key = (whole.change.figure, *(change.figure for _, change in whole.parts))
        if key not in seen:
            seen.add(key)
            yield _relate(reading, whole)


def _listed(reading: Reading) -> Iterator[Whole]:
    for found in find_totals(reading):
        if len(found.parts) < 2 or not adds_up(found.total, found.parts):
            continue
        change = find_change(reading, found.total)
        pairs = [(part, growth) for part in found.parts if (growth := find_change(reading, part)) is not None]
        if change and len(pairs) == len(found.parts) and have_one_base([change, *(growth for _, growth in pairs)]):
            yield Whole(change, tuple(pairs), bool(found.closed_by))


def find_change(reading: Reading, level: Figure) -> Figure | None:
    """The growth stated of a level: the first change of its name behind it in its sentence; in a table row that beside it."""
    name = core_name(level.indicator)
    behind = [figure for figure in reading.figures_of(reading.sentences[level.sentence]) if figure.figure > level.figure]
    if level.row is not None:  # the next column but for a difference: 2022年 | 增减额 | 增长（%）
        behind = [figure for figure in behind if figure.kind != "delta"][:1]
    for change in behind:
        if (change.kind, change.unit) == ("change", "%") and core_name(change.indicator) == name:
            return change
    return None


def _composed(reading: Reading) -> Iterator[Whole]:
    """Totals that their name divides: 一般贸易进出口 with 一般贸易出口 and 一般贸易进口 anywhere of the same period."""
    levels, changes = index_figures(reading, "level"), index_figures(reading, "change")
    level_of = {_place(figure): figure for figure in levels.values()}
    change_of = {_place(figure): figure for figure in changes.values() if figure.unit == "%"}
    for figure in reading.figures:
        name = fact_name(figure.indicator)
        if figure.kind != "change" or figure.unit != "%" or not says_enough(name):
            continue
        for names in split_name(name):
            places = [(part, *_place(figure)[1:]) for part in names]
            parts = [(level_of.get(place), change_of[place]) for place in places if place in change_of]
            total, stated = level_of.get(_place(figure)), [level for level, _ in parts if level is not None]
            if total is not None and len(stated) == len(names) and not adds_up(total, stated):
                continue
            if len(parts) == len(names) and have_one_base([figure, *(change for _, change in parts)]):
                yield Whole(figure, tuple(parts))


def _place(figure: Figure) -> tuple[object, ...]:
    return (fact_name(figure.indicator), figure.period, figure.status, scope_of(figure), figure.section.split(" > ")[0])


def grow_together(parts: Sequence[tuple[Interval, Interval]]) -> Interval | None:
    """The growth in percent of a sum whose summands have these levels and growths; None where a level before could be zero or less.

    It is largest where the parts that grew most are as large as their print allows and the others as small.

    >>> grow_together([(Interval.of(110), Interval.of(10)), (Interval.of(60), Interval.of(20))]).show()
    '13.33'
    """
    ends: list[Decimal] = []
    for high in (False, True):
        known = [(level.low, level.high, rate.high if high else rate.low) for level, rate in parts]
        if any(low is None or top is None or rate is None or low <= 0 or rate <= -HUNDRED for low, top, rate in known):
            return None
        ordered = sorted(known, key=lambda part: part[2] or 0, reverse=high)
        totals = [
            _total_growth([(part[1] if n < cut else part[0], part[2]) for n, part in enumerate(ordered)]) for cut in range(len(ordered) + 1)
        ]
        ends.append(max(totals) if high else min(totals))
    return Interval(ends[0], ends[1])


def _total_growth(parts: Sequence[tuple[Decimal | None, Decimal | None]]) -> Decimal:
    now = sum((level for level, _ in parts if level is not None), Decimal(0))
    before = sum((level / (1 + rate / HUNDRED) for level, rate in parts if level is not None and rate is not None), Decimal(0))
    return (now / before - 1) * HUNDRED


def _relate(reading: Reading, whole: Whole) -> RelationRow:
    used = [whole.change, *(figure for pair in whole.parts for figure in pair if figure is not None)]
    rates = [change.interval for _, change in whole.parts]
    lows, highs = [rate.low for rate in rates], [rate.high for rate in rates]
    hull = Interval(None if None in lows else min(lows), None if None in highs else max(highs))  # type: ignore[type-var]
    exact = None
    if all(level is not None for level, _ in whole.parts):
        exact = grow_together([(level.interval, change.interval) for level, change in whole.parts if level is not None])
    reason = reason_for(used) or ("different-basis" if _has_own_basis(reading, used) else None)
    real = any(figure.price == "real" for figure in used)
    computed = hull if exact is None or real else exact
    if not whole.closed and not computed.meets(whole.change.interval):
        reason = reason or "open-list"
    columns = {
        **figure_columns("stated", whole.change),
        **interval_columns("computed", computed, None, known=reason is None and exact is not None and not real),
        **interval_columns("range", hull, None, known=reason is None),
        "indicator": whole.change.indicator,
        "period": whole.change.period,
        "price": "real" if real else None,
        "parts": len(whole.parts),
    }
    spans = [whole.change.span("stated"), *(change.span("part") for _, change in whole.parts)]
    spans += [level.span("level") for level, _ in whole.parts if level is not None]
    shown = " + ".join(f"{level.text} ({change.text})" if level else f"({change.text})" for level, change in whole.parts)
    shown = f"{shown}: {computed.show()}% ↔ {show_stated(whole.change)}"
    sentence = reading.sentences[whole.change.sentence]
    return make_row("parts_growth", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)


def _has_own_basis(reading: Reading, figures: Sequence[Figure]) -> bool:
    return any(_OWN_BASIS.search(reading.sentences[number].text) for number in {figure.sentence for figure in figures})
