"""What a formula rule says, and what it computes: 一般公共预算收入 = 税收收入 + 非税收入.

Comes in: the two sides as terms in postfix order (names of indicators, numbers, operators) and an interval for each name. Goes out: the
interval of a side. Refuses nothing; `audit.ruleset.formula` parses and checks what a rule author writes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from audit.interval import HUNDRED, ONE, Interval

PER = ("document", "section", "paragraph", "sentence", "scope", "period", "status")
"""What a formula may ask to be the same for the figures that fill it."""

ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
COMPARISONS = ("=", "<=", ">=")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a rule: two sides in postfix order, the comparison between them, and what its figures share.

    `statement` is the formula for people. `tolerance` widens the right side, in percent: 人均 amounts rest on the mean population of the
    year, which a document seldom prints.
    """

    rule: str
    statement: str
    left: tuple[str, ...]
    comparison: str
    right: tuple[str, ...]
    per: tuple[str, ...]
    tolerance: Decimal = Decimal(0)

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators of both sides, those of the left side first."""
        return tuple(term for term in (*self.left, *self.right) if is_name(term))


def is_name(term: str) -> bool:
    """Whether a term is the name of an indicator.

    >>> is_name("税收收入"), is_name("100"), is_name("+")
    (True, False, False)
    """
    return term not in ARITHMETIC and not term[0].isdecimal()


def compute_side(side: tuple[str, ...], values: Mapping[str, Interval]) -> Interval:
    """The interval of one side.

    >>> compute_side(("甲", "乙", "+"), {"甲": Interval.of(2), "乙": Interval.of(3)}).show()
    '5'
    """
    stack: list[Interval] = []
    for term in side:
        if term in ARITHMETIC:
            second, first = stack.pop(), stack.pop()
            stack.append(ARITHMETIC[term](first, second))
        else:
            stack.append(values[term] if is_name(term) else Interval.of(Decimal(term)))
    return stack.pop()


def widen(interval: Interval, tolerance: Decimal) -> Interval:
    """An interval widened by so many percent of itself, outward on both sides."""
    part = tolerance / HUNDRED
    low, high = interval.low, interval.high
    return Interval(
        None if low is None else low * (ONE - part if low > 0 else ONE + part),
        None if high is None else high * (ONE + part if high > 0 else ONE - part),
    )


def compare(stated: Interval, comparison: str, computed: Interval) -> bool:
    """Whether a comparison can be true of two intervals."""
    if comparison == "=":
        return stated.meets(computed)
    low, high = (stated.low, computed.high) if comparison == "<=" else (computed.low, stated.high)
    return low is None or high is None or low <= high
