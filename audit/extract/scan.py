"""One pass over the running text: every number with its unit, range, hedges and ordinal mark, in order.

Comes in: running text. Goes out: tokens with exact values in the base unit. What the words around a number say of it (growth,
share, whose, when) is not decided here. Time is linear in the length of the text: each pattern is tried at one place only.
"""

from __future__ import annotations

import re

from audit.extract.holes import FoundHole
from audit.extract.masks import mask_names
from audit.extract.numerals import ARABIC
from audit.extract.ordinals import read_first, read_ordinal, read_top
from audit.extract.proportions import read_flat, read_fold, read_ratio, read_share
from audit.extract.quantities import read_chinese, read_digits
from audit.extract.tokens import Shape, Token, make_token
from audit.extract.units import find_unit

__all__ = ["Token", "scan_text"]

_START = re.compile(
    r"[-−－负]?\d|负(?=[零一二三四五六七八九两十百])|[第首前翻零〇一二三四五六七八九两十百千万亿廿半数上几好]|[壹贰叁肆伍陆柒捌玖拾](?=[拾佰仟万])|持平"
)
"""Where a number can begin."""
_DIGITS = re.compile(rf"[-−－负]?(?:{ARABIC})(?:\.\d+)*+")
_NUMERALS = re.compile(r"[零〇一二三四五六七八九两十百千万亿廿]+")
_CIRCLE = re.compile(r"(?<=[一二三四五六七八九十百千万亿点])○(?=[一二三四五六七八九十百千万亿])")
"""A circle inside a Chinese numeral is its zero: 一百点○五亿元."""
_DOT = re.compile(r"(?<=\d)·(?=\d+(?:[%％‰]|[万亿]|个百分点|元|吨|公里|公顷|亩))")
"""A middle dot before a unit is the point: 5·1%; 11·29 is a day."""
_PARTS = re.compile(r"[xX][:：∶]")
_ALONE = re.compile(r"[\t|\n]|$")


def scan_text(text: str, holes: list[FoundHole]) -> list[Token]:
    """All numbers of a running text, and the holes that stand for numbers, in order."""
    masked = _DOT.sub(".", _CIRCLE.sub("〇", mask_names(text)))
    tokens = [token for hole in holes if hole.type == "number" and (token := _read_hole(text, hole))]
    taken = sorted([*((t.start, t.end) for t in tokens), *((hole.start, hole.end) for hole in holes)])
    at, passed = 0, 0
    while match := _START.search(masked, at):
        place = match.start()
        while passed < len(taken) and taken[passed][1] <= place:
            passed += 1
        if passed < len(taken) and taken[passed][0] <= place:
            at = taken[passed][1]
            continue
        token = _read_at(masked, place)
        if token is None:
            run = _DIGITS.match(masked, place) or _NUMERALS.match(masked, place)
            at = run.end() if run else match.end()
            continue
        tokens.append(token)
        at = max(token.end, match.end())
    return sorted(tokens, key=lambda t: t.start)


def _read_at(text: str, at: int) -> Token | None:
    """The number that begins at a place, tried in the order of how much it explains."""
    first = text[at]
    reader = _READERS.get(first)
    if reader:
        return reader(text, at)
    if first.isdigit() or (first in "-−－负" and text[at + 1].isdigit()):
        return read_share(text, at) or read_ratio(text, at) or read_digits(text, at)
    return read_share(text, at) or read_chinese(text, at)


_READERS = {"第": read_ordinal, "首": read_first, "前": read_top, "翻": read_fold, "持": read_flat, "半": read_share}


def _read_hole(text: str, hole: FoundHole) -> Token | None:
    unit = find_unit(text, hole.end)
    ordinal = text[hole.start - 1 : hole.start] == "第"
    start = hole.start - ordinal
    if ordinal:
        shape: Shape = "rank" if unit is None or unit.text in ("位", "名") else "ordinal"
    else:
        shape = "ratio" if _PARTS.search(hole.token) else "quantity"
    alone = _ALONE.match(text, hole.end) is not None and text[start - 1 : start] in ("\t", "|", "\n", "")
    if unit is None and not (alone or hole.cause == "error-value" or shape == "ratio"):
        return None
    return make_token(text, start, unit.end if unit else hole.end, shape, None, unit=unit, placeholder=hole.token)
