"""What each number of a sentence measures, of what whole, and under which aspect.

Comes in: drafts whose kinds are decided. Fills in: indicator, of, aspect, scope. The noun is taken before the number, else
behind a classifier, else carried from the figure before (产值5498.58亿元,增长24.5%,占工业产值的81.7% is one indicator);
a short name is then completed by the figures before it, and 分别 distributes.
"""

from __future__ import annotations

import re
from itertools import pairwise

from audit.extract.anaphora import point_back
from audit.extract.aspects import decide_aspect
from audit.extract.carried import BRACKETED, carried_name, subject_before
from audit.extract.counted import roundabout_name
from audit.extract.drafts import CLAUSE_MARK, Draft, SentenceDraft
from audit.extract.ellipsis import (
    SCOPE,
    complete_class,
    complete_name,
    complete_stage,
    find_noun,
    find_parent,
    is_stage,
    opens_with_stage,
)
from audit.extract.grammar import load_words
from audit.extract.phrases import (
    behind_phrase,
    change_subject,
    edition_owner,
    ends_with_verb,
    front_phrase,
    holders_phrase,
    is_kept_verb,
    is_plan_name,
    opens_with_noun,
    turned_head,
)
from audit.extract.respective import distribute_names, respective_groups
from audit.extract.shares import name_share
from audit.extract.words import word_list
from audit.knowledge import load_indicators
from audit.patterns import regex

_QUALIFIER = regex(
    r"(?:国家|省|市|区|县|乡|镇|村|本|中央|地方)级?(?:本级|以上)?|[一二三]级|国际|国内|境外|境内|线上|线下|城市|城镇|农村|乡村"
)
_LIST_MARK = regex(r"\s*(?:、|和|与|及|以及)\s*")
_FOLLOWS = regex(r"\s*[、，,]?\s*")
_BRACKET_OPENS, _BRACKET_CLOSES = regex(r"[（(][^（()）]*$"), regex(r"[^（(]*[）)]")
"""Behind a bracket the text goes on where it was before it: 工业用水968亿立方米（其中冷却水483亿立方米），占16.2%."""
_KEPT = 8
"""So many figures of a paragraph are remembered for those that follow."""


def name_indicators(sentence: SentenceDraft, earlier: list[Draft], heading: str) -> None:
    """Fill in what each draft measures; `earlier` are the last drafts of the paragraph, to which these are added."""
    anchor = outer = earlier[-1] if earlier else None
    for n, draft in enumerate(sentence.drafts):
        previous = earlier[-1] if earlier else None
        if previous is not None and _is_inside(previous, draft):
            previous = anchor
        if _BRACKET_CLOSES.match(draft.gap):
            previous = outer
        if _BRACKET_OPENS.search(draft.gap):
            outer = previous
        first = n == 0
        find_parent(draft, [*earlier[:-1], previous] if previous else [], first=first)
        own = _name_one(draft, previous, earlier, first=first, heading=heading)
        _lengthen(draft, previous, sentence)
        if previous and own and not draft.named_behind:
            draft.indicator = complete_name(draft, [*earlier[:-1], previous], first=first)
        elif draft.parent and previous is None:
            draft.indicator = complete_class(draft.indicator, draft.parent)
        decide_aspect(draft, None if first else previous)
        _note(draft, previous)
        anchor = previous if draft.token.chinese else draft
        earlier.append(draft)
        del earlier[:-_KEPT]
    for draft, following in reversed([*pairwise(sentence.drafts)]):
        _name_batch(draft, following)
    for group in respective_groups(sentence.drafts):
        distribute_names(sentence, group)
    point_back(sentence.drafts)


def _lengthen(draft: Draft, previous: Draft | None, sentence: SentenceDraft) -> None:
    """Put into a name what stands around it: 连续5年居全省首位 lasts; a bound makes a class, as in 10亿元以上项目3个, 超10万元的村."""
    if draft.kind != "level" or not draft.indicator:
        return
    if draft.piece.rstrip().endswith("连续"):
        behind = _CLAUSE.match(sentence.text, draft.token.tail - sentence.start)
        draft.noun = draft.indicator
        draft.indicator += re.sub(r"^(?:实现|保持)", "", behind.group()) if behind else ""
    elif previous and draft.token.countable and _is_bound(previous, draft):
        token = previous.token
        bound = sentence.text[token.lead - sentence.start : token.tail - sentence.start]
        measure = front_phrase(previous.piece)
        of = "的" if draft.gap.startswith("的") else ""
        draft.indicator = f"{measure}{bound}{of}{draft.indicator}"


