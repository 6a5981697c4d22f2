"""Table rows: each numeric cell a draft whose indicator joins the row's label and whose unit comes from its column's header.

Comes in: sentences that are table rows. Fills in: kind, sign, unit, indicator, row and column; scales the value by the header's unit.
A column headed 比上年增长（%） holds changes, one headed 占比（%） shares.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from audit.extract.drafts import Draft, SentenceDraft
from audit.extract.flow import Block, Flow
from audit.extract.periods import find_period
from audit.extract.scan import Token
from audit.extract.units import UnitMatch, find_unit
from audit.patterns import regex

_UNIT_IN_HEADER = regex(r"[（(]\s*([^（）()]{1,12})\s*[）)]|单位[:：]\s*([^\s，。)）]{1,10})")
_UNIT_AT_END = regex(r"[（(]\s*([^（）()\d]{1,8})\s*[）)]\s*$")
_ROW_MARK = regex(r"^(?:[#＃\s　]|[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、]|其中[：:]?|\[\d+\])+")
_GROWTH = regex(r"增长|增减|增幅|增速|同比|比上年|±|涨跌|升降")
_DIFFERENCE = regex(r"增减(?!率|幅|变)|^(?:同比|比上年)?(?:净增|增加|减少)(?:额|数|量)?(?:[（(]|$)|差额")
_VALUE = regex(r"\d|^(?:[-－—–…/]+|[xX×]+(?:\.[xX×]+)?\s*%?|#[A-Z/0]{2,5}[!?]?)$")
"""A cell that makes its row no header: a number, a placeholder, or the dash for none."""
_UNIT_TITLE = regex(r"(?:计量)?单\s*位")
_BARE_MEASURE = regex(r"绝对[值数量]|^金额|^数值|^总量|^数量|^(?:实际)?完成(?:数|额|值|情况)?$|^(?:实际|本年|上年)数?$|^全年|单位|\d{4}年$")
"""A title that says no measure of its own."""
_NOTE = regex(r"\[\d+\]|\s+")
_BARE = regex(r"\s*[-+−—–…/]?\s*(?:\d[\d,]*(?:\.\d+)?)?\s*%?\s*")
_SERIAL = regex(r"序号|编号|No\.?")


@dataclass(frozen=True, slots=True)
class Header:
    """The header cells of a table, the unit of its caption, and the caption itself.

    `subjects` are the titles of the levels that the columns speak of, and last that of a column beyond the header.
    """

    cells: tuple[str, ...]
    subjects: tuple[str, ...]
    unit: str
    caption: str


def find_headers(flow: Flow) -> dict[int, Header]:
    """The header that each table row stands under, by block number."""
    found: dict[int, Header] = {}
    header: Header | None = None
    for number, block in enumerate(flow.blocks):
        if not block.is_row:
            header = None
            continue
        cells = tuple(flow.text[a:b] for a, b in block.cells)
        if header is None or not any(_VALUE.search(cell) for cell in cells[1:] or cells):
            cells = _join_headers(header.cells, cells) if header is not None and not cells[0] else cells
            header = Header(cells, _list_subjects(cells), _unit_above(flow, number), _caption_above(flow, number))
        found[number] = header
    return found


def _join_headers(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """The titles of a header of two rows: 数量 and 金额 below 2023年, which stands over both.

    >>> _join_headers(("指标", "2023年", "", "2022年", ""), ("", "数量", "金额", "数量", "金额"))
    ('指标', '2023年数量', '2023年金额', '2022年数量', '2022年金额')
    """
    titles, over = [], ""
    for above, below in zip_longest(upper, lower, fillvalue=""):
        over = above or (over if below else "")
        titles.append(over + below)
    return tuple(titles)


def find_labels(flow: Flow, headers: Mapping[int, Header]) -> dict[int, tuple[str, int]]:
    """The label of each table row that is not its first cell alone, with the number of the cell that it ends with.

    Cells merged from top to bottom stand in their first row only, so they are filled down as far as a row of the group is empty:
    医疗 before 医院 and, one row below, before 床位. A column of serial numbers is no label.
    """
    found: dict[int, tuple[str, int]] = {}
    for header, rows in groupby(headers, key=headers.__getitem__):
        cells = {number: [flow.text[a:b] for a, b in flow.blocks[number].cells] for number in rows}
        depth = max(_first_filled(row) for row in cells.values())
        filled = [""] * (depth + 1)
        for number, row in cells.items():
            first = _first_filled(row)
            filled[first:] = row[first : depth + 1]
            if depth and not any(_BARE.fullmatch(cell) for cell in filled):
                found[number] = _join_labels(filled), depth
            elif _SERIAL.fullmatch(header.cells[0]) and len(row) > 2 and _BARE.fullmatch(row[0]) and not _BARE.fullmatch(row[1]):
                found[number] = row[1], 1
    return found


def _first_filled(row: list[str]) -> int:
    return next((k for k, cell in enumerate(row) if cell), 0)


def _join_labels(parts: list[str]) -> str:
    label = ""
    for part in parts:
        label = part if part.endswith(label) else label + part
    return label


def _unit_above(flow: Flow, number: int) -> str:
    for block in reversed(flow.blocks[max(0, number - 3) : number]):
        match = re.search(r"单位[:：]\s*([^\s，。)）]{1,10})", flow.text[block.start : block.end])
        if match:
            return match.group(1)
    return ""


def _caption_above(flow: Flow, number: int) -> str:
    for block in reversed(flow.blocks[max(0, number - 2) : number]):
        line = flow.text[block.start : block.end].strip()
        if 4 <= len(line) <= 60 and "单位" not in line[:4] and not line.endswith("。"):
            return re.sub(r"^[图表]\s*\d+\s*", "", line)
    return ""


def name_cells(
    sentence: SentenceDraft, block: Block, header: Header, text: str, parents: list[str], told: tuple[str, int] | None = None
) -> None:
    """Fill in the drafts of one table row; `parents` keeps the last label that an indented row can belong to.

    `told` is the label of a row that has it in several cells, and the last of these.
    """
    raw = told[0] if told else text[block.start : block.cells[0][1]] if block.cells else ""
    last = told[1] if told else 0
    starts = [start for start, _ in block.cells]
    own_unit = next((text[a:b] for title, (a, b) in zip(header.cells, block.cells, strict=False) if _UNIT_TITLE.fullmatch(title)), "")
    measured = "" if own_unit else _label_unit(raw)
    label = _join_parent(_clean_label(_UNIT_AT_END.sub("", raw) if measured else raw), raw, parents)
    for draft in sentence.drafts:
        column = _find_column(block, starts, draft.token.start)
        draft.row, draft.column = sentence.row, column
        title = header.cells[column] if column < len(header.cells) else ""
        if column <= last:
            continue
        draft.indicator = label
        if label in _TOTALS:
            draft.indicator, draft.aspect = "", "total"
        subject = header.subjects[min(column, len(header.cells))] or title
        year = int(draft.period[:4]) if draft.period else None
        draft.period = find_period(subject[:_TITLE], year)[0] or find_period(header.caption, year)[0] or draft.period
        draft.status = "actual" if _RESULT.search(subject) else draft.status
        _apply_header(draft, subject, title, header, own_unit or ("" if _GROWTH.search(title) else measured))
        number = draft.token.number
        draft.value = None if number is None else number.value * draft.sign


_RESULT = regex(r"完成(?:数|额|值|量|情况)?(?:[（(]|$)|实际(?!利用|使用|到位)|执行数|决算数")
"""The title of a column of results, in a section of plans, too."""
_TITLE = 40
"""How much of a header is read for its year."""
_TOTALS = frozenset(("合计", "总计", "总额", "共计", "小计"))
_AMOUNT_LABEL = regex(r"(?:额|量|值|数|收入|支出|投资)$")


def _join_parent(label: str, raw: str, parents: list[str]) -> str:
    """一般贸易 below 出口额 is 一般贸易出口额; a row that is not indented opens a new group."""
    parent = parents[0] if parents else ""
    goes_on = len(parents) > 1 and not _AMOUNT_LABEL.search(label)  # 其中：一般贸易, then 加工贸易 without a mark
    if not re.match(r"[\s　#＃]|其中", raw) and not goes_on:
        parents[:] = [label]
        return label
    if raw.strip().startswith("其中") and _AMOUNT_LABEL.search(parent):
        parents[:] = [parent, label]
    return label + parent if _AMOUNT_LABEL.search(parent) and not _AMOUNT_LABEL.search(label) else label


def _find_column(block: Block, starts: list[int], place: int) -> int:
    """The number of the cell that a place of a row lies in; 0 where it lies in none."""
    column = bisect_right(starts, place) - 1
    return column if column >= 0 and place < block.cells[column][1] else 0


def _list_subjects(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The title of each column's level: its own, or for a growth column the nearest to its left that is not the first, the label's."""
    subjects, last = [], ""
    for column, title in enumerate(cells):
        level = not _GROWTH.search(title)
        subjects.append(title if level else last)
        last = title if level and column else last
    return (*subjects, last)


