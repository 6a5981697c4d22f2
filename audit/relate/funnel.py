"""Relation `funnel`: two figures of which one cannot be larger, because it is a part, a later stage, a narrower scope or notion.

Comes in: a reading. Goes out: one row a pair: parts behind 其中, stages of one selection (报名, 晋级半决赛, 晋级决赛), 市级 within 全市,
and notions that are ordered by definition (技术交易额 within 技术合同成交额).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.knowledge import load_orders, load_stages
from audit.model import Figure, Reading, RelationRow
from audit.relate.columns import find_table_sums
from audit.relate.heads import can_turn
from audit.relate.lists import find_lists
from audit.relate.operands import Mention, all_mentions, core_name, scope_of, without_scope
from audit.relate.rows import make_row, operand_columns, reason_for
from audit.relate.within import find_whole

_LONG_NAME = 6


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The funnel rows of a document: parts, stages, scopes, notions."""
    seen: set[tuple[int, int]] = set()
    for earlier, later, link in (*_parts(reading), *_counts(reading), *_stages(reading), *_scopes(reading), *_notions(reading)):
        pair = (earlier.figure, later.figure)
        if pair not in seen and earlier.figure != later.figure:
            seen.add(pair)
            yield _relate(reading, earlier, later, link)


def _parts(reading: Reading) -> Iterator[tuple[Figure, Figure, str]]:
    for found in (*find_lists(reading), *find_table_sums(reading)):
        for part in found.parts:
            yield found.total, part, found.link


def _counts(reading: Reading) -> Iterator[tuple[Figure, Figure, str]]:
    """186个行政村中，171个建成垃圾分类点."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            whole = find_whole(mentions, n)
            if whole is not None:
                yield whole.figure, mention.figure, "其中"


def _stages(reading: Reading) -> Iterator[tuple[Figure, Figure, str]]:
    """Counts whose words are stages of one selection, each against the nearest earlier stage of its sentence or the one before."""
    last: list[tuple[Mention, tuple[int, int]]] = []
    for mentions in all_mentions(reading):
        staged = [(m, stage) for m in mentions if _is_count(m.figure) and (stage := _stage_of(m)) is not None]
        for n, (mention, (family, rank)) in enumerate(staged):
            pool = staged[:n] or [(m, r) for m, r in last if _follows(m, mention)]
            before = [(m, r) for m, (f, r) in pool if f == family and r < rank and m.figure.unit == mention.figure.unit]
            if before:
                nearest = min(before, key=lambda pair: (rank - pair[1], mention.figure.figure - pair[0].figure.figure))[0]
                yield nearest.figure, mention.figure, "阶段"
        last = staged


def _is_count(figure: Figure) -> bool:
    """Whole things printed in full, or persons, of whom statistics give ten thousands."""
    return figure.kind == "level" and (figure.exact or (figure.unit == "人" and figure.modifier == "eq"))


def _follows(earlier: Mention, later: Mention) -> bool:
    """Whether a stage of the sentence before is of the same selection: its name shares a notion (国高) besides the general noun."""
    if later.sentence.index != earlier.sentence.index + 1 or later.sentence.paragraph != earlier.sentence.paragraph:
        return False
    a, b = (re.sub(r"企业|项目|单位|申报|通过|认定|受理|立项|数量", "", m.figure.indicator) for m in (earlier, later))
    return any(a[n : n + 2] in b for n in range(len(a) - 1))


def _stage_of(mention: Mention) -> tuple[int, int] | None:
    """The stage that the words right around a count name: 36个项目晋级市半决赛, 成功报名数459个."""
    before = re.sub(r"[（(][^（()）]{0,20}[）)]", "", mention.gap)  # 认定（视同）工伤
    around = (re.split(r"[，,；;。、（(]", mention.behind)[0], re.split(r"[，,；;。、）)]", before)[-1])
    for words in around:
        found = [
            (len(word), family, rank)
            for family, ranks in enumerate(load_stages())
            for rank, names in enumerate(ranks)
            for word in names
            if word in words
        ]
        if found:
            _, family, rank = max(found)
            return family, rank
    return None


def _scopes(reading: Reading) -> Iterator[tuple[Figure, Figure, str]]:
    """市级政府债务限额 against 政府债务限额, of one period and status."""
    whole: dict[tuple[str, str, str | None, str], list[Figure]] = {}
    for figure in reading.figures:
        if _is_money(figure) and not scope_of(figure) and len(figure.indicator) >= 4:
            whole.setdefault((figure.indicator, figure.unit, figure.period, figure.status), []).append(figure)
    for figure in reading.figures:
        scope = scope_of(figure)
        name = without_scope(figure.indicator)
        wider = whole.get((name, figure.unit, figure.period, figure.status), [])
        if can_turn(name) and "滚存" not in name:  # a county's deficit makes the whole's surplus smaller than the city's
            continue
        if scope in ("市级", "市本级", "县级", "县本级", "省级", "省本级", "区级", "区本级") and _is_money(figure) and len(wider) == 1:
            yield wider[0], figure, scope


def _is_money(figure: Figure) -> bool:
    """Only amounts of money: 省级重点实验室 are a class of their own, no part of 重点实验室 below them."""
    return figure.kind == "level" and figure.unit == "元"


def _notions(reading: Reading) -> Iterator[tuple[Figure, Figure, str]]:
    """Notions ordered by definition, of one period, scope and unit: in one paragraph, or anywhere if only one bears the long name."""
    for order in load_orders():
        for narrow in reading.figures:
            called = _split_name(narrow, order.narrower)
            if called is None:
                continue
            basis = (narrow.kind, narrow.unit, narrow.period, narrow.status)
            wider = [f for f in reading.figures if (f.kind, f.unit, f.period, f.status) == basis and _split_name(f, order.wider) == called]
            near = [f for f in wider if reading.sentences[f.sentence].paragraph == reading.sentences[narrow.sentence].paragraph]
            alone = wider if len(wider) == 1 and len(order.wider) >= _LONG_NAME else []
            for wide in near or alone:
                if wide is not narrow:
                    yield wide, narrow, "定义"


def _split_name(figure: Figure, name: str) -> tuple[str, str] | None:
    """What stands before and behind a notion in an indicator: those of different things (甲企业净利润, 乙企业营业收入) do not compare."""
    before, found, behind = figure.indicator.rpartition(name)
    if not found or figure.kind not in ("level", "share") or (figure.kind == "level" and behind not in ("", "人数", "参保人数")):
        return None
    return core_name(before).removesuffix("平均"), behind


def _relate(reading: Reading, earlier: Figure, later: Figure, link: str) -> RelationRow:
    used = (earlier, later)
    columns = {
        **operand_columns("earlier", earlier),
        **operand_columns("later", later),
        "indicator": later.indicator,
        "link": link,
        "status": later.status,
        "period": later.period,
    }
    spans = (earlier.span("earlier"), later.span("later"))
    sentence = reading.sentences[later.sentence]
    shown = f"{later.text} ≤ {earlier.text}"
    return make_row("funnel", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason_for(used))
