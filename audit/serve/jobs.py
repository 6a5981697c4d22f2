"""Audits that run beside the page, each in a process of its own that a hostile file may kill without harm to the others.

Comes in: the bytes of documents and the choices of the form. Goes out: jobs with a state, and the files they wrote in a folder of their
own. A job that dies, takes too long or too much memory fails by itself. Folders go when the server ends, unless it keeps them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from audit.serve.guard import Limits
from audit.serve.kept import ACCEPTED, FINISHED, Job, accept_finding, list_open, read_jobs, write_job

_START = (
    "import runpy, sys\n"
    "try:\n import resource; resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)\n"
    "except (ImportError, ValueError): pass\n"
    "sys.argv = ['heshu', *sys.argv[2:]]; runpy.run_module('audit', run_name='__main__')"
)
"""What a job's process runs: its memory is limited, then it is the ordinary command line."""
_OUTPUTS = ("report.html", "report.json", "report.md")


class Desk:
    """All jobs of a server; `workers` of them run at a time."""

    def __init__(self, folder: Path, limits: Limits, workers: int) -> None:
        self.folder, self.limits = folder, limits
        self.jobs: dict[str, Job] = {job.id: job for job in read_jobs(folder)}
        self._free = asyncio.Semaphore(workers)
        self._tasks: set[asyncio.Task[None]] = set()

    def add_job(self, documents: Sequence[tuple[str, bytes]], ruleset: str, lang: str) -> Job:
        """Begin an audit; names are made harmless and unique, what they were is only shown."""
        job = Job(secrets.token_urlsafe(12), tuple(name for name, _ in documents), ruleset, self.folder, lang)
        job.folder = self.folder / job.id
        job.documents.mkdir(parents=True, mode=0o700)
        for number, (name, data) in enumerate(documents, 1):
            (job.documents / name_file(number, name)).write_bytes(data)
        self.jobs[job.id] = job
        self._start(job)
        return job

    def accept(self, job: Job, fingerprint: str, reason: str) -> bool:
        """Keep that a finding of a finished job is no error, and audit its documents again; False where there is no such finding."""
        finding = next((each for each in list_open(job) if each["fingerprint"] == fingerprint), None)
        if finding is not None:
            accept_finding(self.folder, finding, reason)
            job.state = "waiting"
            self._start(job)
        return finding is not None

    def _start(self, job: Job) -> None:
        task = asyncio.create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def forget(self, job: Job) -> None:
        """Drop a finished job and its folder."""
        if job.state in FINISHED:
            self.jobs.pop(job.id, None)
            shutil.rmtree(job.folder, ignore_errors=True)

    async def close(self) -> None:
        """Stop what still runs."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def annotate(self, job: Job, number: int) -> Path | None:
        """The Word copy of one document of a finished job, None where it cannot be made."""
        source = next(iter(job.documents.glob(f"{number:03d}-*")), None)
        if source is None:
            return None
        target = job.folder / f"annotated-{number:03d}.docx"
        if not target.exists():
            code, _ = await self._call(job, ["annotate", str(source.relative_to(job.folder)), "-o", target.name, *self._options(job)])
            return target if code == 0 and target.exists() else None
        return target

    async def _run(self, job: Job) -> None:
        try:
            async with self._free:
                job.state = "running"
                outputs = [part for name in _OUTPUTS for part in ("--output", f"../{name}")]
                code, said = await self._call(job, ["check", ".", *outputs, *self._options(job)], job.documents)
            self._conclude(job, code, said)
        except asyncio.CancelledError:
            job.state, job.problem = "failed", "已中断"
            raise
        except Exception as defect:  # noqa: BLE001 - one job's defect is no other's
            job.state, job.problem = "failed", f"{type(defect).__name__}: {defect}"
        with contextlib.suppress(OSError):
            write_job(job)

    def _conclude(self, job: Job, code: int, said: str) -> None:
        if code != 0:
            last = said.strip().splitlines()[-1:] or [f"处理进程中断({code})"]
            job.state, job.problem = "failed", "用时太长, 已停止" if code == _TOO_LONG else last[0][:300]
            return
        found = [finding["severity"] for finding in list_open(job)]
        job.counts = {severity: found.count(severity) for severity in ("error", "warning", "info")}
        job.state = "done"

    def _options(self, job: Job) -> list[str]:
        accepted = self.folder.resolve() / ACCEPTED
        known = ["--config", str(accepted)] if accepted.exists() else ["--no-config"]
        return ["--fail-on", "never", *known, "--ruleset", job.ruleset, "--lang", job.lang]

    async def _call(self, job: Job, arguments: Sequence[str], folder: Path | None = None) -> tuple[int, str]:
        command = [sys.executable, "-c", _START, str(self.limits.memory), *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
        none, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder or job.folder, env=environment, stdin=none, stdout=none, stderr=pipe
        )
        try:
            async with asyncio.timeout(self.limits.audit_seconds):
                said = (await process.communicate())[1]
            return process.returncode or 0, said.decode("utf-8", "replace")
        except TimeoutError:
            return _TOO_LONG, ""
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


_TOO_LONG = -1000


def name_file(number: int, name: str) -> str:
    """The name under which an upload is kept: no folders, no dots in front, nothing hidden, its suffix kept.

    >>> name_file(3, "../../etc/工作 总结.docx")
    '003-工作_总结.docx'
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    kept = "".join(char if char.isalnum() or char in "-_" else "_" for char in (stem or suffix))[:60] or "document"
    plain = "".join(char for char in suffix if char.isalnum() and char.isascii())[:8].lower()
    return f"{number:03d}-{kept}" + (f".{plain}" if dot and stem and plain else ".txt")
