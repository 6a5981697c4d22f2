"""`heshu archive`: keep the audit of many documents over time in one store.

Comes in: the options. Goes out: on standard output what was asked for; a run tells on standard error what it changed. Exit codes: 0
nothing new, 1 findings of the threshold that are new in this run, 2 no run.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any

from audit.archive import ArchiveSettings, RunReport, ask_store, describe_runs, identify, list_open, open_store, read_overrides, run_archive
from audit.archive.history import RUN_COLUMNS, list_findings
from audit.archive.run import list_names
from audit.archive.site import render_archive
from audit.bridges.cells import guard_formula
from audit.commands.output import prepare_file, prepare_folder, write_stdout
from audit.commands.progress import show_progress
from audit.errors import UsageError
from audit.ingest.text import MAX_BYTES, read_bytes
from audit.model import SEVERITIES, Reading
from audit.pipeline import read_name
from audit.report import write_bytes
from audit.report.visible import show_line

CLEAN, FINDINGS = 0, 1
_IDENTITY = ("document", "place", "body", "kind", "year", "confidence", "grounds")


def run(options: argparse.Namespace) -> int:
    """Run `heshu archive ACTION`."""
    actions = {"run": keep, "history": tell_history, "report": write_report, "identify": tell_identities, "query": answer, "export": export}
    return actions[options.action](options)


def keep(options: argparse.Namespace) -> int:
    """`archive run FOLDER --store FILE`."""
    folder, store = Path(need(options.target, "文件夹")), Path(need(options.store, "--store 文件"))
    if options.seconds < 1 or (options.jobs is not None and options.jobs < 1):
        raise UsageError("--seconds 和 --jobs 要大于零", reason="bad-limit", hint="例如 --seconds 60 --jobs 2")
    prepare_folder(store.parent, store)
    settings = ArchiveSettings(options.ruleset or "archive", options.jobs, options.seconds, read_keeper(options.identities))
    with show_progress("核查存档" if options.lang == "zh" else "auditing the archive") as progress:
        report = run_archive(folder, store, settings, progress)
    print(describe_report(report, options.lang), file=sys.stderr)
    with open_store(store, write=False) as kept:
        fresh = [*list_findings(kept, "new", report.run, options.most), *list_findings(kept, "reopened", report.run, options.most)]
    for finding in fresh:
        message = finding["message" if options.lang == "zh" else "message_en"]
        place = f"{finding['document']} ↔ {finding['other']}" if finding["other"] else finding["document"]
        write_stdout(f"{show_line(place)}: {finding['severity']} {finding['rule']}: {show_line(message)}\n")
    counted = SEVERITIES[: SEVERITIES.index(options.fail_on) + 1] if options.fail_on != "never" else ()
    return FINDINGS if any(finding["severity"] in counted for finding in fresh) else CLEAN


def need(given: str | None, name: str) -> str:
    """An argument that this action cannot do without."""
    if not given:
        raise UsageError(f"缺少 {name}", reason="missing-argument", hint="heshu archive --help")
    return given


def read_keeper(path: str | None) -> dict[str, dict[str, str]]:
    """What the keeper's table says of documents."""
    return read_overrides(read_bytes(path, MAX_BYTES).decode("utf-8-sig", "replace"), path) if path else {}


def describe_report(report: RunReport, lang: str) -> str:
    """One sentence of what a run did."""
    if lang == "zh":
        return (
            f"第 {report.run} 次: 共 {report.documents} 份, 核查 {report.audited} 份, 对照 {report.compared} 对, 不在了 {report.gone} 份; "
            f"问题新增 {report.new}, 消除 {report.fixed}, 重现 {report.reopened}, 尚存 {report.open}"
        )
    return (
        f"run {report.run}: {report.documents} documents, {report.audited} audited, {report.compared} pairs compared, {report.gone} gone; "
        f"findings: {report.new} new, {report.fixed} fixed, {report.reopened} reopened, {report.open} open"
    )


def tell_history(options: argparse.Namespace) -> int:
    """`archive history STORE`: a line a run, and what is open now by rule."""
    with open_store(Path(need(options.target, "存档库")), write=False) as store:
        runs = describe_runs(store)
        open_now = {group: list_open(store, group) for group in ("rule", "place", "kind")}
    if options.format == "json":
        write_stdout(json.dumps({"runs": runs, "open": open_now}, ensure_ascii=False, indent=1, default=str) + "\n")
        return CLEAN
    write_rows(RUN_COLUMNS, [tuple(each[name] for name in RUN_COLUMNS) for each in runs], options.format)
    write_stdout("\n")
    write_rows(("rule", "severity", "findings", "documents"), open_now["rule"], options.format)
    return CLEAN


def write_report(options: argparse.Namespace) -> int:
    """`archive report STORE -o FILE.html`."""
    target = Path(need(options.output, "-o 文件.html"))
    prepare_file(target)
    with open_store(Path(need(options.target, "存档库")), write=False) as store:
        write_bytes(target, render_archive(store, options.lang).encode("utf-8", "backslashreplace"))
    print(f"{'已写入' if options.lang == 'zh' else 'written to'} {show_line(str(target))}", file=sys.stderr)
    return CLEAN


def tell_identities(options: argparse.Namespace) -> int:
    """`archive identify FOLDER`: whose document each is, as the table that --identities takes."""
    folder, overrides = Path(need(options.target, "文件夹")), read_keeper(options.identities)
    rows = []
    with chdir(folder):
        for name in list_names(Path(os.devnull)):
            for outcome in read_name(name):
                if isinstance(outcome, Reading):
                    found = identify(outcome, overrides)
                    grounds = " ".join(f"{key}:{where}" for key, where in sorted((found.grounds or {}).items()))
                    year = found.year or ""
                    rows.append((outcome.clean.source.name, found.place, found.body, found.kind, year, found.confidence, grounds))
    write_rows(_IDENTITY, rows, options.format)
    return CLEAN


def answer(options: argparse.Namespace) -> int:
    """`archive query STORE SQL`."""
    columns, rows = ask_store(Path(need(options.target, "存档库")), need(options.sql, "SELECT 语句"))
    write_rows(columns, rows, options.format)
    return CLEAN


def export(options: argparse.Namespace) -> int:
    """`archive export STORE -o FOLDER`: the tables as Parquet."""
    folder = Path(need(options.output, "-o 文件夹"))
    prepare_folder(folder)
    with open_store(Path(need(options.target, "存档库")), write=False) as store:
        for path in store.export(folder):
            write_stdout(f"{show_line(str(path))}\n")
    return CLEAN


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], kind: str) -> None:
    """Rows as JSON objects, as CSV that no spreadsheet runs, or as columns for the eye."""
    if kind == "json":
        write_stdout(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str) + "\n")
        return
    if kind == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([guard_formula(value) for value in row] for row in rows)
        return
    write_stdout("\t".join(columns) + "\n")
    for row in rows:
        write_stdout("\t".join(show_line("" if value is None else str(value)) for value in row) + "\n")

