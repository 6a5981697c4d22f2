"""The word lists: what they must say, how they must be built, and that bad entries are refused with file, line and hint."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from audit import knowledge
from audit.errors import RuleError
from audit.extract.units import find_unit
from audit.interval import Interval
from audit.lexicon import DIMENSIONS, lexicon_folder, load_units

MULTIPLIERS = "十百千万亿"
BEGIN_WITH_MULTIPLIER = ("千瓦", "千克", "千米", "千伏", "千焦", "千卡", "千升", "百分点", "千分点")

SAME_UNIT = (
    ("㎡", "平方米", "area"),
    ("m2", "平方米", "area"),
    ("平方千米", "平方公里", "area"),
    ("km²", "平方公里", "area"),
    ("千米", "公里", "length"),
    ("％", "%", "percent"),
    ("百分点", "个百分点", "points"),
    ("kW", "千瓦", "power"),
    ("kWh", "千瓦时", "energy"),
    ("港币", "港元", "money-hkd"),
    ("微克每立方米", "微克/立方米", "compound"),
)
OWN_UNIT = ("斤", "公斤", "吨", "亩", "公顷", "平方公里", "人", "名", "位", "人次", "家次", "‰", "个百分点", "%", "倍", "番")

IN_TEXT = (
    ("3.5亿美元", 3, "美元", Decimal(100_000_000)),
    ("610亿次", 3, "次", Decimal(100_000_000)),
    ("42万元/人", 2, "元/人", Decimal(10_000)),
    ("60万千瓦", 2, "千瓦", Decimal(10_000)),
    ("2.5千瓦时", 3, "千瓦时", Decimal(1)),
    ("5分/千瓦时", 1, "分/千瓦时", Decimal(1)),
    ("12万套（间）", 2, "套（间）", Decimal(10_000)),
    ("1243亿元人民币", 4, "元", Decimal(100_000_000)),
)
NO_UNIT = (("3部门", 1), ("20人才", 2), ("5大学", 1), ("2支持", 1), ("9天然气", 1), ("3门店", 1), ("6国家", 1))

LISTS = {
    "units.yaml": load_units,
    "indicators.yaml": knowledge.load_indicators,
    "partitions.yaml": knowledge.load_partitions,
    "orders.yaml": knowledge.load_orders,
    "events.yaml": knowledge.load_events,
    "names.yaml": knowledge.load_names,
}
BAD_ENTRIES = (
    ("units.yaml", "- {name: 元, dimension: money-cny}\n- {name: 圆, alias: [块], dimension: money-cny}", "unknown-key", 2),
    ("units.yaml", "- {name: 元, name: 圆, dimension: money-cny}", "duplicate", 1),
    ("units.yaml", "- {name: 元, dimension: money-cny}\n\n- {name: 圆, aliases: [元], dimension: money-cny}", "duplicate", 3),
    ("units.yaml", "- {name: 元, dimension: money}", "unknown-value", 1),
    ("units.yaml", "- {name: 元}", "missing-key", 1),
    ("units.yaml", "- {name: 元, names: [圆], dimension: money-cny}", "missing-key", 1),
    ("units.yaml", "- {dimension: money-cny}", "missing-key", 1),
    ("units.yaml", "- {names: [元, 圆], aliases: [块], dimension: money-cny}", "unknown-key", 1),
    ("units.yaml", "- {name: 元, aliases: 块, dimension: money-cny}", "wrong-type", 1),
    ("units.yaml", "- {name: '元 ', dimension: money-cny}", "stray-space", 1),
    ("units.yaml", "- {name: 元, aliases: ['　块'], dimension: money-cny}", "stray-space", 1),
    ("units.yaml", "- {name: 元, dimension: money-cny, countable: yes}", "wrong-type", 1),
    ("units.yaml", "- {name: 元, dimension: money-cny, factor: 一}", "wrong-type", 1),
    ("units.yaml", "- {name: 元, dimension: money-cny, factor: 0}", "unknown-value", 1),
    ("units.yaml", "- 元", "wrong-type", 1),
    ("units.yaml", "元: {dimension: money-cny}", "wrong-type", 1),
    ("units.yaml", "- {name: 元", "bad-yaml", None),
    ("indicators.yaml", "- {name: 通过率, dimension: percent, high: 高, source: 甲}", "wrong-type", 1),
    ("indicators.yaml", "- {name: 通过率, dimension: percent, nature: share, source: 甲}", "unknown-value", 1),
    ("indicators.yaml", "- {name: 通过率, dimension: percent}", "missing-key", 1),
    ("indicators.yaml", "- {name: 甲率, aliases: [甲率], dimension: percent, source: 甲}", "duplicate", 1),
    ("partitions.yaml", "- {classes: [出口, 进口]}", "missing-key", 1),
    ("orders.yaml", "- {narrower: 净利润, source: 甲}", "missing-key", 1),
    ("events.yaml", "- {name: 甲展, edition: 1.5, year: 2018}", "wrong-type", 1),
    ("events.yaml", "- {name: 甲展, year: 2018}", "missing-key", 1),
    ("names.yaml", "- {kind: policies, name: [双创]}", "unknown-key", 1),
)


@pytest.mark.parametrize(("written", "name", "dimension"), SAME_UNIT)
def test_alias_has_its_canonical_unit(written: str, name: str, dimension: str) -> None:
    unit = load_units()[written]
    assert (unit.name, unit.dimension) == (name, dimension)


@pytest.mark.parametrize("name", OWN_UNIT)
def test_units_that_documents_keep_apart_stay_apart(name: str) -> None:
    assert load_units()[name].name == name
    assert load_units()[name].factor == 1


def test_every_canonical_name_is_a_form_of_itself() -> None:
    units = load_units()
    assert all(units[unit.name] == unit for unit in units.values())


def test_multipliers_are_left_to_the_scanner() -> None:
    """亿次 or 万元/人 as an entry would win over the split, and 610亿次 would be 610."""
    assert [form for form in load_units() if form[0] in MULTIPLIERS and not form.startswith(BEGIN_WITH_MULTIPLIER)] == []


def test_only_whole_things_are_countable() -> None:
    whole = {"count", "person", "occurrence"}
    assert {unit.name for unit in load_units().values() if unit.countable and unit.dimension not in whole} == set()


@pytest.mark.parametrize(("text", "at", "name", "factor"), IN_TEXT)
def test_unit_and_multiplier_in_text(text: str, at: int, name: str, factor: Decimal) -> None:
    match = find_unit(text, at)
    assert match is not None
    assert (match.name, match.factor, match.end) == (name, factor, len(text))


@pytest.mark.parametrize(("text", "at"), NO_UNIT)
def test_word_that_only_begins_like_a_unit(text: str, at: int) -> None:
    assert find_unit(text, at) is None


def test_rates_by_nature_are_bounded() -> None:
    for name in ("城镇化率", "城镇登记失业率"):
        indicator = knowledge.find_indicator(name)
        assert indicator is not None
        assert indicator.limit == Interval(Decimal(0), Decimal(100))


def test_indicator_is_found_by_the_longest_name_it_ends_with() -> None:
    indicator = knowledge.find_indicator("全区规模以上工业增加值")
    assert indicator is not None
    assert indicator.name == "工业增加值"
    assert knowledge.find_indicator("文明程度") is None


def test_indicators_are_in_order() -> None:
    for indicator in set(knowledge.load_indicators().values()):
        assert indicator.dimension in DIMENSIONS
        assert set(indicator.units) <= load_units().keys()
        assert indicator.source


def test_classes_of_a_whole_are_two_or_more_and_differ() -> None:
    for partition in knowledge.load_partitions():
        assert len(set(partition.classes)) == len(partition.classes) >= 2


def test_ordered_notions_make_no_ring() -> None:
    wider: dict[str, set[str]] = {}
    for order in knowledge.load_orders():
        wider.setdefault(order.narrower, set()).add(order.wider)
    for start, above in wider.items():
        reached, open_names = set[str](), list(above)
        while open_names:
            name = open_names.pop()
            reached.add(name)
            open_names += wider.get(name, set()) - reached
        assert start not in reached


def test_fixed_names_stand_once() -> None:
    names = knowledge.load_names()
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("file", "text", "reason", "line"), BAD_ENTRIES)
def test_bad_entry_is_refused(tmp_path: Path, file: str, text: str, reason: str, line: int | None) -> None:
    (tmp_path / "classifiers.yaml").write_text("[]", encoding="utf-8")
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        LISTS[file](tmp_path)
    assert caught.value.reason == reason
    assert caught.value.file == str(tmp_path / file)
    assert line is None or caught.value.line == line


def test_alias_across_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text("- {name: 标箱, dimension: traffic}", encoding="utf-8")
    (tmp_path / "classifiers.yaml").write_text("- {names: [个, 标箱], dimension: count}", encoding="utf-8")
    with pytest.raises(RuleError, match="标箱"):
        load_units(tmp_path)


def test_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load_units(tmp_path)
    assert caught.value.reason == "unreadable"


def test_lists_are_read_once() -> None:
    assert load_units() is load_units()
    assert lexicon_folder().is_dir()


@pytest.mark.parametrize("name", ["标台", "标箱", "学分", "课时", "星级", "版"])
def test_units_that_may_have_fractions_are_not_countable(name: str) -> None:
    """2.5标台 is no fractional count."""
    assert not load_units()[name].countable
