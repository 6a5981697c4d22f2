"""What a multiple is of, where it is an earlier time: 由2018年的120家发展到360家，是2018年的3倍; 是五年前的3倍.

Comes in: the figures of a sentence. Goes out: the level and the earlier one that it is a multiple of. It refuses a time that is not the
one the earlier level is said to be of.
"""

from __future__ import annotations

import re

from audit.model import Figure
from audit.patterns import regex
from audit.relate.operands import Mention, core_name, same_clause

_OF_TIME = regex(
    r"\s*[，,、]?\s*(?:约|已|即|规模|总量|总数|数量)?(?:是|为|达到?|相当于)(?:了)?(?:约)?(?P<time>(?P<year>\d{4})年(?:末|底|初)?"
    r"|上年|去年|同期|上年同期|去年同期|(?P<ago>[一二两三四五六七八九十\d]{1,2})年前|原来|当初|之前|过去|此前)的\s*"
)
_FROM = regex(r"[由从](?P<when>[^，,；;。]{0,16})$")
_TO = regex(r"[到至为]\s*$")
_LAST = regex(r"上年|去年|同期")
_AT_FIRST = regex(r"原来|当初|之前|过去|此前")
_YEAR = regex(r"(\d{4})年")


def find_earlier_level(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The level and the one before it of which the multiple at `at` is said."""
    said = _OF_TIME.fullmatch(mentions[at].gap)
    if said is None or at < 2:
        return None
    first, second = mentions[at - 2], mentions[at - 1]
    a, b = first.figure, second.figure
    alike = a.kind == b.kind == "level" and a.unit == b.unit and a.status == b.status and same_clause(second.gap)
    if not alike or core_name(a.indicator) != core_name(b.indicator):
        return None
    opens = _FROM.search(first.gap)
    if opens is not None and _TO.search(second.gap):
        return (b, a) if _is_then(opens.group("when"), said, b) else None
    return (b, a) if a.period != b.period and a.period == _base_of(said, b) else None


def _is_then(when: str, said: re.Match[str], level: Figure) -> bool:
    """Whether the time a level rose from may be that of the multiple; where the text names none, it is unless that is the last year."""
    year, base = _YEAR.search(when), _base_of(said, level)
    if year is not None:
        return base == year.group(1) or _AT_FIRST.search(said.group("time")) is not None
    if re.search("[年月季初末底]", _LAST.sub("", when)):
        return False  # 由年初的300家增加到360家，是五年前的3倍
    return _LAST.search(when) is not None if _LAST.search(said.group("time")) else _LAST.search(when) is None and not said.group("year")


def _base_of(said: re.Match[str], level: Figure) -> str | None:
    """The year that a multiple is of; None where its words do not tell."""
    if said.group("year"):
        return said.group("year")
    year = re.fullmatch(r"\d{4}", level.period or "")
    if year is None or _AT_FIRST.search(said.group("time")):
        return None
    ago = {number: value for value, number in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
    back = int(said.group("ago")) if (said.group("ago") or "").isdigit() else ago.get(said.group("ago") or "一")
    return None if back is None else str(int(year.group()) - back)
