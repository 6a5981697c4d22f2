"""How likely a short piece of Chinese is: its best cut into words, weighed by how often each is used, and the page's own pairs.

Comes in: texts in either script, with their neighbours. Goes out: natural logarithms, comparable between texts for one place. It
knows words only, no grammar; it serves to tell apart what the bytes leave open, never to change what they say.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from math import log

from audit.repair.cells import is_hanzi
from audit.repair.charsets import load_converter
from audit.repair.habits import Page
from audit.wordbook import load_wordbook

_LONGEST = 4
_RARE = -20.0
_ALONE = -2.0
"""What a hanzi weighs less for standing in no word."""
_SIGNS = {"。": -3.5, "、": -4.0, ",": -4.0, "，": -4.0, "\u3000": -4.0, "\n": -4.0}
_OTHER = -7.0
GRAMMAR = frozenset("的在和等是为為了有与與对對以中上及由将將把从從向被并並年月")
"""Characters that stand alone in any text; every other one must be part of a word."""
_SEEN = 1.5
"""What a pair of hanzi weighs more for standing elsewhere on the page, and the logarithm of how often it does."""


def weigh_texts(texts: Iterable[str], page: Page) -> list[float]:
    """The weight of each text."""
    listed = list(texts)
    return [_cut(plain)[0] + _weigh_pairs(text, page) for plain, text in zip(simplify(listed, page), listed, strict=True)]


def simplify(texts: list[str], page: Page) -> list[str]:
    """The texts in the script of the words, each as long as before."""
    plain = load_converter()("\n".join(texts)).split("\n") if page.traditional else texts
    return plain if list(map(len, plain)) == list(map(len, texts)) else texts


def find_words(text: str, page: Page) -> list[tuple[int, int]]:
    """Where the words of a text stand, in its likeliest cut: `高校|科研|成果|在`."""
    plain = simplify([text], page)[0]
    words, at = [], 0
    while at < len(plain):
        end = at + _cut(plain[at:])[1]
        words.append((at, end))
        at = end
    return words


def is_word(text: str, least: float = -99.0) -> bool:
    """Whether some simplified characters are one word of the dictionary, of at least some weight."""
    return load_wordbook().weights.get(text, -100.0) >= least


@lru_cache(maxsize=65536)
def is_linked(pair: str) -> bool:
    """Whether two hanzi of either script stand side by side in some word."""
    return _stands_in_word(pair) or _stands_in_word(load_converter()(pair))


def _stands_in_word(pair: str) -> bool:
    return pair in load_wordbook().weights or pair in _load_links()


@cache
def _load_links() -> frozenset[str]:
    """The pairs inside words of more than two hanzi."""
    return frozenset(word[at : at + 2] for word in load_wordbook().weights if len(word) > 2 for at in range(len(word) - 1))


def _weigh_pairs(text: str, page: Page) -> float:
    return sum(_SEEN + log(count) for at in range(len(text) - 1) if (count := page.pairs.get(text[at : at + 2])))


@lru_cache(maxsize=16384)
def _cut(plain: str) -> tuple[float, int]:
    """The best sum of word weights of a text, and where its first word ends; texts that end alike share most of the work."""
    if not plain:
        return 0.0, 0
    weights = load_wordbook().weights
    alone = weights.get(plain[0], _RARE) + _ALONE if is_hanzi(plain[0]) else _SIGNS.get(plain[0], _OTHER)
    top, first = alone + _cut(plain[1:])[0], 1
    for end in range(2, min(_LONGEST, len(plain)) + 1):
        weight = weights.get(plain[:end])
        if weight is not None and (whole := weight + _cut(plain[end:])[0]) > top:
            top, first = whole, end
    return top, first
