"""The noun phrase that a number measures: before it, behind it, or carried over from the figure before it.

Comes in: the clause before a number and the words behind it. Goes out: the shortest full name, without time, area, adverbs and the verbs
that only say that something was done (实现, 新增, 达到).
"""

from __future__ import annotations

import re
from functools import cache

from audit.extract.drafts import BLANK
from audit.extract.grammar import TAIL_NOUN, any_of, load_words
from audit.extract.words import find_breaks, word_list
from audit.patterns import regex

_BASE = (
    rf"(?:同比|环比|[比较与]{BLANK}+(?:末|底|同期)?(?:相比)?|[比较](?:上年末?|去年末?|上年同期|去年同期|年初|上月|同期|上一年)(?:同期|末)?"
    r"|扣除[^，,]{0,12}因素|按[^，,]{0,8}价[^，,]{0,4}计算|可比口径)"
)
_JUNK = rf"[\s　{BLANK}、，,：:；;·•\-—#*]"

_RUN_IN = (
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．](?:\p{Han}|、){2,20}"
    r"|(?:\p{Han}|、){2,16}(?=[ \u3000]{1,4}(?:全|我|本)[市县省区州镇]))[ \u3000]{1,4}(?=\p{Han})"
)
"""A heading on the line of its text: 一、总体情况 全市高新技术企业达到1256家."""


@cache
def _lead() -> re.Pattern[str]:
    return regex(
        rf"(?:{_RUN_IN}|{_JUNK}|新(?={any_of('compound')})|加上(?!级)|加(?=上级)|.{{0,20}}的(?=全[市县省区州国])|[xX×]{{1,4}}(?:省|市|区|县|年度?)"
        rf"|{any_of('time', 'area', 'lead', 'verb')}|{_BASE})"
    )


@cache
def _trail() -> re.Pattern[str]:
    return regex(
        rf"(?:{_JUNK}|{any_of('trail')}|(?<=[入出金])计|{_BASE}"
        rf"|(?<!自然)(?:{any_of('turned', 'rise', 'fall')})(?:了|率|幅度|幅)?(?:到|至)?)$"
    )


@cache
def _change_tail() -> re.Pattern[str]:
    return regex(rf"(?:(?:分别)?净)?(?:{any_of('turned', 'rise', 'fall')})(?:了|率|幅度)?(?:分别|均)?(?:为|达到|达|约)?$")


_OF = regex(
    r"(?P<head>.*?)(?:占(?:到)?|约占|仅占)(?P<whole>(?!比(?!重))[^占]{1,40}?)(?:的)?(?:比重|比例|份额|百分比)?(?:分别|均|各)?"
    r"(?:达到|达|为|是|约|提高到|提升到|提升至|提高至|上升到|下降到|降至|升至)?的?\s*$"
)
_OF_PLAN = regex(
    r"(?P<head>.*?)(?:为|完成|达到|占|是|完成了)(?P<whole>\p{Han}{0,12}(?:预算|计划|目标|任务|进度|总工程量|总投资|任务数))的?\s*$"
)


def front_phrase(piece: str) -> str:
    """The noun phrase that ends where the number begins; empty where the clause has none.

    >>> front_phrase("全区实现高新技术产业产值"), front_phrase("增长"), front_phrase("新增创新平台")
    ('高新技术产业产值', '', '创新平台')
    """
    text = _FROM.sub("", _strip_tail(_DATED.sub("", _NOTES.sub("", piece))))
    text = re.sub(r"^\s*加(?=上级)", "", _for_whom().sub("", text))
    text = _object_of(_LISTED_COUNT.sub("", _MANNER.sub("", _strip_lead(text))))
    return re.sub(r"预算调整$", "调整预算", _last_conjunct(_shorten(_strip_lead(_without_deed(text)))))


def _shorten(text: str) -> str:
    """A name without what only counts, gives or attributes: 各类医疗机构, 投入专项资金, 每千人口拥有医师, 省转贷我县政府债券.

    >>> _shorten("投入专项资金"), _shorten("省转贷我县政府债券"), _shorten("展出来自基层的作品")
    ('专项资金', '转贷政府债券', '作品')
    """
    for pattern, kept in _SHORTER:
        text = pattern.sub(kept, text)
    return text


_SHORTER = (
    (regex(r"(?<=\p{Han})[（(][A-Za-z][A-Za-z0-9.-]*[）)](?=.)"), ""),
    (regex(r"^各(?:类|种)(?=..)"), ""),
    (regex(r"^.{0,4}来自[^的，、]{1,12}的(?=..)"), ""),
    (regex(r"^(?:投入|筹集|募集|筹措|给予)(?=\p{Han}{2,}(?:资金|经费|基金|补助|补贴|公益金)$)|^投入(?=[人警劳]力$)"), ""),
    (regex(r"^(每[百千万]+\p{Han}{0,4}?(?:人口|人|户|老人|老年人|儿童|居民|学生))拥有(?=..)"), r"\1"),
    (regex(r"^(?:中央|国家|省|市|上级)?(?:财政)?(?:部|厅|局)?转贷(?:我[省市县区州盟旗])?(?=..)"), "转贷"),
    (
        regex(r"^(?:做好|抓好|开展|推进)?(?P<deed>.{4,})(?<=检查|慰问|办理|指导|巡查|督查|督导|帮扶|救助|修缮|修复|整治|调解)工作$"),
        r"\g<deed>",
    ),
)


