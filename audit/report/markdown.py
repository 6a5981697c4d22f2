"""The report as Markdown, for the comment of a merge request or a build summary.

Comes in: an AuditRun and a language. Goes out: GitHub-flavoured Markdown: the verdict, one table of findings a document, the arithmetic
folded away. Document text is escaped, so that it can neither format, link, mention nor close anything. What a comment cannot hold is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audit.model import AuditRun, DocumentResult, Finding, SourceDocument, Span
from audit.patterns import regex
from audit.places import describe_place
from audit.report.excerpts import SourceLines, quote_places
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
from audit.report.visible import show_line
from audit.report.wording import choose_words, say

_REACH = 40
LONGEST = 60_000
"""Characters; a comment on GitHub holds 65,536."""
_SIGNS = {"none": "⚪", "bad": "❌", "broken": "⚠️", "check": "⚠️", "good": "✅"}
_SPECIAL = regex(r"[\\`*_\[\]#|<>~@&:$]|(?<=www)\.")
"""What formats, links, mentions (@), refers (#12), or ends a cell; `:` and `www.` make links by themselves."""


def render_markdown(run: AuditRun, lang: str = "zh") -> str:
    """The run as Markdown; ends with a line end."""
    verdict, grounds = describe_verdict(run, lang)
    head = f"## {_SIGNS[judge_run(run)]} {say(lang, 'report')}{say(lang, 'colon')}{verdict}\n\n"
    head += f"{grounds}\n\n" if grounds else ""
    head += f"{describe_ledger(summarise(run.documents), lang)}\n"
    head += "".join(f"\n{escape_markdown(said)}\n" for said in describe_states(run, lang)[:20])
    head += "".join(f"\n- {escape_markdown(said)}" for said in list_settled(run, lang)[:50]) + "\n"
    tail = "".join(f"\n> {escape_markdown(say(lang, 'broken', rule=rule.rule, problem=rule.problem))}\n" for rule in run.broken)
    written, left_out, room = [], 0, LONGEST - len(head) - len(tail) - 100
    sources = {source.name: source for source in (*run.against, *(document.source for document in run.documents))}
    for document in run.documents:
        for block in _list_blocks(document, sources, lang):
            room -= len(block)
            left_out += block.startswith("| ") and room < 0
            if room >= 0:
                written.append(block)
    more = f"\n{say(lang, 'more.findings', n=left_out)}\n" if left_out else ""
    return head + "".join(written) + more + tail


def escape_markdown(text: str) -> str:
    """Document text that stays what it is: on one line, without markup.

    >>> escape_markdown("<b>增长|5%</b>")
    '\\\\<b\\\\>增长\\\\|5%\\\\</b\\\\>'
    """
    return _SPECIAL.sub(lambda found: "\\" + found[0], show_line(text))


def _list_blocks(document: DocumentResult, sources: Mapping[str, SourceDocument], lang: str) -> Iterator[str]:
    """A heading, then a table row for each finding or group of alike ones."""
    groups = group_findings(finding for finding in document.findings if is_open(finding))
    if not groups:
        return
    columns = [say(lang, key) for key in ("severities", "places.title", "findings", "arithmetic", "rule")]
    yield f"\n### {escape_markdown(document.source.name)}\n\n|{'|'.join(f' {name} ' for name in columns)}|\n|{'---|' * len(columns)}\n"
    lines = SourceLines.of(document.source.text)
    for group in groups:
        finding = group[0]
        words = choose_words(finding.message, lang)
        if len(group) > 1:
            words = say(lang, "group", title=choose_words(finding.title, lang), n=len(group))
        words = "; ".join((words, *_quote_others(finding, sources, lang)))
        cells = [say(lang, finding.severity), _locate(finding, document, lines, lang), words, _show_arithmetic(finding, lang)]
        yield f"| {' | '.join(map(escape_markdown, cells))} | `{finding.rule.replace('`', '')}` |\n"


def _quote_others(finding: Finding, sources: Mapping[str, SourceDocument], lang: str) -> Iterator[str]:
    """What the other documents of a finding say, each with its name and line: 2022.txt 第5行: “实现总产值3980亿元”."""
    by_document: dict[str, list[Span]] = {}
    for span in finding.spans:
        if span.document not in (None, finding.document) and span.document in sources:
            by_document.setdefault(span.document, []).append(span)
    for name, spans in by_document.items():
        lines = SourceLines.of(sources[name].text)
        for excerpt in quote_places(lines, spans, _REACH)[:2]:
            place = describe_place(sources[name], excerpt.at, lang) if sources[name].places else say(lang, "line", n=excerpt.line)
            quote = "".join(piece.text for piece in excerpt.pieces).strip()
            yield f"{name} {place}{say(lang, 'colon')}“{'…' * excerpt.cut_left}{quote}{'…' * excerpt.cut_right}”"


def _locate(finding: Finding, document: DocumentResult, lines: SourceLines, lang: str) -> str:
    own = [span for span in finding.spans if span.document in (None, finding.document)]
    if not own:
        return ""
    if document.source.places:
        return describe_place(document.source, own[0].start, lang)
    return say(lang, "line", n=lines.locate(own[0].start)[0])


def _show_arithmetic(finding: Finding, lang: str) -> str:
    suggestion = f"{say(lang, 'suggestion')}{say(lang, 'colon')}{finding.suggestion}" if finding.suggestion else ""
    return "; ".join(filter(None, (finding.arithmetic, suggestion)))
