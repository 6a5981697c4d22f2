"""Relation `period_sum`: a year beside its halves or quarters: 全年24个，上半年完成10个，下半年完成14个.

Comes in: a reading. Goes out: one row for each sentence that gives both halves, or all four quarters, and the year they make, in one unit.
What is no flow (a stock at the end of each quarter, a rate) does not add up and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Figure, Reading, RelationRow
from audit.relate.operands import Mention, add_up, all_mentions, is_part, show_like
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for

_PARTS = (
    (re.compile(r"上半年"), re.compile(r"下半年")),
    tuple(re.compile(rf"(?:第)?{number}季度") for number in "一二三四"),
)
_NO_FLOW = re.compile(r"余额|存量|保有量|人均|平均|均|率|指数|达到|累计|期末|年末|占|价格")
_PLAIN = re.compile(r"^[^，,；;。]{0,4}(?:完成|实施|新增|建成|开工|举办|安排|投入|计划|拟|力争|实现|各)?[^，,；;。]{0,4}$")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The years that are the sum of their parts, in reading order."""
    for mentions in all_mentions(reading):
        if mentions[0].sentence.row is not None:
            continue
        for names in _PARTS:
            parts = [_find_part(mentions, name) for name in names]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts) and (total := _find_total(mentions, known)) is not None:
                yield _relate(reading, total, [part.figure for part in known])


def _find_part(mentions: tuple[Mention, ...], name: re.Pattern[str]) -> Mention | None:
    """The only amount whose own words begin with the name of a part of the year."""
    found = []
    for mention in mentions:
        said = list(name.finditer(mention.gap))
        if said and mention.figure.kind == "level" and _PLAIN.match(mention.gap[said[-1].end() :]) and not _NO_FLOW.search(mention.gap):
            found.append(mention)
    return found[0] if len(found) == 1 else None


def _find_total(mentions: tuple[Mention, ...], parts: list[Mention]) -> Mention | None:
    """The one amount of the parts' unit before them that is not itself a part of something."""
    unit, status = parts[0].figure.unit, parts[0].figure.status
    if not unit or any((part.figure.unit, part.figure.status) != (unit, status) for part in parts):
        return None
    before = [m for m in mentions[: parts[0].number] if (m.figure.kind, m.figure.unit) == ("level", unit) and not is_part(m)]
    rest = [m for m in mentions[parts[-1].number + 1 :] if (m.figure.kind, m.figure.unit) == ("level", unit) and not is_part(m)]
    if rest:
        return None  # 上半年开工56个，下半年计划开工40个，结转下年30个
    alone = len(before) == 1 and before[0].figure.status == status and not _NO_FLOW.search(before[0].gap)
    return before[0] if alone else None


def _relate(reading: Reading, total: Mention, parts: list[Figure]) -> RelationRow:
    used = (total.figure, *parts)
    reason = reason_for(used)
    computed, cut = add_up(parts)
    columns = {
        **operand_columns("total", total.figure),
        **figure_columns("stated", total.figure),
        **interval_columns("computed", computed, cut, known=reason is None),
        "indicator": total.figure.indicator,
        "period": total.figure.period,
    }
    spans = [total.figure.span("total"), *(part.span("part") for part in parts)]
    shown = f"{' + '.join(part.text for part in parts)} = {show_like(computed, total.figure)} ↔ {total.figure.text}"
    return make_row("period_sum", reading, total.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
