"""What the field knows: indicators with their nature, classes that exhaust a whole, notions ordered by definition, stages, names, events.

Comes in: the YAML lists under `rules/lexicon/`, each read once and only when it is asked for. Goes out: frozen values.
Refuses, with file, line and hint, what `audit.resources` refuses, and names that belong to two entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from audit.lexicon import DIMENSIONS, lexicon_folder
from audit.resources import Entry, read_entries


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what it measures (`dimension`), `nature` stock, flow or rate; hard bounds in the base unit (percent for rates);
    what growth is usual, in percent.

    `real_growth`: its growth is computed at constant prices, so that nominal levels do not give it. `source` is the definition.
    """

    name: str
    dimension: str
    nature: str
    low: Decimal | None
    high: Decimal | None
    growth_low: Decimal | None
    growth_high: Decimal | None
    real_growth: bool
    source: str


@dataclass(frozen=True, slots=True)
class Partition:
    """Classes that together are the whole by definition: 一般债务 and 专项债务; `totals` are names that the whole bears.

    An `open` set need not be the whole, but its classes do not overlap: 国家级, 省级, 市级.
    """

    classes: tuple[str, ...]
    source: str
    totals: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Two notions of which the narrower cannot exceed the wider."""

    narrower: str
    wider: str
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """A numbered event: an edition whose year is known, and whether it is held once every year since."""

    name: str
    aliases: tuple[str, ...]
    edition: int
    year: int
    yearly: bool


@cache
def load_indicators(folder: Path | None = None) -> Mapping[str, Indicator]:
    """Indicators by name and alias."""
    keys = ("name", "aliases", "dimension", "nature", "low", "high", "growth_low", "growth_high", "real_growth", "source")
    found: dict[str, Indicator] = {}
    for entry in read_entries((folder or lexicon_folder()) / "indicators.yaml", keys):
        indicator = Indicator(
            entry.text("name"),
            entry.choice("dimension", DIMENSIONS),
            entry.choice("nature", ("stock", "flow", "rate"), "flow"),
            entry.decimal("low"),
            entry.decimal("high"),
            entry.decimal("growth_low"),
            entry.decimal("growth_high"),
            entry.flag("real_growth"),
            entry.text("source"),
        )
        for name in (entry.text("name"), *entry.texts("aliases")):
            _add(found, name, indicator, entry)
    return MappingProxyType(found)


@lru_cache(maxsize=4096)
def find_indicator(name: str) -> Indicator | None:
    """The indicator that a name is, or ends with: 全区规模以上工业增加值 is 规模以上工业增加值.

    >>> find_indicator("地区生产总值").real_growth, find_indicator("无此指标")
    (True, None)
    """
    indicators = load_indicators()
    for start in range(max(0, len(name) - 1)):
        if found := indicators.get(name[start:]):
            return found
    return None


@cache
def load_partitions(folder: Path | None = None) -> tuple[Partition, ...]:
    """Sets of classes that exhaust a whole."""
    entries = read_entries((folder or lexicon_folder()) / "partitions.yaml", ("classes", "totals", "source", "open"))
    return tuple(Partition(entry.texts("classes"), entry.text("source"), entry.texts("totals"), entry.flag("open")) for entry in entries)


@cache
def load_exclusives(folder: Path | None = None) -> tuple[frozenset[str], ...]:
    """Sets of classes that exclude each other."""
    entries = read_entries((folder or lexicon_folder()) / "exclusives.yaml", ("classes", "source"))
    return tuple(frozenset(entry.texts("classes")) for entry in entries)


@cache
def load_synonyms(folder: Path | None = None) -> Mapping[str, str]:
    """Other names of bodies and classes, with the name they are compared by; longer ones first."""
    entries = read_entries((folder or lexicon_folder()) / "synonyms.yaml", ("name", "others", "source"))
    found = {other: entry.text("name") for entry in entries for other in entry.texts("others")}
    return MappingProxyType({other: found[other] for other in sorted(found, key=len, reverse=True)})


@cache
def load_orders(folder: Path | None = None) -> tuple[Order, ...]:
    """Notions that are ordered by definition."""
    entries = read_entries((folder or lexicon_folder()) / "orders.yaml", ("narrower", "wider", "source"))
    return tuple(Order(entry.text("narrower"), entry.text("wider"), entry.text("source")) for entry in entries)


@cache
def load_stages(folder: Path | None = None) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Families of stages of a selection, each in order, each stage by its words."""
    families: dict[str, list[tuple[str, ...]]] = {}
    for entry in read_entries((folder or lexicon_folder()) / "stages.yaml", ("family", "words")):
        families.setdefault(entry.text("family"), []).append(entry.texts("words"))
    return tuple(tuple(stages) for stages in families.values())


@cache
def load_names(folder: Path | None = None) -> tuple[str, ...]:
    """Fixed names that hold a number and are no figure: 世界500强, 双一流, 5G."""
    entries = read_entries((folder or lexicon_folder()) / "names.yaml", ("kind", "names"))
    return tuple(name for entry in entries for name in entry.texts("names"))


@cache
def load_events(folder: Path | None = None) -> Mapping[str, Event]:
    """Numbered events by name and alias."""
    found: dict[str, Event] = {}
    for entry in read_entries((folder or lexicon_folder()) / "events.yaml", ("name", "aliases", "edition", "year", "yearly")):
        edition, year = entry.whole("edition"), entry.whole("year")
        if edition is None or year is None:
            raise entry.refuse("缺少 edition 或 year", "missing-key", hint="写明某一年举办的是第几届")
        event = Event(entry.text("name"), entry.texts("aliases"), edition, year, entry.flag("yearly"))
        for name in (event.name, *event.aliases):
            if name in found:
                raise entry.refuse(f"词条重复: {name}", "duplicate")
            found[name] = event
    return MappingProxyType(found)


def _add(found: dict[str, Indicator], name: str, indicator: Indicator, entry: Entry) -> None:
    if name in found:
        raise entry.refuse(f"指标重复: {name} 已属于 {found[name].name}", "duplicate", hint="一个名称只能属于一个指标")
    found[name] = indicator
