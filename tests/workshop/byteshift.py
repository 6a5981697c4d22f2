"""The byte damage of a page: keywords annotated and marks replaced on GBK bytes, blind to characters of two bytes.

Comes in: a text (traditional characters), the keywords with their readings, what the page does with lone bytes and with pairs of
private cells. Goes out: the damaged text, and every run that was cut with the characters it stood for. Written apart from
`audit/repair/damage_model.py` on purpose: the one measures the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MARKS = (b"\xa3\xac", b"\xa3\xbb", b"\xa3\xbf", b"\xa1\xa3")
FOLD = str.maketrans("，（）；：？！\u3000\xa0", ",();:?!  ")


@dataclass(frozen=True, slots=True)
class Run:
    """A damaged piece: its place in the damaged text, the characters that stood there, and how many of its bytes are lost."""

    start: int
    end: int
    truth: str
    first: int
    lost: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text, the text it was made from, and the runs in order."""

    text: str
    truth: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """A decoded sign: what is shown, and the bytes it was made of (places in the annotated bytes)."""

    shown: str
    start: int
    end: int


def shift_bytes(text: str, readings: Mapping[str, str], lone: str = "?", keeps_private: bool = False) -> Damaged:
    """Damage a text. `lone` is what a single byte leaves, `?` or nothing; private-use pairs are kept or dropped.

    >>> shift_bytes("表揚", {"揚": "yáng", "頁": "yè"}).text
    '表?yè)P(yáng)'
    >>> shift_bytes("成效。現將", {"現": "xiàn"}).text, shift_bytes("保化", {}, lone="").runs[0].truth
    ('成效?,F(xiàn)將', '保化')
    """
    data, origin = text.encode("gb18030"), list(range(len(text.encode("gb18030"))))
    for hanzi, reading in readings.items():
        data, origin = _annotate(data, origin, hanzi.encode("gb18030"), f"({reading})".encode("gb18030"))
    items = [item for start, end in _split(data) for item in _decode(data, start, end, lone, keeps_private)]
    shown = "".join(item.shown for item in items).translate(FOLD)
    return Damaged(shown, text, tuple(_find_runs(text, items, origin)))


def _annotate(data: bytes, origin: list[int], keyword: bytes, reading: bytes) -> tuple[bytes, list[int]]:
    """Put a reading behind every place where a keyword's bytes stand; inserted bytes come from nowhere (-1)."""
    pieces, places, at = [], [], 0
    found = data.find(keyword)
    while found >= 0:
        end = found + len(keyword)
        pieces += data[at:end], reading
        places += origin[at:end]
        places += [-1] * len(reading)
        at = end
        found = data.find(keyword, at)
    return b"".join([*pieces, data[at:]]), [*places, *origin[at:]]


def _split(data: bytes) -> list[tuple[int, int]]:
    """Where the marks and the pieces between them stand; one pass a mark."""
    pieces, marks = [(0, len(data))], set()
    for mark in MARKS:
        cut: list[tuple[int, int]] = []
        for start, end in pieces:
            at = start
            found = -1 if (start, end) in marks else data.find(mark, start, end)
            while found >= 0:
                cut += (at, found), (found, found + 2)
                marks.add((found, found + 2))
                at = found + 2
                found = data.find(mark, at, end)
            cut.append((at, end))
        pieces = [piece for piece in cut if piece[0] < piece[1]]
    return pieces


def _decode(data: bytes, start: int, end: int, lone: str, keeps_private: bool) -> Iterator[_Item]:
    at = start
    while at < end:
        if data[at] < 0x80:
            yield _Item(chr(data[at]), at, at + 1)
            at += 1
        elif at + 1 == end:
            yield _Item(lone, at, end)
            at += 1
        elif at + 3 < end and 0x30 <= data[at + 1] <= 0x39 and data[at + 2] >= 0x81 and 0x30 <= data[at + 3] <= 0x39:
            yield _Item(data[at : at + 4].decode("gb18030", errors="replace"), at, at + 4)
            at += 4
        else:
            yield _Item(_decode_pair(data[at : at + 2], keeps_private), at, at + 2)
            at += 2


def _decode_pair(pair: bytes, keeps_private: bool) -> str:
    if pair[1] < 0x40 or pair[1] in (0x7F, 0xFF) or pair[0] in (0x80, 0xFF):
        return "?"
    shown = pair.decode("gbk", errors="ignore")
    return shown or (pair.decode("gb18030", errors="replace") if keeps_private else "")


def _find_runs(text: str, items: list[_Item], origin: list[int]) -> Iterator[Run]:
    """Stretches of signs that do not stand for whole characters, with the characters whose bytes lie in them."""
    starts, owner = {0: 0}, []
    for index, character in enumerate(text):
        owner += [index] * len(character.encode("gb18030"))
        starts[len(owner)] = index + 1
    place, begin, touched, lost = 0, None, set(), 0
    for item in items:
        bytes_here = [origin[at] for at in range(item.start, item.end)]
        own = [byte for byte in bytes_here if byte >= 0]
        sound = (
            own[:1]
            and own[0] in starts
            and own[-1] + 1 in starts
            and len(own) == len(bytes_here)
            and len({owner[byte] for byte in own}) == 1
        )
        inserted = not own
        if not sound and not inserted:
            begin = place if begin is None else begin
            touched |= {owner[byte] for byte in own}
            lost += item.shown in ("", "?") and len(own)
        place += len(item.shown)
        if sound and begin is not None:
            yield _make_run(text, begin, place - len(item.shown), touched, lost)
            begin, touched, lost = None, set(), 0
    if begin is not None:
        yield _make_run(text, begin, place, touched, lost)


def _make_run(text: str, begin: int, end: int, touched: set[int], lost: int) -> Run:
    first, last = min(touched), max(touched)
    return Run(begin, end, text[first : last + 1], first, lost)
