"""`heshu baseline`: what a baseline holds, and the removal of what is fixed.

Comes in: a baseline file, and the options of `heshu check` that it was written with. Goes out: `list` prints the known findings; `prune`
audits their documents again and writes the file without those that are gone. Refuses, with exit code 2, a file that is no baseline.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from audit.accepted import KnownFinding
from audit.commands.check import read_settings
from audit.commands.output import write_stdout
from audit.ingest.archive import split_name
from audit.ingest.text import MAX_BYTES, read_bytes
from audit.judge.acceptance import prune_baseline, read_baseline, write_known
from audit.pipeline import audit_paths
from audit.report import write_bytes
from audit.report.visible import show_line
from audit.report.wording import say


def run(options: argparse.Namespace) -> int:
    """Run `heshu baseline`."""
    known = read_baseline(options.file, read_bytes(options.file, MAX_BYTES).decode("utf-8", "replace"))
    if options.action == "list":
        write_stdout("".join(f"{describe_known(each)}\n" for each in known))
        return 0
    kept = prune_known(known, options)
    gone = [each for each in known if each not in kept]
    if gone:
        write_bytes(options.file, write_known(kept).encode("utf-8"))
    for each in gone:
        print(f"{say(options.lang, 'fixed')}{say(options.lang, 'colon')}{describe_known(each)}", file=sys.stderr)
    print(say(options.lang, "pruned", gone=len(gone), kept=len(kept)), file=sys.stderr)
    return 0


def prune_known(known: Sequence[KnownFinding], options: argparse.Namespace) -> tuple[KnownFinding, ...]:
    """The findings of a baseline that are still there."""
    names = sorted({each.document for each in known})
    missing = {name for name in names if not os.path.exists(split_name(name)[0])}
    there = [name for name in names if name not in missing]
    if not there:
        return ()
    settings = replace(read_settings(options), baseline=None, suppressions=())
    return prune_baseline(audit_paths(there, settings), known, missing)


def describe_known(known: KnownFinding) -> str:
    """A known finding on one line."""
    return show_line(f"{known.document}  {known.rule}  {known.text}")
