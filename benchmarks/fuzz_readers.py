"""Spoils files of every format thousands of times and reads each: `python benchmarks/fuzz_readers.py [INPUTS] [FORMAT...]`.

Comes in: how many inputs a format (10,000), and which formats (all). Goes out: how many were read and refused, by reason, and the
slowest; any other exception ends the run with the input that caused it saved in the folder for temporary files.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from audit.errors import InputError  # noqa: E402 - the tests' own samples are found from the project's folder
from audit.ingest.document import read_data  # noqa: E402
from tests.test_hostile_files import SEEDS, spoil  # noqa: E402

PIECES = (b"<", b">", b"</w:p>", b"<w:tbl>", b"<w:tr><w:tc>", b"<c r='A1' t='s'><v>9", b"<td colspan=9>", b'"', b"&#0;", b"\xff\xfe", b"\0", b"")


def spoil_at_random(name: str, dice: random.Random) -> bytes:
    """One spoilt file: one to six places overwritten; one in ten is then cut off."""
    spots = [(dice.random(), dice.choice((*PIECES, dice.randbytes(4))), dice.choice((0, 1, 4, 40, 400))) for _ in range(dice.randint(1, 6))]
    data = spoil(name, spots) if dice.random() < 0.7 else flip_bytes(SEEDS[name][0], dice)
    return data[: dice.randrange(len(data))] if data and dice.random() < 0.1 else data


def flip_bytes(data: bytes, dice: random.Random) -> bytes:
    """The file itself with some bytes changed, of a package also its directory."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def fuzz(name: str, inputs: int) -> None:
    """Read that many spoilt files of one format and print what came of them."""
    dice, outcomes, slowest = random.Random(f"{name} 1"), Counter[str](), 0.0
    for number in range(inputs):
        data = spoil_at_random(name, dice)
        start = time.perf_counter()
        try:
            read_data(name, data)
            outcomes["read"] += 1
        except InputError as refusal:
            outcomes[refusal.reason] += 1
        except BaseException:
            path = Path(tempfile.gettempdir()) / f"{number}-{name}"
            path.write_bytes(data)
            print(f"{name}: input {number} broke the reader, saved as {path}")
            raise
        slowest = max(slowest, time.perf_counter() - start)
    print(f"{name}: {inputs} inputs, {dict(outcomes.most_common())}, slowest {slowest * 1000:.0f} ms", flush=True)


if __name__ == "__main__":
    COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for NAME in sys.argv[2:] or sorted(SEEDS):
        fuzz(NAME, COUNT)
