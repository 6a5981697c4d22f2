"""Slips of the pen: whether one printed number looks like another with two digits swapped, one digit wrong, or the scale slipped.

Comes in: two exact values. Goes out: the kind of slip, or None. Short numbers resemble each other by chance, so they are not compared.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

Slip = Literal["swap", "digit", "scale"]

_SWAP_DIGITS, _DIGIT_DIGITS, _SCALE_DIGITS = 2, 4, 3


def find_slip(first: Decimal, second: Decimal) -> Slip | None:
    """The slip that turns one value into the other.

    >>> find_slip(Decimal("2.47"), Decimal("2.74")), find_slip(Decimal(3426), Decimal(3526)), find_slip(Decimal(20), Decimal(24))
    ('swap', 'digit', None)
    """
    a, b = _digits(first), _digits(second)
    if a == b:
        return "scale" if first != second and len(a) >= _SCALE_DIGITS else None
    if len(a) != len(b) or first.adjusted() != second.adjusted() or (first < 0) != (second < 0):
        return None
    wrong = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
        return "swap" if len(a) > _SWAP_DIGITS else None
    return "digit" if len(wrong) == 1 and len(a) >= _DIGIT_DIGITS else None


def _digits(value: Decimal) -> str:
    """The significant digits, without sign, point and trailing zeros."""
    return "".join(map(str, value.normalize().as_tuple().digits))
