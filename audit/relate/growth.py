"""Relation `growth`: a level, what it was before, and the change that the text states.

Comes in: a reading. Goes out: one row for each change whose level stands in its sentence or table row. What the level was before is
stated (由100家增至300家), follows from a stated difference (增加3378亿元), or is only implied; then a count must have been whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.interval import HUNDRED, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.culprit import Repair, find_repairs
from audit.relate.operands import Mention, all_mentions, core_name, same_clause, show_stated
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_HUNDRED = Interval.of(100)
_LOOSE = Decimal("0.1")
"""How much of a doubling 翻番 may be off: nobody says it of 100% only."""
_BASE = re.compile(r"[较比][^，,；;。]{0,14}$|(?:上年|去年)(?:同期)?(?:为|是|仅为|仅有|只有)?\s*$")
"""Before a level that the change starts from: 较“十三五”末的9323.1亿元增加4374.4亿元; 支出862万元，上年为725万元，增长18.9%."""

_FOLLOWS = re.compile(r"\s*[，,]?\s*(?:即|，)?[由从][^，,；;。]{0,8}")
_LEADS = re.compile(r"(?:增|升|提高|提升|上升|增加|增长|扩大|减少|减|降|下降|降低|发展)[到至]\s*$")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The growth rows of a document, in reading order."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            if mention.figure.kind != "change":
                continue
            level = find_level(mentions, n)
            level = _find_level_behind(mentions, n) if level is None else level
            if level is not None:
                yield _relate(reading, mentions, n, level)


def find_level(mentions: tuple[Mention, ...], at: int) -> int | None:
    """The nearest level before a change that bears its name; a yearly mean (年均增长) is no change between two levels."""
    if mentions[at].figure.against == "annual":
        return None
    name = core_name(mentions[at].figure.indicator)
    for n in range(at - 1, -1, -1):
        figure = mentions[n].figure
        if _is_base(mentions[n]) or _is_divided(mentions, n):
            continue
        if figure.kind == "level" and core_name(figure.indicator) == name and name:
            return n
    return None


def _is_base(mention: Mention) -> bool:
    """Whether a change starts from a level: 比上年的25630元增长4.9%, 与2010年的442854人相比."""
    return _BASE.search(mention.gap) is not None or mention.behind.startswith("相比")


def _is_divided(mentions: tuple[Mention, ...], at: int) -> bool:
    """Whether a level only says of what a share is: 完成5308万元，为预算数24710万元的21.5%."""
    behind = mentions[at + 1] if at + 1 < len(mentions) else None
    return behind is not None and behind.figure.kind == "share" and behind.gap.strip().startswith("的")


def _find_level_behind(mentions: tuple[Mention, ...], at: int) -> int | None:
    """The level that a change leads to where its two levels follow it: 夜游项目数量翻一番，由6个增至12个."""
    if at + 2 >= len(mentions):
        return None
    first, second = mentions[at + 1], mentions[at + 2]
    follows = _FOLLOWS.fullmatch(first.gap) is not None and _LEADS.search(second.gap) is not None
    alike = first.figure.kind == second.figure.kind == "level" and first.figure.unit == second.figure.unit
    return at + 2 if follows and alike else None


@dataclass(frozen=True, slots=True)
class Change:
    """A change with the figures it is of, and `totals`: what its level may honestly be, itself and sums with the counts before it.

    Without totals nothing is said of whether the count before was whole.
    """

    change: Figure
    level: Figure
    previous: Figure | None
    delta: Figure | None
    totals: tuple[Interval, ...]
    why_not: str | None = None


def _relate(reading: Reading, mentions: tuple[Mention, ...], at: int, level_at: int) -> RelationRow:
    previous = find_base(mentions, level_at, at) or find_previous(mentions, level_at)
    totals = tuple(_sum_counts(mentions, level_at))
    found = Change(mentions[at].figure, mentions[level_at].figure, previous, find_delta(mentions, level_at), totals)
    return relate_change(reading, mentions[at].sentence, found)


def relate_change(reading: Reading, sentence: Sentence, found: Change) -> RelationRow:
    """The row of a change."""
    change, level, previous, delta = found.change, found.level, found.previous, found.delta
    rate = rate_of(change, change.interval)
    cut_rate = rate_of(change, change.truncated)
    implied = level.interval / (rate / _HUNDRED + Interval.of(1))
    used = [f for f in (level, previous, delta, change) if f is not None]
    computed, cut = _compute(level, previous, delta)
    counted = level.exact and change.known and change.price != "real" and bool(found.totals)
    whole = _whole_before(found.totals, (rate, cut_rate)) if counted else None
    known = computed is not None and reason_for(used) is None
    why_not = reason_for(used) or ("operand-missing" if computed is None else found.why_not)
    columns = {
        **operand_columns("level", level),
        **operand_columns("previous", previous),
        **interval_columns("stated", rate, cut_rate, known=change.known),
        **interval_columns("computed", computed or rate, cut or rate, known=known),
        **interval_columns("implied", implied, implied, known=level.known and change.known),
        "indicator": level.indicator,
        "against": change.against,
        "price": change.price,
        "status": level.status,
        "period": level.period,
        "reading": "single" if not counted or len(found.totals) == 1 else "several",
        "counted": counted,
        "whole_exists": whole,
    }
    spans = [level.span("level"), change.span("stated")]
    spans += [f.span(role) for f, role in ((previous, "previous"), (delta, "delta")) if f is not None]
    return make_row(
        "growth", reading, sentence, columns, spans,
        figures=used, arithmetic=_show(level, previous, delta, change, computed, implied, counted), why_not=why_not,
        suggestion=_suggest(change, computed), repairs=_find_repairs(level, previous, delta, change),
    )  # fmt: skip


def _find_repairs(level: Figure, previous: Figure | None, delta: Figure | None, change: Figure) -> tuple[Repair, ...]:
    """The slips that make the change fit what the level was before, or the difference to it."""
    other = previous or delta
    if other is None:
        return ()

    def holds(ends: Sequence[Interval]) -> bool:
        more, base = (ends[0] - ends[1], ends[1]) if previous is not None else (ends[1], ends[0] - ends[1])
        return rate_of(change, ends[2]).meets(more / base * _HUNDRED)

    return find_repairs((level, other, change), holds)


def rate_of(change: Figure, interval: Interval) -> Interval:
    """A change in percent: 增长1.2倍 is 120, 翻一番 about 100 (由128家增加到257家 is one as well)."""
    if change.unit == "倍":
        return interval.shift(2)
    if change.unit == "番" and change.value is not None:
        low, high = (Decimal(2) ** (change.value + turn) - 1 for turn in (-_LOOSE, _LOOSE))
        return Interval(low * HUNDRED, high * HUNDRED)
    return interval


def find_base(mentions: tuple[Mention, ...], level_at: int, at: int) -> Figure | None:
    """The level before that stands between level and change: 26780元，比上年的25630元增长4.9%."""
    for mention in mentions[level_at + 1 : at]:
        if mention.figure.kind == "level" and mention.figure.unit == mentions[level_at].figure.unit and _is_base(mention):
            return mention.figure
    return None


def find_previous(mentions: tuple[Mention, ...], level_at: int) -> Figure | None:
    """The level before in the text's own words: 由100家增至300家."""
    if not level_at:
        return None
    before, level = mentions[level_at - 1], mentions[level_at]
    opens = re.search(r"[由从][^，,；;。]{0,12}$", before.gap) is not None
    if opens and before.figure.kind == "level" and before.figure.unit == level.figure.unit and same_clause(level.gap):
        return before.figure
    return None


