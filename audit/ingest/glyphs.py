"""Glyphs whose characters cannot be told: fonts without a table that leads back to characters.

Comes in: text out of a page format. Goes out: the places in it that are no real characters: private use, replacement characters,
and letters of scripts that no document mixes. Text in one foreign script, as in a bilingual document, is taken as it is.
"""

from __future__ import annotations

import re

from audit.model import Damage, Span

_PLAIN = "\u02c7\u02c9-\u02cb\u02d9"
"""Tone marks."""

_PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_FOREIGN = "\u0100-\u036f\u0460-\u1dff\u2c00-\u2dff\ua000-\uabff\ud7b0-\uf8ff\ufb00-\ufdff\ufe70-\ufeff\ufff0-\uffff"
_STRANGE = re.compile(rf"[{_FOREIGN}](?<![{_PLAIN}{_PINYIN}])")
_LOST = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+")
_BLOCK = 0x80
_TOO_MANY = 4
"""So many different scripts in one document are no writing."""


def find_unmapped(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text holds glyphs that nothing says the characters of.

    >>> find_unmapped("ದನູՑčĎބۡ关于2025年"), find_unmapped("བོད་ཡིག 西藏")
    (((0, 8),), ())
    """
    scripts = {ord(match.group()) // _BLOCK for match in _STRANGE.finditer(text)}
    pattern = re.compile(rf"(?:{_STRANGE.pattern}|{_LOST.pattern})+") if len(scripts) >= _TOO_MANY else _LOST
    return tuple(match.span() for match in pattern.finditer(text))


def is_illegible(text: str) -> bool:
    """Whether most of a text is glyphs that nothing says the characters of: then there is nothing to audit.

    >>> is_illegible("\ufffd\ufffd\ufffd年"), is_illegible("第\ufffd年全年")
    (True, False)
    """
    shown = sum(not character.isspace() for character in text)
    return 2 * sum(end - start for start, end in find_unmapped(text)) > shown


def describe_unmapped(text: str) -> tuple[Damage, ...]:
    """The damage of glyphs that nothing says the characters of; nothing where there are none."""
    runs = find_unmapped(text)
    if not runs:
        return ()
    spans = tuple(Span(start, end, text[start:end]) for start, end in runs[:5])
    return (Damage("unmapped-glyphs", len(runs), spans, lossy=True),)
