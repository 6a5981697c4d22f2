"""Placeholders, masks and blanks from one short text each, and everything that only looks like one."""

from __future__ import annotations

import pytest

from tests.test_numbers import read_text, show_figures

HOLES: tuple[tuple[str, str], ...] = (
    ("全年实现产值xx.x亿元,同比增长xx.x%。", "xx.x number placeholder; xx.x number placeholder"),
    ("全年实现产值××亿元。", "×× number placeholder"),
    ("全年实现产值○○亿元,新增□□家。", "○○ number placeholder; □□ number placeholder"),
    ("全年新增企业____家。", "____ number placeholder"),
    ("完成投资   亿元,增长   %。", "    number blank;     number blank".replace("    number", "    number")),
    ("完成投资约　　亿元。", "　　 number blank"),
    ("投入……万元、（  ）万元。", "…… number blank; （  ） number blank"),
    ("投入【待补】万元。", "【待补】 number template"),
    ("新增[数字]家企业,由【姓名】负责。", "[数字] number template; 【姓名】 name template"),
    ("投入{{amount}}万元,负责人{{name}},日期{{date}}。", "{{amount}} number template; {{name}} name template; {{date}} date template"),
    ("投入${amount}万元。", "${amount} number template"),
    ("投入#REF!万元,增长#DIV/0!。", "#REF! number error-value; #DIV/0! number error-value"),
    ("某某公司投资***万元,由张某某负责。", "某某 name redaction; *** number placeholder; 某某 name redaction"),
    ("xxxx年xx月xx日,xx县召开会议。", "xxxx date placeholder; xx月xx日 date placeholder; xx name placeholder"),
    ("202x年、20XX年、20××年。", "202x date placeholder; 20XX date placeholder; 20×× date placeholder"),
    ("居全省第x位,举办第××届大会。", "x number placeholder; ×× number placeholder"),
    ("扶持x-x家企业。", "x-x number placeholder"),
    ("三次产业比为x:x:x。", "x:x:x number placeholder"),
    ("投资增长N%。", "N number placeholder"),
    ("投资增长* %。", "* number placeholder"),
    ("电话138****1234。", "138****1234 other redaction"),
    ("日期为____年__月__日。", "____ date blank; __ date blank; __ date blank"),
    ("由**公司与**集团承担。", "** name redaction; ** name redaction"),
)


@pytest.mark.parametrize(("text", "holes"), HOLES)
def test_holes(text: str, holes: str) -> None:
    found = read_text(text).holes
    assert "; ".join(f"{hole.token} {hole.type} {hole.cause}" for hole in found) == holes


LOOK_ALIKES: tuple[tuple[str, str], ...] = (
    ("沿x轴方向移动5米。", "5米 = 5米"),
    ("购置X光机3台、X射线仪2台。", "3台 = 3台; 2台 = 2台"),
    ("采购XXL码工装20套。", "20套 = 20套"),
    ("交付C919飞机2架。", "2架 = 2架"),
    ("铺设3×5网格。", ""),
    ("建成2×35万千瓦机组。", "2×35万千瓦 = 700000千瓦"),
    ("实施“数据要素×”行动,办好人工智能×产业大会。", ""),
    ("R&D经费支出5亿元。", "5亿元 = 500000000元"),
    ("e游小镇引进企业6家。", "6家 = 6家"),
    ("开展“1+X”证书试点,建设10+X集群,实行1+N模式。", ""),
    ("**重点工作**完成3项。", "3项 = 3项"),
    ("购置x86服务器10台、iPhone X手机5部。", "10台 = 10台; 5部 = 5部"),
    ("开展X染色体检测60例。", "60例 = 60例"),
    ("实行7×24小时服务。", ""),
    ("实施某些项目,走访某个村。", ""),
)


@pytest.mark.parametrize(("text", "figures"), LOOK_ALIKES)
def test_look_alikes(text: str, figures: str) -> None:
    assert read_text(text).holes == ()
    assert "; ".join(show_figures(text)) == figures


NAMES = (
    "围绕“20+8”产业集群布局。",
    "引进世界500强、民营企业500强。",
    "建设“双一流”高校、双高计划院校。",
    "落实“六个一”体系、五个一工程。",
    "推进5G、4K、A4、3D应用。",
    "完成十四五规划、“十三五”评估。",
    "执行863计划、973计划。",
    "压减三公经费。",
    "拨打12345热线、12315热线。",
    "建设211工程、985工程院校。",
    "修建G60科创走廊、S26公路、G7高速。",
    "深化一网通办、一带一路建设。",
    "办好两会、三会一课。",
    "巩固两不愁三保障。",
    "推进三旧改造、三农工作。",
    "创建5A级景区。",
    "根据穗府〔2020〕5号文件。",
    "按照《关于2020年3项工作的意见》执行。",
    "位于人民路3号、12号楼。",
    "见表3、图2、附件1。",
    "浓度以PM2.5、PM10、CO2计。",
    "推出C2M、B2B模式。",
    "二十大以来,十九届六中全会召开。",
    "开行1号线、2号线。",
    "开展红十字活动。",
    "发展第三产业、第一产业。",
    "办公时间9:00—17:30。",
    "邮编518000000001。",
    "联系人邮箱a1@b2.cn,网址http://www.b3.cn/2022/1.html。",
    "2023年3月15日至20日,一季度,上半年,90后。",
    "实施三年行动计划、五年规划。",
    "(1)推进;2.落实;一是坚持;①加强。",
    "据统计[3],增幅较大。",
)


@pytest.mark.parametrize("text", NAMES)
def test_names_are_no_figures(text: str) -> None:
    assert show_figures(text) == []
