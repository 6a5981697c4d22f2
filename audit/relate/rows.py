"""Rows of relation tables: the columns that figures and intervals bring, and one place where a row is put together.

Comes in: figures, intervals and column values. Goes out: RelationRow with every column of its schema. Refuses columns, roles and
reasons that the schema does not know, so that a builder cannot drift from the published tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audit.interval import ANY, Interval
from audit.model import WHY_NOT, Figure, Reading, RelationRow, Sentence, Span
from audit.relate.schema import SCHEMAS


def operand_columns(name: str, figure: Figure | None) -> dict[str, object]:
    """The six columns of an operand; all empty and not known where there is no figure."""
    if figure is None:
        return interval_columns(name, ANY, None, known=False) | dict.fromkeys((f"{name}_status", f"{name}_period", f"{name}_unit"))
    ends = interval_columns(name, figure.interval, None, known=figure.known)
    return ends | {f"{name}_status": figure.status, f"{name}_period": figure.period, f"{name}_unit": figure.unit}


def interval_columns(name: str, interval: Interval, truncated: Interval | None, *, known: bool = True) -> dict[str, object]:
    """The columns of an interval, rounded outward as tables keep it; with `truncated`, the bounds under truncation too."""
    ends = interval.stored() if known else ANY
    columns: dict[str, object] = {f"{name}_low": ends.low, f"{name}_high": ends.high, f"{name}_known": known}
    if truncated is not None:
        cut = truncated.stored() if known else ANY
        columns |= {f"{name}_truncated_low": cut.low, f"{name}_truncated_high": cut.high}
    return columns


def figure_columns(name: str, figure: Figure) -> dict[str, object]:
    """The columns of an interval that is one figure as printed."""
    return interval_columns(name, figure.interval, figure.truncated, known=figure.known)


def reason_for(figures: Iterable[Figure]) -> str | None:
    """Why nothing can be decided by these figures: one is a placeholder, or damage touches one; else None."""
    found = tuple(figures)
    if any(figure.placeholder for figure in found):
        return "operand-is-placeholder"
    return "operand-is-damaged" if any(not figure.known for figure in found) else None


def make_row(
    relation: str,
    reading: Reading,
    sentence: Sentence | None,
    columns: Mapping[str, object],
    spans: Sequence[Span],
    *,
    figures: Sequence[Figure] = (),
    arithmetic: str = "",
    why_not: str | None = None,
    suggestion: str | None = None,
    damaged: bool = False,
    repairs: tuple[tuple[int, str], ...] = (),
) -> RelationRow:
    """A row with all columns of its relation; those not given are None. `damaged` may also come from one of the figures.

    Of `figures`, those of another document count for damage only: the ledger is that of the reading.
    """
    schema = SCHEMAS[relation]
    shared = {
        "document": reading.clean.source.name,
        "sentence": sentence.index if sentence else None,
        "section": sentence.section if sentence else "",
        "why_not": why_not,
        "damaged": damaged or any(figure.damaged for figure in figures),
    }
    _refuse_unknown(relation, "columns", columns.keys() - (schema.columns.keys() - shared.keys()))
    _refuse_unknown(relation, "roles", {span.role for span in spans} - set(schema.roles))
    _refuse_unknown(relation, "reasons", {why_not} - {None, *WHY_NOT})
    filled = dict.fromkeys(schema.columns) | shared | dict(columns)
    name = reading.clean.source.name
    numbers = tuple(dict.fromkeys(figure.figure for figure in figures if figure.document == name))
    return RelationRow(relation, name, filled, tuple(spans), numbers, arithmetic, why_not, suggestion, repairs)


def place_figure(figure: Figure, reading: Reading, role: str) -> Span:
    """A figure's place as a row of this reading names it: with its document where that is another one."""
    span = figure.span(role)
    return span if figure.document == reading.clean.source.name else replace(span, document=figure.document)


def _refuse_unknown(relation: str, what: str, names: Iterable[object]) -> None:
    unknown = sorted(map(str, names))
    if unknown:
        raise ValueError(f"{relation} has no {what} {', '.join(unknown)}")
