"""Exact intervals of what a printed number may stand for, and arithmetic on them.

Comes in: decimals. Goes out: closed intervals whose ends are decimals, or None where an end is open. Results of a division
are rounded outward, so an interval never loses a value that the true one holds. Binary floats are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

_DOWN = Context(prec=50, rounding=ROUND_FLOOR)
_UP = Context(prec=50, rounding=ROUND_CEILING)
_STORED = Decimal("1e-12")
HUNDRED = Decimal(100)
ONE = Decimal(1)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; None is an open end."""

    low: Decimal | None
    high: Decimal | None

    def __post_init__(self) -> None:
        if any(end is not None and type(end) is not Decimal for end in (self.low, self.high)):
            raise TypeError("an interval has decimal ends")

    def __add__(self, other: Interval) -> Interval:
        """
        >>> Interval(Decimal(1), Decimal(2)) + Interval(Decimal(10), None)
        Interval(low=Decimal('11'), high=None)
        """
        return Interval(_both(_DOWN.add, self.low, other.low), _both(_UP.add, self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        """The products of two intervals; an open end stays open only where it can be reached (both sides non-negative)."""
        if self.closed and other.closed:
            pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
            lows = [_DOWN.multiply(a, b) for a, b in pairs if a is not None and b is not None]
            highs = [_UP.multiply(a, b) for a, b in pairs if a is not None and b is not None]
            return Interval(min(lows), max(highs))
        if self.low is not None and other.low is not None and self.low >= 0 and other.low >= 0:
            return Interval(_DOWN.multiply(self.low, other.low), _both(_UP.multiply, self.high, other.high))
        return ANY

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients of two intervals; anything at all where the divisor can be zero.

        >>> (Interval.of(1083) / Interval.of(2003)).shift(2).show(2)
        '54.07'
        """
        if (other.low is None or other.low <= 0) and (other.high is None or other.high >= 0):
            return ANY
        if other.high is not None and other.high < 0:
            return (-self) / (-other)
        assert other.low is not None
        inverse = Interval(ZERO if other.high is None else _DOWN.divide(ONE, other.high), _UP.divide(ONE, other.low))
        if not (self.closed and other.closed):
            return self * inverse
        assert self.low is not None and self.high is not None and other.high is not None
        lows = [_DOWN.divide(self.low, end) for end in (other.low, other.high)]
        highs = [_UP.divide(self.high, end) for end in (other.low, other.high)]
        return Interval(min(lows), max(highs))

    @property
    def closed(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None

    @staticmethod
    def of(value: Decimal | int) -> Interval:
        """The interval that holds one value only."""
        return Interval(Decimal(value), Decimal(value))

    def shift(self, places: int) -> Interval:
        """The interval times a power of ten: `shift(2)` makes percent of a fraction."""
        return Interval(_scaled(self.low, places), _scaled(self.high, places))

    def meets(self, other: Interval) -> bool:
        """Whether the two intervals have a value in common."""
        left = self.low is None or other.high is None or self.low <= other.high
        right = other.low is None or self.high is None or other.low <= self.high
        return left and right

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in the interval."""
        return self.meets(Interval.of(value))

    def whole(self) -> Interval | None:
        """The interval from its first to its last whole number; None where it holds no whole number.

        >>> Interval(Decimal("49.4"), Decimal("49.8")).whole() is None
        True
        """
        low = None if self.low is None else self.low.to_integral_value(ROUND_CEILING)
        high = None if self.high is None else self.high.to_integral_value(ROUND_FLOOR)
        return None if low is not None and high is not None and low > high else Interval(low, high)

    def stored(self) -> Interval:
        """The interval with its ends rounded outward to the 12 places that relation tables keep."""
        return Interval(
            None if self.low is None else self.low.quantize(_STORED, ROUND_FLOOR, _DOWN),
            None if self.high is None else self.high.quantize(_STORED, ROUND_CEILING, _UP),
        )

    def show(self, places: int = 2) -> str:
        """The interval for people: one number where both ends print alike, else `[low, high]`, an open end as `…`."""
        low, high = (None if end is None else show_decimal(end, places) for end in (self.low, self.high))
        if low is not None and low == high:
            return low
        return f"[{low or '…'}, {high or '…'}]"


ANY = Interval(None, None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a document states and what its other figures give, as the two intervals that do not meet."""

    stated: Interval
    computed: Interval


def show_decimal(value: Decimal, places: int = 2) -> str:
    """A decimal for people: at most `places` places, no exponent, no trailing zeros.

    >>> show_decimal(Decimal("54.0689")), show_decimal(Decimal("1E+3"))
    ('54.07', '1000')
    """
    text = f"{round(value, places):f}" if value != value.to_integral_value() else f"{value.to_integral_value():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _both(operation: Callable[[Decimal, Decimal], Decimal], a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else operation(a, b)


def _scaled(end: Decimal | None, places: int) -> Decimal | None:
    return None if end is None else end.scaleb(places)
