"""Asks DuckDB what every rule says of every row: one question a relation, one column a rule.

Comes in: rules of one relation and its rows. Goes out: for each rule an answer for each row, or the reason why the rule broke.
The database lives in memory, without files, network, extensions or changeable settings; numbers go in as exact decimals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

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
    packed = pack_rows(rows)
    try:
        return _ask(database, rules, packed)
    except duckdb.Error as problem:
        if len(rules) == 1:
            return (Answers(rules[0], problem=str(problem).splitlines()[0]),)
    return tuple(answers for rule in rules for answers in ask_rules(database, (rule,), rows))


def pack_rows(rows: Sequence[RelationRow]) -> str:
    """The rows of one relation as JSON: decimals as text digit for digit, their order as `row`."""
    columns = SCHEMAS[rows[0].relation].columns
    packed = json.dumps([{"row": place, **_pack_row(row.columns, columns)} for place, row in enumerate(rows)], ensure_ascii=False)
    return packed.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate: the file name b"\xff.txt"


def _pack_row(values: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    packed = {name: _pack_value(values.get(name)) for name in columns}
    if any(packed[name] is None and values.get(name) is not None for name in columns):
        packed |= dict.fromkeys(name for name in columns if name.endswith("_known"))
    return packed


def _pack_value(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return format(value, "f") if abs(value) < _LARGEST else None


def _ask(database: duckdb.DuckDBPyConnection, rules: Sequence[Rule], packed: str) -> tuple[Answers, ...]:
    columns = {"row": "INTEGER", **SCHEMAS[rules[0].on].columns}
    shape = json.dumps([columns])
    asked = ", ".join(f"{write_question(rule)} AS answer_{place}" for place, rule in enumerate(rules))
    table = f"SELECT unnest(from_json_strict(?::JSON, '{shape}'), recursive := true)"
    found = database.execute(f"SELECT {asked} FROM ({table}) ORDER BY row", [packed]).fetchall()  # noqa: S608 (checked when loaded)
    return tuple(Answers(rule, tuple(line[place] for line in found)) for place, rule in enumerate(rules))


def write_question(rule: Rule) -> str:
    """The SQL expression whose value is a rule's answer for a row."""
    excuses = "".join(f" WHEN {each.sql} THEN '{EXEMPT}:{place}'" for place, each in enumerate(rule.exempt))
    decided = f"CASE{excuses} WHEN {rule.fails_sql} THEN '{FAILS}' WHEN NOT ({rule.fails_sql}) THEN '{HOLDS}' ELSE '{UNDECIDED}' END"
    if rule.where_sql is None:
        return decided
    return f"CASE WHEN {rule.where_sql} THEN {decided} WHEN NOT ({rule.where_sql}) THEN '{SILENT}' ELSE '{UNDECIDED}' END"
