"""Relation `mean` for crops: the area sown, what it bore, and the yield that the text states: 播种面积42万亩，总产量16.8万吨，亩产400公斤.

Comes in: a reading. Goes out: one row for each yield whose area and output stand before it in its sentence, each once. Only areas that were
sown or harvested count: what is planted (种植面积) need not bear yet. It is measured in 亩 or 公顷, in 公斤, 斤 or 吨.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.mean import relate_mean
from audit.relate.operands import Mention, all_mentions, same_clause

_YIELD = regex(
    r"(?:(?P<mu>亩产|每亩产量|每亩单产)|(?P<hectare>每?公顷产量)|单产)(?:量|水平)?(?:提高到|增加到|达到?|为|是)?(?:约|近)?\s*$"
)
_AREA = regex(r"(?:播种|收获|采收|采摘|投产|实收)(?:总)?面积$")
_OUTPUT = regex(r"产量$")
_SOME = regex(r"最高|[百千]亩|示范|攻关|高产|其中|部分")
"""A yield of some fields says nothing of all."""
_MASS: Mapping[str, Decimal] = {"斤": Decimal("0.5"), "公斤": Decimal(1), "吨": Decimal(1000)}
_MU: Mapping[str, Decimal] = {"亩": Decimal(1), "公顷": Decimal(15)}


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The yields of a document, in reading order."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            found = _YIELD.search(mention.gap) if mention.figure.kind == "level" else None
            per = _read_units(mention.figure, found) if found else None
            operands = _find_operands(mentions[: n + 1]) if per else None
            if per is not None and operands is not None:
                output, area = operands
                mass, mu = per
                factor = Interval.of(_MASS[output.unit] / mass * mu / _MU[area.unit])
                yield relate_mean(reading, mention, output, area, factor)


def _read_units(figure: Figure, found: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The mass and the area that a yield is given in; 单产 without an area is left alone: it may be of a 亩 or of a 公顷."""
    mass, _, area = figure.unit.partition("/")
    area = area or ("亩" if found.group("mu") else "公顷" if found.group("hectare") else "")
    return (_MASS[mass], _MU[area]) if mass in _MASS and area in _MU else None


def _find_operands(mentions: tuple[Mention, ...]) -> tuple[Figure, Figure] | None:
    """The one area and the one output before a yield in its sentence; of several nobody knows which crop is meant."""
    before, last = mentions[:-1], mentions[-1]
    if _SOME.search(last.gap) or not all(same_clause(m.gap) for m in (*before[1:], last)):
        return None
    levels = [m.figure for m in before if m.figure.kind == "level" and not _SOME.search(m.gap)]
    areas = [f for f in levels if f.unit in _MU]
    outputs = [f for f in levels if f.unit in _MASS]
    one = len(areas) == len(outputs) == 1
    return (outputs[0], areas[0]) if one and _AREA.search(areas[0].indicator) and _OUTPUT.search(outputs[0].indicator) else None
