"""Rules with one slip each: what somebody might get wrong in a predicate.

Comes in: a rule. Goes out: mutants of it by a name that says what was done: fails negated, where or an exemption dropped, a
conjunct or an alternative dropped, a relational operator turned round, an interval word swapped for its opposite. A formula's slips are
in the formula: another comparison, another operator, an operand dropped, no tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import sqlglot
from sqlglot import exp

from audit.relate.formula import ARITHMETIC, Formula
from audit.relate.schema import SCHEMAS
from audit.ruleset import Rule
from audit.ruleset.compile import compile_predicate
from audit.ruleset.formula import write_predicates

TURNED = {exp.LT: exp.GT, exp.GT: exp.LT, exp.LTE: exp.GTE, exp.GTE: exp.LTE, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ}
OPPOSITE = {"below": "above", "above": "below", "at_least": "at_most", "at_most": "at_least", "below_truncated": "above_truncated"}


SWAPPED = {"+": "-", "-": "+", "*": "/", "/": "*"}
COMPARED = {"=": ("<=", ">="), "<=": ("=", ">="), ">=": ("=", "<=")}


def list_mutants(rule: Rule) -> Iterator[Rule]:
    """All mutants of a rule; each has a name of its own."""
    if rule.formula is not None:
        for what, formula in list_formula_slips(rule.formula):
            name = f"{rule.rule} ~ {what}"
            where, fails = write_predicates(replace(formula, rule=name))
            yield replace(make_mutant(rule, what, where=where, fails=fails), formula=replace(formula, rule=name))
        return
    yield make_mutant(rule, "negate fails", fails=f"NOT ({rule.fails})")
    if rule.where is not None:
        yield make_mutant(rule, "drop where", where=None)
    for place, _ in enumerate(rule.exempt):
        kept = (*rule.exempt[:place], *rule.exempt[place + 1 :])
        yield replace(rule, rule=f"{rule.rule} ~ drop exemption {place}", exempt=kept)
    for key, text in (("where", rule.where), ("fails", rule.fails)):
        for what, changed in list_slips(text) if text else ():
            yield make_mutant(rule, f"{key}: {what}", **{key: changed})


def make_mutant(rule: Rule, what: str, **changes: str | None) -> Rule:
    """A rule with another predicate, compiled."""
    changed = replace(rule, rule=f"{rule.rule} ~ {what}", **changes)  # type: ignore[arg-type]
    schema = SCHEMAS[rule.on]
    where = None if changed.where is None else compile_predicate(changed.where, schema, rule.bounds)
    return replace(changed, where_sql=where, fails_sql=compile_predicate(changed.fails, schema, rule.bounds))


def list_slips(text: str) -> Iterator[tuple[str, str]]:
    """Every predicate that is one slip away, with what was done."""
    count = sum(1 for _ in sqlglot.parse_one(text, read="duckdb").walk())
    for place in range(count):
        tree = sqlglot.parse_one(text, read="duckdb")
        node = next(node for at, node in enumerate(tree.walk()) if at == place)
        for what, changed in list_changes(node):
            whole = changed if node is tree else tree.copy()
            if node is not tree:
                next(other for at, other in enumerate(whole.walk()) if at == place).replace(changed.copy())
            written = whole.sql(dialect="duckdb", normalize_functions=False)
            yield f"{what} {node.sql(normalize_functions=False)}", written.replace('"', "")  # "limit" is quoted


def list_changes(node: exp.Expression) -> Iterator[tuple[str, exp.Expression]]:
    """What may stand in the place of one node."""
    if type(node) in TURNED:
        yield "turn", TURNED[type(node)](this=node.this.copy(), expression=node.expression.copy())
    if isinstance(node, exp.And | exp.Or):
        yield "keep the left of", node.left.copy()
        yield "keep the right of", node.right.copy()
    if isinstance(node, exp.Not):
        yield "drop NOT of", node.this.copy()
    if isinstance(node, exp.Anonymous) and str(node.this) in OPPOSITE:
        yield "swap", exp.Anonymous(this=OPPOSITE[str(node.this)], expressions=[each.copy() for each in node.expressions])
    if isinstance(node, exp.In | exp.Is | exp.Like | exp.Between):
        yield "negate", exp.Not(this=exp.Paren(this=node.copy()))


def list_formula_slips(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """Every formula that is one slip away, with what was done."""
    for sign in COMPARED[formula.comparison]:
        said = formula.statement.replace(f" {formula.comparison} ", f" {sign} ")
        yield f"compare with {sign}", replace(formula, comparison=sign, statement=said)
    if formula.tolerance:
        yield "drop tolerance", replace(formula, tolerance=Decimal(0))
    for side in ("left", "right"):
        terms = getattr(formula, side)
        for place, term in enumerate(terms):
            if term in ARITHMETIC:
                yield f"{side} {place}: {term} swapped", replace(formula, **{side: (*terms[:place], SWAPPED[term], *terms[place + 1 :])})
                for kept, first, last in split_operands(terms, place):
                    left = (*terms[:first], *kept, *terms[last:])
                    yield f"{side} {place}: keep {' '.join(kept)} of {term}", replace(formula, **{side: left})


def split_operands(terms: tuple[str, ...], place: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Each operand of the operator at a place of a postfix row, and where the two operands with their operator begin and end."""
    second = find_operand(terms, place)
    first = find_operand(terms, second)
    for kept in (terms[first:second], terms[second:place]):
        if not all(term[0].isdecimal() for term in kept):
            yield kept, first, place + 1


def find_operand(terms: tuple[str, ...], end: int) -> int:
    """Where the operand begins that ends before a place."""
    needed = 1
    while needed:
        end -= 1
        needed += 1 if terms[end] in ARITHMETIC else -1
    return end
