"""PDF files: the text layer of a PDF in, one SourceDocument out.

The text has whole paragraphs, ruled tables as rows with tabs, and running headers, footers and page numbers set apart as furniture;
each printed line is a run with its page and box. Refuses, with an InputError, what has no text layer (a scan), needs a password, is
damaged, or is longer than it may be.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from typing import Any

from audit.errors import InputError
from audit.ingest.apart import run_apart
from audit.ingest.glyphs import describe_unmapped, is_illegible
from audit.ingest.text import MAX_BYTES
from audit.model import Damage, Place, SourceDocument

MOST_PAGES = 2000
"""A longer PDF is refused unless the caller asks: no report has so many pages, and reading stops at ten seconds anyway."""

_OCR = "请先做 OCR(文字识别)再核, 或找来电子版原文"
_REFUSALS = {
    "encrypted": ("文件有密码", "请去掉打开密码后另存再核"),
    "damaged-file": ("PDF 已损坏或不完整, 打不开", "请重新下载, 或用阅读器打开后另存一份再核"),
    "too-many-pages": ("PDF 有 {0} 页, 超过 {1} 页", "请按章节拆开再核"),
}


def read_pdf(name: str, data: bytes, most_pages: int = MOST_PAGES) -> SourceDocument:
    """The document of a PDF file.

    Raises InputError: `missing-extra`, `encrypted`, `no-text-layer`, `damaged-file`, `too-many-pages`, `too-slow`.
    """
    if find_spec("pypdfium2") is None:
        raise InputError("读 PDF 需要 pypdfium2", reason="missing-extra", file=name, hint="请运行: pip install 'heshu[pdf]'")
    answer: dict[str, Any] = json.loads(run_apart(name, "audit.ingest.pdfpages", (str(most_pages),), data))
    if "refused" in answer:
        message, hint = _REFUSALS[answer["refused"]]
        raise InputError(message.format(*answer["numbers"]), reason=answer["refused"], file=name, hint=hint)
    _refuse_unreadable(name, answer)
    text: str = answer["text"]
    return SourceDocument(
        name,
        text,
        hashlib.sha256(data).hexdigest(),
        "pdf",
        f"PDF 的文字层, {answer['pages']} 页",
        (*describe_unmapped(text), *_describe_scanned(answer["scanned"])),
        format="pdf",
        places=tuple(_make_place(where) for where in answer["places"]),
        furniture=tuple((start, end) for start, end in answer["furniture"]),
    )


def _refuse_unreadable(name: str, answer: dict[str, Any]) -> None:
    """Raise InputError where there is no text, most pages are pictures, or the text is no text; or where there is too much."""
    if len(answer["text"]) > MAX_BYTES:
        raise InputError("文件里的文字太多", reason="too-large", file=name, hint="请把文件拆开再核")
    if is_illegible(answer["text"]):
        raise InputError("不能核查: 文字层是乱码(字体没有注明对应的字符)", reason="no-text-layer", file=name, hint=_OCR)
    scanned, pages = int(answer["scanned"]), int(answer["pages"])
    if not answer["text"].strip() or 2 * scanned > pages:
        said = f"扫描件, {pages} 页中 {scanned} 页只有图像" if scanned else "页面上没有文字"
        raise InputError(f"不能核查: 没有文字层({said})", reason="no-text-layer", file=name, hint=_OCR)


def _describe_scanned(pages: int) -> tuple[Damage, ...]:
    """The damage of single pages that are pictures only: the rest of the document is audited without them."""
    return (Damage("pages-without-text", pages, (), lossy=True),) if pages else ()


def _make_place(where: dict[str, Any]) -> Place:
    left, top, right, bottom = where.pop("box")
    return Place(**where, box=(left, top, right, bottom))
