"""Markup of forums and web pages that was pasted along with the text: `[size=1em]`, `[/url]`, `<br>`, `</span>`.

Comes in: a text. Goes out: edits that take known tags away; tags that stand where a paragraph ended become a line break. Unknown
tags and real brackets ([7], [2018], 〔2024〕, <5%) stay, and so does a one-letter tag such as [b] that nothing closes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from audit.offsets import Edit
from audit.patterns import regex
from audit.repair.step import NOTHING, Mark, Repairs, find_from

_FORUM_NAMES = (
    "size|font|color|backcolor|align|left|center|right|justify|indent|float|p|b|i|u|s|strike|sup|sub|h[1-6]|hr|url|email|img|attach"
    r"|attachimg|media|flash|audio|video|list|\*|table|tr|td|th|quote|code|hide|free|index|page|postbg|password|fly|qq"
)
_WEB_NAMES = (
    "br|p|div|span|font|strong|em|b|i|u|s|a|img|table|tbody|thead|tr|td|th|ul|ol|li|dl|dt|dd|h[1-6]|hr|center|section|article|header"
    "|footer|nav|sup|sub|label|input|button|form|iframe|pre|blockquote|big|small|strike|wbr|o:p|st1:[a-z]+|html|head|body|meta|link"
)
# A figure set high, 10<sup>8</sup> or km<sup>2</sup>, must not run into the number before it: it becomes ⁸, ².
_RAISED = r"(?:<sup>|\[sup\])\s?[0-9+-]{1,4}\s?(?:</sup>|\[/sup\])"
_SCRIPT = r"<(?:script|style)\b[^<>]{0,500}>[^<]{0,20000}</(?:script|style)\s?>"
_FORUM = rf"\[/?(?:{_FORUM_NAMES})(?:=[^\[\]\n]{{1,200}})?\]"
_WEB = rf"</?(?:{_WEB_NAMES})(?:\s[^<>]{{0,500}})?\s?/?>|<!--[^<>]{{0,500}}-->"
_TAG = rf"(?!{_RAISED})(?:{_FORUM}|{_WEB})"
_GAP = " \t\u3000"

_START = regex(r"[\[<](?=[/!*A-Za-z])")
_PIECE = regex(rf"{_RAISED}|{_SCRIPT}|{_TAG}(?:[{_GAP}]*{_TAG})*", re.IGNORECASE)
_ONE = regex(_TAG, re.IGNORECASE)
_LONE_RAISED = regex(_RAISED, re.IGNORECASE)
_NAME = regex(r"[\[<](/?)([A-Za-z*!][A-Za-z0-9:]*)")
_RAISE = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "<>[]/sup \t\n")

_BREAKS = frozenset("br p div tr li hr table ul ol h1 h2 h3 h4 h5 h6 section article blockquote center align list * quote".split())
_CELLS = frozenset({"td", "th"})
_SENTENCE_END = frozenset("。！？；")
_STYLES = frozenset({"size", "font", "color", "backcolor"})


def find_repairs(text: str) -> Repairs:
    """The tags of a text, and the edits that take them away.

    >>> find_repairs("发展。 [size=1em] 二、目标[7]").edits
    (Edit(start=3, end=15, replacement='\\n'),)
    """
    pieces = list(find_from(_START, _PIECE, text))
    if not pieces:
        return NOTHING
    names = Counter(_name(tag) for piece in pieces for tag in _ONE.findall(piece[0]))
    edits = [edit for piece in pieces for edit in _edit_piece(text, piece, names)]
    marks = [mark for edit in edits for mark in _mark_tags(text, edit)]
    return Repairs(tuple(edits), tuple(marks))


def _name(tag: str) -> str:
    """The name of a tag, `/size` for the closing one; a comment is `!`."""
    found = _NAME.match(tag)
    return (found[1] + found[2]).lower() if found else "!"


def _edit_piece(text: str, piece: re.Match[str], names: Counter[str]) -> Iterator[Edit]:
    """The edits for a run of tags: one for all of it, or one a tag where some of them stay."""
    tags = list(_ONE.finditer(text, piece.start(), piece.end()))
    if _LONE_RAISED.fullmatch(piece[0]):
        yield Edit(piece.start(), piece.end(), piece[0].lower().translate(_RAISE))
    elif piece[0].lower().startswith(("<script", "<style")):
        yield Edit(piece.start(), piece.end(), "")
    elif any(_stays(tag[0], names) for tag in tags):
        yield from (Edit(tag.start(), tag.end(), "") for tag in tags if not _stays(tag[0], names))
    else:
        yield _edit_run(text, piece, tags, names)


def _stays(tag: str, names: Counter[str]) -> bool:
    """A bare one-letter tag that nothing closes is the author's own mark, 见附注[b]; only <p> is often left open."""
    name = _name(tag)
    return len(name) == 1 and name.isalpha() and tag.lower() in (f"[{name}]", f"<{name}>") and tag != "<p>" and not names[f"/{name}"]


def _edit_run(text: str, run: re.Match[str], tags: list[re.Match[str]], names: Counter[str]) -> Edit:
    start, end = run.span()
    while start and text[start - 1] in _GAP:
        start -= 1
    while end < len(text) and text[end] in _GAP:
        end += 1
    at_edge = not start or end == len(text) or text[start - 1] in "\r\n" or text[end] in "\r\n"
    spaced = (start, end) != run.span() or len(run[0]) > sum(len(tag[0]) for tag in tags)
    apart = spaced or text[start - 1 : start] in _SENTENCE_END
    sign = "" if at_edge else _choose_break({_name(tag[0]) for tag in tags}, names, apart)
    return Edit(start, end, sign) if sign else Edit(run.start(), run.end(), "")


def _choose_break(found: set[str], names: Counter[str], apart: bool) -> str:
    """What a run inside a line stands for: a line break, a cell's end, or nothing.

    A style that is opened and never closed, behind a sentence or a blank, was the start of a paragraph: `。[size=1em]二、`.
    """
    bare = {name.lstrip("/") for name in found}
    if bare & _BREAKS:
        return "\n"
    if bare & _CELLS:
        return "\t"
    opened = any(names[name] > names[f"/{name}"] for name in found & _STYLES)
    return "\n" if opened and apart else ""


def _mark_tags(text: str, edit: Edit) -> Iterator[Mark]:
    """A mark for each tag of an edit, or for the whole of it where it is no run of tags."""
    tags = [match.span() for match in _ONE.finditer(text, edit.start, edit.end)]
    for start, end in tags if tags and not _LONE_RAISED.match(text, edit.start) else [(edit.start, edit.end)]:
        yield Mark("forum-markup" if text[start] == "[" else "html-remains", start, end)
