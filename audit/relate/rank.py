"""Relation `rank`: two claims of the place of one thing among the same others.

Comes in: a reading. Goes out: one row for each rank beside the first other claim of the same indicator, field (全市, 全省) and period.
A place that moved (由第五位升至第三位, 较上年前进两位) and a place among the first ten are no claims that compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Figure, Reading, RelationRow
from audit.relate.operands import Mention, all_mentions, core_name
from audit.relate.rows import make_row, operand_columns, reason_for

_FIELD = re.compile(r"全球|世界|全国|全省|全市|全县|全区|全州|亚洲|长三角|珠三角|大湾区|同类(?:城市|地区)|(?:地级|省会|副省级|一线)城市")
_MOVED = re.compile(r"[由从到至原前]|上年|去年|同期|上[升移]|升|跃|提升|提高|进位|力争|争取|目标|计划|预计|曾|一度|连续|增速|增幅|增长率")
_SHORTEST = 3


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The pairs of claims of one rank, in reading order."""
    seen: dict[tuple[str, str, str | None], Figure] = {}
    for mentions in all_mentions(reading):
        for mention in mentions:
            key = _find_claim(mention)
            if key is None:
                continue
            first = seen.setdefault(key, mention.figure)
            if first is not mention.figure and first.sentence != mention.figure.sentence:
                yield _relate(reading, first, mention, key[1])


def _find_claim(mention: Mention) -> tuple[str, str, str | None] | None:
    """What is ranked, among whom and when; None where the words do not say all of it, or speak of a change."""
    figure = mention.figure
    if (figure.kind, figure.status, figure.modifier) != ("rank", "actual", "eq") or not figure.known or mention.sentence.row is not None:
        return None
    clause = re.split(r"[，,；;。：:]", mention.gap)[-1]
    fields = _FIELD.findall(clause)
    name = core_name(figure.indicator)
    if not fields or len(name) < _SHORTEST or name not in re.sub(r"\s", "", clause) or _MOVED.search(clause.replace(name, "")):
        return None
    return name, fields[-1], figure.period


def _relate(reading: Reading, first: Figure, mention: Mention, field: str) -> RelationRow:
    second = mention.figure
    columns = {
        **operand_columns("first", first),
        **operand_columns("second", second),
        "indicator": second.indicator,
        "field": field,
        "period": second.period,
    }
    spans = (first.span("first"), second.span("second"))
    used = (first, second)
    shown = f"{field}: {first.text} ↔ {second.text}"
    return make_row("rank", reading, mention.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason_for(used))
