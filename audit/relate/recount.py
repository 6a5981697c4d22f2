"""Relation `tally`, what = recount: one named set with two numbers: “三大攻坚战” and 四大攻坚战, “三个一批” and “四个一批”.

Comes in: a reading. Goes out: one row for each mention of a set that is quoted at least once, beside its first mention.
Two programmes may be called alike, so “四个一批” is only the same as “三个一批” where the text says that it goes on with it (继续).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.interval import Interval
from audit.model import Reading, RelationRow, Sentence
from audit.relate.announced import read_small
from audit.relate.rows import interval_columns, make_row, operand_columns
from audit.relate.words import load_lists

_QUOTED = re.compile(r"“(?P<number>[二三四五六七八九十两])(?P<counter>[大个项])(?P<noun>[\u4e00-\u9fff]{2,8})”")
_GOES_ON = re.compile(r"(?:继续|持续|深化|接续|进一步|始终)[\u4e00-\u9fff]{0,6}$")
_LONG = 3


@dataclass(frozen=True, slots=True)
class Named:
    """One mention: the number, where it stands, and whether the text says that it goes on with what it did."""

    number: int
    sentence: Sentence
    start: int
    end: int
    goes_on: bool


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of sets that are named more than once."""
    for counter, noun in _find_names(reading):
        mentions = tuple(_find_mentions(reading, counter, noun))
        first = mentions[0]
        for other in mentions[1:]:
            long = len(noun) >= _LONG and noun[-2:] not in load_lists()["general_noun"]
            if other.number == first.number or long or other.goes_on:
                yield _relate(reading, first, other, noun)


def _find_names(reading: Reading) -> list[tuple[str, str]]:
    """Counter and noun of every quoted set, once each."""
    found = [(m.group("counter"), m.group("noun")) for sentence in reading.sentences for m in _QUOTED.finditer(sentence.text)]
    return list(dict.fromkeys(found))


def _find_mentions(reading: Reading, counter: str, noun: str) -> Iterator[Named]:
    """All mentions of a set, quoted or not (三大攻坚战强力突破)."""
    pattern = re.compile(rf"(?<![第十百千万\d])(?P<number>[二三四五六七八九十两]){counter}{noun}")
    for sentence in reading.sentences:
        for match in pattern.finditer(sentence.text):
            number = read_small(match.group("number"))
            if number is not None:
                before = sentence.text[: match.start()].removesuffix("“")
                yield Named(number, sentence, match.start(), match.end(), _GOES_ON.search(before) is not None)


def _relate(reading: Reading, first: Named, other: Named, noun: str) -> RelationRow:
    columns: dict[str, object] = operand_columns("announced", None) | interval_columns("announced", Interval.of(first.number), None)
    columns |= {"what": "recount", "indicator": noun, "open": False, "listed": other.number, "listed_high": other.number}
    spans = (
        reading.place(first.sentence, first.start, first.end, "announced"),
        reading.place(other.sentence, other.start, other.end, "listed"),
    )
    return make_row("tally", reading, other.sentence, columns, spans, arithmetic=f"{spans[0].text} ↔ {spans[1].text}")
