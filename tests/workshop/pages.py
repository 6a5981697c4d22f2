"""Whole pages damaged as the three damaged seed documents are: characters annotated on bytes, marks replaced on bytes, read wrongly.

Comes in: clean traditional text and a source of chance. Goes out: the damaged page with its truth and the runs that were cut. A Mix
says how many characters the page annotates and what it does with lone bytes and private-use pairs, as measured on real pages.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from audit.repair.charsets import is_traditional
from audit.repair.pinyin import is_toned
from audit.wordbook import load_wordbook
from workshop.byteshift import Damaged, shift_bytes


@dataclass(frozen=True, slots=True)
class Mix:
    """How a kind of page damages its text."""

    name: str
    keywords: int
    lone: str
    keeps_private: bool


MIXES = (
    Mix("13 keywords, private cells kept", 13, "?", True),
    Mix("71 keywords, lone bytes gone", 71, "", False),
    Mix("94 keywords, lone bytes shown", 94, "?", False),
)


@cache
def list_readings() -> Mapping[str, str]:
    """One toned reading for each traditional character."""
    readings: dict[str, str] = {}
    for reading, characters in sorted(load_wordbook().hanzi.items()):
        for hanzi in characters if is_toned(reading) else "":
            readings.setdefault(hanzi, reading)
    return readings


def choose_keywords(text: str, count: int, chance: random.Random) -> dict[str, str]:
    """Some of the traditional characters of a text, in an order of their own, with their readings."""
    known = list_readings()
    fitting = sorted(hanzi for hanzi in set(text) if is_traditional(hanzi) and hanzi in known)
    return {hanzi: known[hanzi] for hanzi in chance.sample(fitting, min(count, len(fitting)))}


def damage_page(text: str, mix: Mix, chance: random.Random) -> Damaged:
    """A page of a kind, made of a clean traditional text with full-width punctuation."""
    return shift_bytes(text, choose_keywords(text, mix.keywords, chance), mix.lone, mix.keeps_private)


def annotate(text: str, readings: Mapping[str, str], brackets: str = "()") -> str:
    """A text with a reading behind each keyword, by characters and not by bytes.

    >>> annotate("82.28萬元", {"萬": "wàn"})
    '82.28萬(wàn)元'
    """
    for hanzi, reading in readings.items():
        text = text.replace(hanzi, f"{hanzi}{brackets[0]}{reading}{brackets[1]}")
    return text
