"""Relation `unit_use`: an indicator and the unit it is used with, beside what it needs or what is used elsewhere.

Comes in: a reading. Goes out: rows of six sorts (`what`): dimension, points, missing, forms, elsewhere, fraction. A compound of
units (元/人, 人/亿元) says nothing; neither does an indicator whose name does not tell what it measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audit.knowledge import COUNTED, find_indicator
from audit.lexicon import Unit, load_units
from audit.model import Figure, Reading, RelationRow, Sentence, Slot
from audit.patterns import regex
from audit.relate.heads import MONEY, find_dimensions
from audit.relate.rows import make_row

_MEAN = regex(r"每|均|折合|相当于|/|[万千百亿][人车户亩件元]|百万|震|级|密度|强度|率")
_STRONG_MEAN = regex(r"平均|人均|户均")
_GROWS = regex(r"\s*[，,（(]?\s*(?:同比|环比|[比较](?:上年|去年)(?:同期)?)?\s*(?:增长|下降|增加|减少|上升)了?\s*")
_MOVES = regex(r"\s*[，,（(]?\s*(?:同比|环比|[比较](?:上年|去年)(?:同期|末)?|[比较]20\d\d年)?(?:提高|提升|上升|下降|降低|回落)了?\s*")
"""Between a rate and what it moves by: 覆盖率49.0%，比上年提高2.5个百分点. What has grown (增加25家) may be the number behind the rate."""
_GROWS_BEHIND = regex(_GROWS.pattern + "$")
_PULLS = regex(r"拉动|贡献|推动|影响|带动|拖累")
"""What pulls a rate along does so by points: 拉动GDP增长2.5个百分点."""
_TASK = regex(r"任务|目标|计划数|指标数")
PLAIN = frozenset(("length", "area", "volume", "mass", "power", "energy", "temperature"))
_OTHER = frozenset(("multiple", "points", "time", "age", "rank", "percent", "permille"))
"""What may measure anything at all: 民生支出占80% is a share, 连续5年 a duration."""
_FAMILIES = (frozenset(("percent", "permille")), frozenset(("volume", "mass")), frozenset(("energy", "coal")))
"""What may stand for each other: water is measured in 立方米 and 吨. Fees without 收入 or 额 behind them (取消收费35项) may be counted."""

_HANZI = regex(r"\p{Han}|“")
_LINKS = regex(
    r"(?:[\s的了已共约近超将]|达到?|为|完成|实现|合计|共计|累计|总计|突破|超过|增加到|增至|提高到|增长到|减少到|降至|扩大到|分别)+$"
)
_LONG_NAME = 4


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document: figure by figure, then what only the whole document shows."""
    for sentence in reading.sentences:
        for place, slot in enumerate(sentence.slots):
            figure = reading.figures[slot.figure]
            if stands_by(sentence, slot, figure) and not _names_purpose(reading, sentence, place):
                yield from _judge_dimension(reading, figure)
            yield from _judge_fraction(reading, sentence, slot)
            yield from _judge_points(reading, sentence, slot)
            if place:
                yield from _judge_pair(reading, sentence, sentence.slots[place - 1], slot)
    yield from _compare_forms(reading)
    yield from _compare_elsewhere(reading)


def build_column_rows(reading: Reading, figures: Iterable[Figure]) -> Iterator[RelationRow]:
    """The rows of a table of parsed figures, for `figures` whose names are beyond doubt: nobody sees the words around them."""
    for figure in figures:
        yield from _judge_dimension(reading, figure)
    yield from _compare_forms(reading)


def dimension_of(figure: Figure) -> str | None:
    """What a figure's unit measures; None for an unknown unit, no unit, or a compound."""
    unit = find_unit(figure)
    return None if unit is None or unit.dimension == "compound" or _is_standard(figure) else unit.dimension


def _names_purpose(reading: Reading, sentence: Sentence, place: int) -> bool:
    """Whether an amount of money stands in a list of what a sum is for: 安排资金2.4亿元，包括高标准农田1.5亿元."""
    figures = [reading.figures[slot.figure] for slot in sentence.slots[: place + 1]]
    if place == 0 or dimension_of(figures[-1]) not in MONEY or not any(f.unit == figures[-1].unit for f in figures[:-1]):
        return False
    before = sentence.text[sentence.slots[0].tail : sentence.slots[place].lead]
    return re.search(r"其中|包括|用于|分别", before) is not None


