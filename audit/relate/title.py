"""Relation `title`: two places that say which document this is, and their years.

Comes in: a reading. Goes out: one row for each pair of such places that name the same kind of document (总结 with 总结): the first
lines, a line of its own in 《》 or 【】, the closing lines. What running text says of other documents is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.model import Reading, RelationRow, Span
from audit.patterns import regex
from audit.relate.rows import make_row

_FIRST_LINES, _LAST_LINES = 4, 4
_LONGEST = 60
_NAME = regex(
    r"((?:19|20)\d{2})\s*年?(?:度)?(?P<about>\p{Han}{0,14}?)"
    r"(?P<kind>工作总结|工作报告|工作计划|工作要点|工作思路|统计公报|预算执行情况|预算草案|决算|总结|报告|公报|计划)"
)
_OWN = regex(r"[【《](?P<title>[^】》\n]{6,50})[】》](?:相关文章|相关阅读)?[:：]?\s*$")


@dataclass(frozen=True, slots=True)
class Naming:
    """A document named in title position: its kind, its year, its line, and its place in the repaired text."""

    kind: str
    year: int
    line: int
    start: int
    end: int


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each later line beside the first line that names the same kind: the kind whose years differ, else any."""
    first: dict[str, Naming] = {}
    found: dict[int, tuple[Naming, Naming]] = {}
    for naming in find_namings(reading.clean.text):
        known = first.setdefault(naming.kind, naming)
        told = found.get(naming.line)
        if known.line != naming.line and (told is None or told[0].year == told[1].year):
            found[naming.line] = (known, naming)
    for known, naming in found.values():
        yield _build_row(reading, known, naming)


def find_namings(text: str) -> Iterator[Naming]:
    """The places in title position that name a document with its year, in order."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append((at, line.rstrip()))
        at += len(line)
    for number, (start, line) in enumerate(lines):
        closing = number >= len(lines) - _LAST_LINES
        own = _OWN.search(line)
        if own and (closing or own.start() == len(line) - len(line.lstrip())):
            yield from _read_names(line, number, start, own.start("title"), own.end("title"))
        elif number < _FIRST_LINES and len(line) <= _LONGEST:
            yield from _read_names(line, number, start, 0, len(line))


def _read_names(line: str, number: int, at: int, start: int, end: int) -> Iterator[Naming]:
    for match in _NAME.finditer(line, start, end):
        yield Naming(match.group("kind")[-2:], int(match.group(1)), number, at + match.start(), at + match.end())


def _build_row(reading: Reading, first: Naming, second: Naming) -> RelationRow:
    spans = tuple(_place(reading, naming, role) for naming, role in ((first, "first"), (second, "second")))
    columns = {"what": first.kind, "first_year": first.year, "second_year": second.year}
    return make_row("title", reading, None, columns, spans, arithmetic=f"{first.kind}: {first.year}, {second.year}")


def _place(reading: Reading, naming: Naming, role: str) -> Span:
    return reading.clean.span(naming.start, naming.end, role)
