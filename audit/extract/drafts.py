"""Sentences with their numbers, and what stands around each number: the working form that the grammar fills in.

Comes in: running text, blocks and tokens. Goes out: sentences of drafts. A draft knows the words before its number (back to the
number before it) and behind it (up to the next mark or number), with dates blanked so that they are no part of a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.extract.flow import Flow
from audit.extract.masks import find_dates
from audit.extract.scan import Token

SENTENCE_END = re.compile(r"[。！？!?]+[”」』）)]*")
CLAUSE_MARK = re.compile(r"[，,；;：:。！？（(）)【】]")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_BEHIND = re.compile(r"(?:[^，,；;：:。！？（(）)【】、\n\t]|[（(][^（()），,；;。、\n]{1,8}[）)](?=[\u4e00-\u9fff]))*+")
"""The words behind a number, up to the next mark; a short bracket inside a noun is none (院士（专家）工作站)."""
BLANK = "\ufffc"
LONGEST = 1000
"""The most characters of a sentence: the grammar looks back to its beginning, so its work must not grow with the document."""
_LIST_GAP = re.compile(r"\s*(?:[、和与及或，,]|以及)?\s*")


@dataclass(slots=True)
class Draft:
    """One number on its way to be a figure; the grammar's steps fill the lower half."""

    token: Token
    gap: str
    piece: str
    behind: str
    listed: bool
    kind: str = "level"
    sign: int = 1
    verb: str = ""
    against: str | None = None
    base_period: str | None = None
    status: str = "actual"
    period: str | None = None
    aspect: str | None = None
    indicator: str = ""
    of: str | None = None
    scope: str | None = None
    unit: str = ""
    value: Decimal | None = None
    named_behind: bool = False
    noun: str = ""
    parent: str = ""
    measure: str = ""
    whole: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(slots=True)
class SentenceDraft:
    """A sentence: its place in the running text, its block, and its drafts in order. `plain` has its dates blanked."""

    start: int
    end: int
    block: int
    text: str
    plain: str
    drafts: list[Draft]
    row: int | None = None


def cut_sentences(flow: Flow, tokens: list[Token]) -> list[SentenceDraft]:
    """All sentences of the running text; a table row is one sentence."""
    sentences = []
    at = 0
    dates = find_dates(flow.text)
    plain = _blank(flow.text, dates)
    rows = 0
    for number, block in enumerate(flow.blocks):
        rows = rows + 1 if block.is_row else 0
        for start, end in _split(flow.text, block.start, block.end, whole=block.is_row):
            while at < len(tokens) and tokens[at].start < start:
                at += 1
            inside = []
            while at < len(tokens) and tokens[at].start < end:
                inside.append(tokens[at])
                at += 1
            sentences.append(_draft_sentence(flow.text, plain, start, end, number, inside, rows or None))
    return sentences


def _blank(text: str, places: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in places:
        if start >= at:
            pieces.append(text[at:start] + BLANK * (end - start))
            at = end
    return "".join(pieces) + text[at:]


def _split(text: str, start: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    if whole:
        return [(start, end)]
    places: list[tuple[int, int]] = []
    at = start
    for match in SENTENCE_END.finditer(text, start, end):
        places.extend(_shorten(text, at, match.end()))
        at = match.end()
    if text[at:end].strip():
        places.extend(_shorten(text, at, end))
    return places


def _shorten(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces that the grammar can look over; nobody writes one so long, so it is cut between clauses or anywhere."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "；;，,、 ") + 1 or start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _draft_sentence(text: str, plain: str, start: int, end: int, block: int, tokens: list[Token], row: int | None) -> SentenceDraft:
    drafts = []
    for n, token in enumerate(tokens):
        before = tokens[n - 1].tail if n else start
        following = next((t for t in tokens[n + 1 :] if not (t.chinese and t.unit_text == "级")), None)
        after = following.lead if following else end
        gap = plain[min(before, token.lead) : token.lead]
        piece = _last_clause(plain, tokens, n, gap, start, token.lead)
        found = _BEHIND.match(plain, token.tail, max(after, token.tail))
        behind = found.group() if found else ""
        listed = n > 0 and _LIST_GAP.fullmatch(gap) is not None
        drafts.append(Draft(token, gap, piece, behind, listed))
    return SentenceDraft(start, end, block, text[start:end], plain[start:end], drafts, row)


def _last_clause(plain: str, before: list[Token], count: int, gap: str, start: int, end: int) -> str:
    """The clause up to a number, the numbers before it being the first `count`.

    A bracket that closes again is no mark (院士（专家）工作站4家), and a small count in Chinese numerals is part of the phrase
    (占全国七大类医药商品销售总额的86%).
    """
    masked = _BRACKETED.sub(lambda m: "\ufffb" * len(m.group()), gap)
    marks = list(CLAUSE_MARK.finditer(masked))
    if marks:
        return gap[marks[-1].end() :]
    for n in range(count - 1, -1, -1):
        token = before[n]
        if not (token.chinese and token.shape == "quantity"):
            break
        earlier = before[n - 1].tail if n else start
        marks = list(CLAUSE_MARK.finditer(plain, earlier, token.lead))
        if marks:
            return plain[marks[-1].end() : end]
        gap = plain[earlier:end]
    return gap