def _is_standard(figure: Figure) -> bool:
    """Whether a unit is a computed one (标台, 标准箱, 标准量), which has fractions and takes the place of others."""
    return figure.unit.startswith("标")


def find_unit(figure: Figure) -> Unit | None:
    """A figure's unit as the lexicon knows it."""
    return None if "/" in figure.unit else load_units().get(figure.unit)


def stands_by(sentence: Sentence, slot: Slot, figure: Figure) -> bool:
    """Whether the words directly before a number are its indicator and none follows, so that number and name surely belong together.

    研发人员达到320亿元 does; 为5万名农民工追回工资7亿元 does not make 5万名 a count of 工资.
    """
    return name_stands_by(sentence.text[: slot.lead], figure.indicator) and not _HANZI.match(sentence.text, slot.tail)


def name_stands_by(before: str, indicator: str) -> bool:
    """Whether words end in an indicator, whatever links it to the number behind them (达到, 为)."""
    return bool(indicator) and _LINKS.sub("", before).endswith(indicator[-2:])


def _judge_dimension(reading: Reading, figure: Figure) -> Iterator[RelationRow]:
    dimension = dimension_of(figure)
    if figure.kind != "level" or dimension is None or dimension in _OTHER:
        return
    expected = expect_dimensions(figure.indicator)
    if expected:
        family = "money" if expected & MONEY else min(expected)
        yield build_unit_row(reading, "dimension", figure, expected_dimension=dimension if dimension in expected else family)


def expect_dimensions(indicator: str) -> frozenset[str]:
    """The dimensions an indicator may have, by its own entry or by its last word; counts may count anything."""
    known = find_indicator(indicator)
    if known is None or known.dimension in COUNTED:
        return find_dimensions(indicator)
    if known.dimension in MONEY:
        return MONEY if find_dimensions(indicator) else MONEY | COUNTED
    return next((family for family in _FAMILIES if known.dimension in family), frozenset((known.dimension,)))


def _judge_fraction(reading: Reading, sentence: Sentence, slot: Slot) -> Iterator[RelationRow]:
    """Whole things with a fraction: 5498.58家, where no 万 and no mean makes sense of it."""
    figure = reading.figures[slot.figure]
    unit = find_unit(figure)
    if unit is None or not unit.countable or figure.unit == "级" or _is_standard(figure) or figure.kind not in ("level", "delta"):
        return
    listed = not sentence.text[: slot.start].strip()  # 8.6个重大专项: item 8 of a list
    if figure.value is None or figure.value_high is not None or listed:
        return
    clause = sentence.text[max(0, slot.lead - 24) : slot.start]
    opened = sentence.text.rfind("其中", 0, slot.lead)  # 平均每镇3.9个市场，其中综合市场2.3个、专业市场1.6个
    clause += sentence.text[max(0, opened - 24) : opened] if opened >= 0 else ""
    twice = figure.value * 2  # a half may be shared by two: 293.5枚奖牌
    clause += "".join(_STRONG_MEAN.findall(sentence.text[: slot.lead]))  # 平均每户2.54人，比上次普查的3.26人减少0.72人
    whole = twice == twice.to_integral_value() or re.search("[万亿千百半]", figure.text)
    if whole or _MEAN.search(clause + figure.indicator):
        return
    yield build_unit_row(reading, "fraction", figure)


def _judge_points(reading: Reading, sentence: Sentence, slot: Slot) -> Iterator[RelationRow]:
    """An amount that grows, or a rate that is, so many 个百分点: 税收增长7个百分点, 通过率54个百分点."""
    figure = reading.figures[slot.figure]
    if figure.unit != "个百分点" or not figure.indicator or _PULLS.search(sentence.text[max(0, slot.lead - 16) : slot.lead]):
        return
    expected = expect_dimensions(figure.indicator)
    grows = _GROWS_BEHIND.search(sentence.text[: slot.lead])
    amount = grows and sentence.text[: grows.start()].endswith(figure.indicator[-2:]) and expected & (COUNTED | MONEY)
    if amount or ("percent" in expected and stands_by(sentence, slot, figure)):
        yield build_unit_row(reading, "points", figure)


