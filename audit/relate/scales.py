"""Relation `unit_use`, what = scales: one indicator in 亿元 and in 万元 side by side, though both amounts are over one 亿.

Comes in: a reading. Goes out: one row for two neighbouring amounts of one name in a sentence: 支出22亿元，增加27500万元. An amount below
one 亿 has its reason to stand in 万元.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.operands import all_mentions, core_name
from audit.relate.unit_use import build_unit_row

_SCALE = regex(r"[万亿](?=元$)")
_ONE_YI = Decimal(100_000_000)


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The pairs of a document's text, in reading order."""
    for mentions in all_mentions(reading):
        money = [mention.figure for mention in mentions if mention.sentence.row is None and _is_amount(mention.figure)]
        for first, second in pairwise(money):
            if _find_scale(first) != _find_scale(second) and core_name(first.indicator) == core_name(second.indicator) != "":
                row = build_unit_row(reading, "scales", second, first)
                printed = {"unit_text": _find_scale(second), "other_unit_text": _find_scale(first)}
                yield replace(row, columns={**row.columns, **printed})


def _is_amount(figure: Figure) -> bool:
    """Whether a figure is an amount of over one 亿元 with its scale in words."""
    large = figure.known and figure.value is not None and abs(figure.value) >= _ONE_YI
    return large and figure.unit == "元" and figure.kind in ("level", "delta") and bool(_find_scale(figure))


def _find_scale(figure: Figure) -> str:
    """The unit as printed with its scale, 万元 or 亿元; empty without one."""
    found = _SCALE.search(figure.text)
    return figure.text[found.start() :] if found else ""
