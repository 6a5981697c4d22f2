"""Which indicator of the lexicon each figure of a document states, and of what part of its area.

Comes in: a reading and the names that are wanted. Goes out: the figures that bear one of these names, with the body that stands before it
(甲公司净利润, 对东盟进出口). Time, area and the document's own place are no body; what makes another indicator of it (人均, 非) is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from audit.knowledge import CHANGING, COUNTED, Indicator, load_indicators
from audit.lexicon import lexicon_folder, load_units
from audit.model import Figure, Reading
from audit.relate.operands import scope_of, without_scope
from audit.resources import read_entries

_TOTAL = re.compile(r"总计(?:为|达|达到|完成)?\s*$")
_RATES = frozenset(("percent", "permille"))


@dataclass(frozen=True, slots=True)
class Named:
    """A figure, the indicator it states, the `body` whose it is (empty for the document's own area), and the unit that must agree."""

    figure: Figure
    name: str
    body: str
    area: str
    scope: str
    dimension: str
    unit: str


def name_figures(reading: Reading, wanted: Collection[str]) -> tuple[Named, ...]:
    """The figures that state a wanted indicator, in reading order."""
    found = [named for figure in reading.figures if (named := _name_figure(reading, figure, wanted)) is not None]
    areas = Counter(named.area for named in found if named.area)
    own = areas.most_common(1)[0][0] if areas else ""
    return tuple(replace(named, scope=named.area) if named.area not in ("", own) else named for named in found)


def _name_figure(reading: Reading, figure: Figure, wanted: Collection[str]) -> Named | None:
    if figure.kind not in ("level", "share", "multiple") or figure.price == "real" or figure.value_high is not None or not figure.indicator:
        return None
    indicators = load_indicators()
    plain = without_scope(_strip_time("".join(figure.indicator.split()))) + _find_total(reading, figure)
    area, name = _split_area(_strip_time(plain))
    start = next((at for at in range(len(name)) if (known := indicators.get(name[at:])) and known.name in wanted), None)
    if start is None or not _measures(figure, indicators[name[start:]]):
        return None
    known, before = indicators[name[start:]], name[:start]
    if before.endswith(CHANGING):
        return None
    is_own = (len(before) > 1 and before in reading.title) or _is_heading(figure.indicator, name[start:])
    scope = scope_of(figure) or ("" if figure.scope is None or figure.scope in name[start:] else figure.scope)
    family = "count" if known.dimension in COUNTED else "money" if known.dimension.startswith("money") else known.dimension
    unit = "" if family == "count" else figure.unit
    return Named(figure, known.name, "" if is_own else before, area, scope, family, unit)


def _find_total(reading: Reading, figure: Figure) -> str:
    """总计 between a name and its number, which is part of no name: 一般公共预算收入总计 holds more than 一般公共预算收入."""
    sentence = reading.sentences[figure.sentence]
    slot = next(slot for slot in sentence.slots if slot.figure == figure.figure)
    return "总计" if _TOTAL.search(sentence.text[: slot.lead]) else ""


def _is_heading(indicator: str, name: str) -> bool:
    """Whether what stands before the name is another word of the line: 七、对外经济 全年货物进出口总额."""
    parts = indicator.split()
    return len(parts) > 1 and _split_area(_strip_time(parts[-1]))[1] == name


def _measures(figure: Figure, known: Indicator) -> bool:
    """Whether a figure is in a unit of its indicator; a cell may leave it to the head of its column."""
    if not figure.unit:
        return figure.row is not None
    if "/" in figure.unit:
        return known.dimension == "compound"
    if known.units:
        return figure.unit in known.units
    unit = load_units().get(figure.unit)
    if unit is None:
        return False
    families = (COUNTED, _RATES) if figure.kind == "share" else (COUNTED,)
    alike = any({unit.dimension, known.dimension} <= family for family in families)
    return alike or unit.dimension == known.dimension or (unit.dimension.startswith("money") and known.dimension.startswith("money"))


def _strip_time(name: str) -> str:
    match = _prefixes("time").match(name)
    return name[match.end() :] if match else name


def _split_area(name: str) -> tuple[str, str]:
    """A name's leading area word, and the rest."""
    match = _prefixes("area").match(name)
    return (match.group(), _strip_time(name[match.end() :])) if match else ("", name)


@cache
def _prefixes(name: str) -> re.Pattern[str]:
    entries = read_entries(lexicon_folder() / "grammar.yaml", ("list", "words"))
    words = next(entry.texts("words") for entry in entries if entry.text("list") == name)
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")")
