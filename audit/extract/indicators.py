"""What each number of a sentence measures, of what whole, and under which aspect.

Comes in: drafts whose kinds are decided. Fills in: indicator, of, aspect, scope. The noun is taken before the number, else
behind a classifier, else carried from the figure before (产值5498.58亿元,增长24.5%,占工业产值的81.7% is one indicator); 分别 distributes.
"""

from __future__ import annotations

import re

from audit.extract.carried import BRACKETED, carried_name, subject_before
from audit.extract.drafts import CLAUSE_MARK, Draft, SentenceDraft
from audit.extract.phrases import (
    behind_phrase,
    budget_head,
    change_subject,
    complete_class,
    ends_with_verb,
    front_phrase,
    holders_phrase,
    is_kept_verb,
    is_plan_name,
    later_stage,
    scope_of_name,
    shared_head,
)
from audit.extract.respective import distribute_names, respective_groups
from audit.extract.shares import name_share

_NEW = re.compile(
    r"(?:新增(?!长)|净增(?!长)|增补|引进|引育|招引|引入|新(?:认定|引进|引育|建成?|设立?|签约?|启动|导入|开工|获批?|培育|入库|注册|登记|招聘|改建|创建|办|开业|落地|品种))"
)
_CUMULATIVE = re.compile(r"累计|共有|总计有")
_TOTAL = re.compile(
    r"总(?:产量|头数|人数|户数|台数|面积|里程|数|量)(?:达到?|为|超|突破)?\s*$|合计|共计|总计|总数|总量|(?<![累公])共(?!有|同|建|享|性|产|和)|(?:收入|支出|基金)计\s*$"
)
_QUALIFIER = re.compile(r"(?:国家|省|市|区|县|乡|镇|村|本|中央|地方)级?(?:本级|以上)?|[一二三]级|国际|国内|境外|境内")
_LIST_MARK = re.compile(r"\s*(?:、|和|与|及|以及)\s*")
_BRACKET_OPENS, _BRACKET_CLOSES = re.compile(r"[（(][^（()）]*$"), re.compile(r"[^（(]*[）)]")
"""Behind a bracket the text goes on where it was before it: 工业用水968亿立方米（其中冷却水483亿立方米），占16.2%."""
_LIST_END = re.compile(r"[；;。]")
_ETC = re.compile(r"等")


def name_indicators(sentence: SentenceDraft, before: Draft | None, heading: str) -> None:
    """Fill in what each draft measures; `before` is the last draft of the paragraph so far, `heading` the section's title."""
    previous = anchor = outer = before
    for n, draft in enumerate(sentence.drafts):
        if previous is not None and _is_inside(previous, draft):
            previous = anchor
        if _BRACKET_CLOSES.match(draft.gap):
            previous = outer
        if _BRACKET_OPENS.search(draft.gap):
            outer = previous
        first = n == 0
        _name_aspect(draft, previous if not first else None)
        _name_one(draft, previous, first=first, heading=heading)
        if previous and not draft.named_behind:
            draft.indicator = _complete(draft, previous, first=first)
        draft.scope = draft.scope or scope_of_name(draft.indicator)
        anchor, previous = (previous if draft.token.chinese else draft), draft
    for group in respective_groups(sentence.drafts):
        distribute_names(sentence, group)


def _is_inside(count: Draft, draft: Draft) -> bool:
    """Whether a small count is only part of a number's phrase: 占全国七大类医药商品销售总额的86%."""
    return count.token.chinese and count.token.shape == "quantity" and len(draft.piece) > len(draft.gap)


def _complete(draft: Draft, previous: Draft, *, first: bool) -> str:
    """A shortened name with what the text leaves out because the figure before has just said it."""
    if draft.kind == "level":
        opens = re.search("其中|包括", draft.gap) is not None and previous.kind in ("level", "change", "delta")
        goes_on = previous.parent and CLAUSE_MARK.search(draft.gap.strip("，, ")) is None and "。" not in draft.gap
        inherits = not first and (goes_on or not _LIST_END.search(draft.gap))
        draft.parent = previous.indicator if opens else previous.parent if inherits else ""
        if draft.parent:
            return complete_class(draft.indicator, draft.parent)
    return budget_head(shared_head(draft.indicator, previous.indicator), previous.indicator)


def _name_one(draft: Draft, previous: Draft | None, *, first: bool, heading: str) -> None:
    if draft.kind in ("change", "delta"):
        if previous:
            draft.measure, draft.whole = previous.measure, previous.whole
        subject = change_subject(draft.piece) or (subject_before(draft) if draft.verb and not draft.listed else "")
        draft.indicator = subject or carried_name(previous)
        if draft.kind == "delta" and not subject and previous and previous.kind == "share" and previous.of and draft.unit == "个百分点":
            draft.indicator = f"{previous.indicator}占{previous.of}比重"
        elif draft.kind == "delta" and not subject and previous and previous.kind == "share" and re.search(r"占\s*$", previous.piece):
            draft.indicator = f"{previous.indicator}占比"
        return
    if draft.kind == "share" and name_share(draft, previous):
        return
    if draft.kind in ("rank", "ordinal"):
        _name_ordinal(draft, previous)
        return
    if draft.kind == "share" and (named := holders_phrase(draft.behind)) and not front_phrase(draft.piece):
        draft.indicator = named
        return
    draft.indicator = _level_name(draft, previous, first=first, heading=heading)


