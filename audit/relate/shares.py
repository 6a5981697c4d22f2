"""Relation `shares_of_one`: the percentages of one whole that a list gives.

Comes in: a reading. Goes out: one row for each run of at least two shares of the same whole in one sentence. It is complete
where its names are all the classes there are (三次产业), where 其他 closes it, where the text counts them (六大区域, six shares),
or where it comes to 100% as printed. A run that one slip brings to 100% names the slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.extract.figures import print_interval
from audit.extract.numerals import read_number
from audit.interval import HUNDRED, ZERO, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.classes import close_names
from audit.relate.culprit import find_repairs
from audit.relate.operands import Mention, core_name, mentions_of
from audit.relate.rows import interval_columns, make_row, reason_for
from audit.relate.slips import name_slip

_REST = re.compile(r"^其(?:他|它|余)")
_COUNT = re.compile(r"([二三四五六七八九十两\d]+)大(?:区域|类|板块|行业|产业|领域)")
_STRUCTURE = re.compile(r"产业(?:增加值|结构)?(?:之)?比(?:例|重)?$|产业结构")
"""A ratio of three industries is one of their shares, which make 100."""
_OWN_MEASURE = re.compile(r"(?:系数|指数|率)$")
"""Of what each class has its own: 城镇恩格尔系数 and 农村恩格尔系数 make no whole."""
_NO_CLASS = re.compile(r"合计|共占|总共|以上|预算|计划|目标|任务|进度")
"""A sum of classes (以上三类合计占) or a degree of completion (为预算的) is no class itself."""
_BARE = re.compile(r"[，,（(]?\s*占比?(?:为|达)?\s*")
"""Each amount of a list with its share behind it: 财政拨款80万元，占80%；事业收入20万元，占20%."""
_OF_WHOLE = re.compile(r"^(?!.*占).*[\u4e00-\u9fff]{2}的\s*$")
"""A whole of its own before each share: 出口的43%和进口的27%经香港转运."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The lists of shares of a document, in reading order."""
    for sentence in reading.sentences:
        for shares in find_runs(mentions_of(reading, sentence)):
            if len(shares) > 1:
                yield _relate(reading, sentence, shares)
        for mention in mentions_of(reading, sentence):
            if mention.figure.kind == "ratio" and _STRUCTURE.search(mention.figure.indicator):
                yield from _relate_ratio(reading, sentence, mention.figure)


def find_share_lists(reading: Reading) -> Iterator[tuple[Sentence, list[Figure]]]:
    """The lists of shares that are all there are of their whole: complete by what the text says of them, or because they make 100%."""
    for sentence in reading.sentences:
        for shares in find_runs(mentions_of(reading, sentence)):
            known = len(shares) > 1 and reason_for(shares) is None
            if known and (add_shares(shares)[0].meets(Interval.of(HUNDRED)) or _is_complete(sentence, shares)):
                yield sentence, shares


def _relate_ratio(reading: Reading, sentence: Sentence, ratio: Figure) -> Iterator[RelationRow]:
    """The shares that one ratio prints: 三次产业比为8.1:40.2:51.7."""
    terms = [number for term in re.split("[:：∶]", ratio.text) if (number := read_number(term.strip()))]
    if len(terms) < 3 or not ratio.known:
        return
    computed = Interval(ZERO, ZERO)
    for term in terms:
        computed = computed + print_interval(term, None, "eq", exact=False)
    hundred = Interval.of(HUNDRED)
    columns = {
        **interval_columns("stated", hundred, hundred),
        **interval_columns("computed", computed, None),
        "of": ratio.indicator,
        "period": ratio.period,
        "complete": True,
        "parts": len(terms),
    }
    shown = f"{' + '.join(map(str, terms))} = {computed.show()}% ↔ 100%"
    yield make_row("shares_of_one", reading, sentence, columns, (ratio.span("share"),), figures=(ratio,), arithmetic=shown)


