"""Relation `tally`, what = list: an announced count beside the list that it counts.

Comes in: a reading. Goes out: one row for each count with a list directly before it (A、B、C三项指标) or behind it (四项指标:…, 三高(…)).
A list that may be shorter or longer by an honest reading has a range of counts; one that need not be complete is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from audit.model import Reading, RelationRow, Sentence, Span
from audit.patterns import regex
from audit.relate.announced import Announced, find_announced, has_noun
from audit.relate.enumeration import CLAUSE_END, FILLER, Enumeration, mask_groups, read_list
from audit.relate.rows import make_row
from audit.relate.spelled import read_behind
from audit.relate.words import match_any

_ADVERBIAL = regex(r"[在于赴到从向对为给由]\p{Han}*$")
_OPEN = regex(r"(?<![高中初平同优劣何均对特甲头次])等(?![级于待候同])")
_STEP = regex(r"[—–－→]+|--?")
_SHORT = 4
_PLACE = regex("街道|乡镇|镇|乡")
_BODIES = regex("基地|示范区|试验区|先行区|开发区|新区|园区|中心|综合体|大学|学院|研究院|医院|公园|博物馆|图书馆|机场|高铁站|水库|实验室")
_PLACES = regex(
    r"在(?P<list>[^，,；;。：:在]{2,60}、[^，,；;。：:在]{2,20}?)(?:等地|等)?(?:成功|先后|分别|联合|牵头)?(?:举办|召开|开展|组织)(?:了)?$"
)
_GOES_ON = regex(r"\p{Han}{1,12}?等[，,。；;、]|共(?:计|有)?\d")
_LONGEST_NAME, _SHORT_NAME, _LEVEL_NAME = 14, 8, 5
_FEW = 10
"""Up to here a count is taken for the number of the names before it and not for an amount: 孵化器、众创空间12家 is an amount."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of all lists with a count."""
    for sentence in reading.sentences:
        if sentence.row is not None:
            continue
        for announced in find_announced(reading, sentence):
            found = read_before(sentence, announced) or read_behind(reading, sentence, announced)
            places = None if found else read_places(sentence, announced)
            if found:
                yield _build_row(reading, sentence, announced, found, "list")
            elif places:
                yield _build_row(reading, sentence, announced, places, "places")


def read_places(sentence: Sentence, announced: Announced) -> Enumeration | None:
    """The places at which something is held, where they are more than it is held times: 在杭州、北京、合肥举办2场."""
    match = _PLACES.search(sentence.text, 0, announced.start)
    found = read_list(mask_groups(sentence.text), *match.span("list")) if match else None
    return found if found and announced.counter in ("场", "次", "届", "期") and found.low > announced.number else None


def read_before(sentence: Sentence, announced: Announced) -> Enumeration | None:
    """The list directly before a count, where the count can only be the number of its items."""
    masked = mask_groups(sentence.text)
    end = announced.start - announced.quoted
    found = _read_quoted(sentence.text, masked, end) or _read_clause(sentence, masked, end)
    if found is None or not (announced.is_closed or has_noun(sentence.text, announced.end)):
        return None
    names = [sentence.text[first:last] for first, last in found.items]
    if not announced.fits(names):
        return None
    if found.plain and _share_noun(names, sentence.text[announced.end : announced.end + 10]):
        found = replace(found, low=max(found.low, found.marked))
    if found.open or found.low <= announced.number <= found.high:
        return found
    if _is_member(sentence.text, announced) or _runs_on(found):
        return None
    if found.low > announced.number:
        return found
    return found if _names_each(sentence.text, found, announced) else None


def _names_each(text: str, found: Enumeration, announced: Announced) -> bool:
    """Whether a list that is too short is meant to be complete: 陕州、湖滨三区, but not 在海淀、朝阳5个街道.

    An item much longer than the others may be several (新疆、西藏和四川云南甘肃青海四省), one of one character a part of a word.
    """
    if announced.number > min(_FEW, 2 * found.high):
        return False
    if announced.counter == "级":
        return max(end - start for start, end in found.items) <= _LEVEL_NAME
    if all(text[:end].endswith(announced.counter) for _, end in found.items):
        return True
    if _share_noun([text[start:end] for start, end in found.items], text[announced.end : announced.end + 10]):
        return True
    if announced.counter == "大" and not announced.quoted and all(_names_one(text[start:end]) for start, end in found.items):
        return True
    sizes = [end - start for start, end in found.items]
    even = min(sizes) >= 2 and sizes[-1] <= 3 * min(sizes[:-1])
    sums_up = (announced.names_class and max(sizes) <= _SHORT_NAME) or _lacks_one(text, found, announced)
    return found.plain and even and (len(found.items) >= 3 or sums_up)


def _names_one(item: str) -> bool:
    """Whether a name ends in a word for one body or place, and has no other of them in it: 国家农业科技园区; not 园区开发区."""
    return len(_BODIES.findall(item)) == 1 and _BODIES.search(item).end() == len(item)  # type: ignore[union-attr]


