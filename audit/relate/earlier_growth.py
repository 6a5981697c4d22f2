"""Relation `growth` for a level whose level of the year before stands elsewhere in the document: a plan beside what was reached.

Comes in: a reading. Goes out: one row for each change without a base in its own sentence (今年安排92480万元，增长4.0%) whose earlier level
the document states (上年完成88921万元). The bases may differ (预算, 决算, 同口径): a difference that is no slip of the pen stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.interval import HUNDRED, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.patterns import regex
from audit.relate.earlier import as_printed, base_period, find_earlier, index_amounts, is_swap
from audit.relate.growth import find_base, find_delta, find_level, find_previous, rate_of
from audit.relate.operands import Mention, all_mentions, same_clause, same_measure, show_stated
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_HUNDRED = Interval.of(HUNDRED)
_OTHER_BASIS = regex(r"可比|不变价|口径|扣除|剔除|因素")
_OF_YEARS = regex(r"年均|平均|累计|复合|[两二三四五六七八九十\d]年")
"""A change that is not of one year: 年均增长5.2%, 两年增长12%."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    amounts = index_amounts(reading)
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            change = mention.figure
            at = find_level(mentions, n) if change.kind == "change" and mention.sentence.row is None else None
            if at is None or find_base(mentions, at, n) or find_previous(mentions, at) or find_delta(mentions, at):
                continue
            level = mentions[at].figure
            beside = _find_beside(mentions, at, n)
            earlier = beside or (find_earlier(amounts, level, change) if level.aspect != "new" else None)
            if earlier is not None:
                yield _relate(reading, mention.sentence, level, earlier, change, told=beside is not None)


def _find_beside(mentions: tuple[Mention, ...], level_at: int, at: int) -> Figure | None:
    """The level of the year before in the clauses before it: 2022年完成186.4亿元，2023年完成205.7亿元，增长10.4%."""
    level, change = mentions[level_at].figure, mentions[at].figure
    before = base_period(level.period or "", change) if change.against in (None, "yoy", "since") else None
    between = mentions[at].sentence.text[mentions[level_at].slot.tail : mentions[at].slot.lead]
    if before is None or _OF_YEARS.search(between) or _OTHER_BASIS.search(mentions[at].sentence.text):
        return None
    for mention in reversed(mentions[:level_at]):
        figure = mention.figure
        text = mention.sentence.text[mention.slot.tail : mentions[level_at].slot.lead]
        if not same_clause(text):
            return None
        if figure.kind == "level" and figure.unit == level.unit:
            alike = same_measure(figure, level) and (figure.period, figure.status, figure.aspect) == (before, level.status, level.aspect)
            return figure if alike else None
    return None


def _relate(reading: Reading, sentence: Sentence, level: Figure, earlier: Figure, change: Figure, *, told: bool) -> RelationRow:
    used = (level, earlier, change)
    now, before = (as_printed(figure) if figure.modifier not in ("eq", "about") else figure.interval for figure in (level, earlier))
    computed = ((now - before) / before) * _HUNDRED
    stated = rate_of(change, change.interval)
    reason = reason_for(used) or (
        None if told or computed.meets(stated) or (change.unit == "%" and is_swap(computed, change)) else "several-readings"
    )
    columns = {
        **operand_columns("level", level),
        **operand_columns("previous", earlier),
        **interval_columns("stated", stated, rate_of(change, change.truncated), known=change.known),
        **interval_columns("computed", computed, computed, known=reason is None),
        "indicator": level.indicator,
        "against": change.against,
        "price": change.price,
        "status": level.status,
        "period": level.period,
        "reading": "single",
        "counted": False,
    }
    spans = (level.span("level"), change.span("stated"), earlier.span("previous"))
    shown = f"({level.text} − {earlier.text}) ÷ {earlier.text} = {computed.show()}% ↔ {show_stated(change)}"
    return make_row("growth", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
