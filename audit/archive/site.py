"""The state of an archive as one page: its runs, what is new, which editions contradict each other, and where what is open stands.

Comes in: an open store and the language. Goes out: HTML with its own style, no script and no network. Everything that comes from a
document is escaped; long tables are cut, and what is left out is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from audit.archive.history import RUN_COLUMNS, describe_runs, list_findings, list_open
from audit.archive.store import Store
from audit.report.html import make_policy, read_style
from audit.report.phrases import Safe
from audit.report.visible import show_line

MOST = 500
"""Rows of a table; the store has them all."""
_WORDS = {
    "run": ("次", "run"), "started": ("开始", "started"), "finished": ("结束", "finished"), "documents": ("文件", "documents"),
    "audited": ("核查", "audited"), "compared": ("对照", "compared"), "new": ("新增", "new"), "fixed": ("消除", "fixed"),
    "reopened": ("重现", "reopened"), "open": ("尚存", "open"), "rule": ("规则", "rule"), "severity": ("级别", "severity"),
    "findings": ("问题", "findings"), "place": ("地区", "place"), "kind": ("文种", "kind"), "body": ("单位", "body"),
    "category": ("类别", "category"), "document": ("文件", "document"), "other": ("对照文件", "other document"),
    "message": ("问题", "finding"), "arithmetic": ("算式", "arithmetic"),
}  # fmt: skip
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page; `total` counts the rows that there are, shown or not."""

    heading: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    total: int
    short: tuple[int, ...] = ()
    """The columns whose cells are never broken."""


def render_archive(store: Store, lang: str = "zh") -> str:
    """The page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # late: only a report needs it

    folder = Path(__file__).parent / "templates"
    loader = FileSystemLoader(folder)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["line"] = show_line_of
    environment.globals["say"] = partial(choose, lang)
    style = read_style() + (folder / "archive.css").read_text("utf-8")
    counts, tables = count_last(store, lang), list_tables(store, lang)
    words = {"lang": lang, "counts": counts, "tables": tables, "style": Safe(style), "policy": make_policy(style, "")}
    text = environment.get_template("archive.html").render(words)
    return text.encode("utf-8", "replace").decode("utf-8")


def choose(lang: str, zh: str, en: str) -> str:
    """The words of a language."""
    return zh if lang == "zh" else en


def show_line_of(cell: object) -> str:
    """A cell in one line, with what cannot be seen made visible."""
    return show_line(str(cell))


def count_last(store: Store, lang: str) -> tuple[tuple[str, int], ...]:
    """What the last run counted: how many documents, how many of them were audited, what is new, fixed, reopened and open."""
    names = ("run", "documents", "audited", "compared", "new", "fixed", "reopened", "open")
    runs = describe_runs(store)
    return tuple((_name((name,), lang)[0], runs[-1][name] or 0) for name in names) if runs else ()


def list_tables(store: Store, lang: str) -> tuple[Table, ...]:
    """The tables in the order of the page: what is new first, for whoever opens it every month."""
    runs = describe_runs(store)
    last = runs[-1]["run"] if runs else 0
    found = [_table_findings(store, state, last, lang, choose(lang, *heading)) for state, heading in _STATES.items()]
    groups = [_table_group(store, group, lang, choose(lang, *heading)) for group, heading in _GROUPS.items()]
    rows = [tuple(each[name] for name in RUN_COLUMNS) for each in reversed(runs)]
    return (*found, *groups, Table(choose(lang, "历次核查", "Runs"), _name(RUN_COLUMNS, lang), rows[:MOST], len(rows)))


_STATES = {
    "new": ("本次新增", "New in the last run"),
    "reopened": ("本次重现", "Reopened in the last run"),
    "fixed": ("本次消除", "Fixed in the last run"),
    "across": ("文件之间的矛盾", "Contradictions between documents"),
}
_GROUPS = {
    "rule": ("尚存，按规则", "Open, by rule"),
    "place": ("尚存，按地区", "Open, by place"),
    "body": ("尚存，按单位", "Open, by issuing body"),
    "kind": ("尚存，按文种", "Open, by kind of document"),
}


def _table_findings(store: Store, state: str, run: int, lang: str, heading: str) -> Table:
    findings = list_findings(store, state, run, 100 * MOST)
    shown = [
        (
            each["document"], each["other"] or None, _SEVERITIES[each["severity"]] if lang == "zh" else each["severity"], each["rule"],
            each["message" if lang == "zh" else "message_en"], each["arithmetic"],
        )
        for each in findings[:MOST]
    ]  # fmt: skip
    columns = _name(("document", "other", "severity", "rule", "message", "arithmetic"), lang)
    return Table(heading, columns, shown, len(findings), short=(2, 3))


def _table_group(store: Store, group: str, lang: str, heading: str) -> Table:
    columns = ("rule", "severity", "findings", "documents") if group == "rule" else (group, "findings", "documents")
    rows = list_open(store, group)
    return Table(heading, _name(columns, lang), rows[:MOST], len(rows))


def _name(columns: Sequence[str], lang: str) -> tuple[str, ...]:
    return tuple(_WORDS[name][0 if lang == "zh" else 1] for name in columns)
