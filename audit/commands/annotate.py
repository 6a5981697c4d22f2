"""`heshu annotate`: a copy of a document with a comment at each finding: in Word, or as a plain page.

Comes in: the options. Goes out: a .docx or an .html, and on standard error the verdict and where the copy is. Exit codes as of
`heshu check`. Refuses to write over the document itself, and a document that cannot be read.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from audit.commands.check import judge_exit, read_settings, tell_files
from audit.commands.output import prepare_file
from audit.errors import InputError, OutputError
from audit.ingest.sniff import sniff_kind
from audit.model import AuditRun, DocumentResult
from audit.pipeline import audit_paths
from audit.report import write_bytes

PAGES = (".html", ".htm")


def run(options: argparse.Namespace) -> int:
    """Run `heshu annotate`."""
    source, target = Path(options.path), Path(options.output)
    refuse_target(source, target)
    prepare_file(target)
    settings = read_settings(options)
    result = audit_paths([source], settings)
    if len(result.documents) != 1:
        raise InputError("一次只批注一份文件", reason="not-one-document", file=str(source), hint="请给出一个文件")
    document = result.documents[0]
    if document.source.problem:
        raise InputError(document.source.problem, reason="unreadable", file=str(source))
    if target.suffix.lower() in PAGES:
        write_bytes(target, make_page(result, settings.lang))
    else:
        write_bytes(target, make_copy(source, document, settings.lang))
    tell_files(result, [options.output], settings.lang)
    return judge_exit(result, settings.fail_on)


def refuse_target(source: Path, target: Path) -> None:
    """Raise OutputError where the copy would be neither .docx nor .html, or would replace the document."""
    if target.suffix.lower() not in (".docx", *PAGES):
        hint = f"例如 {target.with_suffix('.docx')}"
        raise OutputError("批注只能写成 .docx 或 .html", reason="unknown-suffix", file=str(target), hint=hint)
    if target.exists() and source.exists() and target.samefile(source):
        hint = f"例如 {source.with_name(source.stem + '-批注.docx')}"
        raise OutputError("不能覆盖原文件", reason="same-file", file=str(target), hint=hint)


def make_page(result: AuditRun, lang: str) -> bytes:
    """The annotated copy as a page: the text as it was read, marked, with the findings below as notes."""
    text: str = import_module("audit.report.html").render_copy(result, lang)
    return text.encode("utf-8", "backslashreplace")


def make_copy(source: Path, document: DocumentResult, lang: str) -> bytes:
    """The annotated copy: a .docx as it is, anything else as plain paragraphs."""
    try:
        comments = import_module("audit.report.comments")
    except ModuleNotFoundError as missing:
        hint = "请运行: pip install 'heshu[docx]'"
        raise InputError(f"加批注要先装 {missing.name}", reason="missing-extra", file=str(source), hint=hint) from missing
    data = source.read_bytes()
    is_word = sniff_kind(str(source), data) == "docx"
    made: bytes = comments.comment_docx(data, document, lang) if is_word else comments.comment_text(document, lang)
    return made
