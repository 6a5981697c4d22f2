"""Spoils plain text thousands of times and takes each through reading, repair and extraction: `python benchmarks/fuzz_text.py [INPUTS]`.

Comes in: how many inputs (10,000). Goes out: how many were read and refused, and the slowest; any exception but a refusal ends the run.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from audit.errors import InputError
from audit.ingest.document import read_data
from audit.pipeline import read_source

ROOT = Path(__file__).parent.parent
CHARSETS = ("gb18030", "utf-16", "big5")


def spoil(random_: random.Random, page: bytes) -> bytes:
    """A piece of a page with some bytes changed, random bytes alone, or the piece in another charset."""
    start = random_.randrange(len(page))
    piece = bytearray(page[start : start + random_.randrange(1, 400)])
    if random_.random() < 0.25:
        piece = bytearray(random_.randbytes(random_.randrange(1, 300)))
    for _ in range(random_.randrange(8)):
        piece[random_.randrange(len(piece))] = random_.randrange(256)
    if random_.random() < 0.33:
        return bytes(piece).decode("utf-8", "ignore").encode(random_.choice(CHARSETS), "ignore")
    return bytes(piece)


def main() -> None:
    """Run the fuzzer and print what came of it."""
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    random_ = random.Random(20230101)
    pages = [path.read_bytes() for path in sorted((ROOT / "fixtures" / "documents").glob("*/source.txt"))]
    read, refused, slowest = 0, 0, 0.0
    for _ in range(inputs):
        data = spoil(random_, random_.choice(pages))
        began = time.perf_counter()
        try:
            read_source(read_data("a.txt", data))
            read += 1
        except InputError:
            refused += 1
        slowest = max(slowest, time.perf_counter() - began)
    print(f"{inputs:,} inputs: {read:,} read, {refused:,} refused, slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
