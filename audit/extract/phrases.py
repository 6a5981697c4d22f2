"""The noun phrase that a number measures: before it, behind it, or carried over from the figure before it.

Comes in: the clause before a number and the words behind it. Goes out: the shortest full name, without time, area, adverbs and the verbs
that only say that something was done (实现, 新增, 达到).
"""

from __future__ import annotations

import re
from functools import cache

from audit.extract.drafts import BLANK
from audit.extract.grammar import any_of, load_words

_BASE = (
    rf"(?:同比|环比|[比较与]{BLANK}+(?:末|底|同期)?(?:相比)?|[比较](?:上年末?|去年末?|上年同期|去年同期|年初|上月|同期|上一年)(?:同期|末)?"
    r"|扣除[^，,]{0,12}因素|按[^，,]{0,8}价[^，,]{0,4}计算|可比口径)"
)
_JUNK = rf"[\s　{BLANK}、，,：:；;·•\-—#*]"

_RUN_IN = (
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．][\u4e00-\u9fff、]{2,20}"
    r"|[\u4e00-\u9fff、]{2,16}(?=[ \u3000]{1,4}(?:全|我|本)[市县省区州镇]))[ \u3000]{1,4}(?=[\u4e00-\u9fff])"
)
"""A heading on the line of its text: 一、总体情况 全市高新技术企业达到1256家."""


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_RUN_IN}|{_JUNK}|加上(?!级)|加(?=上级)|.{{0,20}}的(?=全[市县省区州国])|{any_of('time', 'area', 'lead', 'verb')}|{_BASE})"
    )


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_JUNK}|{any_of('trail')}|(?<=[入出金])计|{_BASE}"
        rf"|(?<!自然)(?:{any_of('turned', 'rise', 'fall')})(?:了|率|幅度|幅)?(?:到|至)?)$"
    )


@cache
def _change_tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('turned', 'rise', 'fall')})(?:了|率|幅度)?(?:分别|均)?(?:为|达到|达|约)?$")


_OF = re.compile(
    r"(?P<head>.*?)(?:占(?:到)?|约占|仅占)(?P<whole>(?!比(?!重))[^占]{1,40}?)(?:的)?(?:比重|比例|份额|百分比)?(?:分别|均|各)?"
    r"(?:达到|达|为|是|约|提高到|提升到|提升至|提高至|上升到|下降到|降至|升至)?的?\s*$"
)
_OF_PLAN = re.compile(
    r"(?P<head>.*?)(?:为|完成|达到|占|是|完成了)(?P<whole>[\u4e00-\u9fff]{0,12}(?:预算|计划|目标|任务|进度|总工程量|总投资|任务数))的?\s*$"
)


def front_phrase(piece: str) -> str:
    """The noun phrase that ends where the number begins; empty where the clause has none.

    >>> front_phrase("全区实现高新技术产业产值"), front_phrase("增长"), front_phrase("新增创新平台")
    ('高新技术产业产值', '', '创新平台')
    """
    text = _FROM.sub("", _strip_tail(_DATED.sub("", _NOTES.sub("", piece))))
    text = _LISTED_COUNT.sub("", _MANNER.sub("", _strip_lead(text)))
    return re.sub(r"预算调整$", "调整预算", _last_conjunct(_strip_lead(_DONE.sub("", text))))


_DATED = re.compile(rf"^.*{BLANK}(?=[^{BLANK}]{{2,}}$)")
_DONE = re.compile(r"^(?!每|人均|平均|户均).{2,}?(?:实现|共有|拥有|完成了?)(?=[\u4e00-\u9fffA-Z]{2,})(?!.{0,3}(?:情况|率))")
_FROM = re.compile(r"[由从](?:上年|去年|每人每[月年天])?$|(?<![高初集其])中$")
"""Behind a name: 基础养老金由每人每月160元提高到185元; 402家规模以上工业企业中."""
_NOTES = re.compile(r"[\[［]\d+[\]］]")
_MANNER = re.compile(r"^(?:以|按|通过|采取|利用).{1,14}?(?:方式|形式|模式|途径|渠道)")
_LISTED_COUNT = re.compile(r"^.*[、和].*?(?=[两三四五六七八九十]+[项个大类家]\S)")


