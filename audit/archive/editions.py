"""Which documents of an archive speak of each other: an edition and the one before it, and other kinds of the same place and year.

Comes in: the place, kind and year of documents. Goes out: for each document the few others that it is compared with. Only documents
of one place meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FARTHEST = 2
"""Years between two editions that are still compared, where the one between is missing."""
MOST = 6
"""Others that one document is compared with at most."""
_PLANS = ("agenda", "work-report", "plan-report", "budget")
"""Kinds that set targets for the year after the one they tell of."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A document by what tells editions apart."""

    document: str
    place: str
    kind: str
    year: int


def pair_editions(editions: Sequence[Edition]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each document with the others it is compared with, the edition of its kind before it, then what other kinds of its place
    tell of the same year, then the plans of the year before.

    >>> first = Edition("2022.txt", "临江市", "communique", 2022)
    >>> second = Edition("2023.txt", "临江市", "communique", 2023)
    >>> dict(pair_editions([first, second, Edition("别处.txt", "青禾县", "communique", 2022)]))
    {'2023.txt': ('2022.txt',)}
    """
    by_place: dict[str, list[Edition]] = defaultdict(list)
    for edition in editions:
        by_place[edition.place].append(edition)
    for edition in editions:
        ranked = sorted((rank, other.document) for other in by_place[edition.place] if (rank := _rank(edition, other)) is not None)
        nearest = [(rank, document) for rank, document in ranked if rank[0] or rank == ranked[0][0]]
        if nearest:
            yield edition.document, tuple(document for _, document in nearest[:MOST])


def _rank(edition: Edition, other: Edition) -> tuple[int, int] | None:
    """How near another document is; None where the two are not compared. Two kinds of one year meet once."""
    years = edition.year - other.year
    if edition.kind == other.kind:
        return (0, years) if 0 < years <= FARTHEST else None
    if years == 0:
        return (1, 0) if other.document < edition.document else None
    return (2, years) if years == 1 and other.kind in _PLANS else None
