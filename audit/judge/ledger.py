"""The ledger: one verdict for every figure of a document, so that nothing is passed over in silence.

Comes in: the figures of a document and a verdicts. Goes out: one entry a figure, the strongest verdict that any rule gave:
contradicted, verified, undecided (with the reason), screened, unlinked. The counts add up to the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from audit.judge.verdicts import Verdicts
from audit.model import VERDICTS, Decided, Figure, LedgerEntry, Verdict

CONTRADICTING = frozenset({"contradiction", "order", "count", "target", "unit", "growth"})
"""Categories whose errors and warnings contradict the figures they rest on."""

PLACEHOLDER, DAMAGED = "operand-is-placeholder", "operand-is-damaged"


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


def _open_account(figure: Figure) -> _Account:
    """A figure without a number is undecided from the start: no screening can make more of it."""
    if figure.known:
        return _Account()
    return _Account("undecided", DAMAGED if figure.damaged and figure.placeholder is None else PLACEHOLDER)


def _tell(verdicts: Verdicts) -> Iterable[tuple[str, int, Verdict, str, str | None]]:
    for finding in verdicts.findings:
        if finding.category in CONTRADICTING and finding.severity != "info":
            yield from ((finding.document, number, "contradicted", finding.rule, None) for number in finding.figures)
    for verdict, decided in _decided(verdicts):
        yield from ((decided.document, number, verdict, decided.rule, decided.reason) for number in decided.figures)


def _decided(verdicts: Verdicts) -> Iterable[tuple[Verdict, Decided]]:
    yield from (("verified", each) for each in verdicts.verified)
    yield from (("undecided", each) for each in verdicts.undecided)
    yield from (("screened", each) for each in verdicts.screened)
