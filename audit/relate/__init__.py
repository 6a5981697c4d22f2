"""Figures that speak of each other become rows of relation tables; all arithmetic happens here, rules only compare.

Comes in: readings, and others that they are compared with. Goes out: one table for each relation of the schema, empty ones too, rows in
the order of documents and builders. It judges nothing and leaves nothing out: what cannot be decided is a row with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audit.model import Reading, RelationRow
from audit.relate import (
    across,
    apposition,
    attendance,
    bounds,
    carried_over,
    damage,
    dating,
    delta_sum,
    derived,
    each,
    earlier_growth,
    edition,
    figure,
    funnel,
    growth,
    hole,
    identity,
    joint_share,
    mean,
    named,
    numbering,
    parsed,
    parts_growth,
    percent_use,
    period_sum,
    plan,
    point,
    rank,
    recount,
    repeats,
    residue,
    respective,
    restated_cells,
    restatement,
    scales,
    share,
    share_change,
    shares,
    signs,
    slogan,
    spacing,
    stock,
    structure,
    tally,
    target,
    title,
    total,
    unit_use,
    wording,
    yields,
)
from audit.relate.culprit import settle_suggestions
from audit.relate.formula import Formula
from audit.relate.schema import SCHEMAS

__all__ = ["BUILDERS", "build_relations"]

BUILDERS: tuple[Callable[[Reading], Iterator[RelationRow]], ...] = (
    figure.build_rows,
    growth.build_rows,
    earlier_growth.build_rows,
    parts_growth.build_rows,
    point.build_rows,
    derived.build_rows,
    share.build_rows,
    joint_share.build_rows,
    structure.build_rows,
    share_change.build_rows,
    total.build_rows,
    period_sum.build_rows,
    carried_over.build_rows,
    delta_sum.build_rows,
    shares.build_rows,
    mean.build_rows,
    yields.build_rows,
    funnel.build_rows,
    attendance.build_rows,
    stock.build_rows,
    target.build_rows,
    plan.build_rows,
    restatement.build_rows,
    apposition.build_rows,
    restated_cells.build_rows,
    tally.build_rows,
    named.build_rows,
    slogan.build_rows,
    recount.build_rows,
    each.build_rows,
    respective.build_rows,
    numbering.build_rows,
    edition.build_rows,
    rank.build_rows,
    unit_use.build_rows,
    percent_use.build_rows,
    scales.build_rows,
    bounds.build_rows,
    hole.build_rows,
    damage.build_rows,
    residue.build_rows,
    title.build_rows,
    wording.build_rows,
    signs.build_rows,
    spacing.build_rows,
    repeats.build_rows,
    dating.build_rows,
)
"""What reads relations out of one document, in the order of the tables."""


def build_relations(
    readings: Sequence[Reading], others: Sequence[Reading] = (), formulas: Sequence[Formula] = ()
) -> dict[str, tuple[RelationRow, ...]]:
    """All relation tables by name; `others` are documents that the readings are compared with, and have no rows of their own;
    `formulas` are those that the rules of the run state."""
    tables: dict[str, list[RelationRow]] = {name: [] for name in SCHEMAS}
    every, readings = readings, [reading for reading in readings if not reading.parsed]
    for reading in readings:
        rows = [row for build_rows in BUILDERS for row in build_rows(reading)]
        for row in settle_suggestions([*rows, *identity.build_rows(reading, formulas)]):
            tables[row.relation].append(row)
    for row in (*parsed.build_parsed(every), *across.build_across(every, others)):
        tables[row.relation].append(row)
    return {name: tuple(rows) for name, rows in tables.items()}
