"""Relation `share_change`: the change of a share in 个百分点 against the growth of its part and of its whole.

Comes in: a reading. Goes out: one row for each share with its change whose part's growth stands in the sentence and whose whole's
growth in the section: 增长25%，占全市比重为27.4%，较上年提升1.3个百分点 with 全市 at 19.2%. A whole that only bears a like name decides
no more than whether the share can have risen or fallen. Growth at constant prices does not give shares at current ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.interval import HUNDRED, Interval
from audit.knowledge import load_indicators
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.area import is_own_area
from audit.relate.composites import fact_name, says_enough
from audit.relate.operands import core_name, scope_of, show_stated
from audit.relate.rows import figure_columns, interval_columns, make_row, reason_for

_LIKE = 4
"""How many last characters make a whole's name a like one: 商品零售总额 and 社会消费品零售总额 share 零售总额."""
_PERCENT, _ONE = Interval.of(HUNDRED), Interval.of(1)


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    for sentence in reading.sentences:
        figures = reading.figures_of(sentence)
        for n in range(1, len(figures) - 1):
            share, delta = figures[n], figures[n + 1]
            if (share.kind, share.unit, delta.kind, delta.unit) != ("share", "%", "delta", "个百分点") or not share.of:
                continue
            part = _find_part(figures[:n], share)
            found = _find_whole(reading, share, delta) if part is not None else None
            if part is not None and found is not None:
                yield _relate(reading, sentence, (share, delta, part, found[0]), exact=found[1])


def _find_part(before: tuple[Figure, ...], share: Figure) -> Figure | None:
    """The growth of what the share is of, the nearest one before it."""
    change = next((f for f in reversed(before) if f.kind == "change"), None)
    named = change is not None and core_name(change.indicator) == core_name(share.indicator)
    return change if named and change is not None and change.unit == "%" and change.against in (None, "yoy") else None


def _find_whole(reading: Reading, share: Figure, delta: Figure) -> tuple[Figure, bool] | None:
    """The growth of the whole, and whether its name is just that of the share's whole; None where several could be meant."""
    of = share.of or ""
    name = fact_name(of) if says_enough(fact_name(of)) else ""
    pool = [f for f in reading.figures if _is_growth_of_time(f, share) and f.section == share.section]
    if is_own_area(reading, of):
        own = fact_name(share.indicator)
        names = {fact_name(f.indicator) for f in pool} - {own}
        name = max((found for found in names if own.endswith(found)), key=len, default="")
    found = [f for f in pool if name and fact_name(f.indicator) == name]
    if found:
        return _single(found, exact=True)
    other = core_name(share.indicator)
    like = [f for f in pool if len(of) > _LIKE and f.indicator.endswith(of[-_LIKE:]) and core_name(f.indicator) != other]
    like = [f for f in like if "、" not in f.indicator]  # 互联网、软件和信息技术服务业营业收入 is of some branches only
    return _single([f for f in like if f.indicator in load_indicators()], exact=False)  # the total itself, not what is 限额以上 of it


def _is_growth_of_time(figure: Figure, share: Figure) -> bool:
    return (
        (figure.kind, figure.unit, figure.status, figure.period) == ("change", "%", share.status, share.period)
        and figure.against in (None, "yoy") and figure.known and scope_of(figure) == scope_of(share)
    )  # fmt: skip


def _single(found: list[Figure], *, exact: bool) -> tuple[Figure, bool] | None:
    agree = all(figure.interval.meets(found[0].interval) for figure in found)
    return (found[0], exact) if found and agree else None


def _relate(reading: Reading, sentence: Sentence, used: tuple[Figure, Figure, Figure, Figure], *, exact: bool) -> RelationRow:
    share, delta, part, whole = used
    ratio = (whole.interval / _PERCENT + _ONE) / (part.interval / _PERCENT + _ONE)
    computed = share.interval * (_ONE - ratio)
    reason = reason_for(used) or ("different-basis" if any(f.price == "real" for f in used) else None)
    columns = {
        **figure_columns("stated", delta),
        **interval_columns("computed", computed, None, known=reason is None),
        "indicator": share.indicator,
        "of": share.of,
        "period": share.period,
        "exact": exact,
    }
    spans = (delta.span("stated"), share.span("share"), part.span("part"), whole.span("whole"))
    shown = f"{share.text} × (1 − (1 + {whole.text}) ÷ (1 + {part.text})) = {computed.show()} ↔ {show_stated(delta)}"
    return make_row("share_change", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
