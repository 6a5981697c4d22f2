"""Relation `restatement`, side by side: a round word and the exact number that follows it: 比重近八成，达到79.6%.

Comes in: a reading. Goes out: one row for each hedged figure with an exact one of the same name right behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.operands import all_mentions
from audit.relate.restatement import relate_pair

_THAT_IS = regex(r"\s*[，,]\s*(?:达到?|为|即|具体为|实际为)\s*")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The pairs of a round and an exact figure, in reading order."""
    for mentions in all_mentions(reading):
        for first, second in pairwise(mentions):
            if _THAT_IS.fullmatch(second.gap) and _is_exact_form(first.figure, second.figure):
                yield relate_pair(reading, first.figure, second.figure, beside=True)


def _is_exact_form(first: Figure, second: Figure) -> bool:
    same = (first.kind, first.unit, first.indicator, first.of, first.status) == (
        second.kind, second.unit, second.indicator, second.of, second.status,
    )  # fmt: skip
    return same and first.modifier != "eq" and second.modifier == "eq"
