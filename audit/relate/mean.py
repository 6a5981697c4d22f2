"""Relation `mean`: a total, the number of those who share it, and the mean that the text states.

Comes in: a reading. Goes out: one row for each mean by head, household, firm or piece whose total and number stand before it in its
sentence: 兑现资金8642万元，惠及企业523家，户均16.5万元. A mean of something named (人均可支配收入) is no mean of another total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.culprit import find_repairs
from audit.relate.operands import Mention, all_mentions, core_name, same_clause, show_like
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for

_SAME = Interval.of(1)
_MEAN = regex(
    r"(?:(?P<by>[人户家企校村社场次亩件])均|平均每(?:一)?(?P<each>\p{Han}{1,2}?))(?P<name>\p{Han}{0,8}?)"
    r"(?:约|近|超过?|达到?|为|是|获得|补助|补贴|奖励|投入)*\s*$"
)
_COUNTED = {
    "人": {"人", "名", "位", "人次"},
    "户": {"户", "家"},
    "家": {"家"},
    "企": {"家"},
    "校": {"所", "家"},
    "村": {"个"},
    "社": {"家", "个"},
}
"""The units in which those are counted who share the total, by the word before 均; any other word is the unit itself."""
_NEAR = 4


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The means of a document, in reading order."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            found = _MEAN.search(mention.gap) if mention.figure.kind == "level" else None
            pair = _find_operands(mentions, n, found) if found else None
            if pair is not None:
                yield relate_mean(reading, mention, *pair)


def _find_operands(mentions: tuple[Mention, ...], at: int, found: re.Match[str]) -> tuple[Figure, Figure] | None:
    """The nearest number of those who share, and the one total in the mean's unit that stands beside it."""
    by = found.group("by") or found.group("each")
    units = _COUNTED.get(by, {by})
    before = [m for m in mentions[max(0, at - _NEAR) : at] if m.figure.kind == "level"]
    if any(not same_clause(m.gap) for m in mentions[at - len(before) + 1 : at + 1]):
        return None
    counts = [m.figure for m in before if m.figure.unit in units]
    totals = [m.figure for m in before if m.figure.unit == mentions[at].figure.unit]
    name = core_name(found.group("name"))
    if len(counts) != 1 or len(totals) != 1 or counts[0] is totals[0]:
        return None
    if name and not core_name(totals[0].indicator).endswith(name) and not _is_spent(name, totals[0], counts[0]):
        return None
    return totals[0], counts[0]


def _is_spent(name: str, total: Figure, count: Figure) -> bool:
    """What visitors leave is what tourism takes in: 接待游客486万人次，旅游收入38.7亿元，人均花费796元."""
    return name in ("花费", "消费") and "旅游" in total.indicator and re.search("游客|旅游", count.indicator) is not None


def relate_mean(reading: Reading, mention: Mention, total: Figure, count: Figure, factor: Interval = _SAME) -> RelationRow:
    """The row of a total, its count and the mean that the mention states; `factor` turns their quotient into the mean's unit."""
    mean = mention.figure
    used = (total, count, mean)
    reason = reason_for(used)
    computed, cut = total.interval * factor / count.interval, total.truncated * factor / count.truncated
    columns = {
        **operand_columns("total", total),
        **operand_columns("count", count),
        **figure_columns("stated", mean),
        **interval_columns("computed", computed, cut, known=reason is None),
        "indicator": total.indicator,
        "status": mean.status,
        "period": mean.period,
    }
    spans = (total.span("total"), count.span("count"), mean.span("stated"))
    shown = f"{total.text} ÷ {count.text} = {show_like(computed, mean)} ↔ {mean.text}"
    return make_row(
        "mean", reading, mention.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason,
        repairs=find_repairs(used, lambda ends: ends[2].meets(ends[0] * factor / ends[1])),
    )  # fmt: skip
