"""`heshu extract`: the figures of documents, one row a figure, in the columns of the public figure table.

Comes in: the options. Goes out: JSON lines, CSV or a table on standard output; 0 when all documents were read, 2 when one was not.
With --unexplained, instead, the digits that are no figure, date, list number or name.
Decimals are written digit for digit; a cell that a spreadsheet would run as a formula is quoted.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from audit.bridges.cells import guard_formula
from audit.commands.output import write_stdout
from audit.commands.progress import show_progress
from audit.extract.coverage import WHY, explain_digits
from audit.model import FIGURE_COLUMNS, Reading
from audit.pipeline import read_paths
from audit.report.visible import measure_cells, show_line

CLEAN, FAILED = 0, 2

SHOWN = ("text", "kind", "value", "unit", "indicator", "period", "status")
"""The columns of the table for people."""

WIDEST = 36
"""The widest column of that table, in cells."""


def run(options: argparse.Namespace) -> int:
    """Run `heshu extract`."""
    write_rows = partial(write_unexplained, lang=options.lang) if options.unexplained else WRITERS[options.format]
    first, code = True, CLEAN
    with show_progress("读取" if options.lang == "zh" else "reading") as progress:
        for outcome in read_paths(options.paths, progress=progress):
            if isinstance(outcome, Reading):
                write_stdout("".join(write_rows(outcome, first)))
                first = False
            else:
                print(f"heshu: {show_line(outcome.name)}: {outcome.problem}", file=sys.stderr)
                code = FAILED
    return code


def write_jsonl(reading: Reading, first: bool) -> Iterator[str]:
    """One JSON object a line, decimals as numbers with every digit they have."""
    for figure in reading.figures:
        cells = (f"{json.dumps(name)}: {write_json(getattr(figure, name))}" for name in FIGURE_COLUMNS)
        yield f"{{{', '.join(cells)}}}\n"


def write_json(value: object) -> str:
    """One value as JSON.

    >>> write_json(Decimal("5.0")), write_json(Decimal("2.47E+4")), write_json("家"), write_json(None)
    ('5.0', '24700', '"家"', 'null')
    """
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def write_csv(reading: Reading, first: bool) -> Iterator[str]:
    """A header line before the first document, then one line a figure."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if first:
        writer.writerow(FIGURE_COLUMNS)
    writer.writerows([write_cell(getattr(figure, name)) for name in FIGURE_COLUMNS] for figure in reading.figures)
    yield text.getvalue()


def write_cell(value: object) -> str:
    """One value as a cell that no spreadsheet takes for a formula.

    >>> write_cell(Decimal("-1.5")), write_cell("-1.5%"), write_cell("=1+1"), write_cell(True), write_cell(None)
    ('-1.5', "'-1.5%", "'=1+1", 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(guard_formula(value))


def write_table(reading: Reading, first: bool) -> Iterator[str]:
    """The columns that people look for first, aligned; a document's name stands before its figures."""
    rows = [tuple(show_cell(getattr(figure, name)) for name in SHOWN) for figure in reading.figures]
    names = [show_line(reading.clean.source.name)]
    widths = [max(map(measure_cells, column)) for column in zip(SHOWN, *rows, strict=True)]
    for row in (names, SHOWN, *rows) if rows else ():
        padded = (cell + " " * (width - measure_cells(cell)) for cell, width in zip(row, widths, strict=False))
        yield "  ".join(padded).rstrip() + "\n"


def show_cell(value: object) -> str:
    """One value for people, cut where it is too wide."""
    text = show_line(f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value))
    while measure_cells(text) > WIDEST:
        text = text[: max(1, len(text) - 2)].rstrip("…") + "…"
    return text


def write_unexplained(reading: Reading, first: bool, *, lang: str = "zh") -> Iterator[str]:
    """The runs of digits that nothing explains, with place, words around them and reason; then how many of each kind there are."""
    name, runs = show_line(reading.clean.source.name), explain_digits(reading)
    for run in runs:
        if run.part in WHY:
            yield f"{name}:{run.span.start}-{run.span.end}  {show_line(run.span.text)}  {WHY[run.part][lang]}  {show_line(run.context)}\n"
    counts = Counter(run.part for run in runs)
    yield f"{name}: {len(runs)}  " + "  ".join(f"{part} {count}" for part, count in counts.most_common()) + "\n"


WRITERS: dict[str, Callable[[Reading, bool], Iterator[str]]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "table": write_table,
}
