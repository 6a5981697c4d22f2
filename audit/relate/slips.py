"""Slips of the pen: whether one printed number looks like another with two digits swapped, one digit wrong, or the scale slipped.

Comes in: two exact values, or a total and its parts. Goes out: the slip, or None. Short numbers resemble each other by chance: two of them
are not compared, and a sum is only explained by a slip where few sums of such numbers would be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from audit.interval import HUNDRED, ZERO
from audit.model import Figure

Slip = Literal["swap", "digit", "scale"]

_CHANCE_SHORT, _CHANCE_OVER = Decimal("0.004"), Decimal("0.01")
"""How likely chance may bring a fitting slip about. Of 180 documents' lists that do not add up and need not, 91 fall short and 43 go beyond
their total, also where the names are of one kind (入学率); at these limits chance explains less than one of them."""
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


def round_to(value: Decimal, place: Decimal) -> Decimal:
    """A value rounded to a place of any size, 100 as well as 0.1.

    >>> round_to(Decimal(2146300000), Decimal(1000000))
    Decimal('2146000000')
    """
    return (value / place).quantize(Decimal(1)) * place if place else value


def _digits(value: Decimal) -> str:
    """The significant digits, without sign, point and trailing zeros."""
    return "".join(map(str, value.normalize().as_tuple().digits))


@dataclass(frozen=True, slots=True)
class Correction:
    """The one number of a sum (its place; -1 is the total) that a single slip explains, and what it would have been."""

    place: int
    value: Decimal


def find_correction(total: Decimal, parts: Sequence[Decimal], tolerance: Decimal, *, fixed: bool = False) -> Correction | None:
    """The slip in one number that makes parts add up to their total, where chance would hardly bring such a slip about.

    A list that is merely open is short by any amount. That the amount is just what two swapped digits leave is evidence, and the stronger
    the more digits the numbers have: 其中甲45199万元、乙76943万元 of 118542万元 (41599). `fixed` totals (100%) have no slip.

    >>> find_correction(Decimal(118542), [Decimal(45199), Decimal(76943)], Decimal(0))
    Correction(place=0, value=Decimal('41599'))
    >>> find_correction(Decimal(500), [Decimal(200), Decimal(210)], Decimal(0))
    """
    missing = total - sum(parts)
    if abs(missing) <= tolerance or not total:
        return None
    limit = _CHANCE_SHORT if missing > 0 else _CHANCE_OVER
    numbers = [*enumerate(parts), *([] if fixed else [(-1, total)])]
    for slack in dict.fromkeys((tolerance, ZERO)):
        grain = max(2 * slack, _grain([total, *parts]))
        found = _try_slips(numbers, missing, slack, limit * abs(total) / grain)
        if found is not None:
            return found
    return None


def _try_slips(numbers: Sequence[tuple[int, Decimal]], missing: Decimal, slack: Decimal, chances: Decimal) -> Correction | None:
    """The first variant of a number that fills the gap, within `slack`; None where more variants than `chances` would have to be tried."""
    tried: list[tuple[int, Decimal, Decimal]] = []
    for variants in (_neighbours_swapped, _swapped, _mistyped):
        tried = [(place, value, other) for place, value in numbers for other in variants(value)]
        if len(tried) > chances:
            return None
        for place, value, other in tried:
            change = other - value if place >= 0 else value - other
            if abs(missing - change) <= slack:
                return Correction(place, other)
    return None


def name_slip(total: Figure | None, parts: Sequence[Figure]) -> str | None:
    """The one figure that a slip explains, and what it would have been: `45199万元 → 41599万元`. Without a total the parts make 100%."""
    figures = [*([total] if total else []), *parts]
    if any(not figure.value or figure.modifier != "eq" for figure in figures):
        return None
    values = [_as_printed(figure) for figure in parts]
    goal = HUNDRED if total is None else _as_printed(total)
    slip = find_correction(goal, values, sum(map(_half_width, figures), ZERO), fixed=total is None)
    if slip is None:
        return None
    figure = total if slip.place < 0 and total is not None else parts[slip.place]
    return f"{figure.text} → {_show_value(figure, slip.value)}"


def _as_printed(figure: Figure) -> Decimal:
    """The value with just the digits of the print: 79.0 has three, 45199万元 five."""
    value = figure.value or ZERO
    return value.quantize(Decimal(1).scaleb(figure.places.adjusted())) if figure.places else value


def _half_width(figure: Figure) -> Decimal:
    low, high = figure.interval.low, figure.interval.high
    return ZERO if low is None or high is None else (high - low) / 2


def _show_value(figure: Figure, value: Decimal) -> str:
    """Another value in the digits and scale of a printed figure: 45199万元 with 415990000 is 41599万元."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", figure.text)
    if digits is None or not figure.value:
        return str(value)
    printed = Decimal(digits.group().replace(",", ""))
    shown = printed * value / figure.value
    return figure.text[: digits.start()] + f"{shown.normalize():f}" + figure.text[digits.end() :]


def _grain(values: Sequence[Decimal]) -> Decimal:
    """The last place that any of the numbers uses."""
    return min(Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) for value in values if value)


def _neighbours_swapped(value: Decimal) -> list[Decimal]:
    """The number with two neighbouring digits exchanged, the commonest slip."""
    digits = _printed_digits(value)
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and (n or digits[1] != "0")]
    return [_with_digits(value, digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]) for n in places]


def _swapped(value: Decimal) -> list[Decimal]:
    """The number with two of its digits exchanged, or with the point one place off."""
    digits = _printed_digits(value)
    pairs = [(a, b) for a in range(len(digits)) for b in range(a + 1, len(digits)) if digits[a] != digits[b]]
    found = [digits[:a] + digits[b] + digits[a + 1 : b] + digits[a] + digits[b + 1 :] for a, b in pairs]
    return [_with_digits(value, other) for other in found if other[0] != "0"] + [value.scaleb(1), value.scaleb(-1)]


def _mistyped(value: Decimal) -> list[Decimal]:
    """The number with one of its digits replaced."""
    digits = _printed_digits(value)
    places = [(n, new) for n in range(len(digits)) for new in "0123456789" if new != digits[n] and (n or new != "0")]
    return [_with_digits(value, digits[:n] + new + digits[n + 1 :]) for n, new in places]


def _printed_digits(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits))


def _with_digits(value: Decimal, digits: str) -> Decimal:
    sign, _, exponent = value.as_tuple()
    return Decimal((sign, tuple(map(int, digits)), int(exponent)))
