"""The repaired text as running text: lines that only the layout broke are joined, the rest is cut into blocks.

Comes in: a CleanText. Goes out: the running text with its way back to the source, and its blocks (paragraphs and table rows)
in order, without site furniture. It refuses to join across headings, tables and ends of sentences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from audit.model import CleanText
from audit.offsets import Edit, OffsetMap, apply_edits
from audit.patterns import regex

TERMINAL = "。！？；：!?;:…"
NUMBERED = regex(
    r"[\s　]*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}(?:[、.．]|是(?!否))|\d{1,2}[、.．](?!\d)"
    r"|[（(]\d{1,2}[）)]|[①-⑳]|第[一二三四五六七八九十]+[章节条部])"
)
_CAPTION = regex(r"[\s　]*(?:[图表]\s*\d|单位[:：]|附[件:：]|注[:：]|资料来源)")
_BREAK = regex(r"(?<![ \t　])[ \t　]*+\r?\n[ \t　\r\n]*+")
_CELL = regex(r"\t|\|\s*+")
_RULE = regex(r"\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*")
"""The line between the head and the body of a Markdown table."""
_NUMBER_CELL = regex(r"\s*(?:[-+−]?[\d,]+(?:\.\d+)?\s*%?|[xX×]+(?:\.[xX×]+)?\s*%?|#[A-Z/0]{2,5}[!?]?|[-—…/])\s*")
"""A cell of a number, a placeholder (xx.x, #REF!) or the dash for none."""
_ENDS_IN_NUMBER = regex(r"^[^\t|]{0,200}\p{Han}\d{1,9}(?:\.\d{1,4})?[ \u3000]{0,3}$")
_BEGINS_WITH_UNIT = regex(r"(?:[多余]?[十百千万亿]{1,2}(?:元|美元|人|吨|千瓦|公里|户|亩|平方)|[%％‰]|个百分点)")
_WRAPPED = (18, 60)
"""A text counts as wrapped by its layout when its long lines are between so many characters."""


Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or one row of a table with the places of its cells."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether the block is a table row."""
        return bool(self.cells)


@dataclass(frozen=True, slots=True)
class Flow:
    """Running text, its blocks, and the map from it to the source."""

    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    doubtful: tuple[Range, ...]
    reach: tuple[int, ...]
    """For each doubtful range how far it and those before it go."""

    def is_doubtful(self, start: int, end: int) -> bool:
        """Whether a place shares a character with text that no figure may rest on."""
        before = bisect_left(self.doubtful, end, key=_start_of)
        return before > 0 and self.reach[before - 1] > start


def unfold_text(clean: CleanText) -> Flow:
    """The running text of a document.

    A line break is a layout break where the line is about as long as its neighbours, stops in mid-sentence, and the next line
    starts no heading, caption or table row: `比上年末\\n增加 2436 万人` is one sentence.
    """
    edits = tuple(_find_soft_breaks(clean.text))
    text, layer = apply_edits(clean.text, edits)
    moved = [_shift(ranges, edits) for ranges in (clean.furniture, clean.doubtful)]
    reach = tuple(accumulate((end for _, end in moved[1]), max))
    return Flow(text, clean.offsets.with_layer(layer), tuple(_cut_blocks(text, moved[0])), moved[1], reach)


def _find_soft_breaks(text: str) -> list[Edit]:
    width = _wrap_width(text)
    edits, at = [], 0
    for match in _BREAK.finditer(text):
        line, rest = text[at : match.start()], text[match.end() : match.end() + 40]
        at = match.end()
        if _splits_number(line, rest) or (width is not None and _is_soft(line.strip(), rest, width)):
            edits.append(Edit(match.start(), match.end(), ""))
    return edits


def _wrap_width(text: str) -> int | None:
    """The usual length of lines that stop in mid-sentence, or None where lines are paragraphs."""
    lengths = [len(line) for line in map(str.strip, text.splitlines()) if len(line) >= _WRAPPED[0] and line[-1] not in TERMINAL + "，,、"]
    full = [n for n in lengths if n <= _WRAPPED[1]]
    if len(full) < 4 or 2 * len(full) < len(lengths):
        return None
    return sorted(full)[len(full) // 2]


def _splits_number(line: str, rest: str) -> bool:
    """Whether a break stands between a number and the unit that it needs, whatever the width: 达到74.4 / 万亿元."""
    return _ENDS_IN_NUMBER.search(line) is not None and _BEGINS_WITH_UNIT.match(rest) is not None


def _is_soft(line: str, rest: str, width: int) -> bool:
    if not line or not rest or line[-1] in TERMINAL or "\t" in line or len(line) < 0.7 * width:
        return False
    following = rest.split("\n", 1)[0]
    return not (NUMBERED.match(rest) or _CAPTION.match(rest) or _CAPTION.match(line) or "\t" in following.strip())


def _shift(ranges: tuple[Range, ...], edits: tuple[Edit, ...]) -> tuple[Range, ...]:
    """Ranges of the text before the edits, which only take away, as ranges of the text after them."""
    starts = [edit.start for edit in edits]
    taken = list(accumulate((edit.end - edit.start for edit in edits), initial=0))

    def moved(place: int) -> int:
        before = bisect_left(starts, place)
        return place - taken[before] + (max(edits[before - 1].end - place, 0) if before else 0)

    return tuple((moved(start), moved(end)) for start, end in ranges)


def _start_of(place: Range) -> int:
    return place[0]


def _end_of(place: Range) -> int:
    return place[1]


def _overlapping(ranges: tuple[Range, ...], start: int, end: int) -> tuple[Range, ...]:
    """Those of some ranges, in order and apart, that share a character with a place."""
    return ranges[bisect_right(ranges, start, key=_end_of) : bisect_left(ranges, end, key=_start_of)]


def _cut_blocks(text: str, furniture: tuple[Range, ...]) -> list[Block]:
    """Lines as blocks; a line with several cells beside another such line is a table row."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        if not _RULE.fullmatch(line.rstrip("\r\n")):
            lines.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    cells = _align_rows([_find_cells(text, start, end) for start, end in lines])
    blocks = []
    for n, (start, end) in enumerate(lines):
        if not text[start:end].strip() or any(a <= start and end <= b for a, b in _overlapping(furniture, start, end)):
            continue
        beside = any(0 <= k < len(lines) and len(cells[k]) > 1 for k in (n - 1, n + 1))
        is_row = len(cells[n]) > 1 and beside and _looks_tabular(text, *_rows_near(cells, n))
        blocks.extend(_without(Block(start, end, cells[n] if is_row else ()), furniture))
    return blocks


def _rows_near(cells: list[tuple[Range, ...]], n: int) -> list[tuple[Range, ...]]:
    """A row and those beside it; below the upper row of a header of two, whose lower one begins with an empty cell, one more."""
    below = cells[n + 1] if n + 1 < len(cells) else ()
    two = len(below) == len(cells[n]) and below[0][0] == below[0][1]
    return cells[max(0, n - 1) : n + (3 if two else 2)]


def _without(block: Block, furniture: tuple[Range, ...]) -> list[Block]:
    """A block less the furniture inside it."""
    pieces, at = [], block.start
    for start, end in _overlapping(furniture, block.start, block.end):
        if start > at:
            pieces.append(Block(at, start))
        at = max(at, end)
    if at == block.start:
        return [block]
    return [*pieces, Block(at, block.end)] if at < block.end else pieces


def _align_rows(rows: list[tuple[Range, ...]]) -> list[tuple[Range, ...]]:
    """Rows whose first cells are empty keep these where the row above that has them all is as wide; elsewhere they only indent."""
    width = 0
    for n, row in enumerate(rows):
        filled = next((k for k, (start, end) in enumerate(row) if end > start), 0)
        if not filled:
            width = len(row) if len(row) > 1 else 0
        elif len(row) > width or sum(end > start for start, end in row) < 2:
            rows[n] = row[filled:]
    return rows


def _find_cells(text: str, start: int, end: int) -> tuple[Range, ...]:
    line = text[start:end]
    if "\t" not in line.strip() and "|" not in line:
        return ()
    places: list[Range] = []
    at = 0
    for match in [*_CELL.finditer(line), None]:
        stop = match.start() if match else len(line)
        piece = line[at:stop]
        if piece.strip() or places or (match and match.group() == "\t") or at:
            lead = len(piece) - len(piece.lstrip())
            places.append((start + at + lead, start + at + lead + len(piece.strip())))
        at = match.end() if match else stop
    return tuple(places)


def _looks_tabular(text: str, *rows: tuple[tuple[int, int], ...]) -> bool:
    """Whether one of neighbouring rows holds a cell that is a bare number."""
    return any(_NUMBER_CELL.fullmatch(text[a:b]) for row in rows for a, b in row if b > a)
