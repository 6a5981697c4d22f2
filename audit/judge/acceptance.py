"""Findings against what was said of them before: suppressed with a reason, known from a baseline, or new.

Comes in: a run, suppressions, and the findings of an earlier run. Goes out: the run with a state on every finding, with the suppressions
that matched nothing and the known findings that are gone. Nothing is dropped: reports show it all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from audit.accepted import KnownFinding, Suppression
from audit.errors import InputError
from audit.judge.ledger import settle_suppressed
from audit.model import AuditRun, Finding

SCHEMA = 1


def suppress_findings(run: AuditRun, suppressions: Sequence[Suppression], today: date) -> AuditRun:
    """The run with every finding that a suppression in force speaks of marked `suppressed`, its reason beside it."""
    used: set[int] = set()

    def settle(finding: Finding) -> Finding:
        for number, suppression in enumerate(suppressions):
            if is_in_force(suppression, today) and speaks_of(suppression, finding):
                used.add(number)
                return replace(finding, state="suppressed", reason=suppression.reason)
        return finding

    settled = _change_findings(run, settle)
    settled = replace(settled, documents=tuple(map(settle_suppressed, settled.documents)))
    idle = tuple(each for number, each in enumerate(suppressions) if number not in used)
    return replace(settled, leftovers=replace(settled.leftovers, idle=idle))


def is_in_force(suppression: Suppression, today: date) -> bool:
    """Whether it has not run out; its last day counts."""
    return suppression.until is None or today <= suppression.until


def speaks_of(suppression: Suppression, finding: Finding) -> bool:
    """Whether rule, document and quoted text are all those of the finding; white space does not count."""
    quoted = "".join(suppression.text.split())
    return (
        fnmatchcase(finding.rule, suppression.rule)
        and fnmatchcase(finding.document.replace("\\", "/"), suppression.path)
        and (not quoted or any(quoted in "".join(span.text.split()) for span in finding.spans))
    )


def compare_baseline(run: AuditRun, known: Iterable[KnownFinding]) -> AuditRun:
    """The run with findings of the baseline marked `known`; those of its documents that are gone are `fixed`."""
    by_print = {each.fingerprint: each for each in known}
    found = {finding.fingerprint for finding in run.findings}
    audited = {document.source.name for document in run.documents}
    gone = tuple(each for each in by_print.values() if each.fingerprint not in found and each.document in audited)

    def settle(finding: Finding) -> Finding:
        return replace(finding, state="known") if finding.state == "new" and finding.fingerprint in by_print else finding

    return replace(_change_findings(run, settle), leftovers=replace(run.leftovers, fixed=gone))


def write_baseline(run: AuditRun) -> str:
    """The baseline of a run as JSON, the same bytes for the same findings; suppressed ones have their own place and stay out."""
    kept = sorted(
        (_form(KnownFinding(f.fingerprint, f.rule, f.document, _quote(f))) for f in run.findings if f.state != "suppressed"),
        key=lambda form: (form["document"], form["rule"], form["fingerprint"]),
    )
    return json.dumps({"schema": SCHEMA, "findings": kept}, ensure_ascii=False, indent=1) + "\n"


def read_baseline(name: str, text: str) -> tuple[KnownFinding, ...]:
    """The findings of a baseline file. Raises InputError (`bad-baseline`) for anything else."""
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise ValueError("schema")
        return tuple(KnownFinding(**{key: str(form[key]) for key in KnownFinding.__slots__}) for form in content["findings"])
    except (ValueError, KeyError, TypeError) as problem:
        hint = "请用 --write-baseline 重新生成"
        raise InputError("这不是 heshu 的基线文件", reason="bad-baseline", file=name, hint=hint) from problem


def _change_findings(run: AuditRun, change: Callable[[Finding], Finding]) -> AuditRun:
    documents = tuple(replace(document, findings=tuple(map(change, document.findings))) for document in run.documents)
    return replace(run, documents=documents)


def _form(known: KnownFinding) -> Mapping[str, str]:
    return {key: getattr(known, key) for key in KnownFinding.__slots__}


def _quote(finding: Finding) -> str:
    return finding.spans[0].text[:80] if finding.spans else ""
