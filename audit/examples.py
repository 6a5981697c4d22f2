"""Runs the rules' own examples through the whole pipeline.

Comes in: a rule set. Goes out: for every `bad` and `good` text of every rule whether it did what it says. Each example is a
document of its own, and all go through in one run, but for those that are compared with other documents: each of these is a run of its
own. Refuses nothing: a rule that breaks fails its examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from audit.model import AuditRun, Finding
from audit.pipeline import audit_texts
from audit.ruleset.declaration import Example, Rule, Ruleset

Kind = Literal["bad", "good"]
Case = tuple[Rule, Kind, int, Example]
"""A rule, and one of its examples with its number."""


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example of one rule; `index` counts from 1, `problem` says what it did wrong, None where it did as it says."""

    rule: str
    kind: Kind
    index: int
    text: str
    problem: str | None


def run_examples(ruleset: Ruleset) -> tuple[ExampleResult, ...]:
    """Run all examples; a `bad` text must be hit by its own rule (at its `hits`), a `good` one must not.

    Where another rule says the same of the same places, only one finding is kept: then the rule is asked again, alone.
    """
    cases = {_name(rule, kind, index): (rule, kind, index, each) for rule, kind, index, each in _list_examples(ruleset)}
    results = _run_cases(cases, ruleset)
    for name, result in results.items():
        if result.kind == "bad" and result.problem:
            alone = _run_cases({name: cases[name]}, replace(ruleset, rules=(cases[name][0],)))[name]
            results[name] = result if alone.problem else alone
    return tuple(results.values())


def _run_cases(cases: Mapping[str, Case], ruleset: Ruleset) -> dict[str, ExampleResult]:
    runs = [audit_texts({name: case[3].text for name, case in cases.items() if not case[3].against}, ruleset)]
    runs += [_compare(name, case[3], ruleset) for name, case in cases.items() if case[3].against]
    findings = {document.source.name: document.findings for run in runs for document in run.documents}
    broken = {each.rule: each.problem for run in runs for each in run.broken}
    return {name: _judge(case, findings.get(name, ()), broken) for name, case in cases.items()}


def _compare(name: str, example: Example, ruleset: Ruleset) -> AuditRun:
    """The run of an example beside its other documents."""
    others = {f"{name.removesuffix('.txt')}-against-{number}.txt": text for number, text in enumerate(example.against, 1)}
    return audit_texts({name: example.text}, ruleset, others)


def _list_examples(ruleset: Ruleset) -> Iterator[tuple[Rule, Kind, int, Example]]:
    for rule in ruleset.rules:
        yield from ((rule, "bad", index, each) for index, each in enumerate(rule.bad, 1))
        yield from ((rule, "good", index, each) for index, each in enumerate(rule.good, 1))


def _name(rule: Rule, kind: Kind, index: int) -> str:
    return f"{rule.rule}-{kind}-{index}.txt"


def _judge(case: Case, findings: tuple[Finding, ...], broken: Mapping[str, str]) -> ExampleResult:
    rule, kind, index, example = case
    own = [finding for finding in findings if finding.rule == rule.rule]
    others = Counter(finding.rule for finding in findings if finding.rule != rule.rule)
    problem = broken.get(rule.rule) or (_find_false_alarm(own) if kind == "good" else _find_miss(own, example, others))
    return ExampleResult(rule.rule, kind, index, example.text, problem)


def _find_false_alarm(own: list[Finding]) -> str | None:
    if not own:
        return None
    return "误报 / false alarm: " + "; ".join(f"{finding.message['zh']} ({finding.arithmetic})" for finding in own)


def _find_miss(own: list[Finding], example: Example, others: Counter[str]) -> str | None:
    if not own:
        said = f", 报的是 / found instead: {', '.join(sorted(others))}" if others else ""
        return f"没有报 / not hit{said}"
    spans = [span for finding in own for span in finding.spans if span.document is None]
    missed = [hit for hit in example.hits if not any(_overlaps(span.start, span.end, example.text, hit) for span in spans)]
    if not missed:
        return None
    shown = "、".join(span.text for span in spans)
    return f"报了, 但没指到 / hit, but not at: {'、'.join(missed)} (指到 / points at: {shown})"


def _overlaps(start: int, end: int, text: str, quote: str) -> bool:
    """Whether a place touches any occurrence of a quote."""
    at = text.find(quote)
    while at >= 0:
        if start < at + len(quote) and at < end:
            return True
        at = text.find(quote, at + 1)
    return False
