"""Figures that speak of each other become rows of relation tables; all arithmetic happens here, rules only compare.

Comes in: readings. Goes out: one table for each relation of the schema, empty ones too, rows in the order of documents and builders.
It judges nothing and leaves nothing out: what cannot be decided is a row with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audit.model import Reading, RelationRow
from audit.relate import figure
from audit.relate.schema import SCHEMAS

__all__ = ["BUILDERS", "build_relations"]

BUILDERS: tuple[Callable[[Reading], Iterator[RelationRow]], ...] = (
    figure.build_rows,
)
"""What reads relations out of one document, in the order of the tables."""


def build_relations(readings: Sequence[Reading]) -> dict[str, tuple[RelationRow, ...]]:
    """All relation tables by name."""
    tables: dict[str, list[RelationRow]] = {name: [] for name in SCHEMAS}
    for reading in readings:
        for build_rows in BUILDERS:
            for row in build_rows(reading):
                tables[row.relation].append(row)
    return {name: tuple(rows) for name, rows in tables.items()}
