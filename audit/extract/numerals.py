"""Printed numbers to exact decimals: Arabic digits, Chinese numerals, and digits followed by 十百千万亿.

Comes in: the characters of one number without its unit. Goes out: its value and the size of its last printed place
(2.47万 -> 24700 and 100). What is no number gives None; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audit.patterns import regex

DIGITS = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3}
    | {"肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
)
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS = {"廿": 20, "卅": 30}
CHINESE = "零〇一二三四五六七八九两十百千万亿廿卅"
MULTIPLIERS = "十百千万亿"

ARABIC = r"\d{1,3}(?:(?:, ?|，)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
"""Digits, with thousands separators or without. A comma is one only before three digits: 22756件,增长 has none."""

LONGEST = 40
"""The most characters that the digits of one number are read from; a longer run of digits states no amount."""

_GROUP = regex(r"(\d+(?:[,，]\d{3})*(?:\.\d+)?)([十百千万亿]*)")
_WORDS = regex(rf"[{''.join(DIGITS)}{''.join(SMALL)}{''.join(LARGE)}廿卅点]+")
_PAIR = regex(r"(|.*[十百千万亿])(一两|两三|[一二三四五六七八九]{2})([十百千万亿]*)")
_ONE = Decimal(1)
_FACTORS = {"": _ONE} | {word: Decimal(factor) for word, factor in (SMALL | LARGE).items()}
_ZERO = frozenset("零〇○")


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
    text = "".join(text.split())
    negative = text[:1] in "-−–－负" and len(text) > 1
    body = text[1:] if negative or text[:1] == "+" else text
    number = _read_mixed(body) if body[:1].isdigit() else _read_chinese(body)
    if number is None:
        return None
    return Number(-number.value, number.places) if negative else number


def read_pair(text: str) -> tuple[Number, Number] | None:
    """The ends of two neighbouring numerals that stand for any number between them, or None.

    >>> [end.value for end in read_pair("三四百")], [end.value for end in read_pair("十七八")], read_pair("二五")
    ([Decimal('300'), Decimal('400')], [Decimal('17'), Decimal('18')], None)
    """
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    head, pair, tail = match.groups()
    first, last = pair[0], pair[1]
    if DIGITS[last] - DIGITS[first] != 1 and pair != "三五":
        return None
    low, high = _read_chinese(head + first + tail), _read_chinese(head + last + tail)
    return (low, high) if low and high else None


def _read_mixed(text: str) -> Number | None:
    """Digits with multipliers, also in several groups that get smaller: 3亿4500万, 3万4000, 5亿1万4千6百, 1.1万亿."""
    if text.isdigit():
        return Number(Decimal(text), _ONE)
    total, at, places = Decimal(0), 0, _ONE
    room: Decimal | None = None
    for match in _GROUP.finditer(text):
        if match.start() != at:
            return None
        digits, words = match.group(1).replace(",", "").replace("，", ""), match.group(2)
        factor = multiplier_of(words)
        value = Decimal(digits) * factor
        if room is not None and value >= room:
            return None
        total, room = total + value, factor
        decimals = len(digits.partition(".")[2])
        places = factor.scaleb(-decimals) if decimals else factor
        at = match.end()
    return Number(total, places) if at == len(text) and at else None


def multiplier_of(words: str) -> Decimal:
    """The factor that a run of multiplier words stands for: 万亿 is 10 to the 12th."""
    if len(words) < 2:
        return _FACTORS[words]
    factor = _ONE
    for word in words:
        factor *= SMALL.get(word) or LARGE[word]
    return factor


def _read_chinese(text: str) -> Number | None:
    """Chinese numerals; 一万五千亿 multiplies all that stands before 亿; 一二三 is read digit by digit; 1 in 十五 is silent."""
    if not _WORDS.fullmatch(text):
        return None
    if "点" in text:
        return _read_point(text)
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Number(Decimal("".join(str(DIGITS[c]) for c in text)), Decimal(1))
    total = section = digit = 0
    last = 1
    for n, c in enumerate(text):
        if c in DIGITS:
            digit, last = DIGITS[c], _place_of(text, n, last)
        elif c in TENS:
            section, digit, last = section + TENS[c], 0, 10
        elif c in SMALL:
            section, digit, last = section + (digit or 1) * SMALL[c], 0, SMALL[c]
        else:
            total, section, digit, last = (
                *_raise_large(total, section + digit * (last if n else 1), LARGE[c], n and text[n - 1]),
                0,
                LARGE[c],
            )
    return Number(Decimal(total + section + digit * last), Decimal(last))


def _place_of(text: str, n: int, last: int) -> int:
    """What a digit counts: ones, or at the very end the place below the word before it (四百五 is 450, 九万四 is 94000)."""
    final = n + 1 == len(text) and n > 0 and text[n] not in _ZERO and (text[n - 1] in SMALL or text[n - 1] in LARGE)
    return last // 10 if final else 1


def _raise_large(total: int, section: int, factor: int, before: str | int) -> tuple[int, int]:
    """万 and 亿 multiply the section before them, 亿 also what 万 already made (一万五千亿, 四万万)."""
    if total and (total < factor or before in LARGE):
        return (total + section) * factor, 0
    return total + (section or 1) * factor, 0


def _read_point(text: str) -> Number | None:
    """二点五, 三点二亿: decimals, with multipliers behind them."""
    whole, _, part = text.partition("点")
    digits = part.rstrip("十百千万亿兆拾佰仟")
    head, factor = _read_chinese(whole), multiplier_of(part[len(digits) :])
    if head is None or not digits or any(c not in DIGITS for c in digits):
        return None
    decimals = "".join(str(DIGITS[c]) for c in digits)
    return Number(head.value + Decimal(f"0.{decimals}"), Decimal(1).scaleb(-len(decimals))).times(factor)
