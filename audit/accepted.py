"""What people have said of findings before: that one is no error, that it was there already, or that other rules hold where it is.

Comes in: nothing. Goes out: frozen values; `judge.acceptance` compares them with the findings of a run. Standard library only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Suppression:
    """What is no error, with the reason: findings of `rule` (`*`: any) in documents that `path` matches, and that quote `text`.

    `until` is the last day on which it counts; `where` says where it is written, `folder` where its path begins. One that stands in a
    document itself (`inline`) speaks of that document and of the line or paragraph `reach`, in code points of its text.
    """

    rule: str
    reason: str
    path: str = "*"
    text: str = ""
    until: date | None = None
    where: str = ""
    folder: str = ""
    reach: tuple[int, int] | None = None

    @property
    def inline(self) -> bool:
        """Whether it is written in a document."""
        return self.reach is not None


@dataclass(frozen=True, slots=True)
class Override:
    """Other rules for the documents that one of `paths` matches; what is None stays as it is elsewhere."""

    paths: tuple[str, ...]
    ruleset: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    where: str = ""
    folder: str = ""

    def speaks_of(self, document: str) -> bool:
        """Whether a document is one of them."""
        return any(fits_path(document, pattern, self.folder) for pattern in self.paths)


def fits_path(document: str, pattern: str, folder: str = "") -> bool:
    """Whether a document's name as it was given, or its path from a folder, is one that a pattern means; `*` stands for slashes too.

    >>> fits_path("2023/总结.txt", "2023/*"), fits_path("/项目/2023/总结.txt", "2023/*", "/项目"), fits_path("总结.txt", "2023/*")
    (True, True, False)
    """
    name = document.replace("\\", "/").removeprefix("./")
    if fnmatchcase(name, pattern):
        return True
    path = os.path.abspath(document).replace("\\", "/") if folder and "\0" not in document else ""
    root = folder.replace("\\", "/").rstrip("/") + "/"
    return path.startswith(root) and fnmatchcase(path.removeprefix(root), pattern)


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
