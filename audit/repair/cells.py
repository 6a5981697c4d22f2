"""The cells of GBK: which character two bytes are, and which private or unassigned cells a page loses without a sign.

Comes in: bytes. Goes out: characters. Bytes of four-byte GB 18030 characters are no cells: no such character was met in a cut.
"""

from __future__ import annotations

from functools import cache, lru_cache

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
HIGH_TRAILS = range(0x80, 0xFF)
"""Second bytes that no ASCII sign is."""


def read_cell(lead: int, trail: int) -> str | None:
    """The character of two bytes; empty for a private or unassigned cell, None for bytes that are no cell.

    >>> read_cell(0xD0, 0xA3), read_cell(0xFE, 0xA3), read_cell(0xD0, 0x28)
    ('校', '', None)
    """
    return _read_row(lead).get(trail) if lead in LEADS else None


@cache
def _read_row(lead: int) -> dict[int, str]:
    """The characters of a first byte by their second bytes; decoded at once, with a line break between, which resets the decoder."""
    cells = b"\n".join(bytes((lead, trail)) for trail in TRAILS).decode("gbk", errors="ignore")
    return dict(zip(TRAILS, cells.split("\n"), strict=True))


def write_cell(character: str) -> tuple[int, int] | None:
    """The two bytes of a character, private-use ones included; None where GB 18030 needs one byte or four."""
    written = character.encode("gb18030", errors="ignore")
    return (written[0], written[1]) if len(written) == 2 else None


def is_hanzi(character: str) -> bool:
    """Whether a character is one of the hanzi of GBK."""
    return "\u4e00" <= character[:1] <= "\u9fa5"


@lru_cache(maxsize=512)
def list_by_lead(lead: int) -> tuple[tuple[int, str], ...]:
    """The hanzi with this first byte, each behind its second byte."""
    cells = ((trail, read_cell(lead, trail) or "") for trail in TRAILS)
    return tuple((trail, hanzi) for trail, hanzi in cells if hanzi and is_hanzi(hanzi))


@lru_cache(maxsize=512)
def list_by_trail(trail: int) -> tuple[str, ...]:
    """The hanzi with this second byte."""
    return tuple(hanzi for hanzi in (read_cell(lead, trail) for lead in LEADS) if hanzi and is_hanzi(hanzi))


@lru_cache(maxsize=512)
def list_dropped(first: int) -> tuple[int, ...]:
    """The second bytes that make a private or unassigned cell of a first byte, and are first bytes of characters themselves."""
    return tuple(second for second in LEADS if read_cell(first, second) == "")
