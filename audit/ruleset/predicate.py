"""Checks that a rule's predicate is one comparison over its relation's columns, and nothing else.

Comes in: a parsed SQL expression and the relation's schema. Goes out: nothing when it is allowed. Refuses functions,
subqueries, arithmetic, casts, unknown columns, comparisons of text with numbers, patterns that take long to match, and anything
that is not true or false.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from audit.errors import RuleError
from audit.relate.schema import DECIMAL, FLAG, TEXT, WHOLE, RelationSchema

Node = Any
"""A node of a parsed predicate; sqlglot's own name for it differs between its releases."""

COMPARISONS = frozenset({"EQ", "NEQ", "GT", "GTE", "LT", "LTE"})
MACROS: dict[str, bool] = {
    "meets": False,
    "below": False,
    "above": False,
    "at_most": False,
    "at_least": False,
    "meets_truncated": True,
    "below_truncated": True,
    "above_truncated": True,
}
"""The interval words a predicate may use, and whether they read the bounds under truncation (intervals only)."""

ONLY_COMPARE = "只能写列与常数、列与列的比较 / only compare columns with constants and with each other"
MOST_WILDCARDS = 2
"""In one LIKE pattern: each `%` more multiplies the time that a long text takes."""

_SORTS = {DECIMAL: "number", WHOLE: "number", TEXT: "text", FLAG: "flag"}


class PredicateError(RuleError):
    """What is wrong with a predicate, and a hint; the reader of the rule file adds the place."""

    def __init__(self, message: str, hint: str = ONLY_COMPARE) -> None:
        super().__init__(message, reason="bad-predicate", hint=hint)


def nearest(name: str, known: Iterable[str], intro: str = "是不是想写 / did you mean") -> str:
    """A hint that names the closest known word, or lists all of a few."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"{intro}: {close[0]}"
    return f"可用的有 / known: {', '.join(names[:60])}"


@dataclass(frozen=True, slots=True)
class PredicateCheck:
    """Walks one predicate over one relation; every method raises PredicateError on the first thing not allowed."""

    schema: RelationSchema

    def check_truth(self, node: Node) -> None:
        """The node must be true, false or unknown for a row."""
        kind = type(node).__name__
        if kind in ("And", "Or"):
            self.check_truth(node.left)
            self.check_truth(node.right)
        elif kind in ("Not", "Paren"):
            self.check_truth(node.this)
        elif kind in COMPARISONS:
            self._same_sort(node, (node.left, node.right))
        elif kind == "Is":
            self._check_is(node)
        elif kind == "In":
            self._check_in(node)
        elif kind == "Between":
            self._same_sort(node, (node.this, node.args["low"], node.args["high"]))
        elif kind == "Like":
            self._check_like(node)
        elif kind == "Anonymous":
            self._check_macro(node)
        elif kind not in ("Boolean", "Column", "Coalesce") or self._sort(node) != "flag":
            raise PredicateError(f"这不是一个判断 / not a predicate: {_show(node)}")

    def _sort(self, node: Node) -> str:
        """Whether a value is a number, a text or a flag."""
        kind = type(node).__name__
        if kind == "Paren":
            return self._sort(node.this)
        if kind == "Column":
            return self._sort_of_column(node)
        if kind == "Literal":
            return "text" if node.is_string else "number"
        if kind == "Neg" and type(node.this).__name__ == "Literal" and not node.this.is_string:
            return "number"
        if kind == "Boolean":
            return "flag"
        if kind == "Coalesce":
            return self._same_sort(node, (node.this, *node.expressions))
        hint = "规则只比较, 不计算 / rules compare, they do not compute"
        raise PredicateError(f"谓词里不许有 / not allowed in a predicate: {_show(node)}", hint)

    def _sort_of_column(self, node: Node) -> str:
        if node.args.get("table") or node.this.args.get("quoted"):
            raise PredicateError(f"列名直接写 / write the plain column name: {_show(node)}")
        columns = self.schema.columns
        if node.name in columns:
            return _SORTS[columns[node.name]]
        if node.name in _intervals(self.schema):
            hint = f"区间用 {node.name}_low, {node.name}_high, 或 meets({node.name}, …)"
            raise PredicateError(f"{node.name} 是区间, 不是列 / is an interval, not a column", hint)
        message = f"关系 {self.schema.name} 没有列 {node.name} / relation {self.schema.name} has no column {node.name}"
        raise PredicateError(message, nearest(node.name, columns))

    def _same_sort(self, node: Node, values: Iterable[Node]) -> str:
        sorts = {self._sort(value) for value in values}
        if len(sorts) > 1:
            raise PredicateError(f"两边不是一类 / compares different kinds ({', '.join(sorted(sorts))}): {_show(node)}")
        return sorts.pop()

    def _check_is(self, node: Node) -> None:
        if type(node.expression).__name__ == "Null":
            self._sort(node.this)
        else:
            self._same_sort(node, (node.this, node.expression))

    def _check_in(self, node: Node) -> None:
        if not node.expressions:
            raise PredicateError(f"IN 后面只能是列表 / IN needs a list: {_show(node)}")
        self._same_sort(node, (node.this, *node.expressions))

    def _check_like(self, node: Node) -> None:
        if self._same_sort(node, (node.this, node.expression)) != "text":
            raise PredicateError(f"LIKE 只比文字 / LIKE compares texts: {_show(node)}")
        if type(node.expression).__name__ != "Literal" or node.expression.name.count("%") > MOST_WILDCARDS:
            hint = f"写一个常量, 最多 {MOST_WILDCARDS} 个 % / write a constant with at most {MOST_WILDCARDS} %"
            raise PredicateError(f"LIKE 的样式不行 / no such pattern: {_show(node)}", hint)

    def _check_macro(self, node: Node) -> None:
        name = str(node.this)
        if name not in MACROS:
            raise PredicateError(f"谓词里不许用函数 / functions are not allowed: {name}", nearest(name, MACROS))
        if len(node.expressions) != 2:
            raise PredicateError(f"{name} 要两个区间 / {name} takes two intervals")
        known = set(self.schema.intervals) if MACROS[name] else _intervals(self.schema)
        for argument in node.expressions:
            self._check_argument(name, argument, known)

    def _check_argument(self, macro: str, node: Node, known: set[str]) -> None:
        if type(node).__name__ != "Column":
            if self._sort(node) != "number":
                raise PredicateError(f"{macro} 比的是区间或数 / {macro} compares intervals or numbers: {_show(node)}")
        elif node.name not in known or node.args.get("table") or node.this.args.get("quoted"):
            message = f"关系 {self.schema.name} 没有区间 {node.name} / relation {self.schema.name} has no interval {node.name}"
            raise PredicateError(f"{message} ({macro})", nearest(node.name, known))


def _intervals(schema: RelationSchema) -> set[str]:
    return {*schema.operands, *schema.intervals}


def _show(node: Node) -> str:
    return str(node.sql())[:80]
