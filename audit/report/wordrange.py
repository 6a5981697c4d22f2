"""Ranges of a Word document's text as runs of their own, so that a comment or a shade covers exactly them.

Comes in: a python-docx document, and where each line and cell of its canonical text comes from. Goes out: the runs of a range; runs
are cut where a range begins or ends inside one, and nothing that Word displays changes. What is no run of text has no range.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from audit.ingest.docx import Trace
from audit.ingest.docxruns import Piece

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _RUN, _BOX = f"{_WORD}t", f"{_WORD}r", f"{_WORD}txbxContent"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class _Held:
    """A stretch of what one text element held at first, and the element that holds it now."""

    start: int
    end: int
    element: Any


class WordRanges:
    """Finds and cuts the runs of ranges of the canonical text."""

    def __init__(self, root: Any, tree: Element, traces: Sequence[Trace]) -> None:
        """`root` is the main part as it will be written, `tree` the same part as it was read: their elements correspond."""
        self._traces, self._ends = traces, [trace.end for trace in traces]
        numbers = {id(element): number for number, element in enumerate(tree.iter())}
        elements = list(root.iter())
        self._elements = {key: elements[number] for key, number in numbers.items() if elements[number].tag == _TEXT}
        self._held: dict[int, list[_Held]] = {}
        self._aligned: dict[int, tuple[tuple[int, int] | None, ...]] = {}

    def find_runs(self, start: int, end: int, text: str) -> list[Any]:
        """The runs that hold the canonical `text` from `start` to `end`, in order; those of its first line or cell only."""
        index = bisect_right(self._ends, start)
        if index == len(self._traces) or self._traces[index].start >= end:
            return []
        trace = self._traces[index]
        if index not in self._aligned:
            self._aligned[index] = align_pieces(text[trace.start : trace.end], trace.pieces)
        origins = self._aligned[index][max(start, trace.start) - trace.start : end - trace.start]
        held = [(trace.pieces[piece], low, high) for piece, low, high in _join(origins)]
        runs = [self._cut(piece, low, high) for piece, low, high in held if id(piece[1]) in self._elements]
        return list(dict.fromkeys(find_outer(run) for run in runs))

    def _cut(self, piece: Piece, low: int, high: int) -> Any:
        """The run that holds `low` to `high` of a piece, and nothing else."""
        holder = piece[1]
        key = id(holder)
        if key not in self._held:
            self._held[key] = [_Held(0, len(piece[0]), self._elements[key])]
        for at in (low, high):
            self._cut_at(self._held[key], at)
        held = next(held for held in self._held[key] if held.start == low)
        return held.element.getparent()

    def _cut_at(self, parts: list[_Held], at: int) -> None:
        for place, held in enumerate(parts):
            if held.start <= at < held.end:
                if at == held.start:
                    _part_run(held.element)
                else:
                    parts.insert(place + 1, _Held(at, held.end, _split_text(held.element, at - held.start)))
                    held.end = at
                return
        following = parts[-1].element.getnext()
        if following is not None:
            _part_run(following)


def find_outer(run: Any) -> Any:
    """The run itself, or the one in the story that holds its text box: Word has no comments inside of text boxes."""
    boxes = list(run.iterancestors(_BOX))
    return next(boxes[-1].iterancestors(_RUN), run) if boxes else run


def align_pieces(shown: str, pieces: Sequence[Piece]) -> tuple[tuple[int, int] | None, ...]:
    """For each character of a line the piece it comes from and its place there; None for a paragraph's number, for one.

    From the end backwards, because what Word adds (1.) stands in front: `1.1.2亿元` is the number `1.` and the text `1.2亿元`.
    """
    held = [(char, piece, place) for piece, (text, _) in enumerate(pieces) for place, char in enumerate(text)]
    found: list[tuple[int, int] | None] = []
    last = len(held) - 1
    for char in reversed(shown):
        while last >= 0 and held[last][0] != char and held[last][0].isspace():
            last -= 1
        same = last >= 0 and held[last][0] == char
        found.append(held[last][1:] if same and pieces[held[last][1]][1] is not None else None)
        last -= same
    return tuple(reversed(found))


def _join(origins: Iterable[tuple[int, int] | None]) -> Iterator[tuple[int, int, int]]:
    """Neighbouring characters of one piece as one range."""
    current: tuple[int, int, int] | None = None
    for origin in origins:
        if origin is None:
            continue
        if current and origin == (current[0], current[2]):
            current = (current[0], current[1], origin[1] + 1)
            continue
        if current:
            yield current
        current = (origin[0], origin[1], origin[1] + 1)
    if current:
        yield current


def _split_text(element: Any, at: int) -> Any:
    """Cut a text element, and its run with it; returns the element of the second part."""
    second = deepcopy(element)
    element.text, second.text = element.text[:at], element.text[at:]
    for part in (element, second):
        part.set(_SPACE, "preserve")
    element.addnext(second)
    _part_run(second)
    return second


def _part_run(child: Any) -> None:
    """Make a child of a run, and all behind it, a run of its own with the same look."""
    run = child.getparent()
    before = [sibling for sibling in child.itersiblings(preceding=True) if not sibling.tag.endswith("}rPr")]
    if not before:
        return
    new = run.makeelement(run.tag, run.attrib, run.nsmap)
    look = [deepcopy(sibling) for sibling in run if sibling.tag.endswith("}rPr")]
    new.extend([*look, child, *list(child.itersiblings())])
    run.addnext(new)
