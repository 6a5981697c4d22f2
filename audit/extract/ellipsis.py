"""Names that leave out what the figure before has just said, with that put back.

Comes in: the short name of one figure and the figures before it. Goes out: the name in full: 办结 is 办结群众诉求 behind
收到群众诉求78件, 总产量 is 粮食总产量 behind 粮食播种面积, 通过率 is 国高认定通过率, 支出 is of the fund whose 收入 was named.
A name that stands by itself is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from audit.extract.drafts import CLAUSE_MARK, Draft
from audit.extract.grammar import TAIL_NOUN, any_of, load_words
from audit.extract.phrases import front_phrase, opens_with_verb
from audit.extract.words import find_breaks, word_list
from audit.patterns import regex

_PER = regex(r"(?:户均|人均|村均|亩均|校均|平均每[个户家人亩所名]|每[户人亩家])")
_OPENS = regex(r"其中|包括")
_BELOW = regex(r"(?:下辖|下设|所辖|附属)\p{Han}")
"""What belongs to the bodies counted before it: 连锁企业21家，下辖门店460家."""
_REACH = 6
"""How many figures back a count looks for the things that it counts."""


def complete_name(draft: Draft, earlier: Sequence[Draft], *, first: bool) -> str:
    """The full name of a figure; `earlier` are the figures before it in its paragraph, the nearest last."""
    name, previous = draft.indicator, earlier[-1]
    if _PER.fullmatch(name):
        return name + next((d.indicator for d in reversed(earlier[-_REACH:]) if d.token.dimension == draft.token.dimension), "")
    if draft.kind == "share" and name.endswith("率") and (rate := _complete_rate(draft, previous)):
        return rate
    if _BELOW.match(name) and (body := next((d.indicator for d in reversed(earlier[-_REACH:]) if _is_body(d)), "")):
        return body + name
    if "总计" in draft.piece and (fund := _fund_of(name, earlier)):
        return f"{fund}总计"
    if name in load_words()["member"] and not first:
        return _complete_member(draft, previous)
    if name in load_words()["measure"]:
        return name if first else _complete_measure(draft, previous)
    full = budget_head(shared_head(name, previous.indicator), previous.indicator)
    return complete_class(name, draft.parent) if draft.parent and full == name else full


def _is_body(draft: Draft) -> bool:
    return draft.kind == "level" and draft.unit in ("家", "所", "个", "支", "户") and not _BELOW.match(draft.indicator)


_AMONG = regex(r"(?:^|[，,；;。])在?([^，,；;。]{2,20}(?:额|收入|支出|投资|产量|增加值))中[，,]")
"""Of what a sentence then tells the classes: 在出口总额中，机电产品1278.0亿元."""


def find_parent(draft: Draft, earlier: Sequence[Draft], *, first: bool) -> None:
    """The total that a list behind 其中 breaks down, of the same unit; ； ends the list."""
    among = _AMONG.search(draft.gap)
    if among and draft.kind in ("level", "change"):
        draft.parent = front_phrase(among.group(1))
    if draft.kind != "level" or among or not earlier or (first and not opens_list(draft)):
        return
    previous = earlier[-1]
    if previous.kind == "level" and previous.unit != draft.unit and opens_list(draft):
        previous = next((d for d in reversed(earlier[-3:]) if d.kind == "level" and d.unit == draft.unit), previous)
    bracket = max(draft.gap.rfind("（"), draft.gap.rfind("("))
    if opens_list(draft) or (bracket >= 0 and not re.search("[）)]", draft.gap[bracket:])):
        draft.parent = previous.indicator if previous.unit == draft.unit or previous.kind in ("change", "delta") else ""
    elif previous.parent and not re.search("[；;）)]", draft.gap):
        draft.parent = previous.parent


def _fund_of(name: str, earlier: Sequence[Draft]) -> str:
    """Whose 收入总计 or 支出总计 it is: that of the budget whose 收入 or 支出 was the first to be named."""
    return next((d.indicator for d in earlier if name in ("收入", "支出") and re.search(rf"预算{name}$", d.indicator)), "")


def opens_list(draft: Draft) -> bool:
    """Whether a figure opens the parts of the one before it."""
    return _OPENS.search(draft.gap) is not None


@cache
def _stages() -> frozenset[str]:
    """Words for what becomes of things; 增长 and 下降 are not, they say how the number changed."""
    lists = load_words()
    changes = {*lists["rise"], *lists["fall"], "同比", "环比"}
    return frozenset(word for word in (*lists["stage"], *lists["tail_verb"]) if len(word) > 1 and word not in changes)


def is_stage(name: str) -> bool:
    """Whether a name says only what became of things and not of what things: 整改到位, 网上可办, 结案.

    >>> is_stage("整改到位"), is_stage("进入决赛"), is_stage("签约项目")
    (True, False, False)
    """
    words = word_list(name) if 2 <= len(name) <= 8 else []
    nominal = load_words()["stage_noun"]
    return any(word in _stages() for word in words) and all(word in _stages() or word in nominal for word in words)


def opens_with_stage(text: str) -> bool:
    """Whether a clause behind a number begins with what became of the things counted: 36个进入决赛; a change is none: 比上年的320个增长."""
    words = word_list(text.strip()[:24])
    lists = load_words()
    nouns = (*lists["heads"], *lists["plan_name"])
    turned = bool(words) and (words[0] in lists["rise"] or words[0] in lists["fall"])
    return bool(words) and not turned and words[0] in _stages() and not (len(words) > 1 and words[1] in nouns)


def complete_stage(stage: str, draft: Draft, earlier: Sequence[Draft]) -> str:
    """What became of things with the things that it happened to, counted in the same unit before; the noun stands in the draft then."""
    if earlier and (later := later_stage(stage, earlier[-1].indicator)):
        return later
    draft.noun = counted_noun(draft, earlier)
    return stage + draft.noun


def counted_noun(draft: Draft, earlier: Sequence[Draft]) -> str:
    """What was counted in the same unit nearest before; ； leaves the parts of a total behind: 其中亿元以上21个；当年开工30个."""
    total = earlier[-1].parent if earlier and re.search("[；;]", draft.gap) else ""
    if total and (whole := next((d.noun for d in reversed(earlier) if d.indicator == total and d.noun and d.unit == draft.unit), "")):
        return whole
    return next((d.noun for d in reversed(earlier[-_REACH:]) if d.noun and d.kind == "level" and d.unit == draft.unit), "")


def find_noun(name: str) -> str:
    """The things that a name counts, without what became of them: 受理劳动争议案件 counts 劳动争议案件.

    >>> find_noun("受理劳动争议案件"), find_noun("群众诉求")
    ('劳动争议案件', '群众诉求')
    """
    words = word_list(name)
    done = {*_stages(), *load_words()["kept_verb"], *load_words()["stage_noun"]}
    rest = name[len(words[0]) :] if words and words[0] in done else ""
    return rest if len(rest) >= 2 else name


def _complete_rate(draft: Draft, previous: Draft) -> str:
    """办结率 of the things that were 办结 just before, or of those that the rate before is of."""
    verb = draft.indicator.removesuffix("率")
    deed, of, noun = previous.indicator.rpartition("的")
    if of and previous.kind == "level" and noun == previous.noun and len(verb) > 4 and verb[:-2] in deed:
        return noun + draft.indicator
    if previous.kind == "share" and previous.noun and is_stage(verb):
        draft.noun = previous.noun
    elif previous.kind == "level" and previous.token.countable and re.match(rf"{re.escape(verb)}.", previous.indicator) and len(verb) > 1:
        draft.noun = re.sub(r"(?<=认定)企业$", "", previous.indicator.removeprefix(verb))
    return draft.noun and draft.noun + draft.indicator


def _complete_measure(draft: Draft, previous: Draft) -> str:
    """A bare measure with whose it is."""
    far = re.search("[；;]", draft.gap) is not None and re.match(r"\s*(?:实现|完成|取得)", draft.piece) is None
    if far or len(CLAUSE_MARK.split(draft.gap)) > 2 or opens_with_verb(draft.behind):
        return draft.indicator
    whose = re.sub(r"占.{1,30}比重$", "", previous.indicator)
    if draft.indicator in load_words()["measure_of_all"]:
        return whose + draft.indicator if whose and not whose.endswith(draft.indicator) else draft.indicator
    stem = _stem(whose)
    return join_overlap(stem, draft.indicator) if len(stem) >= 2 else draft.indicator


def _complete_member(draft: Draft, previous: Draft) -> str:
    """Those who belong to the bodies counted just before: 小学423所，在校生27.07万人."""
    stem = re.sub(rf"(?:{any_of('member')})(?:人?数)?$", "", previous.indicator)
    body = previous.kind == "level" and previous.unit in ("家", "所", "个", "支", "户")
    return stem + draft.indicator if stem and (body or stem != previous.indicator) else draft.indicator


@cache
def _measure_tail() -> re.Pattern[str]:
    return regex(rf"(?:{any_of('measure')})$")


def _stem(name: str) -> str:
    """Whose a measure is: 药品流通企业主营业务收入 is of 药品流通企业, 粮食播种面积 of 粮食."""
    deed = re.fullmatch(rf"(?:进行|开展)(.+?)(?:{any_of('heads')})", name)
    breaks = find_breaks(name)
    tails = (match for size in range(min(6, len(name)), 0, -1) if (match := _measure_tail().match(name, len(name) - size)))
    found = next((tail for tail in tails if tail.start() in breaks), None) or TAIL_NOUN.search(name)
    stem = deed.group(1) if deed else name[: found.start()] if found else name
    return re.sub(rf"(?:{any_of('stem_verb')})$", "", stem)


def join_overlap(stem: str, name: str) -> str:
    """Two pieces of a name joined where they overlap.

    >>> join_overlap("技术合同成交", "成交额"), join_overlap("签约项目", "总投资")
    ('技术合同成交额', '签约项目总投资')
    """
    size = next((n for n in range(min(len(stem), len(name)), 0, -1) if stem.endswith(name[:n])), 0)
    return stem + name[size:]


def later_stage(name: str, earlier: str) -> str:
    """What a bare verb counts, from the stage before it: 2003家企业申报国高认定,目前通过认定1083家.

    >>> later_stage("通过认定", "申报国高认定企业"), later_stage("通过认定", "申报高新技术企业"), later_stage("签约落户", "获奖项目")
    ('通过国高认定企业', '通过高新技术企业认定', '')
    """
    head = re.fullmatch(rf"申报(?P<what>.{{2,}}?)(?P<head>{any_of('heads')})", earlier)
    if head is None or not name.startswith("通过"):
        return ""
    what = head["what"] if head["what"].endswith("认定") or not name.endswith("认定") else f"{head['what']}{head['head']}认定"
    return f"通过{what}{head['head']}" if what == head["what"] else f"通过{what}"


_BUDGET = regex(r"(?P<stem>.+?)(?:预算)?(?:收入|支出|(?:年度|本年|当年|年末|上年)?(?:收支|滚存)结余)")
_BUDGET_HEAD = regex(
    r"(?:市级|市本级|县级|县本级|区级|区本级|省级|省本级)?"
    r"(?P<head>(?:支出|收入|(?:年末|上年)?滚存结余|(?:年度|本年|当年)?收支结余|支出预算|支出调整预算|收入预算)(?:预算)?)"
)


def budget_head(name: str, earlier: str) -> str:
    """A bare 支出 or 滚存结余 of a budget with the fund it belongs to.

    >>> budget_head("支出预算", "市级社会保险基金预算收入"), budget_head("专利", "社会保险基金预算收入")
    ('市级社会保险基金支出预算', '专利')
    """
    if name in ("调整预算", "年初预算"):
        return re.sub(r"(?:年初|调整)?预算$", "", earlier) + name if re.search(r"(?:收入|支出)(?:年初预算|预算)?$", earlier) else name
    bare, before = _BUDGET_HEAD.fullmatch(name), _BUDGET.match(earlier)
    if bare is None or before is None or len(before.group("stem")) < 3:
        return name
    return before.group("stem") + bare.group("head")


def complete_class(name: str, total: str) -> str:
    """A class behind 其中 with what its total's name ends with.

    >>> complete_class("一般债务", "市级政府债务限额"), complete_class("住宅投资", "房地产开发投资"), complete_class("早稻", "粮食总产量")
    ('市级一般债务限额', '住宅投资', '早稻产量')
    """
    total = total.removeprefix("转贷")
    if total.endswith(name) and len(total) <= len(name) + 4:
        return total
    if name in load_words()["kept_verb"] or total in load_words()["kept_verb"]:
        return f"{name}{total}"
    if (insured := _INSURED.fullmatch(total)) and _INSURED_PART.match(name):
        return insured.group(1) + name
    if (fund := _FUND.match(total)) and len(name) <= 4 and name.endswith("金") and name not in total:
        return fund.group() + name
    at = total.rfind(name[-2:])
    rest = total[at + 2 :] if at > 0 and len(name) > 2 else ""
    scope = SCOPE.match(total)
    if rest and len(rest) <= 4 and not name.endswith(rest):
        prefix = scope.group() if scope and not SCOPE.match(name) else ""
        return f"{prefix}{name}{rest}"
    if (size := _SIZE.match(name)) and not _SIZE.match(total) and total.endswith(name[size.end() :]) and len(name) > size.end():
        return size.group() + total
    if scope and scope.group().endswith("级") and name[-2:] == total[-2:] and not SCOPE.match(name):
        return scope.group() + name
    tail = _PART_TAIL.search(total)
    if not tail or not name or TAIL_NOUN.search(name):
        return name
    return name + (tail.group() if name.endswith("类") else tail.group().removeprefix("商品"))


_FUND = regex(r"\p{Han}{2,12}?基金(?!会)")
"""The fund that a reserve belongs to: 失业保险基金累计结余26亿元（含储备金3亿元）."""
_INSURED = regex(r"(?:参加)?(.{2,20}保险)(?:参保)?(?:人数)?")
_INSURED_PART = regex(r"(?:实际)?(?:参保|领取|缴费|在职|职工|离休|退休|离退休)")
"""Those insured, of whom a part is: 参加基本养老保险人数98.4万人，其中参保职工61.2万人."""
_SIZE = regex(r"[^的]{0,12}?(?:以上|以下|级)")
"""A class by its size: 签约项目63个，其中亿元以上项目41个."""
_PART_TAIL = regex(r"(?:产量|增加值|产值|(?:商品)?零售额|销售额|出口额|进口额|用电量|播种面积)$")
"""What the classes of a total are measured by, too: 粮食总产量20.3万吨，其中早稻5.1万吨."""
SCOPE = regex(
    r"(?:市|县|区|省|州|盟)本级|县（市、区）级?|县市区级?|市级|县级|区级|省级|东部(?:地区)?|中部(?:地区)?|西部(?:地区)?|东北(?:地区)?|城镇|农村|乡村"
)
"""The part of the area or of the people that a name begins with."""


_ENDS_ALIKE = regex(rf"(?:{TAIL_NOUN.pattern}|预算$)")


def shared_head(name: str, earlier: str) -> str:
    """A short name with what it leaves out of the one before it put back.

    >>> shared_head("基金支出", "城镇职工基本养老保险基金收入")
    '城镇职工基本养老保险基金支出'
    """
    if 2 < len(name) <= 6 and not name.startswith(earlier[:2]) and _ENDS_ALIKE.search(name) and _ENDS_ALIKE.search(earlier):
        at = earlier.find(name[:2], 2)
        if at > 0 and len(earlier) - at <= len(name) + 2:
            return earlier[:at] + name
    return name