def _strip_tail(text: str) -> str:
    while found := _trail().search(text):
        if found.start() == found.end():
            break
        text = text[: found.start()]
    return text


def _strip_lead(text: str) -> str:
    at = 0
    while (found := _lead().match(text, at)) and found.end() > at:
        at = found.end()
    return text[at:]


def _last_conjunct(text: str) -> str:
    """Balanced quotes and brackets only; a stray closing mark at the front goes."""
    text = text.strip(" \t\u3000、，,")
    text = re.sub(r"^[（(][^（()）]*[）)]|(?<=.)[（(][^（()）]*[）)]$", "", text)
    for opening, closing in ("“”", "（）", "()", "《》"):
        if text.count(opening) < text.count(closing):
            text = text[text.index(closing) + 1 :]
        elif text.count(opening) > text.count(closing):
            text = text.replace(opening, "", 1)
    return text.strip()


def ends_with_verb(piece: str) -> bool:
    """Whether the clause stops at a verb that wants its object behind the number: 吸引564家企业."""
    text = piece.rstrip(f" \t\u3000{BLANK}了")
    if not text or text.endswith(("对", "向", "由", "从", "将", "与", "给", "让", "使")):
        return True
    return any(text.endswith(word) for word in (*load_words()["verb"], *load_words()["lead"], *load_words()["time"], *load_words()["area"]))


def is_kept_verb(name: str) -> bool:
    """Whether a name is only a verb that belongs to what is counted: 走访200多家企业."""
    return name in load_words()["kept_verb"]


def is_plan_name(name: str) -> bool:
    """Whether a name is only a word of planning (任务数) and says nothing of what is planned."""
    return name in load_words()["plan_name"]


@cache
def _stage_verbs() -> re.Pattern[str]:
    return re.compile(rf"((?:{any_of('tail_verb')})+)(.*?)((?:{any_of('heads')}))?")


def later_stage(name: str, earlier: str) -> str:
    """What a bare verb counts, from the stage before it: 2003家企业申报国高认定,目前通过认定1083家.

    >>> later_stage("通过认定", "申报国高认定企业")
    '通过国高认定企业'
    """
    verbs, before = _stage_verbs().fullmatch(name), _stage_verbs().fullmatch(earlier)
    if verbs is None or before is None or verbs.group(2) or not before.group(2) or not before.group(3):
        return ""
    rest = before.group(2)
    verb = next((word for word in load_words()["tail_verb"] if name.startswith(word)), name)
    return f"{verb}{rest}{before.group(3)}"


_BUDGET = re.compile(r"(?P<stem>.+?)(?:预算)?(?:收入|支出|收支结余|滚存结余)")
_BUDGET_HEAD = re.compile(
    r"(?:市级|市本级|县级|县本级|区级|区本级|省级|省本级)?(?P<head>(?:支出|收入|年?末?滚存结余|年度收支结余|收支结余|支出预算|支出调整预算|收入预算)(?:预算)?)"
)


def budget_head(name: str, earlier: str) -> str:
    """A bare 支出 or 滚存结余 of a budget with the fund it belongs to.

    >>> budget_head("支出预算", "市级社会保险基金预算收入"), budget_head("专利", "社会保险基金预算收入")
    ('市级社会保险基金支出预算', '专利')
    """
    bare, before = _BUDGET_HEAD.fullmatch(name), _BUDGET.match(earlier)
    if bare is None or before is None or len(before.group("stem")) < 3:
        return name
    return before.group("stem") + bare.group("head")


def complete_class(name: str, total: str) -> str:
    """A class behind 其中 with what its total's name ends with.

    >>> complete_class("一般债务", "市级政府债务限额"), complete_class("住宅投资", "房地产开发投资")
    ('市级一般债务限额', '住宅投资')
    """
    at = total.rfind(name[-2:])
    rest = total[at + 2 :] if at > 0 else ""
    scope = _SCOPE.match(total)
    if not rest or len(rest) > 4 or name.endswith(rest):
        return name
    prefix = scope.group() if scope and not _SCOPE.match(name) else ""
    return f"{prefix}{name}{rest}"


