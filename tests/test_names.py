"""What figures are called, from one short text each: the names in reading order, and the periods where they are in doubt."""

from __future__ import annotations

import pytest

from tests.test_numbers import read_text

NAMES: tuple[tuple[str, str], ...] = (
    # no function word cuts another word
    ("全年到位上级补助3.2亿元。", "上级补助"),
    ("建成保障房120套，惠及3000人。", "保障房; 惠及"),
    ("审减金额1.1亿元，审减率8.3%。", "审减金额; 审减率"),
    ("工程结算审减资金0.4亿元，平均审减率达12.3%。", "工程结算审减资金; 平均审减率"),
    ("养老机构由20家增加到30家，床位从300张增至500张。", "养老机构; 养老机构; 床位; 床位"),
    # what became of things counted before
    ("全年受理消费投诉412件，办结406件，办结率98.5%。", "消费投诉; 办结消费投诉; 消费投诉办结率"),
    ("150个项目入围初赛，30个进入决赛，9个获奖。", "入围初赛项目; 进入决赛项目; 获奖项目"),
    # measures and members without whose
    ("小麦播种面积21万亩，总产量8.4万吨。", "小麦播种面积; 小麦总产量"),
    ("新签约项目12个、总投资30亿元。", "签约项目; 签约项目总投资"),
    ("办理担保贷款88笔、1.2亿元。", "担保贷款; 担保贷款金额"),
    ("普通高中21所，专任教师2600人，在校生3.1万人。", "普通高中; 普通高中专任教师; 普通高中在校生"),
    ("兑现奖补资金960万元，惠及企业80家，户均12万元。", "奖补资金; 惠及企业; 户均奖补资金"),
    # the noun behind a classifier
    ("示范区新推出18项制度成果。", "制度成果"),
    ("在6个街道设立服务驿站9个。", "街道; 服务驿站"),
    ("新建老年食堂4个并有序开放。", "老年食堂"),
    # classes of a total
    ("粮食总产量20万吨，其中早稻5万吨、晚稻9万吨。", "粮食总产量; 早稻产量; 晚稻产量"),
    ("举办线上线下讲座20场，其中线上8场。", "线上线下讲座; 线上讲座"),
    # batches and editions
    ("分两批组织300家企业申报高新技术企业。", "申报高新技术企业; 申报高新技术企业"),
    ("承办创业大赛第二届总决赛。", "创业大赛总决赛"),
)


@pytest.mark.parametrize(("text", "names"), NAMES, ids=[text for text, _ in NAMES])
def test_names(text: str, names: str) -> None:
    assert "; ".join(figure.indicator for figure in read_text(text).figures) == names


PERIODS: tuple[tuple[str, str], ...] = (
    ("2023年统计公报\n规上企业由2018年的128家增加到257家。", "2018 2023"),
    ("2023年统计公报\n人均支出26780元，比上年的25630元增长4.5%。", "2023 2022 2023"),
    ("2023年末全市高新技术企业583家，上年末为579家，增长0.7%。", "2023 2022 2023"),
    ("2023年，全市完成投资583亿元，去年同期为579亿元。", "2023 2022"),
    ("2023年决算报告\n上年滚存结余66万元，年末滚存结余73万元。", "2022 2023"),
)


@pytest.mark.parametrize(("text", "periods"), PERIODS, ids=[text for text, _ in PERIODS])
def test_periods(text: str, periods: str) -> None:
    assert " ".join(figure.period or "-" for figure in read_text(text).figures) == periods
