"""From the answers of the rules to findings, and to what holds or cannot be decided.

Comes in: a rule, a row and the rule's answer. Goes out: verdicts in reading order, doubles dropped. A row that damage touches
never accuses, and neither does a comparison whose row says that it cannot be decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar, cast

from audit.interval import ANY, Comparison, Interval
from audit.judge.duck import FAILS, HOLDS, SILENT, UNDECIDED
from audit.judge.fingerprint import name_findings
from audit.judge.message import fill_message
from audit.model import SEVERITIES, Decided, Finding, RelationRow
from audit.ruleset.declaration import LANGUAGES, Rule

Told = TypeVar("Told", Finding, Decided)

SPEAK_OF_DAMAGE = frozenset({"hole", "damage"})
"""Relations whose rows are about damage or holes themselves, and so accuse all the same."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What all rules said of all rows: findings, rows that hold with and without proof, and rows without a verdict."""

    findings: tuple[Finding, ...]
    verified: tuple[Decided, ...]
    screened: tuple[Decided, ...]
    undecided: tuple[Decided, ...]

    def by_document(self) -> dict[str, Verdicts]:
        """The verdicts on each document's rows, in their order."""
        findings, verified = _group(self.findings), _group(self.verified)
        screened, undecided = _group(self.screened), _group(self.undecided)
        return {
            name: Verdicts(findings.get(name, ()), verified.get(name, ()), screened.get(name, ()), undecided.get(name, ()))
            for name in dict.fromkeys([*findings, *verified, *screened, *undecided])
        }


NO_VERDICTS = Verdicts((), (), (), ())


@dataclass(slots=True)
class Gathering:
    """What has been judged so far; rows are kept beside findings and decisions so that doubles can be told."""

    findings: list[tuple[RelationRow, Finding]] = field(default_factory=list)
    held: list[tuple[RelationRow, Decided]] = field(default_factory=list)
    open: list[tuple[RelationRow, Decided]] = field(default_factory=list)

    def enter(self, rule: Rule, row: RelationRow, answer: str) -> None:
        """Take down one rule's answer for one row."""
        reason = None if answer in (SILENT, HOLDS) else _find_reason(rule, row, answer)
        if answer == HOLDS:
            self.held.append((row, _decide(rule, row, None)))
        elif reason is not None:
            self.open.append((row, _decide(rule, row, reason)))
        elif answer != SILENT:
            self.findings.append((row, _accuse(rule, row)))

    def conclude(self, texts: Mapping[str, str]) -> Verdicts:
        """All verdicts in reading order; `texts` holds the source text of each document, for the fingerprints."""
        kept = sorted(_drop_doubles(self.findings), key=lambda pair: _place(pair[1]))
        sections = [str(row.columns.get("section") or "") for row, _ in kept]
        told = {id(row) for row, _ in self.findings} | {id(row) for row, decided in self.held if decided.proves}
        undecided = _first_of_each((row, decided) for row, decided in self.open if id(row) not in told)
        held = sorted((decided for _, decided in self.held), key=_place)
        return Verdicts(
            findings=name_findings([finding for _, finding in kept], sections, texts),
            verified=tuple(decided for decided in held if decided.proves),
            screened=tuple(decided for decided in held if not decided.proves),
            undecided=tuple(sorted(undecided, key=_place)),
        )


def _find_reason(rule: Rule, row: RelationRow, answer: str) -> str | None:
    """Why a row that does not hold is no finding either, or None where it is one."""
    if answer == UNDECIDED:
        return row.why_not or "operand-missing"
    if answer != FAILS:
        return rule.exempt[int(answer.rpartition(":")[2])].reason
    if row.columns.get("damaged") and rule.on not in SPEAK_OF_DAMAGE:
        return "operand-is-damaged"
    return row.why_not if rule.proves else None


def _decide(rule: Rule, row: RelationRow, reason: str | None) -> Decided:
    return Decided(rule.rule, row.document, row.spans, row.figures, row.arithmetic, rule.proves, reason)


def _accuse(rule: Rule, row: RelationRow) -> Finding:
    return Finding(
        rule=rule.rule,
        category=rule.category,
        severity=rule.severity,
        document=row.document,
        spans=row.spans,
        message={lang: fill_message(rule.message[lang], row, lang) for lang in LANGUAGES},
        title=rule.title,
        why=rule.why,
        arithmetic=row.arithmetic,
        suggestion=row.suggestion,
        figures=row.figures,
        fingerprint="",
        comparison=_compare(row),
    )


def _compare(row: RelationRow) -> Comparison | None:
    """The intervals that a row compares, where they are known and do not meet."""
    names = ("stated_low", "stated_high", "computed_low", "computed_high")
    ends = [cast(Decimal | None, row.columns.get(name)) for name in names]
    stated, computed = Interval(*ends[:2]), Interval(*ends[2:])
    return None if ANY in (stated, computed) or stated.meets(computed) else Comparison(stated, computed)


def _drop_doubles(findings: Sequence[tuple[RelationRow, Finding]]) -> list[tuple[RelationRow, Finding]]:
    """Of findings with one category and the very same places only the most severe, the first among equals."""
    kept: dict[object, tuple[RelationRow, Finding]] = {}
    for row, finding in findings:
        places = frozenset((span.document, span.start, span.end) for span in finding.spans)
        key = (finding.document, finding.category, places or finding.rule)
        if key not in kept or _grade(finding) < _grade(kept[key][1]):
            kept[key] = (row, finding)
    return list(kept.values())


def _group(told: Iterable[Told]) -> dict[str, tuple[Told, ...]]:
    groups: dict[str, list[Told]] = {}
    for each in told:
        groups.setdefault(each.document, []).append(each)
    return {name: tuple(group) for name, group in groups.items()}


def _first_of_each(pairs: Iterable[tuple[RelationRow, Decided]]) -> list[Decided]:
    """One undecided verdict a row: further rules that could not decide the same row add nothing."""
    kept: dict[int, Decided] = {}
    for row, decided in pairs:
        kept.setdefault(id(row), decided)
    return list(kept.values())


def _grade(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _place(told: Finding | Decided) -> tuple[str, int, int, str]:
    starts = [span.start for span in told.spans if span.document is None] or [0]
    return (told.document, min(starts), max(starts), told.rule)
