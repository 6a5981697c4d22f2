"""What people have said of findings before: that one is no error, or that it was there already.

Comes in: nothing. Goes out: frozen values; `judge.acceptance` compares them with the findings of a run. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Suppression:
    """What is no error, with the reason: findings of `rule` (`*`: any) in documents that `path` matches, and that quote `text`.

    `until` is the last day on which it counts; `where` says where it is written, for reports. One that stands in a document itself
    (`inline`) speaks of that document and of the line or paragraph `reach`, in code points of its text.
    """

    rule: str
    reason: str
    path: str = "*"
    text: str = ""
    until: date | None = None
    where: str = ""
    reach: tuple[int, int] | None = None

    @property
    def inline(self) -> bool:
        """Whether it is written in a document."""
        return self.reach is not None


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """A finding of an earlier run: its fingerprint, what is shown of it once it is gone, and a digest of all that it quotes."""

    fingerprint: str
    rule: str
    document: str
    text: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What was said of findings that are not there: suppressions that matched nothing, known findings that are gone.

    `compared` says that there was a baseline.
    """

    idle: tuple[Suppression, ...] = ()
    fixed: tuple[KnownFinding, ...] = ()
    compared: bool = False


NOTHING_LEFT = Leftovers()
