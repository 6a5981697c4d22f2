"""What a number does: level, change, delta, share, multiple, rank, ordinal or ratio; its sign and what it is compared with.

Comes in: the drafts of a sentence. Fills in: kind, sign, unit, against. The change verb that governs a number stands directly before it
(增长24.5%), or before the 、 list that it belongs to; 增长到 and 提高至 lead to a level.
"""

from __future__ import annotations

import re
from functools import cache

from audit.extract.drafts import Draft, SentenceDraft
from audit.extract.grammar import any_of, load_words

_AGAINST = (
    ("since", re.compile(r"[比较与]\s*(?:￼+|(?:19|20)\d{2}年)(?!末|底|同期)")),
    ("annual", re.compile(r"年均|年平均|平均每年")),
    ("ytd", re.compile(r"[比较](?:年初|上年末|去年末|上年底|去年底|￼*年初)")),
    ("mom", re.compile(r"环比|[比较](?:上月|上季度|上个月)")),
    ("yoy", re.compile(r"同比|[比较](?:上年|去年|上一年|往年)(?:同期|同口径)?|[比较]同期")),
)
_STRONG = (
    "增加|减少|增长|下降|提高|降低|上升|回落|上涨|下跌|扩大|缩小|提升|收窄|下滑|压降|压减|下调|上调"
    "|增产|减产|增收|减收|增支|减支|多增|少增|多减|少减"
)
_ADVERBS = r"(?:分别|均|各|则|又|再|也|仅|已|还)*"


@cache
def _verb_end() -> re.Pattern[str]:
    verbs = any_of("turned", "rise", "fall")
    return re.compile(rf"(?<![新净])({verbs})(?:了|率|幅|幅度|速度)?{_ADVERBS}(?:为|达到|达|约|是)?{_ADVERBS}\s*$")


@cache
def _strong_end() -> re.Pattern[str]:
    return re.compile(rf"(?<![新净])({_STRONG})(?:了|幅度)?{_ADVERBS}(?:为|达到|达|约)?\s*$")


def decide_kinds(sentence: SentenceDraft) -> None:
    """Fill in kind, sign, unit and comparison base of every draft of a sentence."""
    previous: Draft | None = None
    for draft in sentence.drafts:
        _decide_kind(draft, previous)
        _decide_against(draft, previous)
        _decide_unit(draft, previous)
        number = draft.token.number
        draft.value = None if number is None else number.value * draft.sign
        previous = draft


def _decide_kind(draft: Draft, previous: Draft | None) -> None:
    shape, dimension = draft.token.shape, draft.token.dimension
    if shape in ("rank", "ordinal", "ratio"):
        draft.kind = shape
        return
    if draft.listed and previous and _comparable(draft, previous):
        draft.kind, draft.sign, draft.verb = previous.kind, previous.sign, previous.verb
        return
    if shape == "flat":
        draft.kind = (
            "delta"
            if previous and previous.kind in ("share", "delta") and previous.token.dimension in ("percent", "points", "permille")
            else "change"
        )
        return
    verb = _verb_end().search(draft.piece)
    word = verb.group(1) if verb else ""
    if dimension in ("percent", "permille"):
        draft.kind = "change" if verb and not _is_rate_word(draft.piece, verb) else "share"
    elif dimension == "points":
        draft.kind = "delta"
        word = word or _loose_verb(draft.piece)
    elif dimension == "multiple":
        draft.kind = "change" if verb or draft.token.unit == "番" else "multiple"
    else:
        strong = _strong_end().search(draft.piece)
        word = strong.group(1) if strong and not _opens_phrase(draft, strong, previous) else ""
        draft.kind = "delta" if word else _kind_without_verb(draft)
    if draft.kind in ("change", "delta"):
        draft.verb = word
        draft.sign = -1 if word in load_words()["fall"] and not re.search(any_of("turned"), draft.piece) else 1


def _comparable(draft: Draft, previous: Draft) -> bool:
    """Whether a listed number goes on with what the one before it does: 增长12.2%、17.9%."""
    same = draft.token.dimension == previous.token.dimension
    return same and previous.kind in ("change", "delta", "share", "level", "multiple") and draft.token.shape != "flat"


def _is_rate_word(piece: str, verb: re.Match[str]) -> bool:
    """人口自然增长率 and 审减率 are shares by nature; 增长率达到 of an indicator stays a change."""
    by_nature = len(verb.group(1)) == 1 and piece.startswith("率", verb.end(1))
    return by_nature or re.search(r"自然增长率?\s*(?:为|达到|达)?\s*$", piece) is not None


def _loose_verb(piece: str) -> str:
    """A verb of change somewhere in the clause, for 个百分点 that stand away from it (下降幅度比上年同期少2个百分点)."""
    found = re.findall(any_of("rise", "fall"), piece)
    return found[-1] if found else ""


def _opens_phrase(draft: Draft, verb: re.Match[str], previous: Draft | None) -> bool:
    """增加3000个学位 is an amount of something new, 增加3378亿元 after a level a difference."""
    has_base = any(pattern.search(draft.gap) for _, pattern in _AGAINST)
    subject = draft.piece[: verb.start()].strip("，, \t")
    after_level = previous is not None and previous.token.dimension == draft.token.dimension
    return not has_base and not subject and not after_level and bool(re.match(r"\s*[\u4e00-\u9fff“]", draft.behind))


def _kind_without_verb(draft: Draft) -> str:
    return "ratio" if not draft.token.unit and re.search(r"(?:比率|之比|比值|比为)(?:约|为|是)?\s*$", draft.piece) else "level"


def _decide_against(draft: Draft, previous: Draft | None) -> None:
    if draft.kind not in ("change", "delta"):
        return
    for name, pattern in _AGAINST:
        found = pattern.search(draft.gap)
        if found:
            draft.against = name
            return
    if draft.token.shape == "flat":
        draft.against = "yoy"
    elif previous and previous.kind in ("change", "delta"):
        draft.against = previous.against


def _decide_unit(draft: Draft, previous: Draft | None) -> None:
    draft.unit = draft.token.unit
    if draft.token.shape == "flat":
        draft.unit = "个百分点" if draft.kind == "delta" else "%"
    elif not draft.unit and draft.token.scaled:
        draft.unit = _unit_of_noun(draft)


def _unit_of_noun(draft: Draft) -> str:
    """The counting unit of a bare 万 or 亿, taken from its noun: 415万参保失业人员 are 人, 参观人次6217.9万 are 人次."""
    around = draft.behind[:12], draft.piece[-8:]
    for text in around:
        if "人次" in text:
            return "人次"
    if re.match(r"\s*[\u4e00-\u9fff]{0,8}(?:人员|人口|职工|学生|居民|群众|农民|党员|游客|劳动者|毕业生|儿童|老人|者)", around[0]):
        return "人"
    return "人" if re.search(r"(?:人数|人口|人员|职工)(?:达到|达|为|约|超)?\s*$", around[1]) else ""
