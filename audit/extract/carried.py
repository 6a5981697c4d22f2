"""What a number takes over from the words and figures before it, and the noun that a name measures with.

Comes in: drafts. Goes out: names. A name is carried along a sentence until another one is said.
"""

from __future__ import annotations

import re

from audit.extract.drafts import CLAUSE_MARK, Draft
from audit.extract.phrases import front_phrase

BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_PLANNED = re.compile(r"(?:的)?(?:年初预算|调整预算|预算调整|预算数|预算安排|计划数|目标数|任务数|预算)$")
TAIL_NOUN = re.compile(
    r"(?:进出口总额|总额|商品零售|零售额|销售额|增加值|产值|人数|总量|数量|收入|支出|投资|价格|面积|产量|人均可支配收入|"
    r"对经济增长的贡献率|贡献率|比重|覆盖率|增长率|率|数|额|量|值)$"
)


def subject_before(draft: Draft) -> str:
    """The subject that an earlier clause of the same gap names: 全市道路交通事故数,同比下降14.7%."""
    pieces = [piece for piece in CLAUSE_MARK.split(BRACKETED.sub("", draft.gap)) if piece.strip()][:-1]
    for piece in reversed(pieces):
        name = front_phrase(piece)
        if 2 <= len(name) <= 24:
            return name
    return ""


def carried_name(previous: Draft | None) -> str:
    if previous is None:
        return ""
    name = re.sub(r"占.{1,30}比重$", "", previous.indicator) if previous.kind == "delta" else previous.indicator
    return _PLANNED.sub("", name) or name


_PLANNED = re.compile(r"(?:的)?(?:年初预算|调整预算|预算调整|预算数|预算安排|计划数|目标数|任务数|预算)$")


def tail_noun(name: str) -> str:
    """The noun at the end of a name that says what is measured: 西药类销售额 measures 销售额."""
    found = TAIL_NOUN.search(name)
    return found.group() if found else ""
