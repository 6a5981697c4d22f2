"""Damage by signs: invisible characters, entities, full width, tags, split numbers, the wrong encoding. Each can be undone for certain.

Comes in: clean text without markup or odd characters, and a source of chance. Goes out: the damaged text; the clean text is its truth.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, random.Random], str]

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad\u202a\u202c"
_WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
_ENCODINGS = (("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gb18030"), ("gb18030", "latin-1"))


def hide_signs(text: str, chance: random.Random) -> str:
    """Invisible characters between any two characters."""
    return "".join(f"{character}{chance.choice(_INVISIBLE) if chance.random() < 0.1 else ''}" for character in text)


def escape_signs(text: str, chance: random.Random) -> str:
    """Hanzi and digits as entities, `&#22686;`."""
    return "".join(f"&#{ord(character)};" if chance.random() < 0.1 and character.isalnum() else character for character in text)


def widen_figures(text: str, chance: random.Random) -> str:
    """Numbers in full width: `１２．５％`."""
    return re.sub(r"\d+(?:\.\d+)?%?", lambda match: match[0].translate(_WIDE).replace(".", chance.choice(".．")), text)


def add_tags(text: str, chance: random.Random) -> str:
    """Numbers between forum or web tags."""
    tags = (("[b]", "[/b]"), ("<b>", "</b>"), ("[color=red]", "[/color]"), ("<span style='x'>", "</span>"))
    return re.sub(r"\d+(?:\.\d+)?", lambda match: match[0].join(chance.choice(tags)), text)


def split_numbers(text: str, chance: random.Random) -> str:
    """A line end before a unit, a space before a point."""
    text = re.sub(r"(?<=[\u4e00-\u9fff])(\d+(?:\.\d+)?)(?=[%万亿])", lambda match: match[0] + chance.choice(("", "\n")), text)
    return re.sub(r"(?<=[\u4e00-\u9fff])(\d+)\.(\d+)(?=[%万亿])", lambda match: f"{match[1]}{chance.choice(('', ' '))}.{match[2]}", text)


def misread_lines(text: str, chance: random.Random) -> str:
    """Whole lines read in the wrong encoding, where no byte is lost by it."""
    return "\n".join(misread(line, *chance.choice(_ENCODINGS)) or line for line in text.split("\n"))


def misread(line: str, written: str, read: str) -> str | None:
    """A line in another encoding than it was written in; None where that loses bytes.

    >>> misread("全市", "gb18030", "latin-1"), misread("市", "utf-8", "gb18030")
    ('È«ÊÐ', None)
    """
    try:
        shown = line.encode(written).decode(read)
    except UnicodeError:
        return None
    return shown if shown.encode(read) == line.encode(written) and not re.search("[\r\n\x85\u2028]", shown) else None


ALL: tuple[Damage, ...] = (hide_signs, escape_signs, widen_figures, add_tags, split_numbers)
"""What can be put on top of each other."""
