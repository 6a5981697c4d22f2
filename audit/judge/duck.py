"""Asks DuckDB what every rule says of every row: one question a relation, one column a predicate.

Comes in: rules of one relation and its rows. Goes out: for each rule an answer for each row, or the reason why the rule broke.
The database lives in memory, without files, network, extensions or changeable settings, and with a limit of rows, time and
memory for each question; numbers go in as exact decimals.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from threading import Timer

import duckdb

from audit.model import RelationRow
from audit.patterns import regex
from audit.relate.schema import SCHEMAS
from audit.ruleset.declaration import Rule

FAILS, HOLDS, UNDECIDED, SILENT, EXEMPT = "fails", "holds", "undecided", "silent", "exempt"
"""The answers: a finding, all well, cannot be decided, not spoken of, and spoken of but excused (`exempt:0`)."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
    "memory_limit": "512MB",
    "max_temp_directory_size": "0B",
    "lock_configuration": "true",
}
MOST_ROWS = 20_000
"""In one question; further rows are a question of their own, so that neither time nor memory grows with a large archive."""
LONGEST_QUESTION = 2.0
"""Seconds. A sound question of so many rows takes a tenth of it."""
_TOO_SLOW = "规则 {:g} 秒没有算完 / not decided within {:g} seconds"
_NAME = regex(r"\w+")
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
    said: dict[str, list[str]] = {rule.rule: [] for rule in rules}
    problems: dict[str, str] = {}
    for start in range(0, len(rows), MOST_ROWS):
        sound = [rule for rule in rules if rule.rule not in problems]
        for answers in _ask_some(database, sound, rows[start : start + MOST_ROWS]) if sound else ():
            said[answers.rule.rule] += answers.answers
            problems |= {answers.rule.rule: answers.problem} if answers.problem else {}
    told = ((rule, problems.get(rule.rule)) for rule in rules)
    return tuple(Answers(rule, () if problem else tuple(said[rule.rule]), problem) for rule, problem in told)


def _ask_some(database: duckdb.DuckDBPyConnection, rules: Sequence[Rule], rows: Sequence[RelationRow]) -> tuple[Answers, ...]:
    """The answers for one question's rows; where the question breaks, each rule is asked by itself."""
    try:
        with limit_time(database):
            return _ask(database, rules, rows)
    except duckdb.InterruptException:
        problem = _TOO_SLOW.format(LONGEST_QUESTION, LONGEST_QUESTION)
    except duckdb.Error as error:
        problem = str(error).splitlines()[0]
    if len(rules) == 1:
        return (Answers(rules[0], problem=problem),)
    return tuple(answers for rule in rules for answers in _ask_some(database, (rule,), rows))


@contextmanager
def limit_time(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what the database does for too long."""
    timer = Timer(LONGEST_QUESTION, database.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def pack_rows(rows: Sequence[RelationRow], names: Sequence[str]) -> str:
    """The columns of rows of one relation as JSON lists, decimals as text digit for digit, with their order as `row`.

    A row with a number that is too large is not known at all: all its columns `…_known` are null.
    """
    columns = {name: [_pack_value(row.columns.get(name)) for row in rows] for name in names}
    for name, values in columns.items():
        for place in (place for place, value in enumerate(values) if value is None):
            if rows[place].columns.get(name) is not None:
                _forget_row(columns, place)
    packed = json.dumps({"row": list(range(len(rows))), **columns}, ensure_ascii=False)
    return packed.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate: the file name b"\xff.txt"


def _forget_row(columns: Mapping[str, list[object]], place: int) -> None:
    for name, values in columns.items():
        if name.endswith("_known"):
            values[place] = None


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
    shape = json.dumps({name: [sort] for name, sort in {"row": "INTEGER", **columns}.items()})
    unpacked = ", ".join(f'unnest(t."{name}") AS "{name}"' for name in ("row", *columns))
    table = f"SELECT {unpacked} FROM (SELECT from_json_strict(?::JSON, '{shape}') AS t)"  # noqa: S608 (names of our own schema)
    packed = pack_rows(rows, tuple(columns))
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
