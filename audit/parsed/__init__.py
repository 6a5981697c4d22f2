"""Figures that another system has parsed: tables whose columns are those of the figure table, read without any grammar.

Comes in: a document that is such a table. Goes out: readings, one for each document that the table speaks of. A table is told from an
ordinary one by its header, which names the columns `indicator` and `value`.
"""

from audit.parsed.figures import read_parsed
from audit.parsed.table import REQUIRED, Table, find_table, split_table

__all__ = ["REQUIRED", "Table", "find_table", "read_parsed", "split_table"]
