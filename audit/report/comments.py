"""The findings of one document as comments in Word: the file as it was, each finding at its figure.

Comes in: the bytes of a .docx (or, for other formats, nothing but the text, of which a plain copy is made) and the document's result.
Goes out: the bytes of a .docx. Needs python-docx; a file that it cannot open is refused with an InputError (`damaged-file`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from audit.errors import InputError
from audit.ingest.docx import Trace, trace_docx
from audit.model import SEVERITIES, DocumentResult, Finding, Span
from audit.patterns import regex
from audit.places import describe_place
from audit.report.summary import is_open
from audit.report.visible import show_line
from audit.report.wording import choose_words, say
from audit.report.wordrange import WordRanges

AUTHOR, INITIALS = "heshu", "核"
_SHADES = {"error": "F9CFC9", "warning": "FCE8B2", "info": "D5E5F5"}
_BEHIND_SHADE = ("w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")
"""What the schema puts behind `w:shd` in a run's properties."""
_UNWRITABLE = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""No XML file can hold these."""


def comment_docx(data: bytes, result: DocumentResult, lang: str = "zh") -> bytes:
    """The .docx with a comment at each open finding and a light shade on each of its figures; nothing else is changed."""
    name = result.source.name
    source, tree, traces = trace_docx(name, data)
    if source.text != result.source.text:
        raise InputError("文件在核查期间变了", reason="changed", file=name, hint="请再运行一次")
    document = _open(name, data)
    _write_comments(document, WordRanges(document.element, tree, traces), result, lang)
    return _save(document)


def comment_text(result: DocumentResult, lang: str = "zh") -> bytes:
    """A plain .docx of a document of another format, a paragraph for each of its lines, with the same comments."""
    document = docx.Document()
    document.styles["Normal"].font.name = "SimSun"
    at, traces = 0, []
    for line in re.split("(?<=\n)|\r(?!\n)", result.source.text):
        shown = _UNWRITABLE.sub("□", line.rstrip("\r\n"))
        if shown:
            holder = OxmlElement("w:t")
            holder.text = shown
            document.add_paragraph().add_run()._r.append(holder)
            traces.append(Trace(at, at + len(shown), ((shown, holder),)))
        at += len(line)
    _write_comments(document, WordRanges(document.element, document.element, traces), result, lang)
    return _save(document)


def _open(name: str, data: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except (KeyError, ValueError) as problem:
        hint = "请在 Word 或 WPS 里打开, 另存为普通的 .docx 再试"
        raise InputError("这个 Word 文件不能加批注", reason="damaged-file", file=name, hint=hint) from problem


def _save(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _write_comments(document: Document, ranges: WordRanges, result: DocumentResult, lang: str) -> None:
    text, homeless = result.source.text, []
    found = [(finding, _find_all(finding, ranges, text)) for finding in result.findings if is_open(finding)]
    for finding, runs in found:
        if runs:
            _comment(document, [Run(run, document) for run in runs[0]], describe_finding(finding, result, lang))
        else:
            homeless.append(describe_finding(finding, result, lang))
    for severity in reversed(SEVERITIES):  # the gravest last: its shade stays
        _shade((run for finding, places in found if finding.severity == severity for runs in places for run in runs), _SHADES[severity])
    first = next((run for paragraph in document.paragraphs for run in paragraph.runs), None)
    if homeless and first is not None:
        _comment(document, [first], "\n\n".join([say(lang, "comment.elsewhere", n=len(homeless)), *homeless]))


def _find_all(finding: Finding, ranges: WordRanges, text: str) -> list[list[Any]]:
    own = [span for span in finding.spans if span.document in (None, finding.document)]
    for span in own:  # all cuts first: a later one would leave an earlier range with half of its runs
        ranges.find_runs(span.start, span.end, text)
    return [runs for span in own if (runs := ranges.find_runs(span.start, span.end, text))]


def _comment(document: Document, runs: Sequence[Any], words: str) -> None:
    document.add_comment(runs, text=words, author=AUTHOR, initials=INITIALS)


def describe_finding(finding: Finding, result: DocumentResult, lang: str) -> str:
    """What a comment says: what is wrong, the message, the arithmetic, what would be right, the other places, the rule."""
    head = f"{say(lang, finding.severity)}{say(lang, 'colon')}{choose_words(finding.title, lang)}"
    lines = [head, choose_words(finding.message, lang)]
    for key, words in (("arithmetic", finding.arithmetic), ("suggestion", finding.suggestion)):
        if words:
            lines.append(f"{say(lang, key)}{say(lang, 'colon')}{words}")
    others = [f"“{span.text}”{_locate(span, finding, result, lang)}" for span in finding.spans[1:6]]
    if others:
        lines.append(f"{say(lang, 'comment.others')}{say(lang, 'colon')}{say(lang, 'comma').join(others)}")
    lines.append(f"[{finding.rule}]")
    return "\n".join(show_line(line) for line in lines)


def _locate(span: Span, finding: Finding, result: DocumentResult, lang: str) -> str:
    if span.document not in (None, finding.document):
        return f" ({span.document})"
    where = describe_place(result.source, span.start, lang) if result.source.places else ""
    return f" ({where})" if where else ""


def _shade(runs: Iterable[Any], fill: str) -> None:
    """A light background; it stands where Word wants it among a run's properties, and an older one of the author's goes."""
    for run in runs:
        properties = run.get_or_add_rPr()
        for old in properties.findall(qn("w:shd")):
            properties.remove(old)
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
            shade.set(qn(name), value)
        properties.insert_element_before(shade, *_BEHIND_SHADE)
