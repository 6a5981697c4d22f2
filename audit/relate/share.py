"""Relation `share`: a part, its whole and the percentage the text states; also a result, its plan and the degree of completion.

Comes in: a reading. Goes out: one row for each share that has a part in its sentence. The whole is the figure that bears the name the
share gives it (占工业产值的), the plan it is measured on (为调整预算的), or, for a named rate, the figure the part came out of. A whole
that the text nowhere gives is implied by another part and its share of the same whole, if the paragraph has one.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from decimal import Decimal

from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow
from audit.patterns import regex
from audit.relate.culprit import find_repairs
from audit.relate.multiple import find_earlier_level
from audit.relate.operands import Mention, all_mentions, core_name, is_part, mentions_of, same_clause, scope_of, show_stated
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for
from audit.relate.shares import is_balanced
from audit.relate.whole import have_one_aspect, interval_of_whole, is_told_whole, is_total_of
from audit.relate.within import find_whole

_SHARE_CLAUSE = regex(r"[^，,；;。]{0,16}[，,]\s*(?:占比?|\p{Han}{2,8}率)(?:为|达到?|是|约)?\s*")
_PLAN = regex(r"预算(?!收入|支出|资金|内|外)|计划|目标|任务|进度")
"""A plan, not a kind of revenue: 一般公共预算收入."""
_MEASURED_ON = regex(r"[，,]\s*(?:约|仅)?(?:占|完成|为|是|达到?|相当于)[^，,；;。]*$")
_WIDER = regex(r"规模以上|规上|限额以上|限上|地方|本级|级|以上|人均|其中")
"""Before a name these make another one of it: 规模以上工业增加值 is no whole of 工业增加值; 货物进出口总额 may be one of 进出口总额."""
_AREA = regex(r"(?:全|我|本)?[国省市区县州镇]|世界|全球|同期|总数|总量")
"""A whole of which only the area is said (12家，占全市34.3%) is another one for every class of things."""
_PER = regex(r"每|人均|户均|平均")
_RATE = regex(r"(\p{Han}{2})率(?:为|达到|达|是|约)?\s*$")
_HUNDRED = Interval.of(100)
_OF_PEOPLE = frozenset(("失业", "出生", "死亡", "增长"))
"""Rates of a population that the text does not give: 失业人员再就业1.2万人，失业率3.1%."""
_LONG_NAME = 8
_EXPLAINED = regex(r"[^。；;]{0,12}(?:主要是|主要因|主要为|主要系|由于|原因|得益于|受\p{Han}{2,12}影响)")
_OF_PLAN = regex(r"[^，,；;。]{0,12}[，,]\s*(?:是|为|达到?)(?:全年|年度|年初)?(?:计划|目标|任务)(?:任务|目标|数)*的\s*")
_ALL_DAYS = regex(r"全年(?:总)?(?:天数|日数)|全年$")

Pair = tuple[Figure, Figure]
"""A part and its share."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The share rows of a document, in reading order."""
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            share = mention.figure
            if share.kind == "share" and share.unit == "%":
                yield from _relate_all(reading, mentions, n)
            elif (share.kind, share.unit) == ("multiple", "倍"):
                found = _find_named_whole(mentions, n) or find_earlier_level(mentions, n) or _find_planned(mentions, n)
                if found is not None:
                    yield _relate(reading, mention, found[0], found[1], None)


def _relate_all(reading: Reading, mentions: tuple[Mention, ...], at: int) -> Iterator[RelationRow]:
    share = mentions[at].figure
    beside: Pair | None = None
    pair: tuple[Figure | None, Figure | None] | None
    if (named := _find_named_whole(mentions, at)) is not None:
        pair = named
    elif share.of and _PLAN.search(share.of):
        pair = _find_plan(mentions, at)
    elif share.of:
        part = _find_part(mentions, at)
        wholes = _find_wholes(reading, mentions, at, part) if part else []
        pair = (part, wholes[0]) if part and wholes else (part, None) if part else None
        beside = _find_beside(reading, mentions[at], part) if part and not wholes else None
    else:
        pair = _find_some(mentions, at) or _find_named_rate(mentions, at) or _find_rate(mentions, at)
    if pair is not None and pair[0] is not None:
        yield _relate(reading, mentions[at], pair[0], pair[1], beside)


