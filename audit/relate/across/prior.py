"""What this year's text says of last year, beside what last year's edition said.

Comes in: two documents. Goes out: one row for each 上年X家 whose indicator has a level for that year in the other document:
高新技术企业由上年的468家增加到563家, where last year's edition has 486家.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.model import Figure, RelationRow
from audit.patterns import regex
from audit.relate.across.basis import choose_reason, differ_by_slip
from audit.relate.across.beside import Comparison, build_row, pair_of
from audit.relate.across.facts import Told, is_named, key_of, states_fact, year_before
from audit.relate.operands import Mention, all_mentions, same_clause

_LAST_YEAR = regex(r"(?:上年|去年)(?:同期|年?末)?的?(?:实际)?(?:为|是|有|仅|只有)?\s*$")
_RISES = regex(r"[，,]?\s*(?:增|升|提高|上升|降|减|下降|扩大|缩)\p{Han}{0,3}[至到为]\s*$")


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all levels of last year that the document states, in reading order."""
    for prior, level in find_priors(told):
        key = replace(key_of(level), period=year_before(level.period or ""))
        before = other.facts.get(key)
        if before is not None:
            yield _relate(told, other, prior, before)


def find_priors(told: Told) -> Iterator[tuple[Figure, Figure]]:
    """Levels of last year as the text states them, each with the level of this year that it belongs to."""
    for mentions in all_mentions(told.reading):
        for n, mention in enumerate(mentions):
            if mention.figure.kind == "level" and _LAST_YEAR.search(mention.gap) and (level := _find_level(mentions, n)) is not None:
                yield mention.figure, level


def _find_level(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """This year's level: behind it (由上年的486家增至563家), or before it (563家，上年为486家; 563家，比上年的486家增长15.8%)."""
    prior = mentions[at]
    behind = mentions[at + 1] if at + 1 < len(mentions) else None
    if behind is not None and _RISES.fullmatch(behind.gap) and _fits(prior, behind):
        return behind.figure if is_named(prior.sentence, prior.slot, replace(prior.figure, indicator=behind.figure.indicator)) else None
    before = mentions[at - 1] if at else None
    if before is not None and _fits(prior, before) and same_clause(prior.gap) and is_named(before.sentence, before.slot, before.figure):
        return before.figure
    return None


def _fits(prior: Mention, level: Mention) -> bool:
    same = (prior.figure.kind, prior.figure.unit) == (level.figure.kind, level.figure.unit)
    return same and level.figure.status == "actual" and states_fact(level.figure)


def _relate(told: Told, other: Told, prior: Figure, before: Figure) -> RelationRow:
    shown = f"{before.indicator} {before.period}: {prior.text} ↔ {before.text}"
    found = Comparison("prior", {"first": prior, "second": before}, pair_of(prior), pair_of(before), shown, suggestion=before.text)
    slip = differ_by_slip(prior, before)
    why_not = choose_reason(told, other, (prior,), (before,), agrees=found.agrees, slip=slip, direct=True)
    return build_row(told, other, replace(found, why_not=why_not))
