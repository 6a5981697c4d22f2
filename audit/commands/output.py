"""Where results go: standard output as it is, and what is known of the terminal; files are written by `audit.report`.

Comes in: text, or the path of a file to be written. Goes out: nothing. Refuses, with an OutputError, a file that cannot be
written, before the work begins.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from audit.errors import OutputError


def write_stdout(text: str) -> None:
    """Write a piece of output as it is."""
    sys.stdout.write(text)


def prepare_file(path: Path) -> None:
    """Make the folder of an output file and prove that the file can be written there."""
    prepare_folder(path.parent, path)
    if path.is_dir():
        raise OutputError("这里是文件夹，不能当文件写", reason="cannot-write", file=str(path), hint=f"例如 {path}/index.html")


def prepare_folder(folder: Path, path: Path | None = None) -> None:
    """Make a folder and prove that it can be written to; `path` is what people named."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        said = f"写不了: {problem.strerror or problem}"
        raise OutputError(said, reason="cannot-write", file=str(path or folder), hint="请换一个能写的文件夹") from problem


def measure_width() -> int:
    """The width of the terminal in cells."""
    return shutil.get_terminal_size((100, 24)).columns


def wants_colour() -> bool:
    """Whether standard output is a terminal whose user did not ask for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
