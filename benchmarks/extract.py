"""How fast numbers are read out of Chinese text, beside the public extractors, and where our time goes.

Comes in: paths of text files (the fixture documents without any). Goes out, printed: characters a second of one core, best of three,
ours and the peers' on the same texts; the memory of one process; a profile of ours. Each peer is installed into an environment of
its own, thrown away afterwards; one that cannot be installed is skipped with a message.

    python benchmarks/extract.py [--environments FOLDER] [PATH ...]
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from audit.ingest import build_document
from audit.model import Reading
from audit.pipeline import read_source

ROOT = Path(__file__).parent.parent
RUNS = 3
SHOWN = 12

_RECOGNIZERS = """
from recognizers_number import NumberRecognizer, Culture
from recognizers_number_with_unit import NumberWithUnitRecognizer
number, unit = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
models = [number.get_number_model(), number.get_percentage_model(), unit.get_currency_model(), unit.get_dimension_model()]
read = lambda line: [model.parse(line) for model in models]
"""
PEERS: dict[str, tuple[tuple[str, ...], str]] = {
    "Recognizers-Text (number, percentage, currency, dimension)": (("recognizers-text-suite", "emoji<2"), _RECOGNIZERS),
    "jionlp (money alone)": (("jionlp",), "import jionlp\nread = lambda line: jionlp.ner.extract_money(line, with_parsing=True)\n"),
    "quantulum3 (English only)": (("quantulum3", "setuptools<81"), "from quantulum3 import parser\nread = parser.parse\n"),
    "jieba (posseg)": (("jieba", "setuptools<81"), "import jieba.posseg\nread = lambda line: list(jieba.posseg.cut(line))\n"),
}
"""The packages of each peer, and the code that makes `read`, a function of one line."""

MEASURE = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
texts = json.load(open(sys.argv[1], encoding="utf-8"))
lines = [line for text in texts for line in text.splitlines() if line.strip()]
{code}
read(lines[0])
best = None
for _ in range({runs}):
    began = time.process_time()
    for line in lines:
        read(line)
    spent = time.process_time() - began
    best = spent if best is None else min(best, spent)
print("RATE", sum(map(len, texts)) / best)
"""


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--environments", help="a folder that keeps the peers' environments for the next run")
    options = parser.parse_args()
    paths = [Path(path) for path in options.paths] or sorted((ROOT / "fixtures" / "documents").glob("*/source.txt"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    print(f"{len(texts)} documents, {sum(map(len, texts))} characters; characters a second, best of {RUNS}")
    print(f"memory of a process that reads 5,000 characters: {measure_memory(texts):.0f} MB")
    ours = measure_ours(texts)
    print(f"{'heshu (repair, figures, intervals, indicators)':60} {ours:>10.0f}")
    compare_peers(texts, ours, options.environments)
    print(f"\n{profile_ours(texts)}")


def measure_ours(texts: Sequence[str]) -> float:
    """Characters a second of repair and extraction together."""
    documents = [build_document(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
    spent = min(time_once(lambda: [read_source(document) for document in documents]) for _ in range(RUNS + 1))
    return sum(map(len, texts)) / spent


def time_once(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def compare_peers(texts: Sequence[str], ours: float, kept: str | None) -> None:
    """One line a peer: its characters a second, and how many times that ours is."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "texts.json"
        data.write_text(json.dumps(list(texts)), encoding="utf-8")
        for name, (packages, code) in PEERS.items():
            rate = measure_peer(name, packages, code, data, Path(kept or folder))
            said = f"{rate:>10.0f}   ours is {ours / rate:.1f} times that" if rate else "skipped: it cannot be installed or run here"
            print(f"{name:60} {said}", flush=True)


def measure_peer(name: str, packages: Sequence[str], code: str, data: Path, folder: Path) -> float | None:
    """Characters a second of a peer in an environment of its own, or None."""
    home = folder / name.split(maxsplit=1)[0].lower()
    python = home / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True, check=False)
        filled = subprocess.run([str(python), "-m", "pip", "install", "-q", *packages], capture_output=True, check=False)
        if made.returncode or filled.returncode:
            return None
    script = MEASURE.format(code=code, runs=RUNS)
    done = subprocess.run([str(python), "-c", script, str(data)], capture_output=True, text=True, check=False)
    rates = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("RATE")]
    return float(rates[0]) if rates else None


def measure_memory(texts: Sequence[str]) -> float:
    """The most memory that a process takes to list the figures of 5,000 characters, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text("\n".join(texts)[:5000], encoding="utf-8")
        command = [sys.executable, "-m", "audit", "extract", str(path), "--format", "jsonl"]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def profile_ours(texts: Sequence[str]) -> str:
    """Where our time goes, the most expensive functions first."""
    documents = [build_document(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
    readings: list[Reading] = []
    with cProfile.Profile() as profile:
        readings += [reading for document in documents if isinstance(reading := read_source(document), Reading)]
    figures = sum(len(reading.figures) for reading in readings)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).strip_dirs().sort_stats("tottime").print_stats(SHOWN)
    rows = [line for line in text.getvalue().splitlines() if line.strip() and not line.startswith("   Ordered")]
    return "\n".join((f"{figures} figures", *rows))


if __name__ == "__main__":
    main()
