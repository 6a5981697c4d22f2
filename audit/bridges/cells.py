"""What a cell of a figure or relation table may hold, whatever system wrote it: text, Python, NumPy or pandas values.

Comes in: one value. Goes out: whether it is none, a number, a whole number, a flag or one of some words. Numbers are judged by their
digits, never by binary floats; a number too long to be one is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal

_NUMBER = re.compile(r"[+\-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d{1,40})(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?")
_WHOLE = re.compile(r"-?\d{1,18}(?:\.0+)?")
_FLAGS = frozenset("true false 1 0 t f yes no 是 否".split())

Test = Callable[[object], bool]


def write_cell(value: object) -> str:
    """A value as the text of a cell, digit for digit; empty where there is none.

    A binary float does not know the noughts it was printed with: 563.0 is 563.

    >>> write_cell(0.1), write_cell(563.0), write_cell(float("nan")), write_cell(Decimal("1E+3")), write_cell(True), write_cell(1e-7)
    ('0.1', '563', '', '1000', 'true', '0.0000001')
    """
    plain = value.item() if hasattr(value, "item") else value
    if plain is None or plain != plain or type(plain).__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, float):
        plain = int(plain) if plain.is_integer() else Decimal(repr(plain))
    return f"{plain:f}" if isinstance(plain, Decimal) and plain.is_finite() else str(plain).strip()


def is_number(value: object) -> bool:
    """Whether a value is a finite number; thousands may be set apart by commas.

    >>> is_number("1,083"), is_number("12,5"), is_number("54%"), is_number(True), is_number("1e999")
    (True, False, False, False, False)
    """
    return not isinstance(value, bool) and _NUMBER.fullmatch(write_cell(value)) is not None


def is_positive(value: object) -> bool:
    """Whether a value is a number above zero."""
    return is_number(value) and Decimal(write_cell(value).replace("−", "-").replace(",", "").replace("，", "")) > 0


def is_whole(value: object) -> bool:
    """Whether a value is a whole number."""
    return not isinstance(value, bool) and _WHOLE.fullmatch(write_cell(value)) is not None


def is_flag(value: object) -> bool:
    """Whether a value is true or false in one of the ways that systems write it."""
    return write_cell(value).lower() in _FLAGS


def is_text(value: object) -> bool:
    """Whether a value is text and not blank."""
    return bool(write_cell(value))


def one_of(words: Collection[str]) -> Test:
    """A test for one of some words."""
    return lambda value: write_cell(value) in words


GUARD = ("=", "+", "-", "@", "\t", "\r", "\n")


def guard_formula(value: object) -> object:
    """A text that a spreadsheet would run as a formula, with a quote before it; anything else as it is.

    >>> guard_formula("=1+1"), guard_formula("-1.5%"), guard_formula(Decimal("-1.5")), guard_formula("增长")
    ("'=1+1", "'-1.5%", Decimal('-1.5'), '增长')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(GUARD) else value
