"""What the names of a list say of its whole: all classes there are (一般债务, 专项债务), or classes that cannot overlap (国家级, 省级).

Comes in: names as the document writes them. Goes out: the set of classes they fill or belong to, empty where there is none. It knows
nothing of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from audit.knowledge import load_exclusives, load_partitions
from audit.patterns import regex
from audit.relate.operands import Mention

_REST = regex(r"其[他它余]")
_LAST_CLAUSE = regex(r"[，,、；;：:（(。]|其中|包括|分别为|用于")
_NOT = regex(r"[非未]|不(?:予|能)?")
_WIDENED = regex(r"以上|及以下")


def label_parts(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The names of parts as written: their own words, or those of the part they go on from (续建项目9个、投资6.8亿元)."""
    labels: list[str] = []
    for mention in mentions:
        own = f"{_LAST_CLAUSE.split(mention.gap)[-1]} {mention.figure.indicator}"
        before = mention.sentence.slots[mention.number - 1] if mention.number else None
        follows = before is not None and re.match(r"\s*、", mention.gap) is not None
        label = own if find_class(own) or not follows else own + " " + _label_before(mention)
        labels.append(label)
    return tuple(labels)


def _label_before(mention: Mention) -> str:
    """The words before the figure that this one follows behind 、."""
    before = Mention(mention.figure, mention.sentence, mention.number - 1)
    return _LAST_CLAUSE.split(before.gap)[-1]


def find_class(name: str) -> bool:
    """Whether a name holds a class of any set."""
    return any(_is_class(name, cls, partition.classes) for partition in load_partitions() for cls in partition.classes)


def close_names(names: Sequence[str], *, partly: bool = False) -> str:
    """The set of classes that the names are (all of it, or with `partly` any two of it); empty where there is none.

    >>> close_names(["新增一般债券", "新增专项债券"]), close_names(["省级平台", "市级平台"]), close_names(["工人", "其他人员"])
    ('一般债券、专项债券', '', '其他')
    """
    if not partly and len(names) > 1 and _REST.match(names[-1].split(" ")[0]):
        return "其他"
    if not partly and find_complements(names) == "非":  # what is not 农业户 is 非农业户, but what is not 办结 may be withdrawn
        return "非"
    for partition in load_partitions():
        hit = [cls for cls in partition.classes if any(_is_class(name, cls, partition.classes) for name in names)]
        if len(hit) != len(names) or not (partly or (len(hit) == len(partition.classes) and not partition.open)):
            continue
        if _differ_by_class(names, partition.classes):
            return "、".join(partition.classes)
    return ""


def _differ_by_class(names: Sequence[str], classes: Iterable[str]) -> bool:
    """Whether names are the same but for their classes; 一般贸易出口 and 加工贸易进口 are classes of nothing together."""
    rests = []
    for name in names:
        own = name.split(" ")[0]
        inside = [cls for cls in classes if cls in own]
        if inside:
            rests.append(own.replace(max(inside, key=len), "").strip())
    longest = max(rests, key=len, default="")
    return all(rest in longest for rest in rests)


def are_exclusive(names: Sequence[str]) -> bool:
    """Whether each name is another class of one set, so that nothing is counted twice: 国家级、省级、市级; not 省级以上.

    >>> are_exclusive(["国家级平台", "省级平台"]), are_exclusive(["省级以上平台", "市级平台"]), are_exclusive(["女性", "少数民族"])
    (True, False, False)
    """
    if len(names) < 2 or any(_WIDENED.search(name) for name in names):
        return False
    return bool(close_names(names, partly=True) or find_complements(names)) or any(_fill(names, classes) for classes in load_exclusives())


def find_complements(names: Sequence[str]) -> str:
    """The word by which one of two names is all that the other is not: 农业户、非农业户; 立案、不予立案. Empty where neither is.

    >>> find_complements(["农业户", "非农业户"]), find_complements(["立案", "不予立案"]), find_complements(["农业户", "未成年人"])
    ('非', '不予', '')
    """
    if len(names) != 2:
        return ""
    plain, other = (name.split(" ")[0] for name in names)
    for word, denied in ((plain, other), (other, plain)):
        for match in _NOT.finditer(denied):
            if len(word) > 1 and denied[: match.start()] + denied[match.end() :] == word:
                return match.group()
    return ""


def _fill(names: Sequence[str], classes: Iterable[str]) -> bool:
    """Whether each name ends in another class of a set: 医院, 基层医疗卫生机构."""
    ends = [_end_of(name, classes) for name in names]
    return all(ends) and len(set(ends)) == len(ends)


def _end_of(name: str, classes: Iterable[str]) -> str:
    """The class that the first word of a name ends in that ends in any."""
    found = ([cls for cls in classes if word.endswith(cls)] for word in name.split())
    return max(next(filter(None, found), [""]), key=len)


def _is_class(name: str, cls: str, classes: Iterable[str]) -> bool:
    longer = [other for other in classes if other != cls and cls in other and other in name]
    return cls in name and not longer
