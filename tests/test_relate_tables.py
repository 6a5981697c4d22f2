"""Relations of tables, restatements and changes, from one short text each: what each row says."""

from __future__ import annotations

import pytest

from audit.ingest import build_document
from audit.interval import Interval
from audit.model import Reading, RelationRow
from audit.pipeline import read_source
from audit.relate import build_relations
from audit.relate.composites import fact_name, split_name
from audit.relate.grid import find_grids


def read(text: str) -> Reading:
    """The reading of one text."""
    reading = read_source(build_document("a.txt", text.encode()))
    assert isinstance(reading, Reading)
    return reading


def judge(row: RelationRow, first: str = "stated", second: str = "computed") -> str:
    """What a rule may conclude from a row with two intervals: holds, fails, or why it cannot be decided."""
    if row.why_not:
        return row.why_not
    ends = [Interval(row.columns[f"{name}_low"], row.columns[f"{name}_high"]) for name in (first, second)]  # type: ignore[arg-type]
    return "holds" if ends[0].meets(ends[1]) else "fails"


TRADE = """一、对外贸易
2022年，全市货物进出口总额251.6亿元，增长{total}%。其中，出口152.6亿元，增长6.1%；进口99.0亿元，增长13.2%。一般贸易进出口增长{mode}%。
表1 2022年进出口情况
指标\t金额（亿元）\t比上年增长（%）
出口额\t152.6\t6.1
其中：一般贸易\t{general}\t7.7
  加工贸易\t23.7\t-2.2
进口额\t99.0\t13.2
其中：一般贸易\t71.5\t16.0
  加工贸易\t20.2\t-3.1
"""


def trade(total: str = "8.8", mode: str = "10.6", general: str = "121.9") -> str:
    """The trade section with some of its numbers."""
    return TRADE.format(total=total, mode=mode, general=general)


SUMS = (
    # a total row above or below its parts, flat, with and without the promise of all classes
    ("表1 出口\n地区\t出口额（亿元）\n合计\t30.0\n亚洲\t18.0\n欧洲\t12.0\n", ["holds"]),
    ("表1 出口\n地区\t出口额（亿元）\n亚洲\t18.0\n欧洲\t12.0\n合计\t29.0\n", ["fails"]),
    ("表1 出口\n地区\t出口额（亿元）\n亚洲\t18.0\n欧洲\t12.0\n合计\t31.0\n", ["open-list"]),
    ("表1 出口\n地区\t出口额（亿元）\n亚洲\t18.0\n其他\t12.0\n合计\t31.0\n", ["fails"]),
    ("表1 主要地区出口\n地区\t出口额（亿元）\n亚洲\t18.0\n欧洲\t12.0\n合计\t31.0\n", ["open-list"]),
    # a row that is the sum of rows below it: not one depth
    ("表1 出口\n地区\t出口额（亿元）\n合计\t48.0\n亚洲\t18.0\n日本\t10.0\n韩国\t8.0\n欧洲\t30.0\n", ["open-list"]),
    # the rows fit in one column, so they are the parts in the other too
    (
        "地区\t出口额（亿元）\t进口额（亿元）\n合计\t48.0\t30.0\n#亚洲\t18.0\t1.0\n东部\t30.0\t9.0\n西部\t18.0\t12.0\n",
        ["holds", "fails"],
    ),
    # a total column, proved by two rows
    ("区县\t合计（万元）\t税收（万元）\t非税（万元）\n东区\t30\t20\t10\n西区\t50\t40\t10\n南区\t63\t40\t20\n", ["holds", "holds", "fails"]),
    # a named total is only taken where it fits
    ("指标\t绝对量（万吨）\n货物运输总量\t45.0\n公路\t30.0\n水运\t15.0\n港口货物吞吐量\t20.0\n", ["holds"]),
)


@pytest.mark.parametrize(("text", "wanted"), SUMS)
def test_table_sums(text: str, wanted: list[str]) -> None:
    rows = [row for row in build_relations((read(text),))["sum"] if (row.columns["parts"] or 0) > 1]  # type: ignore[operator]
    assert [judge(row) for row in rows] == wanted


