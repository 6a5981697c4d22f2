"""What a Hanyu Pinyin syllable looks like, with its tone mark or without.

Comes in: a few letters. Goes out: whether they are one legal syllable, and whether it carries a tone. Which hanzi reads so is not
asked: behind a hanzi, in brackets, a syllable with a tone mark is a reading, whatever the hanzi.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from audit.patterns import regex

TONED_LETTERS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONES = frozenset("\u0300\u0301\u0304\u030c")
"""Grave, acute, macron and caron, as `unicodedata` takes them off their vowels."""

LETTERS = f"a-zA-Züɑɡ\u0300\u0301\u0304\u0308\u030c{TONED_LETTERS}"
"""Letters of a reading, for use inside a character class; some pages write the phonetic ɑ and ɡ, some the tone as a sign of its own."""

TONED = regex(f"[{TONED_LETTERS}\u0300\u0301\u0304\u030c]")
"""One look at a text: without any such letter it holds no toned reading."""

_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = "(?:a|ai|an|ang|ao|o|ou|ong|e|ei|en|eng|er|ê|i|ia|ian|iang|iao|ie|in|ing|iong|iu|u|ua|uai|uan|uang|ue|ui|un|uo|ü|üan|üe|ün)"
_ALONE = "m|n|ng|hm|hng"
_LEGAL = regex(f"{_INITIAL}{_FINAL}|{_ALONE}")


@lru_cache(maxsize=4096)
def read_tones(letters: str) -> int | None:
    """How many tone marks a legal syllable carries (0 or 1); None for what is no syllable.

    >>> read_tones("qū"), read_tones("de"), read_tones("xx"), read_tones("GDP"), read_tones("chóngqìng")
    (1, 0, None, None, None)
    """
    parts = unicodedata.normalize("NFD", letters.lower())
    tones = sum(part in _TONES for part in parts)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    legal = _LEGAL.fullmatch(base.replace("ɑ", "a").replace("ɡ", "g"))
    return tones if legal and tones <= 1 else None


def is_toned(letters: str) -> bool:
    """Whether these letters are one syllable with a tone mark."""
    return read_tones(letters) == 1
