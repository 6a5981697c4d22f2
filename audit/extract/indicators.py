"""What each number of a sentence measures, of what whole, and under which aspect.

Comes in: drafts whose kinds are decided. Fills in: indicator, of, aspect, scope. The noun is taken before the number, else
behind a classifier, else carried from the figure before (产值5498.58亿元,增长24.5%,占工业产值的81.7% is one indicator); 分别 distributes.
"""

from __future__ import annotations

import re
from dataclasses import replace

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
    share_parts,
    shared_head,
)

_NEW = re.compile(
    r"(?:新增(?!长)|净增(?!长)|增补|引进|引育|招引|引入|新(?:认定|引进|引育|建成?|设立?|签约?|启动|导入|开工|获批?|培育|入库|注册|登记|招聘|改建|创建|办|开业|落地|品种))"
)
_CUMULATIVE = re.compile(r"累计|共有|总计有")
_TOTAL = re.compile(
    r"总(?:产量|头数|人数|户数|台数|面积|里程|数|量)(?:达到?|为|超|突破)?\s*$|合计|共计|总计|总数|总量|(?<![累公])共(?!有|同|建|享|性|产|和)|(?:收入|支出|基金)计\s*$"
)
_QUALIFIER = re.compile(r"(?:国家|省|市|区|县|乡|镇|村|本|中央|地方)级?(?:本级|以上)?|[一二三]级|国际|国内|境外|境内")
_RESPECTIVE = re.compile(r"分别|依次")
_LIST_MARK = re.compile(r"\s*(?:、|和|与|及|以及)\s*")
_ETC = re.compile(r"等")


def name_indicators(sentence: SentenceDraft, before: Draft | None, heading: str) -> None:
    """Fill in what each draft measures; `before` is the last draft of the paragraph so far, `heading` the section's title."""
    previous = anchor = before
    for n, draft in enumerate(sentence.drafts):
        if previous is not None and _is_inside(previous, draft):
            previous = anchor
        first = n == 0
        _name_aspect(draft, previous if not first else None)
        _name_one(draft, previous, first=first, heading=heading)
        if previous and not draft.named_behind:
            draft.indicator = _complete(draft, previous)
        anchor, previous = (previous if draft.token.chinese else draft), draft
    for group in _respective_groups(sentence.drafts):
        _distribute(sentence, group)


def _is_inside(count: Draft, draft: Draft) -> bool:
    """Whether a small count is only part of a number's phrase: 占全国七大类医药商品销售总额的86%."""
    return count.token.chinese and count.token.shape == "quantity" and len(draft.piece) > len(draft.gap)


def _complete(draft: Draft, previous: Draft) -> str:
    """A shortened name with what the text leaves out because the figure before has just said it."""
    if draft.kind == "level":
        opens = "其中" in draft.gap and previous.kind in ("level", "change", "delta")
        goes_on = previous.parent and CLAUSE_MARK.search(draft.gap.strip("，, ")) is None and "。" not in draft.gap
        draft.parent = previous.indicator if opens else previous.parent if goes_on or "；" not in draft.gap else ""
        if draft.parent:
            return complete_class(draft.indicator, draft.parent)
    return budget_head(shared_head(draft.indicator, previous.indicator), previous.indicator)


def _name_one(draft: Draft, previous: Draft | None, *, first: bool, heading: str) -> None:
    if draft.kind in ("change", "delta"):
        if previous:
            draft.measure, draft.whole = previous.measure, previous.whole
        subject = change_subject(draft.piece) or (_subject_before(draft) if draft.verb and not draft.listed else "")
        draft.indicator = subject or _carried(previous)
        if draft.kind == "delta" and not subject and previous and previous.kind == "share" and previous.of and draft.unit == "个百分点":
            draft.indicator = f"{previous.indicator}占{previous.of}比重"
        elif draft.kind == "delta" and not subject and previous and previous.kind == "share" and re.search(r"占\s*$", previous.piece):
            draft.indicator = f"{previous.indicator}占比"
        return
    if draft.kind == "share" and _name_share(draft, previous):
        return
    if draft.kind in ("rank", "ordinal"):
        _name_ordinal(draft, previous)
        return
    if draft.kind == "share" and (named := holders_phrase(draft.behind)) and not front_phrase(draft.piece):
        draft.indicator = named
        return
    draft.indicator = _level_name(draft, previous, first=first, heading=heading)


def _subject_before(draft: Draft) -> str:
    """The subject that an earlier clause of the same gap names: 全市道路交通事故数,同比下降14.7%."""
    pieces = [piece for piece in CLAUSE_MARK.split(_BRACKETED.sub("", draft.gap)) if piece.strip()][:-1]
    for piece in reversed(pieces):
        name = front_phrase(piece)
        if 2 <= len(name) <= 24:
            return name
    return ""


