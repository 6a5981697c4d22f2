"""Whether a number is a result, a target or a forecast, and the period it speaks of.

Comes in: drafts of a sentence and where it stands (section path, document year). Fills in: status and period. A plan section makes
its numbers targets; a plan word in the clause does too, unless the number is the degree of its completion (为预算的103.3%).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from audit.extract.drafts import BLANK, Draft, SentenceDraft
from audit.extract.grammar import any_of
from audit.extract.periods import Periods, find_period
from audit.patterns import regex

_PLAN_TAIL = regex(
    r"(?:目标任务|目标|任务数|任务|指标任务|预算数|预算|计划数|预期)(?:合计|总额|数|值)?(?:调整|核定|确定|设定|定)?(?:为|是|达|达到|约|合计)?\s*$"
)
_PLAN_WORD = regex(
    r"力争|争取(?=实现|完成|达到|新增|突破|全年)|确保|预期|拟(?=[新建实完增安])|目标是|计划(?=新增|完成|实现|建设|投资|安排|引进|培育)"
)
_PLAN_BEHIND = regex(r"\s*(?:的|年度)?\p{Han}{0,6}?(?:目标|任务)")
_FORECAST = regex(r"预计|有望|将(?:达|高达|突破|超|近|会|实现)|预估")
_BASE_YEAR = regex(r"[比较与]\s*((?:19|20)\d{2})年")
_ASIDE = regex(r"[，,（(]\s*(?:上年|去年)(?:同期|末)?(?:为|是|仅为|仅有|只有|有)?\s*\d[^，,；;。（）()]*(?=[，,）)])")
"""The level before, said by the way: 支出862万元，上年为725万元，增长18.9% — what follows is of this year again."""
_GOAL = regex(r"(?:年度|全年|年初|下达|考核|既定)的?(?:目标|任务|计划)(?:任务|数)?(?:为|是)?\p{Han}{2,12}\s*$")
_THEN = regex(r"\s*[，,]\s*(?:全年|年度|年内|截至[^，,]{1,8})?实际(?!利用|使用|到位)")
_THEN_NOW = regex(_THEN.pattern + r"[^，,；;。]*$")
"""A goal that names its thing, and the result right behind it: 年度目标新增就业8000人，实际新增8650人."""
_RESULT = regex(r"实际完成|已完成|完成情况")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: whether its section is a plan, and the year and period in force there."""

    plan: bool
    year: int | None
    period: str | None


@cache
def _headings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return regex(any_of("plan_heading")), regex(any_of("past_heading"))


def read_setting(section: str, title: str, year: int | None) -> Setting:
    """What a section path says: 二、2019年工作思路 is a plan of 2019; below it everything is."""
    plan_words, past_words = _headings()
    plan, period = False, None
    for part in section.split(" > "):
        if plan_words.search(part) and not past_words.search(part):
            plan = True
            named, year_named = find_period(part, year)
            year = year_named if named else (year + 1 if year is not None and _only_past(title) else year)
            period = str(year) if year is not None else None
        elif past_words.search(part) and not plan:
            named, named_year = find_period(part, year)
            year, period = (named_year, named) if named else (year, period)
    if not section and title and plan_words.search(title) and not past_words.search(title):
        plan = True
    return Setting(plan, year, period or (str(year) if year is not None else None))


def _only_past(title: str) -> bool:
    """Whether the title's year is the year of the summary, so that an undated plan is of the year after."""
    return bool(_headings()[1].search(title)) or "报告" in title or not title


def set_context(sentence: SentenceDraft, setting: Setting) -> None:
    """Fill in status and period of every draft of a sentence."""
    previous: Draft | None = None
    text, periods = sentence.text, Periods(sentence.text)
    asides = list(_ASIDE.finditer(text))
    for draft in sentence.drafts:
        at = draft.token.lead - sentence.start
        while asides and asides[0].end() < at:
            text = _blank(text, *asides.pop(0).span())
            periods = Periods(text)
        start = max(text.rfind("；", 0, at), text.rfind(";", 0, at)) + 1
        goal = _GOAL.search(text, start, at) and _THEN.match(text, draft.token.tail - sentence.start)
        draft.status = "target" if goal else _status_of(draft, text[start:at], setting, previous)
        draft.period = periods.find(start, at, setting.year)[0] or periods.find(0, at, setting.year)[0] or setting.period
        if draft.against == "since":
            bases = _BASE_YEAR.findall(text, 0, at)
            draft.base_period = bases[-1] if bases else None
        previous = draft


def _blank(text: str, start: int, end: int) -> str:
    """The text with one place overwritten, so that all others stay where they are."""
    return text[:start] + BLANK * (end - start) + text[end:]


def _status_of(draft: Draft, before: str, setting: Setting, previous: Draft | None) -> str:
    behind = _PLAN_BEHIND.match(draft.behind)
    if behind and (draft.kind in ("level", "change") or (draft.kind == "share" and not draft.piece.rstrip().endswith("的"))):
        return "target"
    degree = draft.kind in ("share", "multiple") and re.search(
        r"(?:为|占|完成|达到|是)[^，,]{0,12}(?:预算|计划|目标|任务|进度)[^，,]{0,3}的?\s*$", draft.piece
    )
    if degree:
        return "target" if setting.plan else "actual"
    if _PLAN_TAIL.search(draft.piece) and not _RESULT.search(draft.piece):
        return "target"
    if not setting.plan and _THEN_NOW.search(before):
        return "actual"
    if setting.plan or _PLAN_WORD.search(before):
        return "target"
    if _FORECAST.search(before):
        return "forecast"
    if draft.listed and previous and previous.status != "actual" and not draft.piece.strip():
        return previous.status
    return "actual"
