"""What counts some of what was counted before it: 186个行政村中，171个建成…; 完成186个村的改革，…的村达到150个.

Comes in: the figures of a sentence. Goes out: the whole of a part, or None where the words do not say that one is of the other.
"""

from __future__ import annotations

import re

from audit.relate.operands import Mention

_OF_THEM = re.compile(r"[^，,；;。、]{1,16}?(?:之中|当中|(?<!手)中)\s*[，,][^；;。]*")
_SOME = re.compile(r"的(?P<noun>[\u4e00-\u9fff]{1,4}?)(?:已)?(?:达到|达|有|为|共)?$")

_STAGES = (("开工", "动工"), ("竣工", "建成", "投产", "投用"))
_STAGE = re.compile(r"[^。]*[；;，,、]\s*(?:其中|当年|年内|已)*(?P<verb>开工|动工|竣工|建成|投产|投用)(?:建设)?\s*")
_OF_THOSE = re.compile(r"签约[^。]*(?:其中|当年|已)(?:已)?(?:开工|动工)")


def find_whole(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """The count that the one at `at` is some of."""
    part = mentions[at]
    if part.figure.kind != "level" or not part.figure.unit:
        return None
    return _find_announced(mentions, at) or _find_called(mentions, at) or _find_signed(mentions, at)


def _find_announced(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """The count right before it whose words end in 中: 402家规模以上企业中，设立研发机构的有197家."""
    if at == 0:
        return None
    whole = mentions[at - 1]
    return whole if _same_count(whole, mentions[at]) and _OF_THEM.fullmatch(mentions[at].gap) else None


def _find_called(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """The only count before it of what its own words call it: …的村达到150个 of 186个村."""
    said = _SOME.search(mentions[at].gap)
    if said is None:
        return None
    noun = said.group("noun")
    found = [m for m in mentions[:at] if _same_count(m, mentions[at]) and re.match(rf"\s*(?:行政|自然)?{noun}", m.behind)]
    return found[0] if len(found) == 1 else None


def _find_signed(mentions: tuple[Mention, ...], at: int) -> Mention | None:
    """The projects signed, or of those begun, that are now further: 新签约项目63个；当年开工48个，投产21个. Nothing else may be named."""
    stage = _STAGE.fullmatch(mentions[at].gap)
    if stage is None or not _OF_THOSE.search(mentions[at].sentence.text[: mentions[at].slot.lead]):
        return None
    rank = _rank_of(stage.group("verb"))
    for mention in reversed(mentions[:at]):
        before = _STAGE.fullmatch(mention.gap)
        earlier = _rank_of(before.group("verb")) < rank if before else "签约" in mention.gap
        if earlier and _same_count(mention, mentions[at]):
            return mention
    return None


def _rank_of(verb: str) -> int:
    return next(rank for rank, verbs in enumerate(_STAGES) if verb in verbs)


def _same_count(whole: Mention, part: Mention) -> bool:
    a, b = whole.figure, part.figure
    return (a.kind, a.unit, a.status, a.modifier) == ("level", b.unit, b.status, "eq") and a.period == b.period
