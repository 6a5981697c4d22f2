"""This year's stated change, beside the level of this year and the level that last year's edition gave.

Comes in: two documents. Goes out: one row for each change (增长21.1%, 增加98家) of a level whose last year's level stands in the other
document. Where the text itself gives last year's level, that is the matter of `prior`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from audit.interval import HUNDRED, Interval
from audit.model import Figure, RelationRow
from audit.relate.across.basis import choose_reason, explain_growth, explain_scale
from audit.relate.across.beside import Comparison, build_row, pair_of
from audit.relate.across.facts import Key, Told, key_of, year_before
from audit.relate.growth import find_base, find_level, find_previous, rate_of
from audit.relate.operands import Mention, all_mentions, show_like, show_stated

_YEARLY = ("yoy", "ytd", None)


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all yearly changes, in reading order."""
    for level, change in _pair_columns(told) if told.reading.parsed else _pair_mentions(told):
        before = _find_before(told, other, level)
        if before is not None:
            yield (_relate_rate if change.kind == "change" else _relate_delta)(told, other, level, before, change)


def _is_yearly(figure: Figure) -> bool:
    return figure.kind in ("change", "delta") and figure.against in _YEARLY and not figure.base_period and figure.known


def _pair_mentions(told: Told) -> Iterator[tuple[Figure, Figure]]:
    """Levels with their changes, as they stand in sentences."""
    for mentions in all_mentions(told.reading):
        for n, mention in enumerate(mentions):
            level = _find_level(mentions, n) if _is_yearly(mention.figure) else None
            if level is not None:
                yield level, mention.figure


def _pair_columns(told: Told) -> Iterator[tuple[Figure, Figure]]:
    """Levels with their changes, by the columns of a table of parsed figures."""
    levels: dict[Key, list[Figure]] = defaultdict(list)
    for key, figure in told.facts.items():
        if key.kind == "level":
            levels[replace(key, unit="")].append(figure)
    for change in filter(_is_yearly, told.reading.figures):
        found = levels.get(replace(key_of(change), kind="level", unit="", of="", against=None), [])
        if len(found) == 1 and (change.kind == "change" or change.unit == found[0].unit):
            yield found[0], change


def _find_level(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """The level that has changed, where the text does not itself say what it was before; a difference is in its unit."""
    level_at = find_level(mentions, at)
    if level_at is None or find_base(mentions, level_at, at) or find_previous(mentions, level_at):
        return None
    level, change = mentions[level_at].figure, mentions[at].figure
    return level if change.kind == "change" or (change.unit == level.unit and change.known) else None


def _find_before(told: Told, other: Told, level: Figure) -> Figure | None:
    """Last year's level of the same fact, where the level itself is a fact of this document."""
    if level.status != "actual" or not level.known:
        return None
    key = key_of(level)
    return other.facts.get(replace(key, period=year_before(key.period))) if key in told.facts else None


def _relate_rate(told: Told, other: Told, level: Figure, before: Figure, change: Figure) -> RelationRow:
    hundred, stated = Interval.of(HUNDRED), (rate_of(change, change.interval), rate_of(change, change.truncated))
    computed = (
        (level.interval - before.interval) / before.interval * hundred,
        (level.truncated - before.truncated) / before.truncated * hundred,
    )
    shown = f"({level.text} − {before.text}) ÷ {before.text} = {computed[0].show()}% ↔ {show_stated(change)}"
    found = Comparison("growth", {"level": level, "stated": change, "previous": before}, stated, computed, shown)
    scale = change.unit == "%" and explain_scale(level, before, change)
    slip = scale or (change.unit == "%" and explain_growth(level, before, change))
    why_not = choose_reason(told, other, (level, change), (before,), agrees=found.agrees, slip=slip, direct=scale)
    return build_row(told, other, replace(found, why_not=why_not))


def _relate_delta(told: Told, other: Told, level: Figure, before: Figure, delta: Figure) -> RelationRow:
    computed = (level.interval - before.interval, level.truncated - before.truncated)
    shown = f"{level.text} − {before.text} = {show_like(computed[0], level)} ↔ {delta.text}"
    found = Comparison("delta", {"level": level, "delta": delta, "previous": before}, pair_of(delta), computed, shown)
    why_not = choose_reason(told, other, (level, delta), (before,), agrees=found.agrees, slip=False)
    return build_row(told, other, replace(found, why_not=why_not))
