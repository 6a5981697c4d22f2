"""Tables as grids: their header cells, and their rows with label, depth and the figure of each column.

Comes in: a reading. Goes out: one grid for each run of table rows. A row is marked as a part by 其中, # or an indent, as a class by
一、二、…, as a total by 合计; what the marks mean for sums is the matter of the relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.model import Figure, Reading, Sentence
from audit.patterns import regex

_CELL = regex(r"\t|[ 　]*\|[ 　]*")
_NOTE = regex(r"\[\d+\]|[\s　]")
_MARK = regex(r"^(?:[#＃]|[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、]|其中[：:，,]?)+")
_CLASS = regex(r"[一二三四五六七八九十]+[、.]")
_PART = regex(r"[\s　]*(?:[#＃]|其中)|[ 　]{2,}")
_TOTAL = regex(r"(?:合|总|共|小)计")


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its label without marks, what its marks say, and its figures by column."""

    sentence: Sentence
    label: str
    is_total: bool
    is_class: bool
    is_part: bool
    opens: bool
    figures: Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the words of its header, the lines just above it, and its rows with figures."""

    header: tuple[str, ...]
    caption: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that hold figures, in order."""
        return tuple(sorted({column for row in self.rows for column in row.figures}))

    def title(self, column: int) -> str:
        """A column's header; empty where the header is shorter."""
        return self.header[column] if column < len(self.header) else ""


def find_grids(reading: Reading) -> tuple[Grid, ...]:
    """The tables of a document that have a header and at least two rows of figures."""
    return tuple(grid for run in _runs(reading) if (grid := _read_grid(reading, run)) is not None)


def _runs(reading: Reading) -> Iterator[list[Sentence]]:
    """Sentences that are neighbouring table rows."""
    run: list[Sentence] = []
    for sentence in reading.sentences:
        if run and (sentence.row is None or sentence.row <= (run[-1].row or 0)):
            yield run
            run = []
        if sentence.row is not None:
            run.append(sentence)
    if run:
        yield run


def _read_grid(reading: Reading, run: list[Sentence]) -> Grid | None:
    header = next((s for s in run if not s.slots), None)
    rows = tuple(_read_row(reading, s) for s in run if s.slots)
    if header is None or header is not run[0] or len(rows) < 2:
        return None
    return Grid(split_cells(header.text), _caption(reading, run[0].index), rows)


def _read_row(reading: Reading, sentence: Sentence) -> Row:
    raw = _CELL.split(sentence.text, maxsplit=1)[0]
    label = _MARK.sub("", _NOTE.sub("", raw))
    figures: dict[int, Figure] = {}
    for figure in reading.figures_of(sentence):
        if figure.column:
            figures.setdefault(figure.column, figure)
    total = _TOTAL.fullmatch(label) is not None
    opens = raw.strip(" 　").startswith("其中")
    return Row(sentence, label, total, _CLASS.match(raw.strip()) is not None, _PART.match(raw) is not None, opens, figures)


def split_cells(text: str) -> tuple[str, ...]:
    """The cells of a row of text, without white space.

    >>> split_cells("地区\\t出口额（亿元）\\t比上年增长 （%）")
    ('地区', '出口额（亿元）', '比上年增长（%）')
    """
    return tuple(_NOTE.sub("", cell) for cell in _CELL.split(text))


def _caption(reading: Reading, at: int) -> str:
    """The words of the two lines above a table."""
    return "\n".join(s.text.strip() for s in reading.sentences[max(0, at - 2) : at] if s.row is None and len(s.text) <= 60)
