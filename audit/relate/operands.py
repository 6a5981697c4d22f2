"""Which figures of a document can speak of each other: names compared without area and filler words, and places in a sentence.

Comes in: figures and sentences. Goes out: yes or no, and the words between two figures. What a relation makes of it is its own matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from audit.interval import ZERO, Interval
from audit.model import Figure, Reading, Sentence, Slot
from audit.patterns import regex

_FILLER = regex(
    r"^(?:对(?=.{4})|全市|全区|全县|全省|全国|全州|我市|我区|我县|我省|我国|本市|地区|当年|全年|年末|累计|新增|总)+|(?:总量|总数|总额|数量|规模|数|量)$|[的“”\"《》\s]"
)
_PART = regex(r"其中|[（(][^）)]*$")
_SCOPE = regex(r"^(市本级|市级|省本级|省级|区本级|区级|县本级|县级|本级)")
_SECTION_SCOPE = regex(r"(市本级|市级|省本级|省级|区本级|区级|县本级|县级)(?=\p{Han}{0,6}(?:收支|情况|预算|执行))")


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure where it stands: its sentence, its number in it, and its slot."""

    figure: Figure
    sentence: Sentence
    number: int

    @property
    def slot(self) -> Slot:
        """The figure's place in the sentence."""
        return self.sentence.slots[self.number]

    @property
    def gap(self) -> str:
        """The words between the figure before and this one (from the sentence's start for the first)."""
        before = self.sentence.slots[self.number - 1].tail if self.number else 0
        return self.sentence.text[before : self.slot.lead]

    @property
    def behind(self) -> str:
        """The words behind the figure, up to the next figure or the sentence's end."""
        slots = self.sentence.slots
        after = slots[self.number + 1].lead if self.number + 1 < len(slots) else len(self.sentence.text)
        return self.sentence.text[self.slot.tail : after]


@lru_cache(maxsize=4096)
def mentions_of(reading: Reading, sentence: Sentence) -> tuple[Mention, ...]:
    """The figures of a sentence where they stand."""
    return tuple(Mention(reading.figures[slot.figure], sentence, n) for n, slot in enumerate(sentence.slots))


def all_mentions(reading: Reading) -> Iterator[tuple[Mention, ...]]:
    """The figures of every sentence that has any."""
    for sentence in reading.sentences:
        if sentence.slots:
            yield mentions_of(reading, sentence)


def core_name(name: str | None) -> str:
    """A name without area, year and counting words, for comparing.

    >>> core_name("全市专利申请量"), core_name("专利申请数量")
    ('专利申请', '专利申请')
    """
    return _FILLER.sub("", name or "") or (name or "")


def scope_of(figure: Figure) -> str:
    """The part of the area a figure speaks of, by its name or its section: 市级, 市本级; empty for the whole."""
    named = _SCOPE.match(figure.indicator)
    if named:
        return named.group(1)
    section = _SECTION_SCOPE.search(figure.section)
    return section.group(1) if section else ""


def without_scope(name: str) -> str:
    """A name without its leading 市级 or 市本级."""
    return _SCOPE.sub("", name)


def same_measure(a: Figure, b: Figure) -> bool:
    """Whether two figures are amounts of one thing in one unit."""
    return a.kind == b.kind and a.unit == b.unit and core_name(a.indicator) == core_name(b.indicator) != ""


def show_stated(figure: Figure) -> str:
    """A figure as printed with what the print allows: `64% [63.5, 64.5]`; an exact or unknown one without."""
    if figure.exact or not figure.known or figure.unit not in ("%", "‰", "个百分点", "倍"):
        return figure.text
    return f"{figure.text} {figure.interval.show(3)}"


def add_up(figures: Iterable[Figure]) -> tuple[Interval, Interval]:
    """The sum of some figures: under rounding and under truncation."""
    total = cut = Interval(ZERO, ZERO)
    for figure in figures:
        total, cut = total + figure.interval, cut + figure.truncated
    return total, cut


def is_part(mention: Mention) -> bool:
    """Whether 其中 or an open bracket stands before a figure in its part of the sentence (；ends one)."""
    return _PART.search(re.split("[；;]", mention.sentence.text[: mention.slot.lead])[-1]) is not None


def show_like(interval: Interval, figure: Figure) -> str:
    """An interval in the scale that a figure is printed in: 3989.9亿元 beside 3990.1亿元."""
    digits = re.sub(r"[^\d.]", "", figure.text)
    if not digits or not figure.value:
        return interval.show()
    scale = Interval.of(abs(figure.value) / Decimal(digits))
    return (interval / scale).show() + re.sub(r"^[-−\d., \n]+", "", figure.text)


def same_clause(gap: str) -> bool:
    """Whether no sentence part ends between two figures."""
    return not re.search(r"[；;。！？]", gap)
