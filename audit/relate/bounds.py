"""Relation `bounds`: a figure beside what its kind or its indicator allows, and what is usual.

Comes in: a reading. Goes out: one row for each share, rate and change that has a bound. Degrees of completion (完成预算的119%) have
none; a decline over 100% is only possible for what can turn its sign (利润).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.interval import ANY, HUNDRED, ZERO, Interval
from audit.knowledge import find_indicator
from audit.lexicon import load_units
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.heads import can_turn, find_limits
from audit.relate.rows import interval_columns, make_row, reason_for

USUAL = Interval(Decimal(-95), Decimal(300))
"""Growth outside of this, in percent, is rare enough to look at."""

_BASE = regex(r"预算|计划|目标|任务|进度|预期|上年|去年|同期|前年|上月|年初|基期|上期|序时|调整|\d{4}年")
_AGAINST = regex(r"[与和同对]\p{Han}+的比例$")
"""A ratio of two things is no share of one: 准备金与贷款的比例 may be over 100%."""
_TAKES = regex(r"(?:拿出|统筹|用好|管好|切出|划出|提取|整合|盘活|将)(?:不低于|不少于|不超过|约|近|的)*$")
_MONEY_BEHIND = regex(r"(?:以上|左右)?的?(?:(?!配套|奖|补)(?:\p{Han}|[“”])){0,10}?(?:经费|资金|财力|财政收入|税收|专款|结余)")
_PER_CENT = {"%": Decimal(1), "倍": HUNDRED, "‰": Decimal("0.1")}


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each bounded figure, in reading order."""
    for figure in reading.figures:
        limit, usual = (Interval(ZERO, HUNDRED), ANY) if _is_taken(reading, figure) else find_bounds(figure)
        if limit == ANY and usual == ANY:
            continue
        yield _build_row(reading, figure, limit, usual)


def _is_taken(reading: Reading, figure: Figure) -> bool:
    """Whether a percentage is what somebody takes out of money that there is: 拿出30%的科技经费, 统筹用好30%基础研究经费."""
    if (figure.kind, figure.unit, figure.of) != ("share", "%", None):
        return False
    sentence = reading.sentences[figure.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == figure.figure)
    return _TAKES.search(sentence.text[: slot.lead]) is not None and _MONEY_BEHIND.match(sentence.text, slot.tail) is not None


def find_bounds(figure: Figure) -> tuple[Interval, Interval]:
    """The bounds and the usual range of a figure in its own unit; open where nothing is known."""
    factor = _PER_CENT.get(figure.unit)
    if figure.kind == "change" and factor:
        lowest = None if can_turn(figure.indicator) else -HUNDRED
        return _divide(Interval(lowest, None), factor), _divide(_usual_growth(figure), factor)
    if figure.kind == "share" and factor:
        return _divide(_limit_share(figure), factor), ANY
    if figure.kind == "level":
        return _limit_level(figure), ANY
    return ANY, ANY


def _limit_share(figure: Figure) -> Interval:
    """A share of a named whole cannot be beyond all of it, nor can a rate whose name says that it is a part."""
    if figure.of is not None:
        return ANY if _BASE.search(figure.of) else Interval(ZERO, HUNDRED)
    if _AGAINST.search(figure.indicator):
        return ANY
    by_head = Interval(*find_limits(figure.indicator))
    known = find_indicator(figure.indicator)
    return by_head if by_head != ANY or known is None else known.limit


def _usual_growth(figure: Figure) -> Interval:
    known = find_indicator(figure.indicator)
    return known.growth if known is not None and known.growth != ANY else USUAL


def _limit_level(figure: Figure) -> Interval:
    known = find_indicator(figure.indicator)
    unit = load_units().get(figure.unit)
    return known.limit if known and unit and unit.dimension == known.dimension else ANY


def _divide(interval: Interval, factor: Decimal) -> Interval:
    return Interval(*(None if end is None else end / factor for end in (interval.low, interval.high)))


def _build_row(reading: Reading, figure: Figure, limit: Interval, usual: Interval) -> RelationRow:
    columns: dict[str, object] = {name: getattr(figure, name) for name in ("indicator", "kind", "unit", "status")}
    columns |= interval_columns("stated", figure.interval, figure.truncated, known=figure.known)
    for name, bound in (("limit", limit), ("usual", usual)):
        columns |= interval_columns(name, bound, bound, known=bound != ANY)
    shown = limit if limit != ANY else usual
    return make_row(
        "bounds", reading, reading.sentences[figure.sentence], columns, (figure.span("figure"),), figures=(figure,),
        arithmetic=f"{figure.text}, {shown.show()}", why_not=reason_for((figure,)),
    )  # fmt: skip
