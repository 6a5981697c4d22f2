"""Relation `tally`, what = respectively: the names before 分别 and the numbers behind it.

Comes in: a reading. Goes out: one row for each 分别 with two or more names in its clause and two or more numbers directly behind it.
Short names may belong to the next one (体育、娱乐用品), so the names have a range of counts; so may the numbers. A list of amounts in the
clause before stands for names, and is counted exactly: 收入分别完成37820元、28104元，同比分别增长6.5%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from audit.interval import Interval
from audit.model import Reading, RelationRow, Sentence, Slot
from audit.relate.announced import read_small
from audit.relate.enumeration import CLAUSE_END, FILLER, Enumeration, mask_groups, read_list
from audit.relate.rows import interval_columns, make_row, operand_columns

_WORD = re.compile("分别")
_SHORT = 2
_GAP = re.compile(r"\s*(?:[、和及与,，]|以及)\s*(?P<words>[\u4e00-\u9fff]{0,4})\s*")
_LINK = re.compile("[、和及与]|(?:比|较|高于|低于|快于|好于)(?!上年|去年|同期|上月|上季|前|年初|基期|上届|[0-9])")

_LISTED = re.compile(r"\s*(?:[、和及与]|以及)\s*")
_AFTER_VALUES = re.compile(r"\s*[，,]\s*(?:同比|环比|[比较](?:上年|去年)(?:同期|末)?)?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures behind 分别: `sure` are joined by 、 and 和, the rest of `slots` only by commas."""

    slots: tuple[Slot, ...]
    sure: int


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of every 分别 that has its names before it."""
    for sentence in reading.sentences:
        if sentence.row is not None or "分别" not in sentence.text:
            continue
        masked = mask_groups(sentence.text, quotes=False)
        for match in _WORD.finditer(masked):
            row = _relate(reading, sentence, masked, match.start(), match.end())
            if row:
                yield row


def _relate(reading: Reading, sentence: Sentence, masked: str, start: int, end: int) -> RelationRow | None:
    names = find_names(sentence, masked, start)
    values = None if names else find_values(sentence, masked, start)
    numbers = find_numbers(sentence, masked, end, least=1 if values or (names and _are_rates(sentence, names)) else 2)
    names = names or values
    if names is None or numbers is None or _is_crossed(names.high, len(numbers.slots)):
        return None
    said = _find_said(sentence.text, numbers)
    if said is not None and names.low <= said <= names.high:
        names = replace(names, low=said, high=said)
    low = names.low if values or said == names.low else _fewest(sentence, names)
    count = Interval(Decimal(numbers.sure), Decimal(len(numbers.slots)))
    figures = tuple(reading.figures[slot.figure] for slot in numbers.slots)
    columns: dict[str, object] = operand_columns("announced", None) | interval_columns("announced", count, None)
    columns |= {"what": "respectively", "indicator": figures[0].indicator, "open": names.open, "listed": low, "listed_high": names.high}
    first, last = names.items[0][0], names.items[-1][1]
    spans = (
        reading.place(sentence, max(first, last - 60), last, "listed"),
        reading.place(sentence, numbers.slots[0].start, numbers.slots[-1].end, "announced"),
    )
    shown = str(names.high) if low == names.high else f"{low}-{names.high}"
    return make_row("tally", reading, sentence, columns, spans, figures=figures, arithmetic=f"names {shown}, numbers {count.show()}")


def _are_rates(sentence: Sentence, names: Enumeration) -> bool:
    """Whether two or more names of one kind cannot share one number: 办结率、满意率分别为100%."""
    items = [sentence.text[first:last] for first, last in names.items]
    return names.low > 1 and len(items) == names.high and all(item.endswith("率") and len(item) > _SHORT for item in items)


def _find_said(text: str, numbers: Numbers) -> int | None:
    """How many names the words right behind the numbers say there are: …21.3%，五者合计."""
    found = re.match(r"\s*[，,；;]\s*(?:以上)?([二两三四五六七八九十])(?:者|项|类)", text[numbers.slots[-1].tail :])
    return read_small(found.group(1)) if found else None


def find_names(sentence: Sentence, masked: str, end: int) -> Enumeration | None:
    """The names in the clause before 分别, behind the last figure that stands there."""
    marks = list(CLAUSE_END.finditer(masked, 0, end))
    start = marks[-1].end() if marks else 0
    if any(start <= slot.start < end and _counts(masked, slot) for slot in sentence.slots):
        return None
    found = read_list(mask_groups(sentence.text), start, end)
    if found is None or found.open:
        return found
    last = sentence.text[found.items[-1][0] : found.items[-1][1]]
    return replace(found, open=True) if "等" in last and not last.startswith("等") else found


def find_values(sentence: Sentence, masked: str, end: int) -> Enumeration | None:
    """The list of amounts that ends at the comma before 分别: 37820元、28104元，同比分别."""
    before = [slot for slot in sentence.slots if slot.tail <= end and _counts(masked, slot)]
    if len(before) < 2 or not _AFTER_VALUES.fullmatch(masked, before[-1].tail, end):
        return None
    taken = [before[-1]]
    for slot in reversed(before[:-1]):
        if not _LISTED.fullmatch(masked, slot.tail, taken[0].lead):
            break
        taken.insert(0, slot)
    items = tuple((slot.start, slot.end) for slot in taken)
    return Enumeration(items, len(items), len(items)) if len(items) > 1 else None


def _fewest(sentence: Sentence, names: Enumeration) -> int:
    """The lowest honest count: names of one ending (装潢材料类、五金电料类、家具类) stay apart, short ones may belong to the next."""
    text = sentence.text[names.items[0][0] : names.items[-1][1]]
    pieces = [piece for piece in re.split("[、和与]|以及", text.rpartition("等")[0] or text) if piece]
    if len(pieces) > _SHORT and len({piece[-1:] for piece in pieces}) == 1:
        return len(pieces)
    marked = text.split("、")
    alike = len(marked) > _SHORT and len({piece[-1:] for piece in marked[:-1]}) == 1 and marked[0][-1:] in marked[-1]
    if alike:
        return max(names.low, len(marked))
    return max(1, names.low - sum(last - first <= _SHORT for first, last in names.items[:-1]))


def _counts(masked: str, slot: Slot) -> bool:
    """Whether a figure in the names' clause stands outside brackets, so that the clause is no plain list of names."""
    return masked[slot.start] != FILLER


def find_numbers(sentence: Sentence, masked: str, start: int, *, least: int = 2) -> Numbers | None:
    """The figures behind 分别 as far as only list marks (and a turn of the verb: 增长5%、下降3%) stand between them."""
    slots = [slot for slot in sentence.slots if slot.start >= start and _counts(masked, slot)]
    if not slots or CLAUSE_END.search(masked, start, slots[0].lead) or _LINK.search(masked, start, slots[0].lead):
        return None
    taken, sure, certain = [slots[0]], 1, True
    for slot in slots[1:]:
        gap = masked[taken[-1].tail : slot.lead].replace(FILLER, "")
        link = _GAP.fullmatch(gap)
        if link is None:
            break
        certain = certain and gap.strip()[0] not in ",，" and not (set(link.group("words")) & set("占比为计共"))
        taken.append(slot)
        sure += certain
    return Numbers(tuple(taken), sure) if len(taken) >= least else None


def _is_crossed(names: int, numbers: int) -> bool:
    """Whether two lists of names may be crossed: 城镇、农村居民收入、支出分别 has three pieces and four numbers."""
    return any(rows * columns == numbers and rows + columns - 1 == names for rows in range(2, names) for columns in range(2, names))
