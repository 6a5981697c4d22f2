"""How long a whole process takes: `heshu check` of one document, cold and remembered, beside an empty Python, ruff, and big imports.

Comes in: optionally the path of a document. Goes out: one line a command with the median, the fastest and the slowest of ten
runs, and the mean of the processor's time, which other work on the machine does not change. Refuses nothing; a command that fails
says so instead of a time.

    python benchmarks/start.py [DOCUMENT]
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 10


def main() -> None:
    """Time every command and print what came out."""
    documents = sorted((ROOT / "fixtures" / "documents").glob("*/source.txt"))
    document = sys.argv[1] if len(sys.argv) > 1 else str(max(documents, key=lambda path: path.stat().st_size))
    python = sys.executable
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "heshu --help": [python, "-m", "audit", "--help"],
        "heshu extract": [python, "-m", "audit", "extract", document, "--format", "jsonl"],
        "heshu check (text)": [python, "-m", "audit", "check", document],
        "heshu check (warm)": [python, "-m", "audit", "check", document, "--cache", tempfile.mkdtemp()],
        "heshu check (html)": [python, "-m", "audit", "check", document, "--format", "html"],
    }
    for library in ("pandas", "pandera.pandas", "great_expectations"):
        if importlib.util.find_spec(library.partition(".")[0]):
            commands[f"import {library}"] = [python, "-c", f"import {library}"]
    if ruff := shutil.which("ruff"):
        commands["ruff check, one file"] = [ruff, "check", "--no-cache", __file__]
    print(f"{document}, {Path(document).stat().st_size} bytes, {RUNS} runs each")
    for name, command in commands.items():
        print(f"{name:28} {describe_times(command)}")


def describe_times(command: list[str]) -> str:
    """Median, fastest and slowest run of a command, after one run that warms the caches."""
    code = time_command(command)[1]
    if code not in (0, 1):
        return f"failed with exit code {code}"
    before = os.times()
    times = [time_command(command)[0] for _ in range(RUNS)]
    after = os.times()
    busy = (after.children_user - before.children_user + after.children_system - before.children_system) / RUNS
    spread = f"fastest {min(times):.3f} s   slowest {max(times):.3f} s   processor {busy:.3f} s"
    return f"median {statistics.median(times):.3f} s   {spread}"


def time_command(command: list[str]) -> tuple[float, int]:
    """Seconds and exit code of one run."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began, done.returncode


if __name__ == "__main__":
    main()
