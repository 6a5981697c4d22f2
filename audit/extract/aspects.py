"""Whether an amount is new, cumulative or a total, by an explicit word before it.

Comes in: a named draft and the one before it. Fills in: aspect. It stands on levels only; a part of what is new is new, and a listed number
goes on with what its list began with.
"""

from __future__ import annotations

import re

from audit.extract.drafts import CLAUSE_MARK, Draft

_NEW = re.compile(
    r"(?:新增(?!长)|净增(?!长)|增补|引进|引育|招引|引入|(?<!重)新(?:认定|引进|引育|建成?|设立?|签约?|启动|导入|开工|获批?|培育|入库|注册|登记|招聘|改建|创建|办|开业|落地|品种|上牌|接入))"
)
_CUMULATIVE = re.compile(r"累计|共有|共拥有|总计有")
_TOTAL = re.compile(
    r"总(?:产量|头数|人数|户数|台数|面积|里程|投资|数|量)(?:达到?|为|超|突破)?\s*$|合计|共计|总计|总数|总量|(?<![累公])共(?!有|同|建|享|性|产|和|拥有|完成)"
    r"|(?:收入|支出|基金)计\s*$"
)
_FROM_BEFORE = re.compile(r"(?:目标|任务|计划)数?|[比较](?:上年|去年)的\s*$")
_LISTED = re.compile(r"[^，,；;。：:（）()]{0,12}(?:、|和|与|及)")


def decide_aspect(draft: Draft, previous: Draft | None) -> None:
    """Fill in the aspect; `previous` is the draft before in the same sentence."""
    if draft.kind == "share" and re.search(r"合计(?:占|为|达)[^，]*$", draft.piece):
        draft.aspect = "total"
    if draft.kind != "level":
        return
    own = _own_aspect(draft.piece)
    if own:
        draft.aspect = own
    elif previous is not None and previous.aspect and previous.kind == "level" and not re.search(r"达到?\s*$", draft.piece):
        draft.aspect = _taken_over(draft, previous)


def _own_aspect(piece: str) -> str | None:
    if _TOTAL.search(piece) and re.search(r"总投资\s*$", piece):
        return "total"
    if _NEW.search(piece):
        return "new"
    if _CUMULATIVE.search(piece):
        return "cumulative"
    return "total" if _TOTAL.search(piece) else None


def _taken_over(draft: Draft, previous: Draft) -> str | None:
    listed = _LISTED.match(draft.gap) and CLAUSE_MARK.search(draft.gap) is None
    opens = re.search(r"其中|包括|[（(]", draft.gap) is not None and draft.unit == previous.unit
    part = opens and (previous.aspect == "new" or (previous.aspect == "cumulative" and draft.scope is not None))
    same = _FROM_BEFORE.search(draft.piece) is not None and previous.unit == draft.unit
    return previous.aspect if listed or part or same else None
