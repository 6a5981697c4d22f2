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
