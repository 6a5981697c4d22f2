"""The measure of printed text: how wide its lines run, and so which line breaks are only layout.

Comes in: the body lines of all pages. Goes out: the left and right edge of the text on pages of each width, the usual step from line
to line, and for two lines whether the second goes on with the paragraph of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.ingest.layout import Line, Page
from audit.patterns import regex

_END = tuple("。！？；：!?;")
_NUMBERED = regex(
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}(?:[、.．]|是(?!否))|\d{1,2}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十百\d]+[章节条]|附[件表]"
)
_INDENT = 0.8
_SURE = 4
"""So many lines, and a fifth of all, that end at one edge show where it is; in a short text the margins are taken as alike."""

_SLACK = 0.35
"""A line is full where the next word would not have fitted, give or take a share of the type size."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The text area of pages of one width: its edges, and the usual step between lines in type sizes."""

    left: float
    right: float
    step: float


def measure_pages(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> Mapping[int, Measure]:
    """The measure of each page by its number; pages of one width share theirs."""
    widths: dict[int, list[Sequence[Line]]] = {}
    for page, found in zip(pages, lines, strict=True):
        widths.setdefault(round(page.width), []).append(found)
    measures = {width: _measure(width, found) for width, found in widths.items()}
    return {page.number: measures[round(page.width)] for page in pages}


def _measure(width: float, found: Iterable[Sequence[Line]]) -> Measure:
    found = tuple(found)
    lines = [line for page in found for line in page]
    if not lines:
        return Measure(0, 0, 2)
    right = _find_right(lines)
    full = [line for line in lines if line.right > right - line.size]
    left = _find_left([line.left for line in full or lines])
    if len(full) < _SURE or 5 * len(full) < len(lines):
        right = max(right, width - left - 2 * lines[0].size)
    return Measure(left, right, _find_step(found))


def _find_right(lines: Sequence[Line]) -> float:
    """The right edge: the outermost that several lines reach."""
    needed = max(2, len(lines) // 20)
    ordered = sorted((line.right, line.size) for line in lines)
    for n in range(len(ordered) - 1, needed - 2, -1):
        right, size = ordered[n]
        if right - ordered[n - needed + 1][0] < size:
            return right
    return ordered[-1][0]


def _find_left(lefts: Sequence[float]) -> float:
    """The left edge: the outermost at which a good share of lines begin; first lines stand further in."""
    counts = Counter(round(left) for left in lefts)
    around = {place: counts[place - 1] + count + counts[place + 1] for place, count in counts.items()}
    return min(place for place, count in around.items() if 4 * count >= max(around.values()))


def _find_step(found: Iterable[Sequence[Line]]) -> float:
    steps = [(two.bottom - one.bottom) / two.size for page in found for one, two in pairwise(page) if two.bottom > one.bottom]
    usual = Counter(round(step, 1) for step in steps if step < 4)
    return usual.most_common(1)[0][0] if usual else 2.0


def continues(head: Line, one: Line, two: Line, measure: Measure) -> bool:
    """Whether `two` goes on with the paragraph that `head` begins and whose last line so far is `one`."""
    if len(one.pieces) > 1 or len(two.pieces) > 1 or not 0.9 < one.size / two.size < 1.12:
        return False
    if one.page == two.page and two.bottom - one.bottom > (measure.step + 0.6) * two.size:
        return False
    indented = head.left > measure.left + _INDENT * two.size
    if not indented and one.text.endswith(_END) and _NUMBERED.match(two.text):
        return False
    inner = head is not one and one.page == two.page
    edge = max(measure.left, one.left) if inner else measure.left
    return two.left < edge + _INDENT * two.size and fits_not(one, two, measure.right)


def fits_not(one: Line, two: Line, right: float) -> bool:
    """Whether the first word of a line would not have fitted behind the line before it: then the break is the layout's.

    `right` is the edge that lines run to. 完成一般公共预算收入 | 171.59亿元 breaks early because a number is not broken.
    """
    return right - one.right < two.lead + _SLACK * two.size
