"""The report as one page that opens anywhere without a network.

Comes in: an AuditRun and the language to begin with. Goes out: HTML with its own style and script, both named by their hash in a
content security policy that allows nothing else. Everything that comes from a document is escaped; nothing is trusted.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from audit.model import AuditRun
from audit.report.charts import Chart, draw_charts
from audit.report.phrases import Phrases, Safe, escape_flat, escape_visible, find_worst, show_value
from audit.report.summary import count_states, is_open, judge_run
from audit.report.view import Limits, PageView, build_page
from audit.report.visible import show_line, show_visible

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
LARGEST = 5_000_000
"""Bytes of a page; beyond that fewer findings and figures are shown, and what is left out is counted."""
_FEWEST = 20
_STYLES = ("frame.css", "document.css", "findings.css", "charts.css")
_SCRIPTS = ("language.js", "connect.js", "findings.js", "ledger.js", "dispute.js")
_INDEX_SCRIPTS = ("language.js", "ledger.js")


def render_html(run: AuditRun, lang: str = "zh", limits: Limits | None = None) -> str:
    """The page of a run; both languages are in it, `lang` is shown first."""
    limits = limits or Limits()
    while True:
        page = build_page(run, limits)
        text = _render("page.html", run, page, lang, _SCRIPTS, charts=show_charts(page))
        if len(text.encode("utf-8")) <= LARGEST or limits.findings < _FEWEST:
            return text
        limits = limits.halve()


def render_copy(run: AuditRun, lang: str = "zh", limits: Limits | None = None) -> str:
    """A plain copy of the first document's text with its figures marked and the findings below as numbered notes; no script."""
    limits = limits or Limits()
    only = replace(run, documents=tuple(replace(each, findings=tuple(filter(is_open, each.findings))) for each in run.documents[:1]))
    while True:
        text = _render("copy.html", only, build_page(only, limits), lang, (), styles=(*_STYLES, "copy.css"))
        if len(text.encode("utf-8")) <= LARGEST or limits.findings < _FEWEST:
            return text
        limits = limits.halve()


def render_index(run: AuditRun, index: object, lang: str = "zh") -> str:
    """The index of a run of many documents; `index` is what `site` made of it."""
    return _render("index.html", run, index, lang, _INDEX_SCRIPTS)


def show_charts(page: PageView) -> tuple[Chart, ...]:
    """The page's charts, their drawings put in as they are: they were written here, out of escaped words."""
    return tuple(replace(chart, svg=Safe(chart.svg)) for chart in draw_charts(page))


def _render(
    name: str, run: AuditRun, page: object, lang: str, scripts: tuple[str, ...], styles: tuple[str, ...] = _STYLES, **more: object
) -> str:
    style, script = _join_files(styles), _join_files(scripts)
    words = {"run": run, "lang": lang, "level": judge_run(run), "style": Safe(style), "script": Safe(script)}
    text = _load_templates(lang).get_template(name).render(page=page, policy=make_policy(style, script), **words, **more)
    return text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate in an attribute: no file could hold it


def read_style() -> str:
    """The frame's style, for other pages of heshu's own."""
    return _join_files(_STYLES[:1])


def make_policy(style: str, script: str) -> str:
    """The content security policy that allows this style and this script and nothing else, no network at all."""
    hashes = [b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii") for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _join_files(names: tuple[str, ...]) -> str:
    return "\n".join((_TEMPLATES / name).read_text("utf-8") for name in names)


@cache
def _load_templates(lang: str) -> Environment:
    """The templates with all that they call; Jinja is imported here, and only when a page is wanted."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"visible": escape_visible, "flat": escape_flat, "line": show_line, "plain": show_visible, "decimal": show_value}
    phrases = Phrases(lang)
    names = ("words", "rule_words", "code_words", "ledger_words", "idle_words", "verdict", "say", "labelled", "title_of")
    environment.globals |= {name: getattr(phrases, name) for name in names} | {"worst": find_worst, "count_states": count_states}
    return environment
