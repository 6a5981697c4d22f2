"""All totals of a document with their parts, whichever way they were found: in prose, in tables, by their names, as balances.

Comes in: a reading. Goes out: part lists, each total with the same parts once. What a list proves is the matter of the relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from audit.model import Figure, Reading
from audit.relate.balance import find_balances
from audit.relate.bynames import find_by_names
from audit.relate.columns import find_table_sums
from audit.relate.composed import find_composed
from audit.relate.gathered import find_gathered
from audit.relate.kindred import close_kindred
from audit.relate.lists import PartList, find_lists
from audit.relate.operands import add_up
from audit.relate.outer_totals import find_outer_totals


@lru_cache(maxsize=2)
def find_totals(reading: Reading) -> tuple[PartList, ...]:
    """The part lists of a document, prose first, closed where another of the same classes is complete; asked for several times."""
    return tuple(close_kindred(tuple(_find_all(reading))))


def _find_all(reading: Reading) -> Iterator[PartList]:
    """The lists by each way to find them, each total with the same parts once; parts that make one total are looked for no other."""
    seen: set[tuple[int, frozenset[int]]] = set()
    settled: set[frozenset[int]] = set()
    finders = (find_lists, find_balances, find_gathered, find_by_names, find_table_sums, find_composed, find_outer_totals)
    for found in chain.from_iterable(find(reading) for find in finders):
        parts = frozenset(part.figure for part in found.parts)
        if (found.total.figure, parts) in seen or parts in settled:
            continue
        seen.add((found.total.figure, parts))
        if len(parts) > 1 and adds_up(found.total, found.parts):
            settled.add(parts)
        yield found


def adds_up(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether known parts make their total as printed."""
    return total.known and all(part.known for part in parts) and add_up(parts)[0].meets(total.interval)


def have_one_base(changes: Sequence[Figure]) -> bool:
    """Whether changes are all measured from one time and of one status; in later clauses the words 比上年末 are left out."""
    bases = {change.against for change in changes if change.against}
    return len(bases) <= 1 and len({(change.status, change.base_period) for change in changes}) == 1
