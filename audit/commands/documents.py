"""The documents of a command audited, those that are remembered taken from the cache.

Comes in: paths and settings. Goes out: the AuditRun, the same whether remembered or not. The pipeline, and with it the database and the
grammar, is imported only if a document is left to audit: a check of what has not changed starts in half the time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from audit.cache import Cache, open_cache
from audit.gathering import divide_names, join_runs, order_documents, settle_findings
from audit.ingest.paths import find_documents
from audit.model import AuditRun
from audit.settings import VERSION, Settings

Progress = Callable[[int, int], None]


def audit_documents(paths: Sequence[str | Path], settings: Settings, progress: Progress | None = None) -> AuditRun:
    """Audit what the paths name, as `pipeline.audit_paths` does; no path at all is a run over nothing."""
    if not paths:
        return AuditRun(VERSION, settings.ruleset, "", (), ())
    names = find_documents(paths)
    cache = open_cache(settings.cache) if settings.cache and not settings.against else None
    known = recall_all(cache, names, settings) if cache else {}
    missing = [name for name in names if name not in known]
    runs = list(known.values())
    for chosen, group in divide_names(missing, settings):
        fresh = import_module("audit.pipeline").audit_files(group, chosen, progress)
        runs.append(fresh)
        if cache:
            keep_all(cache, group, chosen, fresh)
    return settle_findings(order_documents(join_runs(runs), names), settings)


def recall_all(cache: Cache, names: Sequence[str], settings: Settings) -> dict[str, AuditRun]:
    """The runs over those of the names that are remembered; standard input and members of archives never are."""
    found = {}
    for name in names:
        if os.path.isfile(name):
            chosen = settings.for_document(name)
            run = cache.recall(name, chosen, digest_rules(chosen))
            if run is not None:
                found[name] = run
    return found


def keep_all(cache: Cache, names: Sequence[str], settings: Settings, run: AuditRun) -> None:
    """Remember each document that is a file of its own."""
    documents = [document.source.name for document in run.documents]
    rules = digest_rules(settings)
    for document in run.documents:
        name = document.source.name
        if name in names and documents.count(name) == 1 and os.path.isfile(name):
            cache.keep(name, settings, rules, replace(run, documents=(document,)))


def digest_rules(settings: Settings) -> str:
    """What tells a rule set of one's own from what it was before; a shipped one is told by the program's files."""
    if not os.path.exists(settings.ruleset):
        return ""
    loaded = import_module("audit.ruleset").load_ruleset(settings.ruleset, select=settings.select, ignore=settings.ignore)
    return str(loaded.sha256)
