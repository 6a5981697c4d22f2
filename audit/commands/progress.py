"""The progress bar of long work: on standard error, only for people and only for many documents.

Comes in: how many documents are done, and how many there are. Goes out: a bar. Refuses nothing; it is silent where nobody looks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MANY = 8
"""From how many documents on a bar is shown."""


@contextmanager
def show_progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function to tell the progress to, or None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # late: most runs show no bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=total >= MANY)
