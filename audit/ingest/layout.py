"""Glyphs on a page to lines of text: the geometry that all page formats (PDF, OFD) share.

Comes in: glyphs and ruling lines with their places in points, from the upper left corner of the page as it is read. Goes out:
lines in reading order, each cut where a wide gap stands in it. It knows no file format and reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audit.patterns import regex

Box = tuple[float, float, float, float]

_SAME_LINE = 0.4
"""Glyphs whose middles differ by less than this share of the type size stand on one line: a note mark [1] stands higher."""

_WORD_GAP, _DIGIT_GAP, _MIXED_GAP = 0.15, 0.3, 0.55
"""Gaps wider than this are spaces between letters, digits, others: word processors leave a quarter of an em between 年 and 2025."""

_WIDE_GAP, _ROW_STEP = 2.0, 3.0
"""In type sizes: what parts pieces of a line, and how far apart rows of one table may be."""

_TWICE = 0.2
"""The same glyph again within this share of its size is drawn twice to look bold."""

_ASCENT, _DESCENT = 0.88, 0.12
_TOKEN = regex(r"[A-Za-z0-9.,%+\-/:~]+[，。；：、！？）》”’]?|.[，。；：、！？）》”’]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as it is drawn: its left and right edge, the baseline it stands on, its type size."""

    text: str
    left: float
    right: float
    baseline: float
    size: float

    @property
    def middle(self) -> float:
        """The height of the middle of the character."""
        return self.baseline - 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line, level or upright: its ends."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on one page; `asides` are glyphs that are no body text whatever they say (turned watermarks, templates)."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    asides: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line without a wide gap."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its pieces from left to right, its place, and the width of its first unbreakable word."""

    page: int
    pieces: tuple[Piece, ...]
    box: Box
    size: float
    lead: float
    gap: str = " "

    @property
    def text(self) -> str:
        """The whole line; `gap` stands between its pieces."""
        return self.gap.join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """The left edge of its first character that is no space."""
        return self.box[0]

    @property
    def top(self) -> float:
        """The upper edge of its highest character."""
        return self.box[1]

    @property
    def right(self) -> float:
        """The right edge of its last character that is no space."""
        return self.box[2]

    @property
    def bottom(self) -> float:
        """The lower edge of its lowest character."""
        return self.box[3]


def read_lines(page: int, glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """The lines that glyphs make, from top to bottom.

    >>> drawn = [Glyph(c, 10 * n, 10 * n + 10, 50, 10) for n, c in enumerate("共3家")]
    >>> [(line.text, line.box) for line in read_lines(1, reversed(drawn))]
    [('共3家', (0, 41.2, 30, 51.2))]
    """
    rows = (_drop_doubles(sorted(row, key=lambda glyph: glyph.left)) for row in _group_rows(glyphs))
    return tuple(_make_line(page, row) for row in rows if row)


def align_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines whose wide gaps stand above each other as rows: a tab between their pieces, nothing where a row has none in a column.

    指标      2025年  beside  收入      100: a table without ruling lines; a lone 甲局      2026年1月 is none.
    """
    aligned: list[Line] = []
    group: list[Line] = []
    for line in lines:
        if group and not _share_gap(group[-1], line):
            aligned += _make_rows(group)
            group = []
        group.append(line)
    return aligned + _make_rows(group)


def _share_gap(one: Line, two: Line) -> bool:
    if two.bottom - one.bottom > _ROW_STEP * two.size:
        return False
    gaps = [[(a.right, b.left) for a, b in pairwise(line.pieces)] for line in (one, two)]
    return any(max(a, c) < min(b, d) for a, b in gaps[0] for c, d in gaps[1])


def _make_rows(group: Sequence[Line]) -> list[Line]:
    """Lines as rows of the columns that their pieces make; one in which two pieces are in one column keeps its own."""
    if len(group) < 2:
        return list(group)
    columns: list[tuple[float, float]] = []
    for piece in sorted((piece for line in group for piece in line.pieces), key=lambda piece: piece.left):
        if columns and piece.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.right))
        else:
            columns.append((piece.left, piece.right))
    return [replace(line, gap="\t", pieces=_fill_row(line.pieces, columns)) for line in group]


def _fill_row(pieces: tuple[Piece, ...], columns: Sequence[tuple[float, float]]) -> tuple[Piece, ...]:
    placed = {next(n for n, (left, right) in enumerate(columns) if left <= piece.left <= right): piece for piece in pieces}
    if len(placed) < len(pieces):
        return pieces
    return tuple(placed.get(n, Piece("", *columns[n])) for n in range(max(placed) + 1))


def _group_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by the line they stand on; the tallest of a line says where its middle is."""
    rows: list[list[Glyph]] = []
    anchor: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.left)):
        if anchor is None or abs(glyph.middle - anchor.middle) > _SAME_LINE * max(glyph.size, anchor.size):
            rows.append([])
            anchor = glyph
        rows[-1].append(glyph)
        if glyph.size > anchor.size:
            anchor = glyph
    return rows


def _drop_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        near = (old for old in kept[-3:] if old.text == glyph.text)
        if not any(glyph.left - old.left < _TWICE * glyph.size for old in near):
            kept.append(glyph)
    while kept and not kept[-1].text.strip():
        kept.pop()
    first = next((n for n, glyph in enumerate(kept) if glyph.text.strip()), 0)
    return kept[first:]


def _make_line(page: int, row: list[Glyph]) -> Line:
    size = max(glyph.size for glyph in row)
    top = min(glyph.baseline - _ASCENT * glyph.size for glyph in row)
    bottom = max(glyph.baseline + _DESCENT * glyph.size for glyph in row)
    box = (row[0].left, round(top, 2), max(glyph.right for glyph in row), round(bottom, 2))
    return Line(page, tuple(_cut_pieces(row)), box, size, _measure_lead(row))


def _measure_lead(row: list[Glyph]) -> float:
    """The width of what a line begins with and no layout would break: a character with its closing mark, a word, a number."""
    text = "".join(glyph.text for glyph in row[:40])
    match = _TOKEN.match(text)
    return row[min(match.end() if match else 1, len(row)) - 1].right - row[0].left


def _cut_pieces(row: list[Glyph]) -> Iterator[Piece]:
    start, text = 0, row[0].text
    for n, (one, two) in enumerate(pairwise(row), 1):
        gap = two.left - one.right
        size = max(one.size, two.size)
        if gap > _WIDE_GAP * size:
            yield _make_piece(text, row[start:n])
            start, text = n, two.text
        else:
            text += (" " if _is_space(one, two, gap / size) else "") + two.text
    yield _make_piece(text, row[start:])


def _make_piece(text: str, glyphs: list[Glyph]) -> Piece:
    return Piece(text.strip(), glyphs[0].left, max(glyph.right for glyph in glyphs))


def _is_space(one: Glyph, two: Glyph, gap: float) -> bool:
    """Whether a gap, in type sizes, stands for a space that was not drawn."""
    if gap <= _WORD_GAP or one.text.isspace() or two.text.isspace():
        return False
    if not (is_narrow(one.text) and is_narrow(two.text)):
        return gap > _MIXED_GAP
    return gap > _DIGIT_GAP or one.text.isalpha() or two.text.isalpha()


def is_narrow(text: str) -> bool:
    """Whether a character is of the half-width kind that words and numbers are made of."""
    return text < "\u0250"
