"""Relation `stock_flow`: what is new in a period against what there is in all at its end.

Comes in: a reading. Goes out: one row for each new amount whose total bears the same name, in the same unit: 新增10家，累计160家. A total
of another period, a plan against a result, and names too general to be one thing (项目) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from audit.model import Figure, Reading, RelationRow
from audit.relate.operands import Mention, all_mentions, core_name, is_part, scope_of
from audit.relate.rows import make_row, operand_columns, reason_for

_TOTAL = re.compile(r"达到?|共有|拥有|总数|总量|现有|增至|累计|[超近]")
_THEN_NEW = re.compile(r"\s*[，,、]\s*(?:其中)?(?:当年|全年|今年|本年|年内)?(?:净)?新增\s*")
_IN_ALL = re.compile(
    r"[^，,；;。]{0,8}[，,](?:全[市省县区国])?[\u4e00-\u9fff]{0,6}总(?:长|里程|长度|数|量|面积|规模)(?:达到?|为|近|超)*\s*"
)
_CUMULATED = re.compile(r"\s*[，,、]\s*(?:目前)?累计(?:达到?|已达|建成|认定|拥有|有)?\s*")
_BARE = ("总数", "总量")
_MADE = re.compile(r"新增|新建|建成|开通|新开|净增|新认定")
_GENERAL = frozenset("项目 企业 活动 平台 机构 人员 人 人才 资金 投资 面积 床位 学位 岗位 合同 金额 收入 支出 债券 车辆".split())


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The stock and flow rows of a document, in the order of the new amounts."""
    paired: set[int] = set()
    for flow in reading.figures:
        if flow.kind == "level" and flow.aspect == "new" and (stock := _find_stock(reading, flow)) is not None:
            paired.add(flow.figure)
            yield _relate(reading, flow, stock)
    for mentions in all_mentions(reading):
        for flow, stock in _pairs_beside(mentions):
            if flow.figure not in paired:
                yield _relate(reading, flow, stock)


def _pairs_beside(mentions: tuple[Mention, ...]) -> Iterator[tuple[Figure, Figure]]:
    """What is new right behind what there is (参保21.6万人，新增0.9万人), and the other way round (建成67公里，总里程900公里)."""
    for n, mention in enumerate(mentions):
        if _CUMULATED.fullmatch(mention.gap) and (flow := _find_flow(mentions, n)) is not None:
            yield flow, mention.figure
    for first, second in pairwise(mentions):
        a, b = first.figure, second.figure
        if (a.kind, a.unit, a.period, a.status) != ("level", b.unit, b.period, b.status) or b.kind != "level" or not a.unit:
            continue
        if _THEN_NEW.fullmatch(second.gap) and b.indicator == a.indicator and a.aspect != "new":
            yield b, a
        elif _IN_ALL.fullmatch(second.gap) and _MADE.search(first.gap) and (set(a.indicator) & set(b.indicator) or b.indicator in _BARE):
            yield a, b


def _find_flow(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """What is new of the total behind it; its own parts may stand between: 新增23家，包括国家级2家、省级8家，累计154家."""
    stock = mentions[at].figure
    for mention in reversed(mentions[:at]):
        same = (mention.figure.kind, mention.figure.unit, mention.figure.status) == ("level", stock.unit, stock.status)
        between = mention.sentence.text[mention.slot.tail : mentions[at].slot.lead]
        if not same or re.search(r"[；;。]", between):
            return None
        if mention.figure.aspect == "new":
            return mention.figure
        if not is_part(mention) and not re.search(r"包括|其中", mention.sentence.text[: mention.slot.lead]):
            return None
    return None


def _find_stock(reading: Reading, flow: Figure) -> Figure | None:
    """The nearest total of the same name; in the same sentence a general name will do."""
    name = core_name(flow.indicator)
    fits = [f for f in reading.figures if _may_hold(f, flow, name) and _is_total(reading, f)]
    marked = [f for f in fits if f.aspect in ("cumulative", "total")] or fits
    return min(marked, key=lambda f: abs(f.figure - flow.figure), default=None)


def _may_hold(stock: Figure, flow: Figure, name: str) -> bool:
    """Whether a figure can be the total of what is new: of one name, unit, period and scope, and no plan against a result."""
    alike = (stock.kind, stock.unit, stock.period, scope_of(stock)) == (flow.kind, flow.unit, flow.period, scope_of(flow))
    settled = stock.status == flow.status or stock.aspect in ("cumulative", "total") or flow.status == "forecast"
    near = stock.sentence == flow.sentence or (name not in _GENERAL and len(name) >= 4)
    return alike and settled and near and stock.aspect != "new" and _one_name(core_name(stock.indicator), name)


def _one_name(stock: str, flow: str) -> bool:
    """Equal names, or the total's name in full and its end: 走廊创新节点 and 创新节点."""
    return stock == flow or (len(flow) >= 4 and stock.endswith(flow))


def _is_total(reading: Reading, figure: Figure) -> bool:
    """Whether the words before a figure make it a total: 达到263家, 共有, 累计, 总数."""
    sentence = reading.sentences[figure.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == figure.figure)
    if re.search(r"每[\u4e00-\u9fff]{1,4}[^，,；;。]{0,12}$|人均", sentence.text[max(0, slot.lead - 20) : slot.lead]):
        return False  # 每万人拥有5G基站21个
    return figure.aspect in ("cumulative", "total") or _TOTAL.search(sentence.text[max(0, slot.lead - 8) : slot.tail]) is not None


def _is_far(flow: Figure, stock: Figure) -> bool | None:
    """Whether what is new is more than twice what is printed of the whole (新增1000万家, 累计超2.47万家); None where that is not known."""
    if flow.low is None or stock.value is None or not stock.known:
        return None
    return flow.low > 2 * stock.value


def _relate(reading: Reading, flow: Figure, stock: Figure) -> RelationRow:
    columns = {
        **operand_columns("flow", flow),
        **operand_columns("stock", stock),
        "indicator": stock.indicator,
        "link": stock.aspect or "total",
        "far": _is_far(flow, stock),
    }
    spans = (flow.span("flow"), stock.span("stock"))
    sentence = reading.sentences[flow.sentence]
    shown = f"{flow.text} ≤ {stock.text}"
    return make_row(
        "stock_flow", reading, sentence, columns, spans, figures=(flow, stock), arithmetic=shown, why_not=reason_for((flow, stock))
    )
