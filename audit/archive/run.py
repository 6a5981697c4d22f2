"""One run over an archive: what changed is audited, editions are set beside earlier ones, and the store says what is new or fixed.

Comes in: a folder, the path of a store and settings. Goes out: a RunReport. Each group of documents is one transaction; a run that was
killed is gone on with, under its own number, by the next. Refuses what `find_documents` and the store refuse.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from audit.archive.editions import Edition, pair_editions
from audit.archive.store import Row, Store, open_store
from audit.archive.work import Audited, Pair, Work, audit_group, compare_group, give_up
from audit.errors import InputError
from audit.ingest import find_documents
from audit.ingest.archive import split_name
from audit.ruleset import Ruleset, load_ruleset
from audit.settings import VERSION
from audit.workers import count_processors, share_work

GROUP = 32
"""So many documents are one transaction."""
PAIRS = 24
"""So many documents with their earlier editions are one."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """How an archive is run: rule set, processes (None: one a processor), seconds for a document, and what the keeper says of documents."""

    ruleset: str = "archive"
    jobs: int | None = None
    seconds: int = 60
    overrides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: documents there are, audited now, compared now, gone; findings new, fixed, reopened, open."""

    run: int
    documents: int
    audited: int
    compared: int
    gone: int
    new: int
    fixed: int
    reopened: int
    open: int


def run_archive(folder: Path, store_path: Path, settings: ArchiveSettings, progress: Progress | None = None) -> RunReport:
    """Bring the store up to date with the folder."""
    if not folder.is_dir():
        hint = "heshu archive run 文件夹 --store 存档.duckdb"
        raise InputError("不是文件夹 / not a folder", reason="missing-path", file=str(folder), hint=hint)
    ruleset = load_ruleset(settings.ruleset)
    work = Work(ruleset, settings.overrides, settings.seconds)
    path = store_path.absolute()
    with open_store(path) as store, chdir(folder):
        names = list_names(path)
        run = begin_run(store, ruleset)
        contents = digest_contents(names)
        settled = {name: settle(contents[name], name, work) for name in names}
        jobs = settings.jobs or count_processors()
        audited = audit_changed(store, run, settled, contents, work, jobs, progress)
        gone = close_gone(store, run, names)
        compared = compare_changed(store, run, work, jobs, progress)
        return end_run(store, run, len(names), audited, compared, gone)


def list_names(store: Path) -> tuple[str, ...]:
    """The documents of this folder by their paths in it, so that an archive may be moved; the store itself is none."""
    found = (os.path.normpath(name) if "!" not in name else name for name in find_documents(["."]))
    return tuple(sorted(name for name in found if Path(name).absolute() != store))


def digest_contents(names: Sequence[str]) -> dict[str, str]:
    """The digest of each document's file; documents in one zip share that of the zip. A file that cannot be read has its name's."""
    known: dict[str, str] = {}
    found = {}
    for name in names:
        file = split_name(name)[0]
        if file not in known:
            known[file] = _digest_file(file)
        found[name] = known[file]
    return found