@cache
def _for_whom() -> re.Pattern[str]:
    return regex(
        rf"^.{{0,6}}?(?<![因作认称成])[为向给](?:\p{{Han}}{{0,14}}?(?:{any_of('heads')})|\p{{Han}}{{2,15}}?[人生户员工])"
        rf"(?=(?:{any_of('given')})\p{{Han}}{{2,}}|减税|降费|减费)"
    )


def _object_of(text: str) -> str:
    """What stands behind the last verb of a clause that takes what is counted as its object: 在5个街道设立调解驿站 counts 调解驿站."""
    words = word_list(text)
    if words and words[0] == "对" and re.search(r"进出口(?:总?额)?$", text):
        text, words = text[1:], words[1:]
    at, found = len(text), text
    for word in reversed(words):
        at -= len(word)
        rest = text[at + len(word) :]
        takes = word in load_words()["object_verb"] or (word == "认定" and re.search(r"[厅委局部]$", text[:at]))
        takes = takes or (word in _BUILDS and _PLACE.search(text[:at]))
        if takes and len(rest) >= 2 and _is_object(text[:at], rest):
            return rest
        if word in _TOWARDS and (kept := next((w for w in word_list(rest) if is_kept_verb(w)), "")) and not rest.endswith(kept):
            found = rest[rest.index(kept) :]
    return found


_BUILDS = frozenset(("新建", "改建", "扩建", "改扩建", "修建", "新增"))
_PLACE = regex(r"^\p{Han}{2,8}(?:镇|乡|村|街道|社区|县|公司|医院|学校|开发区|园区|高新区)$")
"""Who builds, and is no part of what is built: 城关镇新建冷链仓库."""
_TOWARDS = frozenset(("向", "为", "给", "在", "赴", "从", "由"))


def _is_object(before: str, rest: str) -> bool:
    """Whether a verb's rest is its object: no relative clause, no quotation cut in two, no compound noun (建设资金)."""
    if len(before) == 1 or any(word in load_words()["stage"] for word in word_list(rest)[:1]):
        return False
    closed = all(before.count(a) == before.count(b) for a, b in ("“”", "（）", "()", "《》"))
    return closed and "的" not in rest and not before.endswith("的") and rest[0] not in "和与及、了后"


def _without_deed(text: str) -> str:
    """A clause without what was done before its object; a measure keeps whose it is: 规上工业企业实现营业收入 is 规上工业企业营业收入."""
    done = _DONE.match(text)
    if done is None or (_BY_MEANS.search(done.group()) and TAIL_NOUN.search(text)):
        return text
    rest, subject = text[done.end() :], re.sub(r"(?:实现|共有|拥有|完成了?)$", "", done.group())
    return subject + rest if rest in load_words()["measure"] and not re.search(r"[，。；、]|通过|累计", subject) else rest


_BY_MEANS = regex(r"(?<=..)通过.{2,12}实现$")
"""A means that belongs to the name: 批发业通过公共网络实现零售额."""
_DATED = regex(rf"^.*{BLANK}(?=[^{BLANK}]{{2,}}$)")
_DONE = regex(r"^(?!每|人均|平均|户均).{2,}?(?:实现|共有|拥有|完成了?)(?=(?:\p{Han}|[A-Z]){2})(?!.{0,3}(?:情况|率))")
_FROM = regex(r"(?:分别)?[由从](?:上年|去年|每人每[月年天])?$|(?<![高初集其])中$")
"""Behind a name: 基础养老金由每人每月160元提高到185元; 402家规模以上工业企业中."""
_NOTES = regex(r"[\[［]\d+[\]］]")
_MANNER = regex(r"^(?:以|按|通过|采取|利用).{1,14}?(?:方式|形式|模式|途径|渠道)")
_LISTED_COUNT = regex(r"^.*[、和].*?(?=[两三四五六七八九十]+[项个大类家]\S)")


@cache
def _whole() -> re.Pattern[str]:
    return regex(rf"(?:{any_of('compound')})")


def _strip_tail(text: str) -> str:
    breaks = find_breaks(text)
    while (found := _trail().search(text)) and found.start() < found.end() and found.start() in breaks:
        text = text[: found.start()]
    return text


def _strip_lead(text: str) -> str:
    breaks, at = find_breaks(text), 0
    while (found := _lead().match(text, at)) and found.end() > at and (found.end() > at + 1 or found.end() in breaks):
        if (whole := _whole().match(text, at)) and whole.end() > found.end():
            break
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


