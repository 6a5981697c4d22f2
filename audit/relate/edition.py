"""Relation `edition`: 第N届 of an event and its year, beside another edition of it, or the one that its first year gives.

Comes in: a reading. Goes out: one row for each edition beside the first other one of the same event, and a `wording` row where one
edition is written in two ways (第25届, 第二十五届). Congresses and games that are not held every year are no yearly events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.knowledge import Event, load_events
from audit.model import Figure, Reading, RelationRow, Sentence, Slot
from audit.relate.rows import make_row, place_figure, reason_for

_EVENT = re.compile(
    r"[“《]?([\u4e00-\u9fffA-Za-z（）()·—-]{0,20}?"
    r"(?:博览会|交易会|洽谈会|展览会|展洽会|大会|论坛|峰会|年会|[\u4e00-\u9fff]交会|[会节赛展周杯奖]))"
)
_NO_EVENT = re.compile(r"代表大会|委员会|常委会|人大|政协|全会|党代会|全委会|理事会|董事会|职代会|议会|国会|组委会|会员|会议|会长|班子")
_NOT_YEARLY = re.compile(
    r"运动会|全运会|省运会|亚运会|奥运会|冬奥会|世博会|大运会|残运会|老健会|园博会|花博会|绿博会|双年展|民运会|文代会|锦标赛|世界杯|青运会|广交会"
)
_PREPARED = re.compile(r"(?:筹办|筹备|备战|申办|谋划|策划|启动|预热|迎接|备办|报名|冲刺)[\u4e00-\u9fff“]{0,8}$")
_HELD = re.compile(r"[^，,。；;：:\n]{0,30}?(?:于|定在)((?:19|20)\d{2})年")
_AHEAD = re.compile(r"(?:办好|继续|将|力争|争取|确保|推动|支持|做好|计划|拟|高水平|高质量|高规格|精心)[\u4e00-\u9fff“]{0,8}$")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition as mentioned: the event's name, its number, the year if it is certain, and its figure."""

    event: str
    number: int
    year: int | None
    figure: Figure
    chinese: bool
    known: Event | None = None


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of all editions, in reading order."""
    seen: dict[str, list[Edition]] = {}
    written: dict[tuple[str, int, bool], Edition] = {}
    told: set[tuple[str, int, int | None]] = set()
    for edition in find_editions(reading):
        others = seen.setdefault(edition.event, [])
        yield relate_editions(reading, edition, choose_other(edition, others))
        doubled = written.get((edition.event, edition.number, not edition.chinese))
        if doubled:
            yield _build_forms(reading, doubled, edition)
        written.setdefault((edition.event, edition.number, edition.chinese), edition)
        if (point := (edition.event, edition.number, edition.year)) not in told:
            told.add(point)
            others.append(edition)


def find_editions(reading: Reading) -> Iterator[Edition]:
    """The editions of events that a document mentions, in reading order."""
    for sentence in reading.sentences:
        for slot in sentence.slots:
            if (edition := _read_edition(reading, sentence, slot)) is not None:
                yield edition


def _read_edition(reading: Reading, sentence: Sentence, slot: Slot) -> Edition | None:
    figure = reading.figures[slot.figure]
    if figure.kind != "ordinal" or figure.unit != "届" or figure.value is None:
        return None
    name = _EVENT.match(sentence.text, slot.end)
    if name is None or _NO_EVENT.match(sentence.text[slot.end :][: len(name.group()) + 2].lstrip("“《")) or _NO_EVENT.search(name.group(1)):
        return None
    chinese = re.search(r"\d", figure.text) is None
    known = find_event(name.group(1))
    event = known.name if known else name.group(1)
    year = _find_year(figure, sentence.text[: slot.start], sentence.text[slot.end :])
    return Edition(event, int(figure.value), year, figure, chinese, known)


def find_event(name: str) -> Event | None:
    """The event of the lexicon that a name is, or is but for its city: 第25届深圳高交会."""
    events = load_events()
    return events.get(name) or next((event for word, event in events.items() if len(word) > 2 and name.endswith(word)), None)


def _find_year(figure: Figure, before: str, behind: str) -> int | None:
    """The year of an edition: the one in which it is said to be held (第九届锦标赛将于2001年在…), or that of its period.

    What is being prepared may be held in another year (筹办第26届); what is still to be held is of the year of a plan only.
    """
    held = _HELD.match(behind)
    if held:
        return int(held.group(1))
    if _PREPARED.search(before) or (figure.status == "actual" and _AHEAD.search(before)):
        return None
    years = set(re.findall(r"(?:19|20)\d{2}", figure.period or ""))
    return int(years.pop()) if len(years) == 1 else None


def choose_other(edition: Edition, others: list[Edition]) -> Edition | None:
    """Another mention to compare with: of another number or year, else any."""
    apart = (other for other in others if (other.number, other.year) != (edition.number, edition.year))
    return next(apart, others[0] if others else None)


def relate_editions(reading: Reading, edition: Edition, other: Edition | None) -> RelationRow:
    """The row of an edition of this reading beside another one, which may stand in another document."""
    yearly = edition.known.yearly if edition.known else False if _NOT_YEARLY.search(edition.event) else None
    beside = _point_of(edition, other)
    expected = expect_edition(edition.number, edition.year, beside, yearly)
    columns: dict[str, object] = {"event": edition.event, "status": edition.figure.status, "edition": edition.number, "year": edition.year}
    columns |= {"other_edition": beside[0], "other_year": beside[1], "expected": expected, "yearly": yearly}
    figures = (edition.figure, other.figure) if other else (edition.figure,)
    spans = (edition.figure.span("edition"), *((place_figure(other.figure, reading, "other"),) if other else ()))
    return make_row(
        "edition", reading, reading.sentences[edition.figure.sentence], columns, spans, figures=figures,
        arithmetic=_show(edition, beside), why_not=reason_for(figures) or (None if expected is not None else "operand-missing"),
    )  # fmt: skip


def _point_of(edition: Edition, other: Edition | None) -> tuple[int | None, int | None]:
    """Edition and year to compare with: those of the other mention, else those the lexicon knows of a yearly event."""
    if other is not None:
        return other.number, other.year
    if edition.known and edition.known.yearly:
        return edition.known.edition, edition.known.year
    return None, None


def expect_edition(number: int, year: int | None, beside: tuple[int | None, int | None], yearly: bool | None) -> int | None:
    """The edition that another one leads to, or None where a year is missing or the years say nothing.

    An event that is not known to be held every year may have had fewer editions than years between, but never more, and one
    year has one number: then the edition itself is expected where it lies in between.

    >>> expect_edition(26, 2024, (25, 2023), True), expect_edition(62, 2024, (25, 2023), None), expect_edition(6, 2025, (5, 2023), None)
    (26, 26, 6)
    """
    other, other_year = beside
    if year is None or other is None or other_year is None:
        return None
    years = year - other_year
    if yearly or years == 0:
        return other + years
    if yearly is False:
        return None
    least, most = sorted((other + (years > 0) - (years < 0), other + years))
    return number if least <= number <= most else other + years


def _show(edition: Edition, beside: tuple[int | None, int | None]) -> str:
    shown = f"{edition.number} ({edition.year or '?'})"
    return f"{shown}, {beside[0]} ({beside[1] or '?'})" if beside[0] else shown


def _build_forms(reading: Reading, first: Edition, second: Edition) -> RelationRow:
    columns = {"what": "edition-forms", "first_form": first.figure.text, "second_form": second.figure.text}
    spans = (first.figure.span("figure"), second.figure.span("other"))
    figures = (first.figure, second.figure)
    sentence = reading.sentences[second.figure.sentence]
    return make_row("wording", reading, sentence, columns, spans, figures=figures, arithmetic=f"{first.figure.text}, {second.figure.text}")
