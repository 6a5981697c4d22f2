"""Rules with one slip each: what somebody might get wrong in a predicate.

Comes in: a rule. Goes out: mutants of it by a name that says what was done: fails negated, where or an exemption dropped, a
conjunct or an alternative dropped, a relational operator turned round, an interval word swapped for its opposite.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sqlglot
from sqlglot import exp

from audit.relate.schema import SCHEMAS
from audit.ruleset import Rule
from audit.ruleset.compile import compile_predicate

TURNED = {exp.LT: exp.GT, exp.GT: exp.LT, exp.LTE: exp.GTE, exp.GTE: exp.LTE, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ}
OPPOSITE = {"below": "above", "above": "below", "at_least": "at_most", "at_most": "at_least", "below_truncated": "above_truncated"}


def list_mutants(rule: Rule) -> Iterator[Rule]:
    """All mutants of a rule; each has a name of its own."""
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
