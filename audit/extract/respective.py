"""分别: the numbers of a list given to the names of the list before them.

Comes in: the named drafts of a sentence. Fills in: the name of each. A list that does not come out even is left as it is.
"""

from __future__ import annotations

import re

from audit.extract.drafts import Draft, SentenceDraft
from audit.extract.grammar import TAIL_NOUN

_RESPECTIVE = re.compile(r"分别|依次")
_SHORT = 2
_LIST_MARK = re.compile(r"\s*(?:、|和|与|及|以及)\s*")
_INDUSTRIES = re.compile(r"第?一[、和](?:第)?二[、和](?:第)?三(?:次)?产业")
_RELATED = re.compile(r"^[^、]*(?:有关|相关)的(?=[^、]+、)")
"""What the listed things have to do with, which is no part of their names: 家庭装修等有关的装潢材料类、家具类."""
_PAIRS = {"城乡": ("城镇", "农村"), "二三产业": ("第二产业", "第三产业"), "一二三产业": ("第一产业", "第二产业", "第三产业")}


def respective_groups(drafts: list[Draft]) -> list[list[Draft]]:
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
    shared = _shared_tail(names[-1], tail if etc else "")
    if names[-2] in ("城镇", "城市") and names[-1].startswith(("农村", "乡村")):
        return [name + names[-1][2:] for name in names[:-1]] + names[-1:]
    last = names[-1][: len(names[-1]) - len(shared)] if not etc and names[-1].endswith(shared) else names[-1]
    return [name if name.endswith(shared) or _has_own(name) else name + shared for name in (*names[:-1], last)]


def _has_own(name: str) -> bool:
    """Whether a listed name says itself what it measures: 旅游人数、旅游收入."""
    found = TAIL_NOUN.search(name)
    return found is not None and len(found.group()) > 1


def _shared_tail(last: str, tail: str) -> str:
    found = TAIL_NOUN.search(tail or last)
    if not found:
        return ""
    return found.group() if tail else (found.group() if len(found.group()) < len(last) else "")


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
