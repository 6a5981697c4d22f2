"""What the field knows: indicators with their nature, classes that exhaust a whole, notions ordered by definition, stages, names, events.

Comes in: the YAML lists under `rules/lexicon/`, each read once and only when it is asked for. Goes out: frozen values.
Refuses, with file, line and hint, what `audit.resources` refuses, and names that belong to two entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from audit.interval import Interval
from audit.lexicon import DIMENSIONS, lexicon_folder, load_units
from audit.resources import Entry, read_entries

_INDICATOR_KEYS = (
    "name", "aliases", "dimension", "units", "nature", "additive", "low", "high", "usual_low", "usual_high",
    "growth_low", "growth_high", "real_growth", "revised", "source",
)  # fmt: skip
COUNTED = frozenset(("count", "person", "occurrence"))
"""What is counted in classifiers, which may stand for each other: 起 and 次 of accidents, 人 and 人次 of passengers."""
CHANGING = ("非", "未", "无", "不", "均", "每", "单位", "和", "与", "及", "、")
"""What before a name makes it another: 亩均税收收入 is no 税收收入, 旅客和货邮吞吐量 more than 货邮吞吐量."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what it measures (`dimension`, and `units` where only these fit), `nature` stock, flow or rate.

    `limit` holds the bounds that its definition gives, `usual` and `growth` what is plausible; all in the base unit, percent for rates.
    `additive`: the parts of a whole add up. `real_growth`: its growth is computed at constant prices, nominal levels do not give it.
    `revised`: later publications revise it. `source` is the definition.
    """

    name: str
    dimension: str
    units: tuple[str, ...]
    nature: str
    additive: bool
    limit: Interval
    usual: Interval
    growth: Interval
    real_growth: bool
    revised: bool
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


_OVERLAY: ContextVar[tuple[Path, ...]] = ContextVar("overlay", default=())


@contextmanager
def overlay_indicators(files: tuple[Path, ...]) -> Iterator[None]:
    """While it lasts, the indicators of these files go before the shipped ones of the same names. Raises RuleError for a wrong file."""
    before = find_overlay()
    use_indicators(files)
    try:
        yield
    finally:
        _OVERLAY.set(before)


def use_indicators(files: tuple[Path, ...]) -> None:
    """The same from here on, for a process of its own."""
    _load(files)
    _OVERLAY.set(files)


def find_overlay() -> tuple[Path, ...]:
    """The files that go before the shipped indicators now."""
    return _OVERLAY.get()


def load_indicators(folder: Path | None = None) -> Mapping[str, Indicator]:
    """Indicators by name and alias, those of an organisation's own lists before the shipped ones."""
    return read_indicators(folder / "indicators.yaml") if folder else _load(_OVERLAY.get())


@cache
def _load(overlay: tuple[Path, ...]) -> Mapping[str, Indicator]:
    found = dict(read_indicators(lexicon_folder() / "indicators.yaml"))
    for file in overlay:
        own = read_indicators(file)
        found = {name: own.get(known.name, known) for name, known in found.items()} | dict(own)
    return MappingProxyType(found)


@cache
def read_indicators(file: Path) -> Mapping[str, Indicator]:
    """The indicators of one file by name and alias."""
    found: dict[str, Indicator] = {}
    for entry in read_entries(file, _INDICATOR_KEYS):
        indicator = _read_indicator(entry)
        for name in (indicator.name, *entry.texts("aliases")):
            if name in found:
                raise entry.refuse(f"指标重复: {name} 已属于 {found[name].name}", "duplicate", hint="一个名称只能属于一个指标")
            found[name] = indicator
    return MappingProxyType(found)


def _read_indicator(entry: Entry) -> Indicator:
    nature = entry.choice("nature", ("stock", "flow", "rate"), "flow")
    return Indicator(
        entry.text("name"),
        entry.choice("dimension", DIMENSIONS),
        _read_units(entry),
        nature,
        entry.flag("additive", default=nature != "rate"),
        _read_range(entry, "low", "high"),
        _read_range(entry, "usual_low", "usual_high"),
        _read_range(entry, "growth_low", "growth_high"),
        entry.flag("real_growth"),
        entry.flag("revised"),
        entry.text("source"),
    )


def _read_units(entry: Entry) -> tuple[str, ...]:
    for name in entry.texts("units"):
        unit = load_units().get(name)
        alike = unit is not None and (unit.dimension == entry.text("dimension") or {unit.dimension, entry.text("dimension")} <= COUNTED)
        if unit is None or unit.name != name or not alike:
            said = f"没有这样的单位: {name}"
            raise entry.refuse(said, "unknown-value", key="units", hint="写 units.yaml, classifiers.yaml 里同一量纲单位的本名")
    return entry.texts("units")


def _read_range(entry: Entry, low: str, high: str) -> Interval:
    found = Interval(entry.decimal(low), entry.decimal(high))
    if found.low is not None and found.high is not None and found.low >= found.high:
        raise entry.refuse(f"{low} 要小于 {high}", "unknown-value", key=low)
    return found


def find_indicator(name: str) -> Indicator | None:
    """The indicator that a name is, or ends with: 全区规模以上工业增加值 is 规模以上工业增加值, but 亩均税收收入 is no 税收收入.

    >>> find_indicator("地区生产总值").real_growth, find_indicator("无此指标"), find_indicator("亩均税收收入")
    (True, None, None)
    """
    return _find(name, _OVERLAY.get())


@lru_cache(maxsize=4096)
def _find(name: str, overlay: tuple[Path, ...]) -> Indicator | None:
    indicators = _load(overlay)
    for start in range(max(0, len(name) - 1)):
        if found := indicators.get(name[start:]):
            return None if name[:start].endswith(CHANGING) else found
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
