"""What a store says of an archive over time: its runs, what is open, and where it is.

Comes in: an open store. Goes out: rows for tables and pages.
"""

from __future__ import annotations

from typing import Any

from audit.archive.store import Store

_RUNS = """
SELECT r.run, r.started, r.finished, r.documents, r.audited, r.compared,
    count(f.fingerprint) FILTER (f.first_run = r.run) AS new,
    count(f.fingerprint) FILTER (f.fixed_run = r.run) AS fixed,
    count(f.fingerprint) FILTER (f.reopened_run = r.run) AS reopened,
    count(f.fingerprint) FILTER (f.first_run <= r.run AND (f.fixed_run IS NULL OR f.fixed_run > r.run)) AS open
FROM runs r LEFT JOIN findings f ON TRUE GROUP BY ALL ORDER BY r.run
"""
RUN_COLUMNS = ("run", "started", "finished", "documents", "audited", "compared", "new", "fixed", "reopened", "open")
_OPEN = "FROM findings f JOIN documents d USING (document) WHERE f.fixed_run IS NULL"
GROUPS = {
    "rule": f"SELECT f.rule, f.severity, count(*), count(DISTINCT f.document) {_OPEN} GROUP BY ALL ORDER BY 3 DESC, 1",
    "category": f"SELECT f.category, count(*), count(DISTINCT f.document) {_OPEN} GROUP BY ALL ORDER BY 2 DESC, 1",
    "place": f"SELECT d.place, count(*), count(DISTINCT f.document) {_OPEN} GROUP BY ALL ORDER BY 2 DESC, 1",
    "body": f"SELECT d.body, count(*), count(DISTINCT f.document) {_OPEN} GROUP BY ALL ORDER BY 2 DESC, 1",
    "kind": f"SELECT d.kind, count(*), count(DISTINCT f.document) {_OPEN} GROUP BY ALL ORDER BY 2 DESC, 1",
}  # a statement a grouping, over what is open now
FINDING_COLUMNS = (
    "document", "other", "severity", "rule", "message", "message_en", "arithmetic", "suggestion", "first_run", "fixed_run", "reopened_run",
)  # fmt: skip

_STATES = {
    "new": "first_run = $1 AND fixed_run IS NULL",
    "fixed": "fixed_run = $1",
    "reopened": "reopened_run = $1 AND fixed_run IS NULL",
    "across": "other <> '' AND fixed_run IS NULL AND $1 > 0",
}


def describe_runs(store: Store) -> list[dict[str, Any]]:
    """The runs, first one first, each with what it found new, fixed and reopened, and what was open when it ended."""
    return [dict(zip(RUN_COLUMNS, row, strict=True)) for row in store.rows(_RUNS)]


def list_open(store: Store, group: str) -> list[tuple[Any, ...]]:
    """What is open now, counted by rule, category, place, body or kind: the name, (for a rule its severity,) findings, documents."""
    return store.rows(GROUPS[group])


def list_findings(store: Store, state: str, run: int, most: int) -> list[dict[str, Any]]:
    """The findings that a run found `new`, `fixed` or `reopened`, or all that are `across` documents and open, worst first."""
    columns = ", ".join(FINDING_COLUMNS)
    order = "array_position(['error', 'warning', 'info'], severity), document, other, rule, fingerprint"
    asked = f"SELECT {columns} FROM findings WHERE {_STATES[state]} ORDER BY {order} LIMIT $2"  # noqa: S608 (statements of our own)
    return [dict(zip(FINDING_COLUMNS, row, strict=True)) for row in store.rows(asked, [run, most])]
