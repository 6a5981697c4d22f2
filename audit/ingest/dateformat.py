"""Dates and times of a spreadsheet: a count of days and a date format to the text that it displays.

Comes in: the number, and one section of a format with date letters in it. Goes out: text, or None where the number is no date
(negative, or beyond the year 9999). Month names are English, as the short formats have them; weekdays are Chinese for `aaaa`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from audit.patterns import regex

_TOKEN = regex(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|a{3,4}|\.0+|.', re.IGNORECASE | re.DOTALL)
_LETTERS = regex(r"[ymdhs]|aaa|AM/PM|上午/下午|\[[hms]+\]", re.IGNORECASE)
_TEXT = regex(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.|General', re.IGNORECASE | re.DOTALL)
_WEEKDAYS = "一二三四五六日"
_LAST_DAY = 2_958_466
_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@lru_cache(maxsize=512)
def is_date(section: str) -> bool:
    """Whether a format shows dates or times.

    >>> is_date('yyyy"年"'), is_date('0.0"days"'), is_date("[h]:mm"), is_date("[Red]0")
    (True, False, True, False)
    """
    return bool(_LETTERS.search(_TEXT.sub("", section)))


def write_date(value: Decimal, section: str, epoch_1904: bool) -> str | None:
    """The displayed text of a date.

    >>> write_date(Decimal("45291.5"), 'yyyy"年"m"月"d"日" h:mm', False)
    '2023年12月31日 12:00'
    """
    tokens = _TOKEN.findall(section)
    moment = find_moment(value, epoch_1904, fine=any(token.startswith(".0") for token in tokens))
    if moment is None:
        return None
    halves = any(re.fullmatch(r"AM/PM|A/P|上午/下午", token, re.IGNORECASE) for token in tokens)
    chinese = bool(re.search(r"\[DBNum1\]", section, re.IGNORECASE))
    pieces = []
    for index, token in enumerate(tokens):
        letter = token[0].lower()
        if letter == "m" and _is_minute(tokens, index):
            pieces.append(f"{moment.minute:0{min(len(token), 2)}}")
        elif letter in "ymdhs" or re.match(r"aaa|AM/PM|A/P|上午/下午|\[[hms]+\]|\.0", token, re.IGNORECASE):
            pieces.append(_write_token(token, moment, value, halves))
        elif token[0] not in "[_*":
            pieces.append(token[1:-1] if token[0] == '"' and len(token) > 1 else token[1:] if token[0] == "\\" else token)
        if chinese and letter in "md":
            pieces[-1] = _write_small(pieces[-1])
        elif chinese and letter == "y":
            pieces[-1] = pieces[-1].translate(_DIGITS)
    return "".join(pieces).strip("@; ")


def find_moment(value: Decimal, epoch_1904: bool, fine: bool = False) -> datetime | None:
    """The date of a count of days; the calendar of 1900 has a 29 February that never was, so days before it are one off."""
    if not 0 <= value < _LAST_DAY:
        return None
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001 - cells know no zone
    seconds = value * 86_400
    exact = seconds if fine else seconds.to_integral_value()
    try:
        return start + timedelta(microseconds=int(exact * 1_000_000))
    except OverflowError:
        return None


def _is_minute(tokens: list[str], index: int) -> bool:
    """m is a minute after hours and before seconds, else a month."""
    letters = [(at, token[0].lower() if token[0] != "[" else token[1:2].lower()) for at, token in enumerate(tokens)]
    before = [letter for at, letter in letters if at < index and letter in "ymdhs"]
    after = [letter for at, letter in letters if at > index and letter in "ymdhs"]
    return len(tokens[index]) < 3 and (before[-1:] == ["h"] or after[:1] == ["s"])


def _write_token(token: str, moment: datetime, value: Decimal, halves: bool) -> str:
    kind, length = token[0].lower(), len(token)
    if kind == "[":
        total = value * {"h": 24, "m": 1440, "s": 86_400}[token[1].lower()]
        return str(int(total))
    if kind == "y":
        return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
    if kind == "m":
        return (
            str(moment.month)
            if length == 1
            else f"{moment.month:02}"
            if length == 2
            else _NAMES[moment.month - 1][: 3 if length == 3 else None]
        )
    if kind == "d":
        return (
            str(moment.day) if length == 1 else f"{moment.day:02}" if length == 2 else _DAYS[moment.weekday()][: 3 if length == 3 else None]
        )
    if kind == "h":
        return f"{(moment.hour % 12 or 12) if halves else moment.hour:0{min(length, 2)}}"
    if kind == "s":
        return f"{moment.second:0{min(length, 2)}}"
    if kind == ".":
        return f".{moment.microsecond:06}"[:length]
    if token.startswith("上午"):
        return "上午" if moment.hour < 12 else "下午"
    if token.lower() in ("aaa", "aaaa"):
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]
    return ("AM" if moment.hour < 12 else "PM")[: 1 if length == 3 else 2]


def _write_small(digits: str) -> str:
    """A month or a day in Chinese digits: 12 is 十二."""
    if not digits.isdigit():
        return digits
    tens, ones = divmod(int(digits), 10)
    tail = str(ones).translate(_DIGITS) if ones or not tens else ""
    return ("" if tens < 2 else str(tens).translate(_DIGITS)) + ("十" if tens else "") + tail
