"""Relation `sum`: a total against the sum of its parts.

Comes in: a reading. Goes out: one row for each list of at least two parts. An open list may be short of its total; whether it may exceed it
depends on whether its classes can overlap, which only a closed set or spent money (主要用于) rules out.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.interval import ZERO, Interval
from audit.model import Reading, RelationRow
from audit.patterns import regex
from audit.relate.culprit import find_repairs
from audit.relate.lists import PartList
from audit.relate.operands import add_up, show_like
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for
from audit.relate.slips import name_slip
from audit.relate.totals import find_totals

_SPENT = frozenset(("主要用于", "用于"))
"""Links of lists whose parts cannot overlap: money is spent once."""
_ALLOTTED = regex(r"(?:安排|拨付|下达|兑现|拨出|划拨|落实)[^，,；;。]{0,16}?(?:资金|经费|补助|补贴|奖补)[^，,；;。]{0,4}$")
_FROM = regex(r"中央|省|市级|县级|区级|上级|本级|财政|债券|债务|资金|社会|自筹|企业|民间|银行|贷款|新增|累计|结转|农业|涉农|民生|乡村")
"""What tells where money comes from or what may hold other purposes: 中央资金3亿元、教育2亿元 divide a sum in two ways."""
_FEWEST_PURPOSES = 3


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The sum rows of a document, in reading order."""
    for found in find_totals(reading):
        if len(found.parts) > 1:
            yield relate_list(reading, found)


def relate_list(reading: Reading, found: PartList) -> RelationRow:
    """The row of a total and its parts."""
    used = (found.total, *found.parts)
    computed, cut = add_up(found.parts)
    reason = reason_for(used)
    fits = reason is None and computed.meets(found.total.interval)
    complete = bool(found.closed_by)
    counted = fits and computed.closed and found.total.interval.closed
    additive = complete or found.exclusive or found.link in _SPENT or _divides_money(found)
    slip = None if reason or fits else name_slip(found.total, found.parts)
    why_not = reason or (None if complete or additive or fits or slip else "open-list")
    columns = {
        **operand_columns("total", found.total),
        **figure_columns("stated", found.total),
        **interval_columns("computed", computed, cut, known=reason is None),
        "indicator": found.total.indicator,
        "status": found.total.status,
        "period": found.total.period,
        "closed_by": found.closed_by or None,
        "slip": slip,
        "complete": complete or counted,
        "additive": additive,
        "parts": len(found.parts),
    }
    spans = [found.total.span("total"), *(part.span("part") for part in found.parts)]
    shown = f"{' + '.join(part.text for part in found.parts)} = {show_like(computed, found.total)} ↔ {found.total.text}"
    nothing = Interval(ZERO, ZERO)
    repairs = find_repairs(used, lambda ends: ends[0].meets(sum(ends[1:], nothing)), exact=True) if complete and not fits else ()
    return make_row(
        "sum", reading, found.sentence, columns, spans,
        figures=used, arithmetic=shown, why_not=why_not, suggestion=slip, repairs=repairs,
    )  # fmt: skip


def _divides_money(found: PartList) -> bool:
    """Whether a list divides allotted money among at least three purposes: 安排专项资金5.6亿元，其中产业扶持2.1亿元、科技创新1.8亿元…"""
    if found.total.unit != "元" or found.link not in ("其中", "包括", "（") or len(found.parts) < _FEWEST_PURPOSES:
        return False
    slots = {slot.figure: slot for slot in found.sentence.slots}
    if found.total.figure not in slots or any(part.figure not in slots for part in found.parts):
        return False
    text = found.sentence.text
    if not _ALLOTTED.search(text[: slots[found.total.figure].lead]):
        return False
    numbers = [part.figure for part in found.parts]
    together = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    words = text[slots[numbers[0] - 1].tail : slots[numbers[-1]].lead] if numbers[0] - 1 in slots else ""
    return together and bool(words) and not _FROM.search(words)
