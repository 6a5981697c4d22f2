"""Relations of lists, numbering, editions, units, bounds, titles and wording, from one short text each: what each row says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.ingest import build_document
from audit.model import WHY_NOT, Reading, RelationRow
from audit.pipeline import read_source
from audit.relate import BUILDERS, build_relations
from audit.relate.schema import SCHEMAS


def relate(text: str) -> dict[str, tuple[RelationRow, ...]]:
    """All relation tables of one text."""
    reading = read_source(build_document("a.txt", text.encode()))
    assert isinstance(reading, Reading)
    return build_relations((reading,))


def judge_tally(row: RelationRow) -> str:
    """What a rule may conclude from a tally row: long, short, holds or undecided."""
    columns = row.columns
    if columns["listed"] is None:
        return "undecided"
    if columns["listed"] > columns["announced_high"]:  # type: ignore[operator]
        return "long"
    return "short" if not columns["open"] and columns["listed_high"] < columns["announced_low"] else "holds"  # type: ignore[operator]


TALLIES: tuple[tuple[str, str, str | None], ...] = (
    # list before the count
    ("重点发展新能源汽车、生物医药、高端装备三大产业。", "list", "holds"),
    ("重点发展新能源汽车、生物医药、高端装备、数字创意三大产业。", "list", "long"),
    ("重点发展新能源汽车、生物医药和高端装备制造三大产业。", "list", "holds"),
    ("补助东港、西岭两区1200万元。", "list", "holds"),
    ("补助东港、西岭三区1200万元。", "list", "short"),
    ("新增恒信科技、明远电子2家上市公司。", "list", "holds"),
    ("在滨河、城南、石桥等3个乡镇设点。", "list", "holds"),
    ("在滨河、城南、石桥、龙潭等3个乡镇设点。", "list", "long"),
    ("在滨河、城南等9个乡镇设点。", "list", "holds"),
    ("在城东、城西5个街道推广试点。", "list", None),
    ("科技企业孵化器、众创空间20家。", "list", None),
    ("在滨河、城南、石桥举办5场推介会。", "list", None),
    ("新增孵化器、加速器共5家企业。", "list", None),
    ("建立“任务清单、责任清单、进度清单”三张清单。", "list", "holds"),
    ("建立“任务清单、进度清单”三张清单。", "list", "short"),
    ("推动产业链、创新链、资金链“三链”融合。", "list", "holds"),
    ("推动产业链、创新链、资金链“四链”融合。", "list", "short"),
    ("推进园区扩建、打造甲港、乙港两大枢纽。", "list", "holds"),
    ("企业研发费用和净增高新技术企业、科技型中小企业数量两项考核指标居前。", "list", "holds"),
    ("整合市、区、街道三级资源。", "list", "holds"),
    ("市、县三级医院达12家。", "list", None),
    # list behind the count
    ("销售额居前3位的省依次为：甲省、乙省、丙省。", "list", "holds"),
    ("销售额居前4位的省依次为：甲省、乙省、丙省。", "list", "short"),
    ("三大区域占比分别为：东部40%，同比上升1个百分点；中部35%，与上年持平；西部25%，同比下降1个百分点。", "list", "holds"),
    ("四大区域占比分别为：东部40%，同比上升1个百分点；中部35%，与上年持平；西部25%，同比下降1个百分点。", "list", "short"),
    ("做好三方面工作：一是招商引资，二是项目建设，三是营商环境。", "list", "holds"),
    ("做好三方面工作：一是招商引资，二是项目建设，三是营商环境，四是安全生产。", "list", "long"),
    ("覆盖12个县（市、区）。", "list", None),
    ("四项主要指标：投资增长5%，消费增长4%，出口增长6%，税收增长3%。", "list", "holds"),
    # members named by their noun
    ("推进五大产业园建设。抓好光电产业园，加快医药产业园、食品产业园建设，启动纺织产业园。", "named", "short"),
    ("推进四大产业园建设。抓好光电产业园，加快医药产业园、食品产业园建设，启动纺织产业园。", "named", "holds"),
    # names and numbers
    ("甲类、乙类商品零售额、丙产业分别增长5%、6%和7%。", "respectively", "holds"),
    ("食品加工业、装备制造业、电子信息业分别增长5%、6%和7%。", "respectively", "holds"),
    ("食品加工业、装备制造业、电子信息业分别增长5%、6%。", "respectively", "long"),
    ("食品加工业、装备制造业分别增长5%、6%和7%。", "respectively", "short"),
    ("玩具、体育、娱乐用品零售额分别增长5%和7%。", "respectively", "holds"),
    ("城乡居民收入分别完成37820元、28104元，同比分别增长6.5%、9.4%。", "respectively", "holds"),
    ("城乡居民收入分别完成37820元、28104元，同比分别增长6.5%。", "respectively", "long"),
    ("城乡居民收入分别完成37820元、28104元，城镇居民收入同比分别增长6.5%。", "respectively", None),
    ("建筑及装潢材料类、五金电料类、家具类等同比分别增长39.3%、39.6%和18.6%。", "respectively", "holds"),
    ("建筑及装潢材料类、五金电料类、家具类等同比分别增长39.3%和18.6%。", "respectively", "long"),
    ("城镇居民、农村居民收入、支出分别为4万元、2万元、3万元、1万元。", "respectively", None),
    ("增速分别比全国、全省高1.2个和0.8个百分点。", "respectively", None),
    # numbering
    ("一、总体情况\n好。\n二、存在问题\n少。\n三、下步打算\n多。", "numbering", "holds"),
    ("一、总体情况\n好。\n二、存在问题\n少。\n四、下步打算\n多。", "numbering", "long"),
    ("一、总体情况\n好。\n二、存在问题\n少。\n二、下步打算\n多。", "numbering", "short"),
)


@pytest.mark.parametrize(("text", "what", "verdict"), TALLIES)
def test_tally(text: str, what: str, verdict: str | None) -> None:
    rows = [row for row in relate(text)["tally"] if row.columns["what"] == what]
    found = {judge_tally(row) for row in rows} - ({"holds"} if verdict not in ("holds", None) else set())
    assert found == ({verdict} if verdict else set())


def test_one_wrong_number_is_one_gap() -> None:
    text = "\n".join(f"{number}、做好一件事\n已做好。" for number in "一二五四五")
    gaps = [row for row in relate(text)["tally"] if row.columns["what"] == "numbering" and judge_tally(row) != "holds"]
    assert [row.arithmetic for row in gaps] == ["2, 5: 3 is due"]


EDITIONS: tuple[tuple[str, list[int | None]], ...] = (
    ("2023年成功举办第五届丰收节。2024年举办第六届丰收节。", [None, 6]),
    ("2023年成功举办第五届丰收节。2024年举办第十六届丰收节。", [None, 6]),
    ("2021年成功举办第五届丰收节。2023年举办第六届丰收节。", [None, 6]),
    ("2023年成功举办第五届丰收节。2023年第六届丰收节闭幕。", [None, 5]),
    ("2023年举办第五届丰收节，筹办第六届丰收节。", [None, None]),
    ("2022年召开第五届运动会。2023年召开第七届运动会。", [None, None]),
    ("2023年召开第十六届人民代表大会第二次会议。", []),
    ("2021年举办第四届中国国际进口博览会。", [4]),
    ("2021年举办第五届进博会。", [4]),
)


@pytest.mark.parametrize(("text", "expected"), EDITIONS)
def test_edition(text: str, expected: list[int | None]) -> None:
    assert [row.columns["expected"] for row in relate(text)["edition"]] == expected


def test_edition_in_two_forms() -> None:
    rows = relate("2023年举办第25届高交会。2023年第二十五届高交会上签约30个项目。")["wording"]
    assert [(row.columns["first_form"], row.columns["second_form"]) for row in rows] == [("第25届", "第二十五届")]


UNITS: tuple[tuple[str, list[tuple[str, str | None]]], ...] = (
    ("技术合同成交额达到32亿家。", [("dimension", "count")]),
    ("技术合同成交额达到32亿元。", [("dimension", "money-cny")]),
    ("森林覆盖率达到42亿元。", [("dimension", "money-cny")]),
    ("研发人员数达到xxxx亿元。", [("dimension", "money-cny")]),
    ("为5.6万名农民工追回工资7亿元。", [("dimension", "money-cny")]),
    ("规上企业达到5498.58家。", [("fraction", "count")]),
    ("每万人拥有企业36.58家。", []),
    ("规上企业达到2.47万家。", []),
    ("展览面积3万平方米，另设50万㎡展区。", [("forms", "area")]),
    ("认定企业114家，超额完成全年102的任务数。", [("missing", None)]),
    ("工业总产值862.5亿元，同比增长8.3个百分点。", [("points", "points")]),
    ("工业总产值862.5亿元，增速比上年提高1.2个百分点。", []),
)


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_unit_use(text: str, expected: list[tuple[str, str | None]]) -> None:
    rows = [row.columns for row in relate(text)["unit_use"]]
    kept = [row for row in rows if len(rows) == len(expected) or row["what"] != "dimension"]
    assert [(row["what"], row["dimension"]) for row in kept] == expected


BOUNDS: tuple[tuple[str, Decimal | None, Decimal | None], ...] = (
    ("自来水普及率为136%。", Decimal(0), Decimal(100)),
    ("服务业占地区生产总值的120%。", Decimal(0), Decimal(100)),
    ("收入完成预算的119%。", None, None),
    ("小学毛入学率为104%。", Decimal(0), None),
    ("粮食产量下降129%。", Decimal(-100), None),
    ("企业利润下降129%。", None, None),
)


@pytest.mark.parametrize(("text", "low", "high"), BOUNDS)
def test_bounds(text: str, low: Decimal | None, high: Decimal | None) -> None:
    rows = [row.columns for row in relate(text)["bounds"] if row.columns["limit_known"]]
    limits = [(row["limit_low"], row["limit_high"]) for row in rows]
    assert limits == ([] if low is None and high is None else [(low, high)])


HEDGES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("服务企业超300余家次。", [("超", "余")]),
    ("服务企业超过xxx余家。", [("超过", "余")]),
    ("接待超过30批次400多人。", [("超过", "多")]),
    ("投资近5亿元左右。", [("近", "左右")]),
    ("覆盖率不低于95%以上。", [("不低于", "以上")]),
    ("服务企业300余家次，近5年最多。", []),
    ("消费增长4.1%，低于5%左右的预期目标。", []),
    ("消费增长6.1%，超过5%左右的预期目标。", []),
    ("超过50人以上企业有30家。", []),
    ("高新区附近300多家企业。", []),
)


@pytest.mark.parametrize(("text", "expected"), HEDGES)
def test_hedges(text: str, expected: list[tuple[str, str]]) -> None:
    rows = relate(text)["wording"]
    assert [(row.columns["before_hedge"], row.columns["after_hedge"]) for row in rows] == expected


def test_titles_of_two_years() -> None:
    closing = "【2024年区农业局工作总结及2024年工作计划】相关文章："
    text = f"2022年区农业局工作总结及2023年工作计划\n\n全年平稳。《2020年统计公报》已发布。\n\n{closing}\n"
    rows = relate(text)["title"]
    assert [(row.columns["what"], row.columns["first_year"], row.columns["second_year"]) for row in rows] == [("总结", 2022, 2024)]


def test_holes_and_damage() -> None:
    tables = relate("2023年完成投资xx.x亿元，區(qū)內企業(yè)發(fā)展持續(xù)向好，區(qū)屬企業(yè)增收。")
    assert [(row.columns["type"], row.columns["token"], row.columns["unit"]) for row in tables["hole"]] == [("number", "xx.x", "元")]
    assert "pinyin-annotation" in {row.columns["cause"] for row in tables["damage"]}


def test_rows_keep_to_the_schema() -> None:
    text = "一、概况\n2023年第5届丰收节吸引xx家企业，覆盖率达136%，形成甲链、乙链“两链”。\n三、打算\n投资近5亿元左右，分别增长。"
    tables = relate(text)
    assert tables.keys() == SCHEMAS.keys()
    assert len(BUILDERS) == len(set(BUILDERS))
    for name, rows in tables.items():
        for row in rows:
            assert row.columns.keys() == SCHEMAS[name].columns.keys()
            assert {span.role for span in row.spans} <= set(SCHEMAS[name].roles)
            assert row.why_not in (None, *WHY_NOT)