def edition_owner(piece: str) -> str:
    """Whose edition it is, where a short noun alone stands before: 深创赛第二届国际赛, but not 牵头举办第二届国际赛.

    >>> edition_owner("协同承办深创赛"), edition_owner("专题报告会暨"), edition_owner("组织企业参加")
    ('深创赛', '', '')
    """
    owner = front_phrase(re.split(r"[、和与及暨]", piece)[-1])
    lists = load_words()
    words = word_list(owner)
    verbal = any(word in lists[name] for word in words for name in ("verb", "tail_verb", "kept_verb", "lead", "trail", "object_verb"))
    return "" if verbal or len(owner) > 10 or re.search(r"[“”]", piece[-1:]) else owner


def is_kept_verb(name: str) -> bool:
    """Whether a name is only a verb that belongs to what is counted: 走访200多家企业."""
    return name in load_words()["kept_verb"]


def is_plan_name(name: str) -> bool:
    """Whether a name is only a word of planning (任务数) and says nothing of what is planned."""
    words = word_list(name)
    return bool(words) and words[-1] in load_words()["plan_name"] and all(word in load_words()["stage"] for word in words[:-1])


_SUMMED = regex(r"^(?:各(?:类|种)|(?:总?共(?![建享同性产和青])|合计|累计)(?:完成|实现)?)(?=..)")


@cache
def _said_of() -> re.Pattern[str]:
    return regex(rf"(?<=\p{{Han}}\p{{Han}})(?:{any_of('said_of')})+$")


@cache
def _behind_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = any_of("tail_verb")
    head = regex(rf"({any_of('heads')})((?:{verbs}).*)")
    stops = rf"{any_of('turned', 'rise', 'fall', 'noun_stop')}|(?:{any_of('object_verb')})(?=..)"
    return head, regex(rf"(?<=(?:\p{{Han}}|[”）)])(?:\p{{Han}}|[”）)]))(?<![和与及、])(?:{verbs}|{stops})")


@cache
def _opens_with_verb() -> re.Pattern[str]:
    return regex(
        rf"(?:{any_of('turned', 'rise', 'fall')})(?:了|到|至|为|$)|发展[到至为成]"
        r"|(?:比|较|占|同比|环比|为|是|用于|来自|居|位居|由|增至|降至|升至|跃升)"
    )


def turned_head(behind: str) -> str:
    """Those who are counted where what they did stands behind them: 120个项目入围复赛 counts 项目.

    >>> turned_head("项目入围复赛"), turned_head("两院院士")
    ('项目', '')
    """
    found = _behind_parts()[0].fullmatch(behind.strip(f" \t\u3000{BLANK}"))
    return found.group(1) if found else ""


def opens_with_noun(behind: str) -> bool:
    """Whether a noun that can be counted stands directly behind a classifier: 23项改革创新成果, but not 4个并向居民开放."""
    words = word_list(behind.strip()[:24])
    lists = load_words()
    closed = ("verb", "lead", "trail", "time", "tail_verb", "kept_verb", "rise", "fall", "stage", "object_verb", "adverb")
    return bool(words) and not any(words[0] in lists[name] for name in closed)


def opens_with_verb(behind: str) -> bool:
    """Whether the words behind a number say what it does, and name nothing."""
    return _opens_with_verb().match(behind.strip()) is not None


def behind_phrase(behind: str) -> str:
    """The noun phrase behind a number that counts things.

    >>> behind_phrase("企业申报国高认定"), behind_phrase("央地合作项目现场签约"), behind_phrase("两院院士")
    ('申报国高认定企业', '央地合作项目', '两院院士')
    """
    text = behind.strip(f" \t\u3000{BLANK}")
    words = word_list(text[-24:])
    text = text.removesuffix(words[-1]) if words and words[-1] in ("和", "与", "及", "以及", "并", "分别", "共", "有") else text
    text = re.sub(r"^(?:的|以上的?|左右的?|、)+|^来自[^的]{1,12}的|(?<=..)(?<![高初集其])中$", "", text)
    text = re.sub(rf"^(?:{any_of('area')})(?=.{{2}})", "", text)
    text = _SUMMED.sub("", _said_of().sub("", text))
    head, verb = _behind_parts()
    turned = head.fullmatch(text)
    if turned and turned.group(2).endswith(turned.group(1)):
        return turned.group(2)
    if turned:
        return f"{turned.group(2)}{turned.group(1)}"
    if opens_with_verb(text):
        return ""
    breaks = find_breaks(text)
    stop = next((found for found in verb.finditer(text) if found.start() in breaks and found.end() in breaks), None)
    phrase = text[: stop.start()] if stop else text
    return _last_conjunct(re.sub(r"(?:等|的|了)$", "", phrase))


@cache
def _holders() -> re.Pattern[str]:
    return regex(rf"\s*的({any_of('heads')})((?:具有|拥有|设有|建有|采用|使用|配备|实现|完成|建立|参加|认为|表示|达到|通过).+)")


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