def find_runs(mentions: tuple[Mention, ...]) -> Iterator[list[Figure]]:
    """Shares of one whole that follow each other; 其中 opens a run of its own, other figures may stand between (同比上升0.1个百分点)."""
    run: list[Figure] = []
    bare = False
    for mention in mentions:
        share = mention.figure
        if share.kind != "share" or share.unit != "%" or _NO_CLASS.search(mention.gap) or (not share.of and _OF_WHOLE.search(mention.gap)):
            continue
        goes_on = bare and not share.of and _BARE.fullmatch(mention.gap) is not None
        if run and ("其中" in mention.gap or not (goes_on or _one_whole(run[-1], share))):
            yield run
            run = []
        run.append(share)
        bare = _BARE.fullmatch(mention.gap) is not None
    yield run


def is_balanced(reading: Reading, sentence: Sentence, share: Figure) -> bool:
    """Whether a share is of a list printed so that it makes just 100%, for which one may have been moved by a last place."""
    lists = [run for run in find_runs(mentions_of(reading, sentence)) if share in run]
    return any(len(run) > 2 and sum(figure.value or ZERO for figure in run) == HUNDRED for run in lists)


def _one_whole(first: Figure, second: Figure) -> bool:
    """Equal wholes, or one the short name of the other (全国医药商品销售总额, 销售总额).

    Without a whole, names of one kind: 自运配送件数占比62.5%，委托配送件数占比37.5%.
    """
    a, b = core_name(first.of), core_name(second.of)
    if not a and not b:
        ending = _shared_ending(first.indicator, second.indicator)
        return first.indicator != second.indicator and len(ending) >= 2 and _OWN_MEASURE.search(ending) is None
    return bool(a and b) and (a == b or (abs(len(a) - len(b)) > 2 and (a.endswith(b) or b.endswith(a))))  # 进出口总额 is not 出口总额


def _shared_ending(a: str, b: str) -> str:
    n = 0
    while n < min(len(a), len(b)) and a[-1 - n] == b[-1 - n]:
        n += 1
    return a[len(a) - n :]


def _relate(reading: Reading, sentence: Sentence, shares: list[Figure]) -> RelationRow:
    computed, cut = add_shares(shares)
    reason = reason_for(shares)
    hundred = Interval.of(HUNDRED)
    fits = reason is None and computed.meets(hundred) and all(share.modifier == "eq" for share in shares)
    complete = fits or _is_complete(sentence, shares)
    slip = None if reason or fits else name_slip(None, shares)
    columns = {
        **interval_columns("stated", hundred, hundred),
        **interval_columns("computed", computed, cut, known=reason is None),
        "of": core_name(shares[0].of),
        "period": shares[0].period,
        "complete": complete,
        "slip": slip,
        "parts": len(shares),
    }
    why_not = reason or (None if complete or slip else "open-list")
    shown = f"{' + '.join(share.text for share in shares)} = {computed.show()}% ↔ 100%"
    spans = [share.span("share") for share in shares]
    repairs = find_repairs(shares, lambda ends: hundred.meets(sum(ends, Interval(ZERO, ZERO))), exact=True) if complete and not fits else ()
    return make_row(
        "shares_of_one", reading, sentence, columns, spans,
        figures=shares, arithmetic=shown, why_not=why_not, suggestion=slip, repairs=repairs,
    )  # fmt: skip


def add_shares(shares: Sequence[Figure]) -> tuple[Interval, Interval]:
    """The sum of shares, none of which is below 0: 不足0.1% is from 0 to 0.1."""
    total = cut = Interval(ZERO, ZERO)
    for share in shares:
        floor = ZERO if share.known and share.low is None else None
        total += share.interval if floor is None else Interval(floor, share.high)
        cut += share.truncated if floor is None else Interval(floor, share.high)
    return total, cut


def _is_complete(sentence: Sentence, shares: list[Figure]) -> bool:
    names = [share.indicator for share in shares]
    counted = _COUNT.search(sentence.text)
    number = read_number(counted.group(1)) if counted else None
    return bool(close_names(names)) or any(_REST.match(name) for name in names) or (number is not None and number.value == len(shares))
