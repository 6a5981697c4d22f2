"""Relation `target`: a target and its result with the word that claims it, a result and its limit, a target that is expected to be passed.

Comes in: a reading. Goes out: claim rows (超额完成900家认定任务, 83.6%(任务数61.1%)), limit rows (失业率2.8%，控制在4%以内) and expected
rows (前三季度5498亿元，预计将突破年度6800亿元目标). A target's own hedge (不低于2万件) is its number in a claim: that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow, Sentence, Span
from audit.relate.operands import Mention, all_mentions
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_CLAIM = re.compile(
    r"(?P<exceeded>超额(?:提前)?完成|超过目标|超目标|超任务|超预期(?:目标|完成))|(?P<missed>未(?:能)?(?:完成|达到|达)(?:预期|年度)?(?:的)?(?:目标|任务)?)|(?P<met>(?:全面|圆满|顺利|提前|如期|超前|均|已|全部)*完成)"
)
_LIMIT = re.compile(r"\s*[，,]\s*(?:始终|继续|一直|均|并|全年)?(?:控制|保持|稳定|维持)在\s*")
_EXPECTED = re.compile(r"(?:预计|有望|预期)[\u4e00-\u9fff]{0,6}(?:突破|超过)(?:全年|年度|年初|既定)(?:的|确定的)?\s*$")
_FAR = 10
"""A goal that is soon to be passed has not to be reached by more than this factor."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The claims, limits and expectations of a document, in reading order."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            if mention.figure.status == "target" and (result := _find_result(mentions, n)) is not None:
                yield _relate_claim(reading, mention, result)
            elif n and _LIMIT.fullmatch(mention.gap) and _of_one_thing(mentions[n - 1].figure, mention.figure):
                yield _relate_limit(reading, mention, mentions[n - 1].figure)
            if (result := _find_expected(mentions, n)) is not None:
                yield _relate_expected(reading, mention, result)


