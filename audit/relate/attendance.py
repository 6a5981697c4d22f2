"""Relation `funnel`, link 参加: events held, and how often somebody took part in them: 开展讲座12场、培训9场，吸引2000人次参加.

Comes in: a reading. Goes out: one row for each number of attendances behind the numbers of events that it is of. Attendances are counted
by event (人次, 家次), so that there are at least as many as events; heads (人, 家) may come to all of them and say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.operands import Mention, add_up, all_mentions
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_EVENTS = frozenset(("场", "期", "次", "场次", "期次"))
_ATTENDED = frozenset(("人次", "家次", "户次"))
_BROUGHT = regex(
    r"\p{Han}{0,16}[”》]?\p{Han}{0,6}[，,、]\s*(?:共|累计|共计|已|现场|参加|线上线下)*"
    r"(?:吸引|参加|参与|参训|培训|服务|覆盖|惠及|受益|受众|观众)\p{Han}{0,8}?(?:达到?|超过?|近|约|共|总数|累计)*\s*"
)
_BETWEEN = regex(r"\p{Han}{0,14}[、，,]\s*(?:举办|开展|组织|召开)?\p{Han}{0,14}")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The attendances of a document's text, in reading order."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            if n and mention.figure.unit in _ATTENDED and mention.sentence.row is None and _BROUGHT.fullmatch(mention.gap):
                events = _find_events(mentions, n)
                if events:
                    yield _relate(reading, mention, events)


def _find_events(mentions: tuple[Mention, ...], at: int) -> list[Figure]:
    """The numbers of events directly before it, as far as they follow each other: 12场讲座、9场培训."""
    events: list[Figure] = []
    for mention in reversed(mentions[:at]):
        figure = mention.figure
        if figure.kind != "level" or figure.unit not in _EVENTS or figure.status != mentions[at].figure.status:
            break
        events.insert(0, figure)
        if not _BETWEEN.fullmatch(mention.gap):
            break
    return events


def _relate(reading: Reading, attended: Mention, events: list[Figure]) -> RelationRow:
    total, _ = add_up(events)
    used = (attended.figure, *events)
    columns = {
        **operand_columns("earlier", attended.figure),
        **operand_columns("later", events[0]),
        **interval_columns("later", total, None),
        "indicator": events[0].indicator,
        "link": "参加",
        "status": attended.figure.status,
        "period": attended.figure.period,
    }
    spans = (attended.figure.span("earlier"), *(event.span("later") for event in events))
    shown = f"{' + '.join(event.text for event in events)} ≤ {attended.figure.text}"
    return make_row(
        "funnel", reading, attended.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason_for(used)
    )
