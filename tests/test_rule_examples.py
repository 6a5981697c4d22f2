"""Every rule's own examples, through the whole pipeline: each `bad` is hit where it says, no `good` is."""

from __future__ import annotations

import pytest

from audit.examples import ExampleResult, run_examples
from audit.ruleset import Rule, load_ruleset

RULES = load_ruleset("built-in").rules


@pytest.fixture(scope="module")
def results() -> dict[str, list[ExampleResult]]:
    """The results of all examples by rule; all documents go through in one run."""
    found: dict[str, list[ExampleResult]] = {rule.rule: [] for rule in RULES}
    for result in run_examples(load_ruleset("built-in")):
        found[result.rule].append(result)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_examples(rule: Rule, results: dict[str, list[ExampleResult]]) -> None:
    assert len(results[rule.rule]) == len(rule.bad) + len(rule.good)
    problems = [f"{each.kind}[{each.index}] {each.text.strip()!r}: {each.problem}" for each in results[rule.rule] if each.problem]
    assert not problems, "\n".join(problems)
