"""The run as SARIF 2.1.0, for code scanning and for viewers that show results beside the text.

Comes in: an AuditRun and a language. Goes out: one JSON text: the rules with their help, each finding with its place, the other places
of a contradiction as related locations, fingerprints, suppressions with their reasons, and its state against a baseline. Columns count
code points, and it says so. What code scanning does not take (https://docs.github.com/code-security, limits on SARIF results) is cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from audit.accepted import KnownFinding
from audit.model import AuditRun, Finding, RuleSummary
from audit.report.spots import (
    Atlas,
    Spot,
    clean_line,
    describe_finding,
    describe_span,
    name_file,
    order_spans,
    rank_findings,
    write_address,
)
from audit.report.wording import choose_words, say

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "note"}
PROBLEM: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
MOST_RESULTS = 25_000
"""A run with more is refused by code scanning; the lesser findings are left out, and that is said."""
MOST_LOCATIONS = 100
"""So many places of a result are shown."""
LINKED = 10
"""So many other places are linked from the words of a result."""
LONGEST = 1_000
"""Characters of a description; 1,024 is the limit."""
PAGE = "urn:heshu:rule:"
"""Behind it stands the rule whose page it names."""

Form = dict[str, object]


def render_sarif(run: AuditRun, lang: str = "zh") -> str:
    """The run as SARIF text that ends with a line end."""
    atlas = Atlas.of(run, lang)
    order = {rule.rule: number for number, rule in enumerate(run.rules)}
    found = list(rank_findings(run))
    results = [_form_result(finding, order, run, atlas) for finding in found[:MOST_RESULTS]]
    results += [_form_gone(known, order, lang) for known in run.leftovers.fixed][: MOST_RESULTS - len(results)]
    told = [_form_notice(level, text) for level, text in _list_notices(run, len(found), lang)]
    form: Form = {
        "tool": {"driver": {
            "name": "heshu", "version": run.version, "semanticVersion": run.version,
            "shortDescription": {"text": say(lang, "tagline")},
            "properties": {"ruleset": run.ruleset, "rulesetSha256": run.ruleset_sha256},
            "rules": [_form_rule(rule, lang) for rule in run.rules],
        }},
        "language": "en" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not run.broken, **({"toolExecutionNotifications": told} if told else {})}],
        "results": results,
    }  # fmt: skip
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [form]}, ensure_ascii=False, indent=1) + "\n"


def _form_rule(rule: RuleSummary, lang: str) -> Form:
    """A rule with its help: why it matters, what it rests on, a bad and a good example."""
    why = clean_line(choose_words(rule.why, lang))
    norm = f"{say(lang, 'norm')}{say(lang, 'colon')}{clean_line(rule.norm)}" if rule.norm else ""
    shown = [(say(lang, key), clean_line(text)) for key, text in (("bad", rule.bad), ("good", rule.good)) if text]
    plain = [why, norm, *(f"{key}{say(lang, 'colon')}{text}" for key, text in shown)]
    marked = [why, norm, *(f"**{key}**\n\n> {text.replace('<', '&lt;')}" for key, text in shown)]
    return {
        "id": clean_line(rule.rule),
        "name": "".join(part.capitalize() for part in rule.rule.split("-"))[:255],
        "shortDescription": {"text": clean_line(choose_words(rule.title, lang))[:LONGEST]},
        "fullDescription": {"text": why[:LONGEST]},
        "help": {"text": "\n".join(filter(None, plain)), "markdown": "\n\n".join(filter(None, marked))},
        "helpUri": f"{PAGE}{write_address(rule.rule)}",
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": {"tags": [rule.category], "problem.severity": PROBLEM[rule.severity]},
    }


def _form_result(finding: Finding, order: Mapping[str, int], run: AuditRun, atlas: Atlas) -> Form:
    spots, spans = atlas.locate_all(finding), order_spans(finding)
    related = [
        {"id": number, **_form_location(spot, atlas), "message": {"text": describe_span(span, atlas.lang)}}
        for number, (spot, span) in enumerate(zip(spots[1:MOST_LOCATIONS], spans[1:], strict=False), 1)
    ]
    form: Form = {
        "ruleId": clean_line(finding.rule),
        **({"ruleIndex": order[finding.rule]} if finding.rule in order else {}),
        "level": LEVEL[finding.severity],
        "message": {"text": _describe_linked(finding, spans[1 : LINKED + 1], atlas.lang)},
        "locations": [_form_location(spots[0], atlas)],
        "partialFingerprints": {"heshu/v1": finding.fingerprint, "primaryLocationLineHash": f"{finding.fingerprint[:16]}:1"},
    }
    if related:
        form["relatedLocations"] = related
    if finding.state == "suppressed":
        kind = "inSource" if finding.inline else "external"
        form["suppressions"] = [{"kind": kind, "status": "accepted", "justification": clean_line(finding.reason or "")}]
    if run.leftovers.compared:  # a suppressed one was judged before, and no baseline holds it
        form["baselineState"] = "unchanged" if finding.state in ("known", "suppressed") else "new"
    return form


def _describe_linked(finding: Finding, others: tuple[object, ...], lang: str) -> str:
    """The words of a result with links to its related locations: a viewer shows those that are linked."""
    said = _escape_links(describe_finding(finding, lang)) or clean_line(finding.rule)
    links = [f"[{_escape_brackets(describe_span(span, lang))}]({number})" for number, span in enumerate(order_spans(finding)[1:], 1)]
    return f"{said}; {say(lang, 'comment.others')}{say(lang, 'colon')}{', '.join(links[: len(others)])}" if others else said


def _escape_links(text: str) -> str:
    """Text of a document that makes no link; brackets alone make none."""
    return text.replace("](", "\\](")


def _escape_brackets(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _form_location(spot: Spot, atlas: Atlas) -> Form:
    place = {"artifactLocation": _form_artifact(name_file(spot.document, atlas.sources.get(spot.document)))}
    region: Form = {"startLine": spot.line}
    if spot.exact:
        region |= {"startColumn": spot.column, "endLine": spot.end_line, "endColumn": max(spot.end_column, 1)}
    form: Form = {"physicalLocation": {**place, "region": region}}
    return {**form, "logicalLocations": [{"fullyQualifiedName": spot.words}]} if spot.words else form


def _form_artifact(name: str) -> Form:
    address = write_address(name)
    return {"uri": address} if address.startswith("file:") else {"uri": address, "uriBaseId": "%SRCROOT%"}


def _form_gone(known: KnownFinding, order: Mapping[str, int], lang: str) -> Form:
    """A finding of the baseline that is there no more."""
    return {
        "ruleId": clean_line(known.rule),
        **({"ruleIndex": order[known.rule]} if known.rule in order else {}),
        "level": "none",
        "message": {"text": clean_line(f"{say(lang, 'fixed')}{say(lang, 'colon')}{known.text}")},
        "locations": [{"physicalLocation": {"artifactLocation": _form_artifact(known.document), "region": {"startLine": 1}}}],
        "partialFingerprints": {"heshu/v1": known.fingerprint, "primaryLocationLineHash": f"{known.fingerprint[:16]}:1"},
        "baselineState": "absent",
    }


def _list_notices(run: AuditRun, found: int, lang: str) -> Iterator[tuple[str, str]]:
    """What went wrong on the way, and what was left out."""
    for broken in run.broken:
        yield "error", say(lang, "broken", rule=broken.rule, problem=broken.problem)
    for idle in run.leftovers.idle:
        yield "warning", say(lang, "idle", where=idle.where, rule=idle.rule, reason=idle.reason)
    if found > MOST_RESULTS:
        yield "warning", say(lang, "more.findings", n=found - MOST_RESULTS)


def _form_notice(level: str, text: str) -> Form:
    return {"level": level, "message": {"text": clean_line(text)}}