def test_classes_that_exclude_each_other_cannot_exceed_their_row() -> None:
    rows = build_relations((read(trade(general="141.9")),))["sum"]
    over = [row for row in rows if row.columns["additive"] and not row.columns["complete"] and judge(row) == "fails"]
    assert [row.spans[0].text for row in over] == ["152.6", "99.0"]
    assert over[0].columns["computed_low"] > over[0].columns["stated_high"]  # type: ignore[operator]


GROWTHS = (
    (trade(), {"8.8%": "holds", "10.6%": "holds"}),
    (trade(total="9.8"), {"9.8%": "fails", "10.6%": "holds"}),
    (trade(mode="16.0"), {"8.8%": "holds", "16.0%": "fails"}),
    (
        "2022年社会消费品零售总额52.4亿元，增长7.1%。按经营地分，城镇消费品零售额43.2亿元，增长6.9%；乡村消费品零售额9.2亿元，增长8.0%。",
        {"7.1%": "holds"},
    ),
    ("2022年进出口总额52.4亿元，增长9.1%（同口径）。其中，出口43.2亿元，增长6.9%；进口9.2亿元，增长8.0%。", {"9.1%": "different-basis"}),
    # the list is not all of the total
    ("2022年进出口总额72.4亿元，增长9.1%。其中，出口43.2亿元，增长6.9%；进口9.2亿元，增长8.0%。", {}),
)


@pytest.mark.parametrize(("text", "wanted"), GROWTHS)
def test_growth_of_a_total_from_its_parts(text: str, wanted: dict[str, str]) -> None:
    rows = build_relations((read(text),))["parts_growth"]
    assert {row.spans[0].text: judge(row) for row in rows} == wanted


DELTAS = (
    ("进出口总额50.0亿元，增加4.0亿元，其中出口30.0亿元，增加3.0亿元；进口20.0亿元，增加1.0亿元。", ["holds"]),
    ("进出口总额50.0亿元，增加4.0亿元，其中出口30.0亿元，增加3.0亿元；进口20.0亿元，减少1.0亿元。", ["fails"]),
    ("线上销售额占销售总额的42.0%，同比上升0.3个百分点；线下销售额占销售总额的58.0%，与上年持平。", ["fails"]),
    ("线上销售额占销售总额的42.0%，同比上升0.1个百分点；线下销售额占销售总额的58.0%，与上年基本持平。", ["holds"]),
    # not all shares of the whole
    ("线上销售额占销售总额的42.0%，同比上升0.3个百分点；出口销售额占销售总额的8.0%，同比上升0.4个百分点。", []),
)


@pytest.mark.parametrize(("text", "wanted"), DELTAS)
def test_differences_add_up(text: str, wanted: list[str]) -> None:
    assert [judge(row) for row in build_relations((read(text),))["delta_sum"]] == wanted


EXPORTS = "指标\t金额（亿元）\t比上年增长（%）\n出口额\t60.0\t1.1\n其中：国有企业\t20.0\t7.5\n民营企业\t40.0\t-6.3\n"
RESTATED = (
    # the text above its table: any difference decides
    ("2022年，出口38.6亿元。\n地区\t出口额（亿元）\n合计\t36.8\n亚洲\t20.1\n欧洲\t16.7\n", [("38.6亿元", "36.8", "fails")]),
    ("2022年，出口36.84亿元。\n地区\t出口额（亿元）\n合计\t36.8\n亚洲\t20.1\n欧洲\t16.7\n", [("36.84亿元", "36.8", "holds")]),
    # a cell that says no measure, a class of another period, a caption with limits that the text has not
    ("2022年铁路增长9.9%。\n指标\t绝对量（万吨）\t比上年增长（%）\n公路\t38.6\t4.1\n铁路\t12.0\t5.5\n", []),
    ("2022年12月，出口4.2亿元。\n2022年各地区\n地区\t出口额（亿元）\n亚洲\t20.1\n合计\t36.8\n", []),
    ("2022年家具类零售额增长9.2%。\n限额以上单位商品零售\n指标\t零售额（亿元）\t比上年增长（%）\n家具类\t12.7\t5.5\n饮料类\t8\t1.2\n", []),
    # a class of firms whose measure the text leaves out may be of another one than the rows below a heading of the table
    (
        "2022年，国有企业进出口总额下降0.8%，民营企业增长1.9%。\n" + EXPORTS,
        [],
    ),
    # the same money in 万元 and in 亿元; two digits swapped
    ("2022年上级补助收入21463万元。\n2022年全市上级补助收入2.15亿元。", [("21463万元", "2.15亿元", "holds")]),
    ("2022年上级补助收入214630万元。\n2022年全市上级补助收入24.16亿元。", [("214630万元", "24.16亿元", "fails")]),
    # rose here, fell there
    ("2022年高技术产品出口总额增长11.5%。\n2022年高技术产品出口总额下降11.5%。", [("11.5%", "11.5%", "fails")]),
)


