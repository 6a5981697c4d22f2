"""Relation `growth` for a level whose level of the year before stands elsewhere in the document: a plan beside what was reached.

Comes in: a reading. Goes out: one row for each change without a base in its own sentence (今年安排92480万元，增长4.0%) whose earlier level
the document states (上年完成88921万元). The bases may differ (预算, 决算, 同口径): a difference that is no slip of the pen stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.interval import HUNDRED, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.earlier import as_printed, find_earlier, index_amounts, is_swap
from audit.relate.growth import find_base, find_delta, find_level, find_previous, rate_of
from audit.relate.operands import all_mentions, show_stated
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_HUNDRED = Interval.of(HUNDRED)


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
            earlier = find_earlier(amounts, level, change) if level.aspect != "new" else None
            if earlier is not None:
                yield _relate(reading, mention.sentence, level, earlier, change)


def _relate(reading: Reading, sentence: Sentence, level: Figure, earlier: Figure, change: Figure) -> RelationRow:
    used = (level, earlier, change)
    now, before = (as_printed(figure) if figure.modifier not in ("eq", "about") else figure.interval for figure in (level, earlier))
    computed = ((now - before) / before) * _HUNDRED
    stated = rate_of(change, change.interval)
    reason = reason_for(used) or (
        None if computed.meets(stated) or (change.unit == "%" and is_swap(computed, change)) else "several-readings"
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
