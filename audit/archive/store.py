"""The store of an archive: one DuckDB file with its documents, figures, findings, pairs of editions and runs.

Comes in: a path, and rows by table. Goes out: a Store that writes each group of documents in one transaction, so that a run may be
killed at any moment. Refuses a file that is no store, one of a newer heshu, and one that another run is writing to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from audit.errors import InputError, OutputError

SCHEMA = 1
"""Changes when the tables take another shape; an older store is then brought up to date when it is opened."""

Row = Mapping[str, object]

_USE = "heshu archive run 文件夹 --store 存档.duckdb"

_EXACT = "DECIMAL(38,12)"
TABLES: dict[str, dict[str, str]] = {
    "documents": {
        "document": "VARCHAR", "file": "VARCHAR", "sha256": "VARCHAR", "settled": "VARCHAR", "characters": "BIGINT", "title": "VARCHAR",
        "place": "VARCHAR", "body": "VARCHAR", "kind": "VARCHAR", "year": "INTEGER", "confidence": "VARCHAR", "problem": "VARCHAR",
        "figures": "BIGINT", "contradicted": "BIGINT", "verified": "BIGINT", "undecided": "BIGINT", "screened": "BIGINT",
        "unlinked": "BIGINT", "first_run": "INTEGER", "last_run": "INTEGER", "gone_run": "INTEGER",
    },
    "figures": {
        "document": "VARCHAR", "figure": "BIGINT", "start": "BIGINT", "end": "BIGINT", "text": "VARCHAR", "kind": "VARCHAR",
        "low": _EXACT, "high": _EXACT, "unit": "VARCHAR", "indicator": "VARCHAR", "of": "VARCHAR", "aspect": "VARCHAR",
        "status": "VARCHAR", "scope": "VARCHAR", "period": "VARCHAR", "verdict": "VARCHAR", "reason": "VARCHAR",
    },
    "findings": {
        "document": "VARCHAR", "other": "VARCHAR", "fingerprint": "VARCHAR", "rule": "VARCHAR", "category": "VARCHAR",
        "severity": "VARCHAR", "message": "VARCHAR", "message_en": "VARCHAR", "arithmetic": "VARCHAR", "suggestion": "VARCHAR",
        "spans": "VARCHAR", "first_run": "INTEGER", "last_run": "INTEGER", "fixed_run": "INTEGER", "reopened_run": "INTEGER",
    },
    "pairs": {"document": "VARCHAR", "other": "VARCHAR", "settled": "VARCHAR"},
    "runs": {
        "run": "INTEGER", "started": "TIMESTAMP", "finished": "TIMESTAMP", "heshu": "VARCHAR", "ruleset": "VARCHAR",
        "rules_sha256": "VARCHAR", "documents": "BIGINT", "audited": "BIGINT", "compared": "BIGINT",
    },
    "meta": {"name": "VARCHAR", "value": "VARCHAR"},
}  # fmt: skip
"""The tables and the types of their columns. `settled` is what a result was made of: content, rules, heshu; `other` is empty for what
was found inside one document; `low` and `high` are null where they are open or beyond 26 digits."""

EXPORTED = ("documents", "figures", "findings", "pairs")
"""What an export holds: all that depends on documents and rules and on no clock."""
_KEYS = {"documents": "document", "figures": "document, figure", "findings": "document, other, fingerprint", "pairs": "document, other"}
_LIMITS: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1GB", "threads": "2"}


@dataclass(frozen=True, slots=True)
class Store:
    """An open store."""

    database: duckdb.DuckDBPyConnection
    path: Path

    def rows(self, question: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The answer to a question of heshu's own."""
        return self.database.execute(question, list(parameters)).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing of it. Raises OutputError where it cannot be kept (a full disk)."""
        self.database.execute("BEGIN")
        try:
            yield
            self.database.execute("COMMIT")
        except duckdb.Error as problem:
            self._give_up()
            said = str(problem).splitlines()[0]
            hint = "已写入的部分不会丢；腾出空间后再运行一次，会接着做 / what was kept stays; run again to go on"
            raise OutputError(f"写不进存档库 / cannot write: {said}", reason="store-write", file=str(self.path), hint=hint) from problem
        except BaseException:
            self._give_up()
            raise

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows; what a row does not name is null."""
        columns = TABLES[table]
        if not rows:
            return
        shape = json.dumps([columns])
        packed = json.dumps([{name: row.get(name) for name in columns} for row in rows], ensure_ascii=False)
        names = ", ".join(f'"{name}"' for name in columns)
        asked = f"INSERT INTO {table} ({names}) SELECT {names} FROM (SELECT unnest(from_json(?::JSON, '{shape}'), recursive := true))"  # noqa: S608
        self.database.execute(asked, [packed.encode("utf-8", "replace").decode("utf-8")])

    def dicts(self, table: str, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of a table where a column, or an expression of heshu's own, has one of the values."""
        columns = list(TABLES[table])
        listed = ", ".join(f'"{name}"' for name in columns)
        rows = self.rows(f"SELECT {listed} FROM {table} WHERE {column} IN (SELECT unnest(?))", [list(values)])  # noqa: S608 (as above)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def delete(self, table: str, column: str, values: Sequence[str]) -> None:
        """Remove the rows where a column, or an expression of heshu's own, has one of the values."""
        self.database.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT unnest(?))", [list(values)])  # noqa: S608 (as above)

    def export(self, folder: Path) -> tuple[Path, ...]:
        """The tables as sorted Parquet files: the same archive gives the same rows in the same order, however it was run."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for table in EXPORTED:
            path = folder / f"{table}.parquet"
            target = str(path).replace("'", "''")
            self.database.execute(f"COPY (SELECT * FROM {table} ORDER BY {_KEYS[table]}) TO '{target}' (FORMAT parquet)")  # noqa: S608
            written.append(path)
        return tuple(written)

    def close(self) -> None:
        """Let the file go."""
        self.database.close()

    def _give_up(self) -> None:
        try:
            self.database.execute("ROLLBACK")
        except duckdb.Error:
            return  # the failed COMMIT has ended it


@contextmanager
def open_store(path: Path, *, write: bool = True) -> Iterator[Store]:
    """The store at a path, made where there is none and `write` is wished. Raises InputError for a file that cannot be used."""
    if not write and not path.is_file():
        raise InputError("没有这个存档库 / no such store", reason="no-store", file=str(path), hint=_USE)
    try:
        database = duckdb.connect(str(path), read_only=not write, config=_LIMITS)
    except duckdb.Error as problem:
        raise _explain(path, problem) from problem
    store = Store(database, path)
    try:
        _prepare(store, write)
        yield store
    finally:
        store.close()


def ask_store(path: Path, question: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The column names and rows of somebody's own question: read only, no other file, no network. Raises InputError where it breaks."""
    with open_store(path, write=False) as store:
        database = store.database
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        try:
            statements = database.extract_statements(question)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                hint = "SELECT rule, count(*) FROM findings GROUP BY rule"
                raise InputError("只能写一个 SELECT / one SELECT only", reason="bad-query", hint=hint)
            answer = database.execute(statements[0])
            return [str(each[0]) for each in answer.description or ()], answer.fetchall()
        except duckdb.Error as problem:
            said = str(problem).splitlines()[0]
            tables = " ".join(TABLES)
            raise InputError(f"查询有错 / the query failed: {said}", reason="bad-query", hint=f"表 / tables: {tables}") from problem