@pytest.mark.parametrize(("text", "wanted"), RESTATED)
def test_one_fact_stated_twice(text: str, wanted: list[tuple[str, str, str]]) -> None:
    rows = build_relations((read(text),))["restatement"]
    assert [(row.spans[0].text, row.spans[1].text, judge(row, "first", "second")) for row in rows] == wanted


POINTS = (
    ("森林覆盖率由39.2%提高到41.5%，提高2.3个百分点。", ["holds"]),
    ("森林覆盖率由39.2%提高到41.5%，提高3.2个百分点。", ["fails"]),
    ("在册企业由1200家增加到1350家，增加150家。", ["holds"]),
    ("在册企业由1200家增加到1350家，增加115家。", ["fails"]),
    (
        "2022年居民体育锻炼人数比例为39.0%。2023年居民体育锻炼人数比例为40.5%，比上年提高5.1个百分点。",
        ["several-readings"],
    ),  # of a share revised since?
    ("2022年居民体育锻炼人数比例为39.0%。2023年居民体育锻炼人数比例为40.5%，比2022年提高5.1个百分点。", ["fails"]),
    ("森林覆盖率由39.2%提高到41.5%，比全省平均水平高3.2个百分点。", []),
)


@pytest.mark.parametrize(("text", "wanted"), POINTS)
def test_difference_of_two_amounts(text: str, wanted: list[str]) -> None:
    assert [judge(row) for row in build_relations((read(text),))["point"]] == wanted


EARLIER = (
    ("2022年非税收入完成8892万元。2023年非税收入安排9248万元，增长4.0%。", "holds"),
    ("2022年非税收入完成8892万元。2023年非税收入安排9966万元，增长21.1%。", "fails"),  # 12.1
    ("2022年非税收入完成8892万元。2023年非税收入安排9248万元，增长6.5%。", "several-readings"),  # 同口径?
)


@pytest.mark.parametrize(("text", "wanted"), EARLIER)
def test_growth_on_a_level_stated_elsewhere(text: str, wanted: str) -> None:
    rows = build_relations((read(text),))["growth"]
    assert [judge(row) for row in rows if row.spans[-1].role == "previous"] == [wanted]


YEARS = """2022年财政收入
项目\t2021年（万元）\t2022年（万元）\t增减额（万元）\t增长（%）
税收收入\t61845\t64937\t3092\t{tax}
非税收入\t27076\t26535\t{fees}\t-2.0
合计\t88921\t91472\t2551\t2.9
"""
BUDGET = """2022年财政支出
项目\t年初预算数（万元）\t调整预算数（万元）\t执行数（万元）\t完成调整预算（%）\t比重（%）
教育支出\t5000\t5200\t5148\t99.0\t{share}
卫生支出\t2500\t2400\t2352\t{done}\t24.0
农业支出\t2300\t2400\t2300\t95.8\t23.5
合计\t9800\t10000\t9800\t98.0\t100.0
"""
DERIVED = (
    (YEARS.format(tax="5.0", fees="-541"), "growth", "5.0", "holds"),
    (YEARS.format(tax="0.5", fees="-541"), "growth", "0.5", "fails"),
    (YEARS.format(tax="5.0", fees="-514"), "point", "-514", "fails"),
    (BUDGET.format(done="98.0", share="52.5"), "share", "99.0", "holds"),
    (BUDGET.format(done="89.0", share="52.5"), "share", "89.0", "fails"),
    (BUDGET.format(done="98.0", share="55.2"), "share", "55.2", None),  # beside the column of the degree, not of the amounts
)


@pytest.mark.parametrize(("text", "relation", "stated", "wanted"), DERIVED)
def test_columns_that_follow_from_others(text: str, relation: str, stated: str, wanted: str | None) -> None:
    rows = build_relations((read(text),))[relation]
    roles = {"growth": "previous", "point": "first", "share": "whole"}
    found = [judge(row) for row in rows if row.spans[0].text == stated and row.spans[-1].role == roles[relation]]
    assert found == ([wanted] if wanted else [])


