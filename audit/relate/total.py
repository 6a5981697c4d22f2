"""Relation `sum`: a total against the sum of its parts.

Comes in: a reading. Goes out: one row for each list of at least two parts. An open list may be short of its total; whether it may exceed it
depends on whether its classes can overlap, which only a closed set or spent money (主要用于) rules out.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.interval import ZERO, Interval
from audit.model import Reading, RelationRow
from audit.relate.culprit import find_repairs
from audit.relate.lists import PartList
from audit.relate.operands import add_up, show_like
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for
from audit.relate.slips import name_slip
from audit.relate.totals import find_totals

_SPENT = frozenset(("主要用于", "用于"))
"""Links of lists whose parts cannot overlap: money is spent once."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The sum rows of a document, in reading order."""
    for found in find_totals(reading):
        if len(found.parts) > 1:
            yield relate_list(reading, found)


def relate_list(reading: Reading, found: PartList) -> RelationRow:
    """The row of a total and its parts."""
    used = (found.total, *found.parts)
    computed, cut = add_up(found.parts)
    reason = reason_for(used)
    fits = reason is None and computed.meets(found.total.interval)
    complete = bool(found.closed_by)
    counted = fits and computed.closed and found.total.interval.closed
    additive = complete or found.exclusive or found.link in _SPENT
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
    nothing = Interval(ZERO, ZERO)
    repairs = find_repairs(used, lambda ends: ends[0].meets(sum(ends[1:], nothing)), exact=True) if complete and not fits else ()
    return make_row(
        "sum", reading, found.sentence, columns, spans,
        figures=used, arithmetic=shown, why_not=why_not, suggestion=slip, repairs=repairs,
    )  # fmt: skip
