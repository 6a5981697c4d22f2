"""Bent PDF and OFD files: 10,000 each must end in a document or in an InputError, never in a traceback, and soon.

Comes in: `python benchmarks/fuzz_pages.py [--count N] [--seed N] [FORMAT ...]`. Goes out: for each format what became of the files, and
the slowest. `fuzz_readers.py` does the same for the other formats. Here a batch of files shares one process, so that thousands can be
tried and a crash of pdfium is still counted. It ends with 1 where anything but an InputError was raised.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from audit.errors import InputError  # noqa: E402
from audit.ingest import apart  # noqa: E402
from audit.ingest.document import read_data  # noqa: E402
from audit.model import SourceDocument  # noqa: E402
from tests.formats_sample import CONTENT, WRITERS  # noqa: E402

BATCH = 500
NUMBERS = (b"0", b"-1", b"1e9", b"nan", b"99999999999999999999", b"", b"x", b"7 7", b"0.5")
WORDS = (*NUMBERS, b"\xff", b"<", b"]]>", b"&#0;", b"g 9 9", b"\xe5\x85\xa8", b"/Kids", b"R")


def bend(data: bytes, dice: random.Random) -> bytes:
    """A file with a few changes: numbers only, or bytes, words, pieces lost, doubled or cut off."""
    bent, numbers = bytearray(data), dice.random() < 0.5
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(bent) or 1)
        change = dice.random()
        if numbers:
            _bend_number(bent, at, dice)
        elif change < 0.4:
            bent[at : at + 1] = bytes([dice.randrange(256)])
        elif change < 0.7:
            bent[at : at + dice.randrange(1, 6)] = dice.choice(WORDS)
        elif change < 0.85:
            del bent[at : at + dice.randrange(1, 60)]
        elif change < 0.98:
            bent[at:at] = bent[max(0, at - 60) : at]
        else:
            del bent[at:]
    return bytes(bent)


def _bend_number(bent: bytearray, at: int, dice: random.Random) -> None:
    """Another number in the place of the next one: what is written stays well formed."""
    found = re.compile(rb"\d+(?:\.\d+)?").search(bent, at)
    if found:
        bent[found.start() : found.end()] = dice.choice(NUMBERS)


def bend_member(data: bytes, dice: random.Random) -> bytes:
    """A package with one member bent, or bent as a whole now and then: else nothing would get past the checksums."""
    if dice.random() < 0.2:
        return bend(data, dice)
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as given, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        chosen = dice.choice(given.namelist())
        for name in given.namelist():
            member = given.read(name)
            made.writestr(name, bend(member, dice) if name == chosen else member)
    return stream.getvalue()


def read_bent(name: str, data: bytes) -> SourceDocument:
    """What a reader makes of a file; its suffix is that of the sample."""
    return read_data(name, data)


def run_inside(name: str, module: str, arguments: tuple[str, ...], data: bytes) -> bytes:
    """In the place of `run_apart`: no process for each file, so that thousands can be tried; the batch is one already."""
    from audit.ingest.pdfpages import answer

    assert name
    assert module == "audit.ingest.pdfpages"
    return json.dumps(answer(data, int(arguments[0]))).encode()


def run_batch(name: str, count: int, seed: int) -> None:
    """Try so many files; the outcome is printed as JSON."""
    dice, outcomes, slowest = random.Random(seed), Counter[str](), 0.0
    data = WRITERS[name](CONTENT)
    change: Callable[[bytes, random.Random], bytes] = bend_member if data.startswith(b"PK") else bend
    apart.run_apart = run_inside
    for _ in range(count):
        bent, start = change(data, dice), time.perf_counter()
        try:
            outcomes["read" if read_bent(name, bent).problem is None else "empty"] += 1
        except InputError as refused:
            outcomes[refused.reason] += 1
        except Exception:  # noqa: BLE001 - any other exception is what is looked for
            outcomes["TRACEBACK"] += 1
            traceback.print_exc()
        slowest = max(slowest, time.perf_counter() - start)
    print(json.dumps([outcomes, slowest]))


def fuzz(name: str, count: int, seed: int) -> bool:
    """Try a format, and say what became of it; whether all was well."""
    total, slowest = Counter[str](), 0.0
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        command = [sys.executable, __file__, "--batch", name, "--count", str(size), "--seed", str(seed + start)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        sys.stderr.write(done.stderr)
        if done.returncode:
            total["CRASH"] += 1
            continue
        outcomes, slow = json.loads(done.stdout)
        total.update(outcomes)
        slowest = max(slowest, slow)
    shown = ", ".join(f"{reason} {number}" for reason, number in total.most_common())
    print(f"{name}: {shown}; slowest {slowest:.2f} s", flush=True)
    return not (total["CRASH"] or total["TRACEBACK"])


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=[], metavar="FORMAT")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch")
    given = parser.parse_args()
    if given.batch:
        run_batch(given.batch, given.count, given.seed)
        return 0
    names = [f"总结.{suffix}" for suffix in given.formats or ("pdf", "ofd")]
    outcomes = [fuzz(name, given.count, given.seed) for name in names]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
