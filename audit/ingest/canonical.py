"""The canonical text of a document that is no plain text, line by line, with the place of each run.

Comes in: paragraphs and table rows in reading order, each with what leads back into the file. Goes out: a SourceDocument. It
refuses, with an InputError, a text larger than a plain text file may be, and makes an empty text a document with a problem.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.errors import InputError
from audit.ingest.decode import describe_losses
from audit.ingest.text import MAX_BYTES
from audit.model import Damage, Place, SourceDocument
from audit.patterns import regex

MOST_PLACES = 250_000
"""So many paragraphs and filled cells are read; five times the largest yearbook table."""

_LINE_ENDS = regex(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAKS = regex(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_EDGES = " \t\r\n\f\v\u3000\xa0\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text, and the keywords of its Place."""

    text: str
    where: dict[str, Any] = field(default_factory=dict)


class CanonicalText:
    """A canonical text that grows line by line. `name` is the document's, for errors."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pieces: list[str] = []
        self._places: list[Place] = []
        self._furniture: list[tuple[int, int]] = []
        self._length = 0

    def add_line(self, text: str, *, furniture: bool = False, **where: Any) -> tuple[int, int]:
        """A paragraph; it is a line, or several where it has line breaks of its own. Blank ones leave no trace.

        `where` are the keywords of Place; `furniture` says that the line is no part of the document. Returns where it stands now.
        """
        at = self._length
        shown = "\n".join(line for line in (piece.strip(_EDGES) for piece in _LINE_ENDS.split(text)) if line)
        if shown:
            self._place(at, shown, where)
            self._append(shown + "\n", furniture)
        return at, at + len(shown)

    def add_row(self, cells: Sequence[Cell], *, furniture: bool = False) -> tuple[tuple[int, int], ...]:
        """A table row: a line with tabs between the cells, breaks inside a cell as blanks, nothing behind the last filled cell.

        A row with one filled cell is a line of its own: a caption, or a paragraph in a cell. Returns where each cell stands now.
        """
        texts = [_BREAKS.sub(" ", cell.text).strip(_EDGES) if cell.text else "" for cell in cells]
        filled = [index for index, text in enumerate(texts) if text]
        at = self._length
        if not filled:
            return ((at, at),) * len(cells)
        first, stop = filled[0] if len(filled) == 1 else 0, filled[-1] + 1
        ranges = [(at, at)] * first
        for text, cell in zip(texts[first:stop], cells[first:stop], strict=True):
            if text:
                self._place(at, text, cell.where)
            ranges.append((at, at + len(text)))
            at += len(text) + 1
        self._append("\t".join(texts[first:stop]) + "\n", furniture)
        return (*ranges, *((at, at),) * (len(cells) - stop))

    def build(self, data: bytes, form: str, encoding: str, reason: str) -> SourceDocument:
        """The document of the lines so far; `form` names the format, `encoding` and `reason` how its characters were read."""
        digest, text = hashlib.sha256(data).hexdigest(), "".join(self._pieces)
        if not text:
            empty = (Damage("empty-document", 1, (), lossy=True),)
            return SourceDocument(self._name, "", digest, encoding, reason, empty, "文件里没有文字", form)
        places, furniture = tuple(self._places), tuple(self._furniture)
        return SourceDocument(self._name, text, digest, encoding, reason, describe_losses(text), None, form, places, furniture)

    def _place(self, start: int, text: str, where: dict[str, Any]) -> None:
        if where:
            self._places.append(Place(start, start + len(text), **where))

    def _append(self, text: str, furniture: bool) -> None:
        start, self._length = self._length, self._length + len(text)
        self._pieces.append(text)
        if furniture and self._furniture and self._furniture[-1][1] == start:
            self._furniture[-1] = self._furniture[-1][0], self._length
        elif furniture:
            self._furniture.append((start, self._length))
        if self._length > MAX_BYTES or len(self._places) > MOST_PLACES:
            raise InputError("文件里的文字或单元格太多", reason="too-large", file=self._name, hint="请把文件拆开再核")
