"""What tells that a level is the whole of a share, and how exactly a whole is meant.

Comes in: a share, its part and a level that may be the whole. Goes out: yes or no, or the intervals of the whole. It looks for nothing.
"""

from __future__ import annotations

from audit.interval import Interval
from audit.model import Figure
from audit.relate.operands import Mention, same_clause


def have_one_aspect(whole: Figure, part: Figure) -> bool:
    return (whole.aspect == "cumulative") == (part.aspect == "cumulative")


def is_told_whole(mention: Mention, part: Figure, whole: Figure) -> bool:
    """Whether a sentence gives a whole and then its part, so that 共有 or 已累计 before one of them says nothing of the other:
    共有学校420所，其中农村学校168所; 计划总投资12亿元，已累计完成9.2亿元，占总投资的77%.
    """
    places = {mention.sentence.slots[n].figure: n for n in range(mention.number)}
    if whole.figure not in places or part.figure not in places or whole.figure > part.figure:
        return False
    slots = mention.sentence.slots
    between = mention.sentence.text[slots[places[whole.figure]].tail : slots[places[part.figure]].lead]
    if not same_clause(between):
        return False
    return "其中" in between or is_total_of(whole, mention.figure, part)


def is_total_of(whole: Figure, share: Figure, part: Figure) -> bool:
    """Whether a share of 总投资 has the total of that name before its part in the sentence: 项目计划总投资8.6亿元."""
    named = (share.of or "").startswith("总") and whole.indicator.endswith(share.of or "")
    return named and whole.sentence == part.sentence and whole.figure < part.figure


def interval_of_whole(part: Figure, whole: Figure) -> tuple[Interval, Interval]:
    """What a whole may be, rounded and cut off: a plan (年度任务3万亩) is set in round numbers, no coarser than its result (3.2万亩)."""
    near = part.interval.high - part.interval.low if part.interval.high is not None and part.interval.low is not None else None
    if whole.status != "target" or whole.value is None or near is None or not whole.known or whole.modifier != "eq":
        return whole.interval, whole.truncated
    own = Interval(whole.value - near / 2, whole.value + near / 2)
    wide = whole.interval
    if wide.low is None or wide.high is None or wide.high - wide.low <= near:
        return wide, whole.truncated
    return own, own
