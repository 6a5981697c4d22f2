"""Relations in running prose: each text with the rule that must speak, and its near misses that must stay quiet."""

from __future__ import annotations

from functools import cache

import pytest

from audit.model import DocumentResult
from audit.pipeline import audit_texts
from audit.ruleset import Ruleset, load_ruleset

ARITHMETIC = ("contradiction", "order", "count", "target")

WRONG: tuple[tuple[str, str], ...] = (
    # totals and their parts
    ("全年举办专场招聘会96场，其中线上38场、线下62场。", "sum-mismatch"),
    ("全市获批创新平台128家，其中国家级5家、省级41家、市级97家。", "parts-exceed-total"),
    ("实施重点项目42个，其中续建项目19个、新建项目32个。", "parts-exceed-total"),
    ("新增专项债券6200万元，用于污水管网改造2800万元、中心粮库建设3100万元。", "sum-mismatch"),
    ("新建口袋公园18个（东城9个、西城8个）。", "sum-mismatch"),
    ("全年获得金牌21枚、银牌18枚、铜牌25枚，奖牌总数46枚。", "sum-mismatch"),
    ("发放种粮补贴5120万元、农机补贴1860万元，共计6890万元。", "sum-mismatch"),
    ("工业占42.6%，建筑业占8.1%，批发零售业占15.3%，以上三类占比合计为68.0%。", "sum-mismatch"),
    ("全年教育、卫生、文化三项支出合计52386万元。教育支出31250万元，卫生支出16820万元，文化支出4136万元。", "sum-mismatch"),
    ("全县实现商品房销售面积86.4万平方米。其中，城镇商品房销售面积71.2万平方米，农村商品房销售面积12.5万平方米。", "sum-mismatch"),
    # parts, stages, stocks
    ("全县268个行政村中，建成文化广场的有286个。", "part-over-whole"),
    ("全区工伤保险参保18.2万人，新增20.6万人。", "new-over-stock"),
    ("新建成地铁线路86公里，全市运营线路总长达到68公里。", "new-over-stock"),
    ("年末参加城镇职工基本养老保险人数86.5万人。参加企业职工基本养老保险人数91.2万人。", "narrow-over-wide"),
    # shares
    ("全县268个行政村中，建成文化广场的有186个，占96.4%。", "share-mismatch"),
    ("完成312个村的通信改造，5G信号稳定的村达到275个，占78.1%。", "share-mismatch"),
    ("2023年空气质量优良天数318天，占全年天数的78.1%。", "share-mismatch"),
    ("全年培训学员3260人次；2482人取得证书，取证率67.1%。", "share-mismatch"),
    ("蔬菜产量46.2万吨，增长3.1%，完成年度任务44.00万吨的150.0%。", "share-mismatch"),
)  # fmt: skip

SOUND: tuple[str, ...] = (
    "全年举办专场招聘会96场，其中线上38场、线下58场。",
    "全市获批创新平台128家，其中国家级5家、省级41家。",
    "全市获奖128项，其中省级以上86项、市级97项。",
    "实施重点项目42个，其中续建项目19个、新建项目20个。",
    "新增专项债券6200万元，主要用于污水管网改造2800万元、中心粮库建设3100万元。",
    "新增专项债券6200万元，用于污水管网改造2800万元、中心粮库建设等。",
    "安排5200万元，用于养老保险；安排8600万元，用于医疗卫生。",
    "新建口袋公园18个（其中东城9个、西城8个）。",
    "全年获得金牌21枚、银牌18枚、铜牌25枚，奖牌总数64枚。",
    "走访企业120家、项目业主36家，共解决问题210个。",
    "新增国家高新技术企业30家、省级企业技术中心12家，全市企业技术中心总数达186家。",
    "全年教育、卫生、文化三项支出合计52206万元。教育支出31250万元，卫生支出16820万元，文化支出4136万元。",
    "全县人均可支配收入32568元。城镇居民人均可支配收入41250元，农村居民人均可支配收入22860元。",
    "省级以上工程中心91家，其中国家级31家；省级以上重点实验室549家，其中国家级15家。",
    "全县268个行政村中，建成文化广场的有186个，占69.4%。",
    "新增国家高新技术企业30家(累计达486家)。",
    "全年新增上市公司12家（上年35家）。",
    "全区工伤保险参保18.2万人，新增0.6万人。",
    "2024年空气质量优良天数318天，占全年天数的86.9%。",
    "完成基站建设500个，年度目标完成率100%；开通站点1510个，开通率100%。",
    "全年总投资86.2亿元，年度投资12.5亿元，其中由我局牵头的项目12个、总投资32.6亿元。",
)


@cache
def _rules() -> Ruleset:
    return load_ruleset("pre-publication")


def audit(text: str) -> DocumentResult:
    """What the rules find in one text."""
    return audit_texts({"a.txt": text}, _rules()).documents[0]


@pytest.mark.parametrize(("text", "rule"), WRONG)
def test_a_wrong_number_is_found(text: str, rule: str) -> None:
    assert rule in {finding.rule for finding in audit(text).findings}


@pytest.mark.parametrize("text", SOUND)
def test_near_misses_stay_quiet(text: str) -> None:
    assert [finding.rule for finding in audit(text).findings if finding.category in ARITHMETIC] == []
