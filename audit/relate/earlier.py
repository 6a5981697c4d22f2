"""The amount that a change is measured from, where it stands elsewhere in the document under its own year.

Comes in: a reading, an amount and its change. Goes out: the amount of the year before, or of the year that the change names. What is told
twice and differently is left out, and so are short names, which two bodies may bear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from audit.interval import Interval
from audit.model import Figure, Reading
from audit.relate.composites import fact_name
from audit.relate.operands import scope_of
from audit.relate.slips import find_slip, round_to

_YEAR = re.compile(r"(\d{4})(?:H[12]|Q[1-4])?")
_LEAST = 4
"""How many characters a name needs to be found again elsewhere in a document."""

Key = tuple[object, ...]


def index_amounts(reading: Reading) -> Mapping[Key, Figure]:
    """Levels and shares of the text by name, unit, scope and year."""
    found: dict[Key, Figure | None] = {}
    for figure in reading.figures:
        named = figure.row is None and len(fact_name(figure.indicator)) >= _LEAST
        if figure.kind in ("level", "share") and figure.known and figure.period and named:
            key = _key(figure, figure.period)
            other = found.setdefault(key, figure)
            if other is not None and not other.interval.meets(figure.interval):
                found[key] = None
    return {key: figure for key, figure in found.items() if figure is not None}


def find_earlier(amounts: Mapping[Key, Figure], amount: Figure, change: Figure) -> Figure | None:
    """The amount that a change of this one is measured from."""
    before = _base_period(amount.period or "", change)
    found = amounts.get(_key(amount, before)) if before else None
    return found if found is not amount else None


def as_printed(figure: Figure) -> Interval:
    """The rounding interval of a figure without its hedge: a plan to pass 520 is a plan for 520."""
    if figure.value is None or figure.places is None:
        return figure.interval
    half = figure.places / 2 if not figure.exact else figure.places * 0
    return Interval(figure.value - half, figure.value + half)


def is_swap(computed: Interval, stated: Figure) -> bool:
    """Whether two swapped digits turn what was computed into what is stated."""
    if computed.low is None or computed.high is None or stated.value is None or not stated.places:
        return False
    middle = round_to((computed.low + computed.high) / 2, stated.places)
    return find_slip(middle, stated.value) == "swap"


def _key(figure: Figure, period: str) -> Key:
    return (fact_name(figure.indicator), figure.kind, figure.unit, period, scope_of(figure), figure.aspect, fact_name(figure.of or ""))


def _base_period(period: str, change: Figure) -> str | None:
    """The period a change is measured from: a named year, or the same time of the year before."""
    if change.base_period:
        return change.base_period
    year = _YEAR.fullmatch(period)
    if year is None or change.against not in (None, "yoy", "ytd"):
        return None
    return f"{int(year.group(1)) - 1}{period[4:]}"
