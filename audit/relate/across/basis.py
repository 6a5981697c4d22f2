"""Why two editions may honestly differ, and when their difference looks like a slip of the pen.

Comes in: the figures of one comparison, where they stand, and whether they agree. Goes out: a reason from the closed list, or None
where the comparison may accuse. Revised series, comparable bases and preliminary figures differ by any amount; what is left accuses
only if both numbers are exact counts, or if a single slip turns one into the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from audit.interval import HUNDRED, ONE, Interval
from audit.model import Figure
from audit.patterns import regex
from audit.relate.across.facts import Told, is_definite, is_revised, strict_name
from audit.relate.rows import reason_for
from audit.relate.slips import find_slip

_BASIS = regex(
    r"可比|同口径|不变价|同比口径|口径|初步|快报|剔除|扣除|调整|修订|核实|核定|经普查|重新|预计|决算|执行数|新口径|区划|划转|首次纳入"
)
_SCALE = 10_000
_FAR = Decimal(1)
"""How many points two growth rates must lie apart for a swap in a level to explain it: small gaps are explained by chance."""


def choose_reason(
    told: Told, other: Told, here: Sequence[Figure], there: Sequence[Figure], *, agrees: bool, slip: bool, direct: bool = False
) -> str | None:
    """Why this comparison cannot be decided, or None.

    `slip`: a single slip explains the difference; of two statements of one number (`direct`) that is proof even where it may be revised.
    """
    used = (*here, *there)
    if (reason := reason_for(used)) is not None or agrees:
        return reason
    if any(_BASIS.search(told.sentence(figure).text) for figure in here) or any(_BASIS.search(other.sentence(f).text) for f in there):
        return "different-basis"
    if slip and direct:
        return None
    if any(is_revised(strict_name(figure.indicator)) for figure in used):
        return "different-basis"
    if slip:
        return None
    levels = [figure for figure in used if figure.kind == "level"]
    sure = bool(levels) and all(figure.exact and figure.row is None and is_definite(figure) for figure in levels)
    dated = all(map(told.dated, here)) and all(map(other.dated, there))
    return None if sure and dated and not other.preliminary else "several-readings"


def differ_by_slip(first: Figure, second: Figure) -> bool:
    """Whether one number as printed is a slip of the other."""
    if first.value is None or second.value is None or first.modifier != "eq" or second.modifier != "eq":
        return False
    return find_slip(first.value, second.value) in ("swap", "digit")


def explain_growth(level: Figure, previous: Figure, stated: Figure) -> bool:
    """Whether two neighbouring digits swapped in one of the three numbers make the equation true.

    21.1% printed as 12.1% is far off and fits exactly; two levels a little apart would be explained by chance, and are not.
    """
    if any(figure.value is None or figure.modifier != "eq" or figure.row is not None for figure in (level, previous, stated)):
        return False
    rate = _rate(level.interval, previous.interval)
    if stated.value is not None and any(_print(value, stated).meets(rate) for value in _swap_neighbours(stated)):
        return True
    if rate.low is None or rate.high is None or stated.value is None:
        return False
    if min(abs(end - stated.value) for end in (rate.low, rate.high)) < _FAR:
        return False
    by_level = (_rate(_print(value, level), previous.interval) for value in _swap_neighbours(level))
    by_previous = (_rate(level.interval, _print(value, previous)) for value in _swap_neighbours(previous))
    return _any_meets((*by_level, *by_previous), stated.interval)


def explain_scale(level: Figure, previous: Figure, stated: Figure) -> bool:
    """Whether 万 for 亿 in one of two levels, or the other way, makes their growth the stated one, and nothing else would.

    No revision makes a figure ten thousand times another: 收入241.33万元，增长4.2%, where last year's edition has 231.33亿元.
    """
    factor = Interval.of(_SCALE)
    rates = (_rate(level.interval * factor, previous.interval), _rate(level.interval, previous.interval * factor))
    return not _rate(level.interval, previous.interval).meets(stated.interval) and _any_meets(rates, stated.interval)


def _any_meets(rates: Iterable[Interval], stated: Interval) -> bool:
    return any(rate.closed and rate.meets(stated) for rate in rates)


def _rate(level: Interval, previous: Interval) -> Interval:
    return (level / previous - Interval.of(ONE)) * Interval.of(HUNDRED)


def _swap_neighbours(figure: Figure) -> Iterator[Decimal]:
    """The number with two neighbouring digits exchanged; numbers of two digits say nothing."""
    assert figure.value is not None
    value = figure.value.quantize(Decimal(1).scaleb(figure.places.adjusted())) if figure.places else figure.value
    sign, digits, exponent = value.as_tuple()
    if len(digits) < 3 or not isinstance(exponent, int):
        return
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1] and (at or digits[1]):
            swapped = (*digits[:at], digits[at + 1], digits[at], *digits[at + 2 :])
            yield Decimal((sign, swapped, exponent))


def _print(value: Decimal, like: Figure) -> Interval:
    """The interval of another value in the print of a figure."""
    half = Decimal(0) if like.exact or like.places is None else like.places / 2
    return Interval(value - half, value + half)
