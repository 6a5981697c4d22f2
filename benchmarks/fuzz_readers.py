"""Spoils files of every format thousands of times and reads each: `python benchmarks/fuzz_readers.py [INPUTS] [FORMAT...]`.

Comes in: how many inputs a format (10,000), and which formats (all). Goes out: how many were read and refused, by reason, and the
slowest; any other exception ends the run with the input that caused it saved in the folder for temporary files.
"""

from __future__ import annotations

import copy
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent.parent))

from audit.errors import InputError
from audit.ingest.document import read_data
from tests.test_hostile_files import SEEDS, spoil
from tests.test_readers import edit_part

PIECES = (
    b"<",
    b">",
    b"</w:p>",
    b"<w:tbl>",
    b"<w:tr><w:tc>",
    b"<c r='A1' t='s'><v>9",
    b"<td colspan=9>",
    b'"',
    b"&#0;",
    b"\xff\xfe",
    b"\0",
    b"",
)


def spoil_at_random(name: str, dice: random.Random) -> bytes:
    """One spoilt file: one to six places overwritten; one in ten is then cut off."""
    if SEEDS[name][1] and dice.random() < 0.5:
        return edit_part(*SEEDS[name], lambda xml: shuffle_elements(xml, dice))
    spots = [(dice.random(), dice.choice((*PIECES, dice.randbytes(4))), dice.choice((0, 1, 4, 40, 400))) for _ in range(dice.randint(1, 6))]
    data = spoil(name, spots) if dice.random() < 0.7 else flip_bytes(SEEDS[name][0], dice)
    return data[: dice.randrange(len(data))] if data and dice.random() < 0.1 else data


def shuffle_elements(xml: bytes, dice: random.Random) -> bytes:
    """The same XML, still well formed, with elements taken out, doubled, moved, renamed, and attributes changed."""
    root = ElementTree.fromstring(xml)
    elements = list(root.iter())
    for _ in range(dice.randint(1, 30)):
        parent, other = dice.choice(elements), dice.choice(elements)
        if len(parent) and dice.random() < 0.4:
            parent.remove(parent[dice.randrange(len(parent))])
        elif dice.random() < 0.4:
            parent.insert(dice.randint(0, len(parent)), copy.deepcopy(other) if len(list(other.iter())) < 50 else ElementTree.Element("r"))
        elif dice.random() < 0.5:
            parent.tag = other.tag
        elif parent.attrib:
            parent.attrib[dice.choice(list(parent.attrib))] = dice.choice(("", "-1", "99999999999", "A0", "ZZZ9", "x", "1e400", "NaN"))
        if dice.random() < 0.2:
            parent.text = dice.choice(("", "-1", "1e400", "NaN", "9" * 400, "\u3000", "TOC", "0.1"))
    return ElementTree.tostring(root)


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
