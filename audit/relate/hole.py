"""Relation `hole`: everything left unfilled or made unreadable on purpose.

Comes in: a reading. Goes out: one row for each hole, with what it would be and what it would measure; names masked with the same token are
one row a document, because one decision masked them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.model import Hole, Reading, RelationRow
from audit.relate.rows import make_row


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each hole, in reading order; then one for each token that masks names."""
    masked: dict[str, list[Hole]] = {}
    for hole in reading.holes:
        if hole.cause == "redaction" and hole.figure is None:
            masked.setdefault(hole.token, []).append(hole)
        else:
            yield _build_row(reading, [hole])
    for holes in masked.values():
        yield _build_row(reading, holes)


def _build_row(reading: Reading, holes: list[Hole]) -> RelationRow:
    first = holes[0]
    columns: dict[str, object] = {name: getattr(first, name) for name in ("type", "cause", "token", "indicator", "unit")}
    sentence = reading.sentences[first.sentence] if reading.sentences else None
    figures = () if first.figure is None else (reading.figures[first.figure],)
    spans = tuple(replace(hole.span, role="hole") for hole in holes)
    return make_row("hole", reading, sentence, columns | {"places": len(holes)}, spans, figures=figures)
