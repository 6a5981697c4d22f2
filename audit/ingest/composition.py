"""Printed pages to canonical text: whole paragraphs, tables as rows, running lines set apart, each run with its place.

Comes in: pages with glyphs and ruling lines. Goes out: the text, its places and its furniture. Lines that only the layout broke are
joined, over page ends too; a running line or a note that stood between them follows their paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audit.ingest.layout import Box, Glyph, Line, Page, align_columns, read_lines
from audit.ingest.margins import find_running
from audit.ingest.measure import Measure, continues, measure_pages
from audit.ingest.ruledtable import Table, find_glue, read_table
from audit.ingest.ruling import find_grids
from audit.model import Place

Block = Line | Table
_NOTE_SIZE = 0.88


@dataclass(frozen=True, slots=True)
class Composition:
    """Canonical text with its places and furniture."""

    text: str
    places: tuple[Place, ...]
    furniture: tuple[tuple[int, int], ...]


def compose_pages(pages: Sequence[Page]) -> Composition:
    """The canonical text of pages in order."""
    tables = [_find_tables(page) for page in pages]
    lines = [align_columns(read_lines(page.number, _rest(page, found))) for page, found in zip(pages, tables, strict=True)]
    running = find_running(pages, lines)
    body = [[line for line in found if line not in running] for found in lines]
    sheet = _Sheet(measure_pages(pages, body))
    usual = _find_usual_size(body)
    for page, found, drawn in zip(pages, lines, tables, strict=True):
        edge = [line for line in found if line in running]
        sheet.hold("header", (line for line in edge if line.top < page.height / 2))
        blocks = _order([line for line in found if line not in running], [table for table, _ in drawn])
        notes = _find_notes(blocks, usual)
        for block in blocks[: len(blocks) - len(notes)]:
            sheet.add(block)
        sheet.notes += notes
        sheet.hold("footer", (line for line in edge if line.top >= page.height / 2))
        sheet.hold("watermark", read_lines(page.number, page.asides))
    return sheet.finish()


def _find_tables(page: Page) -> list[tuple[Table, frozenset[Glyph]]]:
    """The ruled tables of a page, each with the glyphs that it takes."""
    found = []
    for grid in find_grids(page.rules):
        inside = frozenset(glyph for glyph in page.glyphs if grid.find_cell((glyph.left + glyph.right) / 2, glyph.middle))
        table = read_table(page.number, grid, inside)
        if table:
            found.append((table, inside))
    return found


def _rest(page: Page, tables: Sequence[tuple[Table, frozenset[Glyph]]]) -> Iterator[Glyph]:
    return (glyph for glyph in page.glyphs if not any(glyph in inside for _, inside in tables))


def _order(lines: Iterable[Line], tables: Iterable[Table]) -> list[Block]:
    """Lines and tables from top to bottom."""
    return sorted([*lines, *tables], key=lambda block: block.top)


def _find_usual_size(pages: Iterable[Iterable[Line]]) -> float:
    """The type size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _find_notes(blocks: Sequence[Block], usual: float) -> list[Line]:
    """The notes at the foot of a page: the last lines, if they are in smaller type than the text above them."""
    notes: list[Line] = []
    for block in reversed(blocks):
        if isinstance(block, Table) or block.size > _NOTE_SIZE * usual:
            break
        notes.insert(0, block)
    return notes if len(notes) < len(blocks) else []


@dataclass(slots=True)
class _Sheet:
    """The text as it grows, with the paragraph that is still open, and the notes and running lines that wait for its end."""

    measures: Mapping[int, Measure]
    text: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    at: int = 0
    paragraphs: Counter[int] = field(default_factory=Counter)
    tables: Counter[int] = field(default_factory=Counter)
    notes: list[Line] = field(default_factory=list)
    waiting: list[tuple[str, Line]] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)

    def hold(self, part: str, lines: Iterable[Line]) -> None:
        """Keep running lines until the open paragraph is closed."""
        self.waiting += ((part, line) for line in lines)

    def add(self, block: Block) -> None:
        """Add a line to the open paragraph or begin one with it, or add a table."""
        if isinstance(block, Table):
            self._close()
            self._add_table(block)
            return
        if not self._goes_on(self.open, block):
            self._close()
        self.open.append(block)

    def _goes_on(self, paragraph: Sequence[Line], line: Line) -> bool:
        return bool(paragraph) and continues(paragraph[0], paragraph[-1], line, self.measures[line.page])

    def _group(self, lines: Iterable[Line]) -> list[list[Line]]:
        """Lines as paragraphs."""
        groups: list[list[Line]] = []
        for line in lines:
            if not groups or not self._goes_on(groups[-1], line):
                groups.append([])
            groups[-1].append(line)
        return groups

    def finish(self) -> Composition:
        """The whole, when all blocks are in."""
        self._close()
        return Composition("".join(self.text), tuple(self.places), tuple(self.furniture))

    def _close(self) -> None:
        if self.open:
            self._add_paragraph(self.open)
        for note in self._group(self.notes):
            self._add_paragraph(note)
        self.open, self.notes = [], []
        for part, line in self.waiting:
            start = self.at
            self._put(line.text, Place(0, 0, page=line.page, part=part, box=_round(line.box)))
            self._put("\n")
            self.furniture.append((start, self.at))
        self.waiting = []

    def _add_paragraph(self, lines: Sequence[Line]) -> None:
        """A paragraph: a run for each of its lines; it is counted on every page that it stands on, as a reader counts."""
        self.paragraphs.update({line.page for line in lines})
        before = ""
        for line in lines:
            self._put(find_glue(before, line.text))
            self._put(line.text, Place(0, 0, page=line.page, paragraph=self.paragraphs[line.page], box=_round(line.box)))
            before = line.text
        self._put("\n")

    def _add_table(self, table: Table) -> None:
        """The rows of a table: tabs between the cells, nothing behind the last filled one; a lone filled cell is a line."""
        self.tables[table.page] += 1
        for number, row in enumerate(table.rows, 1):
            filled = [n for n, cell in enumerate(row) if cell.text]
            first = filled[0] if len(filled) == 1 else 0
            for column in range(first, filled[-1] + 1):
                self._put("\t" if column > first else "")
                cell = row[column]
                place = Place(0, 0, page=table.page, table=self.tables[table.page], row=number, column=column + 1)
                self._put(cell.text, replace(place, box=_round(cell.box)) if cell.box else None)
            self._put("\n")

    def _put(self, text: str, place: Place | None = None) -> None:
        start, self.at = self.at, self.at + len(text)
        self.text.append(text)
        if text and place:
            self.places.append(replace(place, start=start, end=self.at))


def _round(box: Box) -> Box:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return left, top, right, bottom
