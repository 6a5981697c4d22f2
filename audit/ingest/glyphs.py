"""Glyphs whose characters cannot be told: text out of a font without a table that leads back to characters.

Comes in: text out of a page, or pasted from one. Goes out: the places in it that are no real characters: letters of many scripts that no
document mixes, and replacement characters. Text in one foreign script, as in a bilingual document, is taken as it is.
"""

from __future__ import annotations

import re

from audit.model import Damage, Span
from audit.patterns import regex

_PLAIN = "\u02c7\u02c9-\u02cb\u02d9"
"""Tone marks."""

_PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_FOREIGN = "\u0100-\u036f\u0460-\u1dff\u2c00-\u2dff\ua000-\uabff\ud7b0-\ud7ff\ufb00-\ufdff\ufe70-\ufefe\ufff0-\ufff8"
_STRANGE = regex(rf"[{_FOREIGN}](?<![{_PLAIN}{_PINYIN}])")
_LOST = "\ufffd"
_PRIVATE = regex(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_BLOCK = 0x80
_TOO_MANY = 4
"""So many different scripts in one document are no writing."""


def find_jumble(text: str) -> tuple[tuple[int, int], ...]:
    """Where letters of many scripts stand for glyphs that nothing says the characters of.

    >>> find_jumble("ದನູՑčĎބۡ关于2025年"), find_jumble("བོད་ཡིག 西藏")
    (((0, 8),), ())
    """
    scripts = {ord(match.group()) // _BLOCK for match in _STRANGE.finditer(text)}
    return tuple(match.span() for match in re.finditer(f"(?:{_STRANGE.pattern})+", text)) if len(scripts) >= _TOO_MANY else ()


def is_illegible(text: str) -> bool:
    """Whether most of a text is glyphs that nothing says the characters of: then there is nothing to audit.

    >>> is_illegible("\ufffd\ufffd\ufffd年"), is_illegible("第\ufffd年全年")
    (True, False)
    """
    shown = sum(not character.isspace() for character in text)
    lost = text.count(_LOST) + sum(end - start for start, end in find_jumble(text)) + len(_PRIVATE.findall(text))
    return 2 * lost > shown


def describe_unmapped(text: str) -> tuple[Damage, ...]:
    """The damage of a page text: jumble and replacement characters; nothing where there are none."""
    runs = (*find_jumble(text), *(match.span() for match in re.finditer(f"{_LOST}+", text)))
    return _describe(text, tuple(sorted(runs)))


def describe_jumble(text: str) -> tuple[Damage, ...]:
    """The damage of a text that was pasted out of such a page."""
    return _describe(text, find_jumble(text))


def _describe(text: str, runs: tuple[tuple[int, int], ...]) -> tuple[Damage, ...]:
    if not runs:
        return ()
    spans = tuple(Span(start, end, text[start:end]) for start, end in runs[:5])
    return (Damage("unmapped-glyphs", len(runs), spans, lossy=True),)
