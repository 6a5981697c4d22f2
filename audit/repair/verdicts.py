"""Which of the texts that the bytes of a cut may have been is the one: proved, decided by a word, or left open.

Comes in: a Cut, its page, and the text around it. Goes out: a Verdict with the text and how it was found, or None where none fits or
two fit nearly as well. No candidate is weighed that the damage model does not turn back into what the page shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

from audit.repair.cells import is_hanzi
from audit.repair.cuts import Cut
from audit.repair.damage_model import fold, run_forward
from audit.repair.habits import Page
from audit.repair.language import GRAMMAR, find_words, is_linked, is_word, simplify, weigh_texts
from audit.repair.pinyin import TONED
from audit.repair.preimages import Candidate, is_open, list_firsts, list_rests

Proof = Literal["exact", "unique", "word"]
"""`exact`: every byte is there but the indent's first; `unique`: no other text has these bytes; `word`: words decide among several."""

_Row = tuple[float, str, Candidate]
"""A reading: its weight with its neighbours, its text, what it supposes."""

_DROPPED = -2.4
"""What a dropped pair weighs: about one pair in eleven of shifted Chinese is a private cell."""
_MARGIN = 2.5
_SURER = 4.0
"""The margin where bytes were dropped, of which any number may be missing, and against a rival of more characters: a text with one
missing always weighs more. Of 800 cuts of the workshop's pages none is read wrong with it; with 10 every tenth right one is left."""
_LONGER_BEHIND_KEYWORD = 12.0
_USUAL = -12.0
"""The weight of a word that is used once in some 160,000."""
_RESTS = 12
_STARTERS = GRAMMAR | frozenset("現现各全我本该該此其按经經")
"""Characters that begin a sentence without being part of a word."""
_OPENERS = "、，,：:；;（(“《"
"""No full stop stands behind these."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text of a cut, from `start` to `end` of the damaged one."""

    start: int
    end: int
    text: str
    proof: Proof


def judge_cut(cut: Cut, page: Page, before: str, after: str, opens: bool) -> Verdict | None:
    """What stood in a cut; `before` and `after` are the undamaged neighbours, `opens` says that a paragraph begins there."""
    rests = list_rests(cut, page) if cut.ending != "mark" else []
    firsts = (list_firsts(cut, page, opens) if cut.mark else ("",)) if rests else ()
    if not firsts:
        return None
    if len(rests) * len(firsts) == 1 and page.keeps_private and not _is_whole(cut, rests[0], opens):
        text = firsts[0] + rests[0].text
        return _prove(cut, page, text, rests[0], "unique") if _is_worded(before, text, after, page) else None
    ranked = _rank(rests, firsts, page, before, after)
    if _is_whole(cut, ranked[0][2], opens):
        return _prove(cut, page, ranked[0][1], ranked[0][2], "exact")
    return None if is_open(cut, page) else _decide(ranked, cut, page, _Place(before, after, firsts))


@dataclass(frozen=True, slots=True)
class _Place:
    """The undamaged neighbours, and what the lost first character may be."""

    before: str
    after: str
    firsts: tuple[str, ...]


def _decide(ranked: list[_Row], cut: Cut, page: Page, place: _Place) -> Verdict | None:
    """The likeliest reading, if words bear it out and no other reading that words bear out comes near it."""
    stops = place.before[-1:] not in _OPENERS
    borne = [row for row in ranked if _is_worded(place.before, row[1], place.after, page)]
    rivals = [row for row in ranked if (stops if row[1][0] == "。" else row in borne)]
    if not rivals or rivals[0] is not ranked[0] or rivals[0] not in borne:
        return None
    weight, text, rest = rivals[0]
    if any(weight < rival[0] + _need_margin(cut, rest, len(rival[1]) - len(text)) for rival in rivals[1:]):
        return None
    return _prove(cut, page, text, rest, "word") if _is_supported(text, rest, cut, page, place) else None


def _need_margin(cut: Cut, rest: Candidate, longer: int) -> float:
    """How far a rival must stay behind.

    Behind a keyword that was read across two characters nothing but the next character says where the run began.
    """
    if longer > 0 and not cut.mark:
        return _LONGER_BEHIND_KEYWORD
    return _SURER if rest.dropped or longer > 0 else _MARGIN


def _is_supported(text: str, rest: Candidate, cut: Cut, page: Page, place: _Place) -> bool:
    """Whether a lost first character and characters out of dropped bytes have the evidence that they need."""
    before, after = place.before, place.after
    if rest.dropped and not cut.mark:
        return False
    if cut.mark and is_hanzi(text[0]) and not _is_usual(before, text, after, page):
        return False
    if text[0] == "。" and not _may_stop(before, place.firsts, text, after, page):
        return False
    return not rest.dropped or (_is_paged(before, text, after, page) and _is_joined(text, rest, page))


def _is_joined(text: str, rest: Candidate, page: Page) -> bool:
    """Whether the characters on both sides of dropped bytes belong together, so that none is missing between them."""
    first = len(text) - len(rest.text)
    joints = (text[first + join - 1 : first + join + 1] for join in rest.joins)
    return all(set(pair) & GRAMMAR or not all(map(is_hanzi, pair)) or pair in page.pairs or is_linked(pair) for pair in joints)


