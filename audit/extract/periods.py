"""The period a figure speaks of: from its clause, its sentence, its section, or the document.

Comes in: text before a figure and the year in force. Goes out: `2018`, `2018Q1-Q3`, `2018H1`, `2018-01/2018-11`, `2016/2020`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from audit.patterns import regex

_TO = r"\s*[—–\-~～至到]+\s*"
_RANGE = regex(rf"((?:19|20)\d{{2}}){_TO}((?:19|20)\d{{2}})\s*年")
_YEAR = regex(r"(?<![比较与])((?:19|20)\d{2})\s*年(?!版|级)")
_PART = regex(
    rf"(?P<three>前三季度|1{_TO}9月)|(?P<half>上半年|1{_TO}6月)|(?P<late>下半年)|(?P<quarter>(?:第)?[一二三四]季度)|(?P<year>(?<![占成为])全年(?!目标|任务|计划|预算|预期|进度|指标|工作|的))|(?P<months>(\d{{1,2}}){_TO}(\d{{1,2}})月)"
)
_WORDS = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "明年": 1, "来年": 1}
_WORD = regex(r"(?<![比较同超])(今年|本年|当年|明年|来年)|(?:^|[，,；;。])(去年|上年)(?!(?:同期|末)(?!(?:为|是|有)?\d))")
_SPENT = regex(
    r"(?:由|从|是|相当于)(?:(?:19|20)\d{2}年|上年|去年)(?=[^，,；;。]{0,24}?(\d))"
    r"|(?:^|(?<=[，,；;。]))(?:上年|去年)(?=[^，,；;。\d]{1,16}\d[^；;。]{0,60}?[，,](年末|年底|本年末?|期末))"
)
"""A year that is only of the number directly behind it: 由2018年的128家增加到257家; 上年滚存结余66592万元，年末滚存结余73418万元."""
_BASE = regex(r"(?:[比较]|由|从)(?:上年|去年|上一年)(?:同期|末|底)?的[^，,；;。\d]{0,8}$")
"""The amount of the year before, given in so many words: 比上年的3.0亿元增长1.1倍."""
_FIVE = {"十一五": "2006/2010", "十二五": "2011/2015", "十三五": "2016/2020", "十四五": "2021/2025", "十五五": "2026/2030"}
_BASES = 3
"""So many base years are passed over on the way back to the year that holds."""
_SPAN = regex(r"[“\"]?(十[一二三四五]五)[”\"]?(?:时期|期间|以来|末)")


def find_period(text: str, year: int | None) -> tuple[str | None, int | None]:
    """The last period that a text names, and the year it is in; (None, year) where it names none.

    >>> find_period("前三季度,全区实现", 2018), find_period("力争2019年新增", 2018)
    (('2018Q1-Q3', 2018), ('2019', 2019))
    """
    return Periods(text).find(0, len(text), year)


class Periods:
    """All that names a period in a text, read once, so that the period of each of its many figures is a look-up."""

    def __init__(self, text: str) -> None:
        self._text = text
        spent = {m.end(): m.start(m.lastindex) for m in _SPENT.finditer(text) if m.lastindex}
        self._years, self._ranges, self._words, self._parts, self._spans = (
            _Found(tuple(pattern.finditer(text)), spent) for pattern in (_YEAR, _RANGE, _WORD, _PART, _SPAN)
        )

    def find(self, start: int, end: int, year: int | None) -> tuple[str | None, int | None]:
        """The last period that is named between two places, as `find_period` gives it."""
        if year is not None and _BASE.search(self._text, max(start, end - 24), end):
            return str(year - 1), year - 1
        named, words = self._years.last(start, end), self._words.last(start, end)
        span = self._spans.first(start, end)
        if span and not named:
            return _FIVE.get(span.group(1)), year
        ranged = self._ranges.last(start, end)
        if ranged and (not named or ranged.end() >= named.end()):
            return f"{ranged.group(1)}/{ranged.group(2)}", int(ranged.group(2))
        if named:
            year = int(named.group(1))
        if words and year is not None and (not named or words.start() >= named.end()):  # 2023年末563家，上年末为486家
            year += _WORDS[words.group(1) or words.group(2)]
        part = self._parts.last(start, end)
        if part and year is not None:
            return _show_part(part, year), year
        return (str(year) if (named or words) and year is not None else None), year


class _Found:
    """The matches of one pattern in a text, by place; those whose end is in `spent` hold up to the place given there."""

    def __init__(self, matches: tuple[re.Match[str], ...], spent: Mapping[int, int]) -> None:
        self._matches = matches
        self._holds = [spent.get(match.end(), len(match.string)) for match in matches]
        self._starts = [match.start() for match in matches]
        self._ends = [match.end() for match in matches]

    def first(self, start: int, end: int) -> re.Match[str] | None:
        """The first match between two places."""
        at = bisect_left(self._starts, start)
        return self._matches[at] if at < len(self._matches) and self._ends[at] <= end else None

    def last(self, start: int, end: int) -> re.Match[str] | None:
        """The last match between two places."""
        at = bisect_right(self._ends, end) - 1
        for _ in range(_BASES):
            at -= at >= 0 and self._holds[at] < end
        return self._matches[at] if at >= 0 and self._starts[at] >= start else None


def _show_part(match: re.Match[str], year: int) -> str:
    if match.group("year"):
        return str(year)
    if match.group("three"):
        return f"{year}Q1-Q3"
    if match.group("half"):
        return f"{year}H1"
    if match.group("late"):
        return f"{year}H2"
    if match.group("quarter"):
        return f"{year}Q{'一二三四'.index(match.group('quarter').replace('第', '')[0]) + 1}"
    first, last = (int(n) for n in re.findall(r"\d+", match.group("months"))[:2])
    return f"{year}-{first:02d}/{year}-{last:02d}"
