"""Runs the rules' own examples through the whole pipeline.

Comes in: a rule set. Goes out: for every `bad` and `good` text of every rule whether it did what it says and what its own rule
said of it. Each example is a document of its own, and all are judged in one run; those that are compared with other documents are
related by themselves. Refuses nothing: a rule that breaks fails its examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from audit.judge.verdicts import Verdicts
from audit.knowledge import overlay_indicators
from audit.model import DocumentResult, Finding, RelationRow, Span
from audit.pipeline import Outcome, judge_outcomes, read_texts, relate_outcomes
from audit.ruleset.declaration import Example, Rule, Ruleset
from audit.ruleset.pages import Shown

Kind = Literal["bad", "good"]

@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example of one rule; `index` counts from 1, `problem` says what it did wrong, None where it did as it says."""

    rule: str
    kind: Kind
    index: int
    text: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One example of one rule; `index` counts from 1."""

    rule: Rule
    kind: Kind
    index: int
    example: Example


@dataclass(frozen=True, slots=True)
class RelatedExamples:
    """All examples read and related once: what each document is by its name, what became of it, and the relation tables."""

    cases: Mapping[str, Case]
    outcomes: tuple[Outcome, ...]
    tables: Mapping[str, Sequence[RelationRow]]


def relate_examples(ruleset: Ruleset) -> RelatedExamples:
    """Read and relate all examples of a rule set, each a document of its own, beside its other documents where it has some."""
    cases = {f"{case.rule.rule}-{case.kind}-{case.index}.txt": case for rule in ruleset.rules for case in list_cases(rule)}
    with overlay_indicators(ruleset.indicators):
        outcomes = dict(zip(cases, read_texts({name: case.example.text for name, case in cases.items()}), strict=True))
        plain = [outcomes[name] for name, case in cases.items() if not case.example.against]
        tables = [relate_outcomes(plain, formulas=ruleset.formulas)]
        tables += [_relate_pair(name, outcomes[name], case.example) for name, case in cases.items() if case.example.against]
    joined = {relation: tuple(row for table in tables for row in table[relation]) for relation in tables[0]}
    return RelatedExamples(cases, tuple(outcomes.values()), joined)


def _relate_pair(name: str, outcome: Outcome, example: Example) -> dict[str, tuple[RelationRow, ...]]:
    others = {f"{name.removesuffix('.txt')}-against-{number}.txt": text for number, text in enumerate(example.against, 1)}
    return relate_outcomes((outcome,), tuple(read_texts(others)))


def run_examples(ruleset: Ruleset) -> tuple[ExampleResult, ...]:
    """Run all examples; a `bad` text must be hit by its own rule (at its `hits`), a `good` one must not.

    Where another rule says the same of the same places, only one finding is kept: then the rule is asked again, alone.
    """
    related = relate_examples(ruleset)
    results = _run_cases(related, ruleset)
    for name, result in results.items():
        if result.kind == "bad" and result.problem:
            alone = replace(ruleset, rules=(related.cases[name].rule,))
            results[name] = _run_cases(related, alone, name)[name]
    return tuple(results.values())


def _run_cases(related: RelatedExamples, ruleset: Ruleset, only: str | None = None) -> dict[str, ExampleResult]:
    """The results of all examples, or of one."""
    tables = related.tables
    if only:
        tables = {relation: [row for row in rows if row.document == only] for relation, rows in tables.items()}
    run = judge_outcomes(related.outcomes, tables, ruleset)
    findings = {document.source.name: document.findings for document in run.documents}
    broken = {each.rule: each.problem for each in run.broken}
    results = {}
    for name, case in related.cases.items():
        problem = broken.get(case.rule.rule) or find_fault(case, findings.get(name, ()))
        results[name] = ExampleResult(case.rule.rule, case.kind, case.index, case.example.text, problem)
    return results


def show_examples(ruleset: Ruleset) -> dict[str, tuple[tuple[Shown, ...], tuple[Shown, ...]]]:
    """The bad and the good examples of every rule, with what the rule says of each."""
    related = relate_examples(ruleset)
    run = judge_outcomes(related.outcomes, related.tables, ruleset)
    shown: dict[str, tuple[list[Shown], list[Shown]]] = {rule.rule: ([], []) for rule in ruleset.rules}
    for document in run.documents:
        case = related.cases[document.source.name]
        shown[case.rule.rule][case.kind == "good"].append(_show_case(case, document))
    return {name: (tuple(bad), tuple(good)) for name, (bad, good) in shown.items()}


def _show_case(case: Case, document: DocumentResult) -> Shown:
    own = tuple(finding for finding in document.findings if finding.rule == case.rule.rule)
    others = sorted({finding.rule for finding in document.findings if finding.rule != case.rule.rule})
    held = tuple(decided for decided in document.verified if decided.rule == case.rule.rule)
    undecided = tuple(decided for decided in document.undecided if decided.rule == case.rule.rule)
    proved, screened = (tuple(decided for decided in held if decided.proves is proves) for proves in (True, False))
    said = tuple((finding.message["zh"], finding.arithmetic) for finding in own)
    return Shown(case.example, said, name_outcome(Verdicts(own, proved, screened, undecided)), tuple(others))


def list_cases(rule: Rule) -> Iterator[Case]:
    """The examples of one rule, the bad ones first."""
    yield from (Case(rule, "bad", index, each) for index, each in enumerate(rule.bad, 1))
    yield from (Case(rule, "good", index, each) for index, each in enumerate(rule.good, 1))


def find_fault(case: Case, findings: Iterable[Finding]) -> str | None:
    """What the findings on an example say against its rule, None where the rule does what the example says."""
    own = [finding for finding in findings if finding.rule == case.rule.rule]
    if case.kind == "good":
        return _find_false_alarm(own)
    return _find_miss(own, case.example, Counter(finding.rule for finding in findings if finding.rule != case.rule.rule))


def name_outcome(verdicts: Verdicts) -> str:
    """What a rule said of the rows of one example: how many it reported, verified, screened or left undecided, and why."""
    told = Counter({"reported": len(verdicts.findings), "verified": len(verdicts.verified), "screened": len(verdicts.screened)})
    told.update(f"undecided ({each.reason})" for each in verdicts.undecided)
    return ", ".join(f"{count} {what}" for what, count in sorted(told.items()) if count) or "not spoken of"


def _find_false_alarm(own: list[Finding]) -> str | None:
    if not own:
        return None
    return "误报 / false alarm: " + "; ".join(f"{finding.message['zh']} ({finding.arithmetic})" for finding in own)


def _find_miss(own: list[Finding], example: Example, others: Counter[str]) -> str | None:
    if not own:
        said = f", 报的是 / found instead: {', '.join(sorted(others))}" if others else ""
        return f"没有报 / not hit{said}"
    spans = [span for finding in own for span in finding.spans if span.document is None]
    missed = [hit for hit in example.hits if not any(touches(span, example.text, hit) for span in spans)]
    if not missed:
        return None
    shown = "、".join(span.text for span in spans)
    return f"报了, 但没指到 / hit, but not at: {'、'.join(missed)} (指到 / points at: {shown})"


def touches(span: Span, text: str, quote: str) -> bool:
    """Whether a place touches any occurrence of a quote."""
    at = text.find(quote)
    while at >= 0:
        if span.start < at + len(quote) and at < span.end:
            return True
        at = text.find(quote, at + 1)
    return False
