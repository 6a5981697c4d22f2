"""Lists of parts behind a total: 总投资10亿元，其中甲6亿元、乙5亿元; a bracket behind an amount; the rows of a table.

Comes in: the figures of a sentence, or the rows of a table. Goes out: a total with its parts and whether the list is closed. 其中 lists are
open unless their names are all the classes there are (一般债务, 专项债务); 等 opens any list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from audit.knowledge import load_partitions
from audit.model import Figure, Reading, Sentence
from audit.patterns import regex
from audit.relate.classes import are_exclusive, close_names, label_parts
from audit.relate.operands import Mention, core_name, is_part, mentions_of, same_clause

_CLAUSE_BETWEEN = regex(r"[，,；;。].*\p{Han}")
_OPENS = regex(r"其中(?!之|的[一大小多])[，,：:]?|分别(?:为|是)[：:]?|包括[：:]?|(?:主要)?用于|具体为[：:]?|含(?=\p{Han})")
_BRACKET = regex(r"^\s*[（(]\s*(?:其中[，,：:]?|含|包括)?")
_LEFT = regex(r"(?:剩余|尚余|其余|余下)(?:的)?$")
_NO_PART = regex(r"其中(?:包括|有|含)[^，,；;]*等[，,]|(?:剩余|尚余|余下)的?$")
"""Members named without numbers (215个网点，其中包括学校、医院等，5600人), and what is left of something else (主要用于救灾，剩余3亿元)."""
_OPENING = regex(r"\s*其中[，,：:]?")
_COMPARED = regex(r"(?:[是为][^，,；;。]{2,14}|[比较][^，,；;。]{0,14})$")
"""Before a level that another is measured on: 326.5亿元，是2018年238.6亿元的1.37倍."""
_PER = regex(r"每\p{Han}{1,4}|人均|户均|平均|时速|速度|最[高低大小长短快]")
_ASIDE = regex(
    r"[（(][^）)]*(?:累计|共|总[数量]|现有|目前|上年|去年|同期|上月|此前|原|较|比(?!例|赛)|截至|历年|每|折合|折|约合|相当于)[^）)]*$"
)
"""A bracket that holds no part: 新增30家（累计486家）, 12家（上年35家）."""
_BARE = regex(r"^\s*[（(]\s*(?!其中|含|包括)")
_DOUBT = regex(r"等|[比较]|其中|含|包括|任务|目标|计划|主要|不足|上年|去年|同期|预算|争取")
"""Words in a part's name that make it no plain part: 较上年增加, 含, 任务数."""
_CLOSES = regex(r"[）)]")


@dataclass(frozen=True, slots=True)
class PartList:
    """A total, its parts in order, the word that opens the list, and what closes it (empty: the list is open).

    The parts of an `exclusive` list cannot overlap: open or not, they cannot exceed their total.
    """

    total: Figure
    parts: tuple[Figure, ...]
    link: str
    closed_by: str
    sentence: Sentence
    exclusive: bool = False


def find_lists(reading: Reading) -> Iterator[PartList]:
    """All part lists of a document, in reading order."""
    before: tuple[Mention, ...] = ()
    for sentence in reading.sentences:
        if sentence.slots and sentence.row is None:
            mentions = mentions_of(reading, sentence)
            yield from _lists_of(mentions)
            yield from _rests_of(mentions)
            goes_on = _OPENING.match(sentence.text) is not None
            if before and goes_on:
                yield from _carried_over(before, mentions)
            before = (*before, *mentions) if goes_on else mentions


def _carried_over(before: tuple[Mention, ...], mentions: tuple[Mention, ...]) -> Iterator[PartList]:
    """A sentence that opens with 其中 lists parts of a total before it: …2719.80亿元。其中，住宅投资1932.13亿元.

    It may go back beyond the last total (总装机1600万千瓦，太阳能331万千瓦。其中，可再生能源409万千瓦), which then contradicts nothing.
    """
    parts, ended_by = _collect(mentions[0].figure, mentions, 0, bracket=False, short=False)
    if not parts or _PER.search(parts[0].figure.indicator) or _NO_PART.search(mentions[0].gap):
        return
    own = [m for m in before if not is_part(m) and "其中" not in m.sentence.text[: m.slot.lead] and not _COMPARED.search(m.gap)]
    totals = [m.figure for m in own if m.figure.kind == "level" and _can_hold(m.figure, parts[0].figure)]
    if totals:
        first = parts[0].figure.value
        total = next((t for t in reversed(totals) if t.value and first and t.value >= first), totals[-1])
        parts = parts[:1] + [part for part in parts[1:] if _same_list(parts[0], part) or _can_hold(total, part.figure)]
        yield _make_list(total, parts, "其中", ended_by, mentions[0].sentence)


