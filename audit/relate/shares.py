"""Relation `shares_of_one`: the percentages of one whole that a list gives.

Comes in: a reading. Goes out: one row for each list of at least two shares of the same whole in one sentence. It is complete
where its names are all the classes there are (三次产业), where 其他 closes it, or where the text counts them (六大区域, six shares).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.extract.numerals import read_number
from audit.interval import HUNDRED, ZERO, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.lists import close_names
from audit.relate.operands import Mention, core_name, mentions_of
from audit.relate.rows import interval_columns, make_row, reason_for

_REST = re.compile(r"^其(?:他|它|余)")
_COUNT = re.compile(r"([二三四五六七八九十两\d]+)大(?:区域|类|板块|行业|产业|领域)")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The lists of shares of a document, in reading order."""
    for sentence in reading.sentences:
        groups: dict[str, list[Figure]] = {}
        for mention in mentions_of(reading, sentence):
            figure = mention.figure
            if figure.kind == "share" and figure.unit == "%" and figure.of and "其中" not in mention.gap and _lists_class(mention):
                groups.setdefault(core_name(figure.of), []).append(figure)
        for whole, shares in groups.items():
            if len(shares) > 1:
                yield _relate(reading, sentence, whole, shares)


def _lists_class(mention: Mention) -> bool:
    """Whether a share is one of a list: a sum of classes (以上三类合计占) or a degree of completion (为预算的) is none."""
    return not re.search(r"合计|共占|总共|以上|预算|计划|目标|任务|进度", mention.gap)


def _relate(reading: Reading, sentence: Sentence, whole: str, shares: list[Figure]) -> RelationRow:
    computed, cut = Interval(ZERO, ZERO), Interval(ZERO, ZERO)
    for share in shares:
        computed, cut = computed + share.interval, cut + share.truncated
    complete = _is_complete(sentence, shares)
    reason = reason_for(shares)
    hundred = Interval.of(HUNDRED)
    columns = {
        **interval_columns("stated", hundred, hundred),
        **interval_columns("computed", computed, cut, known=reason is None),
        "of": whole,
        "period": shares[0].period,
        "complete": complete,
        "parts": len(shares),
    }
    why_not = reason or (None if complete else "open-list")
    shown = f"{' + '.join(share.text for share in shares)} = {computed.show()}% ↔ 100%"
    spans = [share.span("share") for share in shares]
    return make_row("shares_of_one", reading, sentence, columns, spans, figures=shares, arithmetic=shown, why_not=why_not)


def _is_complete(sentence: Sentence, shares: list[Figure]) -> bool:
    names = [share.indicator for share in shares]
    counted = _COUNT.search(sentence.text)
    number = read_number(counted.group(1)) if counted else None
    return bool(close_names(names)) or any(_REST.match(name) for name in names) or (number is not None and number.value == len(shares))
