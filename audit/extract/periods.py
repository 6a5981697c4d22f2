"""The period a figure speaks of: from its clause, its sentence, its section, or the document.

Comes in: text before a figure and the year in force. Goes out: `2018`, `2018Q1-Q3`, `2018H1`, `2018-01/2018-11`, `2016/2020`.
"""

from __future__ import annotations

import re

_TO = r"\s*[—–\-~～至到]+\s*"
_RANGE = re.compile(rf"((?:19|20)\d{{2}}){_TO}((?:19|20)\d{{2}})\s*年")
_YEAR = re.compile(r"(?<![比较与])((?:19|20)\d{2})\s*年(?!版|级)")
_PART = re.compile(
    rf"(?P<three>前三季度|1{_TO}9月)|(?P<half>上半年|1{_TO}6月)|(?P<late>下半年)|(?P<quarter>(?:第)?[一二三四]季度)|(?P<months>(\d{{1,2}}){_TO}(\d{{1,2}})月)"
)
_WORDS = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "明年": 1, "来年": 1}
_WORD = re.compile(r"(?<![比较同超])(今年|本年|当年|明年|来年)|(?:^|[，,；;。])(去年|上年)(?!同期|末)")
_FIVE = {"十一五": "2006/2010", "十二五": "2011/2015", "十三五": "2016/2020", "十四五": "2021/2025", "十五五": "2026/2030"}
_SPAN = re.compile(r"[“\"]?(十[一二三四五]五)[”\"]?(?:时期|期间|以来|末)")


def find_period(text: str, year: int | None) -> tuple[str | None, int | None]:
    """The last period that a text names, and the year it is in; (None, year) where it names none.

    >>> find_period("前三季度,全区实现", 2018), find_period("力争2019年新增", 2018)
    (('2018Q1-Q3', 2018), ('2019', 2019))
    """
    named = list(_YEAR.finditer(text))
    span = _SPAN.search(text)
    if span and not named:
        return _FIVE.get(span.group(1)), year
    ranges = list(_RANGE.finditer(text))
    if ranges and (not named or ranges[-1].end() >= named[-1].end()):
        return f"{ranges[-1].group(1)}/{ranges[-1].group(2)}", int(ranges[-1].group(2))
    words = list(_WORD.finditer(text))
    at = -1
    if named:
        year, at = int(named[-1].group(1)), named[-1].start()
    if words and words[-1].start() > at and year is not None and not named:
        year += _WORDS[words[-1].group(1) or words[-1].group(2)]
        at = words[-1].start()
    parts = list(_PART.finditer(text))
    if parts and year is not None:
        return _show_part(parts[-1], year), year
    return (str(year) if at >= 0 and year is not None else None), year


def _show_part(match: re.Match[str], year: int) -> str:
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
