"""A document's own text, cut into lines and segments that know the findings and the figure they belong to.

Comes in: the source text, the spans of its findings, its figures with their verdicts, its headings. Goes out: lines of
segments that join to the text again. Overlapping spans are split, so that every segment carries all findings that touch it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit.model import Figure, Heading, LedgerEntry, Span, Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that a panel speaks of; `panel` is the panel's number on the page."""

    start: int
    end: int
    panel: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line; `opens` says that a mark or a figure starts here (its place can be linked to)."""

    start: int
    text: str
    panels: tuple[int, ...]
    opens: bool
    figure: int | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text; `level` is its heading's level, 0 for running text."""

    number: int
    level: int
    segments: tuple[Segment, ...]


def make_marks(text: str, spans: Iterable[tuple[Span, int]]) -> tuple[Mark, ...]:
    """Marks of the spans inside the text; an empty span marks the character at its place."""
    marks = (Mark(max(0, span.start), min(max(span.end, span.start + 1), len(text)), panel) for span, panel in spans)
    return tuple(sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, mark.end, mark.panel)))


def cut_lines(
    text: str,
    starts: Sequence[int],
    marks: Sequence[Mark],
    figures: Sequence[Figure],
    ledger: Sequence[LedgerEntry],
    headings: Sequence[Heading],
) -> tuple[Line, ...]:
    """The text as lines of segments; `starts` are the places where its lines start."""
    verdicts = {entry.figure: entry.verdict for entry in ledger}
    inside = [figure for figure in figures if 0 <= figure.start < min(figure.end, len(text))]
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    edges |= {min(edge, len(text)) for figure in inside for edge in (figure.start, figure.end)}
    cuts = sorted({0, len(text), *edges, *(start for start in starts if start <= len(text))})
    segments = _sweep(text, cuts, marks, inside, verdicts)
    levels = _level_lines(starts, headings)
    return tuple(_gather(text, starts, segments, levels))


def _sweep(
    text: str, cuts: Sequence[int], marks: Sequence[Mark], figures: Sequence[Figure], verdicts: Mapping[int, Verdict]
) -> Iterable[Segment]:
    active: list[Mark] = []
    waiting, owners = iter(marks), iter(sorted(figures, key=lambda figure: figure.start))
    mark, owner = next(waiting, None), next(owners, None)
    for start, end in pairwise(cuts):
        active = [one for one in active if one.end > start]
        opens = False
        while mark is not None and mark.start <= start:
            active.append(mark)
            opens, mark = True, next(waiting, None)
        while owner is not None and owner.end <= start:
            owner = next(owners, None)
        number = owner.figure if owner is not None and owner.start <= start else None
        opens |= owner is not None and owner.start == start
        panels = tuple(dict.fromkeys(one.panel for one in active))
        yield Segment(start, text[start:end], panels, opens, number, verdicts.get(number, "") if number is not None else "")


def _level_lines(starts: Sequence[int], headings: Sequence[Heading]) -> dict[int, int]:
    known = set(starts)
    return {heading.span.start: heading.level for heading in headings if heading.span.start in known and heading.level < 5}


def _gather(text: str, starts: Sequence[int], segments: Iterable[Segment], levels: dict[int, int]) -> Iterable[Line]:
    shown = [start for start in starts if start < len(text)]
    source = iter(segments)
    segment = next(source, None)
    for number, start in enumerate(shown, 1):
        end = shown[number] if number < len(shown) else len(text)
        found = []
        while segment is not None and segment.start < end:
            found.append(segment)
            segment = next(source, None)
        yield Line(number, levels.get(start, 0), tuple(found))
