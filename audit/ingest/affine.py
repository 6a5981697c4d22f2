"""Affine maps of the plane, as page formats write them: six numbers a b c d e f with x' = ax + cy + e and y' = bx + dy + f.

Comes in: points and maps. Goes out: points and maps. It refuses nothing.
"""

from __future__ import annotations

import math

Point = tuple[float, float]
Affine = tuple[float, float, float, float, float, float]

IDENTITY: Affine = (1, 0, 0, 1, 0, 0)


def apply_affine(affine: Affine, x: float, y: float) -> Point:
    """Where a map takes a point.

    >>> apply_affine((2, 0, 0, 2, 10, 0), 1, 3)
    (12, 6)
    """
    a, b, c, d, e, f = affine
    return a * x + c * y + e, b * x + d * y + f


def compose_affine(outer: Affine, inner: Affine) -> Affine:
    """First the inner, then the outer."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def find_quarter(along: float, up: float) -> int | None:
    """How many quarter turns a direction is from level, 0 to 3, None where it is aslant."""
    turns = math.degrees(math.atan2(up, along)) / 90
    return round(turns) % 4 if abs(turns - round(turns)) < 0.06 else None
