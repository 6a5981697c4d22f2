"""Relation `share` for the ratio of the three industries: 三次产业比为8.1:40.2:51.7 beside their value added.

Comes in: a reading. Goes out: one row for each term of such a ratio whose industry has a level in the document, of the ratio's period and
area, beside the sum of the three levels. Ratios in lowest terms, which are no percentages, and levels told twice differently are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from audit.extract.figures import print_interval
from audit.extract.numerals import read_number
from audit.interval import HUNDRED, Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.relate.composites import index_figures
from audit.relate.operands import add_up, mentions_of, scope_of
from audit.relate.rows import interval_columns, make_row, operand_columns, reason_for

_RATIO = re.compile(r"(?:三次|一二三次?|一、二、三次?)产业(?:增加值)?(?:结构)?(?:之)?(?:比(?:例|重)?|结构)$|^产业结构$")
_BEFORE = re.compile(r"(?:[由从]|[比较](?=上年|去年|\d{4}年))[^，,；;。]{0,14}$")
"""Before the ratio of another year: 由上年11.2:40.3:48.5调整为."""
_BECOMES = re.compile(r"[\u4e00-\u9fff]{0,2}(?:调整|优化|变|发展|演变)[\u4e00-\u9fff]{0,2}[为至到]?")
_INDUSTRIES = ("第一产业", "第二产业", "第三产业")
_NEAR = 4
"""How many sentences may lie between: further off the ratio may be another area's."""
_HUNDRED = Interval.of(HUNDRED)


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    ratios = list(_find_ratios(reading))
    levels = _index_industries(reading) if ratios else {}
    for ratio in ratios:
        terms = [number for term in re.split("[:：∶]", ratio.text) if (number := read_number(term.strip()))]
        stated = [print_interval(term, None, "eq", exact=False) for term in terms]
        parts = [levels.get((industry, ratio.period, ratio.status, scope_of(ratio))) for industry in _INDUSTRIES]
        known = [part for part in parts if part is not None]
        if (
            len(stated) == len(known) == len(_INDUSTRIES)
            and all(abs(part.sentence - ratio.sentence) <= _NEAR for part in known)
            and add_up_terms(stated).meets(_HUNDRED)
            and len({part.unit for part in known}) == 1
        ):
            for term, part in zip(stated, known, strict=True):
                yield _relate(reading, reading.sentences[ratio.sentence], ratio, term, part, known)


def _find_ratios(reading: Reading) -> Iterator[Figure]:
    """The ratios of this time: of 由上年11.2:40.3:48.5调整为10.8:39.5:49.7 the second, which goes without its name."""
    for sentence in reading.sentences:
        if not any(reading.figures[slot.figure].kind == "ratio" for slot in sentence.slots):
            continue
        mentions = mentions_of(reading, sentence)
        for n, mention in enumerate(mentions):
            named = _RATIO.search(mention.figure.indicator) is not None
            moved = n > 0 and mentions[n - 1].figure.kind == "ratio" and _BECOMES.fullmatch(mention.gap) is not None
            if mention.figure.kind == "ratio" and mention.figure.known and (named or moved) and not _BEFORE.search(mention.gap):
                yield mention.figure


def add_up_terms(terms: list[Interval]) -> Interval:
    """The sum of some intervals."""
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _index_industries(reading: Reading) -> Mapping[tuple[object, ...], Figure]:
    """The value added of the three industries by industry, period, status and scope."""
    found: dict[tuple[object, ...], Figure] = {}
    for figure in index_figures(reading, "level").values():
        industry = next((name for name in _INDUSTRIES if figure.indicator in (f"{name}增加值", name)), None)
        if industry and figure.aspect != "new":
            found.setdefault((industry, figure.period, figure.status, scope_of(figure)), figure)
    return found


def _relate(reading: Reading, sentence: Sentence, ratio: Figure, term: Interval, part: Figure, parts: list[Figure]) -> RelationRow:
    whole, cut = add_up(parts)
    computed = (part.interval / whole) * _HUNDRED
    used = (ratio, *parts)
    reason = reason_for(used)
    columns = {
        **operand_columns("part", part),
        **interval_columns("stated", term, term),
        **interval_columns("computed", computed, (part.truncated / cut) * _HUNDRED, known=reason is None),
        "indicator": part.indicator,
        "of": ratio.indicator,
        "status": ratio.status,
        "period": ratio.period,
        "implied": False,
        "counted": False,
    }
    shown = f"{part.text} ÷ ({' + '.join(figure.text for figure in parts)}) = {computed.show()}% ↔ {term.show(3)}"
    spans = (ratio.span("stated"), part.span("part"))
    return make_row("share", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
