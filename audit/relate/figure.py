"""Relation `figure`: every figure of a document as a row, for rules that need no second figure.

Comes in: a reading. Goes out: one row a figure, with the columns of the figure table. It leaves no figure out.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Reading, RelationRow
from audit.relate.rows import figure_columns, make_row, reason_for

_SAME = (
    "text", "kind", "unit", "unit_text", "modifier", "status", "indicator", "of", "aspect", "against", "base_period", "price", "scope",
    "period", "placeholder", "known", "exact", "figure",
)  # fmt: skip


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each figure, in reading order."""
    for figure in reading.figures:
        columns = {name: getattr(figure, name) for name in _SAME} | figure_columns("value", figure)
        sentence = reading.sentences[figure.sentence]
        spans = (figure.span("figure"),)
        why_not = reason_for((figure,))
        yield make_row("figure", reading, sentence, columns, spans, figures=(figure,), arithmetic=figure.text, why_not=why_not)