def _find_result(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """The result a target stands behind: directly in a bracket, or before the words that claim it."""
    target = mentions[at]
    if (later := _find_later_result(mentions, at)) is not None:
        return later
    for mention in reversed(mentions[:at]):
        figure = mention.figure
        if figure.status != "actual" or figure.kind not in ("level", "share", "change") or figure.kind == "change" != target.figure.kind:
            continue
        if figure.kind != target.figure.kind:
            continue
        between = mention.sentence.text[mention.slot.tail : target.slot.lead]
        same_unit = figure.unit == target.figure.unit or not target.figure.unit
        if not same_unit or re.search(r"[；;。]", between):
            return None
        if re.match(r"\s*[（(](?:任务|目标|计划|考核|年度|全年)", between) or _CLAIM.search(between) or _CLAIM.search(target.behind[:12]):
            return figure
        return None
    return None


def _find_later_result(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """The result right behind a target of the same unit: 全年目标470家，实际完成465家，超额完成."""
    if at + 1 >= len(mentions) or not re.search(r"(?:目标|任务|计划)(?:数)?(?:为|是)?\s*$", mentions[at].gap):
        return None
    target, result = mentions[at].figure, mentions[at + 1]
    says = re.search(r"实际|完成|达到", result.gap) and not re.search(r"[；;。]", result.gap)
    fits = (result.figure.kind, result.figure.unit, result.figure.status) == (target.kind, target.unit, "actual")
    return result.figure if says and fits else None


def _relate_claim(reading: Reading, mention: Mention, result: Figure) -> RelationRow:
    target, sentence = mention.figure, mention.sentence
    claim, span = (None, None) if _states_degree(mention) else _find_claim(reading, sentence, mention, result)
    reason = reason_for((target, result)) or (None if claim else "operand-missing")
    columns = {
        **operand_columns("target", target),
        **_asked(target),
        **operand_columns("result", result),
        "indicator": result.indicator,
        "claim": claim,
        "reading": "claim",
    }
    spans = [target.span("target"), result.span("result"), *([span] if span else [])]
    shown = f"{result.text} ↔ {target.text}"
    return make_row("target", reading, sentence, columns, spans, figures=(target, result), arithmetic=shown, why_not=reason)


def _states_degree(mention: Mention) -> bool:
    """完成年度任务120家的95% says how much of the target was reached, not that it was."""
    return re.match(r"\s*(?:任务|目标|计划)?的\s*$", mention.behind) is not None


def _asked(target: Figure) -> dict[str, object]:
    """The target's columns with the number itself as both bounds."""
    if not target.known or target.value is None:
        return {}
    return interval_columns("target", Interval.of(target.value), None)


def _find_claim(reading: Reading, sentence: Sentence, mention: Mention, result: Figure) -> tuple[str | None, Span | None]:
    """The last claim word of the sentence before the target, or right behind it (…（任务数16.7%），超额完成考核指标)."""
    before = list(_CLAIM.finditer(sentence.text, 0, mention.slot.lead))
    near = [m for m in before if not re.search(r"[；;。]", sentence.text[m.end() : mention.slot.lead])]
    last = next((slot.tail for slot in sentence.slots if slot.figure == result.figure), 0)
    after = _CLAIM.search(sentence.text, max(mention.slot.tail, last))
    behind = after if after and re.match(r"[^；;。]*$", sentence.text[mention.slot.tail : after.start()]) else None
    bracketed = re.search(r"[（(][^）)]*$", sentence.text[: mention.slot.lead]) is not None
    found = behind if bracketed and behind else (near[-1] if near else behind)
    if found is None or (found.lastgroup == "met" and not _completes_target(sentence.text, found, mention)):
        return None, None
    return found.lastgroup, reading.place(sentence, found.start(), found.end(), "claim")


def _completes_target(text: str, claim: re.Match[str], mention: Mention) -> bool:
    """完成 is a claim only of a target: 完成市里下达的900家任务, 完成年度目标; not 完成投资45亿元."""
    words = text[claim.end() : claim.end() + 30]
    return (
        bool(re.search(r"任务|目标|指标|计划", words)) and not re.match(r"投资|建设|产值|销售", words) and mention.figure.status == "target"
    )


def _of_one_thing(result: Figure, limit: Figure) -> bool:
    same = (result.kind, result.unit, result.indicator, result.status) == (limit.kind, limit.unit, limit.indicator, "actual")
    return same and limit.modifier in ("atmost", "atleast", "under", "over")


def _relate_limit(reading: Reading, mention: Mention, result: Figure) -> RelationRow:
    limit = mention.figure
    columns = {**operand_columns("target", limit), **operand_columns("result", result), "indicator": result.indicator, "reading": "limit"}
    spans = (limit.span("target"), result.span("result"))
    shown = f"{result.text} ↔ {limit.text}"
    used = (limit, result)
    return make_row("target", reading, mention.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason_for(used))


def _find_expected(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """What was reached so far of a goal that is expected to be passed: the first amount of its unit in its part of the sentence."""
    goal = mentions[at]
    if goal.figure.kind != "level" or not _EXPECTED.search(goal.gap) or not re.match(r"[\u4e00-\u9fff]{0,4}(?:目标|任务)", goal.behind):
        return None
    for mention in mentions[:at]:
        if (mention.figure.kind, mention.figure.unit) == ("level", goal.figure.unit):
            between = mention.sentence.text[mention.slot.tail : goal.slot.lead]
            reached = mention.figure.status == "actual" and re.search(r"[；;。]", between) is None
            return mention.figure if reached else None
    return None


def _relate_expected(reading: Reading, mention: Mention, result: Figure) -> RelationRow:
    goal = mention.figure
    far = None
    if goal.known and goal.value is not None and result.high is not None:
        far = result.high * _FAR < goal.value
    columns = {
        **operand_columns("target", goal),
        **_asked(goal),
        **operand_columns("result", result),
        "indicator": result.indicator,
        "reading": "expected",
        "far": far,
    }
    spans = (goal.span("target"), result.span("result"))
    shown = f"{result.text} ↔ {goal.text}"
    used = (goal, result)
    return make_row("target", reading, mention.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason_for(used))
