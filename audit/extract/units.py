"""The unit behind a number: multipliers split off, hedges between number and unit, compound and bracketed units.

Comes in: running text and a place behind a number. Goes out: the unit that stands there with all that belongs to it, or None.
A word that only begins like a unit (3部门, 人才 in xx人才) is no unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from audit.extract.numerals import MULTIPLIERS, multiplier_of
from audit.lexicon import Unit, load_units
from audit.patterns import regex

_GAP = r"[ \u3000]{0,8}"
_INFIX = regex(rf"{_GAP}([多余来几])?{_GAP}(?=\p{{Han}}|[A-Za-z%‰℃㎡/°㎞㎏㎎㎝㎜㎥m])")
_MULTIPLIER = regex(rf"{_GAP}([{MULTIPLIERS}]{{0,3}})")
_BARE = regex(rf"{_GAP}([多余来几])?{_GAP}([{MULTIPLIERS}]{{1,3}})({_GAP}[多余来])?")
ENGLISH = {"hundred": "百", "thousand": "千", "million": "百万", "billion": "十亿", "trillion": "万亿"}
"""The multipliers of English text beside the Chinese one (4.7 million), as the Chinese words that they are."""
_ENGLISH = regex(rf" ({'|'.join(ENGLISH)})(?![a-z])")
_LATE = regex(rf"{_GAP}[多余来]{_GAP}")
_SPACE = regex(_GAP)
_BRACKET = regex(rf"{_GAP}[（(](\p{{Han}}{{1,3}})[）)]")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit as it stands in the text: its end, canonical name, form, and factor.

    `run` are the multiplier words before it (万 in 万吨, also behind a hedge: 多万吨); `factor` has them in it, `scale` has not.
    """

    end: int
    name: str
    text: str
    factor: Decimal
    scale: Decimal
    dimension: str
    countable: bool
    run: str
    infix: str = ""


@cache
def _by_first() -> Mapping[str, tuple[tuple[str, Unit], ...]]:
    """The units by the character they begin with, each longest word first."""
    found: dict[str, list[tuple[str, Unit]]] = {}
    for word, unit in sorted(load_units().items(), key=lambda item: -len(item[0])):
        found.setdefault(word[0], []).append((word, unit))
    return {first: tuple(words) for first, words in found.items()}


def find_unit(text: str, at: int) -> UnitMatch | None:
    """The unit that stands at a place, the longest word first; multipliers before it are part of the factor.

    `万千瓦` is 10000 千瓦 and `2000余万元` has the hedge inside: a unit that itself begins with 千 or 百 wins over the split.
    """
    english = _ENGLISH.match(text, at) if text[at : at + 1] == " " else None
    if english:
        found = _longest_unit(text, english.end())
        return _complete(text, found, ENGLISH[english.group(1)], "") if found else None
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


def find_bare_multiplier(text: str, at: int) -> tuple[int, str, str] | None:
    """The end, the words and the hedge of 万 or 亿 without a unit behind it: 新发生的415万参保失业人员, 1000多万农民."""
    english = _ENGLISH.match(text, at)
    if english:
        return english.end(), ENGLISH[english.group(1)], ""
    match = _BARE.match(text, at)
    return (match.end(), match.group(2), match.group(1) or match.group(3) or "") if match else None


def _late_hedge(text: str, at: int) -> str:
    """A hedge between multiplier and unit: 3万多家, 1000 余名."""
    match = _LATE.match(text, at)
    return match.group() if match else ""


def _longest_unit(text: str, at: int) -> tuple[int, int, Unit] | None:
    space = _SPACE.match(text, at)
    start = space.end() if space else at
    for word, unit in _by_first().get(text[start : start + 1], ()):
        if not text.startswith(word, start):
            continue
        end = start + len(word)
        if unit.not_before and text.startswith(unit.not_before, end):
            continue
        if word.isascii() and word.isalpha() and text[end : end + 1].isascii() and text[end : end + 1].isalnum():
            continue
        return start, end, unit
    return None


def _complete(text: str, found: tuple[int, int, Unit], run: str, infix: str) -> UnitMatch:
    """The unit with its bracket (套（间）) or its divisor (元/人)."""
    start, end, unit = found
    name, countable, dimension = unit.name, unit.countable, unit.dimension
    bracket = _BRACKET.match(text, end)
    if bracket and bracket.group(1) in load_units():
        name, end = f"{name}（{bracket.group(1)}）", bracket.end()
    elif text[end : end + 1] in "/／" and (divisor := _divisor(text, end + 1)):
        name, end, countable, dimension = f"{name}/{divisor[1]}", divisor[0], False, "compound"
    factor = unit.factor * multiplier_of(run) if run else unit.factor
    return UnitMatch(end, name, text[start:end], factor, unit.factor, dimension, countable, run, infix)


def _divisor(text: str, at: int) -> tuple[int, str] | None:
    words = _MULTIPLIER.match(text, at)
    place = words.end() if words else at
    found = _longest_unit(text, place)
    return (found[1], text[at:place] + found[2].name) if found else None
