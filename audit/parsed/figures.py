"""Rows of a table of parsed figures to figures: what the columns give as given, what they leave out derived.

Comes in: a table whose cells fit the schema of the figure table. Goes out: a Reading whose sentences are the rows. An empty value is a
hole, never a number; an interval that is not given follows from the digits of the value, its unit and its modifier.
"""

from __future__ import annotations

import re
from decimal import Decimal

from audit.extract.figures import print_interval
from audit.extract.numerals import MULTIPLIERS, Number, multiplier_of
from audit.extract.units import find_unit
from audit.interval import Interval
from audit.knowledge import find_indicator
from audit.model import CleanText, Figure, Reading, Sentence, Slot
from audit.offsets import OffsetMap
from audit.parsed.table import Row, Table

EMPTY = "□"
"""The placeholder that an empty value stands for."""

_GROWTH = re.compile(r"(?:的)?(?:同比|比上年)?(?:增长率|增长速度|增速|增幅|同比增长|比上年增长)$")
_TRUE = frozenset(("true", "1", "t", "yes", "是"))
_ROUND = 3
"""A whole number in a base unit that ends in so many noughts was 万 or 亿 before it was parsed: 24700 of 2.47万, 120000000 of 1.2亿."""


def read_parsed(table: Table) -> Reading:
    """The reading of one document's rows."""
    sentences, figures = [], []
    for index, row in enumerate(table.rows):
        figures.append(_read_figure(table, row, index))
        value = row.cells.get("value")
        start = value.start - row.start if value else 0
        end = start + len(value.text) if value else row.end - row.start
        slot = Slot(index, start, end, start, end)
        text = table.source.text[row.start : row.end]
        sentences.append(Sentence(index, text, row.start, index, row.text("section"), (slot,), False, index))
    clean = CleanText(table.source, table.source.text, (), OffsetMap())
    return Reading(clean, table.source.name, None, tuple(sentences), tuple(figures), (), (), parsed=True)


def read_unit(text: str) -> tuple[str, Decimal, bool]:
    """The canonical unit, its factor, and whether it counts whole things; an unknown unit stands for itself.

    >>> read_unit("万元"), read_unit("家"), read_unit("万"), read_unit("箱次")
    (('元', Decimal('10000'), False), ('家', Decimal('1'), True), ('', Decimal('10000'), False), ('箱次', Decimal('1'), False))
    """
    found = find_unit(text, 0) if text else None
    if found and found.end == len(text):
        return found.name, found.factor, found.countable
    if text and set(text) <= set(MULTIPLIERS):
        return "", multiplier_of(text), False
    return text, Decimal(1), False


def read_decimal(text: str) -> Decimal | None:
    """The number of a cell, None where it is empty; commas between thousands are no part of it.

    >>> read_decimal("1,083"), read_decimal("1e3"), read_decimal("")
    (Decimal('1083'), Decimal('1E+3'), None)
    """
    plain = text.replace(",", "").replace("，", "").strip()
    return Decimal(plain) if plain else None


def _read_figure(table: Table, row: Row, index: int) -> Figure:
    unit, factor, countable = read_unit(row.text("unit"))
    value = read_decimal(row.text("value"))
    known = value is not None and not row.text("placeholder") and _flag(row, "known", default=True)
    indicator = row.text("indicator")
    kind = row.text("kind") or _derive_kind(indicator, unit, row)
    grown = _GROWTH.sub("", indicator) if kind == "change" else indicator
    modifier = row.text("modifier") or "eq"
    places = _places(row, value, factor)
    exact = known and _flag(row, "exact", default=_is_exact(value, places, factor, modifier, kind, countable))
    interval = _interval(row, value, factor, places, modifier, exact=exact) if known else Interval(None, None)
    start = row.cells["value"].start if "value" in row.cells else row.start
    text = row.cells["value"].text if "value" in row.cells else table.source.text[row.start : row.end]
    high = read_decimal(row.text("value_high"))
    return Figure(
        document=table.source.name, figure=index, start=start, end=start + len(text), text=text,
        kind=kind,  # type: ignore[arg-type]
        known=known, value=value * factor if known and value is not None else None,
        value_high=high * factor if known and high is not None else None, low=interval.low, high=interval.high,
        places=places if known else None, exact=exact, unit=unit, unit_text=row.text("unit_text") or row.text("unit"),
        modifier=modifier,  # type: ignore[arg-type]
        status=row.text("status") or "actual",  # type: ignore[arg-type]
        indicator=grown or indicator, of=row.text("of") or None, aspect=row.text("aspect") or None,
        against=row.text("against") or ("yoy" if kind == "change" else None), base_period=row.text("base_period") or None,
        price=row.text("price") or _derive_price(kind, grown), scope=row.text("scope") or None, period=row.text("period") or None,
        placeholder=None if value is not None and known else row.text("placeholder") or (EMPTY if value is None else None),
        damaged=_flag(row, "damaged", default=False), sentence=index, section=row.text("section"), row=None, column=None,
    )  # fmt: skip


def _flag(row: Row, column: str, *, default: bool) -> bool:
    text = row.text(column).lower()
    return text in _TRUE if text else default


def _derive_kind(indicator: str, unit: str, row: Row) -> str:
    """What a figure is, by its unit, by what it is of or against, and by its name."""
    if unit in ("%", "‰"):
        return "change" if not row.text("of") and (row.text("against") or _GROWTH.search(indicator)) else "share"
    if unit in ("倍", "番", "成"):
        return "multiple"
    return "delta" if unit == "个百分点" or row.text("against") else "level"


def _derive_price(kind: str, indicator: str) -> str | None:
    known = find_indicator(indicator) if kind == "change" else None
    return "real" if known and known.real_growth else None


def _places(row: Row, value: Decimal | None, factor: Decimal) -> Decimal | None:
    """The size of the last place that was printed: as given, or by the digits; round numbers are round by nature."""
    given = read_decimal(row.text("places"))
    if given is not None or value is None:
        return given
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    noughts = 0
    if exponent >= 0 and factor == 1 and value:
        plain = f"{value:f}"
        noughts = len(plain) - len(plain.rstrip("0"))
    return factor * (Decimal(1).scaleb(noughts) if noughts >= _ROUND else Decimal(1).scaleb(min(exponent, 0)))


def _is_exact(value: Decimal | None, places: Decimal | None, factor: Decimal, modifier: str, kind: str, countable: bool) -> bool:
    """A count of whole things in full: 1083 家, but neither 2.47 万家 nor 24000 家."""
    whole = value is not None and value == value.to_integral_value()
    return whole and countable and factor == 1 and places == 1 and modifier == "eq" and kind in ("level", "delta")


def _interval(row: Row, value: Decimal | None, factor: Decimal, places: Decimal | None, modifier: str, *, exact: bool) -> Interval:
    """The bounds as given, in the base unit; else those that the print allows."""
    low, high = read_decimal(row.text("low")), read_decimal(row.text("high"))
    if low is not None or high is not None:
        return Interval(low, high)
    assert value is not None and places is not None
    upper = read_decimal(row.text("value_high"))
    top = Number(upper * factor, places) if upper is not None else None
    return print_interval(Number(value * factor, places), top, modifier, exact=exact)