def _can_hold(total: Figure, part: Figure) -> bool:
    """Whether a figure of the sentence before is of the part's kind: 房地产开发投资 and 住宅投资, 农民工总量 and 本地农民工."""
    name, tail = core_name(total.indicator), core_name(part.indicator)
    same_end = name[-2:] == tail[-2:] or _strip_measure(name)[-2:] == _strip_measure(tail)[-2:]  # 药品销售总额, 零售市场销售额
    alike = len(name) >= 2 and (same_end or name in tail or _is_total_of(total.indicator, part.indicator))
    return (
        alike
        and (total.unit, total.status, total.aspect == "new") == (part.unit, part.status, part.aspect == "new")
        and not _PER.search(total.indicator)
    )


def _strip_measure(name: str) -> str:
    """A name without the 额 or 值 that a total bears as 总额."""
    return name[:-1] if len(name) > 2 and name[-1] in "额值" else name


def _is_total_of(total: str, part: str) -> bool:
    """Whether a name is that of the whole of which the part is a class by definition: 地区生产总值, 第一产业增加值."""
    return any(
        any(total.endswith(name) for name in partition.totals) and any(cls in part for cls in partition.classes)
        for partition in load_partitions()
    )


def _lists_of(mentions: tuple[Mention, ...]) -> Iterator[PartList]:
    """The lists of one sentence. What bears the name of another amount before the list is a part of that one: 总投资538亿元，
    年度投资50亿元，其中由我局牵头的总投资102亿元."""
    taken: set[int] = set()
    for n, mention in enumerate(mentions):
        if mention.figure.kind != "level" or not mention.figure.unit or _PER.search(mention.figure.indicator + mention.gap[-6:]):
            continue
        opened = _opening(mentions, n)
        if opened is None:
            continue
        start, link, bracket = opened
        parts, ended_by = _collect(mention.figure, mentions, start, bracket=bracket, short=link.startswith("、"))
        names = {m.figure.indicator for m in mentions[:start] if m is not mention and m.number not in taken}
        parts = [part for part in parts if not _is_closer(part.figure, names, mention.figure)]
        taken.update(part.number for part in parts)
        if parts:
            yield _make_list(mention.figure, parts, link.strip("、"), ended_by, mention.sentence)


def _is_closer(part: Figure, others: set[str], total: Figure) -> bool:
    """Whether another amount before a list is what the part is of: its name ends like the part's for longer than the total's does."""
    shared = _shared_end(part.indicator, total.indicator)
    same = any(core_name(part.indicator) == core_name(other) for other in others)
    return same or any(_shared_end(part.indicator, other) >= max(3, shared + 1) for other in others)


def _shared_end(a: str, b: str) -> int:
    return next((n for n in range(min(len(a), len(b))) if a[-1 - n] != b[-1 - n]), min(len(a), len(b)))


def _rests_of(mentions: tuple[Mention, ...]) -> Iterator[PartList]:
    """What is done and what is left of a total: 16项问题已整改完成7项，剩余9项. Nothing else in their unit may stand between."""
    for n, mention in enumerate(mentions):
        if n < 2 or not _LEFT.search(mention.gap):
            continue
        same = [m.figure for m in mentions[:n] if (m.figure.kind, m.figure.unit) == ("level", mention.figure.unit)]
        together = all(same_clause(m.gap) for m in mentions[n - 1 : n + 1])
        if len(same) == 2 and same[1] is mentions[n - 1].figure and together and mention.figure.kind == "level":
            yield PartList(same[0], (same[1], mention.figure), "剩余", "剩余", mention.sentence)


def _opening(mentions: tuple[Mention, ...], at: int) -> tuple[int, str, bool] | None:
    """Where a list begins behind a total: at once in a bracket, or behind 其中 (a growth rate may stand between)."""
    if (
        at + 1 < len(mentions)
        and _BRACKET.match(_without_brackets(mentions[at + 1].gap))
        and not _ASIDE.search(mentions[at + 1].gap)
        and not re.search(r"[；;。]", mentions[at + 1].gap)
    ):
        return at + 1, "（", True
    for n in range(at + 1, min(at + 4, len(mentions))):
        gap = _without_brackets(mentions[n].gap)
        opens = None if _NO_PART.search(gap) else _OPENS.search(gap)
        if (
            opens
            and not re.search(r"[（(][^）)]*$", gap[: opens.start()])
            and _speaks_of_total(gap[: opens.start()], opens.group(), gap[opens.end() :])
        ):
            inner = "、" if gap[: opens.start()].rstrip().endswith("、") else ""
            return n, inner + opens.group().strip("，,：:"), False
        other = mentions[n].figure
        if (other.kind == "level" and other.unit == mentions[at].figure.unit) or re.search(r"[；;]", gap):
            return None
    return None


