"""The machine form of a run, schema 1 of the contract.

Comes in: an AuditRun and the language of the messages. Goes out: one JSON text, in document order; decimals would be written digit
for digit, never as binary floats. It refuses nothing: lone surrogates of undecodable bytes are written as JSON escapes.
"""

from __future__ import annotations

import json
import re

from audit.interval import Interval
from audit.model import VERDICTS, AuditRun, Decided, DocumentResult, Finding, Span
from audit.report.summary import describe_ledger, summarise
from audit.report.wording import choose_words

SCHEMA = 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def render_json(run: AuditRun, lang: str = "zh") -> str:
    """The run as JSON text that ends with a line end."""
    form: dict[str, object] = {
        "schema": SCHEMA,
        "heshu": run.version,
        "ruleset": {"name": run.ruleset, "sha256": run.ruleset_sha256},
        "coverage": describe_ledger(summarise(run.documents), lang),
        "documents": [_form_document(document, lang) for document in run.documents],
        "findings": [_form_finding(finding, lang) for finding in run.findings],
        "verified": [_form_decided(row) for document in run.documents for row in document.verified if row.proves],
        "undecided": [_form_decided(row) for document in run.documents for row in document.undecided],
    }
    if run.against:
        form["against"] = [{"document": each.name, "sha256": each.sha256, "characters": len(each.text)} for each in run.against]
    if run.broken:
        form["broken"] = [{"rule": broken.rule, "problem": broken.problem} for broken in run.broken]
    text = json.dumps(form, ensure_ascii=False, indent=1)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _form_document(document: DocumentResult, lang: str) -> dict[str, object]:
    source = document.source
    return {
        "document": source.name,
        "sha256": source.sha256,
        "characters": len(source.text),
        "encoding": source.encoding,
        "repairs": [{"step": step.name, "count": step.count} for step in document.steps],
        "figures": len(document.figures),
        "ledger": {verdict: document.count(verdict) for verdict in VERDICTS},
        "coverage": describe_ledger(summarise((document,)), lang),
    }


def _form_finding(finding: Finding, lang: str) -> dict[str, object]:
    form: dict[str, object] = {
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "document": finding.document,
        "spans": [_form_span(span) for span in finding.spans],
        "message": choose_words(finding.message, lang),
        "arithmetic": finding.arithmetic,
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
        "state": finding.state,
    }
    if finding.comparison:
        form |= {"stated": _form_interval(finding.comparison.stated), "computed": _form_interval(finding.comparison.computed)}
    return form if finding.reason is None else {**form, "reason": finding.reason}


def _form_interval(interval: Interval) -> list[str | None]:
    """The ends, digit for digit; an open one is null."""
    return [None if end is None else f"{end:f}" for end in (interval.low, interval.high)]


def _form_decided(row: Decided) -> dict[str, object]:
    form: dict[str, object] = {"rule": row.rule, "document": row.document, "spans": [_form_span(span) for span in row.spans]}
    return {**form, "arithmetic": row.arithmetic} if row.reason is None else {**form, "reason": row.reason}


def _form_span(span: Span) -> dict[str, object]:
    form: dict[str, object] = {"start": span.start, "end": span.end, "text": span.text, "role": span.role}
    return form if span.document is None else {"document": span.document, **form}
