"""Who is wrong in an equation that does not hold: the printed number that one slip of the pen would have made of the right one.

Comes in: the operands of an equation and a test of it. Goes out: the cheapest slips that repair it, each with the number it would have
been; and, over all equations of a document, one suggestion a row: the only repair, or that of the figure which breaks most equations.
It proves nothing, and says nothing where two figures of an equation could equally be the wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from audit.interval import Interval
from audit.model import Figure, RelationRow

Holds = Callable[[Sequence[Interval]], bool]
"""Whether an equation holds of its operands' intervals, given in the order of the operands."""

Repair = tuple[int, str]
"""A figure's number, and what it is with what it would have been: `2.74万家 → 2.47万家`."""

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_SCALES = (("亿", "万", Decimal("1e-4")), ("万", "亿", Decimal("1e4")))
_FEWEST_DIGITS = 3
"""In a shorter number any digit can be put right somehow."""


def find_repairs(operands: Sequence[Figure], holds: Holds, *, exact: bool = False) -> tuple[Repair, ...]:
    """The repairs of the cheapest kind that has any; none where the equation holds or a number is missing.

    One digit that is another is only tried where an equation is as `exact` as a sum: some digit puts any quotient right.
    """
    intervals = [figure.interval for figure in operands]
    if any(not figure.known or figure.value is None or figure.modifier != "eq" for figure in operands):
        return ()
    if holds(intervals) or _is_rounded(operands, intervals, holds):
        return ()
    for slips in (_swapped, _scaled, *([_mistyped] if exact else [])):
        found = [
            (figure.figure, f"{figure.text} → {shown}")
            for place, figure in enumerate(operands)
            for shown, factor in slips(figure)
            if holds([*intervals[:place], figure.interval * Interval.of(factor), *intervals[place + 1 :]])
        ]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _is_rounded(operands: Sequence[Figure], intervals: Sequence[Interval], holds: Holds) -> bool:
    """Whether one number is only rounded or cut another way: one more or less in its last place explains it better than any slip."""
    steps = [Interval(-figure.places, figure.places) if figure.places else Interval.of(0) for figure in operands]
    return any(holds([*intervals[:n], intervals[n] + step, *intervals[n + 1 :]]) for n, step in enumerate(steps))


def settle_suggestions(rows: Sequence[RelationRow]) -> list[RelationRow]:
    """The rows with the suggestion that their repairs lead to, the figures of broken equations being counted over all rows."""
    broken = Counter(number for row in rows if row.repairs for number in row.figures)
    return [replace(row, suggestion=_choose(row.repairs, broken) or row.suggestion) for row in rows]


def _choose(repairs: Sequence[Repair], broken: Counter[int]) -> str | None:
    """The only repair; or the only one of the figure that stands in more broken equations than the others."""
    if len(repairs) < 2:
        return repairs[0][1] if repairs else None
    most = max(broken[number] for number, _ in repairs)
    first = [shown for number, shown in repairs if broken[number] == most]
    return first[0] if len(first) == 1 and most > 1 else None


def _swapped(figure: Figure) -> Iterator[tuple[str, Decimal]]:
    """Two neighbouring digits exchanged."""
    yield from _variants(figure, lambda text, n: [text[:n] + text[n + 1] + text[n] + text[n + 2 :]] if n + 1 < len(text) else [])


def _mistyped(figure: Figure) -> Iterator[tuple[str, Decimal]]:
    """One digit that is another."""
    yield from _variants(figure, lambda text, n: [text[:n] + digit + text[n + 1 :] for digit in "0123456789"])


def _variants(figure: Figure, change: Callable[[str, int], list[str]]) -> Iterator[tuple[str, Decimal]]:
    """The figure's text with its digits changed at one place, and what its value is multiplied by."""
    match = _NUMBER.search(figure.text)
    if match is None:
        return
    digits = re.sub(r"\D", "", match.group())
    if len(digits) < _FEWEST_DIGITS or not int(digits):
        return
    for n in range(len(digits)):
        for other in change(digits, n):
            if other != digits and other[0] != "0":
                yield _print_like(figure.text, match, other), Decimal(int(other)) / int(digits)


def _scaled(figure: Figure) -> Iterator[tuple[str, Decimal]]:
    """万 for 亿 and the other way, or the point one place off."""
    for written, meant, factor in _SCALES:
        if figure.text.count(written) == 1:
            yield figure.text.replace(written, meant), factor
    match = _NUMBER.search(figure.text)
    if match is None or "." not in match.group():
        return
    value = Decimal(re.sub("[,，]", "", match.group()))
    for factor in (Decimal(10), Decimal("0.1")):
        yield figure.text[: match.start()] + f"{value * factor:f}" + figure.text[match.end() :], factor


def _print_like(text: str, match: re.Match[str], digits: str) -> str:
    """The text with other digits in the places of its own: 3, 156,077 keeps its commas."""
    left = iter(digits)
    shown = "".join(next(left) if char.isdigit() else char for char in match.group())
    return text[: match.start()] + shown + text[match.end() :]
