"""Relation `restatement` between the text and the tables of a document, and between its tables.

Comes in: a reading. Goes out: one row for each cell whose fact stands in the text too, or in an earlier table: equal compared name,
kind, unit, period, scope, status and base of comparison. A cell that names no measure (铁路, of freight or of passengers) is left out.
In one section, with the caption's limits (限额以上) in the text, any difference decides; elsewhere only a slip of the pen does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.model import Figure, Reading, RelationRow
from audit.relate.composites import fact_name, says_enough
from audit.relate.grid import Grid, find_grids
from audit.relate.operands import scope_of
from audit.relate.restatement import is_one_fact, relate_pair

_LIMIT = re.compile(r"限额以上|规模以上|限上|规上|市区|城区|市本级|省本级|区本级|县本级|本级|市属|区属|工业企业|服务业企业|人民币|本外币")
_MEASURE = re.compile(
    r"(?:零售|销售|进出口|出口|进口|收入|支出|投资|值|产量|总量|总额|余额|存款|贷款|面积|人数|人口|户数|运量|周转量|吞吐量)$"
)
_YEAR_END = re.compile(r"末|年初")
_KINDS = ("level", "change", "share")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table figure, the number of its table, and the limits that the caption sets."""

    figure: Figure
    grid: int
    limits: frozenset[str]


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, table by table."""
    prose = _index_prose(reading)
    told: dict[Key, Cell] = {}
    for number, grid in enumerate(find_grids(reading)):
        for key, cell in _cells_of(grid, number).items():
            first = next((f for f in prose.get(key, ()) if f.status == cell.figure.status), None)
            firm = first is not None and _is_firm(reading, first, cell)
            if first is None and key in told and told[key].grid != number:
                first = told[key].figure
            if first is not None and (firm or is_one_fact(first, cell.figure)):
                yield relate_pair(reading, first, cell.figure, firm=firm)
            told.setdefault(key, cell)


def _index_prose(reading: Reading) -> dict[Key, list[Figure]]:
    """The figures of the text by what they state; a bare class of goods (家具类增长18.6%) also under the measure its sentence names."""
    found: dict[Key, list[Figure]] = {}
    for figure in reading.figures:
        if figure.row is None and figure.kind in _KINDS and figure.aspect != "new":
            name, text = fact_name(figure.indicator), reading.sentences[figure.sentence].text
            bare = figure.indicator.endswith("类")
            for one in (name, *(name + word for word in ("零售", "销售") if bare and word in text)):
                if says_enough(one):
                    found.setdefault(_key(figure, one, figure.against or "yoy"), []).append(figure)
    return found


def _cells_of(grid: Grid, number: int) -> dict[Key, Cell]:
    """The cells that name what they measure, by what they state; what a table states twice is left out."""
    found: dict[Key, Cell | None] = {}
    limits = frozenset(_LIMIT.findall(grid.caption))
    for row in grid.rows:
        for column, figure in row.figures.items():
            name = fact_name(figure.indicator)
            measure = _MEASURE.search(name)
            if figure.kind in _KINDS and says_enough(name) and measure:
                title = grid.title(column)
                key = _key(figure, name, "mom" if "环比" in title else "ytd" if _YEAR_END.search(title) else "yoy")
                found[key] = None if key in found else Cell(figure, number, limits)
    return {key: cell for key, cell in found.items() if cell is not None}


def _key(figure: Figure, name: str, against: str) -> Key:
    base = against if figure.kind == "change" else None
    return (name, figure.kind, figure.unit, figure.period, scope_of(figure), base, fact_name(figure.of or ""))


def _is_firm(reading: Reading, first: Figure, cell: Cell) -> bool:
    """Whether text and cell speak of one fact beyond doubt: 限额以上单位商品零售额中，家具类增长18.6% above the table of these classes."""
    text = reading.sentences[first.sentence].text
    near = first.section == cell.figure.section and cell.figure.sentence - first.sentence < 60
    return near and cell.limits <= frozenset(_LIMIT.findall(text)) and first.modifier == "eq"
