"""The unit behind a number: multipliers split off, hedges between number and unit, compound and bracketed units.

Comes in: running text and a place behind a number. Goes out: the unit that stands there with all that belongs to it, or None.
A word that only begins like a unit (3部门, 人才 in xx人才) is no unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audit.extract.numerals import MULTIPLIERS, multiplier_of
from audit.lexicon import Unit, load_units

_INFIX = re.compile(r"\s*([多余来几])?\s*(?=[\u4e00-\u9fffA-Za-z%‰℃㎡/°㎞㎏㎎㎝㎜㎥m])")
_MULTIPLIER = re.compile(rf"\s*([{MULTIPLIERS}]{{0,3}})")
_BRACKET = re.compile(r"\s*[（(]([\u4e00-\u9fff]{1,3})[）)]")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit as it stands in the text: its end, canonical name, factor (multipliers included), hedge inside, and form."""

    end: int
    name: str
    text: str
    factor: Decimal
    dimension: str
    countable: bool
    scaled: bool
    infix: str = ""


@cache
def _by_length() -> tuple[Mapping[str, Unit], int]:
    units = load_units()
    return units, max(map(len, units))


def find_unit(text: str, at: int) -> UnitMatch | None:
    """The unit that stands at a place, the longest word first; multipliers before it are part of the factor.

    `万千瓦` is 10000 千瓦 and `2000余万元` has the hedge inside: a unit that itself begins with 千 or 百 wins over the split.
    """
    hedge = _INFIX.match(text, at)
    infix = (hedge.group(1) or "") if hedge else ""
    start = hedge.end() if hedge and infix else at
    words = _MULTIPLIER.match(text, start)
    assert words is not None
    run = words.group(1)
    for taken in range(len(run) + 1):
        place = words.start(1) + taken if run else start
        late = "" if infix else _late_hedge(text, place)
        found = _longest_unit(text, place + len(late))
        if found:
            return _complete(text, found, run[:taken], infix or late.strip())
    return None


def find_bare_multiplier(text: str, at: int) -> tuple[int, Decimal] | None:
    """The end and the factor of 万 or 亿 without a unit behind it: 新发生的415万参保失业人员."""
    words = re.compile(rf"\s*([{MULTIPLIERS}]{{1,3}})").match(text, at)
    return (words.end(), multiplier_of(words.group(1))) if words else None


def _late_hedge(text: str, at: int) -> str:
    """A hedge between multiplier and unit: 3万多家, 1000 余名."""
    match = re.compile(r"\s*[多余来]\s*").match(text, at)
    return match.group() if match else ""


def _longest_unit(text: str, at: int) -> tuple[int, int, Unit] | None:
    units, longest = _by_length()
    while at < len(text) and text[at] in " \u00a0\u3000\u2002":
        at += 1
    for size in range(min(longest, len(text) - at), 0, -1):
        unit = units.get(text[at : at + size])
        if unit is None or any(text.startswith(word, at + size) for word in unit.not_before):
            continue
        if (
            text[at : at + size].isascii()
            and text[at : at + size].isalpha()
            and text[at + size : at + size + 1].isalnum()
            and text[at + size].isascii()
        ):
            continue
        return at, at + size, unit
    return None


def _complete(text: str, found: tuple[int, int, Unit], run: str, infix: str) -> UnitMatch:
    """The unit with its bracket (套（间）) or its divisor (元/人)."""
    start, end, unit = found
    name, countable, dimension = unit.name, unit.countable, unit.dimension
    bracket = _BRACKET.match(text, end)
    if bracket and bracket.group(1) in _by_length()[0]:
        name, end = f"{name}（{bracket.group(1)}）", bracket.end()
    elif text[end : end + 1] in "/／" and (divisor := _divisor(text, end + 1)):
        name, end, countable, dimension = f"{name}/{divisor[1]}", divisor[0], False, "compound"
    return UnitMatch(end, name, text[start:end], unit.factor * multiplier_of(run), dimension, countable, bool(run), infix)


def _divisor(text: str, at: int) -> tuple[int, str] | None:
    words = _MULTIPLIER.match(text, at)
    place = words.end() if words else at
    found = _longest_unit(text, place)
    return (found[1], text[at:place] + found[2].name) if found else None


def starts_with_hanzi(text: str, at: int) -> bool:
    """Whether a Chinese character stands at a place."""
    return _HANZI.match(text, at) is not None
