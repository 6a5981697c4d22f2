"""The judge: relation rows in, a verdict on every row and on every figure out.

Comes in: relation tables, the readings they were made from, and a rule set. Goes out: a Judgement. Refuses nothing: a rule
that breaks while running is kept as such, and the others go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.judge.duck import ask_rules, open_database
from audit.judge.ledger import build_ledger
from audit.judge.verdicts import NO_VERDICTS, Gathering, Verdicts
from audit.model import BrokenRule, Decided, Figure, Finding, LedgerEntry, Reading, RelationRow
from audit.ruleset.declaration import Rule, Ruleset


@dataclass(frozen=True, slots=True)
class DocumentVerdicts:
    """The verdicts on one document's rows, and the ledger of its figures."""

    findings: tuple[Finding, ...] = ()
    verified: tuple[Decided, ...] = ()
    screened: tuple[Decided, ...] = ()
    undecided: tuple[Decided, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts of a run by document, and the rules that broke."""

    documents: Mapping[str, DocumentVerdicts]
    broken: tuple[BrokenRule, ...]

    def of(self, document: str) -> DocumentVerdicts:
        """The verdicts on one document, empty where no rule spoke of it."""
        return self.documents.get(document, DocumentVerdicts())


def judge_rows(tables: Mapping[str, Sequence[RelationRow]], readings: Sequence[Reading], ruleset: Ruleset) -> Judgement:
    """Judge the rows of all relations and keep the ledger of each reading's figures."""
    texts = {reading.clean.source.name: reading.clean.source.text for reading in readings}
    verdicts, broken = ask_all(tables, texts, ruleset)
    figures = {reading.clean.source.name: reading.figures for reading in readings}
    shares = verdicts.by_document()
    return Judgement({name: _account(shares.get(name, NO_VERDICTS), figures.get(name, ())) for name in {*shares, *figures}}, broken)


def ask_all(
    tables: Mapping[str, Sequence[RelationRow]], texts: Mapping[str, str], ruleset: Ruleset
) -> tuple[Verdicts, tuple[BrokenRule, ...]]:
    """The verdicts on all rows and the rules that broke; `texts` holds the source text of each document."""
    gathering, broken = Gathering(), []
    database = open_database()
    try:
        for relation, rows in tables.items():
            for answers in ask_rules(database, choose_rules(ruleset.over(relation), rows), rows):
                if answers.problem is not None:
                    broken.append(BrokenRule(answers.rule.rule, answers.problem))
                for row, answer in zip(rows, answers.answers, strict=False):
                    gathering.enter(answers.rule, row, answer)
    finally:
        database.close()
    return gathering.conclude(texts), tuple(broken)


def choose_rules(rules: Sequence[Rule], rows: Sequence[RelationRow]) -> tuple[Rule, ...]:
    """The rules that can speak of these rows: that of a formula speaks of its own rows alone, and most formulas have none."""
    named = {row.columns.get("rule") for row in rows}
    return tuple(rule for rule in rules if rule.formula is None or rule.rule in named)


def _account(verdicts: Verdicts, figures: Sequence[Figure]) -> DocumentVerdicts:
    ledger = build_ledger(figures, verdicts)
    return DocumentVerdicts(verdicts.findings, verdicts.verified, verdicts.screened, verdicts.undecided, ledger)
