"""Relation `restatement`: one fact that a document states twice.

Comes in: a reading. Goes out: one row for each second statement of a fact, beside the first: equal name, kind, unit, period, scope, aspect,
status and base of comparison. Names alone do not make one fact (债务还本支出 of city and district):
where the numbers differ and one is no slip of the other, both readings are honest and the row cannot be decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import Interval
from audit.knowledge import find_indicator
from audit.model import Figure, Reading, RelationRow
from audit.relate.lists import find_lists
from audit.relate.operands import core_name, scope_of
from audit.relate.rows import make_row, operand_columns, reason_for
from audit.relate.slips import find_slip

_GENERAL = re.compile(
    r"^(?:项目|企业|活动|投资|资金|面积|总投资|完成投资|金额|人员|人数|收入|支出|项目总投资|新增|增速|比重|占比)$|[、，,]|等$"
)
_SMALL_COUNTS = frozenset("大 类 大类 方 级 方面 项 条 轮 批 期 次 点 种".split())
_KINDS = ("level", "share", "change", "ordinal")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The restatement rows of a document, in the order of the second statements."""
    first: dict[tuple[object, ...], Figure] = {}
    parts = {part.figure for found in find_lists(reading) for part in found.parts}
    for figure in reading.figures:
        if not _states_fact(figure) or figure.figure in parts:
            continue
        key = _key(figure)
        if key in first and _apart(first[key], figure):
            yield relate_twice(reading, first[key], figure)
        else:
            first.setdefault(key, figure)


def _states_fact(figure: Figure) -> bool:
    name = core_name(figure.indicator)
    if figure.kind not in _KINDS or figure.period is None or _GENERAL.search(name) or (figure.kind == "ordinal" and figure.unit != "届"):
        return False
    if figure.kind == "level" and figure.unit in _SMALL_COUNTS:
        return False
    return len(name) >= 5 or (find_indicator(figure.indicator) is not None and len(name) >= 2) or figure.kind == "ordinal"


def _apart(first: Figure, second: Figure) -> bool:
    """Two figures of one sentence are rather a list or a comparison than a repetition."""
    return first.sentence != second.sentence


def _key(figure: Figure) -> tuple[object, ...]:
    return (
        core_name(figure.indicator), figure.kind, figure.unit, figure.period, scope_of(figure), figure.aspect, figure.status,
        figure.against, figure.price, core_name(figure.of),
    )  # fmt: skip


def relate_twice(reading: Reading, first: Figure, second: Figure) -> RelationRow:
    """The row of one fact stated twice."""
    used = (first, second)
    reason = reason_for(used) or (None if _one_fact(first, second) else "several-readings")
    columns = {
        **operand_columns("first", first),
        **operand_columns("second", second),
        "indicator": first.indicator,
        "kind": first.kind,
        "unit": first.unit,
        "period": first.period,
        "scope": scope_of(first) or None,
        "aspect": first.aspect,
        "soft_meets": None if reason else _soft(first).meets(_soft(second)),
    }
    spans = (first.span("first"), second.span("second"))
    sentence = reading.sentences[second.sentence]
    shown = f"{first.indicator}: {first.text} ↔ {second.text}"
    return make_row("restatement", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)


def _one_fact(first: Figure, second: Figure) -> bool:
    """Equal as printed, or one a slip of the other: 超2.47万家 … 超2.74万家."""
    if first.value is None or second.value is None:
        return True
    if _soft(first).meets(_soft(second)):
        return True
    return find_slip(first.value, second.value) is not None


def _soft(figure: Figure) -> Interval:
    """The interval with the soft cap that a hedge suggests: 超2.47万家 is hardly over 2.48万家."""
    if figure.value is None or figure.places is None:
        return figure.interval
    step = max(figure.places, Interval.of(figure.value).high.copy_abs() / 20)  # type: ignore[union-attr]
    if figure.modifier in ("over", "atleast"):
        return Interval(figure.value, figure.value + step)
    return Interval(figure.value - step, figure.value) if figure.modifier in ("under", "atmost") else figure.interval
