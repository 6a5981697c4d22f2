"""Relation `restatement`, side by side: a round word and the exact number that follows it: 比重近八成，达到79.6%.

Comes in: a reading. Goes out: one row for each hedged figure with an exact one of the same name right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.operands import all_mentions, scope_of
from audit.relate.rows import make_row, operand_columns, reason_for

_THAT_IS = re.compile(r"\s*[，,]\s*(?:达到?|为|即|具体为|实际为)\s*")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The pairs of a round and an exact figure, in reading order."""
    for mentions in all_mentions(reading):
        for first, second in pairwise(mentions):
            if _THAT_IS.fullmatch(second.gap) and _is_exact_form(first.figure, second.figure):
                yield _relate(reading, first.figure, second.figure, second.sentence)


def _is_exact_form(first: Figure, second: Figure) -> bool:
    same = (first.kind, first.unit, first.indicator, first.of, first.status) == (
        second.kind, second.unit, second.indicator, second.of, second.status,
    )  # fmt: skip
    return same and first.modifier != "eq" and second.modifier == "eq"


def _relate(reading: Reading, first: Figure, second: Figure, sentence: Sentence) -> RelationRow:
    columns = {
        **operand_columns("first", first),
        **operand_columns("second", second),
        "indicator": first.indicator,
        "kind": first.kind,
        "unit": first.unit,
        "period": first.period,
        "scope": scope_of(first) or None,
        "aspect": first.aspect,
    }
    spans, used = (first.span("first"), second.span("second")), (first, second)
    shown = f"{first.indicator}: {first.text} ↔ {second.text}"
    return make_row("restatement", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason_for(used))
