"""Bytes of GBK text that a page cut one byte off, by a replacement that saw no characters: `?。ㄒ唬┏掷m(xù)`, `表?yè)P(yáng)`.

Comes in: a text. Goes out: edits for the cuts whose characters are proved by what bytes are left, and for those that words decide;
the latter are marked as lossy, so that they are read but nothing rests on them. All other cuts stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.offsets import Edit
from audit.patterns import regex
from audit.repair.cuts import Cut, read_cut
from audit.repair.habits import Page, drop_readings, read_page
from audit.repair.language import weigh_texts
from audit.repair.pinyin import LETTERS, TONED_LETTERS
from audit.repair.remains import FOREIGN, is_remains
from audit.repair.step import NOTHING, Mark, Repairs
from audit.repair.verdicts import Verdict, judge_cut

_MARKS = "。，,；;？?"
_CUT = regex(rf"\?(?=[{_MARKS}{LETTERS}])|[{_MARKS}](?=(?:[^\x00-\x7f{_MARKS}]|[:!]){{1,24}}[@-~?])")
_FAST = regex(rf"[{TONED_LETTERS}]|(?:\?[{_MARKS}]|[{_MARKS}]){FOREIGN}")
READING = "byte-shift-reading"
"""The cause of damage that words have undone, not bytes."""
_AROUND = 40
_NEIGHBOURS = 4
_BETTER = 15.0
"""So much likelier must a reading be than the signs as they stand, where these could be a text."""


def find_repairs(text: str) -> Repairs:
    """The cuts whose characters are proved by their bytes, or decided by a word; these are marked as lossy.

    >>> page = "?。ㄒ唬┏掷m(xù)推進。各項工作持續(xù)推進。"
    >>> find_repairs(page).edits
    (Edit(start=0, end=7, replacement='\\u3000（一）持續'),)
    """
    if not _FAST.search(text):
        return NOTHING
    edits, marks = [], []
    for verdict in judge_cuts(text):
        edits.append(Edit(verdict.start, verdict.end, verdict.text))
        read = verdict.proof == "word"
        marks.append(Mark(READING if read else "byte-shift", verdict.start, verdict.end, lossy=read))
    return Repairs(tuple(edits), tuple(marks))


def judge_cuts(text: str) -> Iterator[Verdict]:
    """The verdicts on all cuts of a page, in order and apart."""
    page, done = None, 0
    for anchor in _CUT.finditer(text):
        cut = read_cut(text, anchor.start()) if anchor.start() >= done else None
        if cut is None or (not cut.lone and text[cut.start - 1 : cut.start] == "?"):
            continue
        page = page or read_page(text)
        before, after, opens = _read_around(text, cut)
        if not (page.readings or opens or is_remains(text, cut.start)):
            continue
        verdict = judge_cut(cut, page, before, after, opens)
        if verdict and (verdict.proof == "exact" or is_remains(text, cut.start) or _reads_better(verdict, cut, page, before, after)):
            done = verdict.end
            yield verdict


def _reads_better(verdict: Verdict, cut: Cut, page: Page, before: str, after: str) -> bool:
    """Whether signs that could be a text, `高??蒲谐晒`, are far less likely one than the reading is."""
    shown = drop_readings(page.text[cut.start : cut.annotated])
    as_is, repaired = weigh_texts((f"{before}{middle}{after}" for middle in (shown, verdict.text)), page)
    return repaired > as_is + _BETTER


def _read_around(text: str, cut: Cut) -> tuple[str, str, bool]:
    """The characters before and behind a cut, without readings, and whether a paragraph begins at it."""
    line = text[text.rfind("\n", 0, cut.start) + 1 : cut.start]
    before = drop_readings(line[-_AROUND:])[-_NEIGHBOURS:]
    after = drop_readings(text[cut.annotated : cut.annotated + _AROUND])[:_NEIGHBOURS]
    return before, after.split("\n")[0], not line.strip()