def _digest_file(file: str) -> str:
    try:
        with open(file, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as problem:
        return f"unreadable: {type(problem).__name__}"


def settle(content: str, name: str, work: Work) -> str:
    """What a document's results are made of: while it stays the same, they do."""
    said = sorted(work.overrides.get(name, {}).items())
    return hashlib.sha256(f"{content}\n{VERSION}\n{work.ruleset.sha256}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()


def begin_run(store: Store, ruleset: Ruleset) -> int:
    """The number of this run: that of the last one where it was not finished."""
    unfinished = store.rows("SELECT run FROM runs WHERE finished IS NULL")
    if unfinished:
        return int(unfinished[0][0])
    ((last,),) = store.rows("SELECT coalesce(max(run), 0) FROM runs")
    run = {"run": last + 1, "started": _now(), "heshu": VERSION, "ruleset": ruleset.name, "rules_sha256": ruleset.sha256}
    with store.transaction():
        store.insert("runs", [run])
    return int(last) + 1


def audit_changed(
    store: Store, run: int, settled: Mapping[str, str], contents: Mapping[str, str], work: Work, jobs: int, progress: Progress | None
) -> int:
    """Audit what is new or was settled otherwise, a group a transaction; the number of documents that this run has audited so far."""
    known = dict(store.rows("SELECT DISTINCT file, settled FROM documents WHERE gone_run IS NULL"))
    todo = [name for name in settled if known.get(name) != settled[name]]
    done = 0
    shares = share_work(todo, partial(audit_group, work=work), partial(give_up, work=work), jobs, GROUP)
    for audited, size in shares:
        keep_group(store, run, audited, settled, contents)
        done += size
        if progress:
            progress(done, len(todo))
    ((count,),) = store.rows("SELECT count(*) FROM documents WHERE last_run = ? AND gone_run IS NULL", [run])
    return int(count)


def keep_group(store: Store, run: int, audited: Audited, settled: Mapping[str, str], contents: Mapping[str, str]) -> None:
    """Write what came of a group: its documents and figures anew, its findings beside those that were known."""
    with store.transaction():
        first = dict(store.rows("SELECT document, first_run FROM documents WHERE file IN (SELECT unnest(?))", [list(audited.files)]))
        rows = [
            {
                **row, "sha256": contents[str(row["file"])], "settled": settled[str(row["file"])], "last_run": run,
                "first_run": first.get(str(row["document"]), run),
            }
            for row in audited.documents
        ]  # fmt: skip
        names = [str(row["document"]) for row in rows]
        if first:
            store.delete("documents", "file", audited.files)
            store.delete("figures", "document", [*first, *names])
        store.insert("documents", rows)
        store.insert("figures", audited.figures)
        settle_findings(store, run, [(name, "") for name in {*first, *names}], audited.findings)


def settle_findings(store: Store, run: int, places: Sequence[tuple[str, str]], findings: Sequence[Row]) -> None:
    """Keep the findings of some documents beside some others: what was known stays, what is not found again is fixed, what comes again
    is reopened."""
    within = set(places)
    keys = [f"{document}\n{other}" for document, other in sorted(within)]
    kept = store.dicts("findings", "document || chr(10) || other", keys)
    known = {_key(row): row for row in kept}
    wanted = {_key(row): row for row in findings}
    rows: list[Row] = []
    for key, row in wanted.items():
        before = known.get(key, {"first_run": run, "fixed_run": None, "reopened_run": None})
        reopened = before["reopened_run"] if before["fixed_run"] is None else run
        rows.append({**row, "first_run": before["first_run"], "last_run": run, "reopened_run": reopened})
    for key, row in known.items():
        if key not in wanted:
            rows.append(row if row["fixed_run"] is not None else {**row, "fixed_run": run})
    if kept:
        store.delete("findings", "document || chr(10) || other", keys)
    store.insert("findings", rows)


def _key(row: Row) -> tuple[object, object, object]:
    return row["document"], row["other"], row["fingerprint"]


def close_gone(store: Store, run: int, names: Sequence[str]) -> int:
    """Mark the documents that are no longer there; what was found in them is fixed. The number that this run has marked."""
    here = set(names)
    listed = store.rows("SELECT document, file FROM documents WHERE gone_run IS NULL ORDER BY document")
    gone = [document for document, file in listed if file not in here]
    if gone:
        with store.transaction():
            store.database.execute("UPDATE documents SET gone_run = ? WHERE document IN (SELECT unnest(?))", [run, gone])
            asked = "UPDATE findings SET fixed_run = ? WHERE fixed_run IS NULL AND document IN (SELECT unnest(?))"
            store.database.execute(asked, [run, gone])
            store.delete("figures", "document", gone)
    ((count,),) = store.rows("SELECT count(*) FROM documents WHERE gone_run = ?", [run])
    return int(count)


def compare_changed(store: Store, run: int, work: Work, jobs: int, progress: Progress | None) -> int:
    """Set documents beside their earlier editions where one of both changed; the number of pairs compared in this call."""
    asked = "SELECT document, place, kind, year, settled FROM documents WHERE gone_run IS NULL AND problem IS NULL AND document = file"
    rows = store.rows(f"{asked} AND year IS NOT NULL AND place <> '' AND kind <> '' ORDER BY document")
    settled = {row[0]: row[4] for row in rows}
    wanted = dict(pair_editions([Edition(*row[:4]) for row in rows]))
    known = {(document, other): made for document, other, made in store.rows("SELECT document, other, settled FROM pairs")}
    due = {
        (document, other): f"{settled[document]}{settled[other]}"
        for document, others in wanted.items()
        for other in others
        if known.get((document, other)) != f"{settled[document]}{settled[other]}"
    }
    drop_pairs(store, run, [pair for pair in known if pair[1] not in wanted.get(pair[0], ())])
    todo = {document: tuple(other for other in others if (document, other) in due) for document, others in wanted.items()}
    groups = [document for document, others in todo.items() if others]
    compare = partial(_compare_names, todo=todo, work=work)
    done = 0
    for findings, size in share_work(groups, compare, lambda name: (), jobs, PAIRS):
        names = groups[done : done + size]
        pairs = [(name, other) for name in names for other in todo[name]]
        with store.transaction():
            settle_findings(store, run, pairs, findings)
            for document, other in pairs:
                store.database.execute("DELETE FROM pairs WHERE document = ? AND other = ?", [document, other])
            store.insert("pairs", [{"document": document, "other": other, "settled": due[document, other]} for document, other in pairs])
        done += size
        if progress:
            progress(done, len(groups))
    return len(due)


def _compare_names(names: Sequence[str], todo: Mapping[str, tuple[str, ...]], work: Work) -> tuple[Row, ...]:
    return compare_group([Pair(name, todo[name]) for name in names], work)


def drop_pairs(store: Store, run: int, pairs: Iterable[tuple[str, str]]) -> None:
    """Forget pairs that are none any more; what was found by them is fixed."""
    for document, other in pairs:
        with store.transaction():
            settle_findings(store, run, [(document, other)], ())
            store.database.execute("DELETE FROM pairs WHERE document = ? AND other = ?", [document, other])


def end_run(store: Store, run: int, documents: int, audited: int, compared: int, gone: int) -> RunReport:
    """Close the run and count what it changed."""
    asked = """SELECT count(*) FILTER (first_run = $1 AND fixed_run IS NULL), count(*) FILTER (fixed_run = $1 AND first_run < $1),
        count(*) FILTER (reopened_run = $1 AND fixed_run IS NULL), count(*) FILTER (fixed_run IS NULL) FROM findings"""
    ((new, fixed, reopened, still),) = store.rows(asked, [run])
    with store.transaction():
        asked = "UPDATE runs SET finished = ?, documents = ?, audited = ?, compared = ? WHERE run = ?"
        store.database.execute(asked, [_now(), documents, audited, compared, run])
    return RunReport(run, documents, audited, compared, gone, new, fixed, reopened, still)


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")

