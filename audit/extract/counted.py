"""Names of counts that their clause tells in a roundabout way: those for whom something is done, the rest of them, a part that is done.

Comes in: a draft, its short name and the figures before it. Goes out: the name, or nothing where the clause is a plain one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from audit.extract.drafts import Draft
from audit.extract.ellipsis import counted_noun, is_stage
from audit.extract.grammar import TAIL_NOUN, any_of
from audit.extract.phrases import behind_phrase, opens_with_noun
from audit.extract.words import find_breaks, word_list
from audit.patterns import regex

_FOR = regex(r"(?:[为向给]|帮助)(?:[^，,；;。]{0,12}的)?\s*$")
_REST = frozenset(("其余", "剩余", "其他", "另外"))
_PLACE = regex(r"[^，,；;。\d]{0,6}?\p{Han}{2,8}(?:镇|乡|村|街道|社区|县|园区|开发区)$")
_AMONG_PLACES = regex(r"(?:来自|前往|分布在|奔赴)[^，,；;。]*$")
_DEED_OF = regex(r"((?:\p{Han}|[“”]){3,24})的(?:有|共有|达到?|为)\s*$")
"""Things told by what they did: 设立研发机构的有178家."""
_DONE = regex(r"已(?P<deed>建成|完成|供应|出租|治理|修复|使用|拆除|改造|出让|收割|播种|种植|硬化|绿化|交付|投用|竣工)$")
_COULD = regex(r"^(?:规划|计划|可(?:供(?!应))?|应)")


def roundabout_name(draft: Draft, previous: Draft | None, earlier: Sequence[Draft], front: str) -> str:
    """The name of a count whose clause does not put it plainly, or nothing.

    `front` is the noun phrase before the number.
    """
    if front in _REST and draft.token.countable:
        return _name_rest(draft, earlier, front)
    if draft.token.countable and _FOR.search(draft.piece) and (served := _name_served(draft)):
        return served
    if _PLACE.fullmatch(front) and draft.token.dimension in ("area", "length") and opens_with_noun(draft.behind):
        return behind_phrase(draft.behind)
    if draft.token.countable and _AMONG_PLACES.search(draft.piece) and "的" in draft.behind.strip()[1:6]:
        return behind_phrase(draft.behind.partition("的")[0])
    if (deed := _DEED_OF.search(draft.piece)) and draft.token.countable and (noun := counted_noun(draft, earlier)):
        draft.noun = noun
        return f"{_strip_opening(deed.group(1))}的{noun}"
    return _name_done(draft, previous)


def _strip_opening(deed: str) -> str:
    return re.sub(r"^(?:其中|目前|全市|全区|全县|全省|已经?)+", "", deed)


def _name_done(draft: Draft, previous: Draft | None) -> str:
    """已建成86公顷 behind 规划绿地面积120公顷 is 建成绿地面积."""
    done = _DONE.search(draft.piece.rstrip())
    whole = previous.indicator if done and previous and previous.kind == "level" and previous.unit == draft.unit else ""
    if done and not draft.token.countable and TAIL_NOUN.search(whole):
        rest = _COULD.sub("", whole)
        return rest if rest.startswith(done["deed"]) else done["deed"] + rest
    return ""


def _name_rest(draft: Draft, earlier: Sequence[Draft], front: str) -> str:
    """其余12件正在办理, 剩余6处隐患: the rest of what was counted before."""
    noun, told = counted_noun(draft, earlier), behind_phrase(draft.behind) if opens_with_noun(draft.behind) else ""
    done = told and is_stage(word_list(told)[-1])
    return front + noun if noun and (not told or done or noun.endswith(told)) else f"{front}{told}" if told else ""


_ADVERB = regex(r"(?:免费|及时|累计|统一|集中|优先|足额)+$")
_THING = regex(
    r"(?:服务|补[助贴偿]|资[金助]|工资|欠薪|返还|贴息|待遇|[金费券卡]|贷款|援助|咨询|培训|检查|筛查|护理|手术|岗位|住房|学位|证书?|保险|学费)$"
)
"""What a clause that gives something ends with; elsewhere the list of what is given goes on behind 、."""


@cache
def _given() -> re.Pattern[str]:
    return regex(rf"(?P<who>\p{{Han}}{{0,12}}?)(?P<deed>{any_of('given')})了?(?:[^，,；;。]*的)?(?P<what>(?:\p{{Han}}|[“”、]){{2,}})")


def _name_served(draft: Draft) -> str:
    """为620名老人提供上门护理 counts those to whom it is given, 为3.6万人次提供法律咨询 how often."""
    behind = draft.behind.strip()
    given = _given().fullmatch(behind)
    if given is None or given.start("deed") not in find_breaks(behind):
        return ""
    if draft.token.dimension == "occurrence" and not given["who"]:
        return given["what"]
    who = _ADVERB.sub("", given["who"])
    if not who or (who == given["who"] and not _THING.search(given["what"])):
        return ""
    draft.noun = who
    return f"{given['deed']}{given['what']}{who}" if _THING.search(given["what"]) else who
