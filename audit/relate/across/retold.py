"""One fact that two documents tell: the same indicator, period, scope, status and aspect in both.

Comes in: two documents. Goes out: one row for each fact of the first that the other states too, in reading order: the annex beside the
report, the press summary, or last year's edition where this year's looks back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.model import Figure, RelationRow
from audit.relate.across.basis import choose_reason, differ_by_slip
from audit.relate.across.beside import Comparison, build_row, pair_of
from audit.relate.across.facts import Told
from audit.relate.across.prior import find_priors


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all facts that both documents state."""
    spoken_of = {prior.figure for prior, _ in find_priors(told)}
    for key, figure in told.facts.items():
        twin = other.facts.get(key)
        if twin is not None and figure.figure not in spoken_of:
            yield _relate(told, other, figure, twin)


def _relate(told: Told, other: Told, first: Figure, second: Figure) -> RelationRow:
    shown = f"{first.indicator} {first.period}: {first.text} ↔ {second.text}"
    found = Comparison("retold", {"first": first, "second": second}, pair_of(first), pair_of(second), shown)
    slip = differ_by_slip(first, second)
    why_not = choose_reason(told, other, (first,), (second,), agrees=found.agrees, slip=slip, direct=True)
    dated = told.dated(first) and other.dated(second)
    return build_row(told, other, replace(found, why_not=why_not if found.agrees or dated else why_not or "different-period"))
