"""The pytest plugin: `pytest --heshu DIR` makes each document of a folder a test, which fails as `heshu check` would.

Comes in: the option, once or several times. Goes out: an item a document; what is suppressed or known is told in a section of a test that
passes. Options and suppressions are those of the nearest heshu.toml. Without the option the plugin does nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.commands.check import judge_exit
from audit.commands.documents import audit_documents
from audit.configuration import find_configuration
from audit.errors import HeshuError
from audit.ingest.archive import is_document
from audit.report.summary import count_states
from audit.report.text import render_text
from audit.settings import DEFAULT_RULESET, Settings


class UnfitError(Exception):
    """A document with findings that count; its text is the report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--heshu`."""
    group = parser.getgroup("heshu", "核数: the figures in documents")
    group.addoption("--heshu", action="append", default=[], metavar="DIR", help="audit the documents of this folder or file, each a test")


def pytest_configure(config: pytest.Config) -> None:
    """What is to be audited is collected with what is to be tested."""
    for name in config.getoption("--heshu"):
        path = str(config.invocation_params.dir / name)
        if path not in config.args:
            config.args.append(path)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The documents below the named folders."""
    chosen = [Path(os.path.abspath(parent.config.invocation_params.dir / name)) for name in parent.config.getoption("--heshu")]
    inside = any(file_path == folder or (folder in file_path.parents and is_document(file_path.name)) for folder in chosen)
    return DocumentFile.from_parent(parent, path=file_path) if inside else None


class DocumentFile(pytest.File):
    """A document among the files that pytest collects."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its one test."""
        yield DocumentItem.from_parent(self, name="heshu")


class DocumentItem(pytest.Item):
    """The audit of one document."""

    def runtest(self) -> None:
        """Audit it; raises UnfitError with the report where it does not pass."""
        start = Path(self.config.invocation_params.dir)
        settings = read_settings(start)
        run = audit_documents([os.path.relpath(self.path, start)], settings)
        shown = render_text(run)
        if judge_exit(run, settings.fail_on):
            raise UnfitError(shown)
        if count_states(run):
            self.add_report_section("call", "heshu", shown)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report, or what kept the document from being audited, without a traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, (UnfitError, HeshuError)) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands."""
        return self.path, None, f"heshu: {self.path.name}"


def read_settings(start: Path) -> Settings:
    """The settings that a project keeps."""
    found = find_configuration(start)
    kept = found.options
    cache = kept.get("cache")
    return Settings(
        ruleset=kept.get("ruleset", DEFAULT_RULESET),
        select=tuple(kept.get("select", ())),
        ignore=tuple(kept.get("ignore", ())),
        fail_on=kept.get("fail-on", "error"),
        suppressions=found.suppressions,
        overrides=found.overrides,
        baseline=kept.get("baseline"),
        cache=cache if isinstance(cache, str) else str(start / ".heshu_cache") if cache else None,
    )
