"""One named document in, one SourceDocument out: the one place where formats are told apart.

The kind is decided by content (`sniff`), and the reader of that kind is imported when it is needed. Refuses, with an InputError,
what cannot be opened, what is no document, and what needs a library that is not installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import cast

from audit.errors import InputError
from audit.ingest.archive import read_member, split_name
from audit.ingest.sniff import sniff_kind
from audit.ingest.text import MAX_BYTES, STANDARD_INPUT, build_document, read_bytes
from audit.model import SourceDocument

Reader = Callable[[str, bytes], SourceDocument]

LARGEST = 200_000_000
"""The largest file of any kind; pictures make up most of a large one. A text may have `MAX_BYTES`."""

READERS = {
    "docx": ("audit.ingest.docx", ""),
    "xlsx": ("audit.ingest.xlsx", ""),
    "xls": ("audit.ingest.xls", "xls"),
    "csv": ("audit.ingest.csv", ""),
    "parquet": ("audit.ingest.parquet", ""),
    "html": ("audit.ingest.html", "html"),
    "mhtml": ("audit.ingest.html", "html"),
    "pdf": ("audit.ingest.pdf", "pdf"),
    "ofd": ("audit.ingest.ofd", ""),
    "odf": ("audit.ingest.office", ""),
    "office": ("audit.ingest.office", ""),
}
"""By kind of content: the module whose `read_KIND` reads it, and the extra that brings its library, if any."""


def read_document(name: str) -> SourceDocument:
    """The document of this name (`-` is standard input, `a.zip!b.docx` a member). Raises InputError where it cannot be read."""
    container, members = split_name(name)
    data = read_bytes(container, LARGEST)
    if members:
        document = read_data(name, read_member(container, data, members))
        return replace(document, places=tuple(replace(place, member=members[-1]) for place in document.places))
    return read_data(name, data)


def read_data(name: str, data: bytes) -> SourceDocument:
    """The document of bytes that are at hand; raises InputError as `read_document` does.

    >>> read_data("指标.csv", "地区,增长\\n全市,5.2%\\n".encode()).text
    '地区\\t增长\\n全市\\t5.2%\\n'
    """
    kind = sniff_kind(name, data)
    if kind == "archive":
        raise InputError("这是压缩包, 里面没有能核的文件, 或嵌套太深", reason="no-documents", file=name, hint="请解压后核对其中的文件")
    if kind not in READERS and len(data) > MAX_BYTES:
        raise InputError(f"文件太大(超过 {MAX_BYTES // 1_000_000} MB)", reason="too-large", file=name, hint="请把文件拆开再核")
    return load_reader(kind, name)(name, data) if kind in READERS else build_document(name, data)


def load_reader(kind: str, name: str) -> Reader:
    """The reader of a kind. Raises InputError (`missing-extra`) where its library is not installed."""
    module, extra = READERS[kind]
    try:
        return cast(Reader, getattr(import_module(module), f"read_{kind}"))
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("audit"):
            raise
        hint = f"请运行: pip install 'heshu[{extra}]'"
        raise InputError(f"读这种文件要先装 {missing.name}", reason="missing-extra", file=name, hint=hint) from missing


__all__ = ["READERS", "STANDARD_INPUT", "load_reader", "read_data", "read_document"]
