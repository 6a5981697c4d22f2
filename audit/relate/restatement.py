"""Relation `restatement`: one fact that a document states twice.

Comes in: a reading. Goes out: one row for each second statement of a fact, beside the first: equal name, kind, unit, period, scope, aspect,
status and base of comparison. Names alone do not make one fact (债务还本支出 of city and district):
where the numbers differ and one is no slip of the other, both readings are honest and the row cannot be decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from audit.interval import ZERO, Interval
from audit.knowledge import find_indicator
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.composites import fact_name
from audit.relate.operands import core_name, mentions_of, scope_of
from audit.relate.rows import make_row, operand_columns, reason_for
from audit.relate.slips import find_slip, round_to
from audit.relate.totals import find_totals

_GENERAL = regex(
    r"^(?:项目|企业|活动|投资|资金|面积|总投资|完成投资|金额|人员|人数|收入|支出|项目总投资|新增|增速|比重|占比)$|[、，,]|等$"
)
_SMALL_COUNTS = frozenset("大 类 大类 方 级 方面 项 条 轮 批 期 次 点 种".split())
_KINDS = ("level", "share", "change", "ordinal")
_MEANS = regex(r"\s*[，,]?\s*(?:达到?|为|即|实际为)\s*")
"""Between a rounded number and the exact one it stands for: 近八成，达到79.6%."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The restatement rows of a document's text, in the order of the second statements."""
    told: dict[tuple[object, ...], list[Figure]] = {}
    parts = {part.figure: found.total for found in find_totals(reading) for part in found.parts}
    for sentence in reading.sentences:
        mentions = mentions_of(reading, sentence) if sentence.row is None else ()
        for before, mention in pairwise(mentions):
            passed = before.figure.modifier in ("over", "atleast")  # 首次超过50%，达到57.16%: a mark that was passed, no hedge
            if not passed and _MEANS.fullmatch(mention.gap) and _key(before.figure) == _key(mention.figure):
                yield relate_pair(reading, before.figure, mention.figure, firm=True)
        for mention in mentions:
            if _states_fact(mention.figure):
                yield from _compare(reading, told.setdefault(_key(mention.figure), []), mention.figure, parts)


def _compare(reading: Reading, told: list[Figure], figure: Figure, parts: Mapping[int, Figure]) -> Iterator[RelationRow]:
    """A figure beside the first statement of its fact, else beside the last one: where several bodies share a name, that is the nearest.

    What a list gives as a part bears a short name: it counts where the numbers agree or one is a slip of the other, and is never left open.
    """
    others = [other for other in (told[0], told[-1]) if other.sentence != figure.sentence] if told else []
    decided = next((other for other in others if is_one_fact(other, figure) and not _of_two_wholes(other, figure, parts)), None)
    if decided is not None:
        yield relate_pair(reading, decided, figure)
    elif others and not {others[0].figure, figure.figure} & parts.keys():
        yield relate_pair(reading, others[0], figure)
    told.append(figure)


def _of_two_wholes(first: Figure, second: Figure, parts: Mapping[int, Figure]) -> bool:
    """Whether two figures of one name are parts of two amounts: the exports of all firms, and those of state firms."""
    wholes = [parts.get(figure.figure) for figure in (first, second)]
    if wholes[0] is None or wholes[1] is None or first.interval.meets(second.interval):
        return False
    return not wholes[0].interval.meets(wholes[1].interval)


def _states_fact(figure: Figure) -> bool:
    name = core_name(figure.indicator)
    if figure.kind not in _KINDS or figure.period is None or _GENERAL.search(name) or (figure.kind == "ordinal" and figure.unit != "届"):
        return False
    if figure.kind == "level" and figure.unit in _SMALL_COUNTS:
        return False
    size = len(name) + (2 if figure.aspect == "new" else 0)  # 新增一般债券 says as much as six characters
    return (
        size >= 5 or ((find_indicator(figure.indicator) or find_indicator(name)) is not None and len(name) >= 2) or figure.kind == "ordinal"
    )


def _key(figure: Figure) -> tuple[object, ...]:
    return (
        core_name(fact_name(figure.indicator)), figure.kind, figure.unit, figure.period, scope_of(figure), figure.aspect, figure.status,
        figure.against, figure.price, core_name(figure.of),
    )  # fmt: skip


def relate_pair(reading: Reading, first: Figure, second: Figure, *, firm: bool = False, beside: bool = False) -> RelationRow:
    """The row of two statements; `firm` where the text leaves no doubt that they are of one fact, `beside` where, moreover, the second
    explains a hedge before it: 超过50%，达到57.16% says nothing strange."""
    used = (first, second)
    reason = reason_for(used) or (None if firm or beside or is_one_fact(first, second) else "several-readings")
    columns = {
        **operand_columns("first", first),
        **operand_columns("second", second),
        "indicator": first.indicator,
        "kind": first.kind,
        "unit": first.unit,
        "period": first.period,
        "scope": scope_of(first) or None,
        "aspect": first.aspect,
        "soft_meets": None if reason or beside else _soft(first).meets(_soft(second)),
    }
    spans = (first.span("first"), second.span("second"))
    sentence = reading.sentences[second.sentence]
    shown = f"{first.indicator}: {first.text} ↔ {second.text}"
    return make_row("restatement", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)


def is_one_fact(first: Figure, second: Figure) -> bool:
    """Equal as printed, or one a slip of the other, to the last place of the coarser: 超2.47万家 … 超2.74万家, 214630万元 … 24.16亿元."""
    if first.value is None or second.value is None or _soft(first).meets(_soft(second)):
        return True
    place = max(first.places or ZERO, second.places or ZERO)
    values = [round_to(value, place) for value in (first.value, second.value)]
    turned = first.kind == "change" and values[0] == -values[1] and len(values[0].normalize().as_tuple().digits) > 1
    return turned or find_slip(*values) is not None


def _soft(figure: Figure) -> Interval:
    """The interval with the soft cap that a hedge suggests: 超2.47万家 is hardly over 2.48万家."""
    if figure.value is None or figure.places is None:
        return figure.interval
    step = max(figure.places, Interval.of(figure.value).high.copy_abs() / 20)  # type: ignore[union-attr]
    if figure.modifier in ("over", "atleast"):
        return Interval(figure.value, figure.value + step)
    return Interval(figure.value - step, figure.value) if figure.modifier in ("under", "atmost") else figure.interval
