"""What a web site has put around a document: spam lines, article-collector phrases, menus, counters, stray bars. Marked, not removed.

Comes in: repaired text, and the word patterns of `rules/lexicon/furniture.yaml`. Goes out: the ranges that hold nothing of the
document, and marks of damage. Headings, titles, rows and sentences are never marked; in doubt a line stays the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from audit.patterns import regex
from audit.repair.ranges import Range, join_ranges
from audit.repair.step import Mark
from audit.resources import Entry, find_rules_folder, read_entries

_KEYS = ("kind", "words", "has", "pattern", "example", "stays")
_KINDS = ("spam", "spam-beside", "menu", "title", "phrase", "line")
_BODY_LENGTH = 30
"""A line with a full stop and so many characters is the document's own text; menus stand before the first and behind the last one."""
_EDGE_LINES = 400
_LONGEST_LINE = 400
_BAR = regex(r"[|｜丨\s]*[|｜丨][|｜丨\s]*")
_SENTENCE_MARK = regex("[。；！？]")
_HOLE = regex(r"[xX×*＊_＿]{2}|待[补定核填]")
"""A line with something left unfilled (`联系电话：____`) is the document's."""
_MENU_GAP = 12
"""So many short lines may lie between two menu words and still be menu."""
_PLAIN_ENTRY = regex(r"[A-Za-z\u4e00-\u9fff|>·/ \t\u3000]{1,16}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern for a piece of a line, as it is written; `has` is a word that it must hold, searched first because that is fast."""

    has: str
    written: str
    example: str
    stays: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first holds its word: all of them cost more than a short document's figures."""
        return _compile(self.written)


@dataclass(frozen=True, slots=True)
class Words:
    """The word patterns of site furniture."""

    spam: tuple[str, ...]
    beside: tuple[str, ...]
    menu: frozenset[str]
    titles: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    lines: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its blanks, and where it stands."""

    start: int
    end: int
    text: str


@cache
def load_words(folder: Path | None = None) -> Words:
    """The list `furniture.yaml`, read once. Raises RuleError with file and line for a bad entry; the patterns of the built-in list
    are tried by its tests, those of another folder here."""
    entries = read_entries((folder or find_rules_folder() / "lexicon") / "furniture.yaml", _KEYS)
    for entry in entries if folder else ():
        _check_pattern(entry)
    of = {kind: [entry for entry in entries if entry.choice("kind", _KINDS) == kind] for kind in _KINDS}
    spam, beside, menu, titles = (_join_words(of[kind]) for kind in _KINDS[:4])
    return Words(spam, beside, frozenset(menu), titles, tuple(map(_read_phrase, of["phrase"])), tuple(map(_read_phrase, of["line"])))


def _join_words(entries: list[Entry]) -> tuple[str, ...]:
    return tuple(word for entry in entries for word in entry.texts("words"))


def _check_pattern(entry: Entry) -> None:
    try:
        _compile(entry.text("pattern", ""))
    except re.error as problem:
        raise entry.refuse(f"正则表达式有错: {problem}", "bad-pattern", key="pattern") from problem


def _read_phrase(entry: Entry) -> Phrase:
    return Phrase(entry.text("has", ""), entry.text("pattern"), entry.text("example"), entry.texts("stays"))


@cache
def _compile(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)  # at once: an entry that is no pattern is refused


def find_furniture(text: str) -> tuple[tuple[Range, ...], tuple[Mark, ...]]:
    """The ranges of furniture, in order and apart from each other, and the marks of damage.

    >>> text = "下面是小编为大家整理的2023年总结,供大家参考。"
    >>> [text[a:b] for a, b in find_furniture(text)[0]]
    ['下面是小编为大家整理的', ',供大家参考。']
    """
    words = load_words()
    head, foot = _find_edges(text)
    ranges: list[Range] = []
    marks: list[Mark] = []
    for pieces, mark in (*_find_phrases(text, words), *_find_bars(text), *_find_lines([*head, *foot], words)):
        ranges.extend(pieces)
        marks.append(mark)
    for edge in (head, foot):
        found = list(_find_menus(edge, words))
        ranges.extend(found)
        marks.extend(Mark("site-furniture", *place) for place in found)
    return join_ranges(ranges), tuple(_drop_inner(marks))


def _find_phrases(text: str, words: Words) -> Iterator[tuple[tuple[Range, ...], Mark]]:
    """Pieces of lines; where the pattern has groups, only these are furniture and the rest (a title) stays."""
    for phrase in words.phrases:
        place = text.find(phrase.has)
        while place >= 0:
            start, end = _line_around(text, place)
            for match in phrase.pattern.finditer(text[start:end]):
                groups = range(1, match.re.groups + 1) if match.re.groups else (0,)
                pieces = tuple((start + match.start(n), start + match.end(n)) for n in groups if match.start(n) >= 0)
                yield pieces, Mark("site-furniture", start + match.start(), start + match.end())
            place = text.find(phrase.has, end)


def _line_around(text: str, place: int) -> Range:
    """The line around a place, cut to a length at which patterns stay fast."""
    start = text.rfind("\n", max(0, place - _LONGEST_LINE), place) + 1
    end = text.find("\n", place, place + _LONGEST_LINE)
    return max(start, place - _LONGEST_LINE, 0), end if end >= 0 else min(len(text), place + _LONGEST_LINE)


def _find_bars(text: str) -> Iterator[tuple[tuple[Range, ...], Mark]]:
    """Lines with nothing but bars: what is left of a table or a menu."""
    for match in re.finditer(r"[|｜丨]", text):
        start, end = _line_around(text, match.start())
        stands_first = not text[start : match.start()].strip()
        if stands_first and _BAR.fullmatch(text, start, end):
            yield ((match.start(), end),), Mark("stray-bar", match.start(), match.end())


def _find_edges(text: str) -> tuple[list[Line], list[Line]]:
    """The lines before the document's first sentence and those behind its last one, without blank lines."""
    head: list[Line] = []
    for line in _walk_lines(text):
        if _is_body(line.text) or len(head) >= _EDGE_LINES:
            break
        head.append(line)
    foot: list[Line] = []
    stop = head[-1].end if head else 0
    for line in _walk_back(text):
        if line.start < stop or _is_body(line.text) or len(foot) >= _EDGE_LINES:
            break
        foot.append(line)
    return head, foot[::-1]


def _is_body(line: str) -> bool:
    return len(line) >= _BODY_LENGTH and "。" in line


def _walk_lines(text: str) -> Iterator[Line]:
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        yield from _strip_line(text, place, end)
        place = end + 1


def _walk_back(text: str) -> Iterator[Line]:
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        yield from _strip_line(text, start, end)
        end = start - 1


def _strip_line(text: str, start: int, end: int) -> Iterator[Line]:
    line = text[start:end]
    bare = line.strip()
    if bare:
        first = start + len(line) - len(line.lstrip())
        yield Line(first, first + len(bare), bare)


def _find_lines(lines: list[Line], words: Words) -> Iterator[tuple[tuple[Range, ...], Mark]]:
    """Whole lines at the head and the foot: spam, and what a `line` pattern fits from end to end."""
    for line in lines:
        place = line.start, line.end
        if len(line.text) > _LONGEST_LINE or (_HOLE.search(line.text) and "www" not in line.text):
            continue
        if is_spam(line.text, words):
            titled = any(title in line.text for title in words.titles)
            yield () if titled else (place,), Mark("spam", *place)
        elif any(phrase.has in line.text and phrase.pattern.fullmatch(line.text) for phrase in words.lines):
            yield (place,), Mark("site-furniture", *place)


def is_spam(line: str, words: Words) -> bool:
    """A line of link spam: no sentence, two words that no public document holds, or one among many that go with it."""
    if _SENTENCE_MARK.search(line):
        return False
    hits = sum(word in line for word in words.spam)
    return hits >= 2 or (hits == 1 and sum(word in line for word in words.beside) >= 2)


def _find_menus(edge: list[Line], words: Words) -> Iterator[Range]:
    """Menu words that fill a line, and the short plain lines between two of them; titles and organs stay."""
    hits = [index for index, line in enumerate(edge) if _is_menu(line.text, words)]
    gaps = [range(first + 1, last) for first, last in pairwise(hits) if _is_menu_gap(edge[first + 1 : last], words)]
    for index in sorted({*hits, *chain(*gaps)}):
        yield edge[index].start, edge[index].end


def _is_menu(line: str, words: Words) -> bool:
    bare = line.strip("|｜>-·[]【】()（）:： \t\u3000")
    parts = re.split(r"[|｜·\s\u3000]+", bare)
    return bare in words.menu or (len(parts) > 1 and all(part in words.menu for part in parts))


def _is_menu_gap(lines: list[Line], words: Words) -> bool:
    plain = all(_PLAIN_ENTRY.fullmatch(line.text) and not line.text.endswith(words.titles) for line in lines)
    return plain and len(lines) <= _MENU_GAP


def _drop_inner(marks: list[Mark]) -> Iterator[Mark]:
    """The marks in order, without those inside another one (a counter inside a source line)."""
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.end > end:
            end = mark.end
            yield mark