def _carried(previous: Draft | None) -> str:
    if previous is None:
        return ""
    name = re.sub(r"占.{1,30}比重$", "", previous.indicator) if previous.kind == "delta" else previous.indicator
    return _PLANNED.sub("", name) or name


_PLANNED = re.compile(r"(?:的)?(?:年初预算|调整预算|预算调整|预算数|预算安排|计划数|目标数|任务数|预算)$")


def _name_share(draft: Draft, previous: Draft | None) -> bool:
    """Whether the share's clause (or the list it is in) names its whole."""
    if previous and (inner := _inside_whole(draft, previous)):
        draft.of, draft.indicator = inner, _carried(previous)
        return True
    if (
        previous
        and previous.kind == "share"
        and not front_phrase(draft.piece)
        and "占" not in draft.piece
        and draft.token.shape != "fraction"
    ):
        draft.of, draft.indicator, draft.whole, draft.measure = previous.of, previous.indicator, previous.whole, previous.measure
        return True
    parts = share_parts(draft.piece)
    if re.search(r"(?:大)?约占[^占]*$", draft.piece) and draft.token.modifier == "eq":
        draft.token = replace(draft.token, modifier="about")
    if parts:
        subject, draft.of = parts
        draft.indicator = subject or _subject_before(draft) or _carried(previous)
        draft.whole, draft.measure = draft.of, _tail_noun(draft.indicator)
        return True
    if _name_by_colon(draft, previous):
        return True
    listed = re.fullmatch(r"(?P<name>.+?)占比?(?:合计|共计)?(?:为|达|约)?\s*$", draft.piece)
    if listed:
        draft.indicator = front_phrase(listed.group("name"))
        if previous and previous.kind == "level" and "其中" in draft.gap:
            draft.of = draft.whole = previous.indicator
        elif previous and not draft.indicator and previous.parent:
            draft.of, draft.indicator = previous.parent, previous.indicator
        elif previous and previous.whole:
            draft.of, draft.whole, draft.measure = previous.whole, previous.whole, previous.measure
            draft.indicator += draft.measure if _tail_noun(draft.indicator) == "" else ""
        return True
    if draft.token.shape == "fraction" and previous:
        whole = re.search(r"占(.{1,20}?)的?\s*$", draft.piece)
        draft.of = whole.group(1) if whole else None
        draft.indicator = _carried(previous)
        return True
    return False


def _inside_whole(draft: Draft, previous: Draft) -> str:
    """The whole whose number stands inside the phrase: 占具备条件学校268所的89.5%, 完成年度目标5000人的104.6%."""
    if not re.fullmatch(r"\s*的(?:比重|比例)?(?:为|达到?)?\s*", draft.gap):
        return ""
    named = re.search(r"(?:占|完成|达到)([\u4e00-\u9fff]{2,16})$", previous.piece.strip())
    return named.group(1) if named else ""


def _name_by_colon(draft: Draft, previous: Draft | None) -> bool:
    """Shares listed behind a colon: 六大区域销售额占全国销售总额的比重分别为：华东36.3%，…；中南27.0%."""
    lead, colon, _ = draft.gap.rpartition("：" if "：" in draft.gap else ":")
    parts = share_parts(CLAUSE_MARK.split(lead)[-1]) if colon else None
    name = front_phrase(draft.piece)
    if parts:
        draft.of, draft.measure = parts[1], _tail_noun(parts[0])
    elif previous and previous.measure and name and not _RATE_NAME.search(name):
        draft.of, draft.measure = previous.whole, previous.measure
    else:
        return False
    draft.whole = draft.of
    draft.indicator = name + draft.measure
    return True


_RATE_NAME = re.compile(r"(?:率|比重|占比|比例|比率|强度|指数|系数)$")


def _tail_noun(name: str) -> str:
    found = _TAIL_NOUN.search(name)
    return found.group() if found else ""


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
    draft.indicator = name if len(name) > 1 else _carried(previous)


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
        return _carried(previous)
    if previous and not behind and (stage := later_stage(front, previous.indicator)):
        return stage
    if behind and (not front or ends_with_verb(draft.piece) or _is_list(draft.piece, draft.token.chinese) or is_kept_verb(front)):
        draft.named_behind = True
        return front + behind if is_kept_verb(front) else behind
    if front:
        return _class_of_list(front)
    if draft.listed and previous and previous.kind == draft.kind:
        return previous.indicator
    return behind or _subject_before(draft) or (_carried(previous) if not first or _continues(draft) else "") or heading