def _clean_label(label: str) -> str:
    return _ROW_MARK.sub("", _NOTE.sub("", label)).strip("：: ")


def _apply_header(draft: Draft, subject: str, title: str, header: Header, own_unit: str) -> None:
    bare = not draft.token.unit
    unit = header_unit(title) or header_unit(f"（{own_unit or header.unit}）") if bare else None
    if unit:
        draft.unit = unit.name
        if draft.token.number is not None and unit.factor != 1:
            draft.token = _scaled(draft, unit)
    growth = _GROWTH.search(title)
    if (unit and unit.dimension in ("percent", "permille")) or draft.unit in ("%", "‰"):
        draft.kind = "change" if growth else "share"
        draft.against = "yoy" if growth else None
    elif (unit and unit.dimension == "points") or _DIFFERENCE.search(title):
        draft.kind = "delta"
    name = re.sub(r"[（(][^（）()]*[）)]|\s|^(?:19|20)\d{2}年度?(?=.)", "", subject)
    counted_and_paid = all(any(word in cell for cell in header.cells) for word in ("数量", "金额"))
    if not (counted_and_paid and name in ("数量", "金额")) and _BARE_MEASURE.search(name):
        name = _measure_of(header.caption)
    if name and not draft.indicator.endswith(name) and not _AMOUNT_LABEL.search(draft.indicator):
        draft.indicator = f"{draft.indicator}{name}"


