"""Balances of accounts: what is added up to a grand total, and what is left of revenue after expenditure.

Comes in: a reading. Goes out: part lists for the relation `sum`: 收入88921万元，加上补助214630万元…，收入总计357753万元;
收入58760万元，支出51934万元，本年收支结余6826万元; 上年滚存结余66592万元，年末滚存结余73418万元. The first amount may stand in an
earlier sentence of the paragraph; where several could be meant and none fits, the list stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Figure, Reading, Sentence
from audit.relate.lists import PartList
from audit.relate.operands import Mention, add_up, is_part, mentions_of, scope_of

_PLUS = re.compile(r"(?:^|[，,；;。])\s*加(?:上)?[\u4e00-\u9fff]{2}[^，,；;。]*$")
_GRAND = re.compile(r"总计|合计|总量")
_SURPLUS = re.compile(r"(?:收支|本年|当年|年度)结余为?\s*$")
_CLOSING, _OPENING = re.compile(r"(?:年末|期末)[^，,；;。]*结余为?\s*$"), re.compile(r"(?:上年|年初|期初)[^，,；;。]*结[余转]为?\s*$")


def find_balances(reading: Reading) -> Iterator[PartList]:
    """The balances of a document, in reading order."""
    before: list[Mention] = []
    paragraph = None
    for sentence in reading.sentences:
        if sentence.row is not None:
            continue
        if sentence.paragraph != paragraph:
            before, paragraph = [], sentence.paragraph
        mentions = mentions_of(reading, sentence)
        yield from _grand_totals(before, mentions)
        for n, mention in enumerate(mentions):
            earlier = [*before, *mentions[:n]]
            yield from _surplus(earlier, mention, sentence)
            yield from _carried(earlier, mention, sentence)
        before.extend(mentions)


def _grand_totals(before: list[Mention], mentions: tuple[Mention, ...]) -> Iterator[PartList]:
    """Each 加上 of a sentence with the amounts behind it, up to the grand total that they make with what stood before."""
    for start, first in enumerate(mentions):
        if first.figure.kind != "level" or not first.figure.unit or not _PLUS.search(first.gap):
            continue
        added: list[Figure] = []
        for mention in mentions[start:]:
            figure = mention.figure
            if figure.kind != "level" or figure.unit != first.figure.unit or (added and re.search("[；;。]", mention.gap)):
                break
            if added and _GRAND.search(mention.gap):
                earlier = [*before, *mentions[:start]]
                yield from _with_base(earlier, added, figure, mention.sentence)
                break
            added.append(figure)


def _with_base(earlier: list[Mention], added: list[Figure], total: Figure, sentence: Sentence) -> Iterator[PartList]:
    """The first summand: the one amount before that fits, or the only one of the total's side (收入, 支出)."""
    side = "支出" if "支出" in total.indicator else "收入" if "收入" in total.indicator else ""
    bases = [
        m.figure
        for m in earlier
        if m.figure.kind == "level" and m.figure.unit == total.unit and side in m.figure.indicator and not is_part(m) and m.figure.known
    ]
    fitting = [base for base in bases if total.known and add_up([base, *added])[0].meets(total.interval)]
    if fitting or bases:
        base = (fitting or bases)[-1]
        yield PartList(total, (base, *added), "加上", "总计" if fitting or len(bases) == 1 else "", sentence)


def _surplus(earlier: list[Mention], surplus: Mention, sentence: Sentence) -> Iterator[PartList]:
    """Revenue is expenditure and what is left: 收入58760万元，支出51934万元，本年收支结余6826万元."""
    if not _is_balance(surplus, _SURPLUS):
        return
    sides = [_sides_of(earlier, surplus, name) for name in ("收入", "支出")]
    if not all(sides):
        return
    revenue, expenditure = (side[-1] for side in sides)
    if revenue.figure < expenditure.figure:
        together = revenue.sentence == expenditure.sentence == surplus.figure.sentence or all(len(side) == 1 for side in sides)
        yield PartList(revenue, (expenditure, surplus.figure), "结余", "结余" if together else "", sentence)


def _carried(earlier: list[Mention], closing: Mention, sentence: Sentence) -> Iterator[PartList]:
    """What was left before and what is left of this year make what is left at its end."""
    if not _is_balance(closing, _CLOSING):
        return
    own = [m for m in earlier[-4:] if m.sentence is sentence and m.figure.unit == closing.figure.unit]
    opened = [m.figure for m in own if _is_balance(m, _OPENING)]
    moved = [m.figure for m in own if _is_balance(m, _SURPLUS)]
    if len(opened) == len(moved) == 1:
        yield PartList(closing.figure, (opened[0], moved[0]), "结余", "结余", sentence)


def _is_balance(mention: Mention, name: re.Pattern[str]) -> bool:
    """Whether the words before an amount call it so; its indicator does without 本年 and 上年."""
    return mention.figure.kind == "level" and name.search(mention.gap) is not None


def _sides_of(earlier: list[Mention], balance: Mention, name: str) -> list[Figure]:
    """The results of a side before a surplus, of its unit, scope and status; behind 其中 where the surplus is."""
    surplus = balance.figure
    basis = ("level", surplus.unit, surplus.status, scope_of(surplus))
    return [
        m.figure for m in earlier
        if (m.figure.kind, m.figure.unit, m.figure.status, scope_of(m.figure)) == basis
        and m.figure.indicator.endswith(name) and is_part(m) == is_part(balance)
    ]  # fmt: skip
