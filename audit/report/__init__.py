"""Reports: an AuditRun in, one text out, in the format that was asked for; written only where told, whole or not at all.

`FORMATS` is the table of formats; a format's module is loaded when it is wanted. A path that cannot be written raises OutputError
(`cannot-write`). No report knows how a finding came about: it sees the run and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from audit.errors import OutputError, UsageError
from audit.model import AuditRun

FORMATS: dict[str, tuple[str, str]] = {
    "text": ("audit.report.text", "render_text"),
    "json": ("audit.report.jsonform", "render_json"),
    "html": ("audit.report.html", "render_html"),
    "markdown": ("audit.report.markdown", "render_markdown"),
    "sarif": ("audit.report.sarif", "render_sarif"),
    "junit": ("audit.report.junit", "render_junit"),
    "github": ("audit.report.annotations", "render_github"),
    "gitlab": ("audit.report.quality", "render_gitlab"),
    "rdjson": ("audit.report.quality", "render_rdjson"),
}
"""The module and the function of each format; every function takes the run and the language."""

SUFFIXES = {
    ".txt": "text", ".text": "text", ".json": "json", ".html": "html", ".htm": "html", ".md": "markdown",
    ".sarif": "sarif", ".sarif.json": "sarif", ".xml": "junit", ".github.txt": "github", ".gitlab.json": "gitlab",
    "code-quality-report.json": "gitlab", ".rdjson": "rdjson", ".rdjson.json": "rdjson",
}  # fmt: skip
"""The format of a file by the end of its name; of two that fit the longer one counts (`gl-code-quality-report.json`)."""


SITE = "site"
"""The format of a folder: an index and a page for each document."""


def choose_format(path: str | Path) -> str:
    """The format that a file's suffix asks for, or `site` for a folder; UsageError (`unknown-suffix`) for a suffix without one."""
    if str(path).endswith(("/", os.sep)) or Path(path).is_dir():
        return SITE
    name = Path(path).name.lower()
    fitting = [suffix for suffix in SUFFIXES if name.endswith(suffix) and name != suffix]
    if not fitting:
        raise UsageError(f"看不出 {path} 要写成哪种格式", reason="unknown-suffix", hint=f"后缀可用 {' '.join(SUFFIXES)}")
    return SUFFIXES[max(fitting, key=len)]


def load_renderer(format: str) -> Callable[..., str]:
    """The function of a format; UsageError (`unknown-format`) for one that the table lacks."""
    if format not in FORMATS:
        raise UsageError(f"没有 {format} 这种格式", reason="unknown-format", hint=f"可用的格式: {', '.join(FORMATS)}")
    module, function = FORMATS[format]
    renderer: Callable[..., str] = getattr(import_module(module), function)
    return renderer


def render_report(run: AuditRun, format: str, lang: str = "zh") -> str:
    """The report as text."""
    return load_renderer(format)(run, lang)


def write_report(run: AuditRun, path: str | Path, format: str, lang: str = "zh") -> None:
    """Writes the report to `path` in UTF-8: into a file beside it first, then in one move, so that no half report is ever seen."""
    if format == SITE:
        for name, text in import_module("audit.report.site").render_site(run, lang):
            write_bytes(Path(path) / name, text.encode("utf-8", "backslashreplace"))
        return
    write_bytes(path, render_report(run, format, lang).encode("utf-8", "backslashreplace"))


def write_bytes(path: str | Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    try:
        _write_whole(Path(os.path.realpath(path)), data)
    except OSError as error:
        hint = "换一个可以写入的文件夹, 或查看它的权限和剩余空间"
        raise OutputError(f"写不了报告: {error.strerror or error}", reason="cannot-write", file=str(path), hint=hint) from error


def _write_whole(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file() and not path.is_dir():  # /dev/stdout, a pipe: nothing to move over
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{os.getpid()}-{hash(path.name) & 0xFFFFFF:06x}.part")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
