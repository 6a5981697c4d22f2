"""Totals with two classes of which one is all that the other is not: 共收到提案186件，立案162件，不予立案24件.

Comes in: a reading. Goes out: part lists for the relation `sum` that need no 其中 before them. They stay open (what is neither decided nor
refused may be pending), but the two can never exceed what was received, unless the words name another thing.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Reading
from audit.patterns import regex
from audit.relate.classes import find_complements
from audit.relate.lists import PartList
from audit.relate.operands import Mention, all_mentions, is_part, same_clause

_TAKEN_IN = regex(r"共|总|合计|收到|受理|接到|检查|抽检|抽查|抽测|调查|排查|评审|参评|参加|应[到检缴]")
"""Words of a number that all of its kind went into; 新增 or 完成 may speak of others."""
_OWN = regex(r"(?:[，,、；;：:（(]|其中|已经|[已共有为达仅：:])+")
_LONGEST = 8


def find_contrasted(reading: Reading) -> Iterator[PartList]:
    """The totals of a document with two such classes right behind them."""
    for mentions in all_mentions(reading):
        if mentions[0].sentence.row is None:
            for n in range(len(mentions) - 2):
                total, *parts = mentions[n : n + 3]
                if _is_divided(total, parts):
                    yield PartList(total.figure, tuple(m.figure for m in parts), "其中", "", total.sentence, exclusive=True)


def _is_divided(total: Mention, parts: list[Mention]) -> bool:
    basis = (total.figure.kind, total.figure.unit, total.figure.status)
    alike = basis[0] == "level" and bool(basis[1]) and all((m.figure.kind, m.figure.unit, m.figure.status) == basis for m in parts)
    if not alike or is_part(total) or not all(same_clause(m.gap) for m in parts):
        return False
    names = [_name(part) for part in parts]
    return bool(_TAKEN_IN.search(total.gap) and find_complements(names)) and len(names[0]) <= _LONGEST


def _name(mention: Mention) -> str:
    """The words that stand between a number and the mark before it: 不予立案."""
    words = [word for word in _OWN.split(mention.gap) if word]
    return words[-1].strip() if len(words) == 1 else ""
