"""What a name measures by its last word (`rules/lexicon/heads.yaml`), for indicators that the indicator lexicon does not know.

Comes in: an indicator as the document calls it. Goes out: dimensions it may have, bounds of its rate, whether it can turn its sign.
Refuses an entry of that file that says nothing or names a dimension that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audit.lexicon import DIMENSIONS, lexicon_folder
from audit.resources import Entry, read_entries

MONEY = frozenset(dimension for dimension in DIMENSIONS if dimension.startswith("money"))


@dataclass(frozen=True, slots=True)
class Head:
    """What one last word says: no dimensions where it says nothing of them."""

    dimensions: frozenset[str] = frozenset()
    low: Decimal | None = None
    high: Decimal | None = None
    turns: bool = False


@cache
def load_heads() -> tuple[Mapping[str, Head], ...]:
    """The heads by what they speak of: dimensions, bounds, turns."""
    by_topic: tuple[dict[str, Head], ...] = ({}, {}, {})
    for entry in read_entries(lexicon_folder() / "heads.yaml", ("heads", "dimensions", "low", "high", "turns")):
        head = Head(_read_dimensions(entry), entry.decimal("low"), entry.decimal("high"), entry.flag("turns"))
        topic = 0 if "dimensions" in entry.values else 1 if head.low is not None or head.high is not None else 2
        if topic == 2 and not head.turns:
            raise entry.refuse("词条没有内容", "missing-key", hint="请写 dimensions, low, high 或 turns")
        for word in entry.texts("heads"):
            by_topic[topic][word] = head
    return by_topic


def _read_dimensions(entry: Entry) -> frozenset[str]:
    words = frozenset(entry.texts("dimensions"))
    unknown = words - DIMENSIONS - {"money", "any"}
    if unknown:
        raise entry.refuse(f"没有这种量纲: {' '.join(sorted(unknown))}", "unknown-value", key="dimensions")
    return frozenset() if "any" in words else (words - {"money"}) | (MONEY if "money" in words else frozenset())


def find_dimensions(indicator: str) -> frozenset[str]:
    """The dimensions that an indicator's last word allows; empty where it says nothing.

    >>> sorted(find_dimensions("森林覆盖率")), find_dimensions("容积率"), "money-cny" in find_dimensions("技术合同成交额")
    (['percent', 'permille'], frozenset(), True)
    """
    return _longest(load_heads()[0], indicator).dimensions


def find_limits(indicator: str) -> tuple[Decimal | None, Decimal | None]:
    """The bounds in percent that an indicator's last word sets on its rate.

    >>> find_limits("自来水普及率")
    (Decimal('0'), Decimal('100'))
    """
    head = _longest(load_heads()[1], indicator)
    return head.low, head.high


def can_turn(indicator: str) -> bool:
    """Whether an indicator can go from gain to loss, so that it can fall by more than 100%."""
    return _longest(load_heads()[2], indicator).turns


def _longest(heads: Mapping[str, Head], indicator: str) -> Head:
    for size in range(min(len(indicator), 8), 0, -1):
        found = heads.get(indicator[-size:])
        if found:
            return found
    return Head()
