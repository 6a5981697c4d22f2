"""Relation `delta_sum`: the difference of a total against the differences of its parts, or those of all shares of a whole, which make 0.

Comes in: a reading. Goes out: one row for each total whose own difference and those of all its parts are stated (增加2436万人, of which
2281万人 and 155万人), and for each complete list of shares with the changes of all of them (占72.3%，上升0.1个百分点…). 与上年持平
counts as 0. A list that nothing closes may have lost a class since (3G users beside 4G and 5G): there only a slip decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.interval import ZERO, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.operands import Mention, add_up, core_name, mentions_of, show_like
from audit.relate.rows import interval_columns, make_row, reason_for
from audit.relate.shares import find_share_lists
from audit.relate.slips import name_slip
from audit.relate.totals import adds_up, find_totals, have_one_base


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document: totals first, then lists of shares."""
    seen: set[tuple[int, ...]] = set()
    for found in find_totals(reading):
        if len(found.parts) < 2 or not adds_up(found.total, found.parts):
            continue
        total, parts = find_delta(reading, found.total), [find_delta(reading, part) for part in found.parts]
        deltas = [part for part in parts if part is not None]
        if total is None or len(deltas) < len(parts) or not have_one_base([total, *deltas]):
            continue
        key = (total.figure, *(delta.figure for delta in deltas))
        if key not in seen:
            seen.add(key)
            yield _relate(reading, reading.sentences[total.sentence], total, deltas, closed=bool(found.closed_by))
    for sentence, shares in find_share_lists(reading):
        changes = _changes_of(mentions_of(reading, sentence), shares)
        if changes is not None:
            yield _relate(reading, sentence, None, changes, closed=True)


def find_delta(reading: Reading, level: Figure) -> Figure | None:
    """The difference stated of an amount: 比上年末增加2281万人, behind it in its sentence, of its name and unit."""
    name = core_name(level.indicator)
    for delta in reading.figures_of(reading.sentences[level.sentence]):
        if delta.figure > level.figure and (delta.kind, delta.unit) == ("delta", level.unit) and core_name(delta.indicator) == name:
            return delta
    return None


def _changes_of(mentions: tuple[Mention, ...], shares: Sequence[Figure]) -> list[Figure] | None:
    """The change of each share in 个百分点, the one figure between it and the next share; None where one has none."""
    places = [n for n, mention in enumerate(mentions) if mention.figure in shares]
    changes = [mentions[n + 1].figure for n in places if n + 1 < len(mentions)]
    points = all(change.kind == "delta" and change.unit == "个百分点" and change.against in (None, "yoy") for change in changes)
    return changes if points and len(changes) == len(shares) else None


def _relate(reading: Reading, sentence: Sentence, total: Figure | None, parts: Sequence[Figure], *, closed: bool) -> RelationRow:
    computed, cut = add_up(parts)
    used = [*parts, *([total] if total else [])]
    zero = Interval(ZERO, ZERO)
    stated = total.interval if total else zero
    slip = None if computed.meets(stated) else name_slip(total, parts) if total else None
    reason = reason_for(used) or (None if closed or slip or computed.meets(stated) else "open-list")
    columns = {
        **interval_columns("stated", stated, total.truncated if total else zero, known=reason is None),
        **interval_columns("computed", computed, cut, known=reason is None),
        "indicator": (total or parts[0]).indicator,
        "period": parts[0].period,
        "parts": len(parts),
    }
    spans = [*([total.span("total")] if total else []), *(part.span("part") for part in parts)]
    sum_shown = show_like(computed, total) if total else f"{computed.show()}个百分点"
    shown = f"{' + '.join(_signed(part) for part in parts)} = {sum_shown} ↔ {_signed(total) if total else '0'}"
    return make_row("delta_sum", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason, suggestion=slip)


def _signed(delta: Figure) -> str:
    """A difference with the sign that its words give it: 减少118家 is −118家."""
    return f"−{delta.text}" if delta.value is not None and delta.value < 0 and not delta.text.startswith(("-", "−")) else delta.text
