"""Relation `target`: a target and its result with the word that claims it, and plans below what was reached.

Comes in: a reading. Goes out: claim rows (超额完成900家认定任务, 83.6%(任务数61.1%)) and plan rows (a later period's target beside
the result of an earlier one). A target's own hedge (不低于2万件) is its number here: what is asked for is at least that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow, Sentence, Span
from audit.relate.operands import Mention, all_mentions, core_name, scope_of
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_CLAIM = re.compile(
    r"(?P<exceeded>超额(?:提前)?完成|超过目标|超目标|超任务|超预期(?:目标|完成))|(?P<missed>未(?:能)?(?:完成|达到|达)(?:预期|年度)?(?:的)?(?:目标|任务)?)|(?P<met>(?:全面|圆满|顺利|提前|如期|超前|均|已|全部)*完成)"
)
_YEAR = re.compile(r"(\d{4})")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The target rows of a document: claims in reading order, then plans."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            if mention.figure.status == "target" and (result := _find_result(mentions, n)) is not None:
                yield _relate_claim(reading, mention, result)
    yield from _plan_rows(reading)


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


def _plan_rows(reading: Reading) -> Iterator[RelationRow]:
    """Targets of a later period against results of an earlier one, of one name, aspect, kind and unit."""
    results: dict[tuple[str, str, str, str | None, str], list[Figure]] = {}
    for figure in reading.figures:
        if figure.status != "target" and figure.kind == "level" and _year_of(figure) is not None and figure.row is None:
            results.setdefault(_key(figure), []).append(figure)
    for target in reading.figures:
        year = _year_of(target)
        if target.status != "target" or target.kind != "level" or year is None or len(core_name(target.indicator)) < 3:
            continue
        earlier = [f for f in results.get(_key(target), []) if (_year_of(f) or year) < year]
        if earlier:
            result = max(earlier, key=lambda f: (_year_of(f) or 0, f.figure))
            total = _asks_for_total(reading, target) and _asks_for_total(reading, result) and target.unit != "元"
            yield _relate_plan(reading, target, result, "plan-stock" if total else _basis_of(target, result))
        elif _asks_for_total(reading, target) and (part := _find_class(reading, target, year)) is not None:
            yield _relate_plan(reading, target, part, "plan-stock")


def build_plan_rows(reading: Reading) -> Iterator[RelationRow]:
    """The plans of a document without sentences."""
    yield from _plan_rows(reading)


def _basis_of(target: Figure, result: Figure) -> str:
    """How a plan compares: with part of a year (plan-partial), at less than half of a count (plan-drop), or as such (plan-flow)."""
    if _PARTIAL.search(result.period or ""):
        return "plan-partial"
    halved = target.value is not None and result.low is not None and 2 * target.value < result.low
    return "plan-drop" if halved and result.exact else "plan-flow"


def _asks_for_total(reading: Reading, target: Figure) -> bool:
    """Whether a target is a total to be reached: 国高企业达到100家."""
    sentence = reading.sentences[target.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == target.figure)
    return target.aspect != "new" and re.search(r"达到?\s*$|总数|总量|保有量", sentence.text[max(0, slot.lead - 6) : slot.lead]) is not None


def _find_class(reading: Reading, target: Figure, year: int) -> Figure | None:
    """The largest earlier result that counts only some of what the target counts in all (通过国高认定企业 are 国高企业)."""
    head = _HEAD.search(target.indicator)
    mark = target.indicator[: head.start()] if head else ""
    if head is None or len(mark) < 2:
        return None
    found = [
        f
        for f in reading.figures
        if f.status == "actual" and f.kind == "level" and f.exact and f.unit == target.unit and (_year_of(f) or year) < year
        and f.indicator.endswith(head.group()) and mark in f.indicator and "申报" not in f.indicator
    ]  # fmt: skip
    return max(found, key=lambda f: f.value or 0, default=None)


_PARTIAL = re.compile(r"Q|H|\d{4}-\d{2}/\d{4}-(?!12)\d{2}")
_HEAD = re.compile(r"(?:企业|机构|平台|园区|基地|中心|实验室|项目|人才|人员)$")


def _key(figure: Figure) -> tuple[str, str, str, str | None, str]:
    return core_name(figure.indicator), figure.unit, figure.kind, figure.aspect, scope_of(figure)


def _year_of(figure: Figure) -> int | None:
    found = _YEAR.findall(figure.period or "")
    return int(found[-1]) if found else None


def _relate_plan(reading: Reading, target: Figure, result: Figure, basis: str) -> RelationRow:
    columns = {
        **operand_columns("target", target),
        **_asked(target),
        **operand_columns("result", result),
        "indicator": target.indicator,
        "claim": None,
        "reading": basis,
    }
    spans = (target.span("target"), result.span("result"))
    shown = f"{target.period}: {target.text} ↔ {result.period}: {result.text}"
    sentence = reading.sentences[target.sentence]
    return make_row(
        "target", reading, sentence, columns, spans, figures=(target, result), arithmetic=shown, why_not=reason_for((target, result))
    )
