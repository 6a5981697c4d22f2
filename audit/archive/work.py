"""What one process does for an archive: audit a few documents, or set new editions beside earlier ones, and hand back plain rows.

Comes in: names, the rule set and the limits. Goes out: rows of the store's tables. A document that takes too long, or too much memory,
becomes its own problem; it never stops the others.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from audit.archive.identity import identify
from audit.archive.store import Row
from audit.judge.judgement import judge_rows
from audit.knowledge import overlay_indicators
from audit.model import VERDICTS, DocumentResult, Finding, LedgerEntry, Reading, RelationRow, SourceDocument
from audit.pipeline import Outcome, audit_outcomes, find_source, make_problem, read_name
from audit.relate.across import build_across
from audit.report.wording import choose_words
from audit.ruleset import Ruleset

_LARGEST = Decimal(10) ** 25
"""What DECIMAL(38, 12) of the store holds."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker needs beside names: the rules, what the keeper says of documents, and the seconds for each."""

    ruleset: Ruleset
    overrides: Mapping[str, Mapping[str, str]]
    seconds: int


@dataclass(frozen=True, slots=True)
class Audited:
    """The rows of some documents."""

    documents: tuple[Row, ...] = ()
    figures: tuple[Row, ...] = ()
    findings: tuple[Row, ...] = ()
    files: tuple[str, ...] = ()
    """What was read: a table of parsed figures is one file and several documents."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and the others that it is compared with."""

    document: str
    others: tuple[str, ...]


def audit_group(names: Sequence[str], work: Work) -> Audited:
    """The rows of a few documents, each read for itself."""
    with overlay_indicators(work.ruleset.indicators):
        read = [(name, read_in_time(name, work.seconds)) for name in names]
        outcomes = [outcome for _, found in read for outcome in found]
        run = audit_outcomes(outcomes, work.ruleset)
    readings = {outcome.clean.source.name: outcome for outcome in outcomes if isinstance(outcome, Reading)}
    files = {find_source(outcome).name: name for name, found in read for outcome in found}
    documents = tuple(
        {**_form_document(result, readings.get(result.source.name), work), "file": files[result.source.name]} for result in run.documents
    )
    figures = tuple(row for result in run.documents for row in _form_figures(result))
    findings = tuple(_form_finding(finding, "") for finding in run.findings)
    return Audited(documents, figures, findings, tuple(names))


def give_up(name: str, work: Work) -> Audited:
    """The rows of a document that no process outlives."""
    problem = make_problem(name, "核查这份文件的进程意外终止，没有核查它")
    run = audit_outcomes((problem,), work.ruleset)
    document = {**_form_document(run.documents[0], None, work), "file": name}
    return Audited((document,), (), tuple(_form_finding(each, "") for each in run.findings), (name,))


def compare_group(pairs: Sequence[Pair], work: Work) -> tuple[Row, ...]:
    """The findings of documents beside the others they are paired with.

    Each document is judged beside one other at a time: what it is called must not depend on which pairs are compared in one run.
    """
    found: list[Row] = []
    with overlay_indicators(work.ruleset.indicators):
        names = {name: None for pair in pairs for name in (pair.document, *pair.others)}
        known = {name: [each for each in read_in_time(name, work.seconds) if isinstance(each, Reading)] for name in names}
        for depth in range(max((len(pair.others) for pair in pairs), default=0)):
            beside = [(pair.document, pair.others[depth]) for pair in pairs if depth < len(pair.others)]
            found += _compare(beside, known, work.ruleset)
    return tuple(found)


def _compare(beside: Sequence[tuple[str, str]], known: Mapping[str, Sequence[Reading]], ruleset: Ruleset) -> Iterator[Row]:
    tables: dict[str, list[RelationRow]] = {}
    for document, other in beside:
        for row in build_across(known[document], known[other]):
            tables.setdefault(row.relation, []).append(row)
    judgement = judge_rows(tables, [reading for document, _ in beside for reading in known[document]], ruleset)
    others = dict(beside)
    for name in sorted(judgement.documents):
        yield from (_form_finding(finding, others[name]) for finding in judgement.of(name).findings)


def read_in_time(name: str, seconds: int) -> tuple[Outcome, ...]:
    """The outcomes of one document, or its problem where it takes longer than so many seconds or more memory than there is."""
    try:
        with _limit(seconds):
            return read_name(name)
    except TimeoutError:
        return (make_problem(name, f"{seconds} 秒没有读完，放弃了"),)
    except MemoryError:
        return (make_problem(name, "内存不够，放弃了"),)


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError after so many seconds, where the system has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _form_document(result: DocumentResult, reading: Reading | None, work: Work) -> Row:
    source: SourceDocument = result.source
    row: dict[str, object] = {
        "document": source.name,
        "characters": len(source.text),
        "problem": source.problem or None,
        "figures": len(result.figures),
        **{verdict: result.count(verdict) for verdict in VERDICTS},
    }
    if reading is None:
        return row
    identity = identify(reading, work.overrides)
    return row | {
        "title": reading.title,
        "place": identity.place,
        "body": identity.body,
        "kind": identity.kind,
        "year": identity.year,
        "confidence": identity.confidence,
    }


def _form_figures(result: DocumentResult) -> Iterator[Row]:
    ledger: dict[int, LedgerEntry] = {entry.figure: entry for entry in result.ledger}
    for figure in result.figures:
        entry = ledger.get(figure.figure)
        plain = ("document", "figure", "start", "end", "text", "kind", "unit", "indicator", "of", "aspect", "status", "scope", "period")
        yield {name: getattr(figure, name) for name in plain} | {
            "low": _form_bound(figure.low), "high": _form_bound(figure.high),
            "verdict": entry.verdict if entry else None, "reason": entry.reason if entry else None,
        }  # fmt: skip


def _form_bound(bound: Decimal | None) -> str | None:
    return None if bound is None or not -_LARGEST < bound < _LARGEST else f"{bound:f}"


def _form_finding(finding: Finding, other: str) -> Row:
    spans = [
        {"start": span.start, "end": span.end, "text": span.text, "role": span.role, "document": span.document or finding.document}
        for span in finding.spans
    ]
    return {
        "document": finding.document,
        "other": other,
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "message": choose_words(finding.message, "zh"),
        "message_en": choose_words(finding.message, "en"),
        "arithmetic": finding.arithmetic,
        "suggestion": finding.suggestion,
        "spans": json.dumps(spans, ensure_ascii=False),
    }
