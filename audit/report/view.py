"""What the page shows, as frozen values: the templates only walk over them.

Comes in: an AuditRun and the limits of a page. Goes out: documents with their marked lines, finding panels (numbered through the
page, with ids that stay the same from run to run), ledger rows, and how much of each was left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from audit.model import SEVERITIES, AuditRun, Decided, DocumentResult, Figure, Finding, LedgerEntry, RuleSummary, SourceDocument, Span
from audit.places import describe_place
from audit.report.excerpts import Excerpt, SourceLines, quote_places
from audit.report.marks import Line, cut_lines, make_marks
from audit.report.numberline import NumberLine, draw_line
from audit.report.summary import Summary, group_findings, is_open, summarise
from audit.report.wording import LANGUAGES, say

_REACH = 90
_EXCERPTS = 6
_PLACES = 40
_GROUNDS = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page holds: characters of a document and of all, findings, ledger rows of a document and of all."""

    text: int = 300_000
    all_text: int = 1_200_000
    findings: int = 2_000
    figures: int = 3_000
    all_figures: int = 9_000

    def halve(self) -> Limits:
        """Half of everything."""
        return Limits(self.text // 2, self.all_text // 2, self.findings // 2, self.figures // 2, self.all_figures // 2)


@dataclass(frozen=True, slots=True)
class Place:
    """One span of a panel; `where` is its place in words by language.

    `anchor` is empty where the text is not on the page, `document` names another document; `beside` says that it is one of those that
    were compared with, whose text is on no page.
    """

    role: str
    colour: int
    text: str
    where: Mapping[str, str]
    anchor: str
    document: str
    beside: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """An excerpt with the document it is from, where that is another one."""

    excerpt: Excerpt
    where: Mapping[str, str]
    document: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One finding on the page."""

    number: int
    id: str
    finding: Finding
    rule: RuleSummary | None
    places: tuple[Place, ...]
    quotes: tuple[Quote, ...]
    colours: Mapping[str, int]
    indicator: str
    open: bool
    line: NumberLine | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One figure with its verdict, its ground (arithmetic) and the panels that speak of it."""

    figure: Figure
    entry: LedgerEntry
    grounds: tuple[str, ...]
    panels: tuple[Panel, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document on the page; `groups` are the panels in order, tuples of several where they stand together."""

    index: int
    result: DocumentResult
    summary: Summary
    lines: tuple[Line, ...]
    shown: int
    groups: tuple[tuple[Panel, ...], ...]
    left_out: int
    rows: tuple[LedgerRow, ...]
    damage_lines: Mapping[int, int]
    damage_places: Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page; `panels` are all panels by number."""

    run: AuditRun
    summary: Summary
    documents: tuple[DocumentView, ...]
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is needed of all documents to build one: their lines, sources and numbers by name, how much of each is shown, the rules."""

    lines: Mapping[str, SourceLines]
    sources: Mapping[str, SourceDocument]
    indexes: Mapping[str, int]
    shown: Mapping[str, int]
    rules: Mapping[str, RuleSummary]


def build_page(run: AuditRun, limits: Limits | None = None) -> PageView:
    """The page of a run, cut to the limits."""
    limits = limits or Limits()
    desk = _lay_desk(run, limits)
    chosen = _choose_findings(run, limits.findings)
    views: list[DocumentView] = []
    panels: list[Panel] = []
    rows_left, used = limits.all_figures, set[str]()
    for index, document in enumerate(run.documents, 1):
        kept = [finding for finding in document.findings if id(finding) in chosen]
        mine = [_make_panel(len(panels) + place, finding, document, desk, used) for place, finding in enumerate(kept)]
        panels += mine
        rows = _make_rows(document, index, mine, min(limits.figures, rows_left), desk)
        rows_left -= len(rows)
        views.append(_make_document(index, document, mine, rows, desk))
    return PageView(run, summarise(run.documents), _mark_documents(views, panels, desk), tuple(panels))


def _lay_desk(run: AuditRun, limits: Limits) -> _Desk:
    left, shown = limits.all_text, {}
    for document in run.documents:
        shown[document.source.name] = min(limits.text, left, len(document.source.text))
        left -= shown[document.source.name]
    indexes = {document.source.name: index for index, document in enumerate(run.documents, 1)}
    sources = {source.name: source for source in (*run.against, *(document.source for document in run.documents))}
    lines = {name: SourceLines.of(source.text) for name, source in sources.items()}
    return _Desk(lines, sources, indexes, shown, {rule.rule: rule for rule in run.rules})


def _choose_findings(run: AuditRun, limit: int) -> set[int]:
    """The identities of the findings that the page shows: the graver ones first, open ones before closed ones."""
    ranked = sorted(run.findings, key=lambda finding: (not is_open(finding), SEVERITIES.index(finding.severity)))
    return {id(finding) for finding in ranked[:limit]}


def _make_panel(number: int, finding: Finding, document: DocumentResult, desk: _Desk, used: set[str]) -> Panel:
    colours = {role: place % 6 + 1 for place, role in enumerate(dict.fromkeys(span.role for span in finding.spans))}
    by_document: dict[str, list[Span]] = defaultdict(list)
    for span in finding.spans[:_PLACES]:
        by_document[span.document or finding.document].append(span)
    quotes = [
        Quote(excerpt, _describe(name, excerpt.at, desk), name if name != finding.document else "")
        for name, spans in by_document.items()
        if name in desk.lines and desk.lines[name].text
        for excerpt in quote_places(desk.lines[name], spans, _REACH)
    ]
    places = tuple(_make_place(span, finding, colours, desk) for span in finding.spans[:_PLACES])
    named = [figure.indicator for figure in document.figures if figure.figure in finding.figures and figure.indicator]
    indicator = named[0] if named else ""
    rule = desk.rules.get(finding.rule)
    line = draw_line(finding.comparison) if finding.comparison else None
    shown = tuple(quotes[:_EXCERPTS])
    return Panel(number, _make_id(finding, used), finding, rule, places, shown, colours, indicator, is_open(finding), line)


def _make_place(span: Span, finding: Finding, colours: Mapping[str, int], desk: _Desk) -> Place:
    name = span.document or finding.document
    where = _describe(name, span.start, desk)
    anchor = _make_anchor(name, span.start, desk)
    elsewhere = name if name != finding.document else ""
    return Place(span.role, colours[span.role], span.text, where, anchor, elsewhere, name not in desk.indexes)


def _describe(name: str, offset: int, desk: _Desk) -> Mapping[str, str]:
    """A place in words by language: the line of a text, the paragraph, cell or page of other formats; empty for a strange document."""
    if name not in desk.sources:
        return dict.fromkeys(LANGUAGES, "")
    source = desk.sources[name]
    if source.places:
        return {lang: describe_place(source, offset, lang) for lang in LANGUAGES}
    line = desk.lines[name].locate(offset)[0]
    return {lang: say(lang, "line", n=line) for lang in LANGUAGES}


def _make_anchor(name: str, start: int, desk: _Desk) -> str:
    return f"s{desk.indexes[name]}-{max(0, start)}" if name in desk.indexes and start < desk.shown.get(name, 0) else ""


def _make_id(finding: Finding, used: set[str]) -> str:
    """`f-` and the fingerprint, without anything that is no letter or digit; a number behind it where it is not the only one."""
    plain = "f-" + re.sub(r"[^0-9A-Za-z]+", "", finding.fingerprint)[:24]
    found, again = plain, 1
    while found in used:
        again += 1
        found = f"{plain}-{again}"
    used.add(found)
    return found


def _make_rows(document: DocumentResult, index: int, panels: Sequence[Panel], limit: int, desk: _Desk) -> tuple[LedgerRow, ...]:
    verdicts = {entry.figure: entry for entry in document.ledger}
    proofs = _gather_grounds(row for row in document.verified if row.proves)
    doubts = _gather_grounds(document.undecided)
    spoken: dict[int, list[Panel]] = defaultdict(list)
    for panel in panels:
        for number in panel.finding.figures:
            spoken[number].append(panel)
    rows = []
    for figure in document.figures[:limit]:
        entry = verdicts.get(figure.figure) or LedgerEntry(figure.figure, "unlinked", None, ())
        grounds = {"verified": proofs, "undecided": doubts}.get(entry.verdict, {}).get(figure.figure, ())
        anchor = _make_anchor(document.source.name, figure.start, desk)
        rows.append(LedgerRow(figure, entry, tuple(grounds[:_GROUNDS]), tuple(spoken[figure.figure]), anchor))
    return tuple(rows)


def _gather_grounds(rows: Iterable[Decided]) -> dict[int, list[str]]:
    grounds: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for number in row.figures:
            if row.arithmetic and row.arithmetic not in grounds[number]:
                grounds[number].append(row.arithmetic)
    return grounds


def _make_document(index: int, document: DocumentResult, panels: list[Panel], rows: tuple[LedgerRow, ...], desk: _Desk) -> DocumentView:
    by_finding = {id(panel.finding): panel for panel in panels}
    groups = group_findings(panel.finding for panel in panels)
    lines = desk.lines[document.source.name]
    return DocumentView(
        index,
        document,
        summarise((document,)),
        (),
        desk.shown[document.source.name],
        tuple(tuple(by_finding[id(finding)] for finding in group) for group in groups),
        len(document.findings) - len(panels),
        rows,
        {span.start: lines.locate(span.start)[0] for damage in document.source.damage for span in damage.spans},
        {span.start: _describe(document.source.name, span.start, desk) for damage in document.source.damage for span in damage.spans},
    )


def _mark_documents(views: list[DocumentView], panels: list[Panel], desk: _Desk) -> tuple[DocumentView, ...]:
    """The documents with their lines; a finding of one document may mark another one too."""
    spans: dict[str, list[tuple[Span, int]]] = defaultdict(list)
    for panel in panels:
        for span in panel.finding.spans:
            spans[span.document or panel.finding.document].append((span, panel.number))
    marked = []
    for view in views:
        source = view.result.source
        text = source.text[: view.shown]
        marks = make_marks(text, spans[source.name])
        starts = desk.lines[source.name].starts
        lines = cut_lines(text, starts, marks, view.result.figures, view.result.ledger, view.result.headings)
        marked.append(replace(view, lines=lines))
    return tuple(marked)
