"""The run as JUnit XML, which every build server shows: a suite a document, a case a rule that speaks of it.

Comes in: an AuditRun and a language. Goes out: XML. Errors and warnings that are new are failures; what is known or suppressed is skipped
and says why; hints pass and say what they are. A document without findings is one case that passes. What XML cannot hold is spelt out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from audit.model import AuditRun, DocumentResult, Finding
from audit.report.spots import Atlas, clean_line, describe_finding, describe_state
from audit.report.summary import describe_states, is_new, list_settled
from audit.report.wording import choose_words, say

LONGEST = 100
"""So many findings of one rule in one document are written out."""


def render_junit(run: AuditRun, lang: str = "zh") -> str:
    """The run as XML text that ends with a line end."""
    atlas = Atlas.of(run, lang)
    suites = [_write_suite(document, atlas) for document in run.documents]
    broken = [_write_broken(rule.rule, rule.problem) for rule in run.broken]
    if broken:
        suites.append(_wrap_suite("heshu", broken, errors=len(broken)))
    notes = "\n".join(clean_line(said) for said in (*describe_states(run, lang), *list_settled(run, lang)))
    if notes:
        suites.append(_wrap_suite("heshu", [_write_case("heshu", "heshu", f"<system-out>{escape(notes)}</system-out>")]))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="heshu">\n{"".join(suites)}</testsuites>\n'


def _write_suite(document: DocumentResult, atlas: Atlas) -> str:
    name = document.source.name
    by_rule: dict[str, list[Finding]] = {}
    for finding in document.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    cases = [_write_case(name, rule, "".join(_list_outcomes(found, atlas))) for rule, found in by_rule.items()]
    failures = sum(any(map(_fails, found)) for found in by_rule.values())
    skipped = sum(not any(map(_fails, found)) and any(not is_new(each) for each in found) for found in by_rule.values())
    return _wrap_suite(name, cases or [_write_case(name, "heshu", "")], failures=failures, skipped=skipped)


def _fails(finding: Finding) -> bool:
    return is_new(finding) and finding.severity != "info"


def _list_outcomes(found: Sequence[Finding], atlas: Atlas) -> Iterator[str]:
    """What one rule says of one document: failed, skipped or passed, and in the text of each finding why."""
    failing = [each for each in found if _fails(each)]
    others = [each for each in found if not _fails(each)]
    if failing:
        worst = failing[0]
        message = clean_line(choose_words(worst.title, atlas.lang))
        yield f'<failure type="{worst.severity}" message="{_quote(message)}">{_write_texts(failing, atlas)}</failure>'
    elif any(not is_new(each) for each in others):
        settled = next(each for each in others if not is_new(each))
        yield f'<skipped message="{_quote(describe_state(settled, atlas.lang))}"/>'
    if others:
        yield f"<system-out>{_write_texts(others, atlas)}</system-out>"


def _write_texts(found: Sequence[Finding], atlas: Atlas) -> str:
    lines = [_describe(finding, atlas) for finding in found[:LONGEST]]
    if len(found) > LONGEST:
        lines.append(say(atlas.lang, "more", n=len(found) - LONGEST))
    return escape("\n".join(lines), quote=False)


def _describe(finding: Finding, atlas: Atlas) -> str:
    spot = atlas.locate_all(finding)[0]
    place = f"{spot.document}:{spot.line}:{spot.column}" if spot.exact else f"{spot.document} {spot.words}".rstrip()
    state = describe_state(finding, atlas.lang)
    return f"{clean_line(place)}  {describe_finding(finding, atlas.lang)}" + (f"  [{state}]" if state else "")


def _wrap_suite(name: str, cases: Sequence[str], failures: int = 0, errors: int = 0, skipped: int = 0) -> str:
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    return f'<testsuite name="{_quote(clean_line(name))}" {counts}>\n{"".join(cases)}</testsuite>\n'


def _write_case(document: str, name: str, outcome: str) -> str:
    shown = _quote(clean_line(document))
    return f'<testcase classname="{shown}" name="{_quote(clean_line(name))}" file="{shown}">{outcome}</testcase>\n'


def _write_broken(rule: str, problem: str) -> str:
    return _write_case("heshu", rule, f'<error type="broken-rule" message="{_quote(clean_line(problem))}"/>')


def _quote(text: str) -> str:
    return escape(text, quote=True)
