"""Pandera schemas: one for the figure table, one for each relation, and the rules of a relation as checks on its rows.

Comes in: the figure columns, the relation schemas, a rule set. Goes out: `pandera.pandas.DataFrameSchema` objects, and the faults of a
table in plain Chinese, all at once. This is the only module that imports pandera; where it is missing the error names the extra.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from audit.bridges.cells import Test, is_flag, is_number, is_positive, is_text, is_whole, one_of
from audit.bridges.frames import make_frame, make_rows
from audit.errors import InputError
from audit.judge.duck import FAILS, ask_rules, open_database
from audit.model import FIGURE_COLUMNS, Kind, Modifier, Status
from audit.parsed import REQUIRED, Table
from audit.relate.schema import DECIMAL, FLAG, SCHEMAS, TEXT, WHOLE
from audit.ruleset import Rule, load_ruleset

if TYPE_CHECKING:
    from pandas import DataFrame, Series
    from pandera.pandas import Column, DataFrameSchema

FIGURES = "figures"
"""The name of the schema of the figure table; the others are named like their relations."""

_NUMBERS = frozenset(("value", "value_high", "low", "high"))
_FLAGS = frozenset(("known", "exact", "damaged"))
_WHOLES = frozenset(("figure", "start", "end", "sentence", "row", "column"))
_WORDS: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "modifier": get_args(Modifier),
    "status": get_args(Status),
    "aspect": ("total", "new", "cumulative"),
    "against": ("yoy", "mom", "ytd", "since"),
    "price": ("real", "nominal"),
}
_SAID = {
    "text": "不能为空",
    "number": "不是数",
    "positive": "不是大于零的数",
    "whole": "不是整数",
    "flag": "不是 true 或 false",
}
_MOST = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: its row (from 1, the header is one), its column, what stands there, and why it cannot."""

    row: int
    column: str
    text: str
    problem: str

    def __str__(self) -> str:
        """The fault in one line of plain Chinese."""
        return f"第 {self.row} 行 {self.column} 列: " + (f"“{self.text}”{self.problem}" if self.text else self.problem)


class Schemas(Mapping[str, "DataFrameSchema"]):
    """All schemas by name: `figures`, and each relation (`growth`, `share` …)."""

    def __getitem__(self, name: str) -> DataFrameSchema:
        if name == FIGURES:
            return build_figure_schema()
        if name in SCHEMAS:
            return build_relation_schema(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter((FIGURES, *SCHEMAS))

    def __len__(self) -> int:
        return len(SCHEMAS) + 1

    def of_rules(self, relation: str, ruleset: str | None = None) -> DataFrameSchema:
        """The schema of a relation with every rule of the rule set as a check: a row that fails a rule fails the check of its name."""
        return build_rule_schema(relation, load_ruleset(ruleset).over(relation))


schemas = Schemas()
"""The published schemas."""


def load_pandera() -> Any:
    """The library. Raises InputError (`missing-extra`) where it is not installed."""
    try:
        import pandera.pandas as pandera
    except ImportError as missing:
        hint = "请运行: pip install 'heshu[pandas]'"
        raise InputError("核对指标表要先装 pandas 和 pandera", reason="missing-extra", hint=hint) from missing
    return pandera


@cache
def build_figure_schema() -> DataFrameSchema:
    """The schema of a table of figures, parsed by whatever system: the required columns, and what each may hold."""
    pandera = load_pandera()
    columns = {name: _figure_column(name) for name in FIGURE_COLUMNS}
    return pandera.DataFrameSchema(columns, name=FIGURES, strict=False)  # type: ignore[no-any-return]


def _figure_column(name: str) -> Column:
    required = name in REQUIRED
    if name in _WORDS:
        return _column(one_of(_WORDS[name]), f"，只能是 {' '.join(_WORDS[name])}")
    if name == "places":
        return _column(is_positive, "positive")
    if name == "document":
        return _column(is_text, "text", required=required, nullable=False)
    for names, test, code in ((_NUMBERS, is_number, "number"), (_FLAGS, is_flag, "flag"), (_WHOLES, is_whole, "whole")):
        if name in names:
            return _column(test, code, required=required)
    return _column(None, "", required=required)


def build_relation_schema(name: str, checks: Sequence[Any] = ()) -> DataFrameSchema:
    """The schema of a relation table: every column, numbers as exact decimals or anything that is written like one."""
    pandera = load_pandera()
    tests = {DECIMAL: (is_number, "number"), FLAG: (is_flag, "flag"), WHOLE: (is_whole, "whole"), TEXT: (None, "")}
    columns = {column: _column(*tests[kind], required=True) for column, kind in SCHEMAS[name].columns.items()}
    return pandera.DataFrameSchema(columns, list(checks), name=name, strict=False)  # type: ignore[no-any-return]


def build_rule_schema(relation: str, rules: Sequence[Rule]) -> DataFrameSchema:
    """A relation's schema with rules as checks; a row that a rule cannot decide passes its check."""
    pandera = load_pandera()
    checks = [pandera.Check(_RuleCheck(rule), name=rule.rule, error=rule.rule, title=rule.title["zh"]) for rule in rules]
    return build_relation_schema(relation, checks)


@dataclass(frozen=True, slots=True)
class _RuleCheck:
    """One rule as a function of a frame of relation rows: which rows do not fail."""

    rule: Rule

    def __call__(self, frame: DataFrame) -> Series[bool]:
        database = open_database()
        try:
            (found,) = ask_rules(database, (self.rule,), make_rows(frame, self.rule.on))
        finally:
            database.close()
        import pandas as pd

        return pd.Series([answer != FAILS for answer in found.answers], index=frame.index, dtype=bool)


def _column(test: Test | None, code: str, *, required: bool = False, nullable: bool = True) -> Column:
    pandera = load_pandera()
    checks = [pandera.Check(test, element_wise=True, error=code)] if test else []
    return pandera.Column(None, checks, nullable=nullable, required=required)  # type: ignore[no-any-return]


def check_table(table: Table) -> None:
    """Raises InputError (`bad-metrics`) that lists every fault of a table of parsed figures with its row and column."""
    missing, name = table.missing(), table.source.name
    if missing:
        columns = "、".join(missing)
        hint = f"至少要有 {' '.join(REQUIRED)} 四列"
        raise InputError(f"指标表缺少列: {columns}", reason="bad-metrics", file=name, hint=hint)
    if not table.rows:
        raise InputError("指标表里没有数据行", reason="bad-metrics", file=name, hint="表头下面每行一个数")
    faults = find_faults(table)
    if faults:
        shown = "".join(f"\n  {fault}" for fault in faults[:_MOST])
        more = f"\n  另有 {len(faults) - _MOST} 处" if len(faults) > _MOST else ""
        raise InputError(f"指标表有 {len(faults)} 处不合格:{shown}{more}", reason="bad-metrics", file=name)


def find_faults(table: Table) -> tuple[Fault, ...]:
    """Every fault of a table, by row and column."""
    pandera = load_pandera()
    frame = make_frame(table)
    try:
        build_figure_schema().validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as problem:
        cases = problem.failure_cases.to_dict("records")
    else:
        return ()
    rows = {row.number: row for row in table.rows}
    found = {(int(case["index"]), str(case["column"])): str(case["check"]) for case in cases}
    return tuple(
        Fault(row, column, rows[row].text(column), _SAID.get(code, _SAID["text"] if code == "not_nullable" else code))
        for (row, column), code in sorted(found.items(), key=lambda item: (item[0][0], FIGURE_COLUMNS.index(item[0][1])))
    )
