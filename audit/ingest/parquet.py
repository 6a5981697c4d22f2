"""Parquet files (.parquet): one table, each row a line, each cell with its spreadsheet name.

Comes in: the bytes of a Parquet file. Goes out: a SourceDocument whose numbers are written digit for digit as they are stored. Refuses,
with an InputError, what DuckDB cannot read and what is too large.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from audit.errors import InputError
from audit.ingest.canonical import CanonicalText, Cell
from audit.ingest.csv import name_column
from audit.model import SourceDocument

_MOST_ROWS = 250_000


def read_parquet(name: str, data: bytes) -> SourceDocument:
    """The document of a Parquet file; raises InputError (`damaged-file`, `too-large`)."""
    header, rows = _load_table(name, data)
    if len(rows) > _MOST_ROWS:
        raise InputError("表格行数太多", reason="too-large", file=name, hint="请把文件拆开再核")
    canonical = CanonicalText(name)
    for number, row in enumerate((header, *rows), 1):
        canonical.add_row([Cell(cell or "", {"cell": f"{name_column(n)}{number}"}) for n, cell in enumerate(row, 1)])
    return canonical.build(data, "parquet", "utf-8", "Parquet 文件")


def _load_table(name: str, data: bytes) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    """The column names and all cells as text; the file is lent to DuckDB by a path of its own."""
    import duckdb  # late: few runs read Parquet

    with tempfile.TemporaryDirectory(prefix="heshu-") as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(data)
        database = duckdb.connect(":memory:", config={"threads": 1, "autoinstall_known_extensions": False})
        try:
            found = database.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?) LIMIT ?", [str(path), _MOST_ROWS + 1])
            return tuple(column[0] for column in found.description), found.fetchall()
        except duckdb.Error as problem:
            hint = "请重新导出, 或另存为 .csv 再核"
            raise InputError("Parquet 文件读不通", reason="damaged-file", file=name, hint=hint) from problem
        finally:
            database.close()
