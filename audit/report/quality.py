"""The run for reviewers' pages: GitLab's code quality JSON and reviewdog's rdjson.

Comes in: an AuditRun and a language. Goes out: JSON. GitLab gets what its documentation lists and nothing else, with fingerprints that
survive moved text; reviewdog gets columns in bytes, as it counts. A finding that is suppressed stays, as a hint that says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from audit.model import AuditRun, Finding
from audit.report.spots import (
    Atlas,
    Spot,
    clean_line,
    describe_finding,
    describe_span,
    describe_state,
    name_file,
    order_spans,
    rank_findings,
)
from audit.report.wording import say

GITLAB: Mapping[str, str] = {"error": "critical", "warning": "minor", "info": "info"}
REVIEWDOG: Mapping[str, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}

Form = dict[str, object]


def render_gitlab(run: AuditRun, lang: str = "zh") -> str:
    """The run as a code quality report."""
    atlas = Atlas.of(run, lang)
    forms = [_form_issue(finding, atlas) for finding in rank_findings(run)]
    return json.dumps(forms, ensure_ascii=False, indent=1) + "\n"


def render_rdjson(run: AuditRun, lang: str = "zh") -> str:
    """The run as a DiagnosticResult of reviewdog."""
    atlas = Atlas.of(run, lang)
    form: Form = {"source": {"name": "heshu"}, "diagnostics": [_form_diagnostic(finding, atlas) for finding in rank_findings(run)]}
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _form_issue(finding: Finding, atlas: Atlas) -> Form:
    spot = atlas.locate_all(finding)[0]
    return {
        "description": _describe(finding, spot, atlas),
        "check_name": clean_line(finding.rule),
        "fingerprint": finding.fingerprint,
        "severity": "info" if finding.state == "suppressed" else GITLAB[finding.severity],
        "location": {"path": _name_path(spot, atlas), "lines": {"begin": spot.line, "end": spot.end_line}},
    }


def _form_diagnostic(finding: Finding, atlas: Atlas) -> Form:
    spots = atlas.locate_all(finding)
    related = [
        {"message": describe_span(span, atlas.lang), "location": _form_location(spot, atlas)}
        for spot, span in zip(spots[1:], order_spans(finding)[1:], strict=True)
    ]
    form: Form = {
        "message": _describe(finding, spots[0], atlas),
        "location": _form_location(spots[0], atlas),
        "severity": "INFO" if finding.state == "suppressed" else REVIEWDOG[finding.severity],
        "code": {"value": clean_line(finding.rule)},
    }
    return {**form, "relatedLocations": related} if related else form


def _form_location(spot: Spot, atlas: Atlas) -> Form:
    start: Form = {"line": spot.line}
    if not spot.exact:
        return {"path": _name_path(spot, atlas), "range": {"start": start}}
    start["column"] = atlas.count_bytes(spot, spot.line, spot.column)
    end = {"line": spot.end_line, "column": atlas.count_bytes(spot, spot.end_line, spot.end_column)}
    return {"path": _name_path(spot, atlas), "range": {"start": start, "end": end}}


def _name_path(spot: Spot, atlas: Atlas) -> str:
    return clean_line(name_file(spot.document, atlas.sources.get(spot.document)).removeprefix("./"))


def _describe(finding: Finding, spot: Spot, atlas: Atlas) -> str:
    state = describe_state(finding, atlas.lang)
    where = f"{spot.words}{say(atlas.lang, 'colon')}" if spot.words else ""
    return (f"[{state}] " if state else "") + where + describe_finding(finding, atlas.lang)