_CLAUSE = regex(r"[^，,；;。、（(\n]{0,16}")


def _is_bound(bound: Draft, draft: Draft) -> bool:
    near = not CLAUSE_MARK.search(draft.gap) and "、" not in draft.gap and draft.indicator in draft.gap
    return near and bound.token.modifier in ("over", "atleast", "under", "atmost") and not bound.token.countable and bound.kind == "level"


def drop_area(sentence: SentenceDraft, area: str) -> None:
    """Take the document's own area off the names that begin with it in full; 深圳港 is a name of its own, 深圳技术合同成交额 is not."""
    if not area:
        return
    for draft in sentence.drafts:
        rest = draft.indicator.removeprefix(area)
        whole = re.sub(r"^[市区县旗]", "", rest)
        if draft.kind != "ordinal" and rest != draft.indicator and len(whole) >= 4 and (whole != rest or rest in load_indicators()):
            draft.indicator = whole


def _name_batch(draft: Draft, following: Draft) -> None:
    """首批10个示范项目, 分三批组织1423家企业申报国高: a batch is one of what the number behind it counts."""
    direct = (
        draft.kind == "ordinal"
        and not draft.indicator
        and (not following.gap.strip() or (following.kind == "ordinal" and following.listed))
    )
    divided = draft.unit in ("批", "期", "轮", "次") and draft.piece.rstrip().endswith("分") and not CLAUSE_MARK.search(following.gap)
    if direct or divided:
        draft.indicator = following.indicator


def _note(draft: Draft, previous: Draft | None) -> None:
    """What later figures may take over: the scope, and the things counted."""
    scope = SCOPE.match(draft.indicator)
    draft.scope = draft.scope or (scope.group() if scope else None)
    if draft.token.dimension == "person" and draft.kind == "level" and draft.indicator.endswith("参保"):
        draft.indicator += "人数"
    if draft.kind == "level" and draft.token.countable and not draft.noun and not is_stage(draft.indicator):
        draft.noun = find_noun(draft.indicator)
    elif draft.kind in ("change", "delta") and previous:
        draft.noun = previous.noun


def _is_inside(count: Draft, draft: Draft) -> bool:
    """Whether a small count is only part of a number's phrase: 占全国七大类医药商品销售总额的86%."""
    return count.token.chinese and count.token.shape == "quantity" and len(draft.piece) > len(draft.gap)


def _name_one(draft: Draft, previous: Draft | None, earlier: list[Draft], *, first: bool, heading: str) -> bool:
    """Name one draft; whether the name is its own and not carried."""
    if draft.kind in ("change", "delta"):
        return _name_change(draft, previous)
    if draft.kind == "share" and name_share(draft, previous):
        return previous is None or draft.indicator != previous.indicator
    if draft.kind in ("rank", "ordinal"):
        _name_ordinal(draft, previous)
        return False
    if draft.kind == "share" and (named := holders_phrase(draft.behind)) and not front_phrase(draft.piece):
        draft.indicator = named
        return False
    draft.indicator, own = _level_name(draft, previous, earlier, first=first, heading=heading)
    return own


def _name_change(draft: Draft, previous: Draft | None) -> bool:
    if previous:
        draft.measure, draft.whole = previous.measure, previous.whole
    told = draft.kind == "delta" and previous is not None and (previous.named_behind or draft.gap.startswith("的"))
    subject = change_subject(draft.piece) or (subject_before(draft) if draft.verb and not draft.listed and not told else "")
    draft.indicator = subject or carried_name(previous)
    if draft.kind == "delta" and not subject and previous and previous.kind == "share":
        draft.indicator += _proportion(draft, previous)
    return bool(subject)


def _proportion(draft: Draft, previous: Draft) -> str:
    """What makes the name of a part that of its proportion, which is what rose by 0.2个百分点."""
    if previous.of:
        return f"占{previous.of}比重" if draft.unit == "个百分点" else ""
    return "占比" if draft.gap.startswith("的") or re.search(r"占\s*$", previous.piece) else ""


