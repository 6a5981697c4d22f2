"""Relation `identity`: a formula that a rule declares, and the figures that fill it in one document, scope, period and status.

Comes in: a reading and the formulas. Goes out: at most one row for each first operand, and none where an operand is not in the document.
Where several figures can stand for one operand and any honest choice fits, that choice is the row; where none fits, the nearest
choice is, and it is undecided unless it is the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from audit.interval import ANY, Interval
from audit.model import Figure, Reading, RelationRow
from audit.relate.formula import Formula, compare, compute_side, is_name, widen
from audit.relate.lists import PartList
from audit.relate.naming import Named, name_figures
from audit.relate.operands import show_like
from audit.relate.rows import interval_columns, make_row, reason_for
from audit.relate.totals import find_totals

NEAREST = 3
"""So many figures are tried for an operand, those nearest to the first operand."""

Choice = tuple[Named, ...]
"""One figure for each name of a formula, in the order of its names."""


def build_rows(reading: Reading, formulas: Sequence[Formula]) -> Iterator[RelationRow]:
    """The rows of all formulas over one document."""
    named = name_figures(reading, {name for formula in formulas for name in formula.names})
    by_name: dict[str, list[Named]] = {}
    for each in named:
        by_name.setdefault(each.name, []).append(each)
    lists = tuple(find_totals(reading))
    for formula in formulas:
        if all(name in by_name for name in formula.names):
            for group in _group(reading, formula, by_name):
                yield from _relate_group(reading, formula, group, named, lists)


def _group(reading: Reading, formula: Formula, by_name: Mapping[str, list[Named]]) -> Iterator[Mapping[str, list[Named]]]:
    """The operands that share all that the formula asks to be shared; groups that lack an operand are left out."""
    groups: dict[tuple[object, ...], dict[str, list[Named]]] = {}
    for name in formula.names:
        for each in by_name[name]:
            key = (_is_new(each.figure), *(_read_part(reading, each, part) for part in formula.per))
            groups.setdefault(key, {}).setdefault(name, []).append(each)
    return (group for group in groups.values() if len(group) == len(formula.names))


def _is_new(figure: Figure) -> bool:
    """新增一般债务限额 is another thing than the limit itself."""
    return figure.aspect == "new"


def _read_part(reading: Reading, named: Named, part: str) -> object:
    if part == "paragraph":
        return reading.sentences[named.figure.sentence].paragraph
    return (named.scope, named.body) if part == "scope" else getattr(named.figure, part)


def _relate_group(
    reading: Reading, formula: Formula, group: Mapping[str, list[Named]], named: Sequence[Named], lists: Sequence[PartList]
) -> Iterator[RelationRow]:
    """The first operands for which a choice fits; else the choice whose figures stand nearest to each other."""
    choices = [choice for anchor in group[formula.names[0]] for choice in _choose(formula, group, anchor)]
    fitting: dict[int, Choice] = {}
    for choice in choices:
        if _fits(formula, choice):
            fitting.setdefault(choice[0].figure.figure, choice)
    if fitting:
        yield from (_build_row(reading, formula, choice, None) for choice in fitting.values())
    elif choices:
        nearest = min(choices, key=_spread)
        alone = _is_alone(reading, nearest, group, named) and not _has_rival(nearest, lists)
        reason = None if alone else "several-readings"
        yield _build_row(reading, formula, nearest, reason)


def _choose(formula: Formula, group: Mapping[str, list[Named]], anchor: Named) -> Iterator[Choice]:
    """Choices around one first operand whose units agree, the nearest figures first."""
    others = [sorted(group[name], key=lambda each: abs(each.figure.figure - anchor.figure.figure))[:NEAREST] for name in formula.names[1:]]
    for choice in product((anchor,), *others):
        units: dict[str, str] = {}
        if all(units.setdefault(each.dimension, each.unit) == each.unit for each in choice):
            yield choice


def _fits(formula: Formula, choice: Choice) -> bool:
    """Whether the formula holds for a choice, digits rounded or all cut off."""
    if reason_for(each.figure for each in choice):
        return True
    return any(compare(*sides) for sides in _compute(formula, choice))


def _compute(formula: Formula, choice: Choice) -> tuple[tuple[Interval, str, Interval], tuple[Interval, str, Interval]]:
    """Both sides under rounding, and under truncation."""
    rounded = {each.name: each.figure.interval for each in choice}
    cut = {each.name: each.figure.truncated for each in choice}
    first, second = (
        (compute_side(formula.left, values), formula.comparison, widen(compute_side(formula.right, values), formula.tolerance))
        for values in (rounded, cut)
    )
    return first, second


def _spread(choice: Choice) -> int:
    places = [each.figure.figure for each in choice]
    return max(places) - min(places)


def _is_alone(reading: Reading, choice: Choice, group: Mapping[str, list[Named]], named: Sequence[Named]) -> bool:
    """Whether no other figure could be meant: none of the same name with another value, unless the choice is one sentence; and around
    it none of another body (对东盟进出口 beside 进出口)."""
    sentences = [each.figure.sentence for each in choice]
    first, last = min(sentences) - 1, max(sentences) + 1
    chosen = {each.figure.figure for each in choice}
    names = {each.name for each in choice}
    around = [each for each in named if first <= each.figure.sentence <= last and each.figure.figure not in chosen]
    if any(each.name in names and each.body != choice[0].body for each in around):
        return False
    together = len(set(sentences)) == 1
    others = around if together else [each for figures in group.values() for each in figures]
    own = {each.name: each.figure.interval for each in choice}
    return all(each.name not in own or each.figure.interval.meets(own[each.name]) for each in others)


def _has_rival(choice: Choice, lists: Sequence[PartList]) -> bool:
    """Whether an operand is said to be a part of another whole of the same kind: 户籍人口, 其中城镇人口, beside 常住人口."""
    chosen = {each.figure.figure for each in choice}
    heads = {each.name[-2:] for each in choice}
    owners = (found.total for found in lists if chosen & {part.figure for part in found.parts})
    return any(owner.figure not in chosen and owner.indicator[-2:] in heads for owner in owners)


def _build_row(reading: Reading, formula: Formula, choice: Choice, reason: str | None) -> RelationRow:
    figures = tuple(each.figure for each in choice)
    why_not = reason_for(figures) or reason or ("hedged" if _is_soft(formula, choice) else None)
    known = why_not is None
    (stated, _, computed), (stated_cut, _, computed_cut) = _compute(formula, choice)
    left = sum(is_name(term) for term in formula.left)
    columns: dict[str, object] = {"rule": formula.rule, "formula": formula.statement, "comparison": formula.comparison}
    columns |= {"scope": choice[0].scope or None, "period": figures[0].period, "status": figures[0].status}
    columns |= interval_columns("stated", stated, stated_cut, known=known)
    columns |= interval_columns("computed", computed, computed_cut, known=known)
    spans = tuple(each.figure.span("left" if place < left else "right") for place, each in enumerate(choice))
    shown = _show(formula, choice, computed)
    sentence = reading.sentences[figures[0].sentence]
    return make_row("identity", reading, sentence, columns, spans, figures=figures, arithmetic=shown, why_not=why_not)


def _is_soft(formula: Formula, choice: Choice) -> bool:
    """Whether a formula that does not fit rests on a 约: what that allows is a habit, no rule."""
    return any(each.figure.modifier == "about" for each in choice) and not _fits(formula, choice)


def _show(formula: Formula, choice: Choice, computed: Interval) -> str:
    """The formula with its figures in place of the names: 70.1亿元 + 29.8亿元 = 99.9亿元 ↔ 100.2亿元."""
    texts = {each.name: each.figure.text for each in choice}
    left, right = (" ".join(texts.get(term, term) for term in _split_sides(formula, n)) for n in (0, 1))
    single = len(formula.left) == 1 and computed != ANY
    result = show_like(computed, choice[0].figure) if single else computed.show()
    return f"{right} = {result} ↔ {left}" if formula.right[1:] else f"{left} ↔ {right}"


def _split_sides(formula: Formula, side: int) -> list[str]:
    return formula.statement.split(f" {formula.comparison} ")[side].replace("(", "( ").replace(")", " )").split()