_RANKED_AMONG = re.compile(
    r"(?:连续[^，]{0,4}年)?(?:稳居|位居|居|位列|名列|列|排名|排在|排|保持|跃居)?(?:在)?(?:全[市国省区县球]|世界|[^，]{0,6}各)[\u4e00-\u9fff]{0,6}(?:中)?$"
)
"""Among whom a rank is: 居全国城市首位, 保持全市第一, 在各赛区第二位."""


def _name_ordinal(draft: Draft, previous: Draft | None) -> None:
    if draft.kind == "ordinal":
        behind = "" if front_phrase(draft.behind) != draft.behind.strip() else behind_phrase(draft.behind)
        draft.indicator = behind or front_phrase(draft.piece) or behind_phrase(draft.behind)
        return
    name = front_phrase(_RANKED_AMONG.sub("", draft.piece))
    draft.indicator = name if len(name) > 1 else carried_name(previous)


def _level_name(draft: Draft, previous: Draft | None, *, first: bool, heading: str) -> str:
    if previous and previous.named_behind and (rest := _after_conjunction(draft, previous)) is not None:
        draft.piece = rest
    front = front_phrase(draft.piece)
    behind = behind_phrase(draft.behind) if _may_stand_behind(draft) else ""
    qualifier = _QUALIFIER.fullmatch(front)
    if qualifier and previous and previous.indicator and not behind:
        draft.scope = front
        return front + _bare(previous.indicator)
    if front in _SPENT and (purpose := behind_phrase(front_phrase(draft.behind))) and not draft.listed:
        return f"{purpose}{front}"
    if is_plan_name(front) and previous:
        return carried_name(previous)
    if previous and not behind and (stage := later_stage(front, previous.indicator)):
        return stage
    if behind and (not front or ends_with_verb(draft.piece) or _is_list(draft.piece, draft.token.chinese) or is_kept_verb(front)):
        draft.named_behind = True
        return front + behind if is_kept_verb(front) else behind
    if front:
        return _class_of_list(front)
    if draft.listed and previous and previous.kind == draft.kind:
        return previous.indicator
    return behind or subject_before(draft) or (carried_name(previous) if not first or _continues(draft) else "") or heading


_SPENT = frozenset(("投资", "投入", "投入资金", "总投资"))
"""Money named by its verb takes its purpose from behind: 投资1100万元新建污水管线."""


def _class_of_list(front: str) -> str:
    """The class that closes an open list: 陶瓷大学、交通大学等产业研究院 are 产业研究院."""
    head, etc, noun = front.rpartition("等")
    return noun if etc and "、" in head and len(noun) > 2 else front


def _is_list(piece: str, chinese: bool) -> bool:
    """Whether the clause before a count lists what is counted: 阿波罗未来产业城等3个创新节点, A、B两项指标."""
    text = BRACKETED.sub("", piece).rstrip()
    return text.endswith("等") or "、" in text or (chinese and re.search(r"[和与及]", text) is not None)


def _after_conjunction(draft: Draft, previous: Draft) -> str | None:
    """What stands behind the last 、 or 和 of a list whose nouns follow their numbers: 26座公厕、24座移动公厕."""
    if CLAUSE_MARK.search(BRACKETED.sub("", draft.gap)):
        return None
    if draft.gap.strip() == previous.indicator and draft.token.countable:
        return ""
    marks = list(_LIST_MARK.finditer(draft.gap))
    return draft.gap[marks[-1].end() :] if marks else None


def _bare(name: str) -> str:
    return _QUALIFIER.sub("", name, count=1) if _QUALIFIER.match(name) else name


def _may_stand_behind(draft: Draft) -> bool:
    countable = draft.token.countable or draft.token.dimension in ("count", "person", "occurrence") or draft.token.shape == "hole"
    return (countable or draft.token.dimension in ("money-cny", "area", "length")) and re.match(
        r"\s*[\u4e00-\u9fff“A-Za-z《]", draft.behind
    ) is not None


def _continues(draft: Draft) -> bool:
    return bool(re.match(r"\s*(?:其中|同比|比上年|占|增长|下降)", draft.gap))


def _name_aspect(draft: Draft, previous: Draft | None) -> None:
    if draft.kind != "level":
        return
    if _NEW.search(draft.piece):
        draft.aspect = "new"
    elif _CUMULATIVE.search(draft.piece):
        draft.aspect = "cumulative"
    elif _TOTAL.search(draft.piece):
        draft.aspect = "total"
    elif re.search(r"达到?\s*$", draft.piece):
        return
    elif previous and previous.aspect and previous.kind == "level" and re.match(r"\s*(?:、|和|与|及)", draft.gap):
        draft.aspect = previous.aspect
