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
    return [_cut(plain)[0][0] + _weigh_pairs(text, page) for plain, text in zip(simplify(listed, page), listed, strict=True)]


def simplify(texts: list[str], page: Page) -> list[str]:
    """The texts in the script of the words, each as long as before."""
    plain = load_converter()("\n".join(texts)).split("\n") if page.traditional else texts
    return plain if list(map(len, plain)) == list(map(len, texts)) else texts


def find_words(text: str, page: Page) -> list[tuple[int, int]]:
    """Where the words of a text stand, in its likeliest cut: `高校|科研|成果|在`."""
    ends = _cut(simplify([text], page)[0])[1]
    words, at = [], 0
    while at < len(text):
        words.append((at, ends[at]))
        at = ends[at]
    return words


def is_word(text: str, least: float = -99.0) -> bool:
    """Whether some simplified characters are one word of the dictionary, of at least some weight."""
    return load_wordbook().weights.get(text, -100.0) >= least


@lru_cache(maxsize=65536)
def is_linked(pair: str) -> bool:
    """Whether two hanzi of either script stand side by side in some word."""
    return load_converter()(pair) in _load_links()


@cache
def _load_links() -> frozenset[str]:
    return frozenset(word[at : at + 2] for word in load_wordbook().weights for at in range(len(word) - 1))


def _weigh_pairs(text: str, page: Page) -> float:
    seen = (page.pairs.get(text[at : at + 2], 0) for at in range(len(text) - 1))
    return sum(_SEEN + log(count) for count in seen if count)


def _cut(plain: str) -> tuple[list[float], list[int]]:
    """From each place on: the best sum of word weights, and where its first word ends."""
    weights = load_wordbook().weights
    best, ends = [0.0] * (len(plain) + 1), [len(plain)] * (len(plain) + 1)
    for at in range(len(plain) - 1, -1, -1):
        alone = weights.get(plain[at], _RARE) + _ALONE if is_hanzi(plain[at]) else _SIGNS.get(plain[at], _OTHER)
        top, ends[at] = alone + best[at + 1], at + 1
        for end in range(at + 2, min(at + _LONGEST, len(plain)) + 1):
            weight = weights.get(plain[at:end])
            if weight is not None and weight + best[end] > top:
                top, ends[at] = weight + best[end], end
        best[at] = top
    return best, ends
