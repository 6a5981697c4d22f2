"""Text that was read in the wrong encoding: UTF-8 as GBK (`浜у€�`), UTF-8 or GBK as Latin-1 (`å…¨å¸‚`, `È«ÊÐ`), Big5 as GBK.

Comes in: a text. Goes out: edits that read the bytes of a line, or of a run between ASCII signs, as they were written. That is
done only where the bytes are whole, give back the same signs when they are read wrongly again, and spell everyday hanzi. Signs
of bytes that are lost (`锟斤拷`) are marked; they cannot be undone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audit.offsets import Edit
from audit.patterns import regex
from audit.repair.charsets import is_everyday
from audit.repair.step import NOTHING, Mark, Repairs

Reader = Callable[[str], str]

CAUSE = "mojibake"
_LEAST = 2
"""So many hanzi must a run spell: no accident of other text does."""
_WESTERN = {bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_WESTERN |= {chr(byte): byte for byte in range(0x80, 0xA0)}
"""Bytes by the signs of cp1252, and of Latin-1 for the range where both differ."""
_SIGNS = "".join(map(re.escape, _WESTERN))
_THIRDS = "".join(
    character for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0) if (character := bytes((lead, trail)).decode("gbk", "ignore"))
)
"""What the first two bytes of a hanzi in UTF-8 are in GBK: 涓, 鍏; every other hanzi begins a pair, so these come at every third sign."""

_UTF8_AS_GBK = regex(rf"[{_THIRDS}][^\x00-\x7f]{{2}}[{_THIRDS}]")
_UTF8_AS_WESTERN = regex(f"[ä-é][{_SIGNS}]{{2}}[ã-ï]")
_GBK_AS_WESTERN = regex("[\xb0-\xf7][\xa1-\xfe]{3}")
_FOREIGN = "\u0391-\u03c9\u0410-\u044f\u3041-\u30f6\u3105-\u3129\u2550-\u2573"
_BIG5_AS_GBK = regex(rf"[{_FOREIGN}][^\x00-\x7f]{{0,3}}[{_FOREIGN}]")
_LOST = regex("(?:锟斤拷)+锟?|(?:ï¿½)+|(?:烫){4,}|(?:屯){4,}")
_START = regex("|".join(pattern.pattern for pattern in (_UTF8_AS_GBK, _UTF8_AS_WESTERN, _GBK_AS_WESTERN, _BIG5_AS_GBK, _LOST)))
_WIDE_RUN = regex(r"[^\x00-\x7f]+")
_WESTERN_RUN = regex(f"[{_SIGNS}]{{2,}}")
_PLAIN = regex("[\u3000-\u303f\uff00-\uffef·—…“”‘’×℃Ⅰ-Ⅻ①-⑳ -~]")
_MIXED = regex("[\u0370-\u04ff\u3041-\u30ff\u3105-\u3129\u2550-\u2573]")


def find_repairs(text: str) -> Repairs:
    """The runs that were read wrongly.

    >>> find_repairs("å…¨å¸‚ 3.2äº¿å…ƒ").edits
    (Edit(start=0, end=6, replacement='全市'), Edit(start=10, end=16, replacement='亿元'))
    """
    first = _START.search(text)
    if not first:
        return NOTHING
    edits = [edit for start, end in _list_lines(text, first.start()) for edit in _repair_line(text, start, end)]
    lost = [
        match.span() for match in _LOST.finditer(text) if not any(edit.start < match.end() and match.start() < edit.end for edit in edits)
    ]
    marks = [Mark(CAUSE, edit.start, edit.end) for edit in edits] + [Mark(CAUSE, *place, lossy=True) for place in lost]
    return Repairs(tuple(edits), tuple(sorted(marks, key=lambda mark: mark.start)))


def find_losses(text: str) -> Iterator[tuple[int, int]]:
    """Where a number touches signs of lost bytes: the signs with the digits beside them."""
    for match in re.finditer(rf"[0-9.,%]*(?:{_LOST.pattern})[0-9.,%]*", text) if _LOST.search(text) else ():
        yield match.span()


def _list_lines(text: str, place: int) -> Iterator[tuple[int, int]]:
    """The lines from the one around a place on that hold a sign of wrong reading."""
    start = text.rfind("\n", 0, place) + 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if _START.search(text, start, end):
            yield start, end
        start = end + 1


def _repair_line(text: str, start: int, end: int) -> Iterator[Edit]:
    line = text[start:end].rstrip("\r")
    whole = _read_big5(line) if _BIG5_AS_GBK.search(line) else None
    if whole:
        yield Edit(start, start + len(line), whole)
        return
    pattern, readers = (_WESTERN_RUN, _WESTERN_READERS) if _WESTERN_RUN.search(line) else (_WIDE_RUN, _WIDE_READERS)
    sure = any(_read_run(run[0], readers, _LEAST) for run in pattern.finditer(line))
    for run in pattern.finditer(line) if sure else ():
        plain = _read_run(run[0], readers, 0)
        if plain:
            yield Edit(start + run.start(), start + run.end(), plain)


def _read_run(run: str, readers: tuple[Reader, ...], least: int) -> str | None:
    """What a run was, as the first encoding reads it that spells so many hanzi; in a line that is sure, signs alone will do."""
    return next((plain for plain in (_accept(reader(run), least) for reader in readers) if plain), None)


def _read_utf8(run: str) -> str:
    data = run.encode("gb18030", errors="ignore")
    return _decode(data, "utf-8") if _decode(data, "gb18030") == run else ""


def _read_western_utf8(run: str) -> str:
    return _decode(bytes(_WESTERN[sign] for sign in run), "utf-8")


def _read_western_gbk(run: str) -> str:
    return _decode(bytes(_WESTERN[sign] for sign in run), "gb18030")


_WESTERN_READERS: tuple[Reader, ...] = (_read_western_utf8, _read_western_gbk)
_WIDE_READERS: tuple[Reader, ...] = (_read_utf8,)


def _read_big5(line: str) -> str | None:
    """A whole line, because Big5 has ASCII signs for second bytes; it must have been mixed signs and spell six hanzi."""
    data = line.encode("gb18030", errors="ignore")
    plain = _accept(_decode(data, "big5"), 3 * _LEAST) if _decode(data, "gb18030") == line else None
    return plain if plain and len(_MIXED.findall(line)) >= 2 and not _MIXED.search(plain) else None


def _decode(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""


def _accept(plain: str, least: int) -> str | None:
    """A text of everyday hanzi and the signs between them."""
    hanzi = [character for character in plain if not _PLAIN.match(character)]
    return plain if len(hanzi) >= least and all(map(is_everyday, hanzi)) else None
