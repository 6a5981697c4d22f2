"""Six generic checks of a table of figures, by heshu's predicates and by the libraries that people use for such tables.

Comes in: a pandas frame with the columns document, indicator, year, value, unit, share and growth. Goes out: for each engine what prepares
it and a call that returns how many rows fail each check. A library that is not installed is left out by its name.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from audit.relate.schema import RelationSchema
from audit.ruleset.compile import compile_predicate

CHECKS = ("value ≥ 0", "share 0…100", "growth ±300", "unit allowed", "unit missing", "unique")
ALLOWED = {f"指标{number:02d}": ("亿元", "家", "%")[number % 3] for number in range(50)}
Run = Callable[[], tuple[int, ...]]

_SCHEMA = RelationSchema(
    "table", "unit", "one row of the table", ("row",),
    intervals=("value", "share", "growth"), texts=("unit",), flags=("allowed",), wholes=("copies",),
)  # fmt: skip
_PREDICATES = (
    "value_low < 0", "NOT (share_low BETWEEN 0 AND 100)", "NOT (growth_low BETWEEN -300 AND 300)",
    "NOT coalesce(allowed, false) AND unit IS NOT NULL", "unit IS NULL", "copies > 1",
)  # fmt: skip


def make_frame(rows: int) -> pd.DataFrame:
    """A table with about a thousand rows in a million that fail each check."""
    draw = np.random.default_rng(7)
    names = np.array(list(ALLOWED))
    picked = draw.integers(0, len(names), rows)
    frame = pd.DataFrame(
        {
            "document": np.arange(rows) // len(names),
            "indicator": names[np.arange(rows) % len(names)],
            "year": 2000 + picked % 24,
            "value": draw.uniform(0, 1000, rows).round(2),
            "unit": np.array(list(ALLOWED.values()))[np.arange(rows) % len(names)],
            "share": draw.uniform(0, 100, rows).round(1),
            "growth": draw.normal(5, 20, rows).round(1),
        }
    )
    spoiled = rows // 1000
    for column, wrong in (("value", -1.0), ("share", 101.0), ("growth", 400.0), ("unit", "吨")):
        frame.loc[draw.choice(rows, spoiled, replace=False), column] = wrong
    frame.loc[draw.choice(rows, spoiled, replace=False), "unit"] = None
    copied = draw.choice(rows // 2, spoiled // 2, replace=False) * 2
    keys = ["document", "indicator", "year"]
    frame.loc[copied + 1, keys] = frame.loc[copied, keys].to_numpy()
    return frame


def list_engines(frame: pd.DataFrame) -> Iterator[tuple[str, Run]]:
    """Every engine that is installed, ready to run; loading and importing happen here and are not timed."""
    yield "heshu predicates on DuckDB", prepare_heshu(frame)
    yield "DuckDB SQL by hand", prepare_duckdb(frame)
    yield "pandas", lambda: check_pandas(frame)
    if find_spec("pandera"):
        yield "pandera", prepare_pandera(frame)
    if find_spec("pointblank") and find_spec("polars"):
        yield "pointblank (polars)", prepare_pointblank(frame)
    if find_spec("great_expectations"):
        yield "Great Expectations, five checks without the pairs", prepare_expectations(frame)


def load_table(frame: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    """The frame as a table of a database in memory, with the table of allowed pairs."""
    database = duckdb.connect(":memory:", config={"threads": "2"})
    database.execute("CREATE TABLE figures AS SELECT * FROM frame")
    database.execute("CREATE TABLE pairs (indicator VARCHAR, good_unit VARCHAR)")
    database.executemany("INSERT INTO pairs VALUES (?, ?)", list(ALLOWED.items()))
    return database


def prepare_heshu(frame: pd.DataFrame) -> Run:
    """The predicates as a rule writes them, compiled, over a relation that joins pairs and counts copies."""
    database = load_table(frame)
    counted = ", ".join(f"count(*) FILTER (WHERE {compile_predicate(text, _SCHEMA)})" for text in _PREDICATES[:5])
    copies = compile_predicate(_PREDICATES[5], _SCHEMA)
    relation = (
        "SELECT value AS value_low, share AS share_low, growth AS growth_low, unit, unit = good_unit AS allowed"
        " FROM figures LEFT JOIN pairs USING (indicator)"
    )
    keys = "SELECT count(*) AS copies FROM figures GROUP BY document, indicator, year"
    question = f"SELECT *, (SELECT sum(copies) FROM ({keys}) WHERE {copies}) FROM (SELECT {counted} FROM ({relation}))"
    return lambda: tuple(int(value) for value in database.execute(question).fetchall()[0])


def prepare_duckdb(frame: pd.DataFrame) -> Run:
    """The same question as somebody writes it by hand."""
    database = load_table(frame)
    question = """SELECT count(*) FILTER (value < 0), count(*) FILTER (share NOT BETWEEN 0 AND 100),
        count(*) FILTER (growth NOT BETWEEN -300 AND 300), count(*) FILTER (unit IS NOT NULL AND unit <> good_unit),
        count(*) FILTER (unit IS NULL),
        (SELECT sum(n) FROM (SELECT count(*) AS n FROM figures GROUP BY document, indicator, year HAVING count(*) > 1))
        FROM figures LEFT JOIN pairs USING (indicator)"""
    return lambda: tuple(int(value) for value in database.execute(question).fetchall()[0])


def check_pandas(frame: pd.DataFrame) -> tuple[int, ...]:
    """Six expressions as one writes them without a library."""
    good = frame["indicator"].map(ALLOWED)
    return (
        int((frame["value"] < 0).sum()),
        int((~frame["share"].between(0, 100)).sum()),
        int((~frame["growth"].between(-300, 300)).sum()),
        int((frame["unit"].notna() & (frame["unit"] != good)).sum()),
        int(frame["unit"].isna().sum()),
        int(frame.duplicated(["document", "indicator", "year"], keep=False).sum()),
    )


def prepare_pandera(frame: pd.DataFrame) -> Run:
    """One schema, all failures collected."""
    import pandera.pandas as pa

    def has_good_unit(rows: pd.DataFrame) -> Any:
        return rows["unit"].isna() | (rows["unit"] == rows["indicator"].map(ALLOWED))

    schema = pa.DataFrameSchema(
        {
            "value": pa.Column(float, pa.Check.ge(0)),
            "share": pa.Column(float, pa.Check.in_range(0, 100)),
            "growth": pa.Column(float, pa.Check.in_range(-300, 300)),
            "unit": pa.Column(nullable=False),
        },
        checks=pa.Check(has_good_unit),
        unique=["document", "indicator", "year"],
    )

    def run() -> tuple[int, ...]:
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as found:
            cases = found.failure_cases.groupby("check", sort=False)["index"].nunique()
            return tuple(int(count) for count in cases)
        return ()

    return run


def prepare_pointblank(frame: pd.DataFrame) -> Run:
    """One plan of six steps over a polars frame."""
    import pointblank as pb
    import polars as pl

    columns = {str(name): [None if value != value else value for value in frame[name].to_list()] for name in frame.columns}
    table = pl.DataFrame(columns).with_columns(good=pl.col("indicator").replace_strict(ALLOWED))
    plan = (
        pb.Validate(table)
        .col_vals_ge("value", 0)
        .col_vals_between("share", 0, 100)
        .col_vals_between("growth", -300, 300)
        .col_vals_expr(pl.col("unit").is_null() | (pl.col("unit") == pl.col("good")))
        .col_vals_not_null("unit")
        .rows_distinct(["document", "indicator", "year"])
    )
    return lambda: tuple(int(count) for count in plan.interrogate(get_first_n=1).n_failed().values())


def prepare_expectations(frame: pd.DataFrame) -> Run:
    """One suite; the check of pairs takes two minutes a million rows in pandas and is left out."""
    gx: Any = import_module("great_expectations")  # its type stubs do not export what its manual names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("figures")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite(
        "six",
        expectations=[
            gx.expectations.ExpectColumnValuesToBeBetween(column="value", min_value=0),
            gx.expectations.ExpectColumnValuesToBeBetween(column="share", min_value=0, max_value=100),
            gx.expectations.ExpectColumnValuesToBeBetween(column="growth", min_value=-300, max_value=300),
            gx.expectations.ExpectColumnValuesToNotBeNull(column="unit"),
            gx.expectations.ExpectCompoundColumnsToBeUnique(column_list=["document", "indicator", "year"]),
        ],
    )
    return lambda: tuple(int(each.result["unexpected_count"]) for each in batch.validate(suite, result_format="SUMMARY").results)
