"""Lists in running text: where items begin and end, and how many there may honestly be.

Comes in: a piece of a sentence. Goes out: an Enumeration with its items and the lowest and highest count that a reader could make.
Brackets never split a list, quotes and titles are kept whole; 和 and 与 inside a name leave the count open, not wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from audit.model import Span
from audit.patterns import regex
from audit.relate.words import load_lists, match_any

FILLER = "\ufffc"
CLAUSE_END = regex(r"[，,。；;：:！!？?\n\t\r]")
_OPEN, _CLOSE = "（(【[〔", "）)】]〕"
_PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "〈": "〉"}
_OPENS = regex(f"[{re.escape(_OPEN)}{''.join(_PAIRS)}]")
_LINK = regex(r"以及|(?<![总饱共温随缓])和(?![谐平睦解田])|(?<![普涉遍惠触])及(?![时其以])|(?<![参给])与(?![会时众])|暨")
_COMMA = regex("、")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items as (start, end) inside the sentence they were read from; `low` and `high` are the honest counts, `open` a closing 等.

    `plain` says that no item but the first begins with a verb, so that all of them are one list.
    `spans` are the source places of items that stand outside the sentence (headings). `marked` is the lowest count by the marks alone:
    the length of an item may speak for a shorter list.
    """

    items: tuple[tuple[int, int], ...]
    low: int
    high: int
    open: bool = False
    plain: bool = True
    spans: tuple[Span, ...] = ()
    marked: int = 0


@lru_cache(maxsize=64)
def mask_groups(text: str, *, quotes: bool = True) -> str:
    """The text with brackets, and quotes where wanted, overwritten: same length, nothing inside can split a list."""
    if not _OPENS.search(text):
        return text
    found, stack = [], list[str]()
    for char in text:
        opens = char in _OPEN or (quotes and char in _PAIRS)
        if opens:
            stack.append(_CLOSE[_OPEN.index(char)] if char in _OPEN else _PAIRS[char])
        inside = bool(stack)
        if stack and _closes(char, stack[-1]):
            stack.pop()
        elif char in "。\n":
            stack, inside = [], False
        found.append(FILLER if inside else char)
    return "".join(found)


def _closes(char: str, wanted: str) -> bool:
    """Whether a bracket closes; half-width and full-width forms may be mixed: (再融资债券）."""
    return char == wanted or (char in "）)" and wanted in "）)")


def read_list(masked: str, start: int, end: int) -> Enumeration | None:
    """The list between two places of a masked text, or None where there is only one item.

    >>> text = "甲厂、乙厂和丙厂"
    >>> found = read_list(text, 0, len(text))
    >>> found.low, found.high
    (2, 3)
    """
    opened = re.search(r"等{1,2}\s*$", masked[start:end])
    end = start + opened.start() if opened else end
    strong = [match.span() for match in _COMMA.finditer(masked, start, end)]
    weak = [match.span() for match in _LINK.finditer(masked, start, end) if masked[start : match.start()].strip()]
    if not strong and not weak:
        return None
    items = _cut(masked, start, end, sorted((*strong, *weak)))
    if any(first >= last for first, last in items):
        return None
    counts = _honest_counts(strong, weak)
    later = _later_starts(masked, items)
    low = min([*counts, *later, *_longer_items(items)])
    return Enumeration(tuple(items), low, max(counts), opened is not None, not later, marked=min(counts))


def _cut(masked: str, start: int, end: int, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    places, at = [], start
    for first, last in [*marks, (end, end)]:
        piece = masked[at:first]
        lead = len(piece) - len(piece.lstrip())
        places.append((at + lead, at + len(piece.rstrip())))
        at = last
    return places


def _honest_counts(strong: list[tuple[int, int]], weak: list[tuple[int, int]]) -> list[int]:
    """A、B和C are three, or two (A、B as one of them, or B和C); A和B are two."""
    if not strong or not weak:
        return [1 + len(strong) + len(weak)]
    return [1 + len(weak), 1 + len(strong), 1 + len(strong) + len(weak)]


def _later_starts(masked: str, items: list[tuple[int, int]]) -> list[int]:
    """Shorter lists that begin at an item with a verb: 推进A、建设B、C两个平台 lists two."""
    pattern = _phrase_start()
    return [len(items) - n for n, (start, end) in enumerate(items) if n and pattern.match(masked, start, end)]


def _longer_items(items: list[tuple[int, int]]) -> list[int]:
    """Shorter lists that begin in an item which is longer than all behind it: 县委、县政府认准山场、水电、旅游三大资源 lists three."""
    sizes = [end - start for start, end in items]
    return [len(items) - n for n in range(1, len(items) - 1) if sizes[n] > max(sizes[n + 1 :]) + 1]


@cache
def _phrase_start() -> re.Pattern[str]:
    adverb, verb = match_any("item_adverb"), match_any("item_verb")
    long = "|".join(word for word in load_lists()["item_adverb"] if len(word) > 1)  # 新 in 新加坡 is no adverb
    return regex(f"(?:{adverb}){{0,2}}(?:{verb})|(?:{long})")
