"""A target that another document set for this year, beside the result and the words that claim it.

Comes in: two documents. Goes out: rows of relation `target` (`reading` claim-elsewhere): last year's 力争认定120家 beside this year's
认定114家，超额完成年度目标任务. A claim that names its own target belongs to the document itself, and so does a degree of completion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from audit.interval import Interval
from audit.model import Figure, RelationRow
from audit.patterns import regex
from audit.relate.across.basis import choose_reason
from audit.relate.across.facts import Told, is_named, key_of, states_fact
from audit.relate.operands import Mention, all_mentions
from audit.relate.rows import interval_columns, make_row, operand_columns, place_figure

_GOAL = r"(?:了)?(?:[全当本]?年度?|年初|既定|预期|预定|确定|下达|计划|考核|市|省|区|县|的|上级){0,4}(?:目标|任务|指标|计划)"
_CLAIM = regex(
    rf"\s*[，,（(]?\s*(?:(?P<exceeded>超额(?:提前|圆满)?完成{_GOAL}|超过{_GOAL})|(?P<missed>未(?:能)?(?:完成|达到){_GOAL})"
    rf"|(?P<met>(?:全面|圆满|顺利|提前|如期|均|已)*(?:完成|实现|达到){_GOAL}))(?!的?\s*\d)"
)


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all claims that name no target themselves, in reading order."""
    for mentions in all_mentions(told.reading):
        for n, mention in enumerate(mentions):
            claim = _CLAIM.match(mention.sentence.text, mention.slot.tail)
            if claim is None or not _is_result(mention) or _goes_on(mentions, n, claim.end()):
                continue
            goal = other.facts.get(replace(key_of(mention.figure), status="target"))
            if goal is not None:
                yield _relate(told, other, mention, goal, claim)


def _is_result(mention: Mention) -> bool:
    figure = mention.figure
    return figure.status == "actual" and states_fact(figure) and is_named(mention.sentence, mention.slot, figure)


def _goes_on(mentions: tuple[Mention, ...], at: int, end: int) -> bool:
    """Whether a number of the claim's own stands behind it: 完成年度目标120家, 超额完成任务20%."""
    after = mentions[at + 1] if at + 1 < len(mentions) else None
    return after is not None and re.search(r"[，,；;。]", after.sentence.text[end : after.slot.lead]) is None


def _relate(told: Told, other: Told, mention: Mention, goal: Figure, claim: re.Match[str]) -> RelationRow:
    result = mention.figure
    asked = interval_columns("target", Interval.of(goal.value), None) if goal.value is not None else {}
    columns = {
        **operand_columns("target", goal),
        **asked,
        **operand_columns("result", result),
        "indicator": result.indicator,
        "claim": claim.lastgroup,
        "reading": "claim-elsewhere",
    }
    place = told.reading.place(mention.sentence, claim.start(claim.lastgroup or 0), claim.end(claim.lastgroup or 0), "claim")
    spans = (result.span("result"), place, place_figure(goal, told.reading, "target"))
    dated = told.dated(result) and other.dated(goal)
    reason = choose_reason(told, other, (result,), (goal,), agrees=False, slip=True, direct=True) or (None if dated else "different-period")
    return make_row(
        "target", told.reading, mention.sentence, columns, spans, figures=(result, goal),
        arithmetic=f"{result.text} ↔ {goal.text}", why_not=reason,
    )  # fmt: skip
