"""What a number takes over from the words and figures before it, and the noun that a name measures with.

Comes in: drafts. Goes out: names. A name is carried along a sentence until another one is said.
"""

from __future__ import annotations

import re

from audit.extract.drafts import CLAUSE_MARK, Draft
from audit.extract.grammar import load_words
from audit.extract.phrases import front_phrase
from audit.extract.words import word_list

BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_PLANNED = re.compile(r"(?:的)?(?:年初预算|调整预算|预算调整|预算数|预算安排|计划数|目标数|任务数|预算)$")



def subject_before(draft: Draft) -> str:
    """The subject that an earlier clause of the same gap names: 全市道路交通事故数,同比下降14.7%."""
    pieces = [piece for piece in CLAUSE_MARK.split(BRACKETED.sub("", draft.gap))[:-1] if piece.strip()]
    for piece in reversed(pieces):
        name = front_phrase(piece)
        if 2 <= len(name) <= 24 and not _opens_deed(piece):
            return name
    return ""


def _opens_deed(piece: str) -> bool:
    """Whether a clause tells a deed or a course and names no subject: 实现历史性晋位, 由一百七十五元…."""
    words = word_list(piece.strip()[:12])
    return bool(words) and (words[0] in load_words()["verb"] or words[0] in ("由", "从", "比", "较", "是", "为", "到", "至"))


def carried_name(previous: Draft | None) -> str:
    if previous is None:
        return ""
    name = re.sub(r"占.{1,30}比重$", "", previous.indicator) if previous.kind == "delta" else previous.indicator
    return re.sub("计划投资$", "投资", _PLANNED.sub("", name)) or name
