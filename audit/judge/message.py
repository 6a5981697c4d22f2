"""Fills a rule's message with the words and numbers of one row.

Comes in: a message template and a relation row. Goes out: the sentence an editor reads. A placeholder is a role (the text
that stands there), an interval, or a text or whole column; one that the row lacks shows as `…`.
"""

from __future__ import annotations

from decimal import Decimal
from string import Formatter

from audit.interval import Interval, show_decimal
from audit.model import RelationRow

MISSING = "…"
LONGEST = 40
"""A quote of the document, in characters."""
LONGEST_TOLD = 160
"""A word of heshu's own, such as why a file cannot be read."""
MOST = 8
_HUNDRED_MILLION, _TEN_THOUSAND = 8, 4


def fill_message(template: str, row: RelationRow, lang: str = "zh") -> str:
    """The message of a row.

    >>> from audit.model import Span
    >>> spans = (Span(0, 5, "2003家", "whole"), Span(9, 14, "1083家", "part"))
    >>> columns = {"computed_low": Decimal("54.0689"), "computed_high": Decimal("54.0691")}
    >>> row = RelationRow("share", "a.txt", columns, spans, (0, 1), "1083 ÷ 2003 = 54.07%")
    >>> fill_message("{part} ÷ {whole} = {computed}%", row)
    '1083家 ÷ 2003家 = 54.07%'
    """
    pieces = []
    for before, name, _, _ in Formatter().parse(template):
        pieces.append(before)
        if name is not None:
            pieces.append(_show(name, row, lang))
    return "".join(pieces)


def _show(name: str, row: RelationRow, lang: str) -> str:
    texts = list(dict.fromkeys(shorten(span.text) for span in row.spans if span.role == name))
    if texts:
        return ("、" if lang == "zh" else ", ").join([*texts[:MOST], *([MISSING] if len(texts) > MOST else [])])
    if f"{name}_low" in row.columns:
        ends = (row.columns[f"{name}_low"], row.columns.get(f"{name}_high"))
        low, high = (end if isinstance(end, Decimal) else None for end in ends)
        return show_interval(Interval(low, high), lang)
    value = row.columns.get(name)
    return MISSING if value is None else show_decimal(value) if isinstance(value, Decimal) else shorten(str(value), LONGEST_TOLD)


def show_interval(interval: Interval, lang: str = "zh") -> str:
    """An interval for people; in Chinese large numbers are counted in 万 and 亿.

    >>> show_interval(Interval.of(2350000000)), show_interval(Interval.of(2350000000), "en")
    ('23.5亿', '2350000000')
    """
    if interval.low is None and interval.high is None:
        return MISSING
    smallest = min(abs(end) for end in (interval.low, interval.high) if end is not None)
    if lang == "zh" and smallest >= 10**_HUNDRED_MILLION:
        return f"{interval.shift(-_HUNDRED_MILLION).show(4)}亿"
    if lang == "zh" and smallest >= 10 ** (_TEN_THOUSAND + 1):
        return f"{interval.shift(-_TEN_THOUSAND).show(4)}万"
    return interval.show(2)


def shorten(text: str, longest: int = LONGEST) -> str:
    """A quote on one line, its middle left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest // 2]}{MISSING}{line[-longest // 2 + 1 :]}"