def _is_usual(before: str, text: str, after: str, page: Page) -> bool:
    """Whether the word of a lost character is a common one, or it has a neighbour that it has elsewhere on the page."""
    whole, place = f"{before}{text}{after}", len(before)
    if whole[place - 1 : place + 1] in page.pairs or whole[place : place + 2] in page.pairs:
        return True
    words = find_words(whole, page)
    if is_hanzi(before[-1:]) and (place - 1, place) in words and before[-1] not in GRAMMAR:
        return False
    word = next((start, end) for start, end in words if start <= place < end)
    return is_word(simplify([whole], page)[0][slice(*word)], _USUAL)


def _is_paged(before: str, text: str, after: str, page: Page) -> bool:
    """Whether each hanzi of a reading out of dropped bytes stands beside one of its neighbours elsewhere on the page, or was annotated."""
    whole = f"{before}{text}{after}"
    inside = (at for at in range(len(before), len(before) + len(text)) if is_hanzi(whole[at]) and not _is_numeral(whole, at))
    free = (at for at in inside if whole[at] not in GRAMMAR and whole[at] not in page.readings)
    return all(whole[at - 1 : at + 1] in page.pairs or whole[at : at + 2] in page.pairs for at in free)


def _is_whole(cut: Cut, rest: Candidate, opens: bool) -> bool:
    """Whether no byte is missing but the first of the indent."""
    return opens and cut.last is not None and not rest.dropped and rest.text.startswith("（")


def _rank(rests: list[Candidate], firsts: tuple[str, ...], page: Page, before: str, after: str) -> list[tuple[float, str, Candidate]]:
    """The best texts, best first; all firsts are tried with the best rests only."""
    weights = weigh_texts((f"{rest.text}{after}" for rest in rests), page)
    order = sorted(range(len(rests)), key=lambda at: -(weights[at] + _DROPPED * rests[at].dropped))[:_RESTS]
    pairs = list(product(firsts, (rests[at] for at in order)))
    whole = weigh_texts((f"{before}{first}{rest.text}{after}" for first, rest in pairs), page)
    best: dict[str, _Row] = {}
    for weight, (first, rest) in zip(whole, pairs, strict=True):
        row = weight + _DROPPED * rest.dropped, first + rest.text, rest
        best[row[1]] = max(best.get(row[1], row), row, key=lambda made: made[0])
    return sorted(best.values(), key=lambda made: -made[0])[:_RESTS]


def _is_worded(before: str, text: str, after: str, page: Page) -> bool:
    """Whether each hanzi of a reading belongs to a word, stands beside a neighbour that it has elsewhere on the page, or to grammar."""
    whole = f"{before}{text}{after}"
    alone = [start for start, end in find_words(whole, page) if end == start + 1 and is_hanzi(whole[start]) and whole[start] not in GRAMMAR]
    inside = (at for at in alone if len(before) <= at < len(before) + len(text) and not _is_numeral(whole, at))
    begins = (at for at in inside if not (whole[at - 1] == "。" and whole[at] in _STARTERS))
    return all(whole[at - 1 : at + 1] in page.pairs or whole[at : at + 2] in page.pairs for at in begins)


def _is_numeral(text: str, at: int) -> bool:
    """Whether a hanzi is the number of a heading, `（一）`."""
    return "（" in text[max(0, at - 3) : at] and "）" in text[at : at + 4]


def _may_stop(before: str, firsts: tuple[str, ...], text: str, after: str, page: Page) -> bool:
    """Whether a lost character can only be the full stop: a word ends before it, and no hanzi makes a word there."""
    if before[-1:] in _OPENERS or TONED.search(before):
        return False
    whole, stop = f"{before}。{text[1:]}{after}", len(before)
    lone = {start for start, end in find_words(whole, page) if end == start + 1 and is_hanzi(whole[start])}
    if stop - 1 in lone or (stop + 1 in lone and whole[stop + 1] not in _STARTERS):
        return False
    hanzi = simplify(["".join(first for first in firsts if first != "。")], page)[0]
    plain = simplify([whole], page)[0]
    left, right = plain[:stop], plain[stop + 1 :]
    return not any(is_word(left[-reach:] + one) or is_word(one + right[:reach]) for one in hanzi for reach in (1, 2))


def _prove(cut: Cut, page: Page, text: str, rest: Candidate, proof: Proof) -> Verdict | None:
    """The verdict, if the damage model makes the page's signs of it."""
    readings = {hanzi: page.readings[hanzi] for hanzi in text if hanzi in page.readings}
    if cut.reading and text[-1:] and is_hanzi(text[-1]):
        readings[text[-1]] = cut.reading
    if rest.keyword:
        readings[rest.keyword] = cut.straddle
    tail = "。" if cut.ending == "mark" else ""
    shown = page.text[cut.start - len(cut.before) : cut.annotated]
    for order in (readings, dict(reversed(readings.items()))):
        made = run_forward(cut.before + text + tail, order, page.habits(cut.lone))
        if made.removesuffix(tail) == fold(shown):
            return Verdict(cut.start, cut.end, text, proof)
    return None
