"""Stock and flow across years: last year's 累计 and this year's 新增 make this year's 累计.

Comes in: two documents. Goes out: one row for each cumulative count whose new part stands in this document and whose count of last year
stands in the other. Things that were struck off make the sum too large, so only a slip of the pen accuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.interval import ZERO
from audit.model import Figure, RelationRow
from audit.relate.across.basis import choose_reason
from audit.relate.across.beside import Comparison, build_row, pair_of
from audit.relate.across.facts import Told, year_before
from audit.relate.operands import show_like
from audit.relate.slips import find_slip


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all cumulative counts, in reading order."""
    for key, stock in told.facts.items():
        if key.aspect != "cumulative" or key.kind != "level" or key.status != "actual":
            continue
        flow = told.facts.get(replace(key, aspect="new"))
        before = other.facts.get(replace(key, period=year_before(key.period)))
        if flow is not None and before is not None:
            yield _relate(told, other, stock, flow, before)


def _relate(told: Told, other: Told, stock: Figure, flow: Figure, before: Figure) -> RelationRow:
    computed = (before.interval + flow.interval, before.truncated + flow.truncated)
    shown = f"{before.text} + {flow.text} = {show_like(computed[0], stock)} ↔ {stock.text}"
    found = Comparison("stock", {"stated": stock, "flow": flow, "previous": before}, pair_of(stock), computed, shown)
    used = (stock, flow, before)
    exact = all(figure.exact and figure.value is not None for figure in used)
    slip = exact and find_slip((before.value or ZERO) + (flow.value or ZERO), stock.value or ZERO) in ("swap", "digit")
    reason = choose_reason(told, other, (stock, flow), (before,), agrees=found.agrees, slip=slip)
    return build_row(told, other, replace(found, why_not=reason or (None if found.agrees or slip else "several-readings")))
