"""What a damaged page shows of itself: which characters it annotates and how, its script, its alphabet, what it does with lone bytes.

Comes in: the page's text. Goes out: a Page, the evidence by which lost characters are told apart. It judges nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from audit.patterns import regex
from audit.repair.cells import is_hanzi
from audit.repair.charsets import is_everyday, is_simplified, is_traditional, load_simplified
from audit.repair.damage_model import Habits
from audit.repair.pinyin import LETTERS, is_toned

READING = rf"[(（]([{LETTERS}]{{1,8}})[)）]"
_ANNOTATED = regex(rf"([\u4e00-\u9fa5]){READING}")
_PRIVATE = regex("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Page:
    """The evidence. `bare` is the text without readings; `pairs` the pairs of hanzi in it, with how often they stand there."""

    text: str
    bare: str
    readings: Mapping[str, str]
    hanzi: frozenset[str]
    pairs: Counter[str]
    traditional: bool
    keeps_private: bool

    def may_hold(self, hanzi: str) -> bool:
        """Whether a hanzi fits the page: seen there, or an everyday one of its script."""
        if hanzi in self.hanzi:
            return True
        other = hanzi in load_simplified() if self.traditional else is_traditional(hanzi)
        return is_everyday(hanzi) and not other

    def habits(self, lone: str) -> Habits:
        """The page's habits, with what it made of the lone byte at hand."""
        return Habits(lone, self.keeps_private)


def read_page(text: str) -> Page:
    """Read the evidence of a page.

    >>> page = read_page("全區(qū)新區(qū)")
    >>> dict(page.readings), page.traditional, sorted(page.pairs)
    ({'區': 'qū'}, True, ['全區', '區新', '新區'])
    """
    bare = drop_readings(text)
    found: dict[str, Counter[str]] = {}
    for hanzi, reading in _ANNOTATED.findall(text):
        if is_toned(reading):
            found.setdefault(hanzi, Counter())[reading] += 1
    readings = {hanzi: counts.most_common(1)[0][0] for hanzi, counts in found.items() if 2 * counts.total() > bare.count(hanzi)}
    hanzi = frozenset(filter(is_hanzi, set(bare)))
    pairs = Counter(bare[at : at + 2] for at in range(len(bare) - 1) if bare[at] in hanzi and bare[at + 1] in hanzi)
    marks = Counter((is_traditional(character), is_simplified(character)) for character in hanzi)
    return Page(text, bare, readings, hanzi, pairs, marks[True, False] > marks[False, True], bool(_PRIVATE.search(text)))


def drop_readings(text: str) -> str:
    """The text without toned readings behind hanzi."""
    return _ANNOTATED.sub(_take_reading, text)


def _take_reading(match: re.Match[str]) -> str:
    return match[1] if is_toned(match[2]) else match[0]
