"""`heshu text`: the text of a document exactly as it was read, whose characters every offset counts.

Comes in: the options. Goes out: that text, nothing added. Refuses, with exit code 2, a document that cannot be read.
"""

from __future__ import annotations

import argparse

from audit.commands.output import write_stdout
from audit.errors import InputError
from audit.ingest import read_document
from audit.model import SourceDocument


def run(options: argparse.Namespace) -> int:
    """Run `heshu text`."""
    write_stdout(read_sound(options.path).text)
    return 0


def read_sound(name: str) -> SourceDocument:
    """A document that has a text. Raises InputError for one that has none."""
    source = read_document(name)
    if source.problem:
        raise InputError(source.problem, reason="no-text", file=name, hint="请换一份有文字的文件")
    return source
