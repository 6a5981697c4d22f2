"""What a rule and a rule set are, once they have been read, checked and compiled.

Comes in: nothing; these are frozen values. Goes out: `Rule`, `Ruleset` and their parts, for the judge, the manual and the
example runner. Nothing here reads a file or knows SQL.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path

from audit.model import Severity
from audit.relate.formula import Formula

LANGUAGES = ("zh", "en")
Words = Mapping[str, str]
"""One text in every language of `LANGUAGES`."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """When a rule does not speak: a predicate, its compiled SQL, and the reason that the ledger shows."""

    when: str
    sql: str
    reason: str
    words: Words


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule hits (`hits`: quotes that its spans must touch) or, as a near miss, leaves alone.

    `against` are the texts of other documents that it is compared with: last year's edition, a plan.
    """

    text: str
    hits: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which rows of which relation it speaks of (`where`), when they fail (`fails`), and what it says then.

    `where` and `fails` are the predicates as written, `where_sql` and `fails_sql` plain SQL; a rule that states a `formula` has them
    made of it. `file` and `line` say where it is declared.
    """

    rule: str
    since: str
    severity: Severity
    category: str
    on: str
    where: str | None
    fails: str
    where_sql: str | None
    fails_sql: str
    proves: bool
    title: Words
    message: Words
    why: Words
    norm: str | None
    exempt: tuple[Exemption, ...]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    file: str
    line: int
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of one run, in the order of their files; `sha256` changes whenever one of them changes.

    `indicators` are the files of an organisation's own indicators, which go before the shipped ones.
    """

    name: str
    sha256: str
    rules: tuple[Rule, ...]
    indicators: tuple[Path, ...] = ()

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas that its rules state."""
        return tuple(rule.formula for rule in self.rules if rule.formula is not None)

    def rule(self, name: str) -> Rule | None:
        """The rule of that name, or None."""
        return next((rule for rule in self.rules if rule.rule == name), None)

    def over(self, relation: str) -> tuple[Rule, ...]:
        """The rules that read one relation."""
        return tuple(rule for rule in self.rules if rule.on == relation)


def make_ruleset(name: str, rules: tuple[Rule, ...], indicators: tuple[Path, ...] = ()) -> Ruleset:
    """A rule set with the digest of all that decides its findings and their words."""
    told = json.dumps(rules, ensure_ascii=False, sort_keys=True, default=_unfold)
    digest = hashlib.sha256(told.encode())
    for file in indicators:
        digest.update(file.read_bytes())
    return Ruleset(name, digest.hexdigest(), rules, indicators)


def _unfold(value: object) -> object:
    """A part of a rule by its fields; a decimal or a path as its text."""
    return {name: getattr(value, name) for name in value.__slots__} if is_dataclass(value) else str(value)  # type: ignore[union-attr]
