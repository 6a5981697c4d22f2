"""Places of a text in words: line and column, and the sentence around the spans of a finding.

Comes in: a source text and spans in it. Goes out: excerpts, cut at sentence ends or at a given reach, each in pieces that
know the role they play. Spans outside the text are clipped, never an error: a report must not fail on a bad offset.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from audit.model import Span
from audit.patterns import regex

_LINE_END = regex(r"\r\n|\r|\n")
_SENTENCE_ENDS = "。！？!?\r\n"


@dataclass(frozen=True, slots=True)
class SourceLines:
    """A text and where its lines start; lines and columns count from 1, columns in code points."""

    text: str
    starts: tuple[int, ...]

    @staticmethod
    def of(text: str) -> SourceLines:
        """The lines of a text; CR LF, CR and LF end a line."""
        return SourceLines(text, (0, *(found.end() for found in _LINE_END.finditer(text))))

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset.

        >>> SourceLines.of("一、总结\\n全年10家").locate(7)
        (2, 3)
        """
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; `role` is None outside of the spans."""

    text: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of one document around some spans, the first of which starts at `at`.

    `cut_left` and `cut_right` say that the sentence goes on.
    """

    at: int
    line: int
    column: int
    pieces: tuple[Piece, ...]
    cut_left: bool
    cut_right: bool


def quote_places(lines: SourceLines, spans: Iterable[Span], reach: int) -> tuple[Excerpt, ...]:
    """Excerpts of at most two and a half times `reach` characters that show all spans; near ones share an excerpt."""
    text = lines.text
    clipped = sorted({clip_span(text, span) for span in spans}, key=lambda item: (item[0], item[1]))
    clusters: list[tuple[int, int, list[tuple[int, int, str]]]] = []
    for start, end, role in clipped:
        shown = min(end, start + reach // 2)
        left, right = find_sentence(text, start, shown, reach)
        if clusters and left <= clusters[-1][1] and right - clusters[-1][0] <= 5 * reach // 2:
            before = clusters.pop()
            clusters.append((before[0], max(before[1], right), [*before[2], (start, end, role)]))
        else:
            clusters.append((left, right, [(start, end, role)]))
    return tuple(_make_excerpt(lines, *cluster) for cluster in clusters)


def clip_span(text: str, span: Span) -> tuple[int, int, str]:
    """A span's start, end and role inside the text; an empty span covers the character at its place."""
    start = max(0, min(span.start, len(text) - 1))
    return start, max(0, min(max(span.end, start + 1), len(text))), span.role


def find_sentence(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """The sentence around a place, at most `reach` characters to either side."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    before = max((text.rfind(mark, left, start) for mark in _SENTENCE_ENDS), default=-1)
    after = min((found for mark in _SENTENCE_ENDS if (found := text.find(mark, end, right)) >= 0), default=right)
    return max(left, before + 1), after + (after < right and text[after] not in "\r\n")


def _make_excerpt(lines: SourceLines, left: int, right: int, spans: list[tuple[int, int, str]]) -> Excerpt:
    text = lines.text
    cuts = sorted({left, right, *(min(max(edge, left), right) for start, end, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(cuts):
        roles = [role for first, last, role in spans if first <= start and end <= last]
        pieces.append(Piece(text[start:end], roles[-1] if roles else None))
    line, column = lines.locate(spans[0][0])
    cut_left = left > 0 and text[left - 1] not in _SENTENCE_ENDS
    cut_right = right < len(text) and text[right - 1] not in _SENTENCE_ENDS and text[right] not in "\r\n"
    return Excerpt(spans[0][0], line, column, tuple(pieces), cut_left, cut_right)
