"""Relation `point`: two levels or shares of one thing and the difference between them that the text states.

Comes in: a reading. Goes out: one row for 由39.0%提高到40.5%，提高1.5个百分点, and one for each difference whose earlier amount stands
elsewhere in the document under its own year (2022年达到39.0% … 达到40.5%以上，比2022年提高1.5个百分点以上). Where amount and difference
bear one hedge, their printed numbers are compared, since 以上 on both says no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.earlier import Key, as_printed, find_earlier, index_amounts, is_swap
from audit.relate.operands import Mention, core_name, mentions_of, same_clause, show_like, show_stated
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_FROM = re.compile(r"[由从][^，,；;。]{0,16}$")
_TO = re.compile(r"(?:提高|提升|上升|增加|增至|增长|增|升|扩大|下降|降低|降|减少|减|回落|缩小|调整)[^，,；;。]{0,4}[到至为]\s*$")
_OTHERS = re.compile(r"(?:[比较高低]于?|快于|好于)(?!上年|去年|同期|年初|期初|前|\d{4}年|“)[\u4e00-\u9fff]{2}")
"""A difference to somebody else: 比全省平均水平高3.2个百分点."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    earlier = index_amounts(reading)
    for sentence in reading.sentences:
        mentions = mentions_of(reading, sentence) if sentence.row is None else ()
        for n, mention in enumerate(mentions):
            if mention.figure.kind != "delta" or _OTHERS.search(mention.gap):
                continue
            pair = _find_pair(mentions, n) or _find_elsewhere(earlier, mentions, n)
            if pair is not None:
                yield _relate(reading, sentence, *pair, mention.figure)


def _fits(amount: Figure, delta: Figure) -> bool:
    """Whether a difference can be one of this amount: 个百分点 of a share, the same unit of a level."""
    return (
        delta.unit == "个百分点" if amount.kind == "share" and amount.unit == "%" else amount.kind == "level" and amount.unit == delta.unit
    )


def _find_pair(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The two amounts of 由A提高到B just before a difference; a rate of change may stand between."""
    for n in range(at - 1, max(0, at - 3), -1):
        first, second = mentions[n - 1], mentions[n]
        if (
            n >= 1
            and first.figure.kind == second.figure.kind
            and _fits(second.figure, mentions[at].figure)
            and first.figure.unit == second.figure.unit
        ):
            together = _FROM.search(first.gap) and _TO.search(second.gap) and same_clause(second.gap) and same_clause(mentions[at].gap)
            return (first.figure, second.figure) if together else None
        if mentions[n].figure.kind != "change":
            return None
    return None


def _find_elsewhere(earlier: Mapping[Key, Figure], mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The amount just before a difference, and that of the year it is measured from elsewhere in the document."""
    delta, amount = mentions[at].figure, mentions[at - 1].figure if at else None
    if amount is None or not _fits(amount, delta) or amount.aspect == "new" or not amount.period:
        return None
    if amount.kind == "level" and core_name(amount.indicator) != core_name(delta.indicator):
        return None
    first = find_earlier(earlier, amount, delta) if delta.base_period or delta.against else None
    return (first, amount) if first is not None else None


def _relate(reading: Reading, sentence: Sentence, first: Figure, second: Figure, delta: Figure) -> RelationRow:
    used = (first, second, delta)
    hedged = second.modifier == delta.modifier != "eq"
    stated, level = (as_printed(delta), as_printed(second)) if hedged else (delta.interval, second.interval)
    computed = level - first.interval
    told = delta.base_period is not None or first.sentence == second.sentence  # else the year before may have been revised since
    reason = reason_for(used) or (None if told or computed.meets(stated) or is_swap(computed, delta) else "several-readings")
    columns = {
        **operand_columns("first", first),
        **operand_columns("second", second),
        **interval_columns("stated", stated, delta.truncated if not hedged else stated, known=delta.known),
        **interval_columns("computed", computed, second.truncated - first.truncated if not hedged else computed, known=reason is None),
        "indicator": second.indicator,
        "unit": delta.unit,
        "period": second.period,
    }
    spans = (delta.span("stated"), second.span("second"), first.span("first"))
    shown = f"{second.text} − {first.text} = {show_like(computed, delta)} ↔ {show_stated(delta)}"
    return make_row("point", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
