"""A stored cell value and its number format to the text that the spreadsheet displays: 0.245 as 0.0% is 24.5%.

Comes in: a number as an exact decimal, and a format code (`#,##0.00;[Red]-#,##0.00`, `yyyy"年"m"月"`). Goes out: text. A format
that it does not know (fractions) is shown as General; nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from audit.ingest.dateformat import is_date, write_date
from audit.patterns import regex

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: '"¥"#,##0',
    43: "#,##0.00", 44: '"¥"#,##0.00', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a file only numbers, as the Chinese edition shows them."""

_TOKEN = regex(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|\*.|[Gg]eneral|E[+-]|[0#?.,%@/]|.', re.DOTALL)
_CONDITION = regex(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_CURRENCY = regex(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_DBNUM = {"1": "零一二三四五六七八九十百千", "2": "零壹贰叁肆伍陆柒捌玖拾佰仟"}
_MOST_PLACES = 30
_WIDEST = Decimal(10) ** 21


def format_number(value: Decimal, code: str, epoch_1904: bool = False) -> str:
    """The displayed text of a number.

    >>> [format_number(Decimal(v), c) for v, c in (("0.245", "0.0%"), ("1234.5", "#,##0.00"), ("45000", "yyyy/m/d"), ("0.1", "General"))]
    ['24.5%', '1,234.50', '2023/3/15', '0.1']
    """
    value = _FIFTEEN.plus(value)  # a spreadsheet shows no more digits: 0.30000000000000004 is 0.3
    if code == "General":
        return write_general(value)
    section, number = _choose_section(value, code)
    if is_date(section):
        return write_date(value, section, epoch_1904) or write_general(value)
    tokens = _tokenise(section)
    if "General" in tokens or "@" in tokens or not tokens:
        shown = _write_dbnum(write_general(number), section)
        return _join_literals(tokens, shown)
    if "/" in tokens or abs(value) >= _WIDEST:
        return write_general(value)
    return _write_tokens(number, tokens)


def write_general(value: Decimal) -> str:
    """A number without a format: whole numbers in full, others with ten digits at most, no zeros behind.

    >>> write_general(Decimal("0.333333333333")), write_general(Decimal("13000000")), write_general(Decimal("1E+30"))
    ('0.3333333333', '13000000', '1E+30')
    """
    if value == 0:
        return "0"
    if not -10 <= value.adjusted() < 21:
        return f"{Context(prec=6).plus(value).normalize():E}"
    if value == value.to_integral_value():
        return f"{value:.0f}"
    shown = Context(prec=max(10, value.adjusted() + 2), rounding=ROUND_HALF_UP).plus(value)
    return f"{shown.normalize():f}"


def _choose_section(value: Decimal, code: str) -> tuple[str, Decimal]:
    """The part of the format that this number falls under, and the number as that part shows it (without its sign, if it has none)."""
    sections = split_sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _compare(value, condition[1], Decimal(condition[2])):
                return section, abs(value) if condition and condition[1] in ("<", "<=") and value < 0 else value
        return "General", value
    numeric = sections[:3] if len(sections) > 3 else [section for section in sections if "@" not in section] or sections[:1]
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    return (numeric[2], value) if value == 0 and len(numeric) > 2 else (numeric[0], value)


def _compare(value: Decimal, sign: str, bound: Decimal) -> bool:
    if sign in ("=", "<>"):
        return (value == bound) == (sign == "=")
    return (value < bound if "<" in sign else value > bound) or ("=" in sign and value == bound)


@lru_cache(maxsize=512)
def split_sections(code: str) -> tuple[str, ...]:
    """A format cut at the semicolons that are no text in it."""
    sections, piece = [], ""
    for mark in _TOKEN.findall(code):
        if mark == ";":
            sections.append(piece)
            piece = ""
        else:
            piece += mark
    return (*sections, piece)


@lru_cache(maxsize=512)
def _tokenise(section: str) -> tuple[str, ...]:
    """The tokens of one section; colours and conditions are gone, text stands in quotes, currencies are text."""
    tokens: list[str] = []
    for mark in _TOKEN.findall(section):
        currency = _CURRENCY.fullmatch(mark)
        if currency:
            tokens.append(f'"{currency[1]}"')
        elif mark[0] in "[*_" and len(mark) > 1:
            continue
        elif mark.lower() == "general":
            tokens.append("General")
        else:
            tokens.append(f'"{mark[1]}"' if mark[0] in "\\!" and len(mark) > 1 else mark)
    return tuple(tokens)


def _is_literal(mark: str) -> bool:
    return mark not in ("0", "#", "?", ".", ",", "%", "@", "General", "E+", "E-")


def _bare(mark: str) -> str:
    return mark[1:-1] if mark.startswith('"') and len(mark) > 1 else mark


def _join_literals(tokens: Sequence[str], shown: str) -> str:
    return "".join(_bare(mark) if _is_literal(mark) else shown if mark in ("General", "@") else mark for mark in tokens) or shown


def _write_tokens(value: Decimal, tokens: Sequence[str]) -> str:
    """Digits into their places: `0` always shows one, `#` only where there is one, text stands where it stands."""
    digits = [index for index, mark in enumerate(tokens) if mark in ("0", "#", "?")]
    if not digits:
        return ("-" if value < 0 and "%" in tokens else "") + "".join(map(_bare, tokens))
    first, last = digits[0], digits[-1]
    point = next((index for index, mark in enumerate(tokens) if mark == "."), last + 1)
    exponent = next((mark for mark in tokens if mark in ("E+", "E-")), None)
    value = value.scaleb(2 * tokens.count("%"))
    if exponent is not None:
        body = _write_exponent(value, tokens[point : tokens.index(exponent)].count("0"), exponent)
    else:
        value = value.scaleb(-3 * _count_thousands(tokens, {point, last + 1}))
        body = _write_digits(value, tokens[first:point], tokens[point : last + 1])
    before = "".join(_bare(mark) for mark in tokens[:first] if mark not in (",", "."))
    after = "".join(_bare(mark) for mark in tokens[last + 1 :] if mark not in (",", "."))
    return ("-" if body.startswith("-") else "") + before + body.removeprefix("-") + after


def _count_thousands(tokens: Sequence[str], ends: set[int]) -> int:
    """Commas at the point or behind the last digit: each divides by a thousand."""
    count = 0
    for end in ends:
        after, before = end, end - 1
        while after < len(tokens) and tokens[after] == ",":
            after, count = after + 1, count + 1
        while before >= 0 and tokens[before] == ",":
            before, count = before - 1, count + 1
    return count


def _write_digits(value: Decimal, whole: Sequence[str], behind: Sequence[str]) -> str:
    fraction_tokens = [mark for mark in behind if mark in ("0", "#", "?")]
    places = min(len(fraction_tokens), _MOST_PLACES)
    shown = Context(prec=60, rounding=ROUND_HALF_UP).quantize(value, Decimal(1).scaleb(-places))
    integer, _, fraction = f"{abs(shown):f}".partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    for mark in reversed(fraction_tokens):
        if mark == "0" or not fraction.endswith("0"):
            break
        fraction = fraction[:-1]
    point = "." if "." in behind else ""
    return ("-" if shown < 0 else "") + _fill_whole(integer, whole) + point + fraction


def _fill_whole(integer: str, tokens: Sequence[str]) -> str:
    """The digits before the point; text between places stays there: 0!.0 shows 1235 as 123.5, 000-0000 a telephone number."""
    if "," in "".join(tokens).rstrip(","):
        return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    pieces, rest = list[str](), integer
    first = next((index for index, mark in enumerate(tokens) if mark in ("0", "#", "?")), -1)
    for index in range(len(tokens) - 1, -1, -1):
        if index == first:
            pieces.append(rest)
        elif tokens[index] in ("0", "#", "?"):
            pieces.append(rest[-1:])
            rest = rest[:-1]
        elif _is_literal(tokens[index]):
            pieces.append(_bare(tokens[index]))
    return "".join(reversed(pieces))


def _write_exponent(value: Decimal, places: int, mark: str) -> str:
    shown = f"{value:.{min(places, _MOST_PLACES)}E}"
    mantissa, _, exponent = shown.partition("E")
    sign = "-" if exponent.startswith("-") else "+" if mark == "E+" else ""
    return f"{mantissa}E{sign}{exponent.lstrip('+-').rjust(2, '0')}"


def _write_dbnum(shown: str, section: str) -> str:
    """A whole number in Chinese digits where the format asks for them ([DBNum1] 一百二十, [DBNum2] 壹佰贰拾)."""
    found = re.search(r"\[DBNum([12])\]", section, re.IGNORECASE)
    if not found or not shown.isdigit() or len(shown) > 4:
        return shown
    names, written = _DBNUM[found[1]], ""
    for place, digit in enumerate(shown):
        unit = ("", *names[10:])[len(shown) - place - 1]
        written += names[int(digit)] + (unit if digit != "0" else "")
    return re.sub(f"{names[0]}+", names[0], written).rstrip(names[0]) or names[0]