def test_what_headers_seem_to_say_must_be_borne_out() -> None:
    text = YEARS.format(tax="7.5", fees="-541").replace("-2.0", "1.1").replace("\t2.9", "\t6.2")  # growth on a basis of its own
    assert not any(row.spans[-1].role == "previous" for row in build_relations((read(text),))["growth"])


JOINT = (
    ("占全市比重为{}。", "13.5%", "holds"),
    ("占全市比重为{}。", "15.3%", "fails"),
    ("占全省比重为{}。全市口岸运行平稳，全市外贸企业增多。", "15.3%", None),
)


@pytest.mark.parametrize(("phrase", "stated", "wanted"), JOINT)
def test_share_of_two_things_together(phrase: str, stated: str, wanted: str | None) -> None:
    table = "国别\t出口额（亿元）\t比上年增长（%）\t进口额（亿元）\t比上年增长（%）\n非洲\t12.0\t3.0\t8.0\t2.0\n拉美\t5.0\t1.0\t2.0\t4.0\n"
    text = f"2022年进出口总额200.0亿元。对非洲、拉美进出口总额分别增长2.6%、1.8%，二者合计{phrase.format(stated)}\n{table}"
    rows = [
        row
        for row in build_relations((read(text),))["share"]
        if row.columns["computed_known"] and "非洲、拉美" in str(row.columns["indicator"])
    ]
    assert [judge(row) for row in rows] == ([wanted] if wanted else [])


STRUCTURE = "2022年第一产业增加值10.0亿元，第二产业增加值40.0亿元，第三产业增加值50.0亿元。{}"
RATIOS = (
    ("三次产业结构比为10.0:40.0:50.0。", ["holds", "holds", "holds"]),
    ("三次产业结构比为10.0:45.0:45.0。", ["holds", "fails", "fails"]),
    ("三次产业结构由上年的11.0:42.0:47.0调整为10.0:40.0:50.0。", ["holds", "holds", "holds"]),
    ("三次产业结构比为1:4:5。", []),
)


@pytest.mark.parametrize(("phrase", "wanted"), RATIOS)
def test_ratio_of_the_three_industries(phrase: str, wanted: list[str]) -> None:
    assert [judge(row) for row in build_relations((read(STRUCTURE.format(phrase)),))["share"]] == wanted


CHANGES = (
    ("进出口总额增长19.2%。“一带一路”进出口总额增长25.0%，占全市比重为27.4%，较上年提升1.3个百分点。", [(True, "holds")]),
    ("进出口总额增长19.2%。“一带一路”进出口总额增长25.0%，占全市比重为27.4%，较上年提升3.1个百分点。", [(True, "fails")]),
    ("社会消费品零售总额增长9.7%。网上零售额增长25.0%，占商品零售总额的22.4%，比上年提升3.0个百分点。", [(False, "fails")]),
    (
        "规模以上工业增加值增长6.0%。装备制造业增加值增长9.0%，占规模以上工业增加值的32.4%，比上年提高0.2个百分点。",
        [(True, "different-basis")],
    ),
)


@pytest.mark.parametrize(("text", "wanted"), CHANGES)
def test_change_of_a_share(text: str, wanted: list[tuple[bool, str]]) -> None:
    rows = build_relations((read(text),))["share_change"]
    assert [(row.columns["exact"], judge(row)) for row in rows] == wanted


def test_grids_know_their_rows() -> None:
    (grid,) = find_grids(read(trade()))
    assert grid.header == ("指标", "金额（亿元）", "比上年增长（%）")
    assert [(row.label, row.is_part, row.opens) for row in grid.rows[:3]] == [
        ("出口额", False, False), ("一般贸易", True, True), ("加工贸易", True, False),
    ]  # fmt: skip
    assert "进出口情况" in grid.caption


def test_compared_names() -> None:
    assert fact_name("对东盟进出口总额") == fact_name("东南亚国家联盟进出口")
    assert fact_name("国家高新技术企业") == fact_name("全市高新技术企业")
    assert fact_name("新能源汽车零售额") != fact_name("汽车类零售额")
    assert list(split_name("城镇职工基本养老保险基金收入")) == []