def _judge_pair(reading: Reading, sentence: Sentence, before: Slot, slot: Slot) -> Iterator[RelationRow]:
    """A level and its growth in 个百分点; a result with a unit and its task without one."""
    first, second = reading.figures[before.figure], reading.figures[slot.figure]
    gap = sentence.text[before.tail : slot.start]
    dimension = dimension_of(first)
    if dimension == "percent" and second.kind == "delta" and _MOVES.fullmatch(gap) and dimension_of(second) not in (None, *_OTHER):
        yield build_unit_row(reading, "dimension", second, first, expected_dimension="points")
    if first.kind != "level" or dimension is None:
        return
    if second.unit == "个百分点" and dimension not in ("percent", "permille", "points", "score") and _GROWS.fullmatch(gap):
        yield build_unit_row(reading, "points", second, first)
    elif second.unit == "" and second.kind == "level" and dimension in COUNTED | MONEY and _tells_task(sentence, gap, slot):
        yield build_unit_row(reading, "missing", second, first)


def _tells_task(sentence: Sentence, gap: str, slot: Slot) -> bool:
    """Whether a bare number is the task of the figure before it: 114家，超额完成市里102的任务数."""
    behind = sentence.text[slot.end : slot.end + 6]
    return len(gap) <= 16 and (_TASK.search(gap) is not None or re.match(r"\s*(?:的|个)?(?:年度)?(?:任务|目标)", behind) is not None)


def _compare_forms(reading: Reading) -> Iterator[RelationRow]:
    """One unit of measure in two forms: the first figure of the second form beside the first of the first form."""
    forms: dict[str, dict[str, Figure]] = {}
    for figure in reading.figures:
        unit = find_unit(figure)
        if unit is None or unit.dimension not in PLAIN or load_units().get(figure.unit_text) is None:
            continue
        seen = forms.setdefault(figure.unit, {})
        if figure.unit_text not in seen and seen:
            yield build_unit_row(reading, "forms", figure, next(iter(seen.values())))
        seen.setdefault(figure.unit_text, figure)


def _compare_elsewhere(reading: Reading) -> Iterator[RelationRow]:
    """One indicator with two dimensions: each new dimension beside the first that it does not go with.

    What is built or bought may be counted in one place and measured in another: 城市道路12条, 城市道路36公里.
    """
    found: dict[str, dict[str, Figure]] = {}
    pairs = ((sentence, slot) for sentence in reading.sentences for slot in sentence.slots)
    for place, slot in pairs:
        figure = reading.figures[slot.figure]
        dimension = dimension_of(figure)
        if figure.kind != "level" or dimension is None or dimension in _OTHER or figure.row is not None:
            continue
        if len(figure.indicator) < _LONG_NAME or not stands_by(place, slot, figure):
            continue
        family = "count" if dimension in COUNTED else "money" if dimension in MONEY else dimension
        seen = found.setdefault(figure.indicator, {})
        other = next((first for told, first in seen.items() if {told, family} not in ({"count", plain} for plain in PLAIN)), None)
        if family not in seen and other is not None:
            yield build_unit_row(reading, "elsewhere", figure, other)
        seen.setdefault(family, figure)


def build_unit_row(
    reading: Reading, what: str, figure: Figure, other: Figure | None = None, expected_dimension: str | None = None
) -> RelationRow:
    """The row of a figure and what its unit is held against: another figure, or the dimension its name asks for."""
    columns: dict[str, object] = {name: getattr(figure, name) for name in ("indicator", "kind", "unit", "unit_text")}
    columns |= {"what": what, "dimension": dimension_of(figure), "expected_dimension": expected_dimension}
    columns |= {"other_unit": other.unit if other else None, "other_unit_text": other.unit_text if other else None}
    figures = (figure, other) if other else (figure,)
    spans = (figure.span("figure"), *((other.span("other"),) if other else ()))
    shown = f"{figure.indicator}: {figure.text}" + (f", {other.text}" if other else "")
    return make_row("unit_use", reading, reading.sentences[figure.sentence], columns, spans, figures=figures, arithmetic=shown)