_SPENT = frozenset(("投资", "投入", "投入资金", "总投资"))
"""Money named by its verb takes its purpose from behind: 投资1100万元新建污水管线."""


def _class_of_list(front: str) -> str:
    """The class that closes an open list: 陶瓷大学、交通大学等产业研究院 are 产业研究院."""
    head, etc, noun = front.rpartition("等")
    return noun if etc and "、" in head and len(noun) > 2 else front


_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")


def _is_list(piece: str, chinese: bool) -> bool:
    """Whether the clause before a count lists what is counted: 阿波罗未来产业城等3个创新节点, A、B两项指标."""
    text = _BRACKETED.sub("", piece).rstrip()
    return text.endswith("等") or "、" in text or (chinese and re.search(r"[和与及]", text) is not None)


def _after_conjunction(draft: Draft, previous: Draft) -> str | None:
    """What stands behind the last 、 or 和 of a list whose nouns follow their numbers: 26座公厕、24座移动公厕."""
    if CLAUSE_MARK.search(_BRACKETED.sub("", draft.gap)):
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


def _respective_groups(drafts: list[Draft]) -> list[list[Draft]]:
    """Runs of numbers that a 分别 distributes over the names before it."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        if _RESPECTIVE.search(draft.piece):
            groups.append([draft])
        elif groups and groups[-1] and draft.listed and groups[-1][-1].token.dimension == draft.token.dimension:
            groups[-1].append(draft)
        elif groups and not draft.listed:
            groups.append([])
    return [group for group in groups if len(group) > 1]


def _split_list(head: str, count: int) -> list[str]:
    """The names of a list, split at every 、 and 和, or at fewer of them if that gives the wanted count (电气机械和器材制造业 is one)."""
    finest = [name for name in _LIST_MARK.split(head) if name]
    commas = [name for name in head.split("、") if name]
    last = re.split(r"和|与|及|以及", commas[-1]) if commas else []
    for names in (finest, commas, [*commas[:-1], *last]):
        if len(names) == count:
            return names
    return finest


def split_names(subject: str, count: int = 0) -> list[str]:
    """The names of a 、 list with what they share put back: 对拉丁美洲、非洲进出口总额 are two 进出口总额.

    >>> split_names("粮油食品类、饮料类、中西药品等日常消费类商品零售")
    ['粮油食品类商品零售', '饮料类商品零售', '中西药品商品零售']
    """
    for pair, both in _PAIRS.items():
        if subject.startswith(pair):
            return [name + subject[len(pair) :] for name in both]
    subject = _INDUSTRIES.sub("第一产业、第二产业、第三产业", subject)
    head, etc, tail = subject.removeprefix("对").partition("等")
    names = _split_list(head, count)
    if len(names) < 2:
        return []
    shared = _shared_tail(names[-1], tail if etc else "")
    last = names[-1][: len(names[-1]) - len(shared)] if not etc and names[-1].endswith(shared) else names[-1]
    return [name if name.endswith(shared) else name + shared for name in (*names[:-1], last)]


_INDUSTRIES = re.compile(r"第?一[、和](?:第)?二[、和](?:第)?三(?:次)?产业")
_PAIRS = {"城乡": ("城镇", "农村"), "二三产业": ("第二产业", "第三产业"), "一二三产业": ("第一产业", "第二产业", "第三产业")}
_TAIL_NOUN = re.compile(
    r"(?:进出口总额|总额|商品零售|零售额|销售额|增加值|产值|人数|总量|数量|收入|支出|投资|价格|面积|产量|人均可支配收入|"
    r"对经济增长的贡献率|贡献率|比重|覆盖率|增长率|率|数|额|量|值)$"
)


def _shared_tail(last: str, tail: str) -> str:
    found = _TAIL_NOUN.search(tail or last)
    if not found:
        return ""
    return found.group() if tail else (found.group() if len(found.group()) < len(last) else "")


def _distribute(sentence: SentenceDraft, group: list[Draft]) -> None:
    """Give every number of a 分别 list its own name, if there are as many names as numbers."""
    names = split_names(group[0].indicator, len(group))
    if len(names) == len(group):
        for draft, name in zip(group, names, strict=True):
            draft.indicator = name
        return
    at = sentence.drafts.index(group[0])
    earlier = sentence.drafts[max(0, at - len(group)) : at]
    if len(earlier) == len(group) and all(d.kind == "level" for d in earlier) and group[0].kind in ("change", "delta"):
        for draft, source in zip(group, earlier, strict=True):
            draft.indicator = source.indicator
