"""Whether figures are results or targets, and of which year, from short texts: what a plan word governs and where that ends."""

from __future__ import annotations

import pytest

from tests.test_numbers import read_text

SUMMARY, PLAN = "2023年工作总结\n", "2024年工作要点\n"

STATUSES: tuple[tuple[str, str], ...] = (
    # a plan word before the first number governs what stands behind ；, up to a clause that tells a result
    (f"{SUMMARY}全年力争产值突破9亿元；税收增长5%；新增就业3000人。", "target target target"),
    (f"{SUMMARY}完成投资30亿元，力争全年突破50亿元；新增就业3000人。", "actual target actual"),
    (f"{SUMMARY}计划新建学校3所；改扩建幼儿园5所；已开工2所。", "target target actual"),
    (f"{SUMMARY}计划总投资30亿元；完成投资20亿元。", "actual actual"),
    (f"{SUMMARY}全年争取上级资金6亿元；兑现奖补资金800万元。", "actual actual"),
    # an announced list is a plan to the end of its paragraph, and in paragraphs that go on with its items
    (f"{SUMMARY}2024年，我院将抓好以下工作：一是新增床位120张；二是引进骨干医师15名。三是签约率达到75%。", "target target target"),
    (f"{SUMMARY}2024年，我局将重点做好以下工作。\n一是新建公路86公里。\n二是改造危桥12座。\n全年完成投资3亿元。", "target target actual"),
    (f"{SUMMARY}下一步工作打算：审结案件8000件；执行到位率90%。", "target target"),
    (f"{SUMMARY}今年工作主要目标是：粮食播种面积48万亩；粮食总产量21万吨以上。", "target target"),
    (f"{SUMMARY}2023年做了以下工作：一是新建学校3所。二是改造校舍2万平方米。", "actual actual"),
    # the parts of a planned total
    (f"{SUMMARY}明年拟安排专项资金2.4亿元。其中，教育1.5亿元，卫生0.9亿元。", "target target target"),
    # a plan by its title, and what it says of the year before
    (
        f"{PLAN}2023年，完成公交线路12条。2024年，我局将抓好以下工作。\n一、线网优化\n新增线路5条，站点由300个增加到350个。",
        "actual target actual target",
    ),
    (f"{PLAN}一、2023年工作回顾\n完成投资3亿元。\n二、实施提升工程\n更新车辆60台，目前已到位20台。", "actual target actual"),
)


@pytest.mark.parametrize(("text", "statuses"), STATUSES, ids=[text for text, _ in STATUSES])
def test_statuses(text: str, statuses: str) -> None:
    assert " ".join(figure.status for figure in read_text(text).figures) == statuses


def test_a_plan_inside_a_plan_is_of_the_same_year() -> None:
    reading = read_text(
        "关于2025年预算执行情况与2026年预算草案的报告\n第二部分 2026年预算草案\n二、2026年预算草案\n（二）市级预算草案\n"
        "市级政府性基金预算收入6903万元。\n"
    )
    assert [(figure.period, figure.status) for figure in reading.figures if figure.unit == "元"] == [("2026", "target")]


def test_announced_items_are_of_the_announced_year() -> None:
    figures = read_text(f"{SUMMARY}2024年，我院将抓好以下工作：一是新增床位120张。二是引进骨干医师15名。").figures
    assert [figure.period for figure in figures] == ["2024", "2024"]
