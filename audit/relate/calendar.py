"""Relation `calendar`: the dates of a document beside the calendar.

Comes in: a reading. Goes out: one row for each date of month and day (2023年2月28日), with the last day that month has. A date without its
year may be of a leap year; lunar dates are of another calendar and left out.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from audit.model import Reading, RelationRow
from audit.relate.rows import make_row

_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d{2})[ \t]{0,2}年[ \t]{0,2})?(?P<month>\d{1,2})[ \t]{0,2}月(?:份)?[ \t]{0,2}"
    r"(?:\d{1,2}[ \t]{0,2}日?[ \t]{0,2}[—–\-~～至到][ \t]{0,2})?(?P<day>\d{1,2})[ \t]{0,2}日"
)
_LUNAR = re.compile(r"农历|阴历|旧历|夏历|闰")
_LEAP = 2000
"""A year that has all days, for dates that name none."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The dates of a document, in reading order."""
    for sentence in reading.sentences:
        for found in _DATE.finditer(sentence.text):
            if _LUNAR.search(sentence.text[max(0, found.start() - 6) : found.start()]):
                continue
            month = int(found.group("month"))
            last = monthrange(int(found.group("year") or _LEAP), month)[1] if 1 <= month <= 12 else 0
            span = reading.place(sentence, found.start(), found.end(), "date")
            columns = {"month": month, "day": int(found.group("day")), "last_day": last}
            yield make_row("calendar", reading, sentence, columns, (span,), arithmetic=found.group())
