"""The two intervals of a contradiction on one line, as places from 0 to 100.

Comes in: a Comparison. Goes out: where each interval begins and ends, which ends are open, and the numbers to write there. Nothing is
computed but places on the drawing; an end that is open runs to the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audit.interval import Comparison, Interval

_LEFT, _RIGHT, _NARROWEST = 8, 92, 1
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval on the line: its place and width, and its ends in words."""

    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """Both intervals on one line."""

    stated: Bar
    computed: Bar


def draw_line(comparison: Comparison) -> NumberLine:
    """Both intervals, drawn between the outermost of their ends.

    >>> line = draw_line(Comparison(Interval(Decimal("63.5"), Decimal("64.5")), Interval(Decimal("54.06"), Decimal("54.08"))))
    >>> round(line.computed.x), round(line.stated.x), line.stated.label
    (8, 84, '63.5 – 64.5')
    """
    ends = [end for interval in (comparison.stated, comparison.computed) for end in (interval.low, interval.high) if end is not None]
    low, high = min(ends), max(ends)
    return NumberLine(_make_bar(comparison.stated, low, high), _make_bar(comparison.computed, low, high))


def _make_bar(interval: Interval, low: Decimal, high: Decimal) -> Bar:
    span = high - low or Decimal(1)
    left = 0.0 if interval.low is None else _LEFT + (_RIGHT - _LEFT) * float((interval.low - low) / span)
    right = 100.0 if interval.high is None else _LEFT + (_RIGHT - _LEFT) * float((interval.high - low) / span)
    missing = max(0.0, _NARROWEST - (right - left))
    return Bar(left - missing / 2, right - left + missing, _describe(interval))


def _describe(interval: Interval) -> str:
    low, high = (None if end is None else show_short(end) for end in (interval.low, interval.high))
    if low == high:
        return low or ""
    return f"≤ {high}" if low is None else f"≥ {low}" if high is None else f"{low} – {high}"


def show_short(value: Decimal) -> str:
    """A number for a drawing: six digits at most, in groups of three.

    >>> show_short(Decimal("862500000.000000")), show_short(Decimal("54.068896"))
    ('862,500,000', '54.0689')
    """
    places = max(0, _DIGITS - max(value.adjusted() + 1, 1))
    text = f"{round(value, places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
