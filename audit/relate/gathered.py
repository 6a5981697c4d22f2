"""Totals that stand behind their parts: 金牌62枚、银牌47枚、铜牌58枚，奖牌总数167枚; 以上三类占比合计为87.8%; 零售药店总数68.37万家.

Comes in: a reading. Goes out: part lists for the relation `sum`. A list is closed where its total says how many it gathers (三类),
says nothing but 合计 or 共, or is the whole of its classes by definition; a total of the next sentence takes the parts that fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.extract.numerals import read_number
from audit.knowledge import load_partitions
from audit.model import Figure, Reading
from audit.patterns import regex
from audit.relate.classes import are_exclusive, close_names, label_parts
from audit.relate.lists import PartList
from audit.relate.operands import Mention, add_up, all_mentions, core_name, is_part
from audit.relate.slips import name_slip

_COUNTED = regex(r"(?:^|[，,；;、])(?:以上|上述|这)?(?P<number>[二两三四五六七八九])(?:者|项|类)[^，,；;。]{0,6}$")
_TOGETHER = regex(r"(?:合计|共计|总计|之和)[^，,；;。、]{0,4}$")
_BARE = regex(r"\s*[，,、]?\s*(?:共|合计|共计|总计|总共)(?:为|达|有)?\s*")
_NAMED = regex(r"\s*[，,]\s*(?P<name>\p{Han}{2,8})(?:总数|合计|共计|总计)(?:为|达到?|有)?\s*")
_LISTED = regex(r"[^；;。]*")
_FEWEST, _MOST = 2, 4


def find_gathered(reading: Reading) -> Iterator[PartList]:
    """The totals that gather what stood before them, in reading order."""
    before: tuple[Mention, ...] = ()
    for mentions in all_mentions(reading):
        if mentions[0].sentence.row is not None:
            continue
        for n, mention in enumerate(mentions):
            found = _gather_counted(mentions, n) or _gather_listed(mentions, n)
            if found is None and n == 0 and before and before[0].sentence.paragraph == mention.sentence.paragraph:
                found = _gather_before(before, mention)
            if found is not None:
                yield found
        before = mentions


def _gather_counted(mentions: tuple[Mention, ...], at: int) -> PartList | None:
    """As many parts as the total says: 以上三类占比合计为, 二者合计."""
    total, start = mentions[at], at
    if not _TOGETHER.search(total.gap):
        return None
    said = _COUNTED.search(re.sub(r"(?:合计|共计|总计|之和).*$", "", total.gap))
    number = read_number(said.group("number")) if said else None
    if number is None and at and mentions[at - 1].figure.unit in ("类", "项", "者") and re.search("以上|上述", mentions[at - 1].gap):
        number, start = read_number(str(mentions[at - 1].figure.value)), at - 1
    if number is None:
        return None
    size = int(number.value)
    alike = [m for m in mentions[:start] if _is_alike(m.figure, total.figure)]
    if len(alike) < size:
        return None
    return PartList(total.figure, tuple(m.figure for m in alike[-size:]), "合计", "合计", total.sentence)


def _is_alike(part: Figure, total: Figure) -> bool:
    same = (part.kind, part.unit, part.status) == (total.kind, total.unit, total.status)
    return same and part.kind in ("level", "share") and core_name(part.of) == core_name(total.of)


def _gather_listed(mentions: tuple[Mention, ...], at: int) -> PartList | None:
    """The list right before a total that only adds up: A 21万、B 9万，共30万; or that names the whole of its classes."""
    total = mentions[at]
    named = _NAMED.fullmatch(total.gap)
    if total.figure.kind != "level" or not total.figure.unit or not (named or _BARE.fullmatch(total.gap)):
        return None
    parts = _read_run(mentions, at)
    if len(parts) < _FEWEST:
        return None
    labels = label_parts(parts)
    classes = close_names(labels)
    if named and not _is_whole(named.group("name"), classes):
        return None
    figures = tuple(m.figure for m in parts)
    alone = not any(_is_alike(m.figure, total.figure) for m in mentions[: parts[0].number])
    closed = classes or ("合计" if alone and not named else "")
    return PartList(total.figure, figures, "合计", closed, total.sentence, are_exclusive(labels))


def _is_whole(name: str, classes: str) -> bool:
    """Whether a name is that of the whole of a set of classes: 奖牌 of 金牌、银牌、铜牌."""
    return any("、".join(p.classes) == classes and any(name.endswith(total) for total in p.totals) for p in load_partitions())


def _read_run(mentions: tuple[Mention, ...], at: int) -> list[Mention]:
    """The amounts of the total's unit directly before it, as far as no part of the sentence ends and no 其中 begins."""
    parts: list[Mention] = []
    for mention in reversed(mentions[:at]):
        if not _is_alike(mention.figure, mentions[at].figure) or is_part(mention):
            break
        parts.insert(0, mention)
        if not _LISTED.fullmatch(mention.gap) or mention.number == 0:
            break
    return parts


def _gather_before(before: tuple[Mention, ...], mention: Mention) -> PartList | None:
    """A sentence that opens with a total number takes the last amounts before it that come to it, or would but for one slip."""
    total = mention.figure
    if total.kind != "level" or not re.search(r"总[数量额]$", total.indicator) or not total.known:
        return None
    alike = [m.figure for m in before if _is_alike(m.figure, total)]
    endings = [alike[-size:] for size in range(_FEWEST, min(_MOST, len(alike)) + 1)]
    fitting = [parts for parts in endings if _comes_to(parts, total)]
    slipped = [] if fitting else [parts for parts in endings if all(f.known for f in parts) and name_slip(total, parts)]
    if len(fitting or slipped) != 1:
        return None
    return PartList(total, tuple((fitting or slipped)[0]), "总数", "总数" if fitting else "", mention.sentence)


def _comes_to(parts: Sequence[Figure], total: Figure) -> bool:
    return all(part.known for part in parts) and add_up(parts)[0].meets(total.interval)
