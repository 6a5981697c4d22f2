"""Pinyin readings that a web page has put behind its characters: `區(qū)`, `82.28萬(wàn)元`.

Comes in: a text. Goes out: edits that take away a bracket right behind a hanzi which holds one syllable and nothing else. A toned
syllable goes behind any common hanzi, a toneless one (`的(de)`) only on a page that annotates every one of that character. Real
brackets such as (GDP), (xx), (a), and the author's own reading of a rare character, `墘(qián)村`, stay.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from audit.offsets import Edit
from audit.patterns import regex
from audit.repair.charsets import is_everyday
from audit.repair.pinyin import LETTERS, TONED, read_tones
from audit.repair.step import NOTHING, Mark, Repairs

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BRACKET = regex(rf"(?<=[{HANZI}])[(（] ?([{LETTERS}]{{1,10}}) ?[)）]")
_ANNOTATED_PAGE = 3
"""From so many toned readings of common characters on, a page counts as annotated by a machine."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A bracket with one syllable behind a hanzi."""

    start: int
    end: int
    hanzi: str
    syllable: str
    toned: bool


def find_repairs(text: str) -> Repairs:
    """The annotations of a text.

    >>> find_repairs("補貼資金82.28萬(wàn)元(GDP)").edits
    (Edit(start=10, end=15, replacement=''),)
    """
    if not TONED.search(text):
        return NOTHING
    found = [reading for reading in map(_read_bracket, _BRACKET.finditer(text)) if reading]
    by_machine = sum(reading.toned and is_everyday(reading.hanzi) for reading in found) >= _ANNOTATED_PAGE
    toneless = _trust_toneless(text, found) if by_machine else frozenset()
    taken = [r for r in found if (by_machine or is_everyday(r.hanzi) if r.toned else (r.hanzi, r.syllable) in toneless)]
    return Repairs(
        tuple(Edit(reading.start, reading.end, "") for reading in taken),
        tuple(Mark("pinyin-annotation", reading.start - 1, reading.end) for reading in taken),
    )


def _read_bracket(match: re.Match[str]) -> _Reading | None:
    tones = read_tones(match[1])
    if tones is None:
        return None
    return _Reading(match.start(), match.end(), match.string[match.start() - 1], match[1], tones == 1)


def _trust_toneless(text: str, found: list[_Reading]) -> frozenset[tuple[str, str]]:
    """Characters with a toneless reading that stands behind (nearly) every one of them: 的(de), 們(men), 嗎(ma)."""
    counts = Counter((reading.hanzi, reading.syllable) for reading in found if not reading.toned)
    return frozenset(pair for pair, count in counts.items() if count >= _ANNOTATED_PAGE and count >= 0.9 * text.count(pair[0]))
