"""Relation `dating`: dates that are none, spans of time that run backwards, and a publication before the period it reports has ended.

Comes in: a reading. Goes out: one row for each full date, each span between two named years, and each labelled day of publication beside
the year of a title that reports a whole year. Dates count as whole numbers (20230430), months as 202304.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from audit.model import Reading, RelationRow, Sentence, Span
from audit.patterns import regex
from audit.relate.rows import make_row

_DATE = regex(r"(?<!\d)(?:((?:19|20)\d{2})年)?\s?(?<![\d.])(?<!历)(?<!历\d{4}年)(\d{1,2})月(\d{1,2})日")
"""A day of the solar calendar: 农历2月30日 is one of another."""
_MONTH = regex(r"(?<!\d)((?:19|20)\d{2})年(\d{1,2})月(?!\d)")
_SPAN = regex(r"(?<!\d)((?:19|20)\d{2})年(?:(\d{1,2})月)?(?:\d{1,2}日)?\s?(?:至|到|[-—–~～]+)\s?((?:19|20)\d{2})年(?:(\d{1,2})月)?")
_QUARTER = regex(r"第?([五六七八九5-9])季度")
_PUBLISHED = regex(
    r"(?:发布|发文|成文|印发|公布|公开|上线)(?:日期|时间)\s*[:：]\s*((?:19|20)\d{2})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})"
)
_WHOLE_YEAR = regex(r"((?:19|20)\d{2})\s*年?(?:度)?\p{Han}{0,24}?(?:统计公报|统计年报|决算|执行情况|年度报告|年报)")
_LAST_MONTH = 1201
"""Whoever writes in December knows the year well enough to round it."""
_PARTIAL = regex(r"预计|前三季度|上半年|(?:1|一)\s?[-—–~～至到]\s?(?:\d|十一|十|九|八)\s?(?:1)?月|截至|半年|季度")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """Dates and spans in reading order, then the day of publication."""
    for sentence in reading.sentences:
        for match in _DATE.finditer(sentence.text):
            year, month, day = (int(part) if part else None for part in match.groups())
            yield _build_row(reading, "date", reading.place(sentence, *match.span()), sentence, real=_is_date(year, month or 0, day or 0))
        for match in _MONTH.finditer(sentence.text):
            yield _build_row(reading, "date", reading.place(sentence, *match.span()), sentence, real=1 <= int(match.group(2)) <= 12)
        for match in _QUARTER.finditer(sentence.text):
            yield _build_row(reading, "date", reading.place(sentence, *match.span()), sentence, real=False)
        for match in _SPAN.finditer(sentence.text):
            first, second = _count_months(match)
            yield _build_row(reading, "span", reading.place(sentence, *match.span()), sentence, first=first, second=second)
    yield from _compare_publication(reading)


def _is_date(year: int | None, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]


def _count_months(match: re.Match[str]) -> tuple[int, int]:
    """Both ends of a span as months; where one has none, as the years' first months."""
    months = (match.group(2), match.group(4)) if match.group(2) and match.group(4) else ("1", "1")
    years = match.group(1), match.group(3)
    first, second = (int(year) * 100 + int(month) for year, month in zip(years, months, strict=True))
    return first, second


def _compare_publication(reading: Reading) -> Iterator[RelationRow]:
    """The labelled day of publication beside the last month of the year in the title; a text that says it is partial is left alone."""
    text = reading.clean.text
    title = _WHOLE_YEAR.search(reading.title)
    published = _PUBLISHED.search(text)
    if title is None or published is None or not _is_date(*(int(part) for part in published.groups())):
        return
    year, month, day = (int(part) for part in published.groups())
    end = int(title.group(1)) * 10000 + _LAST_MONTH
    place = reading.clean.span(*published.span())
    day = year * 10000 + month * 100 + day
    reason = "different-period" if day < end and _PARTIAL.search(text) else None
    yield _build_row(reading, "published", place, None, first=end, second=None if reason else day, reason=reason)


def _build_row(
    reading: Reading,
    what: str,
    place: Span,
    sentence: Sentence | None,
    *,
    real: bool | None = None,
    first: int | None = None,
    second: int | None = None,
    reason: str | None = None,
) -> RelationRow:
    columns = {"what": what, "form": place.text, "real": real, "first": first, "second": second}
    shown = "" if first is None or second is None else f"{first} ↔ {second}"
    span = Span(place.start, place.end, place.text, "date")
    return make_row("dating", reading, sentence, columns, (span,), arithmetic=shown, why_not=reason)
