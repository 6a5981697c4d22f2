"""What a document says of its own findings: `<!-- heshu: ignore share-mismatch 可比口径, 见注3 -->`, `# heshu: ignore …` on its own line.

Comes in: a text. Goes out: its directives with their rules, reason and the line that they speak of. A directive is no text of the
document. One that names no rule or gives no reason suppresses nothing, and is kept as such so that it can be reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audit.accepted import Suppression
from audit.patterns import regex

WORD = "heshu"
_FOUND = regex(
    r"<!--[ \t]*heshu[ \t]*[:：](?P<comment>[^<>\r\n]{0,500}?)-->|^[ \t\u3000]*#[ \t]*heshu[ \t]*[:：](?P<line>[^\r\n]{0,500})$", 8 | 2
)
"""The flags are MULTILINE and IGNORECASE. A comment may stand behind a sentence, the line form has its line for itself."""
_SAID = regex(r"[ \t]*ignore[ \t\u3000]+(?P<rules>[A-Za-z*?][\w*?.,，-]*)[ \t\u3000]+(?P<reason>\S[^\r\n]*)", 2)
_LINE = regex(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_PAGE_COMMENT = regex(r"<!--\s*heshu\s*[:：]([^<>]{0,500}?)-->", 2)


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: where it stands, what it names, and the range it speaks of; `rules` is empty where it says too little."""

    start: int
    end: int
    rules: tuple[str, ...]
    reason: str
    reach: tuple[int, int]

    def suppressions(self, document: str, where: str) -> Iterator[Suppression]:
        """What it suppresses in its document."""
        yield from (Suppression(rule, self.reason, document, where=where, reach=self.reach) for rule in self.rules)


def find_directives(text: str) -> tuple[Directive, ...]:
    """The directives of a text in order.

    One behind a sentence speaks of its own line, one on a line of its own of the next line that is neither blank nor a directive.

    >>> found = find_directives("通过率64%。<!-- heshu: ignore share-mismatch 可比口径 -->\\n# heshu: ignore unit-*\\n增长5个百分点。\\n")
    >>> [(each.rules, each.reason, each.reach) for each in found]
    [(('share-mismatch',), '可比口径', (0, 50)), ((), '', (73, 82))]
    """
    if WORD not in text.lower():
        return ()
    found = list(_FOUND.finditer(text))
    own = {match.start(): _find_line(text, match.start()) for match in found}
    alone = {at: line for at, line in own.items() if not _FOUND.sub("", text[slice(*line)]).strip()}
    return tuple(
        _read(match["comment"] or match["line"] or "", match.span(), _find_reach(text, own[match.start()], alone)) for match in found
    )


def show_directives(page: str) -> str:
    """The source of a web page with its directives as text that is displayed: comments are gone once a page is read.

    >>> show_directives("<p>增长<!-- heshu: ignore a b --></p><!-- 旧 -->")
    '<p>增长&lt;!-- heshu: ignore a b --&gt;</p><!-- 旧 -->'
    """
    return (
        _PAGE_COMMENT.sub(lambda found: f"&lt;!-- heshu:{' '.join(found[1].split()).join('  ')}--&gt;", page)
        if WORD in page.lower()
        else page
    )


def is_directive(text: str) -> bool:
    """Whether a line holds directives and nothing else."""
    return WORD in text.lower() and bool(_FOUND.search(text)) and not _FOUND.sub("", text).strip()


def _read(said: str, place: tuple[int, int], reach: tuple[int, int]) -> Directive:
    match = _SAID.fullmatch(said.rstrip(" \t　"))
    rules = tuple(filter(None, match["rules"].replace("，", ",").split(","))) if match else ()
    return Directive(*place, rules, match["reason"].strip() if match and rules else "", reach)


def _find_line(text: str, at: int) -> tuple[int, int]:
    """The line around a place, with its end."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    line = _LINE.match(text, at)
    return start, line.end() if line else len(text)


def _find_reach(text: str, line: tuple[int, int], alone: dict[int, tuple[int, int]]) -> tuple[int, int]:
    if line not in alone.values():
        return line
    directives, at = set(alone.values()), line
    while at in directives or not text[slice(*at)].strip():
        if at[1] >= len(text):
            return at[1], at[1]
        at = _find_line(text, at[1])
    return at