_RANKED_AMONG = regex(
    r"(?:连续[^，]{0,4}年)?(?:稳居|位居|居|位列|名列|列|排名|排在|排|保持|跃居)?(?:在)?(?:全[市国省区县球]|世界|在[^，]{0,6}各|各)\p{Han}{0,6}(?:中)?$"
)
"""Among whom a rank is: 居全国城市首位, 保持全市第一, 在各赛区第二位."""
_LISTS = regex(r"^.{0,8}?(?:位列|位居|跻身)(?=[“《])")


def _name_ordinal(draft: Draft, previous: Draft | None) -> None:
    if draft.kind == "rank":
        clause = _LISTS.sub("", _RANKED_AMONG.sub("", draft.piece))
        measure = re.sub(r"[\s，,、]", "", clause)
        name = measure if measure in load_words()["measure_of_all"] else front_phrase(clause)
        whose = carried_name(previous) if measure == name and name in load_words()["measure_of_all"] else ""
        lasting = previous.noun if previous and previous.piece.rstrip().endswith("连续") else ""
        draft.indicator = whose + name if len(name) > 1 else lasting or carried_name(previous)
        return
    front, behind = edition_owner(draft.piece), behind_phrase(draft.behind)
    draft.indicator = front + behind if behind else front_phrase(draft.piece)


def _level_name(draft: Draft, previous: Draft | None, earlier: list[Draft], *, first: bool, heading: str) -> tuple[str, bool]:
    """The name of an amount, and whether it is said here."""
    if previous and previous.named_behind and (rest := _after_conjunction(draft, previous)) is not None:
        draft.piece = rest
    front = front_phrase(_without_holder(draft, previous))
    behind = behind_phrase(draft.behind) if _may_stand_behind(draft) else ""
    if told := roundabout_name(draft, previous, earlier, front):
        draft.named_behind = told.endswith(draft.noun) if draft.noun else False
        return told, False
    if previous and (borrowed := _borrowed_name(draft, previous, earlier, front, behind)):
        return borrowed, False
    spent = front in _SPENT or (front in load_words()["measure"] and draft.behind.startswith("的"))
    if spent and not draft.listed and (purpose := _purpose(draft.behind)):
        return f"{purpose}{front}", False
    if behind and _counts_behind(draft, front):
        draft.named_behind, draft.noun = True, turned_head(draft.behind)
        return (front + behind if is_kept_verb(front) else behind), True
    done = front or _predicate(draft.behind)
    if draft.token.countable and (_is_done(draft, front) if front else not draft.listed and opens_with_stage(draft.behind)):
        return complete_stage(done, draft, earlier), False
    if front:
        return _class_of_list(front), True
    if previous and previous.kind == draft.kind and (draft.listed or (_FOLLOWS.fullmatch(draft.gap) and not first)):
        return _same_thing(draft, previous), False
    if behind:
        return behind, True
    return _carried_level(draft, previous, first=first) or heading or _spent_by(draft), False


def _purpose(behind: str) -> str:
    """What money is spent on, as the words behind it say: 新建污水管线, 对卫生室进行改造, 建设的水库完成封顶."""
    built = _BUILT.match(behind)
    return behind_phrase(built["thing"] if built else front_phrase(_UPON.sub(r"\1\2", behind)))


_NOUN = regex(r"\s*(?:\p{Han}|[“A-Za-z《])")


def _spent_by(draft: Draft) -> str:
    """Money that only its verb names: 拨付1.6亿元，支持稳增长."""
    verb = word_list(draft.piece.strip())[-1:] if draft.token.dimension.startswith("money") else []
    return f"{verb[0]}资金" if verb and verb[0] in load_words()["verb"] and len(verb[0]) > 1 else ""


def _borrowed_name(draft: Draft, previous: Draft, earlier: list[Draft], front: str, behind: str) -> str:
    """The name before with a qualifier (省级38家), or that of what is planned (任务102家, 900家认定任务)."""
    if _QUALIFIER.fullmatch(front) and previous.indicator and not behind:
        draft.scope = front
        return front + _bare(previous.indicator)
    if is_plan_name(front):
        return carried_name(previous)
    if is_plan_name(behind) and draft.token.countable:
        return next((d.indicator for d in reversed(earlier) if d.kind == "level" and d.unit == draft.unit), "") or behind
    return ""


