"""Relation `tally`, what = each: so many of each named thing, and how many that makes: 国家级、省级、市级平台各2家，共计6家.

Comes in: a reading. Goes out: one row for each count behind 各 with its names before it and its total right behind it. Where the names
can be counted in two ways, either count may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.model import Reading, RelationRow
from audit.patterns import regex
from audit.relate.enumeration import CLAUSE_END, Enumeration, mask_groups, read_list
from audit.relate.operands import Mention, all_mentions
from audit.relate.rows import make_row, operand_columns

_EACH = regex(r"各(?![类项级地部方种区县镇乡村单族界个位国省市院校])\p{Han}{0,8}\s*$")
_TOTAL = regex(r"\p{Han}{0,8}[，,]\s*(?:共计|合计|总计|一共|(?P<all>共))(?:为)?\s*")
_ALSO = regex(r"[在于为向对由给]")
_MOST = 12


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    for mentions in all_mentions(reading):
        for n, (each, total) in enumerate(pairwise(mentions)):
            if _makes_total(each, total) and each.sentence.row is None and (names := _read_names(mentions, n)) is not None:
                yield _relate(reading, each, total, names)


def _makes_total(each: Mention, total: Mention) -> bool:
    """Whether a whole number of things behind 各 has a total of the same things right behind it."""
    one, all_ = each.figure, total.figure
    plain = all(f.kind == "level" and f.exact and f.known and f.modifier == "eq" for f in (one, all_))
    same = (one.unit, one.status) == (all_.unit, all_.status) and bool(one.unit)
    said = _TOTAL.fullmatch(total.gap)
    stock = said is not None and said.group("all") and "增" in each.gap  # 各新增2家，共12家 may be all there are
    return plain and same and said is not None and not stock


def _read_names(mentions: tuple[Mention, ...], at: int) -> Enumeration | None:
    """The names that stand before 各 in its clause."""
    each = mentions[at]
    found = _EACH.search(each.gap)
    if found is None:
        return None
    text = each.sentence.text
    end = each.slot.lead - (len(each.gap) - found.start())
    marks = list(CLAUSE_END.finditer(mask_groups(text), 0, end))
    start = marks[-1].end() if marks else 0
    if any(start <= m.slot.start and m.slot.tail < end for m in mentions[:at]):
        return None  # 全市11个区、开发区各建1座 has more than two; 东湖、西河、南塘三镇各建2座 has three
    names = read_list(mask_groups(text), start, end) if "等" not in text[start:end] else None
    if names is None or names.open or not names.plain or names.high > _MOST:
        return None
    inner = text[names.items[0][1] : end]  # 为A、B在C、D各建2所 names things of two sorts
    return names if not _ALSO.search(inner) else None


def _relate(reading: Reading, each: Mention, total: Mention, names: Enumeration) -> RelationRow:
    number = int(each.figure.value or 0)
    low, high = names.low * number, names.high * number
    columns: dict[str, object] = operand_columns("announced", total.figure)
    columns |= {"what": "each", "indicator": total.figure.indicator, "open": False, "listed": low, "listed_high": high}
    first, last = names.items[0][0], names.items[-1][1]
    listed = reading.place(each.sentence, max(first, last - 80), last, "listed")
    shown = f"{names.low}{'' if low == high else f'-{names.high}'} × {each.figure.text} ↔ {total.figure.text}"
    spans = (total.figure.span("announced"), listed, each.figure.span("item"))
    return make_row("tally", reading, each.sentence, columns, spans, figures=(each.figure, total.figure), arithmetic=shown)