_SCOPE = re.compile(r"(?:市|县|区|省|州|盟)本级|市级|县级|区级|省级|东部(?:地区)?|中部(?:地区)?|西部(?:地区)?|东北(?:地区)?|城镇|农村|乡村")


def scope_of_name(name: str) -> str | None:
    """The part of the area or of the people that a name begins with: 市本级, 东部地区, 农村."""
    found = _SCOPE.match(name)
    return found.group() if found else None


def shared_head(name: str, earlier: str) -> str:
    """A short name with what it leaves out of the one before it put back.

    >>> shared_head("基金支出", "城镇职工基本养老保险基金收入")
    '城镇职工基本养老保险基金支出'
    """
    if 2 < len(name) <= 6 and not name.startswith(earlier[:2]):
        at = earlier.find(name[:2], 2)
        if at > 0 and len(earlier) - at <= len(name) + 2:
            return earlier[:at] + name
    return name


@cache
def _behind_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = any_of("tail_verb")
    head = re.compile(rf"({any_of('heads')})((?:{verbs}).*)")
    return head, re.compile(rf"(?<=[\u4e00-\u9fff”）][\u4e00-\u9fff”）])(?<![和与及、])(?:{verbs}|{any_of('turned', 'rise', 'fall')})")


@cache
def _opens_with_verb() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of('turned', 'rise', 'fall')})(?:了|到|至|为|$)|发展[到至为成]"
        r"|(?:比|较|占|同比|环比|为|是|用于|来自|居|位居|由|增至|降至|升至|跃升)"
    )


def behind_phrase(behind: str) -> str:
    """The noun phrase behind a number that counts things.

    >>> behind_phrase("企业申报国高认定"), behind_phrase("央地合作项目现场签约"), behind_phrase("两院院士")
    ('申报国高认定企业', '央地合作项目', '两院院士')
    """
    text = re.sub(r"(?:和|与|及|以及|并|分别|共)$", "", behind.strip(f" \t\u3000{BLANK}"))
    text = re.sub(r"^(?:的|以上的?|左右的?|、)+", "", text)
    text = re.sub(rf"^(?:{any_of('area')})(?=.{{2}})", "", text)
    head, verb = _behind_parts()
    turned = head.fullmatch(text)
    if turned:
        return f"{turned.group(2)}{turned.group(1)}"
    if _opens_with_verb().match(text):
        return ""
    stop = verb.search(text)
    phrase = text[: stop.start()] if stop else text
    return _last_conjunct(re.sub(r"(?:等|的|了)$", "", phrase))


@cache
def _holders() -> re.Pattern[str]:
    return re.compile(rf"\s*的({any_of('heads')})((?:具有|拥有|设有|建有|采用|使用|配备|实现|完成|建立|参加|认为|表示|达到|通过).+)")


def holders_phrase(behind: str) -> str:
    """Of whom a share is, where they stand behind it.

    >>> holders_phrase("的企业具有仓库管理系统")
    '具有仓库管理系统的企业'
    """
    found = _holders().fullmatch(behind.strip())
    return f"{found.group(2)}的{found.group(1)}" if found else ""


def share_parts(piece: str) -> tuple[str, str] | None:
    """The subject and the whole of a share (占工业产值的, 为预算的), or None where the clause names no whole.

    >>> share_parts("高新技术产业增加值占规模以上工业增加值比重达")
    ('高新技术产业增加值', '规模以上工业增加值')
    """
    for pattern in (_OF, _OF_PLAN):
        found = pattern.fullmatch(piece.strip(f" \t{BLANK}"))
        if found and found.group("whole"):
            whole = _strip_tail(found.group("whole")).strip("的 ")
            if whole:
                return front_phrase(found.group("head")), whole
    return None


def change_subject(piece: str) -> str:
    """What grows, where the clause of a change names it: 产值增长, 网上零售额同比增长."""
    found = _change_tail().search(piece.rstrip())
    return front_phrase(piece[: found.start()] if found else piece)
