"""Sentences that once raised a false alarm, each beside a near one in which the alarm is right."""

from __future__ import annotations

import pytest

from audit.pipeline import audit_texts
from audit.ruleset import load_ruleset

# rule, a sentence that is right, a sentence that is wrong (None: the reading is not certain enough to judge any sentence of the kind)
CASES: tuple[tuple[str, str, str | None], ...] = (
    ("count-fractional", "当日综合股指下跌32.46点，收于2871.53点。", "全年走访企业32.46家，解决问题71项。"),
    ("count-fractional", "平均每个镇有3.91个集贸市场，其中：综合市场2.31个、专业市场1.62个。", None),
    ("list-count", "丰河县委、县政府认准果品、水电、旅游三大资源，走出了脱贫路。", "依托果品、水电、旅游、矿产三大资源。"),
    ("list-count", "先后培育出早熟、抗病的“丰优1号”、“丰优2号”、“丰优3号”三个良种。", None),
    ("list-count", "王明、李强、张伟、陈平等市领导到现场时看过这两个车间。", None),
    ("list-count", "我市将参加滑冰、滑雪、冰球、冬季两项共4个大项的比赛。", None),
    ("list-short", "由东海药业集团和江北省中医药研究院共同研制的国家四类新药投产。", "补助东港、西岭三区1200万元。"),
    ("list-short", "该厂厂长获得省劳动模范、全国优秀企业家、全国十佳改革人物等。", None),
    ("part-over-whole", "公司有6款机型获得许可，其中4项技术填补空白，10款外观获得专利。", "公司有6款机型获得许可，其中10款为出口机型。"),
    ("part-over-whole", "监测对象分布在215个网点，其中包括学校、医院和企业等，5600个样本进入数据库。", None),
    ("part-over-whole", "用800万元奖金冲抵其中的一部分，净损失仍达7700万元。", None),
    ("part-over-whole", "货车最高时速达80公里。其中东部区段，客车最高时速达140公里。", None),
    (
        "part-over-whole",
        "年末发电装机容量1590.6万千瓦。其中，火电装机容量1060.0万千瓦；太阳能发电装机容量330.6万千瓦。其中，可再生能源装机容量408.9万千瓦。",
        "年末全市发电装机容量390.6万千瓦，增长5.3%。其中，可再生能源装机容量408.9万千瓦。",
    ),
    ("shares-not-hundred", "对外出口的43%和自外进口的27%是经江北港实现的。", "第一产业占2.1%，第二产业占43.8%，第三产业占27.5%。"),
    ("edition-mismatch", "1998年第八届江北锦标赛闭幕，第九届江北锦标赛将于2001年举行。", None),
    ("numbering-gap", "一是减税降费。二积极推进创业贷款。三是创新扶持方式。", "一是减税降费。三是创新扶持方式。四是加强监管。"),
    ("placeholder-number", "慰问驻军某部官兵，为某团营区送去图书300册。", "慰问驻军xx户，送去图书300册。"),
    ("name-redacted", "村民李某酒后驾车，撞坏护栏3处。", "支持某某集团建设冷库3座。"),
    ("unit-dimension", "全年财政收入达到一百点○五亿元，其中地方收入五十点○七亿元。", None),
    ("lost-digits", "新办14家公司，安置职工2000人，年经营额达亿元。", "全年争取资金约亿元，安置职工2000人。"),
    ("list-short", "优良天数最多的3个县依次是东港、西岭和南屏，分别为347、345和340天；最少的3个县依次是甲山、乙水和丙川。", None),
    ("list-short", "坚持全省“一盘棋”及省市县“同级审”三级联动。", None),
    ("part-over-whole", "预备费预算500亿元，实际支出17亿元，主要用于救灾等方面，剩余483亿元转入基金。", None),
    ("growth-mismatch", "支出累计完成5308万元，完成预算数24710万元的21.5%，比上年减支27580万元，下降83.9%。", None),
    (
        "growth-mismatch",
        "全区人口579101人，与上次普查的442854人相比，增加136247人，增长30.77%。",
        "全区人口579101人，增加136247人，增长37.70%。",
    ),
    ("growth-mismatch", "收入（同口径）完成30161万元，同口径增长14.6%，增收4376万元。", "收入完成30161万元，增长14.6%，增收4376万元。"),
    (
        "shares-not-hundred",
        "收入1687.45万元，其中：财政拨款1516.64万元，占89.88%；事业收入170.81万元，占10.12%；其他收入0万元，占0%。",
        "收入1687.45万元，其中：财政拨款1516.64万元，占89.88%；事业收入170.81万元，占10.12%；其他收入50万元，占5%。",
    ),
    ("shares-disagree", "示范机构12家，占全市34.3%；孵化平台135家，占全市30.3%。", None),
    ("share-mismatch", "新增就业1.14万人，失业人员再就业4474人；城镇登记失业率3.1%。", None),
    ("share-mismatch", "受理案件1803件（旧存240件），结案894件，结案率49.58%。", "受理案件1803件（旧存240件），结案894件，结案率59.48%。"),
    ("count-fractional", "平均每个家庭户的人口为2.54人，比第六次全国人口普查时的3.26人减少0.72人。", None),
    ("points-for-percent", "最终消费拉动地区生产总值增长11.6个百分点。", "地区生产总值321.5亿元，增长11.6个百分点。"),
    ("part-over-whole", "全年收案321 146件（不含上年旧存28 802件）。", "全年收案321 146件，其中民事案件398 802件。"),
    ("share-mismatch", "专利授权45.3万件。其中国内专利授权36.1万件。在国内专利授权中，职务发明34.4万件，占95.4%。", None),
    ("share-mismatch", "用水总量5998.2亿立方米。其中，工业用水968.4亿立方米（其中冷却水482.7亿立方米），占用水总量的16.2%。", None),
    ("share-mismatch", "南方4区供水量3314.7亿立方米，占全国总供水量的54.4%；北方6区供水量2780.2亿立方米，占全国总供水量的45.6%。", None),
    (
        "sum-mismatch",
        "生产总值617.50亿元。其中，第一产业增加值37.11亿元；第二产业增加值339.85亿元；第三产业增加值240.54亿元。渔业增加值增长，增加值37.90亿元。",
        "生产总值671.50亿元。其中，第一产业增加值37.11亿元；第二产业增加值339.85亿元；第三产业增加值240.54亿元。",
    ),
    ("part-over-whole", "尚有80名士兵掌握在对方手里，政府那里也有1100名。", None),
    ("sum-mismatch", "前三季度外贸进出口总值22.91亿元。其中，出口12.48亿元，进口10.43亿元。9月当月，我市进出口总值2.78亿元。", None),
    ("restated-hedge", "空调拥有率首次超过50%，达到57.16%。", None),
    (
        "share-mismatch",
        "用水总量2072.36亿立方米，其中农业1030.90亿立方米，占用水总量49.7%；工业632.96亿立方米，占用水总量30.5%；生活345.02亿立方米，占用水总量16.7%；生态63.48亿立方米，占用水总量3.1%。",
        "用水总量2072.36亿立方米，其中生活用水345.02亿立方米，占用水总量16.7%。",
    ),
    ("share-mismatch", "从业人员56085万人，户均从业人员数为2.61人；其中，从事农业人员42441.19万人，占75.67%。", None),
    ("name-redacted", "某公司因纠纷停产，街道为其筹资40万元。", "某某公司因纠纷停产，街道为其筹资40万元。"),
    (
        "urban-and-rural-population",
        "年末户籍人口11.26万人。其中，城镇人口5.47万人，乡村人口5.79万人。年末常住人口12.74万人，城镇化率为74.02%。",
        "年末常住人口12.74万人。城镇人口5.47万人，乡村人口5.79万人。",
    ),
    (
        "urbanisation-rate",
        "年末户籍人口11.26万人。其中，城镇人口5.47万人，乡村人口5.79万人。年末常住人口12.74万人，城镇化率为74.02%。",
        "年末常住人口12.74万人，城镇人口9.43万人，城镇化率为47.02%。",
    ),
)


@pytest.fixture(scope="module")
def alarms() -> dict[str, set[str]]:
    """The rules that raise an alarm on each sentence, all judged in one run."""
    texts = {text: text for _, right, wrong in CASES for text in (right, wrong) if text}
    found: dict[str, set[str]] = {text: set() for text in texts}
    for finding in audit_texts(texts, load_ruleset()).findings:
        found[finding.document].add(finding.rule)
    return found


@pytest.mark.parametrize(("rule", "right", "wrong"), CASES, ids=[right[:16] for _, right, _ in CASES])
def test_no_false_alarm(rule: str, right: str, wrong: str | None, alarms: dict[str, set[str]]) -> None:
    assert rule not in alarms[right]
    assert wrong is None or rule in alarms[wrong]
