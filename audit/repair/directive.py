"""Step `directive`: what a document says of its own findings is no text of it.

Comes in: a text. Goes out: edits that leave the directives out, a line of their own with its line end, and a mark for each one that
names no rule or gives no reason.
"""

from __future__ import annotations

from audit.directives import find_directives
from audit.offsets import Edit
from audit.repair.step import NOTHING, Mark, Repairs


def find_repairs(text: str) -> Repairs:
    """The directives of a text.

    >>> text = "# heshu: ignore share-mismatch\\n通过率64%。"
    >>> found = find_repairs(text)
    >>> [(edit.start, edit.end) for edit in found.edits], [mark.cause for mark in found.marks]
    ([(0, 31)], ['directive-incomplete'])
    """
    found = find_directives(text)
    if not found:
        return NOTHING
    edits, behind = [], 0
    for each in found:
        start, end = max(behind, each.start), _take_line_end(text, each.start, each.end)
        edits.append(Edit(start, end, ""))
        behind = end
    return Repairs(tuple(edits), tuple(Mark("directive-incomplete", each.start, each.end) for each in found if not each.rules))


def _take_line_end(text: str, start: int, end: int) -> int:
    """Where the line form ends with its line end, or a comment that fills its line; a comment behind a sentence ends where it ends."""
    alone = not start or text[start - 1] in "\r\n"
    if alone and text.startswith("\r\n", end):
        return end + 2
    return end + 1 if alone and text[end : end + 1] in ("\n", "\r") else end
