"""Running headers, footers and page numbers: the lines of a page that are no part of the document.

Comes in: the lines of all pages. Goes out: which of them are furniture. A line is taken for it only near the edge of the page, and
only if it says the same at the same height on most pages, or counts them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from audit.ingest.layout import Line, Page
from audit.patterns import regex

_EDGE = 0.13
"""How much of the page's height, above and below, may hold a running line."""

_HEIGHT_STEP = 6.0
_PAGE_NUMBER = regex(r"[-—–－·.\s]*第?\s*(\d{1,4})\s*页?(?:\s*[/／,，、]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·.\s]*")
_DRESSED = regex(r"[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d{1,4}\s*页.*")

Key = tuple[str, int]


def find_running(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> frozenset[Line]:
    """The running headers, footers and page numbers among the lines of each page."""
    edges = [[line for line in found if _is_at_edge(page, line)] for page, found in zip(pages, lines, strict=True)]
    counts = Counter(key for found in edges for key in {_key(line) for line in found})
    shift = _find_shift(edges)
    running = (line for found in edges for line in found if _repeats(line, counts, len(pages)) or _is_page_number(line, shift))
    return frozenset(running)


def _is_at_edge(page: Page, line: Line) -> bool:
    return line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height


def _key(line: Line) -> Key:
    """What a line says but for its digits, and about how high it stands."""
    return re.sub(r"\d+", "#", line.text.replace(" ", "")), round(line.top / _HEIGHT_STEP)


def _repeats(line: Line, counts: Counter[Key], pages: int) -> bool:
    """Whether a line stands on most pages, or on most left or right ones; of two or three pages, on all."""
    text, height = _key(line)
    seen = max(counts[text, near] for near in (height - 1, height, height + 1))
    return pages > 1 and seen > 1 and 5 * seen >= 2 * pages and (pages > 3 or seen == pages) and not _is_bare(text)


def _is_bare(text: str) -> bool:
    return not text.strip("#.,%")


def _find_shift(edges: Iterable[Sequence[Line]]) -> int | None:
    """How far the printed page numbers are from the counted ones, where most of them agree."""
    shifts = Counter(number - line.page for found in edges for line in found if (number := _read_number(line)) is not None)
    best = shifts.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else None


def _is_page_number(line: Line, shift: int | None) -> bool:
    number = _read_number(line)
    return _DRESSED.fullmatch(line.text) is not None or (number is not None and shift is not None and number - line.page == shift)


def _read_number(line: Line) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match.group(1)) if match else None
