"""The ledger: one verdict for every figure of a document, so that nothing is passed over in silence.

Comes in: the figures of a document and a verdicts. Goes out: one entry a figure, the strongest verdict that any rule gave:
contradicted, verified, undecided (with the reason), screened, unlinked. The counts add up to the figures. What a person has suppressed
contradicts no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from audit.judge.verdicts import Verdicts
from audit.model import VERDICTS, Decided, DocumentResult, Figure, Finding, LedgerEntry, Verdict

CONTRADICTING = frozenset({"contradiction", "order", "count", "target", "unit", "growth"})
"""Categories whose errors and warnings contradict the figures they rest on."""

PLACEHOLDER, DAMAGED, SUPPRESSED = "operand-is-placeholder", "operand-is-damaged", "suppressed"


@dataclass(slots=True)
class _Account:
    """What the rules have said of one figure so far."""

    verdict: Verdict = "unlinked"
    reason: str | None = None
    rules: list[str] = field(default_factory=list)

    def enter(self, verdict: Verdict, rule: str, reason: str | None = None) -> None:
        if rule not in self.rules:
            self.rules.append(rule)
        if VERDICTS.index(verdict) < VERDICTS.index(self.verdict):
            self.verdict, self.reason = verdict, reason


def build_ledger(figures: Sequence[Figure], verdicts: Verdicts) -> tuple[LedgerEntry, ...]:
    """One entry for each figure of one document, in their order."""
    accounts = {(figure.document, figure.figure): _open_account(figure) for figure in figures}
    for document, number, verdict, rule, reason in _tell(verdicts):
        account = accounts.get((document, number))
        if account is not None:
            account.enter(verdict, rule, reason)
    return tuple(
        LedgerEntry(figure.figure, account.verdict, account.reason, tuple(account.rules))
        for figure, account in zip(figures, accounts.values(), strict=True)
    )


def settle_suppressed(document: DocumentResult) -> DocumentResult:
    """The document with what only suppressed findings contradict taken off the contradicted: somebody has answered for it.

    Such a figure is verified where another rule verified it, else undecided, and the reason says that a finding is suppressed.
    """
    told: dict[int, set[bool]] = {}
    for finding in document.findings:
        if contradicts(finding):
            for number in finding.figures:
                told.setdefault(number, set()).add(finding.state == "suppressed")
    verified = {number for each in document.verified if each.proves for number in each.figures}

    def settle(entry: LedgerEntry) -> LedgerEntry:
        if told.get(entry.figure) != {True}:
            return entry
        return replace(entry, verdict="verified" if entry.figure in verified else "undecided", reason=SUPPRESSED)

    return replace(document, ledger=tuple(map(settle, document.ledger)))


def contradicts(finding: Finding) -> bool:
    """Whether a finding contradicts the figures it rests on."""
    return finding.category in CONTRADICTING and finding.severity != "info"


def _open_account(figure: Figure) -> _Account:
    """A figure without a number is undecided from the start: no screening can make more of it."""
    if figure.known:
        return _Account()
    return _Account("undecided", DAMAGED if figure.damaged and figure.placeholder is None else PLACEHOLDER)


def _tell(verdicts: Verdicts) -> Iterable[tuple[str, int, Verdict, str, str | None]]:
    for finding in verdicts.findings:
        if contradicts(finding):
            yield from ((finding.document, number, "contradicted", finding.rule, None) for number in finding.figures)
    for verdict, decided in _decided(verdicts):
        yield from ((decided.document, number, verdict, decided.rule, decided.reason) for number in decided.figures)


def _decided(verdicts: Verdicts) -> Iterable[tuple[Verdict, Decided]]:
    yield from (("verified", each) for each in verdicts.verified)
    yield from (("undecided", each) for each in verdicts.undecided)
    yield from (("screened", each) for each in verdicts.screened)
