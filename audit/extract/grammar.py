"""The function words of `rules/lexicon/grammar.yaml` as patterns: what opens a phrase, closes it, turns a sign, makes a plan.

Comes in: nothing but the word list. Goes out: compiled patterns by name, longest word first, built once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from audit.lexicon import lexicon_folder
from audit.resources import read_entries


@cache
def load_words() -> Mapping[str, tuple[str, ...]]:
    """The lists by name, each longest word first."""
    entries = read_entries(lexicon_folder() / "grammar.yaml", ("list", "words"))
    return {entry.text("list"): tuple(sorted(entry.texts("words"), key=len, reverse=True)) for entry in entries}


@cache
def any_of(*names: str) -> str:
    """A pattern that matches any word of the named lists, the longest first."""
    words = sorted({word for name in names for word in load_words()[name]}, key=len, reverse=True)
    return "|".join(map(re.escape, words))


TAIL_NOUN = re.compile(
    r"(?:进出口总额|总额|商品零售|零售额|销售额|增加值|产值|人数|总量|数量|收入|支出|投资|价格|面积|产量|人均可支配收入|"
    r"对经济增长的贡献率|贡献率|比重|覆盖率|增长率|率|数|额|量|值)$"
)
"""The noun at the end of a name that says what is measured: 西药类销售额 measures 销售额."""


def tail_noun(name: str) -> str:
    """The noun at the end of a name that says what is measured: 西药类销售额 measures 销售额."""
    found = TAIL_NOUN.search(name)
    return found.group() if found else ""
