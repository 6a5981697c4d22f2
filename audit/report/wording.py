"""All words of the reports' own, Chinese and English, in one table; a test compares the two columns.

Comes in: a language and a key. Goes out: the words, with numbers filled in. A key that the table lacks is a defect (KeyError);
only codes that rules may invent (reasons, steps, causes, roles) fall back to the code itself.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    # severities, categories, verdicts, states
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "contradiction": ("矛盾", "contradictions"),
    "order": ("大小颠倒", "out of order"),
    "count": ("数目不符", "counts"),
    "target": ("目标不符", "targets"),
    "unit": ("单位问题", "units"),
    "growth": ("增幅异常", "growth"),
    "placeholder": ("未填写", "unfilled"),
    "redaction": ("被隐去", "redacted"),
    "damage": ("文本受损", "damaged text"),
    "style": ("行文", "style"),
    "contradicted": ("矛盾", "contradicted"),
    "verified": ("已核实", "verified"),
    "undecided": ("无法判断", "undecided"),
    "screened": ("已筛查", "screened"),
    "unlinked": ("无可对照", "unlinked"),
    "contradicted.what": ("与文中别处或自身算不拢", "the arithmetic does not work out"),
    "verified.what": ("由文中别的数字算出, 相符", "recomputed from other figures and agrees"),
    "undecided.what": ("有对照, 但缺条件, 不能下结论", "has a counterpart, but something is missing to decide"),
    "screened.what": ("单位、范围合理, 没有别的数字可验算", "unit and range are sound, nothing to recompute it from"),
    "unlinked.what": ("文中没有可以对照的数字", "nothing in the document speaks of it"),
    "new": ("新", "new"),
    "known": ("已知", "known"),
    "suppressed": ("已豁免", "suppressed"),
    "fixed": ("已改正", "fixed"),
    "reopened": ("再次出现", "reopened"),
    # the verdict
    "verdict.bad": ("不宜发布", "Not fit to publish"),
    "verdict.check": ("核对后可以发布", "Publish after a check"),
    "verdict.good": ("可以发布", "Fit to publish"),
    "verdict.none": ("没有可审核的文档", "Nothing was audited"),
    "verdict.broken": ("审核不完整", "The audit is incomplete"),
    "verdict.clean": (
        "没有发现问题, {figures} 个数字中 {verified} 个得到核实",
        "no problem was found, {verified} of {figures} figures verified",
    ),
    "places": ("{n} 处{what}", "{n} {what}"),
    "severity.count": ("{n} 个{what}", "{n} {what}"),
    "colon": (": ", ": "),
    "comma": (", ", ", "),
    # counts
    "figures": ("{n} 个数字", "{n} figures"),
    "verdict.count": ("{n} 个{what}", "{n} {what}"),
    "documents": ("{n} 份文档", "{n} documents"),
    "group": ("{title}: {n} 处", "{title}: {n} places"),
    "more": ("另有 {n} 处同类, 略", "and {n} more of the same kind"),
    "states": ("与以前相比", "Against what was said before"),
    "states.fixed": ("上次有、这次没有了的", "Reported last time, gone now"),
    "sort.by": ("次序", "Order"),
    "sort.place": ("按原文次序", "As in the text"),
    "sort.severity": ("严重的在前", "Gravest first"),
    "state.count": ("{n} 个{what}", "{n} {what}"),
    "idle": ("没有用上的豁免 {where}: {rule} ({reason})", "suppression that matched nothing, {where}: {rule} ({reason})"),
    "settled": ("{state} {document}: {rule} ({what})", "{state} {document}: {rule} ({what})"),
    "pruned": ("去掉 {gone} 个已改正的, 留下 {kept} 个", "{gone} fixed ones removed, {kept} kept"),
    "state": ("状态", "State"),
    "dispute": ("不是错误?", "Not an error?"),
    "dispute.reason": ("请写明理由, 例如: 可比口径, 见附注3", "Say why, for instance: comparable basis, see note 3"),
    "dispute.entry": ("把这一段放进 heshu.toml, 以后就不再报:", "Put this into heshu.toml, and it is not reported again:"),
    "more.findings": ("另有 {n} 项写不下, 见完整报告", "{n} more do not fit here; see the full report"),
    "broken": ("规则 {rule} 运行出错: {problem}", "rule {rule} broke: {problem}"),
    "problem": ("无法审核: {problem}", "could not be audited: {problem}"),
    "elsewhere": ("另见", "see also"),
    "against": ("对照文件", "compared with"),
    # labels
    "report": ("核数报告", "Figure audit"),
    "tagline": ("核对公文中的每一个数字", "every figure of a public document, checked"),
    "arithmetic": ("算式", "Arithmetic"),
    "suggestion": ("建议", "Suggestion"),
    "stated": ("文中写", "stated"),
    "computed": ("应当是", "computed"),
    "comment.others": ("相关", "See also"),
    "comment.elsewhere": ("另有 {n} 处问题不在正文里, 批注加不上去:", "{n} more findings where no comment can stand:"),
    "why": ("为什么要紧", "Why it matters"),
    "norm": ("依据", "Based on"),
    "rule": ("规则", "Rule"),
    "rule.example": ("反例与正例", "Bad and good example"),
    "bad": ("错", "Bad"),
    "good": ("对", "Good"),
    "places.title": ("出处", "Places"),
    "line": ("第 {n} 行", "line {n}"),
    "reason": ("理由", "Reason"),
    "findings": ("发现", "Findings"),
    "findings.none": ("这份文档没有发现问题。", "No problem was found in this document."),
    "source": ("原文", "Source text"),
    "ledger": ("数字台账", "Ledger of figures"),
    "ledger.coverage": ("数字核对情况", "How far the figures were checked"),
    "ledger.none": ("没有读到数字。", "No figures were read."),
    "document": ("文档", "Document"),
    "characters": ("{n} 字", "{n} characters"),
    "encoding": ("编码", "Encoding"),
    "repairs": ("修复与受损", "Repairs and damage"),
    "repairs.note": (
        "修复只用于读数, 原文一字未动; 以上标记都在原文的位置上。",
        "Repairs serve the reading only; the source is untouched, and every mark stands in it.",
    ),
    "repairs.none": ("没有修复, 也没有发现受损。", "Nothing was repaired, no damage was found."),
    "times": ("{n} 处", "{n} places"),
    "before": ("原文", "source"),
    "after": ("读作", "read as"),
    "deleted": ("(略去)", "(left out)"),
    "lossy": ("有字符丢失", "characters were lost"),
    "severities": ("严重程度", "Severity"),
    "categories": ("类别", "Category"),
    "columns.figure": ("数字", "Figure"),
    "columns.indicator": ("指标", "Indicator"),
    "columns.value": ("数值", "Value"),
    "columns.unit": ("单位", "Unit"),
    "columns.kind": ("类型", "Kind"),
    "columns.period": ("时期", "Period"),
    "columns.status": ("性质", "Status"),
    "columns.verdict": ("结论", "Verdict"),
    "columns.reason": ("依据或原因", "Ground or reason"),
    "level": ("数值", "level"),
    "change": ("增减幅度", "change"),
    "delta": ("增减量", "difference"),
    "share": ("占比", "share"),
    "multiple": ("倍数", "multiple"),
    "rank": ("位次", "rank"),
    "ordinal": ("序数", "ordinal"),
    "ratio": ("比例", "ratio"),
    "actual": ("实际", "actual"),
    "forecast": ("预计", "forecast"),
    "status.target": ("目标", "target"),
    "unfilled": ("未填写", "unfilled"),
    "doubtful": ("可能受损", "possibly damaged"),
    # the page's own controls
    "filter": ("筛选", "Filter"),
    "filter.all": ("全部", "all"),
    "filter.text": ("搜索发现", "Search findings"),
    "filter.none": ("没有符合筛选条件的发现。", "No finding matches the filter."),
    "filter.reset": ("清除筛选", "Clear filter"),
    "filter.shown": ("项", "shown"),
    "documents.search": ("搜索文档", "Search documents"),
    "export": ("导出 CSV", "Export CSV"),
    "ledger.search": ("搜索台账", "Search the ledger"),
    "underline": ("标出已核对的数字", "Underline checked figures"),
    "next": ("下一处", "Next"),
    "previous": ("上一处", "Previous"),
    "keys": ("按 n / p 跳到下一处 / 上一处", "Press n / p for the next / previous finding"),
    "copy": ("复制", "Copy"),
    "copied": ("已复制", "Copied"),
    "link": ("本条链接", "Link to this finding"),
    "to.source": ("看原文", "Show in the text"),
    "several": ("此处有多条发现", "Several findings here"),
    "close": ("关闭", "Close"),
    "language": ("English", "中文"),
    "sort": ("点列名排序", "click a column to sort"),
    "skip": ("跳到发现", "Skip to the findings"),
    "noscript": (
        "浏览器没有运行脚本: 内容完整, 只是没有筛选和排序。",
        "Scripts are off: everything is here, only filters and sorting are missing.",
    ),
    "ruleset": ("规则集", "Rule set"),
    "version": ("版本", "Version"),
    "unseen": ("看不见的字符以代码标出", "Invisible characters are shown as codes"),
    # what was left out
    "cut.text": (
        "原文共 {total} 字, 这里只显示前 {shown} 字; 其余部分的发现仍列在发现栏。",
        "The text has {total} characters, only the first {shown} are shown; findings beyond are still listed.",
    ),
    "cut.findings": (
        "发现过多: 这份文档还有 {n} 条较轻或靠后的发现没有列出, 用 --format json 可得全部。",
        "Too many findings: {n} lesser or later ones of this document are left out; --format json has them all.",
    ),
    "cut.figures": (
        "台账共 {total} 行, 这里只列前 {shown} 行, 用 heshu extract 可得全部。",
        "The ledger has {total} rows, only the first {shown} are listed; heshu extract has them all.",
    ),
    "cut.place": ("在未显示的部分", "beyond the text shown"),
    # charts
    "charts": ("图示", "Charts"),
    "chart.table": ("数据表", "As a table"),
    "chart.worst": ("差得最远的一处", "The widest apart"),
    "chart.deviations": ("文中写的与算出的", "Stated against computed"),
    "chart.deviations.what": (
        "{n} 处矛盾: 文中写的比算出的至少多 (向右) 或少 (向左) 百分之几; 超过 100% 的画到边上。",
        "{n} contradictions: the text says so many per cent more (right) or less (left) than is computed; beyond 100% at the edge.",
    ),
    "chart.deviations.off": ("至少相差", "Off by at least"),
    "chart.growth": ("增幅的分布", "How growth is spread"),
    "chart.growth.what": (
        "{n} 个增长率, 中位数 {middle}%; 浅色是常见的范围 {low}% 到 {high}%, 红色的有发现; 范围外 {outside} 个, 太远未画 {beyond} 个。",
        "{n} growth rates, median {middle}%; light: usual, {low}% to {high}%; red: with a finding; {outside} outside, {beyond} not drawn.",
    ),
    "chart.growth.rate": ("范围以外的增幅", "Growth outside of it"),
    "chart.rules": ("各规则核对的结果", "Checks by rule"),
    "chart.rules.what": (
        "{n} 条规则有数字可核, 其中 {failed} 条有发现; 图中是最忙的几条, 全部在数据表里。",
        "{n} rules had figures to check, {failed} of them found something; the busiest are drawn, all are in the table.",
    ),
    "chart.held": ("相符", "holds"),
    # documents table
    "documents.title": ("各文档", "Documents"),
    "unreadable": ("这份文档无法审核", "This document could not be audited"),
}

CODES: dict[str, tuple[str, str]] = {
    # why a figure could not be decided
    "operand-missing": ("缺少对照的数字", "a figure to compare with is missing"),
    "operand-is-placeholder": ("对照的数字未填写", "a figure to compare with is unfilled"),
    "operand-is-damaged": ("对照的数字可能受损", "a figure to compare with may be damaged"),
    "different-basis": ("口径不同", "different basis"),
    "different-period": ("时期不同", "different periods"),
    "open-list": ("列举不完整", "the list is open"),
    "several-readings": ("有几种读法", "several readings"),
    "hedged": ("数字是约数", "the figure is hedged"),
    "floor": ("底线目标，有意留有余地", "a floor leaves room on purpose"),
    "suppressed": ("所报问题已豁免", "the finding on it is suppressed"),
    "real-growth": ("增速按可比价计算", "growth at constant prices"),
    # roles of spans
    "role.part": ("部分", "part"),
    "role.whole": ("总体", "whole"),
    "role.stated": ("文中所写", "stated"),
    "role.level": ("本期", "level"),
    "role.previous": ("上期", "previous"),
    "role.delta": ("增减量", "difference"),
    "role.total": ("合计", "total"),
    "role.share": ("占比", "share"),
    "role.earlier": ("前一环节", "earlier stage"),
    "role.later": ("后一环节", "later stage"),
    "role.flow": ("新增", "flow"),
    "role.stock": ("累计", "stock"),
    "role.target": ("目标", "target"),
    "role.result": ("结果", "result"),
    "role.claim": ("说法", "claim"),
    "role.first": ("一处", "first place"),
    "role.second": ("另一处", "second place"),
    "role.announced": ("宣布的数目", "announced"),
    "role.listed": ("列出的", "listed"),
    "role.item": ("列项", "item"),
    "role.heading": ("标题", "heading"),
    "role.edition": ("届次", "edition"),
    "role.other": ("另一处", "other place"),
    "role.figure": ("数字", "figure"),
    "role.hole": ("空缺", "hole"),
    "role.damage": ("受损处", "damage"),
    "role.here": ("本文", "here"),
    "role.there": ("另一份", "in the other"),
    # repair steps
    "step.directive": ("略去写给核数的豁免说明", "directives to heshu left out"),
    "step.annotation": ("去掉拼音括注", "pinyin annotations removed"),
    "step.mojibake": ("改回读错的编码", "text read in the wrong encoding put right"),
    "step.byteshift": ("还原错位字节", "shifted bytes restored"),
    "step.digits": ("接上断开的数字", "split numbers joined"),
    "step.markup": ("去掉论坛标记", "forum markup removed"),
    "step.script": ("繁体转简体", "traditional to simplified"),
    "step.furniture": ("略去网站附加文字", "site furniture left out"),
    "step.characters": ("去掉不可见字符", "invisible characters removed"),
    # causes of damage
    "cause.directive-incomplete": ("没写全的豁免说明", "incomplete directives"),
    "cause.pinyin-annotation": ("拼音括注", "pinyin annotation"),
    "cause.forum-markup": ("论坛标记", "forum markup"),
    "cause.undecodable-bytes": ("无法解码的字节", "undecodable bytes"),
    "cause.unmapped-glyphs": ("对不上字符的字形", "glyphs without characters"),
    "cause.pages-without-text": ("只有图像、没有文字的页", "pages that are pictures only"),
    "cause.byte-shift": ("字节错位", "shifted bytes"),
    "cause.byte-shift-reading": ("字节错位，按词语推断", "shifted bytes, read by their words"),
    "cause.lost-digits": ("数字有缺失", "digits are missing"),
    "cause.mojibake": ("编码读错的文字", "text read in the wrong encoding"),
    "cause.html-remains": ("网页代码", "web markup"),
    "cause.invisible-characters": ("不可见字符", "invisible characters"),
    "cause.mixed-script": ("繁简混用", "mixed scripts"),
    "cause.stray-bar": ("多余的竖线", "stray bars"),
    "cause.spam": ("广告文字", "spam"),
    "cause.site-furniture": ("网站附加文字", "site furniture"),
    "cause.zero-width": ("零宽字符", "zero-width characters"),
    "cause.private-use": ("私用区字符", "private-use characters"),
    "cause.bidi-control": ("双向控制字符", "bidi controls"),
}


def say(lang: str, key: str, **values: object) -> str:
    """The words of a key, with its values filled in.

    >>> say("zh", "places", n=3, what=say("zh", "contradiction"))
    '3 处矛盾'
    """
    return WORDS[key][lang != "zh"].format(**values) if values else WORDS[key][lang != "zh"]


def say_code(lang: str, code: str, family: str = "") -> str:
    """The words of a code that rules may extend (reason, role, step, cause); an unknown code stands for itself.

    >>> say_code("zh", "part", "role"), say_code("zh", "another-reason")
    ('部分', 'another-reason')
    """
    found = CODES.get(f"{family}.{code}" if family else code)
    return code if found is None else found[lang != "zh"]


def choose_words(words: Mapping[str, str], lang: str) -> str:
    """A rule's own words in the language, or in the one it has.

    >>> choose_words({"zh": "占比不符"}, "en")
    '占比不符'
    """
    return words.get(lang) or words.get("zh") or next(iter(words.values()), "")
