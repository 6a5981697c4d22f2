"""Plain sentences as anybody writes them: each kind in several words and orders, wrong and right."""

from __future__ import annotations

import pytest

from audit.pipeline import audit_texts
from audit.ruleset import load_ruleset

# rule, a sentence with {} for its last say, what makes it wrong, what makes it right
CASES: tuple[tuple[str, str, str, str], ...] = (
    # a level of the year before, and a change that is not at constant prices
    ("growth-mismatch", "全县农产品加工业产值由上年的86.4亿元增加到95.0亿元，名义增长{}。", "15.0%", "10.0%"),
    ("growth-mismatch", "2021年完成技改投资64.0亿元，2022年完成72.0亿元，增长{}。", "21.5%", "12.5%"),
    ("growth-mismatch", "2021年全市跨境电商交易额为64.0亿元,2022年达到72.0亿元,同比增长{}。", "21.5%", "12.5%"),
    ("growth-mismatch", "2021年，全市新签合同额64.0亿元，2022年新签合同额72.0亿元，比上年增长{}。", "21.5%", "12.5%"),
    ("growth-mismatch", "农村公路总里程从1600公里增加至1800公里，增幅为{}。", "21.5%", "12.5%"),
    ("growth-mismatch", "全年办理不动产登记3.60万件（上年为3.20万件），增长{}。", "21.5%", "12.5%"),
    # a difference in points or of amounts
    ("difference-mismatch", "全市污水处理率达到96.8%，比上年的95.2%提高{}个百分点。", "2.6", "1.6"),
    ("difference-mismatch", "民营经济占比61.2%，上年为59.8%，提高{}个百分点。", "2.4", "1.4"),
    ("difference-mismatch", "民营经济占比为61.2%(上年为59.8%),提高{}个百分点。", "2.4", "1.4"),
    ("difference-mismatch", "户籍人口城镇化率为48.6%，较上年的47.3%上升{}个百分点。", "2.3", "1.3"),
    ("difference-mismatch", "单位能耗下降率由2.1%提高到3.5%，提高{}个百分点。", "2.4", "1.4"),
    ("difference-mismatch", "群众安全感满意度98.2%，比2021年的97.5%提高{}个百分点。", "1.7", "0.7"),
    # a multiple of an earlier level
    ("share-mismatch", "规上企业从120家发展到360家，是五年前的{}倍。", "4", "3"),
    ("share-mismatch", "合作社数量由150个发展至600个，是原来的{}倍。", "5", "4"),
    ("share-mismatch", "电商交易额从2018年的2.0亿元增加到2022年的9.0亿元，是2018年的{}倍。", "5.5", "4.5"),
    ("share-mismatch", "2018年全县快递网点120个，2022年达到360个，是2018年的{}倍。", "4", "3"),
    ("share-mismatch", "学位由上年的2400个增加到7200个，为上年的{}倍。", "4", "3"),
    ("share-mismatch", "民宿从30家壮大到240家,达到十年前的{}倍。", "9", "8"),
    # shares of one whole, named as such
    ("shares-not-hundred", "从资金来源看，财政投入占42.3%，银行贷款占32.1%，自筹资金占{}。", "35.6%", "25.6%"),
    ("shares-not-hundred", "从产业结构看，装备制造占42.3%、新材料占32.1%、生物医药占{}。", "35.6%", "25.6%"),
    ("shares-not-hundred", "按企业规模分,大型企业占12.0%,中型企业占38.0%,小微企业占{}。", "60.0%", "50.0%"),
    ("shares-not-hundred", "按登记类型划分，国有企业占12.0%，民营企业占68.0%，外资企业占{}。", "30.0%", "20.0%"),
    ("shares-not-hundred", "从年龄结构来看，青年占42.3%，中年占32.1%，老年占{}。", "35.6%", "25.6%"),
    # one count told twice
    (
        "restated-differently",
        "一、总体情况 全市规上服务业企业达到1256家。\n二、主要做法 加大培育力度，全市规上服务业企业达到{}家。",
        "1526",
        "1256",
    ),
    (
        "restated-differently",
        "（一）发展概况　全县示范性家庭农场总数为2314家。\n（二）主要成效　全县示范性家庭农场总数已有{}家。",
        "2134",
        "2314",
    ),
    ("restated-differently", "全县家庭农场达到2314家。\n培育成效明显，家庭农场达{}家。", "2134", "2314"),
    # a year and its parts
    ("period-sum-mismatch", "上半年完成投资42.6亿元，下半年完成投资38.1亿元，全年完成投资{}亿元。", "90.7", "80.7"),
    ("period-sum-mismatch", "上半年签约项目24个,下半年签约项目32个,全年共签约项目{}个。", "66", "56"),
    ("period-sum-mismatch", "一季度发放贷款3.2亿元、二季度4.1亿元、三季度3.6亿元、四季度2.9亿元，全年发放贷款{}亿元。", "15.8", "13.8"),
    ("period-sum-mismatch", "全年培训学员860人，其中上半年380人，下半年{}人。", "580", "480"),
    # places in an order
    ("rank-differs", "经济总量居全省第5位，较上年提升1位。全市经济总量居全省第{}位。", "6", "5"),
    ("rank-differs", "进出口总额排全省第3位。\n全市进出口总额列全省第{}位。", "4", "3"),
    ("rank-differs", "空气质量综合指数位居全省第二位。\n生态优势明显，空气质量综合指数居全省第{}位。", "三", "二"),
)


@pytest.mark.parametrize(("rule", "text", "wrong", "right"), CASES)
def test_plain_sentence(rule: str, text: str, wrong: str, right: str) -> None:
    ruleset = load_ruleset()
    head = "青禾市2022年工作总结\n一、主要工作\n"
    run = audit_texts({"wrong": head + text.format(wrong), "right": head + text.format(right)}, ruleset)
    alarms = {document.source.name: {finding.rule for finding in document.findings} for document in run.documents}
    assert rule in alarms["wrong"]
    assert not alarms["right"]
