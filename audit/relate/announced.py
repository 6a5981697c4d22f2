"""Announced counts in a sentence: 五大功能, 三张清单, “三大基金”, 2县 — a small whole number with its counter.

Comes in: a sentence of a reading. Goes out: Announced values in order, each with its figure where the reading has one. Numbers with
a hedge, a fraction, a rank or a measure (年, 元, %) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from audit.interval import Interval
from audit.model import Figure, Reading, Sentence
from audit.relate.rows import interval_columns, operand_columns
from audit.relate.words import load_lists, match_any

LARGEST = 30
"""A longer list is not spelled out in running text."""

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_HANZI = re.compile(r"[\u4e00-\u9fff“‘《A-Za-z]")


@dataclass(frozen=True, slots=True)
class Announced:
    """A count as written: the place of number and counter in the sentence, its value, and what kind of counter it is."""

    start: int
    end: int
    number: int
    counter: str
    quoted: bool
    figure: Figure | None

    @property
    def is_closed(self) -> bool:
        """Whether the counter is one of a closed class (三大, 四级, 两区), so that each member should be named."""
        lists = load_lists()
        return self.quoted or self.counter in lists["closed_counter"] or self.counter in lists["place_counter"]

    @property
    def names_class(self) -> bool:
        """Whether two names are enough to take the count for theirs: a closed class (三大, 两区) outside quotes; 铁人三项 is a name."""
        return self.is_closed and not self.quoted

    def fits(self, items: Iterable[str]) -> bool:
        """Whether the counter can count these items: 链 and 院 only what ends in them."""
        return self.counter not in load_lists()["shared_counter"] or all(item.endswith(self.counter) for item in items)

    def columns(self) -> dict[str, object]:
        """The columns of the operand `announced`; a count inside quotes is no figure, but it is known all the same."""
        if self.figure is not None:
            return operand_columns("announced", self.figure)
        empty = operand_columns("announced", None)
        return empty | interval_columns("announced", Interval.of(self.number), None) | {"announced_unit": self.counter}


def find_announced(reading: Reading, sentence: Sentence) -> Iterator[Announced]:
    """The announced counts of a sentence, in order; what the reading took for a name (中央八项规定) counts nothing."""
    slots = {slot.start: reading.figures[slot.figure] for slot in sentence.slots}
    for match in _pattern().finditer(sentence.text):
        number = read_small(match.group("number"))
        if number is None or not 2 <= number <= LARGEST:
            continue
        figure = slots.get(match.start("number"))
        if figure is not None and (figure.kind not in ("level", "ordinal") or figure.value != number or figure.modifier != "eq"):
            continue
        quoted = sentence.text[match.start() - 1 : match.start()] in ("“", "‘") if match.start() else False
        found = Announced(match.start(), match.end(), number, match.group("counter"), quoted, figure)
        ranked = sentence.text[: match.start()].endswith("前")  # 前10位的省依次为
        if figure is not None or found.is_closed or found.counter in load_lists()["shared_counter"] or ranked:
            yield found


def read_small(word: str) -> int | None:
    """A whole number below a hundred in Arabic or Chinese numerals.

    >>> read_small("十二"), read_small("两"), read_small("二十"), read_small("8")
    (12, 2, 20, 8)
    """
    if word.isdigit():
        return int(word) if len(word) < 3 else None
    if "十" not in word:
        return _DIGITS.get(word)
    tens, _, ones = word.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def has_noun(text: str, at: int) -> bool:
    """Whether a class noun may follow directly at a place: a character that is no mark and no end."""
    return _HANZI.match(text, at) is not None


@cache
def _pattern() -> re.Pattern[str]:
    numeral = r"(?P<number>[二三四五六七八九]?十[一二三四五六七八九]?|[两三四五六七八九]|二(?=者)|\d{1,2})"
    before = r"(?<!中共)(?<!党的)(?<![第\d.,%％/:：\-—~～一二三四五六七八九十百千万亿几数约近超逾每点A-Za-z+＋])"
    level = f"级(?={match_any('level_noun')})"
    counter = f"(?P<counter>{level}|{match_any('closed_counter', 'place_counter', 'open_counter', 'shared_counter')})"
    behind = r"(?!以上|以下|以内|左右|多|余|月|百分点|小时|工作日|学期|季度|年|次|亿|万|度|分|成)"
    return re.compile(before + numeral + r"\s*" + counter + behind)
