"""Counts of a run and its verdict in one sentence, the same for every report.

Comes in: an AuditRun or some of its documents. Goes out: counts by severity, category and ledger verdict, and whether the
documents can be published. Findings that were suppressed or fixed are shown by the reports but not counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from audit.model import CATEGORIES, SEVERITIES, VERDICTS, AuditRun, DocumentResult, Finding
from audit.report.wording import say

CLOSED = ("suppressed", "fixed")
STATES = ("new", "reopened", "known", "fixed", "suppressed")
GROUPED = ("placeholder", "redaction", "damage", "style")
GROUP_FROM = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over some documents; pairs stand in the model's order, categories without a finding are left out."""

    documents: int
    figures: int
    findings: int
    severities: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, int], ...]
    ledger: tuple[tuple[str, int], ...]


def is_open(finding: Finding) -> bool:
    """Whether a finding still asks for something to be done."""
    return finding.state not in CLOSED


def is_new(finding: Finding) -> bool:
    """Whether a finding was not there before: what a gate counts."""
    return finding.state in ("new", "reopened")


def summarise(documents: Iterable[DocumentResult]) -> Summary:
    """The counts over the documents."""
    chosen = tuple(documents)
    findings = [finding for document in chosen for finding in document.findings if is_open(finding)]
    severities = Counter(finding.severity for finding in findings)
    categories = Counter(finding.category for finding in findings)
    verdicts = Counter(entry.verdict for document in chosen for entry in document.ledger)
    return Summary(
        len(chosen),
        sum(len(document.figures) for document in chosen),
        len(findings),
        tuple((severity, severities[severity]) for severity in SEVERITIES),
        tuple((category, categories[category]) for category in CATEGORIES if categories[category]),
        tuple((verdict, verdicts[verdict]) for verdict in VERDICTS),
    )


def judge_run(run: AuditRun) -> str:
    """The level of the verdict: `none`, `bad` (an error), `broken` (a rule broke), `check` (a warning) or `good`."""
    severities = {finding.severity for finding in run.findings if is_open(finding)}
    if not run.documents:
        return "none"
    if "error" in severities:
        return "bad"
    return "broken" if run.broken else "check" if "warning" in severities else "good"


def describe_verdict(run: AuditRun, lang: str) -> tuple[str, str]:
    """The verdict and its grounds, in words: `("不宜发布", "3 处矛盾, 12 处未填写")`.

    The grounds count the findings of the severity that decided, by category.
    """
    level = judge_run(run)
    severity = {"bad": "error", "check": "warning", "broken": "warning"}.get(level, "")
    found = Counter(finding.category for finding in run.findings if is_open(finding) and finding.severity == severity)
    grounds = [say(lang, "places", n=found[category], what=say(lang, category)) for category in CATEGORIES if found[category]]
    if level == "good":
        summary = summarise(run.documents)
        grounds = [say(lang, "verdict.clean", figures=summary.figures, verified=dict(summary.ledger)["verified"])]
    return say(lang, f"verdict.{level}"), say(lang, "comma").join(grounds)


def describe_ledger(summary: Summary, lang: str) -> str:
    """The coverage of the ledger in one sentence: `48 个数字: 1 个矛盾, 17 个已核实 …`."""
    counts = [say(lang, "verdict.count", n=count, what=say(lang, verdict)) for verdict, count in summary.ledger if count]
    figures = say(lang, "figures", n=summary.figures)
    return figures + say(lang, "colon") + say(lang, "comma").join(counts) if counts else figures


def count_states(run: AuditRun) -> tuple[tuple[str, int], ...]:
    """How many findings are in each state, gone ones of the baseline too; empty where nothing was said of findings before."""
    found = Counter(finding.state for finding in run.findings) + Counter(fixed=len(run.leftovers.fixed))
    return tuple((state, found[state]) for state in STATES if found[state]) if set(found) - {"new"} else ()


def describe_states(run: AuditRun, lang: str) -> tuple[str, ...]:
    """What changed since the baseline and what is suppressed, in sentences; and suppressions that match nothing."""
    counts = [say(lang, "state.count", n=count, what=say(lang, state)) for state, count in count_states(run)]
    said = [say(lang, "states") + say(lang, "colon") + say(lang, "comma").join(counts)] if counts else []
    return (*said, *describe_idle(run, lang))


def describe_idle(run: AuditRun, lang: str) -> tuple[str, ...]:
    """Suppressions that matched nothing, in sentences."""
    return tuple(say(lang, "idle", where=each.where, rule=each.rule, reason=each.reason) for each in run.leftovers.idle)


def list_settled(run: AuditRun, lang: str) -> tuple[str, ...]:
    """Each suppressed finding with its reason, and each known one that is gone, in a sentence."""
    closed = [finding for finding in run.findings if finding.state == "suppressed"]
    told = [("suppressed", each.document, each.rule, each.reason or "") for each in closed]
    told += [("fixed", each.document, each.rule, each.text) for each in run.leftovers.fixed]
    return tuple(say(lang, "settled", state=say(lang, state), document=name, rule=rule, what=what) for state, name, rule, what in told)


def group_findings(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """The findings in order; four or more of one rule that ask for the same dull work (holes, damage) stand together."""
    chosen = tuple(findings)
    often = Counter(finding.rule for finding in chosen if finding.category in GROUPED)
    groups: dict[object, list[Finding]] = {}
    for place, finding in enumerate(chosen):
        groups.setdefault(finding.rule if often[finding.rule] >= GROUP_FROM else place, []).append(finding)
    return tuple(tuple(group) for group in groups.values())
