"""Tables of classes without a total row, under the total that the text above them states.

Comes in: a reading. Goes out: part lists for the relation `sum`: the goods classes of a retail table (粮油、食品类, 饮料类, 汽车类…) with
the largest amount of their measure in the section (社会消费品零售总额). The classes exclude each other but need not be all, so they
only cannot exceed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.model import Figure, Reading
from audit.relate.composites import fact_name
from audit.relate.grid import Grid, find_grids
from audit.relate.lists import PartList

_LEAST = 5
"""How many classes make a table of classes."""


def find_outer_totals(reading: Reading) -> Iterator[PartList]:
    """The tables of classes of a document with their totals."""
    for grid in find_grids(reading):
        labels = [row.label for row in grid.rows]
        if len(labels) < _LEAST or len(set(labels)) < len(labels) or not all(label.endswith("类") for label in labels):
            continue
        for column in grid.columns:
            parts = tuple(figure for row in grid.rows if (figure := row.figures.get(column)) is not None and figure.kind == "level")
            total = _find_total(reading, grid, parts) if len(parts) == len(labels) else None
            if total is not None:
                yield PartList(total, parts, "各类", "", grid.rows[0].sentence, exclusive=True)


def _find_total(reading: Reading, grid: Grid, parts: Sequence[Figure]) -> Figure | None:
    """The largest 总额 of the section's text whose name ends in the measure that all classes share."""
    first = parts[0]
    measure = fact_name(first.indicator)[len(fact_name(grid.rows[0].label)) :]
    pool = [
        figure
        for figure in reading.figures
        if (figure.kind, figure.unit, figure.period, figure.status) == ("level", first.unit, first.period, first.status)
        and figure.row is None and figure.section == first.section and figure.known
        and figure.indicator.endswith(("总额", "总值", "总量")) and fact_name(figure.indicator).endswith(measure)
    ]  # fmt: skip
    return max(pool, key=lambda figure: figure.value or 0) if measure and pool else None
