"""Names of one fact in other words, and the parts that a total has by definition anywhere in a document.

Comes in: figures. Goes out: names that are equal where two say the same (粮油食品类商品零售, 粮油、食品类零售额), and for
一般贸易进出口总额 the names of its parts by the partitions of the word lists (一般贸易出口, 一般贸易进口). It refuses names that say no
more than a measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from audit.knowledge import load_partitions, load_synonyms
from audit.model import Figure, Reading
from audit.patterns import regex
from audit.relate.operands import scope_of, without_scope

_AREA = regex(r"^(?:对|全市|全区|全县|全省|全国|全州|我市|我区|我县|我省|我国|本市|地区(?!生产)|全年|年末|当年|实现|完成|参加)+")
_NOISE = regex(r"[、,，“”\"《》\s·]|类(?=商品|零售|销售|出口|进口|产品|$)|(?<=\p{Han})(?:和|与|及)(?=\p{Han})")
_MEASURE = regex(r"(?:(?<=\p{Han})商品)?(零售|销售|进出口|出口|进口)(?:总额|总值|额|值)?$")
_GENERAL = frozenset(("零售", "销售", "商品零售", "合计", "总计"))


@lru_cache(maxsize=8192)
def fact_name(name: str) -> str:
    """A name as it is compared across a document.

    >>> fact_name("粮油食品类商品零售") == fact_name("粮油、食品类零售额"), fact_name("对东盟进出口总额"), fact_name("进口额")
    (True, '东南亚国家联盟进出口', '进口')
    """
    bare = _AREA.sub("", without_scope(name))
    for other, full in load_synonyms().items():
        if bare.startswith(other):
            bare = full + bare[len(other) :]
            break
    return _MEASURE.sub(r"\1", _NOISE.sub("", bare))


def says_enough(name: str) -> bool:
    """Whether a compared name names a fact: 家具零售 and 出口 do, 零售 alone does not."""
    return len(name) >= 2 and name not in _GENERAL


def fact_key(figure: Figure) -> tuple[object, ...]:
    """What two figures must share to state one fact, apart from how a change is measured."""
    return (
        fact_name(figure.indicator), figure.kind, figure.unit, figure.period, scope_of(figure) or figure.scope, figure.status,
        figure.aspect if figure.aspect in ("new", "cumulative") else None, fact_name(figure.of or ""),
    )  # fmt: skip


@cache
def _splits() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names of wholes with the classes they consist of, the longest first: 进出口 of 出口 and 进口."""
    found = {(fact_name(name), tuple(map(fact_name, partition.classes))) for partition in load_partitions() for name in partition.totals}
    return tuple(sorted(found, key=lambda split: -len(split[0])))


def split_name(name: str) -> Iterator[tuple[str, ...]]:
    """The compared names of the parts of a whole, one tuple for each partition that it names.

    >>> list(split_name("一般贸易进出口"))
    [('一般贸易出口', '一般贸易进口')]
    """
    for whole, classes in _splits():
        if whole in name and not any(cls in name.replace(whole, "") or (cls in name and cls not in whole) for cls in classes):
            yield tuple(name.replace(whole, cls, 1) for cls in classes)


def index_figures(reading: Reading, kind: str) -> Mapping[tuple[object, ...], Figure]:
    """The first figures of one kind by their keys; what is told twice and differently is left out."""
    found: dict[tuple[object, ...], Figure | None] = {}
    for figure in reading.figures:
        if figure.kind != kind or not figure.known:
            continue
        key = fact_key(figure)
        other = found.setdefault(key, figure)
        if other is not None and not other.interval.meets(figure.interval):
            found[key] = None
    return {key: figure for key, figure in found.items() if figure is not None}
