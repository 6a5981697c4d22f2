"""Findings against what was said of them before: suppressed with a reason, known from a baseline, or new.

Comes in: a run, suppressions, and the findings of an earlier run. Goes out: the run with a state on every finding, with the suppressions
that matched nothing and the known findings that are gone. Nothing is dropped: reports show it all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from audit.accepted import KnownFinding, Suppression, fits_path
from audit.directives import find_directives
from audit.errors import InputError
from audit.judge.fingerprint import describe_content
from audit.judge.ledger import settle_suppressed
from audit.model import AuditRun, Finding, SourceDocument
from audit.patterns import regex
from audit.places import describe_place

SCHEMA = 1
_NEEDED = ("fingerprint", "rule", "document", "text")
_SURROGATE = regex("[\ud800-\udfff]")
"""Bytes of a file name that are no UTF-8; JSON can write them, UTF-8 cannot."""


def suppress_findings(run: AuditRun, suppressions: Sequence[Suppression], today: date) -> AuditRun:
    """The run with every finding that a suppression in force speaks of marked `suppressed`, its reason beside it.

    What stands in the documents themselves counts with those that are given.
    """
    suppressions = (*suppressions, *(each for document in run.documents for each in list_inline(document.source)))
    used: set[int] = set()

    def settle(finding: Finding) -> Finding:
        fitting = [number for number, each in enumerate(suppressions) if is_in_force(each, today) and speaks_of(each, finding)]
        used.update(fitting)
        if not fitting:
            return finding
        first = suppressions[fitting[0]]
        return replace(finding, state="suppressed", reason=first.reason, inline=first.inline)

    settled = _change_findings(run, settle)
    settled = replace(settled, documents=tuple(map(settle_suppressed, settled.documents)))
    idle = tuple(each for number, each in enumerate(suppressions) if number not in used)
    return replace(settled, leftovers=replace(settled.leftovers, idle=idle))


def list_inline(source: SourceDocument) -> Iterator[Suppression]:
    """The suppressions that stand in a document's text."""
    for directive in find_directives(source.text):
        yield from directive.suppressions(source.name, f"{source.name} {describe_place(source, directive.start)}")


def is_in_force(suppression: Suppression, today: date) -> bool:
    """Whether it has not run out; its last day counts."""
    return suppression.until is None or today <= suppression.until


def speaks_of(suppression: Suppression, finding: Finding) -> bool:
    """Whether rule, document and quoted text are all those of the finding; white space does not count.

    One that stands in a document speaks of the findings that have a place in its reach.
    """
    if suppression.reach is not None:
        start, end = suppression.reach
        own = (span for span in finding.spans if span.document in (None, finding.document))
        here = finding.document == suppression.path and any(span.start < end and start < max(span.end, span.start + 1) for span in own)
        return here and fnmatchcase(finding.rule, suppression.rule)
    quoted = "".join(suppression.text.split())
    return (
        fnmatchcase(finding.rule, suppression.rule)
        and fits_path(finding.document, suppression.path, suppression.folder)
        and (not quoted or any(quoted in "".join(span.text.split()) for span in finding.spans))
    )


def compare_baseline(run: AuditRun, known: Iterable[KnownFinding]) -> AuditRun:
    """The run with findings of the baseline marked `known`; those of its documents that are gone are `fixed`.

    A finding is known by its fingerprint, and what is left then by what it quotes: of several alike ones in one document each is known
    once, wherever it was moved.
    """
    by_print = {each.fingerprint: each for each in known}
    found = {finding.fingerprint for finding in run.findings}
    rules = {rule.rule for rule in run.rules}
    audited = {document.source.name for document in run.documents}
    gone = [each for each in by_print.values() if each.fingerprint not in found and each.document in audited]
    moved: set[str] = set()
    for finding in run.findings:
        if finding.fingerprint not in by_print and (match := _find_moved(finding, gone)):
            moved.add(finding.fingerprint)
            gone.remove(match)
    fixed = tuple(each for each in gone if not rules or each.rule in rules)

    def settle(finding: Finding) -> Finding:
        is_known = finding.fingerprint in by_print or finding.fingerprint in moved
        return replace(finding, state="known") if finding.state == "new" and is_known else finding

    return replace(_change_findings(run, settle), leftovers=replace(run.leftovers, fixed=fixed, compared=True))


def _find_moved(finding: Finding, gone: Sequence[KnownFinding]) -> KnownFinding | None:
    """The first known finding that is not there any more and quoted the same."""
    content = describe_content(finding)
    return next((each for each in gone if each.content == content), None)


def prune_baseline(run: AuditRun, known: Iterable[KnownFinding], missing: Collection[str]) -> tuple[KnownFinding, ...]:
    """What is still to be known after a run over the documents of a baseline: neither what is fixed nor what is of `missing` documents.

    Findings of rules that the run does not have stay, and so do those of documents that could not be read.
    """
    everything = tuple(known)
    fixed = set(compare_baseline(run, everything).leftovers.fixed)
    unread = {document.source.name for document in run.documents if document.source.problem}
    return tuple(each for each in everything if each.document in unread or (each not in fixed and each.document not in missing))


def write_baseline(run: AuditRun) -> str:
    """The baseline of a run as JSON, the same bytes for the same findings; suppressed ones have their own place and stay out."""
    kept = (finding for finding in run.findings if finding.state != "suppressed")
    return write_known(KnownFinding(f.fingerprint, f.rule, f.document, _quote(f), describe_content(f)) for f in kept)


def write_known(known: Iterable[KnownFinding]) -> str:
    """A baseline file of these findings."""
    forms = sorted(map(_form, known), key=lambda form: (form["document"], form["rule"], form["fingerprint"]))
    text = json.dumps({"schema": SCHEMA, "findings": forms}, ensure_ascii=False, indent=1)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def read_baseline(name: str, text: str) -> tuple[KnownFinding, ...]:
    """The findings of a baseline file. Raises InputError (`bad-baseline`) for anything else."""
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise ValueError("schema")
        return tuple(
            KnownFinding(**{key: str(form[key]) for key in _NEEDED}, content=str(form.get("content", ""))) for form in content["findings"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        hint = "请用 --write-baseline 重新生成"
        raise InputError("这不是 heshu 的基线文件", reason="bad-baseline", file=name, hint=hint) from problem


def _change_findings(run: AuditRun, change: Callable[[Finding], Finding]) -> AuditRun:
    documents = tuple(replace(document, findings=tuple(map(change, document.findings))) for document in run.documents)
    return replace(run, documents=documents)


def _form(known: KnownFinding) -> Mapping[str, str]:
    return {key: getattr(known, key) for key in KnownFinding.__slots__}


def _quote(finding: Finding) -> str:
    return finding.spans[0].text[:80] if finding.spans else ""
