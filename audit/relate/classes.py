"""What the names of a list say of its whole: all classes there are (一般债务, 专项债务), or classes that cannot overlap (国家级, 省级).

Comes in: names as the document writes them. Goes out: the set of classes they fill or belong to, empty where there is none. It knows
nothing of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from audit.knowledge import load_partitions
from audit.relate.operands import Mention

_REST = re.compile(r"其[他它余]")
_LAST_CLAUSE = re.compile(r"[，,、；;：:（(。]|其中|包括|分别为|用于")
_WIDENED = re.compile(r"以上|及以下")


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
    return len(names) > 1 and not any(_WIDENED.search(name) for name in names) and bool(close_names(names, partly=True))


def _is_class(name: str, cls: str, classes: Iterable[str]) -> bool:
    longer = [other for other in classes if other != cls and cls in other and other in name]
    return cls in name and not longer
