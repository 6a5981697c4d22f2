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
    r"力争|争取(?=实现|完成|达到|新增|突破|全年)|确保|预期|拟(?=[新建实完增安按])|目标是|计划(?=新[增建开设办]|[改扩]建|改造|开工|完成|实现|建设|投资|安排|引进|培育|培训)"
)
_ANNOUNCES = regex(
    r"(?:[将要拟]|计划|打算|准备)(?:重点|着力|继续|主要|全力|努力|切实|进一步|扎实|认真|集中)*(?:抓好|抓实|做好|办好|开展|推进|从|在|围绕|突出|实施|落实|完成)"
    r"[^。；;：:\d]{0,20}(?:工作|方面|任务|重点|举措|措施|文章|实事)[^。；;：:\d]{0,6}(?:[：:。]|(?=一是))"
    r"|(?:下一步|今后|今年|明年|来年|￼)[^，,。；;：:\d]{0,12}(?:打算|计划|思路|目标|安排|重点|任务)(?:是|为|如下|有|包括)?[^，,。；;：:\d]{0,8}(?:[：:]|(?=一是))"
    r"|(?:工作|预期|发展|奋斗|主要|总体)目标(?:任务)?(?:是|为|如下)?[：:]"
)
"""What makes all that follows in the paragraph a plan: 2024年将抓好以下工作：一是…二是…; 今年发展主要预期目标是：…；…."""
_RESULTS = regex(r"已|实际|截至|目前|现有|去年|上年(?!同期)|\d月|累计")
"""What in a clause ends what a plan word before it governs."""
_BEFORE_END = regex(r"底前|末前|前(?:完成|实现|达到)|[到至]\s*(?:19|20)\d{2}年")
_COURSE = regex(r"[由从](?:目前的?|现在的?|原来的?|上年的?)?$")
_SO_FAR = regex(r"(?:目前|截至￼*|现|均)已")
_ITEM = regex(r"[\s　]*[一二三四五六七八九十]{1,2}是")
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
            named, year_named = find_period(part, year)
            year = year_named if named else (year + 1 if year is not None and not plan and _only_past(title) else year)
            plan = True
            period = str(year) if year is not None else None
        elif past_words.search(part) and not plan:
            named, named_year = find_period(part, year)
            year, period = (named_year, named) if named else (year, period)
    if title and plan_words.search(title) and not past_words.search(title) and not past_words.search(section):
        plan = True
    return Setting(plan, year, period or (str(year) if year is not None else None))


def _only_past(title: str) -> bool:
    """Whether the title's year is the year of the summary, so that an undated plan is of the year after."""
    return bool(_headings()[1].search(title)) or "报告" in title or not title


def set_context(sentence: SentenceDraft, setting: Setting, previous: Draft | None = None) -> Setting:
    """Fill in status and period of every draft of a sentence behind `previous`; goes out the setting of what follows in its paragraph."""
    text, periods = sentence.text, Periods(sentence.text)
    asides, announced = list(_ASIDE.finditer(text)), [match.end() for match in _ANNOUNCES.finditer(text)]
    after_plan = previous is not None and previous.status == "target" and text.lstrip().startswith("其中")
    for draft in sentence.drafts:
        at = draft.token.lead - sentence.start
        while asides and asides[0].end() < at:
            text = _blank(text, *asides.pop(0).span())
            periods = Periods(text)
        start = max(text.rfind("；", 0, at), text.rfind(";", 0, at)) + 1
        draft.period = periods.find(start, at, setting.year)[0] or periods.find(0, at, setting.year)[0] or setting.period
        governed = _is_governed(sentence, start) and not _RESULTS.search(text, start, at)
        plan = setting.plan or after_plan or governed or any(end <= at for end in announced)
        plan = plan and not _is_over(draft, text[start:at], setting)
        goal = _GOAL.search(text, start, at) and _THEN.match(text, draft.token.tail - sentence.start)
        draft.status = "target" if goal else _status_of(draft, text[start:at], plan, previous)
        if draft.against == "since":
            bases = _BASE_YEAR.findall(text, 0, at)
            draft.base_period = bases[-1] if bases else None
        previous = draft
    if not announced:
        return setting
    period, year = periods.find(0, announced[-1], setting.year)
    return Setting(True, year, period or setting.period)


def goes_on(sentence: SentenceDraft) -> bool:
    """Whether a paragraph is an item of what the one before it announced: 二是新建泵站12座."""
    return _ITEM.match(sentence.text) is not None


def _is_governed(sentence: SentenceDraft, start: int) -> bool:
    """Whether the plan word of the first number governs what stands behind ；, too: 力争产值突破9亿元；税收增长5%."""
    first = sentence.drafts[0]
    return start > first.token.tail - sentence.start and first.status == "target" and _PLAN_WORD.search(first.piece) is not None


def _is_over(draft: Draft, before: str, setting: Setting) -> bool:
    """Whether a number in a plan looks back: 2022年接待游客486万人次 in the plan for 2023, 床位由300张 before 增加到500张."""
    if _PLAN_WORD.search(before) or _BEFORE_END.search(before + draft.behind):
        return False
    year = draft.period[:4] if draft.period and "/" not in draft.period else ""
    earlier = setting.year is not None and year != "" and int(year) < setting.year
    return earlier or _COURSE.search(before) is not None or _SO_FAR.search(before) is not None


def _blank(text: str, start: int, end: int) -> str:
    """The text with one place overwritten, so that all others stay where they are."""
    return text[:start] + BLANK * (end - start) + text[end:]


def _status_of(draft: Draft, before: str, plan: bool, previous: Draft | None) -> str:
    behind = _PLAN_BEHIND.match(draft.behind)
    if behind and (draft.kind in ("level", "change") or (draft.kind == "share" and not draft.piece.rstrip().endswith("的"))):
        return "target"
    degree = draft.kind in ("share", "multiple") and re.search(
        r"(?:为|占|完成|达到|是)[^，,]{0,12}(?:预算|计划|目标|任务|进度)[^，,]{0,3}的?\s*$", draft.piece
    )
    if degree:
        return "target" if plan else "actual"
    if _PLAN_TAIL.search(draft.piece) and not _RESULT.search(draft.piece):
        return "target"
    if not plan and _THEN_NOW.search(before):
        return "actual"
    if plan or _PLAN_WORD.search(before):
        return "target"
    if _FORECAST.search(before):
        return "forecast"
    if draft.listed and previous and previous.status != "actual" and not draft.piece.strip():
        return previous.status
    return "actual"
