"""Places as machines want them: file, first and last line and column of a span, and one line of words for a finding.

Comes in: an AuditRun, a span. Goes out: a Spot. Only plain text has lines that are lines of its file; a place in any other format is
line 1 of the file, with the place in words beside it. Refuses nothing: a span outside the text is clipped, a file name may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from audit.model import AuditRun, Finding, SourceDocument, Span
from audit.patterns import regex
from audit.places import describe_place
from audit.report.excerpts import SourceLines
from audit.report.visible import show_line
from audit.report.wording import choose_words, say, say_code

LEVELS: Mapping[str, int] = {"error": 0, "warning": 1, "info": 2}
_NO_CHARACTER = regex("[\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]")
"""Code points that Unicode keeps from ever being characters; XML refuses them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, lines and columns from 1, columns in code points, the end behind the last character.

    `words` say the place where lines do not; `exact` is False there.
    """

    document: str
    line: int
    column: int
    end_line: int
    end_column: int
    words: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Atlas:
    """The texts of a run by the name of their document, with their lines."""

    sources: Mapping[str, SourceDocument]
    lines: Mapping[str, SourceLines]
    lang: str

    @staticmethod
    def of(run: AuditRun, lang: str) -> Atlas:
        """The texts of all documents of a run, of those that it compared with too."""
        sources = {source.name: source for source in (*run.against, *(each.source for each in run.documents))}
        return Atlas(sources, {name: SourceLines.of(source.text) for name, source in sources.items()}, lang)

    def locate(self, span: Span | None, document: str) -> Spot:
        """The spot of a span of a document; its first line where there is no span."""
        name = (span.document if span else None) or document
        source = self.sources.get(name)
        if span is None or source is None or not source.text:
            return Spot(name, 1, 1, 1, 1, exact=False)
        if source.places or source.format != "text":
            return Spot(name, 1, 1, 1, 1, show_line(describe_place(source, span.start, self.lang)), exact=False)
        lines = self.lines[name]
        return Spot(name, *lines.locate(span.start), *lines.locate(max(span.end, span.start)))

    def locate_all(self, finding: Finding) -> tuple[Spot, ...]:
        """The spots of a finding, the one that it is shown at first: what the document itself says wrong."""
        return tuple(self.locate(span, finding.document) for span in order_spans(finding)) or (self.locate(None, finding.document),)

    def count_bytes(self, spot: Spot, line: int, column: int) -> int:
        """A column of a spot's document in bytes of UTF-8, from 1."""
        lines = self.lines[spot.document]
        start = lines.starts[line - 1]
        return len(lines.text[start : start + column - 1].encode("utf-8", "replace")) + 1


def order_spans(finding: Finding) -> tuple[Span, ...]:
    """The spans of a finding, the main one first: what is stated, in the finding's own document."""
    return tuple(sorted(finding.spans, key=lambda span: (span.document not in (None, finding.document), span.role != "stated")))


def clean_line(text: str) -> str:
    """Text on one line that every format can hold: what cannot be seen or written is spelt as its code point.

    >>> clean_line("增长" + chr(0xFFFF) + chr(0) + "5%")
    '增长⟨U+FFFF⟩⟨U+0000⟩5%'
    """
    return _NO_CHARACTER.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", show_line(text))


def write_address(name: str) -> str:
    """A file name as a URI reference, relative as the name is; a byte that is no UTF-8 stays that byte.

    >>> write_address("各区/a b#1.txt"), write_address("C:/x.txt"), write_address("/a.txt")
    ('%E5%90%84%E5%8C%BA/a%20b%231.txt', 'C%3A/x.txt', 'file:///a.txt')
    """
    plain = name.replace("\\", "/")
    quoted = quote(plain.encode("utf-8", "surrogateescape") if _is_escaped(plain) else plain.encode("utf-8", "replace"))
    return f"file://{quoted}" if plain.startswith("/") else quoted.removeprefix("./")


def _is_escaped(name: str) -> bool:
    return all(not 0xD800 <= ord(char) <= 0xDFFF or 0xDC80 <= ord(char) <= 0xDCFF for char in name)


def name_file(document: str, source: SourceDocument | None) -> str:
    """The file that a document is in: of a member of an archive the archive."""
    member = next((place.member for place in source.places if place.member), None) if source else None
    return document.removesuffix(f"!{member}") if member else document


def describe_finding(finding: Finding, lang: str) -> str:
    """What is wrong, the arithmetic and the suggestion, on one line."""
    parts = [choose_words(finding.message, lang), finding.arithmetic]
    if finding.suggestion:
        parts.append(f"{say(lang, 'suggestion')}{say(lang, 'colon')}{finding.suggestion}")
    return clean_line("; ".join(filter(None, parts)))


def describe_span(span: Span, lang: str) -> str:
    """The role and the quoted words of a span: `总体 1604家`."""
    role = say_code(lang, span.role, "role") if span.role else ""
    return clean_line(f"{role} {span.text}".strip())[:200] or say(lang, "places.title")


def describe_state(finding: Finding, lang: str) -> str:
    """The state in words where it is not new, with the reason of a suppressed one."""
    if finding.state == "new":
        return ""
    reason = f"{say(lang, 'colon')}{finding.reason}" if finding.reason else ""
    return clean_line(say(lang, finding.state) + reason)


def rank_findings(run: AuditRun) -> Iterator[Finding]:
    """All findings, the graver ones first, otherwise in the order of the run: where a reader takes only so many, it takes these."""
    yield from sorted(run.findings, key=lambda finding: (finding.state == "suppressed", LEVELS[finding.severity]))
