"""The word lists under `rules/lexicon/`: units and classifiers, read once a process, each list only when it is asked for.

Comes in: YAML files (another folder may be given, for tests and for users' own lists). Goes out: frozen values in read-only mappings.
Refuses, with file, line and hint: unknown keys, words listed twice, an alias of two things, values outside the closed lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from audit.resources import Entry, find_rules_folder, read_entries

DIMENSIONS = frozenset(
    "count person occurrence area length volume mass energy coal power voltage heat time age percent permille points multiple frequency"
    " temperature speed data compute sound score traffic money-cny money-usd money-eur money-hkd money-other compound rank".split()
)
"""What units and indicators may measure. `coal` is energy in standard coal, `compute` computing power, `compound` a quotient of units."""

_UNIT_KEYS = ("name", "names", "aliases", "factor", "dimension", "countable", "ordinal", "not_before")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or classifier: `name` is the canonical one, `factor` what one of the written form is in it.

    `countable`: whole things, so that an amount printed in full is exact. `ordinal`: stands behind 第N. `not_before`: where one of
    these follows, it is no unit (部 in 3部门, 成 in 2成功).
    """

    name: str
    factor: Decimal
    dimension: str
    countable: bool = False
    ordinal: bool = False
    not_before: tuple[str, ...] = ()


def lexicon_folder() -> Path:
    """Where the built-in word lists lie."""
    return find_rules_folder() / "lexicon"


@cache
def load_units(folder: Path | None = None) -> Mapping[str, Unit]:
    """Units and classifiers by every form they are written in (simplified), without 十百千万亿 before them.

    >>> load_units()["㎡"].name, load_units()["平方千米"].name, load_units()["家"].countable
    ('平方米', '平方公里', True)
    """
    found: dict[str, Unit] = {}
    for file in ("units.yaml", "classifiers.yaml"):
        for entry in read_entries((folder or lexicon_folder()) / file, _UNIT_KEYS):
            for alias, unit in _read_units(entry):
                _add(found, alias, unit, entry)
    return MappingProxyType(found)


def _read_units(entry: Entry) -> Iterator[tuple[str, Unit]]:
    """A `name` with its aliases and factor, or `names` that are each their own canonical unit."""
    if ("name" in entry.values) == ("names" in entry.values):
        raise entry.refuse("name 和 names 须有且只有一个", "missing-key", hint="name 可带 aliases; names 每个词自成一个单位")
    if "names" in entry.values and {"aliases", "factor", "not_before"} & entry.values.keys():
        raise entry.refuse("aliases, factor, not_before 只能与 name 同用", "unknown-key")
    factor = entry.decimal("factor")
    if factor is not None and factor <= 0:
        raise entry.refuse("factor 须大于零", "unknown-value", key="factor")
    for name in entry.texts("names") or (entry.text("name"),):
        unit = Unit(
            name,
            Decimal(1),
            entry.choice("dimension", DIMENSIONS),
            entry.flag("countable"),
            entry.flag("ordinal"),
            entry.texts("not_before"),
        )
        yield name, unit
        for alias in entry.texts("aliases"):
            yield alias, unit


def _add(found: dict[str, Unit], word: str, value: Unit, entry: Entry) -> None:
    if word in found:
        raise entry.refuse(f"词条重复: {word} 已属于 {getattr(found[word], 'name', word)}", "duplicate", hint="一个写法只能属于一个词条")
    found[word] = value
