"""The Python API: documents or a frame in, a run with pandas frames out.

Comes in: paths, or a frame of figures that another system parsed. Goes out: an AuditRun whose `findings`, `figures` and `ledger` are
frames, and which writes every report. Raises a HeshuError for what cannot be audited; pandas is needed only where a frame is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from audit.bridges.cells import guard_formula
from audit.bridges.frames import frame_figures, frame_findings, frame_ledger, is_frame, read_frame
from audit.errors import InputError, UsageError
from audit.model import AuditRun as Run
from audit.parsed import REQUIRED, find_table
from audit.pipeline import Outcome, audit_outcomes, read_documents, read_paths
from audit.report import render_report, write_report
from audit.ruleset import load_ruleset
from audit.settings import DEFAULT_RULESET, Language, Settings

if TYPE_CHECKING:
    from pandas import DataFrame


Input: TypeAlias = "str | Path | Sequence[str | Path] | DataFrame"
"""What can be audited: a path, several, or a frame with the figure columns."""

TABLES = ("findings", "figures", "ledger")


class AuditRun:
    """One run. `findings`, `figures` and `ledger` are frames, made anew at each call; `run` is the frozen value behind them."""

    def __init__(self, run: Run, lang: Language = "zh") -> None:
        self.run = run
        self.lang = lang

    def __repr__(self) -> str:
        return f"AuditRun({len(self.run.documents)} documents, {len(self.run.findings)} findings)"

    def __len__(self) -> int:
        """How many findings there are."""
        return len(self.run.findings)

    def __bool__(self) -> bool:
        """A run is a run, also without findings."""
        return True

    @property
    def findings(self) -> DataFrame:
        """One row a finding."""
        return frame_findings(self.run, self.lang)

    @property
    def figures(self) -> DataFrame:
        """One row a figure, with the columns of the figure table."""
        return frame_figures(self.run)

    @property
    def ledger(self) -> DataFrame:
        """One row a figure with its verdict."""
        return frame_ledger(self.run)

    def to_html(self, path: str | Path) -> None:
        """Write the report as one page that opens without a network."""
        write_report(self.run, path, "html", self.lang)

    def to_json(self, path: str | Path | None = None) -> str:
        """The run as JSON (schema 1); written to `path` too where one is given."""
        if path is not None:
            write_report(self.run, path, "json", self.lang)
        return render_report(self.run, "json", self.lang)

    def to_text(self) -> str:
        """The report as a terminal shows it."""
        return render_report(self.run, "text", self.lang)

    def to_csv(self, path: str | Path, table: str = "findings") -> None:
        """Write one of the frames as CSV that spreadsheets open safely: no text of a document is run as a formula."""
        if table not in TABLES:
            raise UsageError(f"没有 {table} 这个表", reason="unknown-table", hint=f"可用: {' '.join(TABLES)}")
        frame = getattr(self, table)
        frame.map(guard_formula).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def check(
    paths_or_frame: Input,
    *,
    ruleset: str = DEFAULT_RULESET,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    against: Input | None = None,
    lang: Language = "zh",
    jobs: int = 1,
) -> AuditRun:
    """Audit documents, tables of parsed figures, or a frame of them.

    `against` are documents or a frame to compare with. Raises InputError (nothing to audit, or a frame whose faults it lists), RuleError,
    UsageError.
    """
    settings = Settings(ruleset=ruleset, select=tuple(select), ignore=tuple(ignore), lang=lang, jobs=jobs)
    rules = load_ruleset(settings.ruleset, select=settings.select, ignore=settings.ignore)
    outcomes = tuple(_read(paths_or_frame, jobs))
    beside = () if against is None else tuple(_read(against, jobs))
    return AuditRun(audit_outcomes(outcomes, rules, beside), lang)


def _read(given: Input, jobs: int) -> Iterator[Outcome]:
    if is_frame(given):
        source = read_frame(given)
        if find_table(source) is None:
            hint = f"至少要有 {' '.join(REQUIRED)} 四列"
            raise InputError("这个 DataFrame 不是指标表", reason="bad-metrics", file=source.name, hint=hint)
        yield from read_documents(source)
    else:
        yield from read_paths((given,) if isinstance(given, (str, Path)) else given, jobs)
