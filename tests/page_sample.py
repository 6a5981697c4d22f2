"""Pages for tests of PDF and OFD: what stands where, wrapped as a word processor wraps it, for a writer to draw.

Comes in: paragraphs, tables, running lines. Goes out: sheets with texts at places (points from the upper left corner) and strokes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
SIZE, STEP = 16.0, 28.0
LEFT, RIGHT, TOP, BOTTOM = 90.0, 506.0, 110.0, 740.0
_TOKEN = re.compile(r"[A-Za-z0-9.,%]+[，。；：、！？）”]?|.[，。；：、！？）”]?", re.DOTALL)

Table = Sequence[Sequence[str]]


@dataclass(slots=True)
class Sheet:
    """One page: texts as (left, baseline, size, text), strokes as (x, y, x, y)."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)


def measure(text: str, size: float = SIZE) -> float:
    """The width of a text in a Chinese font."""
    return sum(size if ord(character) > 0x2E7F or character in "“”—…" else size / 2 for character in text)


def lay_out(blocks: Sequence[str | Table], header: str = "", footer: str = "") -> list[Sheet]:
    """Paragraphs (indented by two characters) and ruled tables on as many pages as they need; `{}` in a footer is the page number."""
    sheets, y = [Sheet()], TOP
    for block in blocks:
        rows = _wrap(block) if isinstance(block, str) else block
        for n, row in enumerate(rows):
            if y + STEP > BOTTOM:
                sheets.append(Sheet())
                y = TOP
            y += STEP
            if isinstance(row, str):
                sheets[-1].texts.append((LEFT + (2 * SIZE if n == 0 else 0), y, SIZE, row))
            else:
                _rule_row(sheets[-1], row, y)
    for number, sheet in enumerate(sheets, 1):
        for text, at in ((header, 60.0), (footer.format(number), 790.0)):
            if text:
                sheet.texts.append(((WIDTH - measure(text, 10)) / 2, at, 10, text))
    return sheets


def _wrap(paragraph: str) -> list[str]:
    lines, room = [""], RIGHT - LEFT - 2 * SIZE
    for token in _TOKEN.findall(paragraph):
        if measure(lines[-1] + token) > room:
            lines.append("")
            room = RIGHT - LEFT
        lines[-1] += token
    return lines


def _rule_row(sheet: Sheet, row: Sequence[str], y: float) -> None:
    """A table row with lines around each cell."""
    width, top = (RIGHT - LEFT) / len(row), y - STEP + 6
    for n in range(len(row) + 1):
        sheet.strokes.append((LEFT + n * width, top, LEFT + n * width, top + STEP))
    for at in (top, top + STEP):
        sheet.strokes.append((LEFT, at, RIGHT, at))
    for n, text in enumerate(row):
        if text:
            sheet.texts.append((LEFT + n * width + 5, y, 12, text))
