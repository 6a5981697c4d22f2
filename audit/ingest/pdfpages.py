"""The pages of a PDF as glyphs and ruling lines, by pdfium. It runs as a process of its own; audit/ingest/pdf.py starts it.

Comes in: the bytes of a PDF on standard input. Goes out: on standard output, as JSON, the canonical text with its places, or why it
could not be read. pdfium is native code that has to do with hostile files: a crash, a hang or a bomb ends here with the process.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from audit.ingest.affine import find_quarter
from audit.ingest.composition import compose_pages
from audit.ingest.layout import Glyph, Page
from audit.ingest.pdfrules import find_rules
from audit.ingest.pdfspace import Space
from audit.model import Place

_LOST = "\ufffd"
_SPACE = 32
_PLACE = tuple(Place.__dataclass_fields__)
_LINE_ENDS = "\r\n\ufffe\x02\x00"
_NEEDS_TEXT = 2
"""A page with fewer glyphs than this has no text."""


class RefusedError(Exception):
    """Why a PDF is not read: a reason code, and numbers for its message."""

    def __init__(self, reason: str, *numbers: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A glyph in the page's own space, with the quarter turn it stands at, None for an odd angle."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    quarter: int | None


def read_pages(data: bytes, most_pages: int) -> tuple[list[Page], int]:
    """The pages of a PDF, and how many have pictures but no text. Raises RefusedError."""
    document = _open(data)
    count = len(document)
    if count > most_pages:
        raise RefusedError("too-many-pages", count, most_pages)
    pages, scanned = [], 0
    for number in range(count):
        page, has_pictures = _read_page(document, number)
        pages.append(page)
        scanned += has_pictures and len(page.glyphs) < _NEEDS_TEXT
    return pages, scanned


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = getattr(problem, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise RefusedError("encrypted" if locked else "damaged-file") from problem


def _read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[Page, bool]:
    """One page; one that pdfium cannot load is an empty page."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page(number + 1, 0, 0, ()), False
    drawn = list(_join_ligatures(_read_glyphs(page)))
    turns = Counter(glyph.quarter for glyph in drawn if glyph.quarter is not None and glyph.text.strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    space = Space.of_page(page, turn)
    level = tuple(_place(space, glyph) for glyph in drawn if glyph.quarter == turn)
    odd = tuple(_place(space, glyph) for glyph in drawn if glyph.quarter != turn)
    rules, has_pictures = find_rules(page, space)
    page.close()
    return Page(number + 1, space.width, space.height, level, rules, odd), has_pictures


def _read_glyphs(page: pypdfium2.PdfPage) -> Iterator[_Drawn]:
    """The glyphs of a page in the order they are drawn, without the spaces that pdfium makes up."""
    text = page.get_textpage()
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for n in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, n)
        if code <= _SPACE and raw.FPDFText_IsGenerated(text, n) == 1:
            continue
        unmapped = raw.FPDFText_HasUnicodeMapError(text, n) == 1
        character = _LOST if unmapped or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
        if character in _LINE_ENDS and not unmapped:
            continue
        raw.FPDFText_GetMatrix(text, n, matrix)
        raw.FPDFText_GetLooseCharBox(text, n, box)
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        size = max(raw.FPDFText_GetFontSize(text, n) * math.hypot(matrix.c, matrix.d), 0.1)
        place = (box.left, box.top, box.right, box.bottom)
        shown = " " if character in "\t\xa0" else character
        yield _Drawn(shown, place, (x.value, y.value), size, find_quarter(matrix.a, matrix.b))
    text.close()


def _join_ligatures(glyphs: Iterator[_Drawn]) -> Iterator[_Drawn]:
    """One glyph that stands for several characters (ﬁ, or —— in some fonts) comes as several in one box: made one again."""
    last: _Drawn | None = None
    for glyph in glyphs:
        if last and (glyph.box, glyph.origin) == (last.box, last.origin) and glyph.text.strip():
            last = replace(last, text=last.text + glyph.text)
            continue
        if last:
            yield last
        last = glyph
    if last:
        yield last


def _place(space: Space, drawn: _Drawn) -> Glyph:
    left, _, right, _ = space.turn_box(drawn.box)
    _, baseline = space.turn(*drawn.origin)
    return Glyph(drawn.text, left, right, baseline, drawn.size)


def answer(data: bytes, most_pages: int) -> dict[str, object]:
    """What is written to standard output."""
    try:
        pages, scanned = read_pages(data, most_pages)
    except RefusedError as refused:
        return {"refused": refused.reason, "numbers": refused.numbers}
    composed = compose_pages(pages)
    return {
        "pages": len(pages),
        "scanned": scanned,
        "text": composed.text,
        "places": [{key: value for key in _PLACE if (value := getattr(place, key)) is not None} for place in composed.places],
        "furniture": composed.furniture,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), int(sys.argv[1]))))
