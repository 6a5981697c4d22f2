"""`heshu check`: audit documents, write the reports, and say by the exit code whether they pass.

Comes in: the options. Goes out: reports on standard output and in files; 0 clean, 1 findings at or above the threshold, 2 a
rule broke. Refuses an output file of an unknown kind or at an unwritable place before anything is read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from audit.accepted import fits_path
from audit.cache import FOLDER
from audit.commands.documents import audit_documents
from audit.commands.output import measure_width, prepare_file, prepare_folder, wants_colour, write_stdout
from audit.commands.progress import show_progress
from audit.configuration import Configuration, find_configuration, read_configuration
from audit.judge.acceptance import write_baseline
from audit.model import SEVERITIES, AuditRun, DocumentResult
from audit.report import SITE, choose_format, load_renderer, write_bytes, write_report
from audit.report.summary import describe_ledger, describe_verdict, is_new, summarise
from audit.report.visible import show_line
from audit.settings import DEFAULT_RULESET, FailOn, Settings

CLEAN, FINDINGS, FAILED = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Run `heshu check`."""
    settings = read_settings(options)
    files = [(Path(name), choose_format(name)) for name in options.output]
    for path, kind in files:
        prepare_folder(path) if kind == SITE else prepare_file(path)
    paths = options.paths if options.diff is None else choose_changed(options, settings)
    with show_progress("核查" if settings.lang == "zh" else "auditing") as progress:
        result = audit_documents(paths, settings, progress)
    if options.diff is not None or not any(os.path.isdir(path) for path in options.paths):
        result = forget_elsewhere(result)
    for path, kind in files:
        write_report(result, path, kind, settings.lang)
    if options.write_baseline:
        write_bytes(options.write_baseline, write_baseline(result).encode("utf-8", "backslashreplace"))
    if files:
        tell_files(result, options.output, settings.lang)
    if options.format or not files:
        write_stdout(render_stdout(result, options.format or "text", settings.lang))
    tell_unread(result)
    if not paths:
        print("没有改动的文件，没有要核的" if settings.lang == "zh" else "nothing has changed, nothing to audit", file=sys.stderr)
        return CLEAN
    return judge_exit(result, settings.fail_on)


def read_settings(options: argparse.Namespace) -> Settings:
    """The settings that the command line names, and for the rest those of the configuration file."""
    found = choose_configuration(options)
    kept = found.options
    return Settings(
        ruleset=options.ruleset or kept.get("ruleset", DEFAULT_RULESET),
        select=split_names(options.select or kept.get("select", ())),
        ignore=split_names(options.ignore or kept.get("ignore", ())),
        fail_on=options.fail_on or kept.get("fail-on", "error"),
        lang=options.lang,
        jobs=kept.get("jobs") if options.jobs is None else options.jobs,
        against=tuple(options.against),
        suppressions=found.suppressions,
        overrides=found.overrides,
        cache=choose_cache(getattr(options, "cache", None), kept.get("cache")),
        baseline=options.baseline or (None if options.write_baseline else kept.get("baseline")),
    )


def choose_changed(options: argparse.Namespace, settings: Settings) -> Sequence[str]:
    """The documents that have changed, as git says."""
    changes = import_module("audit.commands.changes")
    names: Sequence[str] = changes.select_changed(options.paths, options.diff, settings.against)
    return names


def forget_elsewhere(result: AuditRun) -> AuditRun:
    """Where single documents are audited, a suppression for others has not gone idle: it was not asked."""
    names = [document.source.name for document in result.documents]
    asked = (each for each in result.leftovers.idle if each.inline or any(fits_path(name, each.path, each.folder) for name in names))
    return replace(result, leftovers=replace(result.leftovers, idle=tuple(asked)))


def choose_cache(asked: str | bool | None, kept: str | bool | None) -> str | None:
    """The folder of the cache: what the command line says, else the configuration, else none."""
    wanted = kept if asked is None else asked
    return (wanted if isinstance(wanted, str) else FOLDER) if wanted else None


def choose_configuration(options: argparse.Namespace) -> Configuration:
    """The configuration file that was named, or the nearest one; none with --no-config."""
    if options.no_config:
        return Configuration()
    return read_configuration(Path(options.config)) if options.config else find_configuration(Path.cwd())


def split_names(given: Sequence[str]) -> tuple[str, ...]:
    """Names that were given one by one or with commas between them, full-width ones too.

    >>> split_names(["share-mismatch,unit", "count"])
    ('share-mismatch', 'unit', 'count')
    """
    names = (name.strip() for text in given for name in text.replace("，", ",").split(","))
    return tuple(name for name in names if name)


def tell_files(result: AuditRun, names: Sequence[str], lang: str) -> None:
    """Say on standard error what came out and where it is written."""
    verdict, grounds = describe_verdict(result, lang)
    print(f"{verdict}: {grounds}" if grounds else verdict, file=sys.stderr)
    print(describe_ledger(summarise(result.documents), lang), file=sys.stderr)
    print(f"{'已写入' if lang == 'zh' else 'written to'} {'  '.join(show_line(name) for name in names)}", file=sys.stderr)


def render_stdout(result: AuditRun, kind: str, lang: str) -> str:
    """A format for standard output: text knows the terminal, the others do not."""
    renderer = load_renderer(kind)
    return renderer(result, lang, wants_colour(), measure_width()) if kind == "text" else renderer(result, lang)


def list_untold(result: AuditRun) -> tuple[DocumentResult, ...]:
    """The documents that could not be read and that no chosen rule speaks of: without a word here they would pass for clean."""
    return tuple(document for document in result.documents if document.source.problem and not document.findings)


def tell_unread(result: AuditRun) -> None:
    """Name on standard error untold documents, tables whose faults take more than one line, and what could not be compared with."""
    untold = list_untold(result)
    unread = [each.source for each in result.documents if each in untold or "\n" in (each.source.problem or "")]
    for source in (*unread, *(each for each in result.against if each.problem)):
        print(f"heshu: {show_line(source.name)}: {source.problem}", file=sys.stderr)


def is_unreadable(document: DocumentResult) -> bool:
    """Whether a document is none that could be audited; an empty one was."""
    return any(damage.cause == "unreadable-document" for damage in document.source.damage)


def judge_exit(result: AuditRun, fail_on: FailOn) -> int:
    """The exit code of a run. Findings that are known or suppressed do not count; a broken rule counts more than any finding.

    Where no document at all could be read, nothing was audited; among others, one that could not be read is a finding.
    """
    if result.broken or list_untold(result) or all(is_unreadable(document) for document in result.documents):
        return FAILED
    if fail_on == "never":
        return CLEAN
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FINDINGS if any(finding.severity in counted and is_new(finding) for finding in result.findings) else CLEAN
