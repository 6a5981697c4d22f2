"""分别: the numbers of a list given to the names of the list before them.

Comes in: the named drafts of a sentence. Fills in: the name of each. A list that does not come out even is left as it is.
"""

from __future__ import annotations

import re
from functools import cache

from audit.extract.drafts import Draft, SentenceDraft
from audit.extract.grammar import TAIL_NOUN, load_words
from audit.extract.words import find_breaks, word_list
from audit.patterns import regex

_RESPECTIVE = regex(r"分别|依次")
_OTHER_WAY = regex(r"\s*[、和]\s*(?:增长|下降|上涨|提高|减少|增加|降低|回落|上升)(?:了)?")
"""Two ways under one 分别: 分别下降3.1%、增长2.4%."""
_SHORT = 2
_LIST_MARK = regex(r"\s*(?:、|和|与|及|以及)\s*")
_INDUSTRIES = regex(r"第?一[、和](?:第)?二[、和](?:第)?三(?:次)?产业")
_RELATED = regex(r"^[^、]*(?:有关|相关)的(?=[^、]+、)")
"""What the listed things have to do with, which is no part of their names: 家庭装修等有关的装潢材料类、家具类."""
_PAIRS = {"城乡": ("城镇", "农村"), "二三产业": ("第二产业", "第三产业"), "一二三产业": ("第一产业", "第二产业", "第三产业")}


def respective_groups(drafts: list[Draft]) -> list[list[Draft]]:
    """Runs of numbers that a 分别, or a list alone (猪肉、牛肉产量3.2万吨、0.6万吨), distributes over the names before it."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        if _RESPECTIVE.search(draft.piece):
            groups.append([draft])
        elif groups and groups[-1] and _goes_with(groups[-1][-1], draft, respective=_RESPECTIVE.search(groups[-1][0].piece) is not None):
            groups[-1].append(draft)
        elif not draft.listed:
            groups.append([draft] if "、" in draft.indicator else [])
    return [group for group in groups if len(group) > 1]


def _goes_with(last: Draft, draft: Draft, *, respective: bool) -> bool:
    """Whether a number of a list is of the kind of the one before it: 分别为120张、36名 are two amounts."""
    marked = _LIST_MARK.fullmatch(draft.gap) is not None
    if not respective and (not marked or last.token.chinese or draft.token.chinese or last.kind != draft.kind):
        return False
    alike = last.token.dimension == draft.token.dimension or (marked and last.kind == draft.kind == "level")
    return alike and (draft.listed or _OTHER_WAY.fullmatch(draft.gap) is not None)


def _split_list(head: str, count: int) -> list[str]:
    """The names of a list, split at every 、 and 和, or at fewer of them if that gives the wanted count (电气机械和器材制造业 is one)."""
    finest = [name for name in _LIST_MARK.split(head) if name]
    commas = [name for name in head.split("、") if name]
    last = re.split(r"和|与|及|以及", commas[-1]) if commas else []
    for names in (finest, commas, [*commas[:-1], *last], _join_short(commas)):
        if len(names) == count:
            return names
    return finest


def _join_short(names: list[str]) -> list[str]:
    """Names of which a short one belongs to the next: 智能手机、体育、娱乐用品 are two classes."""
    joined: list[str] = []
    for name in names:
        if joined and len(joined[-1]) <= _SHORT:
            joined[-1] = f"{joined[-1]}、{name}"
        else:
            joined.append(name)
    return joined


def split_names(subject: str, count: int = 0) -> list[str]:
    """The names of a 、 list with what they share put back: 对拉丁美洲、非洲进出口总额 are two 进出口总额.

    >>> split_names("粮油食品类、饮料类、中西药品等日常消费类商品零售")
    ['粮油食品类商品零售', '饮料类商品零售', '中西药品商品零售']
    """
    for pair, both in _PAIRS.items():
        if subject.startswith(pair):
            return [name + subject[len(pair) :] for name in both]
    subject = _RELATED.sub("", _INDUSTRIES.sub("第一产业、第二产业、第三产业", subject))
    head, etc, tail = subject.removeprefix("对").removesuffix("等").partition("等")
    names = _split_list(head, count)
    if len(names) < 2:
        return []
    shared = _parallel_tail(names) if not etc else ""
    shared = shared or _shared_tail(names[-1], tail if etc else "")
    if names[-2] in ("城镇", "城市") and names[-1].startswith(("农村", "乡村")):
        return [name + names[-1][2:] for name in names[:-1]] + names[-1:]
    last = names[-1][: len(names[-1]) - len(shared)] if not etc and names[-1].endswith(shared) else names[-1]
    return [name if name.endswith(shared) or _has_own(name, shared) else name + shared for name in (*names[:-1], last)]


def _has_own(name: str, shared: str) -> bool:
    """Whether a listed name says itself what it measures: 旅游人数、旅游收入; 用水普及率、污水处理率."""
    found = TAIL_NOUN.search(name)
    return found is not None and (len(found.group()) > 1 or name[-1] == shared[-1:])


def _parallel_tail(names: list[str]) -> str:
    """What the last name has behind its own part, which is like the other names: 民事、刑事案件结案率 share 案件结案率."""
    last, breaks = names[-1], find_breaks(names[-1])
    for name in names[:-1]:
        at = last.find(name[-1]) + 1
        rest = last[at:]
        alike = name[-1] == "类" or at == len(name)
        if at > 1 and alike and at in breaks and TAIL_NOUN.search(rest):
            return rest
        at, rest = len(name), last[len(name) :]
        words = word_list(rest)
        measured = words and (len(words) == 1 or words[0] in load_words()["stem_verb"]) and (words[-1] in _measures() or len(rest) > 2)
        measured = measured or name[:2] == last[:2]
        if at in breaks and len(rest) > 1 and measured and (TAIL_NOUN.search(rest) or rest in _measures()):
            return rest
    return ""


@cache
def _measures() -> frozenset[str]:
    return frozenset((*load_words()["measure"], *load_words()["member"], "人次", "人数", "户数"))


def _shared_tail(last: str, tail: str) -> str:
    found = TAIL_NOUN.search(tail or last)
    if not found:
        return ""
    if tail:
        return found.group()
    breaks = sorted(at for at in find_breaks(last) if at <= found.start())
    start = breaks[-2] if len(last) - breaks[-1] == 1 and len(breaks) > 2 else breaks[-1]
    return last[start or found.start() :] if found.start() else ""


def distribute_names(sentence: SentenceDraft, group: list[Draft]) -> None:
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
