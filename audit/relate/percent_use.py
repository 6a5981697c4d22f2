"""Relation `unit_use` where a percentage and another unit take each other's place.

Comes in: a reading. Goes out: rows for an amount given in % (专利授权量1260%，比上年增长8.2%), for the move of a rate given in % where
points are meant (失业率下降0.3%), for a rate in points inside a list of percentages, and for a measure before a noun of another kind
(46公里面积). It refuses what may be short for growth or completion: 工业增加值7.2%, 投资完成86%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from audit.interval import HUNDRED, ZERO
from audit.knowledge import find_indicator
from audit.model import Figure, Reading, RelationRow, Sentence, Slot
from audit.patterns import regex
from audit.relate.heads import find_limits
from audit.relate.unit_use import PLAIN, build_unit_row, dimension_of, expect_dimensions, name_stands_by, stands_by

_COMPARED = r"\s*[，,（(]?\s*(?:同比|环比|[比较](?:上年|去年|上月)(?:同期|末|底)?|[比较]20\d\d年)?"
_GROWS = regex(_COMPARED + r"(?:增长|下降|增加|减少|上升|提高)了?\s*")
_MOVES = regex(_COMPARED + r"(?:提高|提升|上升|下降|降低|回落|增加|减少|下调|上调)了?\s*")
_MOVES_BEHIND = regex(_MOVES.pattern + "$")
_NO_LEVEL = regex(r"占|完成|实现|超|增|降|速|幅|比重|比例|进度|计划|目标|预算|分别|依次|为[全我]")
"""Before a percentage, what makes it a share, a growth or a degree of completion."""
_STATES = regex(r"(?:达到?|为|有|是|至)\s*(?:了|约|近)?\s*$")
_PER_HEAD = regex(r"^(?:平均)?每(?:百|千|万|十万|百万)?(?:名|个)?(?:常住人口|人口|人|户|亩|名|家企业)\p{Han}*[量数]$")
_HELD = regex(r"(?:拥有|保有|存栏|库存)量$")
_LISTED = regex(r"\s*(?:[（(][^）)]{1,16}[）)])?\s*[、和及与]\s*")
_SMALL = Decimal(10)
"""A rate that falls by more of itself may well be meant so: 检出率下降35%."""
_NOUNS = (
    ("area", regex(r"的?(?:总|建筑|建设|占地|用地|耕地|绿化|种植|播种|土地|水域|展览|经营|营业)?面积")),
    ("length", regex(r"的?(?:总|通车)?里程")),
)


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, figure by figure."""
    for sentence in reading.sentences:
        if sentence.row is not None:
            continue
        for place, slot in enumerate(sentence.slots):
            figure = reading.figures[slot.figure]
            before = sentence.slots[place - 1] if place else None
            if figure.known and figure.unit == "%":
                after = sentence.slots[place + 1] if place + 1 < len(sentence.slots) else None
                yield from _judge_amount(reading, sentence, slot, after)
                yield from _judge_move(reading, sentence, before, slot)
            elif figure.unit == "个百分点" and before:
                yield from _judge_listed(reading, sentence, before, slot)
            else:
                yield from _judge_noun(reading, sentence, slot)


def _judge_amount(reading: Reading, sentence: Sentence, slot: Slot, after: Slot | None) -> Iterator[RelationRow]:
    """An amount in percent, where its growth behind it or its name shows that the number is the amount itself."""
    figure = reading.figures[slot.figure]
    if figure.kind != "share" or figure.of is not None or not stands_by(sentence, slot, figure):
        return
    expected = expect_dimensions(figure.indicator)
    if not expected or expected & {"percent", "permille"}:
        return
    clause = re.split(r"[，,；;。]", sentence.text[: slot.lead])[-1]
    said = sentence.text[: slot.lead].rpartition(figure.indicator[-2:])[2]
    if _NO_LEVEL.search(said) or _NO_LEVEL.search(clause.replace(figure.indicator, "")):
        return
    named = _STATES.search(said) and (_PER_HEAD.search(figure.indicator) or _HELD.search(figure.indicator))
    if named or (after is not None and _is_growth(reading, sentence, slot, after)):
        yield build_unit_row(reading, "dimension", figure, expected_dimension=min(expected))


def _is_growth(reading: Reading, sentence: Sentence, slot: Slot, after: Slot) -> bool:
    """Whether the next figure is what this one has grown by, in % or in its own unit."""
    growth = reading.figures[after.figure]
    grows = _GROWS.fullmatch(sentence.text[slot.tail : after.lead])
    return growth.unit != "个百分点" and growth.kind in ("change", "delta") and grows is not None


def _judge_move(reading: Reading, sentence: Sentence, before: Slot | None, slot: Slot) -> Iterator[RelationRow]:
    """What a rate has moved by, in % of what nobody can tell: 失业率下降0.3%, 强度3.2%，提高0.15%."""
    figure = reading.figures[slot.figure]
    if figure.kind != "change" or figure.value is None or not ZERO < abs(figure.value) <= _SMALL:
        return
    moves = _MOVES_BEHIND.search(sentence.text[: slot.lead])
    if moves is None:
        return
    level = reading.figures[before.figure] if before and before.tail >= moves.start() else None
    if level is not None:
        alike = (level.kind, level.unit, level.of, level.indicator) == ("share", "%", None, figure.indicator)  # 支出完成91%，下降0.4%
        if alike and (_is_rate(level.indicator) or _is_invisible(level, abs(figure.value))):
            yield build_unit_row(reading, "moved", figure, level)
    elif _is_rate(figure.indicator) and name_stands_by(sentence.text[: moves.start()], figure.indicator):
        yield build_unit_row(reading, "moved", figure)


def _is_rate(indicator: str) -> bool:
    """Whether a name is of a part of a whole, so that it lies between 0 and 100%."""
    known = find_indicator(indicator)
    if find_limits(indicator) == (ZERO, HUNDRED):
        return True
    return known is not None and known.dimension == "percent" and (known.limit.low, known.limit.high) == (ZERO, HUNDRED)


def _is_invisible(level: Figure, percent: Decimal) -> bool:
    """Whether a rate that changes by so many percent of itself would be printed as it was: 3.2% by 0.15%."""
    if level.value is None or level.places is None or "percent" not in expect_dimensions(level.indicator):
        return False
    return abs(level.value) * percent / HUNDRED < level.places / 2


def _judge_listed(reading: Reading, sentence: Sentence, before: Slot, slot: Slot) -> Iterator[RelationRow]:
    """A rate in points behind one in percent of the same list: 分别达100%、83.6个百分点和36.1%."""
    first, figure = reading.figures[before.figure], reading.figures[slot.figure]
    listed = _LISTED.fullmatch(sentence.text[before.tail : slot.start])
    if listed and first.kind == "share" and first.unit == "%":
        yield build_unit_row(reading, "listed", figure, first)


def _judge_noun(reading: Reading, sentence: Sentence, slot: Slot) -> Iterator[RelationRow]:
    """A length before 面积, an area before 里程: 共46公里面积."""
    figure = reading.figures[slot.figure]
    dimension = dimension_of(figure)
    if figure.kind != "level" or dimension not in PLAIN:
        return
    for wanted, noun in _NOUNS:
        if dimension != wanted and noun.match(sentence.text, slot.tail):
            yield build_unit_row(reading, "dimension", figure, expected_dimension=wanted)
