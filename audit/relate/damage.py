"""Relation `damage`: what repair did or could not do, and text that is no part of the document.

Comes in: a reading. Goes out: one row for each cause, with up to five places and how often it stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.model import Damage, Reading, RelationRow
from audit.relate.rows import make_row

_UNPLACED = {"pages-without-text": "有 {} 页只有图像、没有文字，这些页没有核查"}
"""What is missing has no place in the text, and is told instead."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each cause of damage, those of decoding first."""
    for damage in _find_all(reading):
        samples = tuple(span.text for span in damage.spans)
        sample = samples[0] if samples else _UNPLACED.get(damage.cause, "").format(damage.count)
        columns = {"cause": damage.cause, "sample": sample, "lossy": damage.lossy, "places": damage.count}
        spans = tuple(replace(span, role="damage") for span in damage.spans)
        yield make_row("damage", reading, None, columns, spans, damaged=True)


def _find_all(reading: Reading) -> tuple[Damage, ...]:
    """The damage of the source and of its repair, each once."""
    return tuple(dict.fromkeys((*reading.clean.source.damage, *reading.clean.damage)))
