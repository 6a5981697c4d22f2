"""Relation `tally`, what = numbering: a number of a list of headings or items beside the number that is due there.

Comes in: a reading. Goes out: one row for each run of numbered headings of one level below the same heading (items 一是…二是 within
one paragraph). A run that begins above 1 says nothing about what came before it; a run among damaged headings decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.interval import Interval
from audit.model import Heading, Reading, RelationRow, Span
from audit.relate.rows import interval_columns, make_row, operand_columns
from audit.relate.spelled import ITEM

_NUMERALS = "零一二三四五六七八九"
_LOST = ("byte-shift", "undecodable-bytes")


@dataclass(frozen=True, slots=True)
class Run:
    """Numbered headings of one level that follow each other; `due` is what the last should be where it is not that."""

    headings: tuple[Heading, ...]
    due: int | None = None


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each run of at least two numbers, and one for each number that is not the next."""
    for run in find_runs(reading):
        if len(run.headings) > 1:
            yield _build_row(reading, run)


def find_runs(reading: Reading) -> Iterator[Run]:
    """Runs of numbers in reading order; a number that is out of order ends its run, and a new run begins with it.

    One wrong number among right ones (一, 二, 五, 四) is one slip: the number after it goes on as if it were right.
    """
    open_runs: dict[int, list[Heading]] = {}
    slips: dict[int, int] = {}
    for heading in reading.headings:
        ended = [level for level in open_runs if level > heading.level]
        for level in sorted(ended):
            yield Run(tuple(open_runs.pop(level)))
        if heading.number is None:
            continue
        run = open_runs.setdefault(heading.level, [])
        if run and _is_apart(reading, run[-1], heading):
            yield Run(tuple(run))
            run.clear()
        due = slips.pop(heading.level, 0) + 1
        if run and heading.number not in (next_of(run), due):
            slips[heading.level] = next_of(run)
            yield Run((*run, heading), next_of(run))
            run.clear()
        run.append(heading)
    for level in sorted(open_runs):
        yield Run(tuple(open_runs[level]))


def next_of(run: Sequence[Heading]) -> int:
    """The number that is due behind a run."""
    return (run[-1].number or 0) + 1


def _is_apart(reading: Reading, last: Heading, heading: Heading) -> bool:
    """Whether a heading begins a list of its own: it restarts at 1, or it is an item of another paragraph."""
    if heading.number == 1 and last.number != 1:
        return True
    places = (reading.sentences[each.sentence].paragraph for each in (last, heading))
    return heading.level == ITEM and len(set(places)) > 1


def _build_row(reading: Reading, run: Run) -> RelationRow:
    last = run.headings[-1]
    due = run.due or last.number or 0
    reason = None if run.due is None else _find_reason(reading, run)
    columns: dict[str, object] = operand_columns("announced", None) | interval_columns("announced", Interval.of(due), None)
    columns |= {"what": "numbering", "indicator": "", "open": False, "listed": last.number, "listed_high": last.number}
    if reason:
        columns |= {"listed": None, "listed_high": None}
    shown = run.headings if run.due is None else run.headings[-2:]
    numbers = ", ".join(str(heading.number) for heading in shown)
    return make_row(
        "tally", reading, reading.sentences[last.sentence], columns, tuple(mark_span(heading) for heading in shown),
        arithmetic=f"{numbers}: {due} is due" if run.due else numbers, why_not=reason, damaged=reason == "operand-is-damaged",
    )  # fmt: skip


def _find_reason(reading: Reading, run: Run) -> str | None:
    """Why a gap may be none: damage, or a line or clause between that begins with the number due but was not read as a heading.

    8.6个 opens a line, 二积极推进 a clause of its paragraph, and so does 第三是.
    """
    if _is_lost(reading, run.headings):
        return "operand-is-damaged"
    before, after = run.headings[-2:]
    between = reading.clean.source.text[before.span.end : after.span.start]
    due = str(run.due) if before.level in (3, 4) else write_number(run.due or 0)
    begins = rf"(?:^|[。；;，,])\s*第?{due}[是要\u4e00-\u9fff]" if before.level == ITEM else rf"^[\s　（(]*{due}[.．、)） ]"
    return "several-readings" if re.search(begins, between, re.MULTILINE) else None


def write_number(number: int) -> str:
    """A number below a hundred in Chinese numerals.

    >>> write_number(8), write_number(12), write_number(20)
    ('八', '十二', '二十')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十") + (_NUMERALS[ones] if ones else "")


def mark_span(heading: Heading) -> Span:
    """The number of a heading with a few characters of its title."""
    text = heading.span.text[: len(heading.mark) + 6]
    return Span(heading.span.start, heading.span.start + len(text), text, "heading")


def _is_lost(reading: Reading, headings: Sequence[Heading]) -> bool:
    """Whether numbers may have been lost between two headings: (一) and (二) shifted into ?。ㄒ唬 leave (三) alone."""
    start, end = headings[0].span.start, headings[-1].span.end
    damage = (*reading.clean.damage, *reading.clean.source.damage)
    return any(
        each.cause in _LOST and (any(start <= span.start < end for span in each.spans) or each.count > len(each.spans)) for each in damage
    )
