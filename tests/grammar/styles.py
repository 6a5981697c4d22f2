"""Ways to print one number: digits, thousands, 万 and 亿, several groups, Chinese numerals.

Comes in: an exact value. Goes out: texts that print just this value; a style that cannot print it exactly gives None.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
Style = Callable[[Decimal], str | None]


def print_plain(value: Decimal) -> str:
    """22756, 0.5."""
    return f"{value:f}"


def print_thousands(value: Decimal) -> str | None:
    """22,756."""
    return f"{value:,f}" if value >= 1000 else None


def print_ten_thousands(value: Decimal) -> str | None:
    """2.2756万."""
    return f"{(value / 10**4).normalize():f}万" if value >= 10**4 and value % 10 == 0 else None


def print_hundred_millions(value: Decimal) -> str | None:
    """3.45亿."""
    return f"{(value / 10**8).normalize():f}亿" if value >= 10**8 and value % 10**4 == 0 else None


def print_groups(value: Decimal) -> str | None:
    """3亿4500万, 3万4000."""
    for size, word, below, last in ((10**8, "亿", 10**4, "万"), (10**4, "万", 1, "")):
        if value >= size and value % below == 0 and value < size * 1000:
            high, low = divmod(int(value), size)
            return f"{high}{word}{low // below}{last}" if low >= size // 10 else None
    return None


def print_chinese(value: Decimal) -> str | None:
    """两万三千, 十五, 三点五."""
    if value != value.to_integral_value():
        whole, _, part = f"{value:f}".partition(".")
        return f"{print_chinese(Decimal(whole))}点{''.join(_DIGITS[int(c)] for c in part)}"
    number, text = int(value), ""
    if number == 0:
        return "零"
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, number = divmod(number, size)
            text += f"{_print_section(high)}{word}"
    if number:
        text += ("零" if text and number < 1000 else "") + _print_section(number)
    return text.removeprefix("一") if text.startswith("一十") else text


def _print_section(number: int) -> str:
    text, gap = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + word
            gap = False
        else:
            gap = True
    return text


STYLES: tuple[Style, ...] = (print_plain, print_thousands, print_ten_thousands, print_hundred_millions, print_groups, print_chinese)
