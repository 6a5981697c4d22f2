"""Relation `wording`: hedges around one number that say the same twice or contradict each other.

Comes in: a reading. Goes out: one row (`what` = hedge-doubled) for each number or placeholder with a hedge before it and one inside
or behind it: 超…余, 近…左右, 不低于…以上. A hedge that only bounds another (超过…万人次) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Reading, RelationRow, Sentence, Slot
from audit.patterns import regex
from audit.relate.rows import make_row

_BEFORE: dict[str, str] = {
    **dict.fromkeys("超过 超出 突破 超 逾".split(), "over"),
    **dict.fromkeys("不低于 不少于 不小于 至少 最少".split(), "atleast"),
    **dict.fromkeys("不超过 不高于 不大于 不多于 至多 最多".split(), "atmost"),
    **dict.fromkeys("接近 将近 近 不足 不到 未到".split(), "under"),
    **dict.fromkeys("大约 约为 约".split(), "about"),
}
_AFTER: dict[str, str] = {
    **dict.fromkeys("多 余".split(), "over"),
    **dict.fromkeys("以上 及以上".split(), "atleast"),
    **dict.fromkeys("以内 之内 以下 及以下".split(), "atmost"),
    **dict.fromkeys("左右 上下".split(), "about"),
}
_HANZI = regex(r"\p{Han}")
_LEAD = regex("(" + "|".join(sorted(_BEFORE, key=len, reverse=True)) + r")(?:了|达|为|达到)?\s*$")
_INSIDE = regex(r"(?<=[\d一二三四五六七八九十百千万亿xX×*])\s*(多|余)(?=\s*(?:\p{Han}|[㎡%A-Za-z]))")
_BEHIND = regex(r"\s*(及以上|以上|以内|之内|及以下|以下|左右|上下|多|余)(?!\p{Han}{0,2}(?:的?比例|部分))")
_AIM = regex(r"的?\p{Han}{0,4}(?:目标|预期|计划|任务)")  # 超过5%左右的预期目标: the target itself is 5%左右
_FALSE_LEAD = regex(r"(?:[高反赛远附最邻相靠逼新]|节|条|合|公|契|预|履|签|制|大|简|特)$")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of all numbers with two hedges, in reading order."""
    for sentence in reading.sentences:
        for place, slot in enumerate(sentence.slots):
            row = _relate(reading, sentence, slot, sentence.slots[place - 1] if place else None)
            if row:
                yield row


def _relate(reading: Reading, sentence: Sentence, slot: Slot, last: Slot | None) -> RelationRow | None:
    """A hedge before the number, or before the one that it directly follows: 超过30批次400多人."""
    text = sentence.text
    before = _find_before(text, slot) or (_find_before(text, last) if last and not text[last.end : slot.start].strip() else None)
    after = _INSIDE.search(text, slot.start, slot.end) or _find_behind(text, slot)
    figure = reading.figures[slot.figure]
    if before is None or after is None or figure.kind in ("rank", "ordinal"):
        return None
    columns = {"what": "hedge-doubled", "before_hedge": before.group(1), "after_hedge": after.group(1)}
    span = reading.place(sentence, before.start(1), max(slot.end, after.end(1)), "figure")
    shown = f"{before.group(1)}…{after.group(1)}"
    return make_row("wording", reading, sentence, columns, (span,), figures=(figure,), arithmetic=shown)


def _find_before(text: str, slot: Slot) -> re.Match[str] | None:
    match = _LEAD.search(text[: slot.start])
    return match if match and not _FALSE_LEAD.search(text[: match.start()]) else None


def _find_behind(text: str, slot: Slot) -> re.Match[str] | None:
    """A hedge behind the unit; 以上 before a noun (50人以上企业) or a class (5亿元以上的) says which, not how many."""
    match = _BEHIND.match(text, slot.end)
    if match is None:
        return None
    word = match.group(1)
    if _AIM.match(text, match.end()):
        return None
    class_noun = word in ("以上", "及以上", "以下", "及以下") and _HANZI.match(text, match.end())
    long_noun = word in ("多", "余") and not _HANZI.match(text, match.end())
    return None if class_noun or long_noun else match
