"""The ten tasks of docs/how-to/ten-tasks.md, done in a browser: each ends where it should after at most three actions."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "how-to" / "ten-tasks.md"


def load_tasks() -> ModuleType:
    """The script that takes the pictures, as a module."""
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "docs" / "tasks.py")
    assert spec and spec.loader
    module = sys.modules["tasks"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TASKS = load_tasks()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The reports and the local page."""
    with TASKS.open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.mark.parametrize("task", TASKS.TASKS, ids=lambda task: task.name)
def test_a_task_is_done_in_three_actions(task: Any, browser: Browser, desk: Any) -> None:
    hand = TASKS.perform(task, browser, desk)
    assert 1 <= hand.actions <= 3
    rows = re.findall(r"^\| \[.*\| (\d) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert int(rows[TASKS.TASKS.index(task)]) == hand.actions


def test_every_task_is_on_the_page_with_its_picture() -> None:
    page = PAGE.read_text("utf-8")
    shown = re.findall(r"\]\(\.\./images/tasks/(.*?)\.png\)", page)
    assert shown == [task.name for task in TASKS.TASKS]
    for name in shown:
        assert 5_000 < (ROOT / "docs" / "images" / "tasks" / f"{name}.png").stat().st_size < 150_000
