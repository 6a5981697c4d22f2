"""A run written by hand for the tests of the reports: two documents, every severity and category, and hostile strings.

Nothing here is computed by the product: places are found by quoting, verdicts are stated, so that a defect of an earlier step
cannot hide a defect of a report.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal

from audit.model import (
    AuditRun,
    BrokenRule,
    Damage,
    Decided,
    DocumentResult,
    Figure,
    Finding,
    Heading,
    LedgerEntry,
    RepairStep,
    RuleSummary,
    SourceDocument,
    Span,
    Verdict,
)

BIDI, ESCAPE, ZERO_WIDTH, PRIVATE = chr(0x202E), chr(27), chr(0x200B), chr(0xE5E5)
HOSTILE = "<script>alert('核数')</script>"
HOSTILE_NAME = f'工作总结"><img src=x onerror=alert(1)>{BIDI}.txt'

SUMMARY = f"""云溪区科技局2023年工作总结和2024年工作计划

2023年，在区委区政府的坚强领导下，区科技局围绕创新驱动发展战略，扎实推进各项工作，取得了明显成效。现将有关情况报告如下。

一、2023年主要工作

（一）培育创新主体。全年共有1604家企业申报国家高新技术企业，通过认定962家，通过率70%。新增国家高新技术企业80家，累计达到3012家；培育科技型中小企业2140家，同比增长12.5%。

（二）加大研发投入。全社会研发投入达到48.6亿元，占地区生产总值比重3.24%。发放研发补助12730万元，惠及企业1519家，户均8.4万元。技术合同成交额26.3亿元，增长31.5%，完成年度任务25亿元的105.2%。

（三）优化创新平台。完成三项重点任务：一是建成孵化载体14个，总面积50万平方米，另有在建载体面积3.2万㎡；二是组建创新联合体6家。全区省级以上创新平台覆盖率达到136%。

（四）举办创新大赛。本届大赛共有459个项目报名，36个进入半决赛，48个进入决赛，最终11个项目获奖。第二十四届科技周于5月举行。

（五）落实惠企资金。会同**园区管委会兑现资金82.28{chr(0x842C)}(wàn)元，支持***等3家企业{ZERO_WIDTH}上市。

二、2024年工作计划

（一）国家高新技术企业达到2900家以上，技术合同成交额突破30亿元。

