"""Pandas frames in and out: a frame of parsed figures becomes a document, a run becomes frames.

Comes in: frames, tables, an AuditRun. Goes out: SourceDocument and frames; numbers are exact decimals in them. This is the only module
that makes frames; where pandas is missing the error names the extra.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.bridges.cells import write_cell
from audit.errors import InputError
from audit.ingest.canonical import CanonicalText, Cell
from audit.model import FIGURE_COLUMNS, AuditRun, RelationRow, SourceDocument
from audit.parsed import Table
from audit.places import describe_place
from audit.relate.schema import DECIMAL, FLAG, SCHEMAS, WHOLE
from audit.report.wording import choose_words

if TYPE_CHECKING:
    from pandas import DataFrame

FRAME = "DataFrame"
"""The name that a frame bears as a document."""

FINDING_COLUMNS = (
    "document", "rule", "category", "severity", "message", "arithmetic", "suggestion", "start", "end", "text", "place", "other_document",
    "fingerprint", "state",
)  # fmt: skip
LEDGER_COLUMNS = ("document", "figure", "verdict", "reason", "rules")


def load_pandas() -> Any:
    """The library. Raises InputError (`missing-extra`) where it is not installed."""
    try:
        import pandas as pd
    except ImportError as missing:
        raise InputError("这里要用 pandas", reason="missing-extra", hint="请运行: pip install 'heshu[pandas]'") from missing
    return pd


def is_frame(value: object) -> bool:
    """Whether a value is a pandas frame, without importing pandas."""
    return any(kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame" for kind in type(value).__mro__)


def read_frame(frame: DataFrame) -> SourceDocument:
    """A frame as a document: a line a row, cells with tabs between them, each with its row and column (the header is row 1)."""
    canonical = CanonicalText(FRAME)
    names = tuple(str(name) for name in frame.columns)
    rows = [tuple(map(write_cell, row)) for row in (names, *frame.itertuples(index=False, name=None))]
    for number, row in enumerate(rows, 1):
        canonical.add_row([Cell(cell, {"row": number, "column": n}) for n, cell in enumerate(row, 1)])
    text = "\n".join("\t".join(row) for row in rows)
    return canonical.build(text.encode("utf-8", "replace"), "frame", "utf-8", "pandas DataFrame")


def make_frame(table: Table) -> DataFrame:
    """The cells of a table of parsed figures as text, None where they are empty; the index is the number of the row."""
    pd = load_pandas()
    columns = [name for name in FIGURE_COLUMNS if name in table.columns]
    cells = {name: [row.text(name) or None for row in table.rows] for name in columns}
    return pd.DataFrame(cells, index=[row.number for row in table.rows], dtype=object)


def make_rows(frame: DataFrame, relation: str) -> tuple[RelationRow, ...]:
    """The rows of a frame as rows of a relation, for rules to be asked."""
    columns = SCHEMAS[relation].columns
    records = frame.to_dict("records")
    return tuple(
        RelationRow(relation, "", {name: _read_value(record.get(name), kind) for name, kind in columns.items()}, (), (), "")
        for record in records
    )


def _read_value(value: object, kind: str) -> object:
    text = write_cell(value)
    if not text:
        return None
    if kind == DECIMAL:
        return Decimal(text.replace(",", ""))
    if kind == WHOLE:
        return int(Decimal(text))
    return text.lower() in ("true", "1", "t", "yes", "是") if kind == FLAG else text


def frame_figures(run: AuditRun) -> DataFrame:
    """One row a figure, with the columns of the figure table."""
    figures = (figure for document in run.documents for figure in document.figures)
    return _build([tuple(getattr(figure, name) for name in FIGURE_COLUMNS) for figure in figures], FIGURE_COLUMNS)


def frame_findings(run: AuditRun, lang: str) -> DataFrame:
    """One row a finding, at its first place in its own document."""
    return _build(list(_list_findings(run, lang)), FINDING_COLUMNS)


def _list_findings(run: AuditRun, lang: str) -> Iterator[tuple[object, ...]]:
    for document in run.documents:
        for finding in document.findings:
            span = next((span for span in finding.spans if span.document in (None, finding.document)), None)
            other = next((span.document for span in finding.spans if span.document not in (None, finding.document)), None)
            where = (span.start, span.end, span.text, describe_place(document.source, span.start, lang)) if span else (None,) * 4
            rule = (finding.document, finding.rule, finding.category, finding.severity)
            words = (choose_words(finding.message, lang), finding.arithmetic, finding.suggestion)
            yield (*rule, *words, *where, other, finding.fingerprint, finding.state)


def frame_ledger(run: AuditRun) -> DataFrame:
    """One row a figure: its verdict, the reason where it could not be decided, and the rules that spoke of it."""
    rows = [
        (document.source.name, entry.figure, entry.verdict, entry.reason, ", ".join(entry.rules))
        for document in run.documents
        for entry in document.ledger
    ]
    return _build(rows, LEDGER_COLUMNS)


def _build(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> DataFrame:
    return load_pandas().DataFrame(rows, columns=list(columns), dtype=object)
