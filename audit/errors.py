"""Every error that heshu raises on purpose: one root, a reason code, a place and a hint.

Comes in: what went wrong, where, and what the reader can do. Goes out: an exception whose text is that, in Chinese first.
Anything that is not a `HeshuError` is a defect of heshu.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial


class HeshuError(Exception):
    """The root of all errors of heshu.

    `reason` is a stable kebab-case code, `file` and `line` the place (line counts from 1), `hint` what to do about it.
    """

    def __init__(self, message: str, *, reason: str, file: str | None = None, line: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.file = file
        self.line = line
        self.hint = hint

    def __reduce__(self) -> tuple[Callable[[], HeshuError], tuple[()]]:
        """So that an error of a process that reads documents reaches the one that asked."""
        return partial(type(self), self.message, reason=self.reason, file=self.file, line=self.line, hint=self.hint), ()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        hint = f"\n  提示: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"


class InputError(HeshuError):
    """A path that cannot be audited: missing, unreadable, binary, too large, or a folder without documents."""


class RuleError(HeshuError):
    """A rule or a word list that cannot be loaded: unknown key, unknown column, missing example, bad predicate."""


class OutputError(HeshuError):
    """A report that cannot be written where it was asked for."""


class UsageError(HeshuError):
    """An option that does not exist or options that do not go together."""
