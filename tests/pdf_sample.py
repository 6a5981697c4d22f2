"""PDF files for tests, drawn by reportlab with the Adobe-GB1 font that every reader knows, so that no font has to be installed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.page_sample import HEIGHT, WIDTH, Sheet

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def write_pdf(sheets: Iterable[Sheet], prepare: Callable[[Canvas], None] | None = None, encrypt: StandardEncryption | None = None) -> bytes:
    """The PDF of sheets; `prepare` is called with the canvas at the start of each page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), encrypt=encrypt)
    for sheet in sheets:
        if prepare:
            prepare(canvas)
        for left, baseline, size, text in sheet.texts:
            canvas.setFont(FONT, size)
            canvas.drawString(left, HEIGHT - baseline, text)
        for x, y, to_x, to_y in sheet.strokes:
            canvas.line(x, HEIGHT - y, to_x, HEIGHT - to_y)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