def _predicate(behind: str) -> str:
    """What became of the things counted, as the clause behind their number says it: 36个进入决赛."""
    return re.sub(r"(?:[和与及、]|等)$", "", behind.strip())[:12]


def _is_done(draft: Draft, front: str) -> bool:
    nominal = set(word_list(front)) <= set(load_words()["stage_noun"])
    return is_stage(front) or (nominal and re.search(r"已|其中|当年", draft.gap) is not None)


def _carried_level(draft: Draft, previous: Draft | None, *, first: bool) -> str:
    subject = subject_before(draft)
    if subject or previous is None or (first and not _continues(draft)):
        return subject
    if previous.parent and re.search(r"累计|合计|共|总计|；|;", draft.gap):
        return previous.parent
    return previous.noun if previous.noun and "累计" in draft.piece and previous.unit == draft.unit else carried_name(previous)


def _same_thing(draft: Draft, previous: Draft) -> str:
    """A second amount of one thing: 47笔、6.3亿元 of loans is their number and their 金额."""
    money = draft.token.dimension.startswith("money") and previous.token.countable
    return f"{previous.indicator}金额" if money and not re.search(r"[额金费]$", previous.indicator) else previous.indicator


_LONG = 18
"""Of a longer name with a listing relative clause only its noun is kept."""
_BUILT = regex(r"\s*(?:建设|兴建|新建|修建|打造|实施|改造)的(?P<thing>.{2,}?)(?=完成|建成|开工|竣工|通车|投入|投用|启用|封顶|$)")
_UPON = regex(r"^\s*(?:主要)?(?:用于)?对(.{2,}?)(?:进行|实施|开展)了?(\p{Han}{2,})$")
_SPENT = frozenset(("投资", "投入", "投入资金", "总投资"))
"""Money named by its verb takes its purpose from behind: 投资1100万元新建污水管线."""


def _without_holder(draft: Draft, previous: Draft | None) -> str:
    """The clause without those counted just before, who do it: 为1320名农民工追讨工资 names 工资 and not the 农民工."""
    holder = (previous.noun or previous.indicator) if previous and previous.named_behind else ""
    rest = draft.piece.removeprefix(holder)
    return rest if holder and draft.gap.startswith(holder) and len(front_phrase(rest)) > 1 else draft.piece


def _class_of_list(front: str) -> str:
    """The class that closes an open list: 陶瓷大学、交通大学等产业研究院 are 产业研究院."""
    head, etc, noun = front.rpartition("等")
    if etc and "、" in head and len(noun) > 2:
        return noun
    deeds, of, thing = front.rpartition("的")
    if etc and noun.startswith("地"):
        return noun[1:]
    return thing if of and "、" in deeds and len(front) > _LONG and len(thing) > 1 else front


def _counts_behind(draft: Draft, front: str) -> bool:
    """Whether the noun stands behind the classifier: after a verb or a list, or where nothing before is a noun."""
    if opens_with_stage(draft.behind):
        return False
    bare = not front or ends_with_verb(draft.piece) or is_stage(front) or is_kept_verb(front) or draft.piece.rstrip().endswith("的")
    if bare or _is_list(draft.piece, draft.token.chinese):
        return True
    return draft.token.countable and draft.token.shape == "quantity" and opens_with_noun(draft.behind)


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
    return re.sub(rf"^(?:{_QUALIFIER.pattern})+", "", name)


def _may_stand_behind(draft: Draft) -> bool:
    countable = draft.token.countable or draft.token.dimension in ("count", "person", "occurrence") or draft.token.shape == "hole"
    part = draft.token.dimension == "percent" and opens_with_noun(draft.behind)
    return (countable or part or draft.token.dimension in ("money-cny", "area", "length")) and _NOUN.match(draft.behind) is not None


def _continues(draft: Draft) -> bool:
    return bool(re.match(r"\s*(?:其中|同比|比上年|占|增长|下降)", draft.gap))
