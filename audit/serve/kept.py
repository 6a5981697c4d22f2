"""What the page keeps in its folder beside the documents: the history of jobs, and what its user said is no error.

Comes in: the folder. Goes out: jobs as JSON, a file each in the job's folder, and `heshu.toml` with a suppression for each finding that
was called no error. A job's file that cannot be read is left out; nothing is kept outside of the folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any

RECORD, ACCEPTED = "job.json", "heshu.toml"
FINISHED = ("done", "failed")


@dataclass(slots=True)
class Job:
    """One audit: its documents by name, the rule set, its folder; `state` is waiting, running, done or failed."""

    id: str
    names: tuple[str, ...]
    ruleset: str
    folder: Path
    lang: str = "zh"
    started: float = field(default_factory=time)
    state: str = "waiting"
    problem: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def elapsed(self) -> float:
        """Seconds since it was begun."""
        return time() - self.started

    @property
    def documents(self) -> Path:
        """The folder of its documents."""
        return self.folder / "documents"


def write_job(job: Job) -> None:
    """Keep what is known of a finished job in its folder."""
    record = {name: getattr(job, name) for name in ("names", "ruleset", "lang", "started", "state", "problem", "counts")}
    (job.folder / RECORD).write_text(json.dumps(record, ensure_ascii=True), "utf-8")


def read_jobs(folder: Path) -> Iterator[Job]:
    """The jobs that an earlier server kept in the folder."""
    for path in folder.glob(f"*/{RECORD}"):
        try:
            record = json.loads(path.read_text("utf-8"))
            job = Job(path.parent.name, tuple(record["names"]), record["ruleset"], path.parent, record["lang"], float(record["started"]))
            job.state, job.problem, job.counts = record["state"], str(record["problem"]), dict(record["counts"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if job.state in FINISHED:
            yield job


def list_open(job: Job) -> tuple[Mapping[str, Any], ...]:
    """The findings of a finished job that still ask for something, as its JSON report tells them."""
    report = json.loads((job.folder / "report.json").read_text("utf-8"))
    return tuple(finding for finding in report["findings"] if finding["state"] in ("new", "reopened"))


def accept_finding(folder: Path, finding: Mapping[str, Any], reason: str) -> None:
    """Keep that a finding is no error: all later jobs know of it. It counts for documents of the same name and the same words."""
    name = str(finding["document"]).replace("\\", "/").rpartition("/")[2].partition("-")[2]
    words = finding["spans"][0]["text"] if finding["spans"] else ""
    entry = {"rule": finding["rule"], "path": f"*{name}", "text": words, "reason": reason}
    lines = [f"{key} = {_quote(str(value))}" for key, value in entry.items() if value]
    with (folder / ACCEPTED).open("a", encoding="utf-8", errors="replace") as file:
        file.write("[[suppress]]\n" + "\n".join(lines) + "\n\n")


def _quote(text: str) -> str:
    """A basic string of TOML: what JSON escapes, and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