def find_delta(mentions: tuple[Mention, ...], level_at: int) -> Figure | None:
    """The stated difference to the year before of the same level: 比上年增加3378亿元."""
    level = mentions[level_at].figure
    behind = [mentions[n] for n in range(level_at + 1, len(mentions)) if not _is_divided(mentions, n)]
    for mention in behind[:3]:
        figure = mention.figure
        if figure.kind == "delta" and figure.unit == level.unit and core_name(figure.indicator) == core_name(level.indicator):
            return figure
        if figure.kind == "level":
            return None
    return None


def _compute(level: Figure, previous: Figure | None, delta: Figure | None) -> tuple[Interval | None, Interval | None]:
    """The change that two levels, or a level and a difference, give: under rounding and under truncation."""
    if previous is not None:
        first = ((level.interval - previous.interval) / previous.interval) * _HUNDRED
        return first, ((level.truncated - previous.truncated) / previous.truncated) * _HUNDRED
    if delta is not None:
        first = (delta.interval / (level.interval - delta.interval)) * _HUNDRED
        return first, (delta.truncated / (level.truncated - delta.truncated)) * _HUNDRED
    return None, None


def _sum_counts(mentions: tuple[Mention, ...], level_at: int) -> Iterator[Interval]:
    """What a change may honestly be of: `中心11个,实验室3个,同比增长40%` may speak of 3 or of 14; 14 / 1.4 = 10 holds."""
    level = mentions[level_at].figure
    total = level.interval
    yield total
    for mention in reversed(mentions[:level_at]):
        figure = mention.figure
        if figure.kind != "level" or figure.unit != level.unit or not figure.exact:
            return
        total = total + figure.interval
        yield total


def _whole_before(totals: tuple[Interval, ...], rates: tuple[Interval, Interval]) -> bool:
    """Whether in one of the honest readings the count before was whole."""
    return any((total / (rate / _HUNDRED + Interval.of(1))).whole() is not None for total in totals for rate in rates)


def _show(
    level: Figure,
    previous: Figure | None,
    delta: Figure | None,
    change: Figure,
    computed: Interval | None,
    implied: Interval,
    counted: bool,
) -> str:
    if previous is not None and computed is not None:
        return f"({level.text} − {previous.text}) ÷ {previous.text} = {computed.show()}% ↔ {show_stated(change)}"
    if delta is not None and computed is not None:
        return f"{delta.text} ÷ ({level.text} − {delta.text}) = {computed.show()}% ↔ {show_stated(change)}"
    if counted:
        return f"{level.text} ÷ (1 + {change.text}) = {implied.show()} ∈ ℤ ?"
    return f"{level.text} ÷ (1 + {change.text}) = ?"


def _suggest(change: Figure, computed: Interval | None) -> str | None:
    if computed is None or computed.low is None or computed.high is None or change.unit != "%" or change.places is None:
        return None
    middle = (computed.low + computed.high) / 2
    if not change.text.startswith(("-", "−")):
        middle = abs(middle)  # 下降11.0%: the word carries the sign
    return f"{middle.quantize(change.places) if change.places < 1 else round(middle)}%"
