"""The report of many documents as a folder: an index with a heat map of documents by category, and one page a document.

Comes in: an AuditRun, a folder and the language to begin with. Goes out: `index.html` and a page for each document, named by the document's
name so that links keep from run to run. Pages of documents that are no longer there are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from audit.model import CATEGORIES, AuditRun, DocumentResult
from audit.report.html import render_html, render_index
from audit.report.summary import Summary, judge_run, summarise

_HEAT = (1, 2, 5, 10)
"""From how many findings on a cell is one step warmer."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One document on the index: its page, its verdict, its counts; `heat` are the steps (0 to 4) by category."""

    name: str
    page: str
    level: str
    summary: Summary
    counts: tuple[int, ...]
    heat: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index; `categories` are those that some document has a finding of."""

    summary: Summary
    categories: tuple[str, ...]
    rows: tuple[IndexRow, ...]


def render_site(run: AuditRun, lang: str = "zh") -> Iterator[tuple[str, str]]:
    """The files of the folder, name and text, the index last: whoever finds it finds all its pages."""
    for document in run.documents:
        yield name_page(document.source.name), render_html(replace(run, documents=(document,)), lang)
    yield "index.html", render_index(run, build_index(run), lang)


def name_page(document: str) -> str:
    """The file name of a document's page: the end of its name as far as it is harmless, and what tells it from others.

    >>> name_page("科技局/2023年 总结.docx")
    '科技局-2023年-总结-47f15b24.html'
    """
    named = "-".join([*Path(document).parts[-2:-1], Path(document).stem])
    plain = "".join(char if char.isalnum() else "-" for char in named)[-40:].strip("-") or "document"
    return f"{plain}-{sha256(document.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}.html"


def build_index(run: AuditRun) -> IndexView:
    """The rows of the index, documents in the order of the run."""
    summary = summarise(run.documents)
    categories = tuple(category for category in CATEGORIES if dict(summary.categories).get(category))
    return IndexView(summary, categories, tuple(_make_row(run, document, categories) for document in run.documents))


def _make_row(run: AuditRun, document: DocumentResult, categories: tuple[str, ...]) -> IndexRow:
    summary = summarise((document,))
    found = dict(summary.categories)
    counts = tuple(found.get(category, 0) for category in categories)
    heat = tuple(sum(count >= step for step in _HEAT) for count in counts)
    level = judge_run(replace(run, documents=(document,), broken=()))
    return IndexRow(document.source.name, name_page(document.source.name), level, summary, counts, heat)
