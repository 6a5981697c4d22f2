"""The pages of `heshu serve`: a form and what it started, one page a job, and the files that a job wrote.

Comes in: requests that the guard let through. Goes out: HTML rendered here and the reports as the command line writes them. Form posts
carry a token of this server; a job is known only by its random name.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from audit.report.html import make_policy, read_style
from audit.report.phrases import Safe, escape_visible
from audit.resources import find_rules_folder
from audit.ruleset.catalogue import read_catalogue
from audit.serve.guard import Guard, Limits
from audit.serve.jobs import Desk
from audit.serve.kept import FINISHED, Job, list_open

_TEMPLATES = Path(__file__).parent / "templates"
_FILES: Mapping[str, str] = {"report.html": "text/html", "report.json": "application/json", "report.md": "text/markdown"}
_MOST_FINDINGS = 200
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_app(folder: Path, names: frozenset[str], limits: Limits | None = None, workers: int = 2) -> ASGIApp:
    """The guarded application; what it keeps lies below `folder`, `names` are the hosts (with port) it answers to."""
    limits = limits or Limits()
    desk = Desk(folder, limits, workers)
    pages = _Pages(desk, limits)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.close()

    routes = [
        Route("/", pages.show_desk),
        Route("/audits", pages.start_job, methods=["POST"]),
        Route("/audits/{job}", pages.show_job),
        Route("/audits/{job}/forget", pages.forget_job, methods=["POST"]),
        Route("/audits/{job}/accept", pages.show_findings),
        Route("/audits/{job}/accept", pages.accept_finding, methods=["POST"]),
        Route("/audits/{job}/annotated-{number:int}.docx", pages.send_word),
        Route("/audits/{job}/{name}", pages.send_file),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan), names, limits)


class _Pages:
    """The handlers; `token` proves that a post comes from a page of this server."""

    def __init__(self, desk: Desk, limits: Limits) -> None:
        self._desk, self._limits, self._token = desk, limits, secrets.token_urlsafe(24)
        templates = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        templates.filters |= {"visible": escape_visible, "clock": show_clock}
        self._templates = templates
        self._style = read_style() + (_TEMPLATES / "desk.css").read_text("utf-8")
        self._script = (_TEMPLATES / "desk.js").read_text("utf-8")
        sets = read_catalogue(find_rules_folder()).rulesets
        self._rulesets = tuple((name, described.title["zh"]) for name, described in sets.items())

    async def show_desk(self, request: Request) -> Response:
        """The form and the history."""
        jobs = sorted(self._desk.jobs.values(), key=lambda job: -job.started)
        return self._render("desk.html", jobs=jobs, rulesets=self._rulesets, limits=self._limits)

    async def start_job(self, request: Request) -> Response:
        """Files or pasted text from the form; answers with the way to the job's page."""
        async with request.form(max_files=self._limits.files, max_fields=8, max_part_size=self._limits.body) as form:
            self._check_token(form.get("token"))
            uploads = [item for item in form.getlist("files") if isinstance(item, UploadFile) and item.filename]
            documents = [(str(item.filename), await item.read()) for item in uploads]
            pasted, ruleset = str(form.get("text") or "").strip(), str(form.get("ruleset") or "")
        if pasted:
            documents.append(("粘贴的文字.txt", pasted.encode("utf-8", "replace")))
        if not documents:
            raise HTTPException(400, "请选文件, 或粘贴文字")
        if ruleset not in dict(self._rulesets):
            raise HTTPException(400, "没有这套规则")
        job = self._desk.add_job(documents, ruleset, "zh")
        return RedirectResponse(f"/audits/{job.id}", 303)

    async def show_job(self, request: Request) -> Response:
        """How far a job is; a finished one leads to its report."""
        return self._render("job.html", job=self._find(request), finished=FINISHED)

    async def forget_job(self, request: Request) -> Response:
        """Drop a job and all it wrote."""
        async with request.form(max_files=0, max_fields=2) as form:
            self._check_token(form.get("token"))
        self._desk.forget(self._find(request))
        return RedirectResponse("/", 303)

    async def show_findings(self, request: Request) -> Response:
        """The findings of a finished job, each with a field for the reason why it is no error."""
        job = self._find(request)
        if job.state != "done":
            raise HTTPException(404, "还没有核完")
        found = list_open(job)
        return self._render("accept.html", job=job, findings=found[:_MOST_FINDINGS], more=max(0, len(found) - _MOST_FINDINGS))

    async def accept_finding(self, request: Request) -> Response:
        """Keep that a finding is no error; the job is audited again and shows it as suppressed."""
        job = self._find(request)
        async with request.form(max_files=0, max_fields=4) as form:
            self._check_token(form.get("token"))
            finding, reason = str(form.get("finding") or ""), str(form.get("reason") or "").strip()[:500]
        if not reason or job.state != "done" or not self._desk.accept(job, finding, reason):
            raise HTTPException(400, "请写明理由")
        return RedirectResponse(f"/audits/{job.id}", 303)

    async def send_file(self, request: Request) -> Response:
        """A report; the page has a security policy of its own."""
        job, name = self._find(request), request.path_params["name"]
        if name not in _FILES or job.state != "done":
            raise HTTPException(404, "没有这个文件")
        shown = name == "report.html" and "download" not in request.query_params
        how: dict[str, Any] = {} if shown else {"filename": name}
        return FileResponse(job.folder / name, media_type=_FILES[name], **how)

    async def send_word(self, request: Request) -> Response:
        """One document with comments, made when it is asked for."""
        job = self._find(request)
        path = await self._desk.annotate(job, request.path_params["number"]) if job.state == "done" else None
        if path is None:
            raise HTTPException(404, "这份文件不能加批注")
        stem = Path(job.names[request.path_params["number"] - 1]).stem
        return FileResponse(path, media_type=_WORD, filename=f"{stem}-批注.docx")

    def _find(self, request: Request) -> Job:
        job = self._desk.jobs.get(request.path_params["job"])
        if job is None:
            raise HTTPException(404, "没有这次核查, 或已删除")
        return job

    def _check_token(self, given: object) -> None:
        if not isinstance(given, str) or not secrets.compare_digest(given, self._token):
            raise HTTPException(403, "页面已过期, 请回到首页再试")

    def _render(self, name: str, **values: object) -> HTMLResponse:
        policy = make_policy(self._style, self._script).replace("form-action 'none'", "form-action 'self'")
        page = self._templates.get_template(name).render(
            **values, style=Safe(self._style), script=Safe(self._script), policy=policy, token=self._token
        )
        return HTMLResponse(page)


def show_clock(at: float) -> str:
    """A time as people read it, with its day where that is not today."""
    then, now = time.localtime(at), time.localtime()
    return time.strftime("%H:%M:%S" if then[:3] == now[:3] else "%Y-%m-%d %H:%M", then)
