"""Remains of a page whose GBK bytes were cut one byte off, by a replacement that saw no characters: `?。ㄒ唬┏掷m(xù)`, `表?yè)P(yáng)`.

Comes in: a text. Goes out: headings of which no byte is lost but the indent's first, as they were (proved by decoding the bytes
again, and by the page's own reading of the last character where one follows); and the places of all other remains, unguessed.
"""

from __future__ import annotations

import re

from audit.offsets import Edit
from audit.repair.charsets import is_everyday
from audit.repair.pinyin import LETTERS, TONED_LETTERS, is_toned
from audit.repair.step import NOTHING, Mark, Repairs

_READING = rf"[(（][{LETTERS}]{{1,8}}[)）]"

# `　（一）持續(xù)` is A1A1 A3A8 … C06D; the page's own A1A3 (。) was found across two characters and cut out, A1 became ?,
# and what follows is read one byte late, up to the first ASCII sign, which is a second byte too: 。 ㄒ 唬 ┏ 掷 m.
_HEADING = re.compile(rf"^[ \t\u3000]*(?P<cut>\?。[^\x00-\x7f]{{2,20}}[@-~])(?P<reading>{_READING})?", re.MULTILINE)
_RESTORED = re.compile(r"\u3000（[一二三四五六七八九十]{1,3}）([\u4e00-\u9fff]{1,8})")

# What only a cut leaves behind: the second byte of a character as a letter before its reading, m(xù), or a reading that lost its
# bracket, ?qiáng); between hanzi also a lone sign of the same byte range, and letters of no Chinese text.
_CORE = rf"(?:[@-~]{_READING}|\?[{LETTERS}]{{1,8}}[)）])"
_SIGN = r"[@\[\\\]^_`{|}~](?=[\u4e00-\u9fff])"
_FOREIGN = "[\u3105-\u3129\u3041-\u30fa\u2500-\u257f]"
_LEAD = rf"(?:\?[。，,；;？?]|;(?={_FOREIGN}))"
_BODY = r"[^\s\x00-\x7f。，；：]"
_REMAINS = re.compile(
    rf"{_LEAD}{_BODY}{{0,14}}{_CORE}(?:{_BODY}{{0,2}}{_CORE})*"
    rf"|{_LEAD}{_BODY}{{1,8}}{_SIGN}"
    rf"|{_LEAD}{_BODY}{{0,3}}{_FOREIGN}(?:{_BODY}{{0,12}}[@-~]|{_BODY}{{0,3}})"
    rf"|{_CORE}+"
)
_ANCHOR = re.compile(rf"[?;](?=[。，,；;？?{_FOREIGN[1:-1]}{LETTERS}])|[@-~](?=[(（][{LETTERS}])")
_SYLLABLE = re.compile(rf"([{LETTERS}]{{1,8}})[)）]")
_FAST = re.compile(rf"[{TONED_LETTERS}\u3105-\u3129\u2500-\u257f\u3041-\u30fa]|\?[。，,；;？?]")


def find_repairs(text: str) -> Repairs:
    """The headings that can be restored for certain.

    >>> page = "?。ㄒ唬┏掷m(xù)推進。各項工作持續(xù)推進。"
    >>> find_repairs(page).edits
    (Edit(start=0, end=7, replacement='\\u3000（一）持續'),)
    """
    if "?。" not in text:
        return NOTHING
    edits, marks = [], []
    for match in _HEADING.finditer(text):
        restored = restore_heading(match["cut"][1:])
        if restored and (not match["reading"] or restored[-1] + match["reading"] in text):
            edits.append(Edit(match.start("cut"), match.end("cut"), restored))
            marks.append(Mark("byte-shift", *match.span("cut")))
    return Repairs(tuple(edits), tuple(marks))


def restore_heading(cut: str) -> str | None:
    """The heading whose bytes, less the first, decode to `cut`; None unless that is a number in brackets and common hanzi.

    >>> restore_heading("。ㄒ唬┏掷m")
    '\\u3000（一）持續'
    """
    try:
        restored = (b"\xa1" + cut.encode("gb18030")).decode("gb18030")
    except UnicodeError:
        return None
    heading = _RESTORED.fullmatch(restored)
    return restored if heading and all(map(is_everyday, heading[1])) else None


def find_remains(text: str) -> tuple[tuple[int, int], ...]:
    """The places of all remains of cut bytes, in order.

    >>> [text[a:b] for text in ["被中國科協表?yè)P(yáng);", "成效?,F(xiàn)將", "环;ぎa(chǎn)业"] for a, b in find_remains(text)]
    ['?yè)P(yáng)', '?,F(xiàn)', ';ぎa(chǎn)']
    """
    if not _FAST.search(text):
        return ()
    found: list[tuple[int, int]] = []
    anchor = _ANCHOR.search(text)
    while anchor:
        match = _REMAINS.match(text, anchor.start())
        if match and _is_certain(match[0]):
            found.append(match.span())
        anchor = _ANCHOR.search(text, match.end() if match else anchor.end())
    return tuple(found)


def _is_certain(remains: str) -> bool:
    """A lead and something foreign, or a letter with a toned reading: GDP(rén) has neither, `(a)` no tone."""
    syllables = _SYLLABLE.findall(remains)
    return all(map(is_toned, syllables)) if syllables else True
