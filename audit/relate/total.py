"""Relation `sum`: a total against the sum of its parts.

Comes in: a reading. Goes out: one row for each list of at least two parts. An open list may be short of its total; whether it may exceed it
depends on whether its classes can overlap, which only a closed set or spent money (主要用于) rules out.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Reading, RelationRow
from audit.relate.balance import find_balances
from audit.relate.bynames import find_by_names
from audit.relate.gathered import find_gathered
from audit.relate.lists import PartList, find_lists
from audit.relate.operands import add_up, show_like
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for
from audit.relate.slips import name_slip


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The sum rows of a document, in reading order."""
    seen: set[tuple[int, ...]] = set()
    for found in (*find_lists(reading), *find_balances(reading), *find_gathered(reading), *find_by_names(reading)):
        key = tuple(figure.figure for figure in (found.total, *found.parts))
        if len(found.parts) > 1 and key not in seen:
            seen.add(key)
            yield _relate(reading, found)


def _relate(reading: Reading, found: PartList) -> RelationRow:
    used = (found.total, *found.parts)
    computed, cut = add_up(found.parts)
    reason = reason_for(used)
    fits = reason is None and computed.meets(found.total.interval)
    complete = bool(found.closed_by)
    counted = fits and computed.closed and found.total.interval.closed
    additive = complete or found.exclusive or found.link in ("主要用于", "用于")
    slip = None if reason or fits else name_slip(found.total, found.parts)
    why_not = reason or (None if complete or additive or fits or slip else "open-list")
    columns = {
        **operand_columns("total", found.total),
        **figure_columns("stated", found.total),
        **interval_columns("computed", computed, cut, known=reason is None),
        "indicator": found.total.indicator,
        "status": found.total.status,
        "period": found.total.period,
        "closed_by": found.closed_by or None,
        "slip": slip,
        "complete": complete or counted,
        "additive": additive,
        "parts": len(found.parts),
    }
    spans = [found.total.span("total"), *(part.span("part") for part in found.parts)]
    shown = f"{' + '.join(part.text for part in found.parts)} = {show_like(computed, found.total)} ↔ {found.total.text}"
    return make_row("sum", reading, found.sentence, columns, spans, figures=used, arithmetic=shown, why_not=why_not, suggestion=slip)
