"""Totals whose parts are told by their names, wherever they stand: 养老、失业、工伤三项保险基金收入 and the income of each fund.

Comes in: a reading. Goes out: part lists for the relation `sum`. The parts are named before the total (A、B、C三项…), or the total's name
with a class in it is theirs (基本养老保险, 城镇职工基本养老保险). Each part must be the only figure of its name, unit, period and status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audit.knowledge import Partition, load_partitions
from audit.model import Figure, Reading, Sentence
from audit.relate.announced import Announced, find_announced
from audit.relate.lists import PartList
from audit.relate.operands import core_name
from audit.relate.tally import read_before

_WHOLE = re.compile(r"总(?=[额值量数])|社会(?=消费)|^(?:全市|全县|全区|全省|全国)")
_PLAIN = re.compile(r"^(?:额|值|总额|总值|人口|人数)?$")
_PER = re.compile(r"每|均|率|指数|价格|单价|强度")
"""What does not add up: 城镇居民人均可支配收入 and 农村居民人均可支配收入."""
_GENERIC = 3
"""增加值 or 产量 by itself is that of whatever the sentence is about."""
_KINDS = ("level", "share", "delta")


def find_by_names(reading: Reading) -> Iterator[PartList]:
    """The totals whose parts bear their names: those that list them, then those of classes."""
    for sentence in reading.sentences:
        if sentence.row is None:
            for announced in find_announced(reading, sentence):
                yield from _find_listed(reading, sentence, announced)
    figures = [f for f in reading.figures if f.kind == "level" and f.unit and f.modifier == "eq" and f.row is None]
    figures = [f for f in figures if not _PER.search(f.indicator)]
    for partition in load_partitions():
        if not partition.open:
            yield from _find_classes(reading, figures, partition)


def _find_listed(reading: Reading, sentence: Sentence, announced: Announced) -> Iterator[PartList]:
    """The totals of A、B、C三项…, each with the one figure of every member."""
    found = read_before(sentence, announced)
    if found is None or found.open or found.high != announced.number or len(found.items) != announced.number:
        return
    members = [core_name(sentence.text[start:end]) for start, end in found.items]
    mark = sentence.text[announced.start : announced.end]
    for total in reading.figures_of(sentence):
        if total.kind not in _KINDS or mark not in total.indicator or _PER.search(total.indicator):
            continue
        rest = total.indicator.partition(mark)[2]
        parts = [_find_member(reading, total, member, members, rest) for member in members]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts) > 1:
            yield PartList(total, tuple(known), "合计", "、".join(members), sentence)


def _find_member(reading: Reading, total: Figure, member: str, members: list[str], rest: str) -> Figure | None:
    """The only figure of one member, of the total's kind, unit, period and status, that measures what the total does."""
    others = [name for name in members if name != member]
    found = [
        f for f in reading.figures
        if f.figure != total.figure and _alike(f, total) and member in f.indicator and not any(name in f.indicator for name in others)
        and _same_rest(f.indicator.partition(member)[2], rest)
    ]  # fmt: skip
    plain = [f for f in found if core_name(f.indicator).startswith(member)]
    return _only(plain or found)


def _same_rest(own: str, rest: str) -> bool:
    """Whether what follows a member's name is what follows the count of members: 基金收入, 社会保险基金收入."""
    return bool(own) and (rest.endswith(own) or own.endswith(rest))


def _alike(part: Figure, total: Figure) -> bool:
    basis = (part.kind, part.unit, part.period, part.status, part.against)
    same = basis == (total.kind, total.unit, total.period, total.status, total.against)
    return same and core_name(part.of) == core_name(total.of) and part.row is None


def _find_classes(reading: Reading, figures: list[Figure], partition: Partition) -> Iterator[PartList]:
    """For each figure of the first class: the figures of the other classes and of the whole that differ from it by the class only."""
    first, *others = partition.classes
    for figure in figures:
        if first not in figure.indicator or any(name in figure.indicator for name in others):
            continue
        near = [f for f in figures if _alike(f, figure) and f.aspect == figure.aspect]
        rest = [_only(f for f in near if f.indicator == figure.indicator.replace(first, name)) for name in others]
        parts = [figure, *(f for f in rest if f is not None)]
        same = [f for f in near if f.indicator == figure.indicator]
        if len(parts) != len(partition.classes) or len(same) != 1:
            continue
        total = _only(f for f in near if f not in parts and _is_whole_of(f.indicator, figure.indicator, first, partition))
        if total is not None and all((part.value or 0) <= (total.value or 0) for part in parts):
            yield PartList(total, tuple(parts), "合计", "、".join(partition.classes), reading.sentences[total.sentence])


def _is_whole_of(whole: str, part: str, cls: str, partition: Partition) -> bool:
    """Whether a name is that of the whole: the part's without its class (社会消费品零售总额), or with the whole's own name for it."""
    name = _WHOLE.sub("", part.replace(cls, ""))
    if _PLAIN.match(name):
        return any(whole.endswith(total) for total in partition.totals)
    return (len(name) > _GENERIC and _WHOLE.sub("", whole) == name) or any(whole == part.replace(cls, total) for total in partition.totals)


def _only(figures: Iterable[Figure]) -> Figure | None:
    found = list(figures)
    return found[0] if len(found) == 1 else None
