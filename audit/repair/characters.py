"""Characters that no reader sees or that stand for others: invisible ones, odd spaces, full-width figures, entities.

Comes in: a text. Goes out: edits that take invisible and private-use characters away, make odd spaces plain, and turn full-width
digits, letters, ％ and the signs between digits into the usual ones. Chinese punctuation, ①, ㎡ and U+3000 stay as they are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5

from audit.offsets import Edit
from audit.patterns import regex
from audit.repair.remains import find_remains
from audit.repair.step import Mark, Repairs, find_from

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f"
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_WIDE = "０-９Ａ-Ｚａ-ｚ％＋－．／\U0001d7ce-\U0001d7ff"
_SIGNS = "\u2010\u2011\u2212\u2236\u2796\ufe52\ufe63\ufe6a"
_RADICALS = "\u2e80-\u2fd5\uf900-\ufaff"

_ENTITY = r"&(?:amp;)*(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
_CODE_POINT = r"<U\+([0-9A-Fa-f]{4,6})>"
_NAMES = ("entity", "point", "invisible", "private", "space", "line", "wide", "sign", "radical")
_ODD = regex(
    f"(?P<entity>{_ENTITY})|(?P<point>{_CODE_POINT})|(?P<invisible>[{_INVISIBLE}]+)|(?P<private>[{_PRIVATE}]+)"
    f"|(?P<space>[{_SPACES}]+)|(?P<line>[{_BREAKS}])|(?P<wide>[{_WIDE}]+)|(?P<sign>[{_SIGNS}])|(?P<radical>[{_RADICALS}]+)"
)
_START = regex(f"[&<{_INVISIBLE}{_PRIVATE}{_SPACES}{_BREAKS}{_WIDE}{_SIGNS}{_RADICALS}]")
"""Where an odd character can begin: one class is searched many times faster than the alternatives are."""
_CAUSES = {"entity": "html-remains", "point": "html-remains", "invisible": "invisible-characters", "private": "private-use"}

_BETWEEN_DIGITS = {"＋": "+", "－": "-", "．": ".", "／": "/", "\u2236": ":", "\ufe52": ".", "\u2010": "-", "\u2011": "-"}
_BEFORE_DIGIT = {"\u2212": "-", "\u2796": "-", "\ufe63": "-"}
_NUMERIC = regex(r"[0-9０-９.．%％]")
_ALNUM = regex(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
LOST = "\ufffd"


def find_repairs(text: str) -> Repairs:
    """The odd characters of a text.

    >>> find_repairs("增长５．２％。").edits
    (Edit(start=2, end=6, replacement='5.2%'),)
    """
    edits, marks = [], []
    for match in find_from(_START, _ODD, text):
        kind = match.lastgroup if match.lastgroup in _NAMES else "point"
        replacement = _replace(match, str(kind))
        if replacement == match[0]:
            continue
        edits.append(Edit(match.start(), match.end(), replacement))
        if kind in _CAUSES:
            marks.append(Mark(_CAUSES[kind], match.start(), match.end(), kind == "private" and _lost_text(match)))
    return Repairs(tuple(edits), tuple(_drop_shifted(text, marks)))


def _drop_shifted(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks without private-use characters that are a piece of shifted bytes, which are reported as such."""
    shifted = find_remains(text) if any(mark.cause == "private-use" for mark in marks) else ()
    return [mark for mark in marks if not any(start <= mark.start < end for start, end in shifted)]


def _replace(match: re.Match[str], kind: str) -> str:
    if kind == "entity":
        return _decode_entity(match[0])
    if kind == "point":
        return _plain(chr(min(int(match["point"][3:-1], 16), 0x10FFFF)))
    if kind == "private":
        return _drop_private(match)
    if kind in ("wide", "sign"):
        return "".join(_narrow(match, place) for place in range(match.start(), match.end()))
    if kind == "radical":
        return "".join(map(_compose, match[0]))
    return "" if kind == "invisible" else "\n" if kind == "line" else " " * len(match[0])


def _decode_entity(entity: str) -> str:
    """The character of an entity, also one that was escaped twice (`&amp;nbsp;`); an unknown name stays as written."""
    name = entity[1:-1].rsplit(";", 1)[-1] + ";"
    if name[0] != "#" and name not in html5:
        return entity
    return "".join(map(_plain, html.unescape(f"&{name}")))


def _plain(character: str) -> str:
    """What an escaped character becomes: an odd one as if it stood there itself."""
    if re.match(f"[{_INVISIBLE}{_PRIVATE}]", character):
        return ""
    return " " if re.match(f"[{_SPACES}]", character) else character


def _drop_private(match: re.Match[str]) -> str:
    """Nothing, but a sign of loss beside a digit: without it, two numbers or parts of one would run together."""
    beside = match.string[max(match.start() - 1, 0) : match.start()] + match.string[match.end() : match.end() + 1]
    return LOST * len(match[0]) if _NUMERIC.search(beside) else ""


def _lost_text(match: re.Match[str]) -> bool:
    """Whether private-use characters stand between two letters, where one is missing, and not as an icon beside a word."""
    before, after = match.string[max(match.start() - 1, 0) : match.start()], match.string[match.end() : match.end() + 1]
    return before.isalnum() and after.isalnum()


def _narrow(match: re.Match[str], place: int) -> str:
    """The usual form of one full-width character or odd sign; signs only where digits stand beside them."""
    text, character = match.string, match.string[place]
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if character in _BETWEEN_DIGITS:
        first = character in "．\u2010\u2011" and _ALNUM.match(before)
        fits = first or (_NUMERIC.match(before) and _NUMERIC.match(after))
        return _BETWEEN_DIGITS[character] if fits else character
    if character in _BEFORE_DIGIT:
        return _BEFORE_DIGIT[character] if _NUMERIC.match(after) else character
    if character == "\ufe6a":
        return "%" if _NUMERIC.match(before) else character
    return unicodedata.normalize("NFKC", character)


def _compose(character: str) -> str:
    """The hanzi of a radical or a compatibility form (`⼆` of a PDF is 二)."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def find_losses(text: str) -> Iterator[tuple[int, int]]:
    """Where a number touches a sign of loss: the sign with the digits beside it (`2\ufffd.5%`)."""
    if LOST in text:
        for match in re.finditer(rf"[0-9.,%十百千万亿]*{LOST}+(?:[0-9.,%十百千万亿]|{LOST})*", text):
            yield match.span()
