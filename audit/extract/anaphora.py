"""Names that point back to other names of their sentence: 二者, 以上三类, the purpose of an investment, the same class under two totals.

Comes in: the named drafts of a sentence. Fills in: names. What points at fewer names than it says is left as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from audit.extract.drafts import Draft
from audit.extract.grammar import TAIL_NOUN
from audit.extract.words import find_breaks
from audit.patterns import regex

_COUNTS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_BOTH = regex(
    rf"(?:(?:以上|上述)?(?P<count>[{''.join(_COUNTS)}])者|(?:以上|上述)(?P<number>[{''.join(_COUNTS)}])(?:大?类|项|种))(?P<tail>\p{{Han}}*)"
)
_THESE = regex(r"(?:以上|上述)$")
_CLASS = regex(r"类(?P<measure>(?!类)(?:商品)?\p{Han}{2,6})$")
_BARE_CLASS = regex(r"\p{Han}类$")
_SIZED = regex(r"(?P<size>[\d.十百千万亿]+(?:元|美元|吨|人|亩)及?以上)(?P<things>\p{Han}{2,})")
_SPENT = frozenset(("投资", "投入"))
_AIM = regex(
    r"\s*[，,]?\s*(?:用于|主要用于)?(?:新建|改建|扩建|改扩建|建成|建设|完成|实施|购置|改造|维修|修缮|整治|修复|治理|升级)?[^，,；;。\d]{0,16}$"
)
_DEED = regex(r"(改造|维修|修缮|整治|修复|治理|升级)(?P<thing>\p{Han}{2,10})")


def point_back(drafts: list[Draft]) -> None:
    """Replace the names that only point at others of the sentence."""
    for n, draft in enumerate(drafts):
        _name_both(draft, drafts[:n])
        _measure_class(draft, drafts[:n])
        _complete_size(draft, drafts[:n])
    for draft, following in pairwise(drafts):
        _name_aim(draft, following)
    _tell_apart(drafts)


def _name_both(draft: Draft, earlier: list[Draft]) -> None:
    """二者合计占10.9% behind 对拉丁美洲、非洲进出口总额 is of both together; 以上三类 are the three named last."""
    both = _BOTH.fullmatch(draft.indicator)
    these = draft.token.chinese and _THESE.search(draft.indicator)
    size = _COUNTS[both["count"] or both["number"]] if both else int(draft.value) if these and draft.value else 0
    names = list(dict.fromkeys(d.indicator for d in reversed(earlier) if d.indicator and not d.token.chinese))[:size][::-1]
    if size < 2 or len(names) < size:
        return
    tail = _tail_of_all(names)
    heads = [name[: len(name) - len(tail)] for name in names]
    if all(heads):
        draft.indicator = "、".join(heads) + (tail if both else "")


def _tail_of_all(names: list[str]) -> str:
    """What all names measure: 货运量 of 公路货运量 and 铁路货运量."""
    last = names[-1]
    tails = (last[at:].lstrip("类品业") for at in sorted(find_breaks(last))[1:])
    return next((tail for tail in tails if tail and TAIL_NOUN.search(tail) and all(name.endswith(tail) for name in names)), "")


def _measure_class(draft: Draft, earlier: list[Draft]) -> None:
    """家具类 behind 粮油食品类零售额 is 家具类零售额."""
    if not _BARE_CLASS.search(draft.indicator) or draft.token.chinese:
        return
    measures = (found["measure"] for d in reversed(earlier) if d.unit == draft.unit and (found := _CLASS.search(d.indicator)))
    draft.indicator += next((measure for measure in measures if TAIL_NOUN.search(measure)), "")


def _complete_size(draft: Draft, earlier: list[Draft]) -> None:
    """亿元以上项目 behind 签约项目52个 are 亿元以上签约项目."""
    sized = _SIZED.fullmatch(draft.indicator)
    totals = (d.indicator for d in earlier if d.unit == draft.unit and sized and d.indicator.endswith(sized["things"]))
    whole = next((name for name in totals if not _SIZED.fullmatch(name)), "")
    draft.indicator = sized["size"] + whole if sized and whole else draft.indicator


def _name_aim(draft: Draft, following: Draft) -> None:
    """投入320万元，改造危桥6座 spends on 危桥改造; 投资1.8亿元完成12所学校改造 on what is counted."""
    if draft.indicator not in _SPENT or re.search(r"完成|实现|计划|达", draft.piece) or draft.token.countable:
        return
    aim = following.indicator
    if following.kind == "level" and following.token.countable and len(aim) > 1 and _AIM.fullmatch(following.gap):
        turned = _DEED.fullmatch(aim)
        draft.indicator = (f"{turned['thing']}{turned.group(1)}" if turned else aim) + draft.indicator


def _tell_apart(drafts: list[Draft]) -> None:
    """再融资债券 in the brackets of 一般债券 and of 专项债券 are two things."""
    by_name: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        if draft.kind == "level" and draft.parent and draft.indicator and draft.parent != draft.indicator:
            by_name.setdefault((draft.indicator, draft.unit), []).append(draft)
    for same in by_name.values():
        if len({draft.parent for draft in same}) > 1:
            for draft in same:
                own = draft.parent not in draft.indicator and not draft.parent.endswith(draft.indicator[-4:])
                draft.indicator = draft.parent + draft.indicator if own else draft.indicator
