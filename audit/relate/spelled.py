"""Lists behind an announced count: with a colon, in a bracket, or as 一是…二是… and numbered headings.

Comes in: an announced count in its sentence. Goes out: the list behind it as an Enumeration, or None. A list holds if one way of
separating it fits the count; it is only contradicted where the text says outright that the list follows (分别为, a bracket, 一是).
"""

from __future__ import annotations

import re
from functools import cache

from audit.model import Heading, Reading, Sentence, Span
from audit.patterns import regex
from audit.relate.announced import Announced
from audit.relate.enumeration import FILLER, Enumeration, mask_groups, read_list
from audit.relate.words import load_lists, match_any

_COLON = regex(r"[^，,。；;：:、！!？?\n]{0,40}?(?P<says>分别为|分别是|依次为|依次是|即|如下)?\s*(?:[：:]|(?P<dash>——))\s*")
_ORDER = regex(r"[^，,。；;：:、！!？?\n]{0,40}?(?P<says>分别为|分别是|依次为|依次是)\s*[：:]?\s*")
_BRACKET = regex(r"[^，,。；;：:、！!？?（(“”\n]{0,10}[”’]?[（(]")
_CLOSE = regex(r"[）)]")
_NAMELY = regex(r"(?P<noun>\p{Han}{2,6})(?:[”’]\p{Han}{0,4})?\s*[，,]?\s*(?:即|就是|分别为|分别是)\s*[：:]?\s*")
_MEASURES = regex(r"\p{Han}{0,4}(?:指标|目标|任务)[：:]")
_GOES_ON = regex(
    r"\s*(?:比|较|同比|环比|其中|占|累计|达|增长|下降|为|完成率|超|并|且|以|力争|确保|增幅|增速|\d"
    r"|[高低快优慢好多少]于|高出|领先|居|位|列|排名|分别|约|近|逾|提[高升]|提前|净增|同)"
)
ITEM = 5
"""The level of 一是…二是 inside a paragraph."""
_INNER = (3, 4)
"""The levels of 1. and (1)."""

_SAYS = regex(
    r"[^，,。；;：:、！!？?\n]{0,20}"
    r"(?:[：:]|(?:方面|工作|任务|举措|措施|行动|原则|问题|环节|文章|抓手|重点|内容|特点|关系|关)(?P<stop>。))"
)
_MARKS = {"；": regex("[；;]"), "，": regex("[；;，,]"), "、": regex("[；;，,、]")}


def read_behind(reading: Reading, sentence: Sentence, announced: Announced) -> Enumeration | None:
    """The list behind a count, whichever way it is written."""
    return (
        _read_bracket(sentence, announced)
        or _read_numbered(reading, sentence, announced)
        or _read_colon(sentence, announced)
        or _read_namely(sentence.text, announced)
    )  # fmt: skip


def _read_bracket(sentence: Sentence, announced: Announced) -> Enumeration | None:
    """“三高”(高新企业、高新平台、高新技术); 12个县（市、区） only spells the noun out."""
    text = sentence.text
    match = _BRACKET.match(text, announced.end)
    if match is None:
        return None
    close = _CLOSE.search(text, match.end())
    if close is None or _excluded().match(text, match.end()):
        return None
    start, end = match.end(), close.start()
    found = read_list(mask_groups(text[start:end]).rjust(end), start, end)
    if found is None:
        return _read_letters(text, start, end, announced)
    spelling = load_lists()["spelling"]
    items = [text[first:last] for first, last in found.items]
    if found.open or any(item in spelling for item in items) or re.search(r"\d", text[start:end]):
        return None
    if found.low <= announced.number <= found.high:
        return found
    return found if announced.number <= 10 and len(items) >= 3 else _read_letters(text, start, end, announced)


def _read_letters(text: str, start: int, end: int, announced: Announced) -> Enumeration | None:
    """The letters of a slogan, each standing for one: 十联动(产学研用金、才政介美云). Only if they fit."""
    places = tuple((n, n + 1) for n in range(start, end) if "\u4e00" <= text[n] <= "\u9fff")
    return Enumeration(places, announced.number, announced.number) if len(places) == announced.number else None


@cache
def _excluded() -> re.Pattern[str]:
    return regex(f"\\s*(?:{match_any('not_listing')})")


def _read_colon(sentence: Sentence, announced: Announced) -> Enumeration | None:
    masked = mask_groups(sentence.text)
    match = _ORDER.match(masked, announced.end) or _COLON.match(masked, announced.end)
    if match is None:
        return None
    end = len(masked.rstrip("。！!？? \n"))
    dash = match.groupdict().get("dash") is not None
    ways = _read_ways(masked, match.end(), end)
    plain = _read_plainly(sentence, masked, match.end(), end) if match.group("says") or dash else []
    repeated = _read_repeated(masked, announced, match.end(), end) or _read_measured(sentence, masked, announced, (match.end(), end))
    readings = repeated or plain or ways
    if not readings:
        return None
    sure = bool(repeated or (dash and plain))
    tried: list[Enumeration] = readings if sure else [*readings, *ways]
    fitting = [found for found in tried if found.low <= announced.number <= found.high]
    if fitting:
        return fitting[0]
    outright = sure or match.group("says") not in (None, "即", "如下")
    if not outright or any(found.open for found in readings):
        return None
    low, high = min(found.low for found in readings), max(found.high for found in readings)
    return Enumeration(readings[0].items, low, high) if not low < announced.number < high else None


