"""Editions of one event in two documents: 第二十四届 in last year's text, 第二十六届 in this year's.

Comes in: two documents. Goes out: rows of relation `edition`, for each edition of the first that was held or attended, whose event, by
the same name and with a year, stands so in the other: what is being prepared is of any year. Short names (创业大赛) are borne by many
events and are left out unless the lexicon knows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import RelationRow
from audit.patterns import regex
from audit.relate.across.facts import Told
from audit.relate.edition import Edition, choose_other, find_editions, relate_editions

_SHORTEST = 6
_HELD = regex(r"(?:举办|承办|主办|召开|参加|参与|参展|亮相|组团|赴|出席)(?!方)[^，,；;。]{0,12}$")
_AHEAD = regex(r"筹办|筹备|申办|将|拟|继续|力争|谋划|备战|迎接")


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all editions whose event the other document names too, in reading order."""
    known: dict[str, list[Edition]] = {}
    for edition in find_editions(other.reading):
        if _was_held(other, edition):
            known.setdefault(edition.event, []).append(edition)
    for edition in find_editions(told.reading):
        named = edition.known is not None or len(edition.event) >= _SHORTEST
        if named and _was_held(told, edition) and _agree(known.get(edition.event, [])):
            beside = choose_other(edition, known.get(edition.event, []))
            if beside is not None:
                yield relate_editions(told.reading, edition, beside)


def _was_held(told: Told, edition: Edition) -> bool:
    """Whether an edition is told of as held in a year that the document names."""
    figure, sentence = edition.figure, told.sentence(edition.figure)
    slot = next(slot for slot in sentence.slots if slot.figure == figure.figure)
    clause = sentence.text[: slot.lead]
    held = _HELD.search(clause) is not None and not _AHEAD.search(clause[-20:])
    return held and edition.year is not None and figure.status == "actual" and told.dated(figure)


def _agree(editions: list[Edition]) -> bool:
    """Whether the other document gives each year one edition; else the name is borne by several events."""
    numbers = {(edition.year, edition.number) for edition in editions}
    return len({year for year, _ in numbers}) == len(numbers)
