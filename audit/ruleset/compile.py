"""Turns a rule's predicate into plain SQL that DuckDB, Spark SQL, PostgreSQL and SQLite read alike.

Comes in: a predicate as a rule author writes it, the relation it reads and the rule's bounds. Goes out: SQL text of plain
comparisons, bounds and interval words (`meets`, `below` …) written out. Refuses whatever `predicate` refuses. A word over two
intervals is NULL unless both are known; the missing end of a known interval is an open end.
"""

from __future__ import annotations

from collections.abc import Mapping

from audit.relate.schema import RelationSchema
from audit.ruleset.predicate import MACROS, Node, PredicateCheck, PredicateError

LONGEST = 2000
DEEPEST = 40
"""Brackets within brackets; the parser goes down one Python frame after another."""
NO_BOUNDS: Mapping[str, str] = {}

_MEETS = "({a_low} IS NULL OR {b_high} IS NULL OR {a_low} <= {b_high}) AND ({b_low} IS NULL OR {a_high} IS NULL OR {b_low} <= {a_high})"
_BELOW = "{a_high} IS NOT NULL AND {b_low} IS NOT NULL AND {a_high} < {b_low}"
_AT_MOST = "{a_high} IS NOT NULL AND {b_low} IS NOT NULL AND {a_high} <= {b_low}"
_MEANING = {"meets": _MEETS, "below": _BELOW, "at_most": _AT_MOST}
_TURNED = {"above": "below", "at_least": "at_most"}
"""`above(a, b)` is `below(b, a)`: all of a lies beyond all of b."""


def compile_predicate(text: str, schema: RelationSchema, bounds: Mapping[str, str] = NO_BOUNDS) -> str:
    """The plain SQL of a predicate over one relation; `bounds` are names that stand for numbers.

    Raises PredicateError for anything but one true-or-false expression over the relation's columns.

    >>> from audit.relate.schema import SCHEMAS
    >>> compile_predicate("status <> 'target' AND counted", SCHEMAS["share"])
    "status <> 'target' AND counted"
    >>> compile_predicate("stated_low > most", SCHEMAS["share"], {"most": "100"})
    'stated_low > 100'
    """
    _check_size(text)
    expression = _parse(text).transform(_set_bounds, bounds)
    PredicateCheck(schema).check_truth(expression)
    return str(expression.transform(_expand).sql())


def _check_size(text: str) -> None:
    if len(text) > LONGEST:
        hint = "请拆成几条规则 / split it into several rules"
        raise PredicateError(f"谓词超过 {LONGEST} 字 / longer than {LONGEST} characters", hint)
    depth = deepest = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise PredicateError("谓词嵌套太深 / nested too deeply", f"括号最多 {DEEPEST} 层 / at most {DEEPEST} brackets")


def _parse(text: str) -> Node:
    import sqlglot  # late: the built-in rules ship compiled, so most runs never need it
    from sqlglot.errors import SqlglotError

    try:
        found = sqlglot.parse(text, read="duckdb")
    except (SqlglotError, RecursionError) as problem:
        said = str(problem).splitlines()[0]
        raise PredicateError(f"不是合格的谓词 / not a valid predicate: {said}", "例如 / such as: stated_low > 100") from problem
    if len(found) != 1 or found[0] is None or ";" in text:
        raise PredicateError("只能写一个判断 / exactly one predicate is allowed", "例如 / such as: stated_low > 100")
    return found[0]


def _set_bounds(node: Node, bounds: Mapping[str, str]) -> Node:
    if type(node).__name__ != "Column" or node.args.get("table") or node.name not in bounds:
        return node
    import sqlglot  # late, as above

    return sqlglot.parse_one(bounds[node.name], read="duckdb")


def _expand(node: Node) -> Node:
    if type(node).__name__ != "Anonymous" or node.this not in MACROS:
        return node
    import sqlglot  # late, as above

    return sqlglot.parse_one(_write_macro(str(node.this), tuple(a.sql() for a in node.expressions)), read="duckdb")


def _write_macro(name: str, arguments: tuple[str, ...]) -> str:
    word = name.removesuffix("_truncated")
    a, b = reversed(arguments) if word in _TURNED else arguments
    ends = _ends("a", a, MACROS[name]) | _ends("b", b, MACROS[name])
    meaning = _MEANING[_TURNED.get(word, word)].format(**ends)
    known = [f"{argument}_known" for argument in arguments if not _is_number(argument)]
    return f"CASE WHEN {' AND '.join(known) or 'TRUE'} THEN {meaning} END"


def _ends(side: str, argument: str, truncated: bool) -> dict[str, str]:
    if _is_number(argument):
        return {f"{side}_low": argument, f"{side}_high": argument}
    middle = "_truncated" if truncated else ""
    return {f"{side}_low": f"{argument}{middle}_low", f"{side}_high": f"{argument}{middle}_high"}


def _is_number(argument: str) -> bool:
    return not argument[0].isalpha()
