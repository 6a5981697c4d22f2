"""OFD files (GB/T 33190, the page format of Chinese official documents): one SourceDocument out, made as that of a PDF.

Comes in: the bytes of an OFD package. Goes out: whole paragraphs, ruled tables as rows with tabs, running lines set apart, each printed
line with its page and box. Signatures and seals are not looked at. Refuses, with an InputError, what is encrypted, damaged, hostile
or without text.
"""

from __future__ import annotations

import hashlib

from audit.errors import InputError
from audit.ingest.composition import compose_pages
from audit.ingest.glyphs import describe_unmapped, is_illegible
from audit.ingest.layout import Page
from audit.ingest.ofdpackage import OfdPackage
from audit.ingest.ofdpage import Canvas
from audit.model import SourceDocument

MOST_PAGES = 2000
"""A longer document is refused unless the caller asks."""


def read_ofd(name: str, data: bytes, most_pages: int = MOST_PAGES) -> SourceDocument:
    """The document of an OFD file.

    Raises InputError: `encrypted`, `no-text-layer`, `damaged-file`, `too-many-pages`, `too-slow`, `bomb`, `hostile-xml`.
    """
    package = OfdPackage(name, data)
    sheets = tuple(package.list_pages())
    if len(sheets) > most_pages:
        raise InputError(f"OFD 有 {len(sheets)} 页, 超过 {most_pages} 页", reason="too-many-pages", file=name, hint="请按章节拆开再核")
    canvas = Canvas(name)
    pages: list[Page] = [canvas.read_page(number, sheet) for number, sheet in enumerate(sheets, 1)]
    composed = compose_pages(pages)
    if not composed.text.strip() or is_illegible(composed.text):
        hint = "请先做 OCR(文字识别)再核, 或找来电子版原文"
        raise InputError("不能核查: 没有文字层(页面上只有图像, 或文字是乱码)", reason="no-text-layer", file=name, hint=hint)
    return SourceDocument(
        name,
        composed.text,
        hashlib.sha256(data).hexdigest(),
        "ofd",
        f"OFD 的文字对象, {len(pages)} 页",
        describe_unmapped(composed.text),
        format="ofd",
        places=composed.places,
        furniture=composed.furniture,
    )
