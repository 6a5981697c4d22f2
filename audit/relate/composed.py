"""Totals whose parts stand elsewhere in the document, found by what a partition of the word lists says of their names.

Comes in: a reading. Goes out: part lists for the relation `sum`: 基本养老保险基金收入 in one paragraph, 城镇职工基本养老保险基金收入 and
城乡居民基本养老保险基金收入 in two others, all of one period, unit, status and scope. A name that stands for two different amounts is
left out, and so are other chapters, which may speak of another body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from audit.model import Figure, Reading
from audit.relate.composites import fact_name, index_figures, split_name
from audit.relate.grid import find_grids
from audit.relate.lists import PartList
from audit.relate.operands import scope_of


def find_composed(reading: Reading) -> Iterator[PartList]:
    """The composed totals of a document, then those inside each column of its tables."""
    yield from _compose(reading, index_figures(reading, "level").values())
    for grid in find_grids(reading):
        for column in grid.columns:
            cells = [figure for row in grid.rows if (figure := row.figures.get(column)) is not None and figure.kind == "level"]
            names = Counter(fact_name(cell.indicator) for cell in cells)
            yield from _compose(reading, [cell for cell in cells if cell.known and names[fact_name(cell.indicator)] == 1])


def _compose(reading: Reading, pool: Iterable[Figure]) -> Iterator[PartList]:
    """The totals among some amounts whose parts are among them too."""
    levels = {place_of(figure): figure for figure in pool}
    for total in levels.values():
        for names in split_name(fact_name(total.indicator)):
            parts = [part for name in names if (part := levels.get((name, *place_of(total)[1:]))) is not None]
            if len(parts) == len(names):
                yield PartList(total, tuple(parts), "构成", "、".join(names), reading.sentences[total.sentence])


def place_of(figure: Figure) -> tuple[object, ...]:
    """What the amounts of one composition share, led by the compared name."""
    aspect = figure.aspect if figure.aspect in ("new", "cumulative") else None
    chapter = figure.section.split(" > ")[0]
    return (fact_name(figure.indicator), figure.unit, figure.period, figure.status, scope_of(figure), aspect, chapter)
