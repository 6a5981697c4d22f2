"""Relation `form`, numbers: a blank before the unit here and none there, a percentage range whose first number has no sign, and
numbering with two marks.

Comes in: a reading. Goes out: at most one row for blanks, one for each such range, and one for each level of numbering with two marks
(1、 and 1.). Numbers that a byte shift destroyed are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.numbering import mark_span
from audit.relate.signs import build_row, is_destroyed

_BLANK = regex(r"\d[ \t\u00a0\u2000-\u200a\u3000]+\D")
_RANGE = regex(r"(?<![\d.．\-—–~～至到年月])\d{1,3}(?:\.\d+)?\s*(?:[-—–~～]+|至)\s*\d{1,3}(?:\.\d+)?[%％]")
_MARK = regex(r"[\d一二三四五六七八九十（）()]+([、.．]?)")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The row of blanks, then those of ranges, then those of numbering."""
    figures = [figure for figure in reading.figures if figure.row is None]
    yield from _compare_blanks(reading, figures)
    for sentence in reading.sentences:
        for match in _RANGE.finditer(sentence.text):
            yield build_row(reading, "range", reading.place(sentence, *match.span()), sentence=sentence)
    yield from _compare_marks(reading)


def _compare_blanks(reading: Reading, figures: list[Figure]) -> Iterator[RelationRow]:
    """The first unit with a blank in some places and none in others: the first of either, the rarer one as the place."""
    forms: dict[str, tuple[list[Figure], list[Figure]]] = {}
    for figure in figures:
        if figure.unit_text and "\n" not in figure.text and re.search(r"\d", figure.text):
            forms.setdefault(figure.unit_text, ([], []))[_BLANK.search(figure.text) is None].append(figure)
    for spaced, plain in forms.values():
        if spaced and plain:
            rare, usual = sorted((spaced, plain), key=len)
            yield build_row(reading, "blank", rare[0].span(), usual[0].span(), reading.sentences[rare[0].sentence])
            return


def _compare_marks(reading: Reading) -> Iterator[RelationRow]:
    """One level of numbering with two signs behind the number, or with brackets of two widths."""
    first: dict[int, tuple[str, int]] = {}
    told: set[tuple[int, str]] = set()
    for place, heading in enumerate(reading.headings):
        mark = _MARK.match(heading.mark)
        if heading.number is None or mark is None or heading.level > 4:
            continue
        form = mark.group(1) + re.sub(r"[^（）()]", "", heading.mark)
        known, at = first.setdefault(heading.level, (form, place))
        if form != known and (heading.level, form) not in told:
            spans = mark_span(heading), mark_span(reading.headings[at])
            told.add((heading.level, form))
            if not any(is_destroyed(reading, span) for span in spans):
                yield build_row(reading, "numbering", *spans)
