"""Traditional characters to simplified ones, by OpenCC's t2s table and no other.

Comes in: a text. Goes out: one edit for each changed run, of equal length, so that every character keeps its place. A text that
is simplified but for a name or two (昇, 珺) is not touched. Simplified characters left in a traditional text are marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from audit.offsets import Edit
from audit.patterns import regex
from audit.repair.charsets import is_simplified, is_traditional, load_converter, load_simplified
from audit.repair.remains import find_remains
from audit.repair.step import NOTHING, Mark, Repairs
from audit.resources import find_rules_folder, read_entries

_SHARE = 0.5
"""Above this share of traditional ones among the characters that tell the scripts apart, a page or a line is traditional."""
_LINE_COUNT = 5
"""So many traditional characters must a line of a simplified page have to be a quotation, and not a name."""


def find_repairs(text: str) -> Repairs:
    """The characters to convert, and the simplified ones that were left in a traditional text.

    >>> find_repairs("全區實現產值").edits
    (Edit(start=1, end=5, replacement='区实现产'),)
    """
    traditional = sorted(filter(is_traditional, set(text)))
    if not traditional:
        return NOTHING
    simplified = sorted(filter(is_simplified, set(text)))
    count, other = (sum(map(text.count, characters)) for characters in (traditional, simplified))
    if count > _SHARE * (count + other):
        return Repairs(tuple(_convert(text, 0)), tuple(_find_left(text)))
    if count < _LINE_COUNT:
        return NOTHING
    return Repairs(tuple(edit for start, line in _find_lines(text) if _is_quotation(line) for edit in _convert(line, start)))


def _is_quotation(line: str) -> bool:
    count, other = sum(map(is_traditional, line)), sum(map(is_simplified, line))
    return count >= _LINE_COUNT and count > _SHARE * (count + other)


def _find_lines(text: str) -> Iterator[tuple[int, str]]:
    place = 0
    for line in text.splitlines(keepends=True):
        yield place, line
        place += len(line)


def _convert(text: str, place: int) -> Iterator[Edit]:
    """Edits for the changed runs; a line whose length would change is converted character by character."""
    convert = load_converter()
    whole = convert(text)
    if len(whole) == len(text):
        yield from _compare(text, whole, place)
        return
    for at, line in _find_lines(text):
        plain = convert(line)
        yield from _compare(line, plain if len(plain) == len(line) else _convert_singly(line, convert), place + at)


def _convert_singly(line: str, convert: Callable[[str], str]) -> str:
    return "".join(plain if len(plain := convert(character)) == 1 else character for character in line)


def _compare(before: str, after: str, place: int) -> Iterator[Edit]:
    """One edit for each run of characters that differ."""
    changed = [index for index, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    first = last = -2
    for index in [*changed, len(before) + 1]:
        if index != last + 1:
            if first >= 0:
                yield Edit(place + first, place + last + 1, after[first : last + 1])
            first = index
        last = index


def _find_left(text: str) -> Iterator[Mark]:
    """Simplified forms in the lines of a traditional text that do hold traditional ones: 先后, 范疇, 余家."""
    words = sorted((*load_left_words(), *(load_simplified() & set(text))), key=len, reverse=True)
    pattern = regex("|".join(map(re.escape, words)))
    remains = find_remains(text)
    for start, line in _find_lines(text):
        found = [(start + m.start(), start + m.end()) for m in pattern.finditer(line)] if any(map(is_traditional, line)) else []
        for first, last in found:
            if not any(begin < last and first < end for begin, end in remains):
                yield Mark("mixed-script", first, last)


@cache
def load_left_words(folder: Path | None = None) -> tuple[str, ...]:
    """Words that only a mechanical conversion leaves so in a traditional text, from `script.yaml`; RuleError for a bad list."""
    entries = read_entries((folder or find_rules_folder() / "lexicon") / "script.yaml", ("simplified", "words"))
    for entry in entries:
        for word in entry.texts("words"):
            if entry.text("simplified") not in word:
                raise entry.refuse(f"{word} 里没有 {entry.text('simplified')}", "unknown-value", key="words")
    return tuple(word for entry in entries for word in entry.texts("words"))
