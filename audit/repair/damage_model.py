"""The damage run forward: what a page makes of a text when it edits its GBK bytes blind to two-byte characters.

Comes in: a text, the characters that the page annotates, and what it does with single bytes and private-use pairs. Goes out: the
damaged text. A repair is believed only if this makes the damaged text out of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.repair.cells import read_cell

MARKS = {b"\xa3\xac": "，", b"\xa3\xbb": "；", b"\xa3\xbf": "？", b"\xa1\xa3": "。"}
"""One pass for each mark, in this order; a match that lies across two characters cuts them apart."""
_FOLDED = str.maketrans("，（）；：？！\u3000\xa0", ",();:?!  ")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a page does with a lone byte (`?`, or nothing) and with pairs of private cells (kept, or dropped)."""

    lone: str
    keeps_private: bool


def run_forward(text: str, readings: Mapping[str, str], habits: Habits) -> str:
    """The damaged text, with its punctuation folded to one width; `readings` are annotated in their order.

    >>> run_forward("目標。現將", {"現": "xiàn"}, Habits("?", False))
    '目標?,F(xiàn)將'
    """
    data = text.encode("gb18030")
    for hanzi, reading in readings.items():
        data = data.replace(hanzi.encode("gb18030"), f"{hanzi}({reading})".encode("gb18030"))
    return fold("".join(MARKS.get(piece) or _decode(piece, habits) for piece in _split(data)))


def fold(text: str) -> str:
    """The text with the punctuation and the blanks of one width."""
    return text.translate(_FOLDED)


def _split(data: bytes) -> Iterator[bytes]:
    """The pieces between the marks, and the marks."""
    pieces = [data]
    for mark in MARKS:
        cut: list[bytes] = []
        for piece in pieces:
            head, *rest = [piece] if piece in MARKS else piece.split(mark)
            cut.append(head)
            for part in rest:
                cut += mark, part
        pieces = cut
    yield from pieces


def _decode(piece: bytes, habits: Habits) -> str:
    """A piece as a browser reads it: an illegal pair is one sign, and its second byte is gone."""
    made, at = [], 0
    while at < len(piece):
        lead = piece[at]
        if lead < 0x80:
            made.append(chr(lead))
            at += 1
        elif at + 1 == len(piece):
            made.append(habits.lone)
            at += 1
        elif at + 3 < len(piece) and 0x30 <= piece[at + 1] <= 0x39 and piece[at + 2] >= 0x80:
            made.append(piece[at : at + 4].decode("gb18030", errors="replace"))
            at += 4
        else:
            made.append(_decode_pair(lead, piece[at + 1], habits))
            at += 2
    return "".join(made)


def _decode_pair(lead: int, trail: int, habits: Habits) -> str:
    character = read_cell(lead, trail)
    if character is None:
        return "?"
    if character or not habits.keeps_private:
        return character
    return bytes((lead, trail)).decode("gb18030", errors="replace")
