"""Relation `hole`: everything left unfilled or made unreadable on purpose.

Comes in: a reading. Goes out: one row for each hole, with what it would be and what it would measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.model import Reading, RelationRow
from audit.relate.rows import make_row


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each hole, in reading order."""
    for hole in reading.holes:
        columns: dict[str, object] = {name: getattr(hole, name) for name in ("type", "cause", "token", "indicator", "unit")} | {"places": 1}
        sentence = reading.sentences[hole.sentence] if reading.sentences else None
        figures = () if hole.figure is None else (reading.figures[hole.figure],)
        yield make_row("hole", reading, sentence, columns, (replace(hole.span, role="hole"),), figures=figures, arithmetic=hole.token)
