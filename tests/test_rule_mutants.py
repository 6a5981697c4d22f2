"""The rules' own examples are strict: a slip in any predicate fails one of them, and no rule says only what another says too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest
from duckdb import DuckDBPyConnection
from mutants import list_mutants

from audit.examples import RelatedExamples, find_fault, list_cases, name_outcome, relate_examples
from audit.judge.duck import ask_rules, open_database
from audit.judge.verdicts import NO_VERDICTS, Gathering, Verdicts
from audit.model import SEVERITIES, Finding, Reading, RelationRow
from audit.relate import identity
from audit.relate.schema import SCHEMAS
from audit.ruleset import Rule, load_ruleset

RULES = load_ruleset("built-in").rules
Found = Mapping[str, Mapping[str, Verdicts]]
"""Verdicts by rule and document, each rule by itself."""


@pytest.fixture(scope="module")
def examples() -> RelatedExamples:
    return relate_examples(load_ruleset("built-in"))


@pytest.fixture(scope="module")
def mutants() -> Mapping[str, Sequence[Rule]]:
    return {rule.rule: tuple(list_mutants(rule)) for rule in RULES}


@pytest.fixture(scope="module")
def found(examples: RelatedExamples, mutants: Mapping[str, Sequence[Rule]]) -> Found:
    """What every rule says of all examples, and every mutant of its rule's own ones; each relation is asked once."""
    said: dict[str, Mapping[str, Verdicts]] = {}
    with open_database() as database:
        for relation in SCHEMAS:
            rules = [rule for rule in RULES if rule.on == relation]
            for rule in rules:
                said[rule.rule] = {}
            given = [*rules, *(mutant for rule in rules for mutant in mutants[rule.rule] if mutant.formula is None)]
            told = ask_all(database, given, examples.tables[relation], examples)
            said.update(told)
        for rule in RULES:
            if rule.formula is not None:
                said.update(ask_all(database, mutants[rule.rule], fill_formulas(rule, mutants[rule.rule], examples), examples))
    return said


def ask_all(database: DuckDBPyConnection, rules: Sequence[Rule], rows: Sequence[RelationRow], examples: RelatedExamples) -> Found:
    """What each of these rules says of these rows of its relation."""
    said = {}
    for answers in ask_rules(database, rules, rows):
        assert not answers.problem, answers
        said[answers.rule.rule] = gather(answers.rule, zip(rows, answers.answers, strict=True), examples)
    return said


def fill_formulas(rule: Rule, mutants: Sequence[Rule], examples: RelatedExamples) -> tuple[RelationRow, ...]:
    """The rows of all mutants of a formula over the examples of its rule."""
    formulas = [mutant.formula for mutant in mutants if mutant.formula]
    readings = (outcome for outcome in examples.outcomes if isinstance(outcome, Reading))
    own = (reading for reading in readings if examples.cases[reading.clean.source.name].rule.rule == rule.rule)
    return tuple(row for reading in own for row in identity.build_rows(reading, formulas))


def gather(rule: Rule, told: Iterable[tuple], examples: RelatedExamples) -> Mapping[str, Verdicts]:
    """A rule's verdicts by document; a mutant's only on the examples of its rule."""
    gathering = Gathering()
    for row, answer in told:
        if "~" not in rule.rule or examples.cases[row.document].rule.rule == rule.rule.split(" ~ ")[0]:
            gathering.enter(rule, row, answer)
    return gathering.conclude({}).by_document()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_every_slip_fails_an_example(rule: Rule, mutants: Mapping[str, Sequence[Rule]], found: Found) -> None:
    expected = list_outcomes(rule, found[rule.rule])
    survivors = [mutant.rule for mutant in mutants[rule.rule] if list_outcomes(mutant, found[mutant.rule]) == expected]
    assert not survivors, "no example of the rule fails when one does this: " + "; ".join(survivors)


def list_outcomes(rule: Rule, verdicts: Mapping[str, Verdicts]) -> list[object]:
    """What came of each of the rule's own examples: a fault, or what the manual says of it."""
    own = rule.rule.split(" ~ ")[0]
    given = [(case, verdicts.get(f"{own}-{case.kind}-{case.index}.txt", NO_VERDICTS)) for case in list_cases(rule)]
    return [find_fault(case, told.findings) or name_outcome(told) for case, told in given]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_every_rule_catches_what_no_other_does(rule: Rule, found: Found) -> None:
    others = [other for other in RULES if other is not rule and SEVERITIES.index(other.severity) <= SEVERITIES.index(rule.severity)]
    shared: dict[str, set[str]] = {}
    for case in list_cases(rule):
        if case.kind == "bad":
            name = f"{rule.rule}-bad-{case.index}.txt"
            places = [span for finding in found[rule.rule].get(name, NO_VERDICTS).findings for span in finding.spans]
            shared[name] = {other.rule for other in others if hits_same(found[other.rule].get(name, NO_VERDICTS).findings, places)}
    assert not all(shared.values()), f"every example is caught by another rule too: {shared}"


def hits_same(findings: Sequence[Finding], places: Sequence[object]) -> bool:
    """Whether a finding points at one of these places."""
    taken = {(span.start, span.end) for span in places}  # type: ignore[attr-defined]
    return any((span.start, span.end) in taken for finding in findings for span in finding.spans)
