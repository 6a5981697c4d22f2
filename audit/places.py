"""Places in words: where a piece of a document's canonical text stands in its file, as a person looks for it.

Comes in: a SourceDocument and an offset. Goes out: the Place that covers it, line and column, or words in Chinese or English.
Refuses nothing: an offset outside the text is clipped, and where a format knows no places the line and column are given.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from audit.model import Place, SourceDocument

_WORDS = {
    "page": ("第 {} 页", "page {}"),
    "paragraph": ("第 {} 段", "paragraph {}"),
    "table": ("表 {}", "table {}"),
    "row": ("第 {} 行", "row {}"),
    "column": ("第 {} 列", "column {}"),
    "footnote": ("脚注 {}", "footnote {}"),
    "endnote": ("尾注 {}", "endnote {}"),
    "header": ("页眉", "header"),
    "footer": ("页脚", "footer"),
    "textbox": ("文本框", "text box"),
    "comment": ("批注 {}", "comment {}"),
    "contents": ("目录", "contents"),
    "hidden": ("已隐藏", "hidden"),
    "navigation": ("网页栏目", "site navigation"),
}
_NUMBERED = ("footnote", "endnote", "comment")
_start_of = attrgetter("start")


def find_place(source: SourceDocument, offset: int) -> Place | None:
    """The place that covers an offset, the one before it where it lies between two (a tab, a line end), None where there is none.

    >>> source = SourceDocument("a.docx", "甲\\t5家\\n", "", "", "", places=(Place(0, 1, table=1), Place(2, 4, table=1, row=1, column=2)))
    >>> find_place(source, 3).column, find_place(source, 1).start
    (2, 0)
    """
    index = bisect_right(source.places, offset, key=_start_of) - 1
    return source.places[index] if index >= 0 else None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; CR LF, CR and LF end a line, columns count code points.

    >>> line_and_column("一、总结\\r\\n全年10家", 8)
    (2, 3)
    """
    offset = max(0, min(offset, len(text)))
    before = text[:offset]
    lone = before.count("\r") - before.count("\r\n")
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return before.count("\n") + lone + 1, offset - start + 1


def describe_place(source: SourceDocument, offset: int, lang: str = "zh") -> str:
    """The place of an offset in words: 第 3 页, 第 12 段, 表 2 第 3 行第 2 列, Sheet1!B5, 第 7 行第 23 列.

    A member of an archive stands in front where the document's own name does not say it.

    >>> text = "生产总值增长5.2%\\n"
    >>> describe_place(SourceDocument("甲.txt", text, "", "", ""), 6)
    '第 1 行第 7 列'
    >>> describe_place(SourceDocument("甲.docx", text, "", "", "", places=(Place(0, 10, paragraph=12),)), 6, "en")
    'paragraph 12'
    """
    place = find_place(source, offset)
    if place is None:
        line, column = line_and_column(source.text, offset)
        return _say("row", lang, line).replace("row", "line") + _gap(lang) + _say("column", lang, column)
    member = place.member if place.member and not source.name.endswith("!" + place.member) else None
    return " ".join(part for part in (member, *_describe_parts(place, lang)) if part)


def _describe_parts(place: Place, lang: str) -> tuple[str, ...]:
    page = _say("page", lang, place.page) if place.page else ""
    part = _describe_part(place, lang)
    if place.sheet or place.cell:
        return page, f"{place.sheet}!{place.cell}" if place.sheet and place.cell else place.sheet or place.cell or "", part
    if place.table or place.row or place.column:
        table = _say("table", lang, place.table) if place.table else ""
        cell = [_say(key, lang, number) for key, number in (("row", place.row), ("column", place.column)) if number]
        return page, part, table, _gap(lang).join(cell)
    counted = place.paragraph and place.part not in _NUMBERED
    return page, part, _say("paragraph", lang, place.paragraph) if counted else ""


def _describe_part(place: Place, lang: str) -> str:
    """What is not body text; a note is named with its number, and the part as it stands where it has no words."""
    if not place.part:
        return ""
    return _say(place.part, lang, place.paragraph or "").strip() if place.part in _WORDS else place.part


def _say(key: str, lang: str, value: object = "") -> str:
    return _WORDS[key][lang == "en"].format(value)


def _gap(lang: str) -> str:
    return ", " if lang == "en" else ""
