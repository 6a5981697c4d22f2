"""Relation `carried`: what there was at the beginning, what came and what went, and what there is at the end.

Comes in: a reading. Goes out: one row for each sentence that tells all of it: 年初320家，新认定86家，到期退出25家，年末381家.
A sentence with an amount that neither came nor went (其中, 结转) is left out, and so is one that says only what came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.operands import Mention, all_mentions, core_name, show_like
from audit.relate.rows import figure_columns, interval_columns, make_row, reason_for

_OPENING = regex(r"(?:年初|期初|月初|上年末|上年底|去年底|去年末|上年结[余转]|上年滚存结余)(?!.*(?:增|减))[^，,；;。]{0,14}$")
_CLOSING = regex(r"(?:年末|期末|月末|年底|滚存结余|累计结余)[^，,；;。]{0,14}$")
_CAME = regex(
    r"新增|新认定|新建|新设|新开|新登记|新注册|新办|新进|新入|新招|新签|新纳入|新接收|增加|净增|转入|调入|购入|购进|入库|收入|迁入|出生|认定|受理|新收"
)
_WENT = regex(
    r"退出|减少|净减|注销|关闭|支出|转出|调出|撤销|撤并|淘汰|吊销|核销|取消|离职|退休|报废|死亡|迁出|到期|出库|清退|摘牌|办结|审结|结案|核减|退库|流失"
)
_ASIDE = regex(r"\s*[（(，,]\s*(?:其中)?(?:不?含|另|包括)")
"""Behind the closing amount, what it is of besides: 年末391家（含转入10家）."""
_MARK = regex(r"[，,；;、：:。]")
_NO_STEP = regex(r"其中|包括|结转|补助|上解|结余|目标|计划|预计|力争|同比|[比较]|以上|等")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    for mentions in all_mentions(reading):
        if mentions[0].sentence.row is not None:
            continue
        for n, mention in enumerate(mentions):
            if mention.figure.kind == "level" and _OPENING.search(mention.gap):
                found = _follow(mentions[n:])
                if found is not None:
                    yield _relate(reading, *found)


def _follow(mentions: Sequence[Mention]) -> tuple[Mention, list[Figure], list[Figure], Mention] | None:
    """The steps from an opening amount to its closing one; None where one of them is neither."""
    opening = mentions[0].figure
    came: list[Figure] = []
    went: list[Figure] = []
    for mention in mentions[1:]:
        figure = mention.figure
        if figure.kind not in ("level", "delta") or (figure.unit, figure.status, figure.modifier) != (opening.unit, opening.status, "eq"):
            return None
        if figure.kind == "level" and _CLOSING.search(mention.gap):
            whole = came and went and not _ASIDE.match(mention.behind) and _is_one_stock(opening, figure) and opening.modifier == "eq"
            return (mentions[0], came, went, mention) if whole else None
        clause = _MARK.split(mention.gap)[-1] + _MARK.split(mention.behind)[0]
        arrives, leaves = _CAME.search(clause) is not None, _WENT.search(clause) is not None
        if arrives == leaves or _NO_STEP.search(clause):
            return None
        (came if arrives else went).append(figure)
    return None


def _is_one_stock(opening: Figure, closing: Figure) -> bool:
    """Whether two names are of one stock: 在册企业, 实有企业."""
    a, b = core_name(opening.indicator), core_name(closing.indicator)
    return a == b or not a or not b or a[-2:] == b[-2:]


def _relate(reading: Reading, opening: Mention, came: list[Figure], went: list[Figure], closing: Mention) -> RelationRow:
    used = (opening.figure, *came, *went, closing.figure)
    reason = reason_for(used)
    computed, cut = opening.figure.interval, opening.figure.truncated
    for figures, sign in ((came, 1), (went, -1)):
        for figure in figures:
            computed, cut = (
                _add(total, size, sign) for total, size in ((computed, _size(figure.interval)), (cut, _size(figure.truncated)))
            )
    columns = {
        **figure_columns("stated", closing.figure),
        **interval_columns("computed", computed, cut, known=reason is None),
        "indicator": closing.figure.indicator,
        "period": closing.figure.period,
    }
    roles = [("opening", [opening.figure]), ("came", came), ("went", went), ("closing", [closing.figure])]
    spans = [figure.span(role) for role, figures in roles for figure in figures]
    steps = [f"+ {figure.text}" for figure in came] + [f"− {figure.text}" for figure in went]
    shown = f"{opening.figure.text} {' '.join(steps)} = {show_like(computed, closing.figure)} ↔ {closing.figure.text}"
    return make_row("carried", reading, closing.sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)


def _add(total: Interval, size: Interval, sign: int) -> Interval:
    return total + size if sign > 0 else total - size


def _size(interval: Interval) -> Interval:
    """How much came or went: 减少25家 is printed as a difference below 0."""
    below = interval.high is not None and interval.high <= 0 and interval.low is not None
    return Interval(-interval.high, -interval.low) if below and interval.high is not None and interval.low is not None else interval