def _measure_of(caption: str) -> str:
    """What a table of bare amounts measures, by its caption: …消费品零售情况 is 零售额."""
    found = re.search(r"(零售|销售|进出口|出口|进口|投资|消费|贸易)(?:额|总额)?(?:主要)?(?:情况|构成|分布|表)", caption)
    if not found:
        return ""
    return "投资" if found.group(1) == "投资" else f"{found.group(1)}额"


def _label_unit(label: str) -> str:
    """The unit in a row's label: 粮食产量（万吨）."""
    found = _UNIT_AT_END.search(label)
    unit = find_unit(f"1{found.group(1)}", 1) if found else None
    return found.group(1) if found and unit and unit.end == len(found.group(1)) + 1 else ""


def header_unit(title: str) -> UnitMatch | None:
    """The unit in a column header: 绝对值（亿元） is 元 times 10 to the 8th."""
    found = _UNIT_IN_HEADER.search(title)
    word = next((g for g in found.groups() if g), "") if found else ""
    return find_unit(f"1{word}", 1) if word else None


def _scaled(draft: Draft, unit: UnitMatch) -> Token:
    assert draft.token.number is not None
    return replace(
        draft.token, number=draft.token.number.times(unit.factor), scaled=True, dimension=unit.dimension, countable=unit.countable
    )
