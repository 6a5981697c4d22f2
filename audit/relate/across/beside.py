"""One row of relation `across`: what this document says, and what the other one leads to.

Comes in: two documents and the figures of one comparison by role. Goes out: a row whose places in the other document name it. It
decides nothing: whether the difference may accuse is `basis`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.interval import Interval
from audit.model import Figure, RelationRow
from audit.relate.across.facts import Told
from audit.relate.rows import interval_columns, make_row, place_figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared: the sort, the figures by role (the first is the one that the row stands at), both sides, and what it shows.

    `computed` and `stated` are pairs: under rounding and under truncation.
    """

    what: str
    figures: Mapping[str, Figure]
    stated: tuple[Interval, Interval]
    computed: tuple[Interval, Interval]
    arithmetic: str
    why_not: str | None = None
    suggestion: str | None = None

    @property
    def agrees(self) -> bool:
        """Whether both sides have a number in common, by rounding or by truncation."""
        return self.stated[0].meets(self.computed[0]) or self.stated[1].meets(self.computed[1])


def build_row(told: Told, other: Told, found: Comparison) -> RelationRow:
    """The row of a comparison."""
    figures = tuple(found.figures.values())
    known = all(figure.known for figure in figures)
    first = figures[0]
    price = next((figure.price for figure in figures if figure.price), None)
    columns: dict[str, object] = {
        **interval_columns("stated", *found.stated, known=known),
        **interval_columns("computed", *found.computed, known=known),
        "what": found.what,
        "indicator": first.indicator,
        "period": first.period,
        "price": price,
        "status": first.status,
        "other_document": other.name,
    }
    spans = [place_figure(figure, told.reading, role) for role, figure in found.figures.items()]
    return make_row(
        "across", told.reading, told.sentence(first), columns, spans, figures=figures,
        arithmetic=found.arithmetic, why_not=found.why_not, suggestion=found.suggestion,
    )  # fmt: skip


def pair_of(figure: Figure) -> tuple[Interval, Interval]:
    """A figure under rounding and under truncation."""
    return figure.interval, figure.truncated