def _find_beside(reading: Reading, mention: Mention, part: Figure) -> Pair | None:
    """Another part with its share of the same whole in the paragraph; of several the one that says most exactly what the whole is."""
    found: list[tuple[Decimal, Pair]] = []
    name = _whole_name(mention.figure)
    if _AREA.fullmatch(name):
        return None
    for sentence in reading.sentences:
        if sentence.paragraph != mention.sentence.paragraph and len(name) < _LONG_NAME:
            continue
        mentions = mentions_of(reading, sentence)
        for n, other in enumerate(mentions):
            share = other.figure
            if share is mention.figure or share.kind != "share" or share.unit != "%" or not share.of or not share.value:
                continue
            its_part = _find_part(mentions, n)
            if its_part is None or _whole_name(share) != name or not _comparable(part, its_part):
                continue
            whole = its_part.interval / share.interval
            if whole.low and whole.high is not None:
                found.append((whole.high / whole.low, (its_part, share)))
    return min(found, key=lambda item: item[0])[1] if found else None


def _whole_name(share: Figure) -> str:
    """The name of a share's whole without 同期 and 全国; a long one means the same throughout a document."""
    return core_name(re.sub("^同期", "", share.of or ""))


def _comparable(first: Figure, second: Figure) -> bool:
    return (
        first is not second
        and (first.unit, first.period, first.status, scope_of(first)) == (second.unit, second.period, second.status, scope_of(second))
        and first.known
        and second.known
    )


