"""Lists that are closed by the example of another: 累计154家，其中国家级6家、省级46家、市级102家 shows that there are no other classes.

Comes in: the part lists of a document. Goes out: the same lists; an open one is closed where a list of its classes adds up to its total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.relate.lists import PartList
from audit.relate.operands import add_up


def close_kindred(lists: Sequence[PartList]) -> Iterator[PartList]:
    """The lists in their order, closed where a kindred one is complete."""
    complete = {_classes_of(found) for found in lists if found.exclusive and _adds_up(found)}
    for found in lists:
        closed = not found.closed_by and found.exclusive and _classes_of(found) in complete
        yield replace(found, closed_by="、".join(part.indicator for part in found.parts)) if closed else found


def _classes_of(found: PartList) -> tuple[str, frozenset[str]]:
    return found.total.unit, frozenset(part.indicator for part in found.parts)


def _adds_up(found: PartList) -> bool:
    """Whether whole things printed in full come to their total exactly."""
    exact = all(figure.exact and figure.known for figure in (found.total, *found.parts))
    return exact and len(found.parts) > 1 and add_up(found.parts)[0].meets(found.total.interval)
