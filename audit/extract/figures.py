"""Drafts to figures: the interval that the print allows, the place in the source, and every column of the figure table.

Comes in: sentences of finished drafts. Goes out: frozen figures and sentences. Places are translated to the source here, once;
a number that stands in doubtful text is kept but not known, so that nothing is decided by it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from audit.extract.drafts import Draft, SentenceDraft
from audit.extract.flow import Flow
from audit.extract.numerals import Number
from audit.interval import Interval
from audit.knowledge import find_indicator
from audit.model import CleanText, Figure, Sentence, Slot

_HALF = Decimal("0.5")
_REAL = re.compile(r"可比价|不变价|可比口径|同口径|扣除价格因素|实际增长")
_EXACT_DIMENSIONS = frozenset(("count", "person", "occurrence", "rank"))


def print_interval(number: Number, high: Number | None, modifier: str, *, exact: bool) -> Interval:
    """The true values that a printed number stands for.

    Half a last place either way under rounding; one-sided behind 超 or 近; an exact count stands for itself.

    >>> print_interval(Number(Decimal("24.5"), Decimal("0.1")), None, "eq", exact=False)
    Interval(low=Decimal('24.45'), high=Decimal('24.55'))
    """
    value = number.value
    if modifier in ("over", "atleast"):
        return Interval(value, None) if value >= 0 else Interval(None, value)
    if modifier in ("under", "atmost"):
        return Interval(None, value) if value >= 0 else Interval(value, None)
    if modifier == "about":
        step = last_significant(value, number.places)
        return Interval(value - step, (high.value if high else value) + step)
    half = Decimal(0) if exact else number.places * _HALF
    return Interval(value - half, (high.value if high else value) + half)


def last_significant(value: Decimal, places: Decimal) -> Decimal:
    """One unit of the last digit that is not a trailing zero: 100 for 500, 0.1 for 24.5.

    >>> last_significant(Decimal(500), Decimal(1)), last_significant(Decimal("24.5"), Decimal("0.1"))
    (Decimal('1E+2'), Decimal('0.1'))
    """
    if value == 0:
        return places
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(Decimal(1).scaleb(exponent), places)


def build_sentence(
    clean: CleanText, flow: Flow, draft: SentenceDraft, index: int, section: str, first: int, document: str
) -> tuple[Sentence, list[Figure]]:
    """One sentence and its figures, numbered from `first`."""
    figures, slots = [], []
    for n, item in enumerate(draft.drafts):
        figures.append(_build_figure(clean, flow, item, draft, index, section, first + n, document))
        token = item.token
        base = draft.start
        slots.append(Slot(first + n, token.start - base, token.end - base, token.lead - base, token.tail - base))
    return Sentence(index, draft.text, draft.start, draft.block, section, tuple(slots), False, draft.row), figures


def _build_figure(
    clean: CleanText, flow: Flow, item: Draft, sentence: SentenceDraft, index: int, section: str, number: int, document: str
) -> Figure:
    token = item.token
    start, end = flow.offsets.source(token.start, token.end)
    damaged = flow.is_doubtful(token.start, token.end)
    known = item.value is not None and not damaged
    exact = known and _is_exact(item)
    signed = None if token.number is None else Number(token.number.value * item.sign, token.number.places)
    high = None if token.high is None else Number(token.high.value * item.sign, token.high.places)
    if high is not None and signed is not None and high.value < signed.value:
        signed, high = high, signed
    interval = print_interval(signed, high, token.modifier, exact=exact) if known and signed is not None else Interval(None, None)
    return Figure(
        document=document,
        figure=number,
        start=start,
        end=end,
        text=clean.source.text[start:end],
        kind=item.kind,  # type: ignore[arg-type]
        known=known,
        value=signed.value if known and signed else None,
        value_high=high.value if known and high else None,
        low=interval.low,
        high=interval.high,
        places=signed.places if known and signed else None,
        exact=exact,
        unit=item.unit,
        unit_text=token.unit_text,
        modifier=token.modifier,  # type: ignore[arg-type]
        status=item.status,  # type: ignore[arg-type]
        indicator=item.indicator,
        of=item.of,
        aspect=item.aspect,
        against=item.against,
        base_period=item.base_period,
        price=_price_of(item, sentence),
        scope=item.scope,
        period=item.period,
        placeholder=token.placeholder,
        damaged=damaged,
        sentence=index,
        section=section,
        row=item.row,
        column=item.column,
    )


def _is_exact(item: Draft) -> bool:
    """A count of whole things printed in full: 1083家, but not 2.47万家, 500多家 or 5.8人 a head."""
    token = item.token
    whole = item.value is not None and item.value == item.value.to_integral_value()
    plain = token.modifier == "eq" and not token.scaled and token.high is None and whole
    if item.kind in ("rank", "ordinal"):
        return plain
    return (
        plain
        and item.kind in ("level", "delta")
        and token.countable
        and "/" not in item.unit
        and not re.match(r"(?:平均)?每|人均|户均", item.indicator)
    )


def _price_of(item: Draft, sentence: SentenceDraft) -> str | None:
    if item.kind != "change":
        return None
    clause = sentence.text[max(0, item.token.lead - sentence.start - 24) : item.token.lead - sentence.start]
    if _REAL.search(clause):
        return "real"
    known = find_indicator(item.indicator) if item.indicator else None
    return "real" if known and known.real_growth else None
