"""All texts that the bytes of a cut may have been: each pair read with the byte before it, lost bytes tried one by one.

Comes in: a Cut and the evidence of its page. Goes out: the candidates, each with how many pairs of private cells it supposes to
have been dropped. Characters that the page annotates everywhere cannot stand there without a reading; more than a few thousand
candidates are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from audit.repair.cells import HIGH_TRAILS, is_hanzi, list_by_lead, list_by_trail, list_dropped, read_cell, write_cell
from audit.repair.cuts import Cut, find_trail
from audit.repair.habits import Page
from audit.repair.language import GRAMMAR, is_linked
from audit.wordbook import load_wordbook

MOST = 4000
_LONGEST = 9
_NUMERALS = "一二三四五六七八九十"
_HEADING = re.compile(rf"（[{_NUMERALS}]{{0,3}}|（[{_NUMERALS}]{{1,3}}）[^（）]*")
_ENDS = "。，；"
_SIGNS = "、：“”《》—…·"
_STOPS = "　。"
"""What may have lost its first byte besides hanzi: the indent and the full stop, A1A1 and A1A3."""


_Text = tuple[str, tuple[int, ...]]
_State = tuple[int, int, str, bool]
"""A place in the search: the next pair, the byte that waits, what was read, and whether its last character is `loose`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the bytes may have been: the text, the dropped pairs, and the keyword across its first character, if there was one."""

    text: str
    joins: tuple[int, ...]
    keyword: str = ""

    @property
    def dropped(self) -> int:
        """How many pairs of private cells were dropped, each between two characters; `joins` are the places of the second ones."""
        return len(self.joins)


def list_rests(cut: Cut, page: Page) -> list[Candidate]:
    """What may stand behind the first, lost byte: all of it but the character that the lost byte belongs to, or with it if no mark cut it.

    Two dropped pairs are tried at most, none in a run so long that more of them are likely.
    """
    depths = (0,) if page.keeps_private or is_open(cut, page) else (0, 1, 2)
    found = [candidate for depth in depths for candidate in _list_depth(cut, page, depth)]
    return [candidate for candidate in found if _is_known(candidate, cut, page)] or found


def is_open(cut: Cut, page: Page) -> bool:
    """Whether a run is so long that no words decide what a page that drops pairs has lost of it."""
    return not page.keeps_private and len(cut.pairs) > _LONGEST


def _list_depth(cut: Cut, page: Page, dropped: int) -> list[Candidate]:
    """The candidates with so many dropped pairs, none where there are too many."""
    found = list(islice(_start(cut, page, dropped), MOST))
    return found if len(found) < MOST else []


def _is_known(candidate: Candidate, cut: Cut, page: Page) -> bool:
    """Whether the page annotates elsewhere what it annotates here, which any other candidate would leave to chance."""
    return (not cut.reading or candidate.text[-1] in page.readings) and (not candidate.keyword or candidate.keyword in page.readings)


def list_firsts(cut: Cut, page: Page, opens: bool) -> tuple[str, ...]:
    """The characters whose first byte was lost before a mark: the indent where a paragraph opens, else hanzi and the full stop."""
    assert cut.mark is not None
    if opens:
        return ("\u3000",) if cut.mark[0] == 0xA1 else ()
    stops = tuple(stop for stop in _STOPS[1:] if read_cell(0xA1, cut.mark[0]) == stop)
    return stops + tuple(hanzi for hanzi in list_by_trail(cut.mark[0]) if hanzi not in page.readings and page.may_hold(hanzi))


def _start(cut: Cut, page: Page, dropped: int) -> Iterator[Candidate]:
    walk = _Walk(cut, page, dropped > 1, _list_read(cut.reading, page) if cut.ending == "reading" else {})
    if cut.mark:
        for text, joins in walk.read(0, cut.mark[1], "", dropped):
            yield Candidate(text, joins)
        return
    for lead, keyword in list_by_lead(find_trail(cut.before) or 0):
        if page.readings.get(keyword, cut.straddle) == cut.straddle and reads_as(keyword, cut.straddle, page):
            for text, joins in walk.read(0, lead, "", dropped):
                yield Candidate(text, joins, keyword)


def reads_as(hanzi: str, reading: str, page: Page) -> bool:
    """Whether a hanzi has this reading: as the page annotates it; one that the page never annotates must not stand on it."""
    if hanzi in page.readings:
        return page.readings[hanzi] == reading
    return hanzi not in page.hanzi and hanzi in load_wordbook().hanzi.get(reading, "")


def _list_read(reading: str, page: Page) -> dict[int, list[str]]:
    """The hanzi of a reading by their first bytes, with a second byte that is no ASCII sign."""
    by_lead: dict[int, list[str]] = {}
    for hanzi in {*page.readings, *load_wordbook().hanzi.get(reading, "")}:
        cell = write_cell(hanzi)
        if cell and cell[1] in HIGH_TRAILS and reads_as(hanzi, reading, page):
            by_lead.setdefault(cell[0], []).append(hanzi)
    return by_lead


@dataclass(frozen=True, slots=True)
class _Walk:
    """The search through the bytes of one cut; a strict one, for more than one dropped pair, takes only hanzi seen on the page."""

    cut: Cut
    page: Page
    strict: bool
    read_out: Mapping[int, list[str]]
    possible: dict[int, list[tuple[str, bool, tuple[int, ...]]]] = field(default_factory=dict)
    going: dict[tuple[int, tuple[int, ...]], list[int]] = field(default_factory=dict)

    def read(self, index: int, carry: int, made: str, dropped: int, loose: bool = False) -> Iterator[_Text]:
        """All texts from the pair `index` on, `carry` being the first byte that waits for its second.

        `loose` says that the last character was read out of dropped bytes and has no word with the one before it.
        """
        states = [(index, carry, made, loose)]
        while (found := self._step(*states[-1])) is not None:
            states.append(found)
        if dropped:
            for state in reversed(states):
                yield from self._bridge(*state, dropped)
        elif states[-1][0] == len(self.cut.pairs):
            yield from self._finish(*states[-1][1:])

    def _step(self, index: int, carry: int, made: str, loose: bool) -> _State | None:
        """One pair further, if its first byte makes a fitting character with the byte that waits."""
        if index == len(self.cut.pairs):
            return None
        first, second = self.cut.pairs[index]
        character = read_cell(carry, first) or ""
        fits = self._fits(made, character) and (not loose or self._links(made, character))
        return (index + 1, second, made + character, False) if fits else None

    def _finish(self, carry: int, made: str, loose: bool) -> Iterator[_Text]:
        """The texts with their last character."""
        for last in self._list_last(carry):
            if self._fits(made, last, annotated=bool(self.cut.reading)) and (not loose or self._links(made, last)):
                yield made + last, ()

    def _bridge(self, index: int, carry: int, made: str, loose: bool, dropped: int) -> Iterator[_Text]:
        """The texts in which a pair of private cells was dropped before the pair `index`."""
        inside = not made or "（" in made
        for character, plain, leads in self._list_possible(carry):
            going = self._list_going(index, leads)
            if not going or not (self._fits(made, character) if inside or character == "（" else plain):
                continue
            linked = self._links(made, character)
            if not linked and loose:
                continue
            for lead in going:
                rest = self.read(index, lead, made + character, dropped - 1, not linked)
                yield from ((text, (len(made) + 1, *joins)) for text, joins in rest)

    def _links(self, made: str, character: str) -> bool:
        """Whether a character has a word with the one before it, or needs none."""
        before = made[-1:] or self.cut.before
        if not is_hanzi(character) or character in GRAMMAR or not before or not is_hanzi(before):
            return True
        return before + character in self.page.pairs or is_linked(before + character)

    def _list_possible(self, carry: int) -> list[tuple[str, bool, tuple[int, ...]]]:
        """The bridges from a first byte whose characters may stand there at all, each with whether it fits behind characters
        without a bracket, and the first bytes it may go on with. Asked tens of thousands of times, so each answer is kept."""
        if carry not in self.possible:
            bridges = ((character, self._fits("—", character), leads) for character, leads in _list_bridges(carry))
            self.possible[carry] = [each for each in bridges if each[1] or each[0] in "（）" or self._may_hold(each[0])]
        return self.possible[carry]

    def _list_going(self, index: int, leads: tuple[int, ...]) -> list[int]:
        """Those of some first bytes that make a character with the next known byte."""
        if (index, leads) not in self.going:
            self.going[index, leads] = [lead for lead in leads if self._goes_on(index, lead)]
        return self.going[index, leads]

    def _goes_on(self, index: int, lead: int) -> bool:
        """A quick look ahead: whether this first byte and the next known one make a character that the page may hold."""
        known = self.cut.pairs[index][0] if index < len(self.cut.pairs) else self.cut.last
        if known is None:
            return True
        character = read_cell(lead, known) or ""
        return bool(character) and (self._may_hold(character) or character in "（）" + _SIGNS)

    def _list_last(self, lead: int) -> Iterable[str]:
        """The last character: its second byte is known, or was lost with the bracket of its reading or before a mark."""
        if self.cut.last is not None:
            character = read_cell(lead, self.cut.last) or ""
            return (character,) if character and (not self.cut.reading or reads_as(character, self.cut.reading, self.page)) else ()
        return self.read_out.get(lead, ()) if self.cut.reading else (hanzi for trail, hanzi in list_by_lead(lead) if trail in HIGH_TRAILS)

    def _fits(self, made: str, character: str, annotated: bool = False) -> bool:
        """Whether a character may stand behind what was read so far."""
        if not character:
            return False
        if "（" in made + character:
            if not _HEADING.fullmatch(made + character):
                return False
            if character in "（）" + _SIGNS:
                return True
        elif character in _SIGNS or (character in _ENDS and self.cut.straddle and not made):
            return True
        unread = character not in self.page.readings or (self.cut.straddle and not made)
        return (annotated or bool(unread)) and self._may_hold(character)

    def _may_hold(self, character: str) -> bool:
        return character in self.page.hanzi or (not self.strict and is_hanzi(character) and self.page.may_hold(character))


@lru_cache(maxsize=512)
def _list_bridges(carry: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The characters of a known first byte whose second byte went with a dropped pair, each with the bytes the pair may have ended on."""
    signs = ((trail, sign) for sign in "（）" + _SIGNS for lead, trail in [write_cell(sign) or (0, 0)] if lead == carry)
    bridges = ((character, list_dropped(trail)) for trail, character in (*list_by_lead(carry), *signs))
    return tuple((character, leads) for character, leads in bridges if leads)
