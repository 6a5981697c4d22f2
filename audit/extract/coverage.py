"""What became of every run of digits in a document: figure, date, list number, name, hole, furniture, or none of these.

Comes in: a Reading. Goes out: each run of digits of the running text with what it is and, for one that nothing explains, why. It
decides nothing about figures; it only shows where the grammar is silent, so that there is no silent blind spot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from audit.extract.flow import Flow, unfold_text
from audit.extract.masks import Sort, find_masks
from audit.model import Reading, Span
from audit.patterns import regex

Part = Sort | Literal["figure", "hole", "furniture", "year", "letters", "version", "digits", "unknown"]

EXPLAINED: frozenset[Part] = frozenset(("figure", "date", "list", "name", "code", "document", "hole", "furniture"))
"""What a run of digits may be without being an exception."""

EXCEPTIONS: frozenset[Part] = frozenset(("age",))
"""What is listed as an exception: a number that bounds a class of people and measures nothing (60岁以上)."""

WHY: dict[Part, dict[str, str]] = {
    "year": {"zh": "像年份但后面没有“年”", "en": "like a year, but no 年 behind it"},
    "letters": {"zh": "紧挨着字母，像型号或外文", "en": "beside letters, like a model or foreign text"},
    "version": {"zh": "小数点不止一个，像版本号或粘连的表格", "en": "several points, like a version or cells that ran together"},
    "digits": {"zh": "位数过多，不像数量", "en": "too many digits for an amount"},
    "unknown": {"zh": "认不出", "en": "not recognised"},
}
"""The words for runs that nothing explains, by language."""

_RUN = regex(r"\d+(?:[.,]\d+)*+")
_YEARLIKE = regex(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class DigitRun:
    """A run of digits, its place in the source, what it is part of, and the words around it."""

    span: Span
    part: Part
    context: str


def explain_digits(reading: Reading) -> tuple[DigitRun, ...]:
    """Every run of digits of a document, in order.

    >>> from audit.ingest import build_document
    >>> from audit.pipeline import read_source
    >>> reading = read_source(build_document("a.txt", "2023年建成5G基站12个，见《办法》第3条；举办2024马拉松。".encode()))
    >>> [(run.span.text, run.part) for run in explain_digits(reading)]
    [('2023', 'date'), ('5', 'name'), ('12', 'figure'), ('3', 'figure'), ('2024', 'year')]
    """
    flow = unfold_text(reading.clean)
    return tuple(_explain_run(reading, flow, match, part) for match, part in _find_runs(reading, flow))


def _find_runs(reading: Reading, flow: Flow) -> Iterator[tuple[re.Match[str], Part | None]]:
    """Each run with the part of the text that covers it."""
    parts = _cover(reading, flow)
    at = 0
    for match in _RUN.finditer(flow.text):
        while at < len(parts) and parts[at][1] <= match.start():
            at += 1
        inside = at < len(parts) and parts[at][0] < match.end()
        yield match, parts[at][2] if inside else None


def _cover(reading: Reading, flow: Flow) -> list[tuple[int, int, Part]]:
    """The explained parts of the running text in order, none overlapping: what the figures take goes before what is masked."""
    found: list[tuple[int, int, Part]] = [(mask.start, mask.end, mask.sort) for mask in find_masks(flow.text)]
    for sentence in reading.sentences:
        found.extend((sentence.at + slot.start, sentence.at + slot.end, "figure") for slot in sentence.slots)
    found.extend(_find_furniture(flow))
    ordered, at = [], 0
    for start, end, part in sorted(found):
        if end > at:
            ordered.append((max(start, at), end, part))
            at = end
    return ordered


def _find_furniture(flow: Flow) -> Iterator[tuple[int, int, Part]]:
    """What lies between the blocks is no part of the document."""
    at = 0
    for block in flow.blocks:
        if block.start > at:
            yield at, block.start, "furniture"
        at = max(at, block.end)
    if at < len(flow.text):
        yield at, len(flow.text), "furniture"


def _explain_run(reading: Reading, flow: Flow, match: re.Match[str], part: Part | None) -> DigitRun:
    start, end = flow.offsets.source(*match.span())
    source = reading.clean.source.text
    part = part or _hole_of(reading, start, end) or _guess(flow.text, match)
    return DigitRun(Span(start, end, source[start:end]), part, " ".join(source[max(0, start - 12) : end + 12].split()))


def _hole_of(reading: Reading, start: int, end: int) -> Part | None:
    return "hole" if any(hole.span.start <= start and end <= hole.span.end for hole in reading.holes) else None


def _guess(text: str, match: re.Match[str]) -> Part:
    """Why a run is no figure, as far as it shows."""
    run, around = match.group(), text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    if _YEARLIKE.fullmatch(run):
        return "year"
    if run.count(".") > 1 or (run.count(".") and "." in around):
        return "version"
    if any(c.isascii() and c.isalpha() for c in around):
        return "letters"
    return "digits" if len(run) > 12 else "unknown"
