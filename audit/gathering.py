"""Runs put together, and what was said of their findings before: all that does not need a document to be read.

Comes in: names and settings, or runs over parts of them. Goes out: one AuditRun, its documents in the order of the names, with a state on
every finding. A run whose results are all remembered goes through here alone. Raises InputError for a baseline that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from operator import itemgetter

from audit.ingest.text import MAX_BYTES, read_bytes
from audit.judge.acceptance import compare_baseline, read_baseline, suppress_findings
from audit.model import AuditRun
from audit.settings import Settings


def divide_names(names: Sequence[str], settings: Settings) -> tuple[tuple[Settings, tuple[str, ...]], ...]:
    """The names in groups for which the same settings hold: all in one where no override speaks of any."""
    groups: dict[Settings, list[str]] = {}
    for name in names:
        groups.setdefault(settings.for_document(name), []).append(name)
    return tuple((chosen, tuple(group)) for chosen, group in groups.items())


def join_runs(runs: Iterable[AuditRun]) -> AuditRun:
    """One run over all documents of some, in their order; a rule that broke in one of them broke.

    Where they had different rules, it has them all, and the digest of all rule sets.
    """
    first, *others = runs
    documents = tuple(document for run in (first, *others) for document in run.documents)
    broken = {each.rule: each for run in (*reversed(others), first) for each in run.broken}
    rules = {each.rule: each for run in (*reversed(others), first) for each in run.rules} if others else {}
    digests = sorted({run.ruleset_sha256 for run in (first, *others)})
    digest = digests[0] if len(digests) == 1 else sha256(" ".join(digests).encode()).hexdigest()
    known = {each.rule for each in first.rules}
    order = (*first.rules, *(each for name, each in sorted(rules.items()) if name not in known))
    numbers = {each.rule: number for number, each in enumerate(order)}
    sorted_broken = tuple(sorted(broken.values(), key=lambda each: numbers[each.rule]))
    return replace(first, documents=documents, rules=order, ruleset_sha256=digest, broken=sorted_broken)


def order_documents(run: AuditRun, names: Sequence[str]) -> AuditRun:
    """The run with its documents in the order of the names; those of a table of figures, which have names of their own, stay together."""
    order = {name: number for number, name in enumerate(names)}
    places, place = [], 0
    for document in run.documents:
        place = order.get(document.source.name, place)
        places.append(place)
    ranked = sorted(zip(places, run.documents, strict=True), key=itemgetter(0))
    return replace(run, documents=tuple(document for _, document in ranked))


def settle_findings(run: AuditRun, settings: Settings) -> AuditRun:
    """The run with what was said of its findings before; raises InputError for a baseline that cannot be read."""
    if settings.baseline:
        text = read_bytes(settings.baseline, MAX_BYTES).decode("utf-8", "replace")
        run = compare_baseline(run, read_baseline(settings.baseline, text))
    return suppress_findings(run, settings.suppressions, datetime.now(UTC).astimezone().date())
