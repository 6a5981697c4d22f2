"""Relation `target`, readings plan-…: what is planned for a later period beside what was reached in an earlier one.

Comes in: a reading. Goes out: one row for each plan whose name, aspect, kind and unit an earlier result has. Amounts of money follow the
budget and not last year; what is merely a stage of a plan for several years is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.operands import core_name, scope_of
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_YEAR = regex(r"(\d{4})")
_KINDS = ("level", "share")
_PLANNED = regex(r"计划|工作要点|工作安排|工作打算|工作思路")
_INTENDS = regex(r"(?:我[局委县市区省院校]|单位|全[县市区省])将|将(?:抓好|做好|重点|继续|着力|围绕)")
_STEADY = regex(r"(?:稳定|保持|维持|守住|不低于|不少于)\p{Han}{0,2}?$")
_AIMS = regex(r"力争|争取|力求|冲刺|努力")
_PARTIAL = regex(r"Q|H|\d{4}-\d{2}/\d{4}-(?!12)\d{2}")
_HEAD = regex(r"(?:企业|机构|平台|园区|基地|中心|实验室|项目|人才|人员)$")

Key = tuple[str, str, str, str | None, str]
"""Name, unit, kind, aspect and scope of a figure."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """Plans for a later period against results of an earlier one, of one name, aspect, kind and unit."""
    results: dict[Key, list[Figure]] = {}
    for figure in reading.figures:
        if figure.kind in _KINDS and figure.row is None and _year_of(figure) is not None and _is_result(reading, figure):
            results.setdefault(_key(figure), []).append(figure)
    for plan in reading.figures:
        year = _year_of(plan)
        if plan.kind not in _KINDS or year is None or len(core_name(plan.indicator)) < 3 or not _is_plan(reading, plan):
            continue
        earlier = [f for f in results.get(_key(plan), ()) or _find_rates(results, plan) if (_year_of(f) or year) < year]
        if earlier:
            alike = [f for f in earlier if _asks_for_total(reading, f) == _asks_for_total(reading, plan)] or earlier
            result = max(alike, key=lambda f: (_year_of(f) or 0, f.figure))
            yield _relate_plan(reading, plan, result, _basis_of(reading, plan, result))
        elif _asks_for_total(reading, plan) and (part := _find_class(reading, plan, year)) is not None:
            yield _relate_plan(reading, plan, part, "plan-stock")


def _find_rates(results: dict[Key, list[Figure]], plan: Figure) -> list[Figure]:
    """The results of a rate that one place names in full and the other by its end: 劳动争议案件结案率, 结案率."""
    name, *rest = _key(plan)
    if plan.kind != "share" or not name.endswith("率"):
        return []
    found = [key for key in results if list(key[1:]) == rest and len(key[0]) > 2 and (name.endswith(key[0]) or key[0].endswith(name))]
    return results[found[0]] if len(found) == 1 else []


def _is_result(reading: Reading, figure: Figure) -> bool:
    """What was reached: no target, or a figure of an earlier year in the plan of a later one."""
    if figure.status != "target":
        return figure.modifier == "eq"
    year = _year_of(figure)
    return bool(_PLANNED.search(reading.title)) and reading.year is not None and year is not None and year < reading.year


def _is_plan(reading: Reading, figure: Figure) -> bool:
    """What is intended: a target, or a figure with a bound behind words that intend something (我局将…稳定在46万亩以上)."""
    if figure.status == "target":
        return not _is_result(reading, figure)
    sentence = reading.sentences[figure.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == figure.figure)
    planned = figure.modifier == "atleast" and _PLANNED.search(reading.title) is not None
    return planned or _INTENDS.search(sentence.text[: slot.lead]) is not None


def _basis_of(reading: Reading, plan: Figure, result: Figure) -> str:
    """How a plan compares: as a total (plan-stock), with part of a year (plan-partial), at less than half of a count (plan-drop).

    Else with the year before (plan-year), where it is no amount of money and no far smaller one, which say nothing (plan-flow), and no
    floor (plan-floor).
    """
    if plan.unit != "元" and _asks_for_total(reading, plan) and _asks_for_total(reading, result):
        return "plan-stock"
    if _PARTIAL.search(result.period or ""):
        return "plan-partial"
    if _is_floor(reading, plan):
        return "plan-floor"
    halved = plan.value is not None and result.low is not None and 2 * plan.value < result.low
    if halved:
        return "plan-drop" if result.exact else "plan-flow"
    budget = plan.unit == "元" and plan.modifier not in ("atleast", "over")
    return "plan-flow" if budget or plan.modifier in ("atmost", "under") else "plan-year"


def _is_floor(reading: Reading, plan: Figure) -> bool:
    """Whether a plan only says what must not be fallen short of: 新增就业6万人以上, 产量稳定在32万吨; 力争 says that it is an aim."""
    sentence = reading.sentences[plan.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == plan.figure)
    if _AIMS.search(re.split(r"[，,；;。]", sentence.text[: slot.start])[-1]):
        return False
    return plan.modifier in ("atleast", "over") or _STEADY.search(sentence.text[: slot.start]) is not None


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


def _key(figure: Figure) -> Key:
    name = core_name(figure.indicator.replace("总", ""))
    return name, figure.unit, figure.kind, figure.aspect if figure.aspect == "new" else None, scope_of(figure)


def _year_of(figure: Figure) -> int | None:
    found = _YEAR.findall(figure.period or "")
    return int(found[-1]) if found else None


def _relate_plan(reading: Reading, target: Figure, result: Figure, basis: str) -> RelationRow:
    columns = {
        **operand_columns("target", target),
        **(interval_columns("target", Interval.of(target.value), None) if target.known and target.value is not None else {}),
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
