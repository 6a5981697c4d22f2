"""What the old character sets say about a hanzi: whether everybody reads it, and whether it is a traditional or a simplified form.

Comes in: a character. Goes out: yes or no, from its place in GB 2312 and Big5; and OpenCC's table from traditional to simplified
characters, loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache


@lru_cache(maxsize=16384)
def is_everyday(hanzi: str) -> bool:
    """Whether a hanzi is in the first level of GB 2312 or of Big5, so that no reader needs its reading."""
    return b"\xb0" <= encode(hanzi, "gb2312")[:1] <= b"\xd7" or b"\xa4" <= encode(hanzi, "big5")[:1] <= b"\xc6"


@lru_cache(maxsize=16384)
def is_traditional(character: str) -> bool:
    """Whether a hanzi stands in the first level of Big5 but not in GB 2312; the second level is full of rare names (墘, 珺)."""
    return "\u3400" < character < "\ua000" and b"\xa4" <= encode(character, "big5")[:1] <= b"\xc6" and not encode(character, "gb2312")


@lru_cache(maxsize=16384)
def is_simplified(character: str) -> bool:
    """Whether a hanzi stands in GB 2312 but not in Big5."""
    return "\u3400" < character < "\ua000" and bool(encode(character, "gb2312")) and not encode(character, "big5")


def encode(character: str, codec: str) -> bytes:
    """The bytes of a character, none where the codec lacks it."""
    return character.encode(codec, errors="ignore")


@cache
def load_converter() -> Callable[[str], str]:
    """OpenCC's t2s: traditional characters to simplified ones, no words exchanged."""
    from opencc import OpenCC  # heavy, and most texts are simplified already

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def load_simplified() -> frozenset[str]:
    """All characters that t2s makes of Big5 ones and that Big5 lacks: simplified for certain, unlike 坂 or 肽, which it lacks too."""
    big5 = encode("".join(map(chr, range(0x4E00, 0xA000))), "big5").decode("big5")
    return frozenset(load_converter()(big5)) - frozenset(big5)
