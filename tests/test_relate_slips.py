"""Slips as evidence: a gap that one swapped or mistyped digit explains, and gaps that anything could explain."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.ingest import build_document
from audit.model import Reading, RelationRow
from audit.pipeline import read_source
from audit.relate import build_relations
from audit.relate.slips import find_correction


def rows_of(text: str, relation: str) -> tuple[RelationRow, ...]:
    """The rows of one relation of one text."""
    reading = read_source(build_document("a.txt", text.encode()))
    assert isinstance(reading, Reading)
    return build_relations((reading,))[relation]


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("专项债券176420万元（再融资债券140万元，新增债券178260万元）。", "178260万元 → 176280万元"),
        ("转贷债券79242万元，其中再融资债券12148万元，新增债券65114万元。", "12148万元 → 14128万元"),
        ("转贷债券97242万元，其中再融资债券14128万元，新增债券65114万元。", "97242万元 → 79242万元"),
        # open lists are short by anything
        ("转贷债券79242万元，其中再融资债券14000万元，新增债券51000万元。", None),
        # short and round numbers resemble each other by chance
        ("全年新建道路50公里，其中国道20公里、省道21公里。", None),
        ("总投资50000万元，其中厂房30000万元、设备10000万元。", None),
        # hedged numbers have no digits to compare
        ("转贷债券约79242万元，其中再融资债券12148万元，新增债券65114万元。", None),
    ],
)
def test_slips_of_sums(text: str, slip: str | None) -> None:
    assert [row.columns["slip"] for row in rows_of(text, "sum")] == [slip]


@pytest.mark.parametrize(
    ("text", "complete", "slip"),
    [
        ("第一产业就业人员占24.1%；第二产业就业人员占28.8%；第三产业就业人员占47.1%。", True, None),
        ("仓库面积42万平方米，其中常温库占26.1%、阴凉库占70.9%、冷库占3.0%。", True, None),
        ("仓库面积42万平方米，其中常温库占26.1%、阴凉库占79.0%、冷库占3.0%。", False, "79.0% → 70.9%"),
        ("新招录人员120人，其中女性占52.4%、党员占61.0%、研究生占38.5%。", False, None),
    ],
)
def test_shares_of_one_whole(text: str, complete: bool, slip: str | None) -> None:
    rows = rows_of(text, "shares_of_one")
    assert [(row.columns["complete"], row.columns["slip"]) for row in rows] == [(complete, slip)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("16项环保督察反馈问题已整改完成7项，剩余9项。", 2),
        ("全区120个老旧小区已完工80个，其余40个正在施工。", 2),
        ("新建幼儿园12所，其余5所正在建设。", 0),
        ("排查隐患30处、问题12处，完成整改20处，剩余22处。", 0),
    ],
)
def test_done_and_left(text: str, parts: int) -> None:
    rows = [row for row in rows_of(text, "sum") if row.columns["closed_by"] == "剩余"]
    assert [row.columns["parts"] for row in rows] == ([parts] if parts else [])


def test_correction_needs_evidence() -> None:
    assert find_correction(Decimal(118542), [Decimal(45199), Decimal(76943)], Decimal(0)) is not None
    assert find_correction(Decimal(500), [Decimal(200), Decimal(210)], Decimal(0)) is None
    assert find_correction(Decimal(118542), [Decimal(41599), Decimal(76943)], Decimal(0)) is None


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("兑现科技扶持资金9275万元，惠及企业561家，户均16.5万元。", 1),
        ("安排资金2860.5万元，扶持项目15个，平均每个190.7万元。", 1),
        ("发放稳岗返还资金2346万元，惠及企业3128家，稳定岗位5.6万个，户均7500元。", 1),
        ("规模以上体育企业37家，户均营业收入近1.1亿元。", 0),
        ("接待游客486.3万人次，旅游收入38.7亿元，农村居民人均可支配收入2.31万元。", 0),
    ],
)
def test_means(text: str, means: int) -> None:
    assert len(rows_of(text, "mean")) == means


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("全年培训12864人，完成目标12000人的107.2%。", "12864人 ÷ 12000人 = 107.2%"),
        ("生产总值达到326.5亿元，是2018年238.6亿元的1.37倍。", "326.5亿元 ÷ 238.6亿元 = 1.37倍"),
        ("一般公共预算收入96.7亿元，其中税收收入71.2亿元，占一般公共预算收入的73.6%。", "71.2亿元 ÷ 96.7亿元 = "),
        ("货物进出口总额312.5亿元，增长9.2%。民营企业进出口221.9亿元，占进出口总额的71.0%。", "221.9亿元 ÷ 312.5亿元 = "),
        ("机电产品出口126.3亿元，占出口总额的58.8%。民营企业进出口221.9亿元，占进出口总额的71.0%。", None),
    ],
)
def test_wholes_of_shares(text: str, arithmetic: str | None) -> None:
    rows = [row for row in rows_of(text, "share") if row.why_not is None]
    assert [row.arithmetic.startswith(arithmetic or "?") for row in rows] == ([True] if arithmetic else [])


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (
            "一般公共预算收入88921万元，加上上级补助收入214630万元、调入资金19500万元，收入总计323051万元。",
            ["88921万元 + 214630万元 + 19500万元"],
        ),
        (
            "一般公共预算支出331540万元。加上上解支出6853万元、债务还本支出12360万元，支出总计350753万元。",
            ["331540万元 + 6853万元 + 12360万元"],
        ),
        ("社会保险基金收入58760万元，支出51934万元，本年收支结余6826万元。", ["51934万元 + 6826万元"]),
        ("本年收支结余6826万元；上年滚存结余66592万元，年末滚存结余73418万元。", ["66592万元 + 6826万元"]),
        # 加上 that is no summand of a grand total
        ("平均每天新增1.5万户，加上个体工商户等，各类市场主体每天新增4.5万户。", []),
    ],
)
def test_balances(text: str, sums: list[str]) -> None:
    assert [row.arithmetic.split(" = ")[0] for row in rows_of(text, "sum") if row.columns["complete"]] == sums


@pytest.mark.parametrize(
    ("text", "relation", "suggestion"),
    [
        # only the swapped level fits
        ("全年收入由2450万元增加到2904万元，增长20.0%。", "growth", "2904万元 → 2940万元"),
        ("兑现资金9275万元，惠及企业516家，户均16.5万元。", "mean", "516家 → 561家"),
        # 万 for 亿 in either amount would do: nobody is named, the rate is what the two amounts give
        ("总收入96.5亿元，其中税收收入71.2万元，占总收入的73.8%。", "share", "0.0%"),
        # rounding explains it: no slip
        ("总收入965.4亿元，其中税收收入712.3亿元，占总收入的73.7%。", "share", "73.8%"),
    ],
)
def test_who_is_wrong(text: str, relation: str, suggestion: str | None) -> None:
    assert [row.suggestion for row in rows_of(text, relation) if row.why_not is None] == [suggestion]


def test_the_figure_of_most_broken_equations_is_named() -> None:
    text = "总收入96.5亿元，其中税收收入71.2万元，占总收入的73.8%，比上年的65.0亿元增长9.5%。"
    assert [row.suggestion for row in rows_of(text, "share") if row.why_not is None] == ["71.2万元 → 71.2亿元"]
