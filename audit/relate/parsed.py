"""Relations of figures that another system parsed: found by equal columns, where a document has sentences.

Comes in: a reading that is a table. Goes out: rows of growth, share, sum, restatement and unit_use. Figures meet by name, unit, period,
scope, status and aspect as given; a name that stands for two rows is no operand. A level's `of` names the total it is a part of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audit.knowledge import load_indicators
from audit.model import Figure, Reading, RelationRow
from audit.relate.across.facts import is_revised, strict_name, year_before
from audit.relate.bounds import build_rows as build_bounds
from audit.relate.damage import build_rows as build_damage
from audit.relate.figure import build_rows as build_figures
from audit.relate.growth import Change, relate_change
from audit.relate.lists import PartList
from audit.relate.plan import build_rows as build_plans
from audit.relate.restatement import relate_pair
from audit.relate.share import relate_columns
from audit.relate.total import relate_list
from audit.relate.unit_use import build_column_rows

_FEWEST_PARTS = 2
_DEGREE = re.compile(r"预算$|计划|目标|任务|进度|上年|去年|同期|基期|上期")
"""What a degree is measured on (完成调整预算的95.6%) is no whole that the figure is part of."""


@dataclass(frozen=True, slots=True)
class Key:
    """What figures of one thing, time and kind have in common; `aspect` and `unit` only where they are asked for."""

    indicator: str
    kind: str
    period: str | None
    scope: str | None
    status: str
    aspect: str | None


def build_parsed(readings: Sequence[Reading]) -> Iterator[RelationRow]:
    """The rows of all tables among the readings: whatever needs no running text."""
    for reading in readings:
        if reading.parsed:
            for build_rows in (build_figures, relate_rows, build_plans, build_bounds, build_damage):
                yield from build_rows(reading)


def relate_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a table that its columns relate, by relation."""
    levels = _index(reading, "level")
    yield from _relate_growth(reading, levels)
    yield from _relate_shares(reading, levels)
    yield from _relate_sums(reading, levels)
    yield from _relate_twice(reading)
    yield from build_column_rows(reading, [figure for figure in reading.figures if strict_name(figure.indicator) in load_indicators()])


def key_of(figure: Figure, indicator: str | None = None) -> Key:
    """A figure's key, or that of the level of another name beside it."""
    return Key(indicator or figure.indicator, "level", figure.period, figure.scope, figure.status, figure.aspect)


def _index(reading: Reading, kind: str) -> dict[Key, list[Figure]]:
    found: dict[Key, list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.kind == kind and figure.indicator:
            found[key_of(figure)].append(figure)
    return found


def _only(levels: dict[Key, list[Figure]], key: Key, unit: str | None = None) -> Figure | None:
    """The one level of a key; None where there are several."""
    found = [figure for figure in levels.get(key, ()) if unit is None or figure.unit == unit]
    return found[0] if len(found) == 1 else None


def _relate_growth(reading: Reading, levels: dict[Key, list[Figure]]) -> Iterator[RelationRow]:
    for change in reading.figures:
        level = _only(levels, key_of(change)) if change.kind == "change" else None
        base = _base_period(change)
        if level is None:
            continue
        previous = _only(levels, replace(key_of(change), period=base), level.unit) if base else None
        why_not = "different-basis" if is_revised(change.indicator) and not _holds(change, level, previous) else None
        yield relate_change(reading, reading.sentences[change.sentence], Change(change, level, previous, None, (), why_not))


def _base_period(change: Figure) -> str | None:
    """The period that a change starts from: the year before, or the one it names; the month before is not worked out."""
    if change.against == "since":
        return change.base_period
    return year_before(change.period) if change.period and change.against in ("yoy", "ytd") else None


def _holds(change: Figure, level: Figure, previous: Figure | None) -> bool:
    if previous is None or change.unit != "%":
        return False
    return ((level.interval - previous.interval) / previous.interval).shift(2).meets(change.interval)


def _relate_shares(reading: Reading, levels: dict[Key, list[Figure]]) -> Iterator[RelationRow]:
    for share in reading.figures:
        if share.kind != "share" or share.unit != "%" or not share.of or share.of == share.indicator or _DEGREE.search(share.of):
            continue
        part, whole = (_only(levels, key_of(share, name)) for name in (share.indicator, share.of))
        if part is not None and whole is not None and part.unit == whole.unit:
            yield relate_columns(reading, share, part, whole)


def _relate_sums(reading: Reading, levels: dict[Key, list[Figure]]) -> Iterator[RelationRow]:
    parts: dict[tuple[Key, str], list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.kind == "level" and figure.of and figure.of != figure.indicator:
            parts[key_of(figure, figure.of), figure.unit].append(figure)
    for (key, unit), found in parts.items():
        total = _only(levels, key, unit)
        names = {figure.indicator for figure in found}
        if total is not None and len(found) >= _FEWEST_PARTS and len(names) == len(found):
            yield relate_list(reading, PartList(total, tuple(found), "其中", "", reading.sentences[total.sentence]))


def _relate_twice(reading: Reading) -> Iterator[RelationRow]:
    first: dict[tuple[object, ...], Figure] = {}
    for figure in reading.figures:
        key = (key_of(figure), figure.kind, figure.unit, figure.against, figure.base_period, figure.price, figure.of)
        if not figure.indicator or figure.period is None:
            continue
        if key in first:
            yield relate_pair(reading, first[key], figure)
        else:
            first.setdefault(key, figure)
