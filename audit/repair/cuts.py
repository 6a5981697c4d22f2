"""Runs of bytes that were read one byte late, taken apart: `?。ㄒ唬┏掷m` is a lone byte, A1A3, and the pairs up to the byte 6D.

Comes in: a text and a place. Goes out: a Cut with the bytes that are known and what follows the last of them; None where the
signs from that place on are no such run. Whether characters fit the bytes is not asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audit.patterns import regex
from audit.repair.cells import write_cell
from audit.repair.pinyin import LETTERS, is_toned

Ending = Literal["letter", "reading", "mark"]
"""`letter`: the last second byte is an ASCII sign, `m(xù)`; `reading`: it was lost with a bracket, `?qiáng)`; `mark`: it stands alone
before a mark and is lost."""

_BYTES = {"。": (0xA1, 0xA3), "，,": (0xA3, 0xAC), "；;": (0xA3, 0xBB), "？?": (0xA3, 0xBF)}
_MARKS = {mark: cell for marks, cell in _BYTES.items() for mark in marks}
_FOLDED = {":": (0xA3, 0xBA), "!": (0xA3, 0xA1)}
_LONGEST = 24
_BARE_READING = regex(rf"([{LETTERS}]{{1,8}})[)）]")
_READING = regex(rf"[(（]([{LETTERS}]{{1,8}})[)）]")


@dataclass(frozen=True, slots=True)
class Cut:
    """One run from `start` to `end`. The bytes before `pairs`: a lost one and those of the `mark`, or a lost one alone that the
    keyword read `straddle` across the character `before`."""

    start: int
    end: int
    mark: tuple[int, int] | None
    straddle: str
    before: str
    lone: str
    pairs: tuple[tuple[int, int], ...]
    ending: Ending
    last: int | None
    reading: str
    annotated: int
    """Where the reading of the last character ends, if it has one; `end` leaves a whole `(xù)` to the annotation step."""


def read_cut(text: str, place: int) -> Cut | None:
    """The run that begins at a lone byte's `?`, at a mark whose lone byte left nothing, or at the `?` of a straddling reading.

    >>> cut = read_cut("。現(xiàn)。成效?,F(xiàn)將", 11)
    >>> cut.mark, cut.pairs, cut.ending, chr(cut.last), cut.reading
    ((163, 172), (), 'letter', 'F', 'xiàn')
    """
    lone = text[place : place + 1] == "?" and place + 1 < len(text)
    straddle = _BARE_READING.match(text, place + 1) if lone else None
    if straddle and is_toned(straddle[1]):
        before = text[place - 1 : place]
        return _read_body(text, place, straddle.end(), None, straddle[1], before, "?") if before and find_trail(before) else None
    if lone and text[place + 1] in _MARKS:
        return _read_body(text, place, place + 2, _MARKS[text[place + 1]], "", "", "?")
    mark = _MARKS.get(text[place : place + 1])
    return _read_body(text, place, place + 1, mark, "", "", "") if mark else None


def _read_body(text: str, start: int, at: int, mark: tuple[int, int] | None, straddle: str, before: str, lone: str) -> Cut | None:
    """The pairs up to what ends them."""
    pairs: list[tuple[int, int]] = []
    while at < len(text) and len(pairs) <= _LONGEST:
        character = text[at]
        ending = _read_ending(text, at, lone)
        if ending:
            kind, last, reading, end, annotated = ending
            return Cut(start, end, mark, straddle, before, lone, tuple(pairs), kind, last, reading, annotated)
        pair = _MARKS.get(character) or _FOLDED.get(character) or (write_cell(character) if character > "\x7f" else None)
        if pair is None:
            return None
        pairs.append(pair)
        at = _skip_reading(text, at + 1)
    return None


def _skip_reading(text: str, at: int) -> int:
    """Behind a reading that stands between the bytes: there a keyword was read across two characters once more."""
    reading = _READING.match(text, at)
    return reading.end() if reading and is_toned(reading[1]) else at


def find_trail(before: str) -> int | None:
    """The second byte of the character before a straddling keyword."""
    cell = _MARKS.get(before) or _FOLDED.get(before) or (write_cell(before) if before > "\x7f" else None)
    return cell[1] if cell else None


def _read_ending(text: str, at: int, lone: str) -> tuple[Ending, int | None, str, int, int] | None:
    """The ending at a place: its kind, the byte if it is known, the reading, where it ends without and with a whole reading."""
    character = text[at]
    if "@" <= character <= "~":
        reading = _READING.match(text, at + 1)
        toned = reading is not None and is_toned(reading[1])
        return "letter", ord(character), reading[1] if reading and toned else "", at + 1, reading.end() if reading and toned else at + 1
    if character == "?":
        bare = _BARE_READING.match(text, at + 1)
        if bare and is_toned(bare[1]):
            return "reading", None, bare[1], bare.end(), bare.end()
        return ("mark", None, "", at + 1, at + 1) if lone and text[at + 1 : at + 2] in _MARKS else None
    return ("mark", None, "", at, at) if character in _MARKS and not lone else None
