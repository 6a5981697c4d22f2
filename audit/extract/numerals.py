"""Printed numbers to exact decimals: Arabic digits, Chinese numerals, and digits followed by 十百千万亿.

Comes in: the characters of one number without its unit. Goes out: its value and the size of its last printed place
(2.47万 -> 24700 and 100). What is no number gives None; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3}
    | {"肆": 4, "伍": 5}
)
DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
CHINESE = "零〇一二三四五六七八九两十百千万亿廿卅"
MULTIPLIERS = "十百千万亿"

_ARABIC = re.compile(r"([-+]?)(\d+(?:,\d{3})*(?:\.\d+)?)")
_MIXED = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)([十百千万亿]*)")


@dataclass(frozen=True, slots=True)
class Number:
    """A value and the size of its last printed place, both in units of one."""

    value: Decimal
    places: Decimal

    def times(self, factor: Decimal) -> Number:
        """The number in another unit."""
        return Number(self.value * factor, self.places * factor)


def read_number(text: str) -> Number | None:
    """The number that a piece of text prints, in any of the styles, or None.

    >>> read_number("2.47万")
    Number(value=Decimal('24700.00'), places=Decimal('100.00'))
    >>> read_number("3亿4500万").value, read_number("两万三千").value, read_number("二十五").value
    (Decimal('345000000'), Decimal('23000'), Decimal('25'))
    """
    text = re.sub(r"\s", "", text)
    negative = text[:1] in "-−–负" and len(text) > 1
    body = text[1:] if negative or text[:1] == "+" else text
    number = _read_mixed(body) if body[:1].isdigit() else _read_chinese(body)
    if number is None:
        return None
    return Number(-number.value, number.places) if negative else number


def _read_mixed(text: str) -> Number | None:
    """Digits with multipliers, also in several groups: 3亿4500万, 3万4000, 1.1万亿."""
    total, at, places = Decimal(0), 0, Decimal(1)
    for match in _MIXED.finditer(text):
        if match.start() != at:
            return None
        digits, words = match.group(1).replace(",", ""), match.group(2)
        factor = multiplier_of(words)
        decimals = len(digits.partition(".")[2])
        total += Decimal(digits) * factor
        places = factor.scaleb(-decimals)
        at = match.end()
    return Number(total, places) if at == len(text) and at else None


def multiplier_of(words: str) -> Decimal:
    """The factor that a run of multiplier words stands for: 万亿 is 10 to the 12th."""
    factor = Decimal(1)
    for word in words:
        factor *= SMALL.get(word) or LARGE[word]
    return factor


def _read_chinese(text: str) -> Number | None:
    """Chinese numerals; 一万五千亿 multiplies all that stands before 亿; 一二三 is read digit by digit; 1 in 十五 is silent."""
    if not text or any(c not in DIGITS and c not in SMALL and c not in LARGE and c not in "廿卅点" for c in text):
        return None
    if "点" in text:
        return _read_point(text)
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Number(Decimal("".join(str(DIGITS[c]) for c in text)), Decimal(1))
    total = section = digit = 0
    last = 1
    for c in text:
        if c in DIGITS:
            digit, last = DIGITS[c], 1
        elif c in "廿卅":
            section, digit, last = section + {"廿": 20, "卅": 30}[c], 0, 10
        elif c in SMALL:
            section, digit, last = section + (digit or 1) * SMALL[c], 0, SMALL[c]
        else:
            section = (section + digit) or (0 if total else 1)
            total, section, digit, last = _raise_large(total, section, LARGE[c])
    return Number(Decimal(total + section + digit), Decimal(last))


def _raise_large(total: int, section: int, factor: int) -> tuple[int, int, int, int]:
    """万 and 亿 multiply the section before them, 亿 also what 万 already made (一万五千亿)."""
    if total and total < factor:
        return (total + section) * factor, 0, 0, factor
    return total + section * factor, 0, 0, factor


def _read_point(text: str) -> Number | None:
    whole, _, part = text.partition("点")
    head = _read_chinese(whole)
    if head is None or not part or any(c not in DIGITS for c in part):
        return None
    digits = "".join(str(DIGITS[c]) for c in part)
    return Number(head.value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits)))
