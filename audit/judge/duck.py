"""Asks DuckDB what every rule says of every row: one question a relation, one column a predicate.

Comes in: rules of one relation and its rows. Goes out: for each rule an answer for each row, or the reason why the rule broke.
The database lives in memory, without files, network, extensions or changeable settings; numbers go in as exact decimals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import duckdb

from audit.model import RelationRow
from audit.relate.schema import SCHEMAS
from audit.ruleset.declaration import Rule

FAILS, HOLDS, UNDECIDED, SILENT, EXEMPT = "fails", "holds", "undecided", "silent", "exempt"
"""The answers: a finding, all well, cannot be decided, not spoken of, and spoken of but excused (`exempt:0`)."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
    "memory_limit": "1GB",
    "lock_configuration": "true",
}
_NAME = re.compile(r"\w+")
_LARGEST = Decimal(10) ** 26
"""What DECIMAL(38, 12) cannot hold; a row with a larger number is known no more, it is never cut down."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one rule says of each row, in the rows' order; or `problem`, and no answers."""

    rule: Rule
    answers: tuple[str, ...] = ()
    problem: str | None = None


def open_database() -> duckdb.DuckDBPyConnection:
    """An empty database that can reach nothing outside itself."""
    return duckdb.connect(":memory:", config=_SETTINGS)


def ask_rules(database: duckdb.DuckDBPyConnection, rules: Sequence[Rule], rows: Sequence[RelationRow]) -> tuple[Answers, ...]:
    """Every rule's answers over the rows of one relation; a rule that breaks leaves the others alone."""
    if not rules or not rows:
        return tuple(Answers(rule) for rule in rules)
    try:
        return _ask(database, rules, rows)
    except duckdb.Error as problem:
        if len(rules) == 1:
            return (Answers(rules[0], problem=str(problem).splitlines()[0]),)
    return tuple(answers for rule in rules for answers in ask_rules(database, (rule,), rows))


def pack_rows(rows: Sequence[RelationRow], columns: Collection[str]) -> str:
    """These columns of the rows as JSON: decimals as text digit for digit, their order as `row`."""
    packed = json.dumps([{"row": place, **_pack_row(row.columns, columns)} for place, row in enumerate(rows)], ensure_ascii=False)
    return packed.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate: the file name b"\xff.txt"


def _pack_row(values: Mapping[str, object], columns: Collection[str]) -> dict[str, object]:
    packed = {name: _pack_value(values.get(name)) for name in columns}
    if any(_is_too_large(value) for value in values.values()):
        packed |= dict.fromkeys(name for name in columns if name.endswith("_known"))
    return packed


def _pack_value(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return None if _is_too_large(value) else format(value, "f")


def _is_too_large(value: object) -> bool:
    return isinstance(value, Decimal) and not -_LARGEST < value < _LARGEST


def _ask(database: duckdb.DuckDBPyConnection, rules: Sequence[Rule], rows: Sequence[RelationRow]) -> tuple[Answers, ...]:
    """One statement with every predicate of every rule as a column; it takes only the columns that they name."""
    predicates = [list_predicates(rule) for rule in rules]
    asked = ", ".join(f"({sql})" for each in predicates for sql in each)
    named = set(_NAME.findall(asked))
    columns = {name: sort for name, sort in SCHEMAS[rules[0].on].columns.items() if name in named}
    shape = json.dumps([{"row": "INTEGER", **columns}])
    table = f"SELECT unnest(from_json_strict(?::JSON, '{shape}'), recursive := true)"
    packed = pack_rows(rows, columns)
    found = database.execute(f"SELECT {asked} FROM ({table}) ORDER BY row", [packed]).fetchall()  # noqa: S608 (checked when loaded)
    starts = accumulate((len(each) for each in predicates), initial=0)
    return tuple(
        Answers(rule, tuple(read_answer(line[start : start + len(each)]) for line in found))
        for rule, each, start in zip(rules, predicates, starts, strict=False)
    )


def list_predicates(rule: Rule) -> tuple[str, ...]:
    """The SQL predicates whose truth gives a rule's answer for a row: which rows it speaks of, its exemptions, when it fails."""
    return (rule.where_sql or "TRUE", *(each.sql for each in rule.exempt), rule.fails_sql)


def read_answer(truths: Sequence[bool | None]) -> str:
    """The answer that the truth of a rule's predicates makes.

    >>> read_answer((True, False, True)), read_answer((True, True, True)), read_answer((False, None)), read_answer((True, None))
    ('fails', 'exempt:0', 'silent', 'undecided')
    """
    where, *exempt, fails = truths
    if where is not True:
        return UNDECIDED if where is None else SILENT
    if True in exempt:
        return f"{EXEMPT}:{exempt.index(True)}"
    return UNDECIDED if fails is None else FAILS if fails else HOLDS
