"""Of what, and of what whole, a share is.

Comes in: the draft of a share and the draft before it. Fills in: indicator and `of`. The whole is named (占工业产值的81.7%), stands inside
the phrase with its own number, heads a list behind a colon, or was named by the share before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from audit.extract.carried import carried_name, subject_before
from audit.extract.drafts import CLAUSE_MARK, Draft
from audit.extract.grammar import tail_noun
from audit.extract.phrases import front_phrase, share_parts


def name_share(draft: Draft, previous: Draft | None) -> bool:
    """Whether the share's clause, or the list it is in, names its whole or its subject; the surest way first."""
    ways = (_share_inside, _share_again, _share_of_named, _name_by_colon, _share_in_list, _share_as_fraction)
    return any(way(draft, previous) for way in ways)


def _share_inside(draft: Draft, previous: Draft | None) -> bool:
    whole = _inside_whole(draft, previous) if previous else ""
    if whole:
        draft.of, draft.indicator = whole, carried_name(previous)
    return bool(whole)


def _share_again(draft: Draft, previous: Draft | None) -> bool:
    """A second share of the same thing: …的比重近八成，达到79.6%."""
    if previous is None or previous.kind != "share" or draft.token.shape == "fraction":
        return False
    if front_phrase(draft.piece) or "占" in draft.piece:
        return False
    draft.of, draft.indicator, draft.whole, draft.measure = previous.of, previous.indicator, previous.whole, previous.measure
    return True


def _share_of_named(draft: Draft, previous: Draft | None) -> bool:
    parts = share_parts(draft.piece)
    if re.search(r"(?:大)?约占[^占]*$", draft.piece) and draft.token.modifier == "eq":
        draft.token = replace(draft.token, modifier="about")
    if parts is None:
        return False
    subject, draft.of = parts
    draft.indicator = subject or subject_before(draft) or carried_name(previous)
    draft.whole, draft.measure = draft.of, tail_noun(draft.indicator)
    return True


def _share_in_list(draft: Draft, previous: Draft | None) -> bool:
    """中成药类占14.6% behind 西药类销售额占…的70.8%; 其中常温库占26.1% of the level before; a bare 占79.2% of the total it is part of."""
    listed = re.fullmatch(r"(?P<name>.*?)占比?(?:合计|共计)?(?:为|达|约)?\s*$", draft.piece)
    if listed is None:
        return False
    draft.indicator = front_phrase(listed.group("name"))
    if previous and previous.kind == "level" and "其中" in draft.gap:
        draft.of = draft.whole = previous.indicator
    elif previous and not draft.indicator:
        draft.of, draft.indicator = previous.parent or None, previous.indicator
    elif previous and previous.whole:
        draft.of, draft.whole, draft.measure = previous.whole, previous.whole, previous.measure
        draft.indicator += draft.measure if tail_noun(draft.indicator) == "" else ""
    return True


def _share_as_fraction(draft: Draft, previous: Draft | None) -> bool:
    if draft.token.shape != "fraction" or previous is None:
        return False
    whole = re.search(r"占(.{1,20}?)的?\s*$", draft.piece)
    draft.of = whole.group(1) if whole else None
    draft.indicator = carried_name(previous)
    return True


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
        draft.of, draft.measure = parts[1], tail_noun(parts[0])
    elif previous and previous.measure and name and not _RATE_NAME.search(name):
        draft.of, draft.measure = previous.whole, previous.measure
    else:
        return False
    draft.whole = draft.of
    draft.indicator = name + draft.measure
    return True


_RATE_NAME = re.compile(r"(?:率|比重|占比|比例|比率|强度|指数|系数)$")
