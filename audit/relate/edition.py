"""Relation `edition`: 第N届 of an event and its year, beside another edition of it, or the one that its first year gives.

Comes in: a reading. Goes out: one row for each edition beside the first other one of the same event, and a `wording` row where one
edition is written in two ways (第25届, 第二十五届). Congresses and games that are not held every year are no yearly events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.model import Figure, Reading, RelationRow, Sentence, Slot
from audit.relate.rows import make_row, reason_for

_EVENT = re.compile(r"[“《]?([\u4e00-\u9fffA-Za-z（）()·]{0,20}?(?:博览会|交易会|洽谈会|洽会|交流大会|展览会|展洽会|大会|论坛|峰会|年会|[高广进服消贸文科园]交?会|[会节赛展周杯奖]))")
_NO_EVENT = re.compile(r"代表大会|委员会|常委会|人大|政协|全会|党代会|全委会|理事会|董事会|职代会|议会|国会|组委会|会员|会议|会长|班子")
_NOT_YEARLY = re.compile(r"运动会|全运会|省运会|亚运会|奥运会|冬奥会|世博会|大运会|残运会|园博会|花博会|绿博会|双年展|民运会|文代会|锦标赛|世界杯|青运会")
_AHEAD = re.compile(r"(?:筹办|筹备|备战|申办|谋划|策划|启动|预热|迎接|备办|争取|承接|报名|对接|做好)[\u4e00-\u9fff“]{0,8}$")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition as mentioned: the event's name, its number, the year if it is certain, and its figure."""

    event: str
    number: int
    year: int | None
    figure: Figure
    chinese: bool


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of all editions, in reading order."""
    seen: dict[str, list[Edition]] = {}
    for sentence in reading.sentences:
        for slot in sentence.slots:
            edition = _read_edition(reading, sentence, slot)
            if edition is None:
                continue
            others = seen.setdefault(edition.event, [])
            yield _build_row(reading, edition, _choose_other(edition, others))
            doubled = next((other for other in others if other.number == edition.number and other.chinese != edition.chinese), None)
            if doubled:
                yield _build_forms(reading, doubled, edition)
            others.append(edition)


def _read_edition(reading: Reading, sentence: Sentence, slot: Slot) -> Edition | None:
    figure = reading.figures[slot.figure]
    if figure.kind != "ordinal" or figure.unit != "届" or figure.value is None:
        return None
    name = _EVENT.match(sentence.text, slot.end)
    if name is None or _NO_EVENT.match(sentence.text[slot.end :][: len(name.group()) + 2].lstrip("“《")) or _NO_EVENT.search(name.group(1)):
        return None
    ahead = _AHEAD.search(sentence.text[: slot.start])
    chinese = re.search(r"\d", figure.text) is None
    return Edition(name.group(1), int(figure.value), None if ahead else _find_year(figure), figure, chinese)


def _find_year(figure: Figure) -> int | None:
    """The year of a figure whose period is one year or a part of one."""
    years = set(re.findall(r"(?:19|20)\d{2}", figure.period or ""))
    return int(years.pop()) if len(years) == 1 else None


def _choose_other(edition: Edition, others: list[Edition]) -> Edition | None:
    """Another mention to compare with: of another number or year, else any."""
    apart = [other for other in others if (other.number, other.year) != (edition.number, edition.year)]
    return (apart or others or [None])[0]


def _build_row(reading: Reading, edition: Edition, other: Edition | None) -> RelationRow:
    yearly = False if _NOT_YEARLY.search(edition.event) else None
    expected = None if other is None else expect_edition(edition, other, yearly)
    columns: dict[str, object] = {"event": edition.event, "status": edition.figure.status, "edition": edition.number, "year": edition.year}
    columns |= {"other_edition": other.number if other else None, "other_year": other.year if other else None}
    columns |= {"expected": expected, "yearly": yearly}
    figures = (edition.figure, other.figure) if other else (edition.figure,)
    spans = (edition.figure.span("edition"), *((other.figure.span("other"),) if other else ()))
    return make_row(
        "edition", reading, reading.sentences[edition.figure.sentence], columns, spans, figures=figures,
        arithmetic=_show(edition, other), why_not=reason_for(figures) or (None if expected is not None else "operand-missing"),
    )  # fmt: skip


def expect_edition(edition: Edition, other: Edition, yearly: bool | None) -> int | None:
    """The edition that another one leads to, or None where a year is missing.

    An event that is not known to be held every year may have had fewer editions than years between, but never more, and one
    edition has one number: then the edition itself is what is expected if it lies in between.
    """
    if edition.year is None or other.year is None:
        return None
    years = edition.year - other.year
    due = other.number + years
    if yearly:
        return due
    least, most = sorted((other.number + (years > 0) - (years < 0), due))
    return edition.number if least <= edition.number <= most else due if yearly is None or years == 0 else None


def _show(edition: Edition, other: Edition | None) -> str:
    shown = f"{edition.number} ({edition.year or '?'})"
    return f"{shown}, {other.number} ({other.year or '?'})" if other else shown


def _build_forms(reading: Reading, first: Edition, second: Edition) -> RelationRow:
    columns = {"what": "edition-forms", "first_form": first.figure.text, "second_form": second.figure.text}
    spans = (first.figure.span("figure"), second.figure.span("other"))
    figures = (first.figure, second.figure)
    sentence = reading.sentences[second.figure.sentence]
    return make_row("wording", reading, sentence, columns, spans, figures=figures, arithmetic=f"{first.figure.text}, {second.figure.text}")
