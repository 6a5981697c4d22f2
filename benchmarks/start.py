"""How long a whole process takes: `heshu check` of one document beside an empty Python and, where it is there, `import pandas`.

Comes in: optionally the path of a document. Goes out: one line a command with the median, the fastest and the slowest of ten
runs. Refuses nothing; a command that fails says so instead of a time.

    python benchmarks/start.py [DOCUMENT]
"""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
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
        "heshu check (html)": [python, "-m", "audit", "check", document, "--format", "html"],
    }
    if importlib.util.find_spec("pandas"):
        commands["python -c 'import pandas'"] = [python, "-c", "import pandas"]
    print(f"{document}, {Path(document).stat().st_size} bytes, {RUNS} runs each")
    for name, command in commands.items():
        print(f"{name:28} {describe_times(command)}")


def describe_times(command: list[str]) -> str:
    """Median, fastest and slowest run of a command, after one run that warms the caches."""
    code = time_command(command)[1]
    if code not in (0, 1):
        return f"failed with exit code {code}"
    times = [time_command(command)[0] for _ in range(RUNS)]
    return f"median {statistics.median(times):.3f} s   fastest {min(times):.3f} s   slowest {max(times):.3f} s"


def time_command(command: list[str]) -> tuple[float, int]:
    """Seconds and exit code of one run."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began, done.returncode


if __name__ == "__main__":
    main()
