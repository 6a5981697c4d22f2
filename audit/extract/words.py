"""Where the words of a Chinese text end, so that a function word of one character never cuts another word (到位, 惠及, 超级, 粤港澳).

Comes in: a short text. Goes out: the places between its words. The cut is the likeliest one by the word frequencies of `wordbook.gz`
and the words that the grammar lists itself; a place inside a name nobody knows is as good as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise

from audit.extract.grammar import load_words
from audit.wordbook import load_wordbook

_LONGEST = 6
_LISTED = -11
"""The weight of a word that the grammar lists: that of a common word of administrative prose."""
_UNKNOWN = -20


@cache
def _weights() -> Mapping[str, float]:
    listed = {word: _LISTED for words in load_words().values() for word in words if 2 <= len(word) <= _LONGEST}
    return listed | {word: max(weight, listed.get(word, weight)) for word, weight in load_wordbook().weights.items()}


@lru_cache(maxsize=4096)
def find_breaks(text: str) -> frozenset[int]:
    """The places between words, both ends with them.

    >>> sorted(find_breaks("到位上级补助")), sorted(find_breaks("惠及"))
    ([0, 2, 4, 6], [0, 2])
    """
    weights = _weights()
    best = [(weights.get(text[0], _UNKNOWN) * 0, 0)] if text else []
    for end in range(1, len(text) + 1):
        best.append(max((best[at][0] + _weigh(weights, text[at:end]), at) for at in range(max(0, end - _LONGEST), end)))
    places, at = {0, len(text)}, len(text)
    while at:
        at = best[at][1]
        places.add(at)
    return frozenset(places)


def _weigh(weights: Mapping[str, float], word: str) -> float:
    weight = weights.get(word)
    if weight is not None:
        return weight
    return _UNKNOWN * len(word) * (1 if len(word) == 1 else 10)


def word_list(text: str) -> list[str]:
    """The words of a text in order.

    >>> word_list("超级稻品种")
    ['超级', '稻', '品种']
    """
    places = sorted(find_breaks(text))
    return [text[a:b] for a, b in pairwise(places)]