def _prepare(store: Store, write: bool) -> None:
    known = {str(name) for (name,) in store.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")}
    if not known and write:
        with store.transaction():
            for table, columns in TABLES.items():
                listed = ", ".join(f'"{name}" {sort}' for name, sort in columns.items())
                store.database.execute(f"CREATE TABLE {table} ({listed})")
            store.insert("meta", [{"name": "schema", "value": str(SCHEMA)}])
        return
    if "meta" not in known:
        message = "这不是 heshu 的存档库 / not a store of heshu"
        raise InputError(message, reason="not-a-store", file=str(store.path), hint="换一个文件名 / choose another name")
    (schema,) = store.rows("SELECT value FROM meta WHERE name = 'schema'")[0]
    if int(schema) > SCHEMA:
        message = "存档库由更新版本的 heshu 写成 / made by a newer heshu"
        raise InputError(message, reason="newer-store", file=str(store.path), hint="pip install -U heshu")


def _explain(path: Path, problem: duckdb.Error) -> InputError:
    said = str(problem).splitlines()[0]
    if "lock" in said.lower():
        hint = "等它结束，或另用一个存档库 / wait for it, or use another store"
        return InputError("另一次运行正在写这个存档库 / another run is writing to it", reason="store-busy", file=str(path), hint=hint)
    hint = "检查路径和权限；不是存档库的文件不会被改动 / check the path and its permissions"
    return InputError(f"打不开存档库 / cannot open: {said}", reason="store-unreadable", file=str(path), hint=hint)
