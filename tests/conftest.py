"""What every test can use: the `heshu` command as a process, and a folder of small documents.

`make test` sets HESHU_NO_SKIPS: then a skipped test fails the run, because there everything a test needs is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
Heshu = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture
def heshu(tmp_path: Path) -> Heshu:
    """Run the command in an empty folder, under a locale that knows no Chinese; the answer holds bytes."""

    def run(*arguments: str | bytes | Path, stdin: bytes = b"", seconds: float = 60) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
        command = [sys.executable, "-m", "audit", *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, env=environment, timeout=seconds, check=False)

    return run


BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
QUIET = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run".split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's browser; for one module only, because while it is open no other event loop may run."""
    assert BROWSER, "install chromium; make test does"
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=QUIET)
        yield opened
        opened.close()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A skip fails the run where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("HESHU_NO_SKIPS") and skipped and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