def _read_repeated(masked: str, announced: Announced, start: int, end: int) -> list[Enumeration]:
    """Items that each begin with the counted word: 三个坚持：坚持党建引领、坚持项目为王、坚持群众满意."""
    word = masked[announced.end : announced.end + 2]
    if len(word) < 2 or "等" in masked[max(start, end - 6) : end]:
        return []
    for mark in _MARKS.values():
        places = _split(masked, start, end, mark)
        if len(places) > 1 and all(masked[first:last].strip().startswith(word) for first, last in places):
            return [Enumeration(places, len(places), len(places))]
    return []


def _read_measured(sentence: Sentence, masked: str, announced: Announced, place: tuple[int, int]) -> list[Enumeration]:
    """Measures that each have a number of their own, one more or less than announced: 三项指标：甲增长5%，乙3亿元，丙8家，丁为9%."""
    start, end = place
    if not _MEASURES.match(masked, announced.end) or "等" in masked[max(start, end - 6) : end]:
        return []
    marks = _MARKS["；"] if _MARKS["；"].search(masked, start, end) else _MARKS["，"]
    places = _split(masked, start, end, marks)
    own = [sum(first <= slot.start < last and masked[slot.start] != FILLER for slot in sentence.slots) for first, last in places]
    begun = [_GOES_ON.match(masked, first, last) for first, last in places]
    plain = set(own) == {1} and not any(begun) and len(places) > 2 and abs(len(places) - announced.number) <= 1
    return [Enumeration(places, len(places), len(places))] if plain else []


def _read_plainly(sentence: Sentence, masked: str, start: int, end: int) -> list[Enumeration]:
    """The one way to read a list behind 分别为: parts of one shape between ；, or names without numbers between 、."""
    parts = _split(masked, start, end, _MARKS["；"])
    shapes = {tuple(masked.count(mark, first, last) for mark in "，,、") for first, last in parts}
    if len(parts) > 1 and len(shapes) == 1:
        return [Enumeration(parts, len(parts), len(parts))]
    stop = _MARKS["，"].search(masked, start, end)
    last = stop.start() if stop else end
    names = read_list(masked, start, last)
    numbered = any(start <= slot.start < last for slot in sentence.slots)
    return [names] if names and not numbered and names.high > 2 else []


def _read_namely(text: str, announced: Announced) -> Enumeration | None:
    """Names that all end in the counted noun: “三大工程”，即强基工程、提质工程和惠民工程. Behind another name the list may go on."""
    match = _NAMELY.match(text, announced.end)
    if match is None:
        return None
    noun = re.escape(match.group("noun")[-2:])
    item = rf"[“《]?[^，,；;。、：:]{{1,12}}?{noun}[”》]?"
    run = regex(rf"{item}(?:(?:[、，,]|以及|[和及与])\s*{item})+(?P<behind>等|\s*(?:[，,。；;]|$))").match(text, match.end())
    if run is None:
        return None
    places = tuple(found.span() for found in regex(item).finditer(text, match.end(), run.start("behind")))
    return Enumeration(places, len(places), len(places), open=run.group("behind") == "等")


def _split(masked: str, start: int, end: int, marks: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    places, at = [], start
    for match in [*marks.finditer(masked, start, end), None]:
        places.append((at, match.start() if match else end))
        at = match.end() if match else end
    return tuple(places)


def _read_ways(masked: str, start: int, end: int) -> list[Enumeration]:
    """The list by each way to separate it: ； ， 、 over the sentence, or 、 up to the first ， or ；."""
    found = []
    for pattern in _MARKS.values():
        places = _split(masked, start, end, pattern)
        if len(places) > 1:
            found.append(Enumeration(places, len(places), len(places)))
    for mark in (_MARKS["，"], _MARKS["；"]):
        first = mark.search(masked, start, end)
        short = read_list(masked, start, first.start() if first else end)
        if short:
            found.append(short)
    return found


def _read_numbered(reading: Reading, sentence: Sentence, announced: Announced) -> Enumeration | None:
    """三项工作：一是…二是…三是…, or the same as headings below: the numbers up to the last in order."""
    says = _SAYS.match(sentence.text, announced.end)
    if says is None:
        return None
    behind = reading.place(sentence, announced.start, says.end()).end
    headings = [heading for heading in reading.headings if heading.span.start >= behind and heading.number is not None]
    if not headings or reading.clean.source.text[behind : headings[0].span.start].strip():
        return None
    if says.group("stop") and headings[0].level != ITEM:
        return None
    run = _read_run(headings)
    spans = tuple(Span(h.span.start, h.span.start + len(h.mark), h.mark, "heading") for h in run)
    return Enumeration((), len(run), len(run), spans=spans) if len(run) > 1 else None


def _read_run(headings: list[Heading]) -> list[Heading]:
    """The headings of the first one's level as far as they run: 1, 2, 3 … up to the first that is not the next.

    Below 一是 there may be numbers that stand above it elsewhere: 一是建平台。 1.抓布局。 2.抓投入。 二是育企业。
    """
    level, run = headings[0].level, list[Heading]()
    for heading in headings:
        inner = level == ITEM and heading.level in _INNER
        if heading.level < level and not inner:
            break
        if heading.level > level or inner:
            continue
        if heading.number != len(run) + 1:
            break
        run.append(heading)
    return run
