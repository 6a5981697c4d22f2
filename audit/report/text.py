"""The report for a terminal: one block a finding, then the ledger in one sentence.

Comes in: an AuditRun, a language, whether to colour, and the terminal's width in cells. Goes out: text. Nothing of a document
reaches the terminal unescaped, and the carets under a figure count wide characters twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audit.model import AuditRun, DocumentResult, Finding, Span
from audit.places import describe_place
from audit.report.excerpts import Excerpt, SourceLines, quote_places
from audit.report.summary import (
    describe_ledger,
    describe_states,
    describe_verdict,
    group_findings,
    is_open,
    judge_run,
    list_settled,
    summarise,
)
from audit.report.visible import measure_cells, show_line
from audit.report.wording import choose_words, say

_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "dim": "2", "bold": "1", "bad": "1;31", "check": "1;33", "good": "1;32"}
_SHOWN_OF_GROUP = 3
_PLACES_SHOWN = 4
_SETTLED_SHOWN = 50


def render_text(run: AuditRun, lang: str = "zh", colour: bool = False, width: int = 100) -> str:
    """The run for a terminal of `width` cells; ends with a line end."""
    return "\n".join(_Terminal(run, lang, colour, max(width, 40)).lines()) + "\n"


class _Terminal:
    """One rendering: the texts by document name, the language and the paint."""

    def __init__(self, run: AuditRun, lang: str, colour: bool, width: int) -> None:
        self._run, self._lang, self._colour = run, lang, colour
        self._reach = max(8, (width - 12) // 5)
        self._sources = {source.name: source for source in (*run.against, *(d.source for d in run.documents))}
        self._texts: Mapping[str, SourceLines] = {name: SourceLines.of(source.text) for name, source in self._sources.items()}

    def lines(self) -> Iterator[str]:
        """All lines of the report."""
        for document in self._run.documents:
            shown = [finding for finding in document.findings if is_open(finding)]
            for group in group_findings(shown):
                yield from self._finding(group[0]) if len(group) == 1 else self._group(group)
                yield ""
        yield from self._summary()

    def _finding(self, finding: Finding) -> Iterator[str]:
        yield self._head(finding, choose_words(finding.title, self._lang))
        yield from self._places(finding)
        yield f"  {show_line(choose_words(finding.message, self._lang))}"
        if finding.arithmetic:
            yield self._labelled("arithmetic", finding.arithmetic)
        if finding.suggestion:
            yield self._labelled("suggestion", finding.suggestion)

    def _group(self, group: tuple[Finding, ...]) -> Iterator[str]:
        yield self._head(group[0], say(self._lang, "group", title=choose_words(group[0].title, self._lang), n=len(group)))
        for finding in group[:_SHOWN_OF_GROUP]:
            yield from self._places(finding, 1)
        yield self._paint("dim", f"  {say(self._lang, 'more', n=len(group) - _SHOWN_OF_GROUP)}")

    def _head(self, finding: Finding, title: str) -> str:
        severity = self._paint(finding.severity, say(self._lang, finding.severity))
        place = self._paint("bold", self._locate(finding))
        state = f"  [{say(self._lang, finding.state)}]" if finding.state != "new" else ""
        return f"{place}  {severity}  {self._paint('dim', show_line(finding.rule))}  {show_line(title)}{state}"

    def _locate(self, finding: Finding) -> str:
        own = [span for span in finding.spans if span.document in (None, finding.document)]
        name = show_line(finding.document)
        if not own or finding.document not in self._texts:
            return name
        if self._sources[finding.document].places:
            return f"{name} {show_line(describe_place(self._sources[finding.document], own[0].start, self._lang))}"
        line, column = self._texts[finding.document].locate(own[0].start)
        return f"{name}:{line}:{column}"

    def _places(self, finding: Finding, most: int = _PLACES_SHOWN) -> Iterator[str]:
        by_document: dict[str, list[Span]] = {}
        for span in finding.spans:
            by_document.setdefault(span.document or finding.document, []).append(span)
        excerpts = [
            (name, excerpt)
            for name, spans in by_document.items()
            if name in self._texts and self._texts[name].text
            for excerpt in quote_places(self._texts[name], spans, self._reach)
        ]
        for name, excerpt in excerpts[:most]:
            yield from self._excerpt(self._mark_place(name, name != finding.document, excerpt), excerpt, finding.severity)

    def _mark_place(self, name: str, named: bool, excerpt: Excerpt) -> str:
        """What stands in the margin of an excerpt: its line, or its place where lines are not what a person sees."""
        document = show_line(name) if named else ""
        if self._sources[name].places:
            return f"{document} {show_line(describe_place(self._sources[name], excerpt.at, self._lang))}".lstrip()
        return f"{document}:{excerpt.line}" if document else str(excerpt.line)

    def _excerpt(self, place: str, excerpt: Excerpt, severity: str) -> Iterator[str]:
        margin = f"{place:>6} | "
        quote, carets = ("…", " ") if excerpt.cut_left else ("", "")
        for piece in excerpt.pieces:
            shown = show_line(piece.text)
            quote += shown
            carets += (" " if piece.role is None else "^") * measure_cells(shown)
        yield self._paint("dim", margin) + quote + ("…" if excerpt.cut_right else "")
        yield self._paint("dim", f"{'':>{measure_cells(margin) - 2}}| ") + self._paint(severity, carets.rstrip())

    def _summary(self) -> Iterator[str]:
        documents = self._run.documents
        for document in documents if len(documents) > 1 else ():
            yield f"{show_line(document.source.name)}  {self._counts((document,))}"
            yield self._paint("dim", f"  {describe_ledger(summarise((document,)), self._lang)}")
        if self._run.against:
            names = say(self._lang, "comma").join(show_line(source.name) for source in self._run.against)
            yield self._paint("dim", say(self._lang, "against") + say(self._lang, "colon") + names)
        for broken in self._run.broken:
            problem = say(self._lang, "broken", rule=show_line(broken.rule), problem=show_line(broken.problem))
            yield self._paint("error", problem)
        settled = list_settled(self._run, self._lang)
        yield from (self._paint("dim", f"  {show_line(each)}") for each in settled[:_SETTLED_SHOWN])
        if len(settled) > _SETTLED_SHOWN:
            yield self._paint("dim", f"  {say(self._lang, 'more', n=len(settled) - _SETTLED_SHOWN)}")
        verdict, grounds = describe_verdict(self._run, self._lang)
        said = verdict + say(self._lang, "colon") + grounds if grounds else verdict
        yield f"{self._paint(judge_run(self._run), said)}  ({self._counts(documents)})"
        yield describe_ledger(summarise(documents), self._lang)
        yield from map(show_line, describe_states(self._run, self._lang))

    def _counts(self, documents: tuple[DocumentResult, ...]) -> str:
        counts = [
            say(self._lang, "severity.count", n=count, what=say(self._lang, severity))
            for severity, count in summarise(documents).severities
        ]
        total = [say(self._lang, "documents", n=len(documents))] if len(documents) > 1 else []
        return say(self._lang, "comma").join([*total, *counts])

    def _labelled(self, key: str, text: str) -> str:
        return f"  {self._paint('dim', say(self._lang, key) + say(self._lang, 'colon'))}{show_line(text)}"

    def _paint(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._colour and style in _STYLES and text else text
