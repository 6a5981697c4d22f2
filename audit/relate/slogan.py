"""Relation `tally`, what = list or named: numbers inside a slogan and what the slogan stands for.

Comes in: a reading. Goes out: one row for “三高”(高新企业、高新平台、高新技术), for 十联动(产学研用金、才政介美云) and “十百千”.
Only a slogan that the text itself spells out is counted; where 等 follows it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import Interval
from audit.model import Reading, RelationRow, Sentence
from audit.relate.announced import read_small
from audit.relate.rows import interval_columns, make_row, operand_columns

_NUMERAL = "二三四五六七八九十两"
_WORD = re.compile(rf"(?P<number>[{_NUMERAL}])(?P<word>[\u4e00-\u9fff]{{1,3}}?)”?[（(](?P<list>[\u4e00-\u9fff、]{{3,60}})[）)]")
_STEPS = re.compile(r"“(?P<steps>[一十百千万亿]{2,5})”[^，,；;。：:]{0,12}[，,：:]\s*(?:即|就是|指)?(?P<rest>[^。；;]{4,120})")
_STEP = re.compile(r"(?<![一二三四五六七八九十百千万几数第零两\d])(?P<step>[一十百千万亿])(?=[家名个项户人件场所亩条座支种位])")
_LETTERS = 6
"""From here a number of letters in a bracket is their count: 产学研用金、才政介美云."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The slogans of a document that are spelled out."""
    for sentence in reading.sentences:
        if sentence.row is not None:
            continue
        for match in _WORD.finditer(sentence.text):
            listed = _count_words(match) or _count_letters(match)
            if listed is not None:
                number = read_small(match.group("number")) or 0
                yield _relate(reading, sentence, match, "list", number, listed, "list")
        for match in _STEPS.finditer(sentence.text):
            listed = _count_steps(match.group("steps"), match.group("rest"))
            if listed is not None:
                yield _relate(reading, sentence, match, "named", len(match.group("steps")), listed, "rest")


def _count_words(match: re.Match[str]) -> int | None:
    """The items of the bracket, where each holds the slogan's own word: 高 in 高新企业."""
    items = match.group("list").split("、")
    plain = len(items) > 1 and "等" not in match.group("list")
    return len(items) if plain and all(match.group("word") in item for item in items) else None


def _count_letters(match: re.Match[str]) -> int | None:
    """The letters of the bracket, each standing for one, where they are about as many as the number."""
    letters = match.group("list").replace("、", "")
    number = read_small(match.group("number")) or 0
    near = number >= _LETTERS and abs(len(letters) - number) <= 1 and "等" not in letters
    return len(letters) if near else None


def _count_steps(steps: str, rest: str) -> int | None:
    """How many of a slogan's numerals stand behind it, in their order; None where hardly any does, or 等 leaves it open."""
    found = [match.group("step") for match in _STEP.finditer(rest)]
    here = [step for step in steps if step in found]
    ordered = [step for step in found if step in steps] == here
    return len(here) if ordered and len(here) >= max(2, len(steps) - 1) and "等" not in rest else None


def _relate(reading: Reading, sentence: Sentence, match: re.Match[str], what: str, number: int, listed: int, group: str) -> RelationRow:
    columns: dict[str, object] = operand_columns("announced", None) | interval_columns("announced", Interval.of(number), None)
    columns |= {"what": what, "indicator": "", "open": False, "listed": listed, "listed_high": listed}
    start, end = match.span(group)
    spans = (
        reading.place(sentence, match.start(), min(match.start(group), match.start() + 12), "announced"),
        reading.place(sentence, start, min(end, start + 80), "listed"),
    )
    return make_row("tally", reading, sentence, columns, spans, arithmetic=f"announced {number}, listed {listed}")