def _find_named_whole(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The whole that stands inside the phrase with its number: 开放213所，占具备条件学校268所的89.5%; 完成目标12000人的107.2%."""
    if at < 2 or not re.fullmatch(r"\s*的(?:比重|比例)?(?:为|达|达到)?\s*", mentions[at].gap):
        return None
    levels = [m.figure for m in mentions[: at - 1] if m.figure.kind != "change"]
    part, whole = levels[-1] if levels else mentions[at - 2].figure, mentions[at - 1].figure
    inside = _MEASURED_ON.search(mentions[at - 1].gap)
    return (part, whole) if inside and part.kind == whole.kind == "level" and part.unit == whole.unit else None


def _find_planned(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, None] | None:
    """A count that is some multiple of a plan which the text does not give: 新启动21个改造项目，是计划任务的2.1倍."""
    if at == 0 or not _OF_PLAN.fullmatch(mentions[at].gap) or mentions[at - 1].figure.kind != "level":
        return None
    return mentions[at - 1].figure, None


def _find_part(mentions: tuple[Mention, ...], at: int) -> Figure | None:
    """The level just before the share that bears its name."""
    share = mentions[at].figure
    for mention in reversed(mentions[:at]):
        figure = mention.figure
        if figure.kind == "level" and _core(figure.indicator) == _core(share.indicator):
            return figure
        if figure.kind == "level" and figure.text not in (share.of or ""):  # 占七大类医药商品销售总额的 names its whole by a number
            return None
    return None


def _core(name: str) -> str:
    """A name without 计划, which a part may have carried on from its whole: 项目计划总投资8.6亿元，完成投资6.2亿元."""
    return core_name(name.replace("计划", ""))


def _find_wholes(reading: Reading, mentions: tuple[Mention, ...], at: int, part: Figure) -> list[Figure]:
    """Levels called by the whole's name, of the part's unit, period and scope; the nearest first."""
    share = mentions[at].figure
    name = core_name(share.of)
    found = [
        f
        for f in reading.figures
        if f.kind == "level" and f is not part and f.unit == part.unit and f.period == part.period and f.status == part.status
        and (_names_whole(core_name(f.indicator), name, near=_same_paragraph(reading, f, share)) or is_total_of(f, share, part))
        and scope_of(f) == scope_of(part)
    ]  # fmt: skip
    sisters = _find_parts_of(reading, name)
    found = [f for f in found if f.figure not in sisters and not _PER.search(f.indicator)]
    found = [f for f in found if not _is_restricted(reading, f) and (is_told_whole(mentions[at], part, f) or have_one_aspect(f, part))]
    exact = [f for f in found if core_name(f.indicator) == name]
    beside = [f for f in found if f.sentence == part.sentence and f.figure < part.figure]
    found = exact or beside[:2] if len(beside) == 1 else exact or [
        f for f in found if f.figure < part.figure and _outweighs(f, part) and _heads_paragraph(reading, f)
    ]  # fmt: skip
    near = [f for f in found if _same_paragraph(reading, f, share)]
    if not near and (len({f.value for f in found}) > 1 or not all(_outweighs(f, part) for f in found)):
        return []  # 一般公共预算支出 of the city, of a county, of a year before: which one is meant is open
    return sorted(near or found, key=lambda f: abs(f.figure - share.figure))


def _find_parts_of(reading: Reading, whole: str) -> set[int]:
    """The figures that are themselves said to be a share of a whole: 南方供水3315亿立方米，占供水总量的54.4%，is not all there is."""
    found = set()
    for mentions in all_mentions(reading):
        for n, mention in enumerate(mentions):
            if mention.figure.kind == "share" and core_name(mention.figure.of) == whole and (part := _find_part(mentions, n)):
                found.add(part.figure)
    return found


def _outweighs(whole: Figure, part: Figure) -> bool:
    return whole.value is not None and part.value is not None and whole.value >= part.value


def _heads_paragraph(reading: Reading, figure: Figure) -> bool:
    """Whether a level is the first of its unit in its paragraph, so that the names behind it may be short for its own."""
    paragraph = reading.sentences[figure.sentence].paragraph
    for sentence in reading.sentences[: figure.sentence + 1]:
        if sentence.paragraph == paragraph:
            first = next((f for f in reading.figures_of(sentence) if (f.kind, f.unit) == ("level", figure.unit)), None)
            if first is not None:
                return first is figure
    return False


def _is_restricted(reading: Reading, figure: Figure) -> bool:
    """Whether a level is of less than its name says: 发电装机容量（不含储能）1443.2万千瓦 is no whole of 发电装机容量."""
    sentence = reading.sentences[figure.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == figure.figure)
    around = sentence.text[max(0, slot.lead - 24) : slot.tail + 12]
    return re.search(r"[（(](?:不含|不包括|剔除|扣除|仅含)[^）)]*[）)]", around) is not None


def _same_paragraph(reading: Reading, a: Figure, b: Figure) -> bool:
    return reading.sentences[a.sentence].paragraph == reading.sentences[b.sentence].paragraph


def _names_whole(indicator: str, whole: str, *, near: bool) -> bool:
    """Equal names; a short one (出口) only within the paragraph, and there a longer one too: 货物进出口总额 for 进出口总额."""
    if indicator == whole:
        return len(whole) >= (2 if near else 4)
    before = indicator.removesuffix(whole)
    return near and len(whole) >= 3 and 2 <= len(before) <= 4 and before != indicator and _WIDER.search(before) is None


def _find_plan(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The result just before the degree of completion, and the plan it is measured on (the adjusted one where the text says so)."""
    of = mentions[at].figure.of or ""
    before = mentions[:at]
    results = [m.figure for m in before if m.figure.kind == "level" and m.figure.status == "actual"]
    if not results:
        return None
    result = results[-1]
    plans = [m.figure for m in before if m.figure.kind == "level" and m.figure.status == "target" and m.figure.unit == result.unit]
    plans = [p for p in plans if p.figure < result.figure]
    adjusted = [p for p in plans if "调整" in p.indicator]
    chosen = adjusted if "调整" in of else [p for p in plans if p not in adjusted] or plans
    return (result, chosen[-1]) if chosen else None


def _find_some(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The count right before the share and the one it is some of: 186个行政村中，171个建成…，占91.9%; …的有197家，覆盖率49.0%."""
    if at == 0 or not _SHARE_CLAUSE.fullmatch(mentions[at].gap):
        return None
    whole = find_whole(mentions, at - 1)
    return (mentions[at - 1].figure, whole.figure) if whole is not None else None


def _find_named_rate(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """The part and whole that a rate names both: 营业收入1534.7亿元，利润总额98.6亿元；营业收入利润率为6.4%."""
    rate = mentions[at].figure
    basis = ("level", rate.status, rate.period)
    levels = [m.figure for m in mentions[:at] if (m.figure.kind, m.figure.status, m.figure.period) == basis]
    pairs = [(part, whole) for part in levels for whole in levels if whole is not part]
    found = [pair for pair in pairs if _is_rate_of(rate.indicator, *pair) or _is_class_rate(rate.indicator, *pair)]
    return found[0] if len(found) == 1 else None


def _is_rate_of(rate: str, part: Figure, whole: Figure) -> bool:
    """Whether a rate is called by its whole and its part, whosever they are: 规上工业营业收入, 规上工业利润总额, 营业收入利润率."""
    pairs = enumerate(zip(part.indicator, whole.indicator, strict=False))
    own = part.indicator[next((n for n, (a, b) in pairs if a != b), 0) :]
    name = rate.removesuffix(f"{own[:2]}率")
    return 2 < len(name) < len(rate) and whole.indicator.endswith(name) and whole.unit == part.unit


def _is_class_rate(rate: str, part: Figure, whole: Figure) -> bool:
    """Whether a part is called by its whole and the word of the rate: 建成区绿地面积, 建成区面积, 绿地率. No part outweighs its whole."""
    stem = rate.removesuffix("率")[-2:]
    if not rate.endswith("率") or len(stem) < 2 or stem in _OF_PEOPLE or stem not in part.indicator or stem in whole.indicator:
        return False
    same = core_name(part.indicator.replace(stem, "", 1)) == core_name(whole.indicator) and part.unit == whole.unit
    return same and _outweighs(whole, part)


def _find_rate(mentions: tuple[Mention, ...], at: int) -> tuple[Figure, Figure] | None:
    """For 通过率54%: the figure whose clause says 通过 (取得证书 for 取证率), and the figure before it that it came out of.

    Behind a semicolon only a count that names nothing of its own goes back to the only one before: 培训8120人次；6204人取得证书.
    """
    named = _RATE.search(mentions[at].gap)
    if named is None or named.group(1) in _OF_PEOPLE or named.group(1)[1] in "增减":
        return None  # 审定80.89亿元，审减6.42亿元: 审减率 is of what there was before
    stem = named.group(1)
    whose = mentions[at].figure.indicator.partition(stem)[0]
    for n in range(at - 1, 0, -1):
        part = mentions[n]
        if not same_clause(mentions[n + 1].gap):
            return None  # 失业人员再就业4474人；城镇登记失业率3.1%
        if part.figure.kind != "level" or not _says(stem, part.gap, part.figure.indicator, part.behind):
            continue
        if whose[:2] not in part.gap + part.figure.indicator + mentions[n - 1].figure.indicator:
            return None  # 城镇登记失业率 is not of those who 失业人员再就业
        wholes = [m.figure for m in mentions[:n] if _can_be_base(m, part) and not is_part(m)]
        if same_clause(part.gap):
            last = next((m for m in reversed(mentions[:n]) if not is_part(m)), None)
            if last is None or last.figure not in wholes:
                return None
            sister = _says(stem, last.gap, last.figure.indicator) and not _outweighs(last.figure, part.figure)
            return None if sister else (part.figure, last.figure)  # 居民医保参保126万人，参保总人数162万人，参保率98.2%
        people = part.figure.exact and _says(stem, part.behind)
        return (part.figure, wholes[0]) if people and len(wholes) == 1 else None
    return None


def _says(stem: str, *words: str) -> bool:
    """Whether words hold the stem of a rate, in full or drawn apart by one word: 取证 in 取得证书."""
    drawn = regex(rf"{stem[0]}\p{{Han}}?{stem[1]}(?!率)")
    return any(drawn.search(text) for text in words)


def _can_be_base(whole: Mention, part: Mention) -> bool:
    a, b = whole.figure, part.figure
    persons = {"人", "人次", "名"}
    return a.kind == "level" and a.status == b.status and (a.unit == b.unit or {a.unit, b.unit} <= persons)


def _relate(reading: Reading, mention: Mention, part: Figure, whole: Figure | None, beside: Pair | None) -> RelationRow:
    share = mention.figure
    used = [f for f in (part, whole, share, *(beside or ())) if f is not None]
    computed = cut = days = None
    if whole:
        factor = _HUNDRED if share.unit == "%" else Interval.of(1)
        base, base_cut = interval_of_whole(part, whole)
        computed, cut = (part.interval / base) * factor, (part.truncated / base_cut) * factor
    elif (days := _count_days(share, part)) is not None:
        computed, cut = (part.interval / days) * _HUNDRED, (part.truncated / days) * _HUNDRED
    elif beside:
        computed = part.interval / (beside[0].interval / beside[1].interval)
        cut = part.truncated / (beside[0].truncated / beside[1].truncated)
    planned = share.unit == "倍" and whole is None
    of_number = planned or re.search(r"总数|总量|数量$", share.of or "") is not None
    counted = part.exact and share.known and share.modifier == "eq" and of_number
    implied = (part.interval / share.interval) * (_HUNDRED if share.unit == "%" else Interval.of(1)) if share.known else None
    reason = reason_for(used) or ("operand-missing" if computed is None else None)
    if reason is None and computed is not None and _is_moved(reading, mention, computed):
        reason = "several-readings"
    columns = {
        **operand_columns("part", part),
        **operand_columns("whole", whole),
        **figure_columns("stated", share),
        **interval_columns("computed", computed or share.interval, cut or share.interval, known=computed is not None and reason is None),
        "indicator": share.indicator,
        "of": share.of,
        "status": share.status,
        "period": share.period,
        "implied": beside is not None,
        "explained": _EXPLAINED.match(mention.behind) is not None,
        "counted": counted,
        "whole_exists": implied.whole() is not None if counted and implied else None,
    }
    spans = [part.span("part"), share.span("stated"), *([whole.span("whole")] if whole else [])]
    spans += [figure.span("beside") for figure in beside or ()]
    divisor = whole.text if whole else days.show() + part.unit if days else f"({beside[0].text} ÷ {beside[1].text})" if beside else "?"
    result = f"{computed.show()}{share.unit} ↔ {show_stated(share)}" if computed else show_stated(share)
    shown = f"{part.text} ÷ {divisor} = {result}"
    return make_row(
        "share",
        reading,
        mention.sentence,
        columns,
        spans,
        figures=used,
        arithmetic=shown,
        why_not=reason,
        suggestion=_suggest(share, computed),
        repairs=find_repairs((part, whole, share), lambda ends: ends[2].meets(ends[0] / ends[1] * factor)) if whole else (),
    )


def _count_days(share: Figure, part: Figure) -> Interval | None:
    """The days of the year that a number of days is measured on: 优良天数331天，占全年天数的90.7%."""
    if part.unit != "天" or not _ALL_DAYS.fullmatch(share.of or "") or not re.fullmatch(r"\d{4}", share.period or ""):
        return None
    return Interval.of(366 if isleap(int(share.period or 0)) else 365)


def _is_moved(reading: Reading, mention: Mention, computed: Interval) -> bool:
    """Whether a share is off by one in its last place, so that the shares of its list make 100%: 49.7%、30.5%、16.7%、3.1%."""
    share = mention.figure
    if share.places is None or share.interval.meets(computed):
        return False
    near = share.interval + Interval(-share.places, share.places)
    return near.meets(computed) and is_balanced(reading, mention.sentence, share)


def _suggest(share: Figure, computed: Interval | None) -> str | None:
    if computed is None or computed.low is None or computed.high is None or share.places is None:
        return None
    middle = (computed.low + computed.high) / 2
    return f"{middle.quantize(share.places) if share.places < 1 else round(middle)}{share.unit}"


def relate_columns(reading: Reading, share: Figure, part: Figure, whole: Figure) -> RelationRow:
    """The row of a share beside its part and its whole, as the columns of a table of parsed figures give them."""
    return _relate(reading, Mention(share, reading.sentences[share.sentence], 0), part, whole, None)