def _lacks_one(text: str, found: Enumeration, announced: Announced) -> bool:
    """Whether a list is one short of a number in words that sums it up: 东湖、南桥三个街道, A、B“三大基金”; not 在城东、城西三个街道.

    Numbers in digits count things (城东、城西3条道路), and so may those behind a place (在) or before a noun of another kind
    (养老、托育三个示范项目).
    """
    if announced.number != len(found.items) + 1 or text[announced.start].isdigit():
        return False
    first = text[: found.items[0][1]]
    lead, *sizes = (end - start for start, end in found.items)
    if announced.quoted:
        return announced.counter == "大" and min(sizes) > 2 and lead <= max(sizes) + 3
    here = _ADVERBIAL.search(re.split(r"[，,；;。：:]", first)[-1])
    noun = text[announced.end : announced.end + 8]
    kin = _PLACE.match(noun) is not None or any(text[end - 1] in noun for _, end in found.items)
    return announced.counter in ("个", "项") and here is None and max(sizes) <= _SHORT and kin


def _is_member(text: str, announced: Announced) -> bool:
    """Whether the count is only a part of the last name of a list: 获省劳模、全国先进和全国十佳企业家等, 滑冰、冰球、冬季两项共3个大项."""
    return _GOES_ON.match(text, announced.end) is not None


def _runs_on(found: Enumeration) -> bool:
    """Whether the last item is far too long to be a name beside the others: 甲、乙、丙等领导视察时曾亲临这两个车间."""
    *others, last = (end - start for start, end in found.items)
    return last > max(8, 3 * max(others)) or min(max(others), last) > _LONGEST_NAME


def _share_noun(items: list[str], behind: str) -> bool:
    """Whether all items end in one word that the class is called by too: 养老保险、工伤保险三项社会保险."""
    word = items[0][-2:]
    return len(word) == 2 and word in behind and all(item.endswith(word) for item in items)


def _read_quoted(text: str, masked: str, end: int) -> Enumeration | None:
    """A list that stands in one pair of quotes: “问题清单、责任清单”两张清单."""
    if end < 2 or text[end - 1] != "”":
        return None
    start = text.rfind("“", 0, end)
    if start < 0:
        return None
    if (steps := _read_steps(text, start + 1, end - 1)) is not None:
        return steps
    if "、" not in text[start:end] or masked[max(0, start - 1) : start] in ("、", "和", "及", "与"):
        return None
    found = read_list(mask_groups(text[start + 1 : end - 1], quotes=False).rjust(end - 1, FILLER), start + 1, end - 1)
    return replace(found, low=found.high, plain=True) if found else None


def _read_steps(text: str, start: int, end: int) -> Enumeration | None:
    """The steps of a ladder in quotes: “雏鹰—瞪羚—领军”四级培育体系."""
    places, at = [], start
    for match in _STEP.finditer(text, start, end):
        places.append((at, match.start()))
        at = match.end()
    places.append((at, end))
    plain = len(places) > 2 and all(2 <= last - first <= 8 and "、" not in text[first:last] for first, last in places)
    return Enumeration(tuple(places), len(places), len(places)) if plain else None


def _read_clause(sentence: Sentence, masked: str, end: int) -> Enumeration | None:
    """The list that ends where the count begins, back to the last mark or the last item with a figure in it."""
    marks = list(CLAUSE_END.finditer(masked, 0, end))
    start = marks[-1].end() if marks else 0
    numbers = [slot.end for slot in sentence.slots if start <= slot.start < end]
    if numbers:
        mark = masked.find("、", numbers[-1], end)
        start = mark + 1 if mark >= 0 else end
    found = read_list(masked, start, end)
    if found is None or _closing_verb().search(masked, found.items[0][0], found.items[-1][1]):
        return None
    return None if _OPEN.search(masked, start, found.items[-1][1]) else found


@cache
def _closing_verb() -> re.Pattern[str]:
    return regex(f"(?:{match_any('counting_verb')})$")


def _build_row(reading: Reading, sentence: Sentence, announced: Announced, found: Enumeration, what: str) -> RelationRow:
    columns: dict[str, object] = announced.columns() | {
        "what": what,
        "indicator": announced.figure.indicator if announced.figure else "",
        "open": found.open,
        "listed": found.low,
        "listed_high": found.high,
    }
    figures = (announced.figure,) if announced.figure else ()
    return make_row(
        "tally", reading, sentence, columns, (_announced_span(reading, sentence, announced), *_item_spans(reading, sentence, found)),
        figures=figures, arithmetic=show_count(announced.number, found),
    )  # fmt: skip


def show_count(announced: int, found: Enumeration) -> str:
    """Announced and listed count for people: `announced 3, listed 4`."""
    listed = str(found.low) if found.low == found.high else f"{found.low}-{found.high}"
    return f"announced {announced}, listed {listed}{' …' if found.open else ''}"


def _announced_span(reading: Reading, sentence: Sentence, announced: Announced) -> Span:
    return reading.place(sentence, announced.start, announced.end, "announced")


def _item_spans(reading: Reading, sentence: Sentence, found: Enumeration) -> tuple[Span, ...]:
    """The whole list where it is short, else its items' first characters."""
    if found.spans:
        return found.spans
    end = found.items[-1][1]
    start = max(found.items[0][0], found.items[0][1] - 16)
    if end - start <= 80:
        return (reading.place(sentence, start, end, "listed"),)
    return tuple(reading.place(sentence, first, min(last, first + 20), "item") for first, last in found.items)