def _speaks_of_total(between: str, word: str, behind: str) -> bool:
    """Whether the list is the total's own: in `3个项目，常规项目包括…9个` another subject stands before 包括.

    Behind 用于 the amount follows its purpose at once: 安排5.3亿元用于养老；安排11.8亿元用于医疗 are two amounts.
    """
    if word == "用于" and re.search(r"[，,；;。]", behind):
        return False
    return word.startswith("其中") or _CLAUSE_BETWEEN.search(between) is None


def _without_brackets(gap: str) -> str:
    """Words without brackets that close again: （上年不变价）， says nothing of a list."""
    return re.sub(r"[（(][^（()）]*[）)]", "", gap)


def _collect(total: Figure, mentions: tuple[Mention, ...], start: int, *, bracket: bool, short: bool) -> tuple[list[Mention], str]:
    """The levels of the list in the total's unit; figures in a deeper bracket are parts of a part, not of the total.

    A list that opens behind 、 is `short`: 新增铁路639公里、其中高铁370公里，新增公路2600公里 has one part.
    """
    parts: list[Mention] = []
    depth = 0
    for n in range(start, len(mentions)):
        gap = mentions[n].gap
        if n > start:
            if bracket and _CLOSES.search(gap):
                return parts, gap
            if not bracket and re.search(r"[。！？]|其中|累计|合计|共计|总计" + ("|[，,]" if short else ""), gap):
                return parts, gap
        inner = gap if n > start else ("" if bracket else gap)
        depth = max(0, depth + len(re.findall(r"[（(]", inner)) - len(re.findall(r"[）)]", inner)))
        figure = mentions[n].figure
        if n > start and re.search(r"[；;]", gap) and (not parts or not _same_list(parts[-1], mentions[n])):
            return parts, gap
        if n > start and not parts and re.search(r"[，,]", gap) and not _counts_as_total(mentions, start):
            return parts, gap
        if figure.kind != "level" or depth:
            continue
        if figure.unit != total.unit and {figure.unit, total.unit} != {"元", "美元"}:
            continue
        if figure.unit != total.unit or figure.status != total.status:
            return parts, gap
        parts.append(mentions[n])
    return parts, mentions[-1].behind


def _counts_as_total(mentions: tuple[Mention, ...], start: int) -> bool:
    """Whether a list begins with a unit that was counted before it; in `6款机型获证，其中4项技术领先，10款外观获专利` it has no parts."""
    first = mentions[start].figure
    return first.kind != "level" or not start or first.unit in {mention.figure.unit for mention in mentions[:start]}


def _same_list(last: Mention, mention: Mention) -> bool:
    """Whether a list goes on behind a semicolon: its names are classes of one set (出口…；进口…)."""
    return are_exclusive([last.figure.indicator, mention.figure.indicator])


def _make_list(total: Figure, parts: list[Mention], link: str, ended_by: str, sentence: Sentence) -> PartList:
    """The list with what closes it: names that are all classes of a set, or its form, unless 等 follows."""
    labels = label_parts(parts)
    closed = "" if "等" in ended_by else close_names(labels) or _close_form(parts, link, ended_by)
    return PartList(total, tuple(m.figure for m in parts), link, closed, sentence, are_exclusive(labels))


def _close_form(parts: list[Mention], link: str, ended_by: str) -> str:
    """The form that closes a list of at least two parts and nothing else: a bracket without 其中, or uses up to the full stop."""
    whole = len(parts) > 1 and all(b.number == a.number + 1 for a, b in pairwise(parts))
    if not whole or any(_DOUBT.search(part.gap) for part in parts):
        return ""
    bracket = link == "（" and _BARE.match(parts[0].gap) and re.match(r"\s*[）)]", ended_by)
    uses = link == "用于" and re.match(r"\s*[。；;]?\s*$|\s*[；;]", ended_by)
    return link if bracket or uses else ""