（二）新建孵化载体5个，组织各类活动20场以上。{HOSTILE}
"""

PLAN = f"""云溪区2023年国民经济和社会发展计划执行情况（征求意见稿）
一、主要指标完成情况
全年地区生产总值xxx.xx亿元，同比增长x.x%；一般公共预算收入xx.xx亿元，增长x.x%，其中税收收入xx.xx亿元。
规模以上工业增加值xx.xx亿元，增长x.x%；固定资产投资xxx亿元；社会消费品零售总额xxx.x亿元，增长x.x%。
国家高新技术企业累计达到3021家，全社会研发投入占地区生产总值比重{ESCAPE}[2J3.24%。
三次产业比重为4.1:38.2:57.7。{BIDI}
二、下一步工作
力争地区生产总值增长6%左右，xx月底前完成【待补】项目申报，由xx同志牵头。{PRIVATE}
"""

RULES = {
    "share-mismatch": ("contradiction", "error", "占比与分子、分母不符", "A share disagrees with its part and whole"),
    "funnel-order": ("order", "error", "后一环节多于前一环节", "A later stage is larger than an earlier one"),
    "tally-mismatch": ("count", "warning", "宣布的数目与列项不符", "An announced count disagrees with its list"),
    "target-below-result": ("target", "warning", "目标低于已有水平", "A target lies below what was reached"),
    "share-over-100": ("unit", "error", "覆盖率超过100%", "A coverage over 100%"),
    "unit-mixed": ("style", "info", "同一单位有两种写法", "One unit is written in two ways"),
    "growth-outlier": ("growth", "warning", "增幅异常", "An unusual growth"),
    "restatement-differs": ("contradiction", "error", "同一事实两处说法不同", "One fact is stated differently in two places"),
    "number-placeholder": ("placeholder", "error", "未填写的数字", "An unfilled number"),
    "date-placeholder": ("placeholder", "error", "未填写的日期", "An unfilled date"),
    "name-placeholder": ("placeholder", "warning", "未填写的姓名", "An unfilled name"),
    "name-redacted": ("redaction", "warning", "名称被隐去", "A name was masked"),
    "text-damaged": ("damage", "warning", "文本受损", "The text is damaged"),
}
RULE_WHY = {
    "zh": "数字发布后会被引用、汇总和比较, 自相矛盾会让整份文件失去可信度。",
    "en": "Published figures are quoted, added up and compared; a contradiction costs the whole document its credit.",
}

SUMMARY_FIGURES = (
    ("1604家", "高新技术企业申报数", "家", "contradicted"),
    ("962家", "高新技术企业认定数", "家", "contradicted"),
    ("70%", "高新技术企业认定通过率", "%", "contradicted"),
    ("80家", "国家高新技术企业新增数", "家", "screened"),
    ("3012家", "国家高新技术企业", "家", "contradicted"),
    ("2140家", "科技型中小企业", "家", "unlinked"),
    ("12.5%", "科技型中小企业", "%", "screened"),
    ("48.6亿元", "全社会研发投入", "元", "screened"),
    ("3.24%", "研发投入占地区生产总值比重", "%", "undecided"),
    ("12730万元", "研发补助", "元", "verified"),
    ("1519家", "研发补助企业数", "家", "verified"),
    ("8.4万元", "研发补助户均", "元", "verified"),
    ("26.3亿元", "技术合同成交额", "元", "verified"),
    ("31.5%", "技术合同成交额", "%", "undecided"),
    ("25亿元", "技术合同成交额", "元", "verified"),
    ("105.2%", "技术合同成交额完成率", "%", "verified"),
    ("50万平方米", "孵化载体面积", "平方米", "screened"),
    ("3.2万㎡", "在建载体面积", "平方米", "screened"),
    ("136%", "省级以上创新平台覆盖率", "%", "contradicted"),
    ("459个", "创新大赛报名项目", "个", "verified"),
    ("36个", "半决赛项目", "个", "contradicted"),
    ("48个", "决赛项目", "个", "contradicted"),
    ("11个", "获奖项目", "个", "verified"),
    ("2900家", "国家高新技术企业", "家", "contradicted"),
    ("30亿元", "技术合同成交额", "元", "screened"),
)
PLAN_TOKENS = ("xxx.xx", "x.x", "xx.xx", "x.x", "xx.xx", "xx.xx", "x.x", "xxx", "xxx.x", "x.x")


def quote(text: str, words: str, role: str = "", after: int = 0, document: str | None = None) -> Span:
    """The place of the words in the text, the first one at or behind `after`."""
    start = text.index(words, after)
    return Span(start, start + len(words), words, role, document)


def make_figure(document: str, number: int, span: Span, indicator: str, unit: str, token: str | None = None) -> Figure:
    """A figure at a place; its value is the digits as printed, a placeholder has none."""
    digits = "".join(char for char in span.text if char in "0123456789.")
    value = None if token else Decimal(digits)
    kind = "share" if unit == "%" else "level"
    return Figure(
        document, number, span.start, span.end, span.text, kind, token is None, value, None, value, value, Decimal(1), False,  # type: ignore[arg-type]
        unit, unit, "eq", "actual", indicator, None, None, None, None, None, None, "2023", token, False, 0, "", None, None,
    )  # fmt: skip


def make_finding(rule: str, document: str, spans: tuple[Span, ...], message: str, arithmetic: str = "", **given: object) -> Finding:
    """A finding of a rule of the table above; its fingerprint comes from its places."""
    category, severity, zh, en = RULES[rule]
    mark = hashlib.sha256(f"{rule} {document} {spans}".encode("utf-8", "replace")).hexdigest()[:16]
    values: dict[str, object] = {"suggestion": None, "figures": (), "state": "new", "reason": None} | given
    words = {"zh": message, "en": f"{en}: {arithmetic or spans[0].text}"}
    return Finding(
        rule, category, severity, document, spans, words, {"zh": zh, "en": en}, RULE_WHY,  # type: ignore[arg-type]
        arithmetic, values["suggestion"], values["figures"], mark, values["state"], values["reason"],  # type: ignore[arg-type]
    )  # fmt: skip


def make_summary_findings(name: str, other: str) -> tuple[Finding, ...]:
    """The findings of the first document."""
    text = SUMMARY
    share = (quote(text, "962家", "part"), quote(text, "1604家", "whole"), quote(text, "70%", "stated"))
    funnel = (quote(text, "36个", "earlier"), quote(text, "48个", "later"))
    tally = (quote(text, "三项重点任务", "announced"), quote(text, "一是", "item"), quote(text, "二是", "item"))
    goal = (quote(text, "2900家以上", "target"), quote(text, "3012家", "result"))
    two = (quote(text, "3012家", "first"), quote(PLAN, "3021家", "second", document=other))
    area = (quote(text, "50万平方米", "figure"), quote(text, "3.2万㎡", "other"))
    done = {"state": "suppressed", "reason": "大赛设复活赛, 决赛名额含复活项目"}
    hostile = f"见 {HOSTILE}"
    return (
        make_finding("share-mismatch", name, share, "962家 ÷ 1604家 = 59.98%，文中写 70%", "962 ÷ 1604 = 59.98%, 文中 70% [69.5%, 70.5%]",
                     suggestion="60%", figures=(1, 0, 2)),
        make_finding("restatement-differs", name, two, "国家高新技术企业累计数，一处 3012家，另一处 3021家", "3012 ≠ 3021", figures=(4,)),
        make_finding("growth-outlier", name, (quote(text, "增长31.5%", "stated"),), "技术合同成交额增长 31.5%，高于常见范围", "31.5% > 30%",
                     figures=(13,), state="known"),
        make_finding("tally-mismatch", name, tally, "宣布三项，只列出两项", "3 ≠ 2"),
        make_finding("unit-mixed", name, area, "平方米与㎡混用", suggestion="平方米", figures=(16, 17)),
        make_finding("share-over-100", name, (quote(text, "136%", "figure"),), "覆盖率 136%，超过 100%", "136% > 100%", figures=(18,)),
        make_finding("funnel-order", name, funnel, "48个进入决赛，多于进入半决赛的36个", "36 ≥ 48 不成立", figures=(20, 21), **done),
        make_finding("funnel-order", name, (quote(text, "36个进入半决赛，48个", "later"),), "48个 > 36个", "48 > 36", figures=(20, 21)),
        make_finding("name-redacted", name, (quote(text, "**园区", "hole"),), "园区名称被隐去"),
        make_finding("text-damaged", name, (quote(text, "(wàn)", "damage"),), "拼音括注 (wàn)"),
        make_finding("target-below-result", name, goal, "目标 2900家，已有 3012家", "2900 < 3012", suggestion="3100家", figures=(4, 23)),
        make_finding("text-damaged", name, (quote(text, HOSTILE, "damage"),), hostile, HOSTILE, suggestion=HOSTILE),
    )  # fmt: skip


def make_plan_findings(name: str) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    """The placeholders of the second document: its figures and their findings."""
    figures, findings, at = [], [], 0
    for number, token in enumerate(PLAN_TOKENS):
        span = quote(PLAN, token, "hole", at)
        at = span.end
        figures.append(make_figure(name, number, span, "地区生产总值", "亿元", token))
        findings.append(make_finding("number-placeholder", name, (span,), f"未填写的数字 {token}", figures=(number,)))
    findings.append(make_finding("date-placeholder", name, (quote(PLAN, "xx月底", "hole"),), "未填写的日期 xx月底"))
    findings.append(make_finding("name-placeholder", name, (quote(PLAN, "xx同志", "hole"),), "未填写的姓名 xx同志"))
    return tuple(figures), tuple(findings)


def make_summary(name: str, other: str) -> DocumentResult:
    """The first document: figures of every verdict, headings, repairs, damage."""
    figures, ledger, at = [], [], 0
    for number, (words, indicator, unit, verdict) in enumerate(SUMMARY_FIGURES):
        span = quote(SUMMARY, words, after=at)
        at = span.end
        figures.append(make_figure(name, number, span, indicator, unit))
        ledger.append(LedgerEntry(number, _as_verdict(verdict), "different-basis" if verdict == "undecided" else None, ("share-mismatch",)))
    headings = tuple(
        Heading(level, 1, "", words, quote(SUMMARY, words), 0)
        for level, words in ((1, "一、2023年主要工作"), (1, "二、2024年工作计划"), (2, "（一）培育创新主体"))
    )
    source = SourceDocument(
        name, SUMMARY, hashlib.sha256(SUMMARY.encode()).hexdigest(), "utf-8", "strict UTF-8 without errors",
        (Damage("undecodable-bytes", 1, (quote(SUMMARY, ZERO_WIDTH, "damage"),), True),),
    )  # fmt: skip
    steps = (
        RepairStep("annotation", 1, (("萬(wàn)元", "萬元"),)),
        RepairStep("script", 1, (("萬", "万"),)),
        RepairStep("characters", 1, ((ZERO_WIDTH, ""),)),
    )
    mean = (quote(SUMMARY, "12730万元", "total"), quote(SUMMARY, "1519家", "count"), quote(SUMMARY, "8.4万元", "stated"))
    held = Decided("mean-mismatch", name, mean, (9, 10, 11), "12730 ÷ 1519 = 8.38, 文中 8.4 [8.35, 8.45]", True)
    bound = Decided("share-over-100", name, (quote(SUMMARY, "12.5%"),), (6,), "12.5% <= 100%", False)
    open_row = Decided(
        "growth-mismatch", name, (quote(SUMMARY, "31.5%", "stated"),), (13,), "26.3 ÷ (1 + 31.5%) = 20.0", True, "different-basis"
    )
    findings = make_summary_findings(name, other)
    return DocumentResult(source, steps, tuple(figures), (), headings, findings, (held, bound), (open_row,), tuple(ledger))


def make_plan(name: str) -> DocumentResult:
    """The second document: placeholders, and characters that attack a terminal or a page."""
    figures, findings = make_plan_findings(name)
    ledger = tuple(LedgerEntry(figure.figure, "undecided", "operand-is-placeholder", ()) for figure in figures)
    source = SourceDocument(name, PLAN, hashlib.sha256(PLAN.encode()).hexdigest(), "gb18030", "no BOM, not UTF-8")
    return DocumentResult(source, (), figures, (), (), findings, (), (), ledger)


def make_rule(rule: str) -> RuleSummary:
    """A rule of the table above, with one example of each sort."""
    category, severity, zh, en = RULES[rule]
    norm = "GB/T 8170-2008 数值修约规则" if category == "contradiction" else None
    bad, good = "全年2003家企业申报，通过1083家，通过率64%。", "全年2003家企业申报，通过1083家，通过率54%。"
    return RuleSummary(rule, category, severity, {"zh": zh, "en": en}, RULE_WHY, norm, bad, good)  # type: ignore[arg-type]


def make_run(broken: bool = True, name: str = "云溪区/2023年工作总结.txt", other: str = HOSTILE_NAME) -> AuditRun:
    """The run over both documents."""
    rules = tuple(make_rule(rule) for rule in RULES)
    problems = (BrokenRule("series-jump", f"division by zero {HOSTILE}"),) if broken else ()
    return AuditRun("0.1.0", "pre-publication", "ab" * 32, rules, (make_summary(name, other), make_plan(other)), problems)


def make_clean_run() -> AuditRun:
    """A run over one document without findings."""
    text = "全年2003家企业申报，通过1083家，通过率54%。\n"
    source = SourceDocument("短讯.txt", text, "00" * 32, "utf-8", "strict")
    figure = make_figure("短讯.txt", 0, quote(text, "2003家"), "申报企业", "家")
    ledger = (LedgerEntry(0, "verified", None, ("share-mismatch",)),)
    return AuditRun("0.1.0", "gate", "cd" * 32, (), (DocumentResult(source, (), (figure,), (), (), (), (), (), ledger),))


def _as_verdict(word: str) -> Verdict:
    return word  # type: ignore[return-value]
