"""What every step of the repair hands back: edits to make, and marks that say which damage stood where.

Comes in: nothing. Goes out: the frozen values that the steps and the document repair share. Places are code points of the text
that the step was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audit.offsets import Edit


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of damage; `cause` is a name of `Damage.cause`, `lossy` that characters were lost there."""

    cause: str
    start: int
    end: int
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Repairs:
    """What one step found in a text: edits in order, not overlapping, and marks; an edit without a mark changes form only."""

    edits: tuple[Edit, ...] = ()
    marks: tuple[Mark, ...] = ()


NOTHING = Repairs()


@dataclass(frozen=True, slots=True)
class Step:
    """A named step: a pure function from a text to its repairs."""

    name: str
    find_repairs: Callable[[str], Repairs]


def find_from(start: re.Pattern[str], whole: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches of `whole`, tried only where `start` (one class of characters, a fast search) says that one can begin."""
    opener = start.search(text)
    while opener:
        match = whole.match(text, opener.start())
        if match:
            yield match
        opener = start.search(text, match.end() if match else opener.end())
