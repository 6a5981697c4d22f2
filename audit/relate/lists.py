"""Lists of parts behind a total: 总投资10亿元，其中甲6亿元、乙5亿元; a bracket behind an amount; the rows of a table.

Comes in: the figures of a sentence, or the rows of a table. Goes out: a total with its parts and whether the list is closed. 其中 lists are
open unless their names are all the classes there are (一般债务, 专项债务); 等 opens any list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.knowledge import load_partitions
from audit.model import Figure, Reading, Sentence
from audit.relate.operands import Mention, mentions_of

_OPENS = re.compile(r"其中[，,：:]?|分别(?:为|是)[：:]?|包括[：:]?|主要用于|具体为[：:]?|含(?=[\u4e00-\u9fff])")
_BRACKET = re.compile(r"^\s*[（(]\s*(?:其中[，,：:]?|含|包括)?")
_PER = re.compile(r"每[\u4e00-\u9fff]{1,4}|人均|户均|平均")
_CLOSES = re.compile(r"[）)]")
_ROW_NUMBER = re.compile(r"^\s*[一二三四五六七八九十]+[、.]")
_ROW_PART = re.compile(r"^\s*[#＃]|^\s*其中|^[ 　\t]{2,}")
_TOTAL_ROW = re.compile(r"^\s*(?:合\s*计|总\s*计|共\s*计)")


@dataclass(frozen=True, slots=True)
class PartList:
    """A total, its parts in order, the word that opens the list, and what closes it (empty: the list is open)."""

    total: Figure
    parts: tuple[Figure, ...]
    link: str
    closed_by: str
    sentence: Sentence


def find_lists(reading: Reading) -> Iterator[PartList]:
    """All part lists of a document, in reading order."""
    for sentence in reading.sentences:
        if sentence.slots and sentence.row is None:
            yield from _lists_of(mentions_of(reading, sentence))
    yield from _table_lists(reading)


def _lists_of(mentions: tuple[Mention, ...]) -> Iterator[PartList]:
    for n, mention in enumerate(mentions):
        if mention.figure.kind != "level" or not mention.figure.unit or _PER.search(mention.figure.indicator + mention.gap[-6:]):
            continue
        opened = _opening(mentions, n)
        if opened is None:
            continue
        start, link, bracket = opened
        parts, ended_by = _collect(mentions, n, start, bracket, short=link.startswith("、"))
        if parts:
            closed = "" if "等" in ended_by else _closed_by([p.indicator for p in parts])
            yield PartList(mention.figure, tuple(parts), link.strip("、"), closed, mention.sentence)


def _opening(mentions: tuple[Mention, ...], at: int) -> tuple[int, str, bool] | None:
    """Where a list begins behind a total: at once in a bracket, or behind 其中 (a growth rate may stand between)."""
    if at + 1 < len(mentions) and _BRACKET.match(_without_brackets(mentions[at + 1].gap)) and not re.search(r"[；;。]", mentions[at + 1].gap):
        return at + 1, "（", True
    for n in range(at + 1, min(at + 4, len(mentions))):
        gap = _without_brackets(mentions[n].gap)
        opens = _OPENS.search(gap)
        if opens and not re.search(r"[（(][^）)]*$", gap[: opens.start()]) and _speaks_of_total(gap[: opens.start()], opens.group()):
            inner = "、" if gap[: opens.start()].rstrip().endswith("、") else ""
            return n, inner + opens.group().strip("，,：:"), False
        if mentions[n].figure.kind == "level" or re.search(r"[；;]", gap):
            return None
    return None


def _speaks_of_total(between: str, word: str) -> bool:
    """Whether the list is the total's own: in `3个项目，常规项目包括…9个` another subject stands before 包括."""
    return word.startswith("其中") or re.search(r"[，,；;。].*[\u4e00-\u9fff]", between) is None


def _without_brackets(gap: str) -> str:
    """Words without brackets that close again: （上年不变价）， says nothing of a list."""
    return re.sub(r"[（(][^（()）]*[）)]", "", gap)


def _collect(mentions: tuple[Mention, ...], total_at: int, start: int, bracket: bool, *, short: bool) -> tuple[list[Figure], str]:
    """The levels of the list in the total's unit; figures in a deeper bracket are parts of a part, not of the total.

    A list that opens behind 、 is `short`: 新增铁路639公里、其中高铁370公里，新增公路2600公里 has one part.
    """
    total = mentions[total_at].figure
    parts: list[Figure] = []
    depth = 0
    for n in range(start, len(mentions)):
        gap = mentions[n].gap
        if n > start:
            if bracket and _CLOSES.search(gap):
                return parts, gap
            if not bracket and re.search(r"[。！？]|其中" + ("|[，,]" if short else ""), gap):
                return parts, gap
        inner = gap if n > start else ("" if bracket else gap)
        depth = max(0, depth + len(re.findall(r"[（(]", inner)) - len(re.findall(r"[）)]", inner)))
        figure = mentions[n].figure
        if figure.kind != "level" or depth:
            continue
        if figure.unit != total.unit or figure.status != total.status:
            return parts, gap
        if parts and re.search(r"[；;]", gap) and not _same_list(parts[-1], figure):
            return parts, gap
        parts.append(figure)
    return parts, mentions[-1].behind


def _same_list(last: Figure, figure: Figure) -> bool:
    """Whether a list goes on behind a semicolon: its names are classes of one set (出口…；进口…)."""
    return bool(_closed_by([last.indicator, figure.indicator], partly=True))


def _closed_by(names: list[str], *, partly: bool = False) -> str:
    """The set of classes that the names are (all of it, or with `partly` any two of it); empty where there is none."""
    for partition in load_partitions():
        hit = [cls for cls in partition.classes if any(_is_class(name, cls, partition.classes) for name in names)]
        if len(hit) == len(names) and (partly or len(hit) == len(partition.classes)):
            return "、".join(partition.classes)
    return ""


def _is_class(name: str, cls: str, classes: tuple[str, ...]) -> bool:
    longer = [other for other in classes if other != cls and cls in other and other in name]
    return cls in name and not longer


def _table_lists(reading: Reading) -> Iterator[PartList]:
    """合计 rows of tables with the rows numbered 一、二、… below them, column by column."""
    for n, sentence in enumerate(reading.sentences):
        if sentence.row is None or not _TOTAL_ROW.match(sentence.text):
            continue
        rows = [s for s in _rows_after(reading, n) if _ROW_NUMBER.match(s.text)]
        if len(rows) < 2:
            continue
        for total in reading.figures_of(sentence):
            parts = [f for row in rows for f in reading.figures_of(row) if f.column == total.column and f.kind == "level" and f.unit == total.unit]
            if total.kind == "level" and len(parts) == len(rows):
                yield PartList(total, tuple(parts), "合计", "合计", sentence)


def _rows_after(reading: Reading, at: int) -> Iterator[Sentence]:
    last = reading.sentences[at].row or 0
    for sentence in reading.sentences[at + 1 :]:
        if sentence.row is None or sentence.row <= last:
            return
        last = sentence.row
        yield sentence
