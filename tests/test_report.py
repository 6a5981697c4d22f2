"""The reports, asserted on what they say: the page is parsed, the JSON read back, the terminal text measured."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_sample import BIDI, ESCAPE, HOSTILE, PRIVATE, SUMMARY, ZERO_WIDTH, make_clean_run, make_run

from audit.errors import OutputError, UsageError
from audit.model import CATEGORIES, SEVERITIES, VERDICTS, AuditRun, DocumentResult, Span
from audit.report import FORMATS, choose_format, render_report, write_report
from audit.report.excerpts import SourceLines, quote_places
from audit.report.html import render_html
from audit.report.jsonform import render_json
from audit.report.marks import cut_lines, make_marks
from audit.report.text import render_text
from audit.report.view import Limits
from audit.report.visible import HIDDEN, measure_cells
from audit.report.wording import CODES, WORDS

VOID = {"meta", "link", "br", "img", "input", "hr", "rect"}


class Page(HTMLParser):
    """A page as a list of elements (tag, attributes) and the text of its marks, styles and scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inner: dict[str, list[str]] = {"script": [], "style": [], "h1": []}
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in self.inner:
            self.inner[tag].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.inner[self.open[-1]][-1] += data
        else:
            self.text += data

    def having(self, attribute: str) -> list[dict[str, str]]:
        """The attributes of all elements that have this one."""
        return [attributes for _, attributes in self.elements if attribute in attributes]

    def of_class(self, name: str) -> list[dict[str, str]]:
        """The attributes of all elements of a class."""
        return [attributes for _, attributes in self.elements if name in attributes.get("class", "").split()]


@pytest.fixture(scope="module")
def run() -> AuditRun:
    return make_run()


@pytest.fixture(scope="module")
def page(run: AuditRun) -> Page:
    return Page(render_html(run))


def test_page_has_a_panel_for_each_finding(run: AuditRun, page: Page) -> None:
    panels = page.having("data-panel")
    assert len(panels) == len(run.findings)
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {panel["data-severity"] for panel in panels} == set(SEVERITIES)
    assert {panel["data-category"] for panel in panels} == set(CATEGORIES)


def test_page_links_lead_somewhere(page: Page) -> None:
    ids = [attributes["id"] for attributes in page.having("id")]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] for attributes in page.having("href")]
    assert links
    assert all(link[0] == "#" and link[1:] in ids for link in links)


def test_page_marks_the_source_text(run: AuditRun, page: Page) -> None:
    numbers = {number for mark in page.of_class("mark") for number in mark["data-panels"].split()}
    assert numbers == {panel["data-panel"] for panel in page.having("data-panel")}
    assert page.of_class("several")
    assert "全社会研发投入达到48.6亿元" in page.text
    assert {verdict for verdict in VERDICTS if page.of_class(verdict)} == set(VERDICTS)


def test_page_groups_placeholders(page: Page) -> None:
    assert len(page.of_class("group")) == 1
    assert len(page.of_class("slip")) == 10


def test_page_ledger_has_a_row_for_each_figure(run: AuditRun, page: Page) -> None:
    rows = [attributes for tag, attributes in page.elements if tag == "tr" and attributes.get("id", "").startswith("n")]
    assert len(rows) == sum(len(document.figures) for document in run.documents)
    assert "12730 ÷ 1519 = 8.38" in page.text


def test_page_runs_and_loads_only_its_own(page: Page) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "link", "iframe", "object", "embed", "base"}
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on") or name in ("style", "src")]
    assert not re.search(r"url\(|@import|https?:|//[a-z]+\.", "".join(page.inner["style"]))
    policy = next(a["content"] for a in page.having("http-equiv"))
    assert policy.startswith("default-src 'none'")
    for name in ("style", "script"):
        digest = b64encode(sha256(page.inner[name][0].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_page_escapes_what_is_hostile(run: AuditRun) -> None:
    html = render_html(run)
    assert HOSTILE not in html
    assert "<img" not in html
    assert not HIDDEN.search(html)
    for char in (BIDI, ESCAPE, ZERO_WIDTH, PRIVATE):
        assert f'<span class="code">U+{ord(char):04X}</span>' in html


def test_hostile_strings_in_every_field_stay_text(run: AuditRun) -> None:
    poison = "'\"><script>x</script>{{ 7*7 }}</style><!--" + BIDI + chr(0xD800) + chr(0x2028)
    document = run.documents[0]
    finding = replace(
        document.findings[0], rule=poison, category="style", message={"zh": poison}, title={"zh": poison}, why={"zh": poison},
        arithmetic=poison, suggestion=poison, fingerprint=poison, state="known", reason=poison,
    )  # fmt: skip
    figure = replace(document.figures[0], indicator=poison, unit=poison, scope=poison, of=poison, period=poison)
    entry = replace(document.ledger[0], reason=poison, verdict="undecided")
    source = replace(document.source, name=poison, encoding=poison, encoding_reason=poison, sha256=poison, problem=poison)
    poisoned = DocumentResult(source, document.steps, (figure,), (), (), (replace(finding, document=poison),), (), (), (entry,))
    bad = replace(run, version=poison, ruleset=poison, ruleset_sha256=poison, documents=(poisoned,), broken=())
    html = render_html(bad)
    parsed = Page(html)
    assert [tag for tag, _ in parsed.elements].count("script") == 1
    assert "<script>x" not in html
    assert "{{ 7*7 }}" in parsed.text
    assert json.loads(render_json(bad))["findings"][0]["rule"] == poison
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2028\u202e\ud800-\udfff]", render_text(bad))


def test_page_speaks_both_languages(run: AuditRun) -> None:
    for lang, tag in (("zh", "zh-CN"), ("en", "en")):
        shown = Page(render_html(run, lang))
        assert shown.elements[0] == ("html", {"lang": tag, "data-lang": lang})
        assert "不宜发布" in shown.text
        assert "Not fit to publish" in shown.text


def test_page_is_cut_with_a_note(run: AuditRun) -> None:
    shown = Page(render_html(run, "en", Limits(text=120, findings=5, figures=3)))
    assert len(shown.having("data-panel")) == 5
    assert {panel["data-severity"] for panel in shown.having("data-panel")} == {"error"}
    for words in ("only the first 120 are shown", "of this document are left out", "only the first 3 are listed"):
        assert words in shown.text
    test_page_links_lead_somewhere(shown)


def test_page_of_nothing_and_of_a_clean_document(run: AuditRun) -> None:
    assert "没有可审核的文档" in Page(render_html(replace(run, documents=(), broken=()))).text
    clean = Page(render_html(make_clean_run()))
    assert "可以发布" in clean.text
    assert not clean.having("data-panel")
    source = replace(run.documents[0].source, text="", problem="空文件")
    empty = DocumentResult(source, (), (), (), (), (), (), (), ())
    assert "空文件" in Page(render_html(replace(run, documents=(empty,)))).text


def test_lines_join_to_the_text_again(run: AuditRun) -> None:
    document = run.documents[0]
    text = document.source.text
    spans = [(span, number) for number, finding in enumerate(document.findings) for span in finding.spans if span.document is None]
    lines = cut_lines(text, SourceLines.of(text).starts, make_marks(text, spans), document.figures, document.ledger, document.headings)
    assert "".join(segment.text for line in lines for segment in line.segments) == text
    marked = {(segment.start, number) for line in lines for segment in line.segments for number in segment.panels}
    assert all((span.start, number) in marked for span, number in spans)
    assert [line.level for line in lines if line.level] == [1, 2, 1]


@pytest.mark.parametrize("span", [Span(0, 0, ""), Span(3, 3, ""), Span(-5, 999, ""), Span(50, 60, ""), Span(8, 8, "")])
def test_odd_spans_do_no_harm(span: Span) -> None:
    text = "一、总结\r\n10家"
    lines = SourceLines.of(text)
    quoted = quote_places(lines, (span,), 20)
    assert all(piece.text in text for excerpt in quoted for piece in excerpt.pieces)
    cut = cut_lines(text, lines.starts, make_marks(text, [(span, 0)]), (), (), ())
    assert "".join(segment.text for line in cut for segment in line.segments) == text
    assert quote_places(SourceLines.of(""), (span,), 20) is not None


def test_json_is_the_contract(run: AuditRun) -> None:
    form = json.loads(render_json(run))
    assert list(form) == ["schema", "heshu", "ruleset", "coverage", "documents", "findings", "verified", "undecided", "broken"]
    document = form["documents"][0]
    assert list(document) == ["document", "sha256", "characters", "encoding", "repairs", "figures", "ledger", "coverage"]
    assert document["characters"] == len(SUMMARY)
    assert sum(document["ledger"].values()) == document["figures"]
    assert sum(map(int, re.findall(r"\d+", document["coverage"]))) == 2 * document["figures"]
    assert document["repairs"][0] == {"step": "annotation", "count": 1}
    finding = form["findings"][0]
    assert list(finding) == [
        "rule", "category", "severity", "document", "spans", "message", "arithmetic", "suggestion", "fingerprint", "state",
    ]  # fmt: skip
    assert SUMMARY[finding["spans"][0]["start"] : finding["spans"][0]["end"]] == finding["spans"][0]["text"] == "962家"
    assert form["findings"][1]["spans"][1]["document"] == run.documents[1].source.name
    assert [row["rule"] for row in form["verified"]] == ["mean-mismatch"]
    assert form["undecided"][0]["reason"] == "different-basis"
    assert "broken" not in json.loads(render_json(make_run(broken=False)))
    assert "share" in json.loads(render_json(run, "en"))["findings"][0]["message"]


def test_text_carets_stand_under_the_figure(run: AuditRun) -> None:
    lines = render_text(run).splitlines()
    at = next(number for number, line in enumerate(lines) if "通过率70%。" in line)
    quote, carets = lines[at], lines[at + 1]
    for words in ("1604家", "962家", "70%"):
        left = measure_cells(quote[: quote.index(words)])
        assert carets[left : left + measure_cells(words)] == "^" * measure_cells(words)
    assert carets.count("^") == measure_cells("1604家962家70%")


def test_text_fits_the_terminal_and_hides_nothing(run: AuditRun) -> None:
    for width in (60, 80, 120):
        shown = render_text(run, width=width)
        assert max(measure_cells(line) for line in shown.splitlines() if re.match(r" *\d+ \|", line)) <= width + 4
        assert not HIDDEN.search(shown)
    assert "⟨U+200B⟩上市" in render_text(run)
    assert "\x1b[1;31m" in render_text(run, colour=True)


def test_text_sums_up(run: AuditRun) -> None:
    shown = render_text(run)
    assert "云溪区/2023年工作总结.txt:7:37  错误  share-mismatch" in shown
    assert "未填写的数字: 10 处" in shown
    assert "另有 7 处同类, 略" in shown
    assert "25 个数字: 8 个矛盾, 8 个已核实, 2 个无法判断, 6 个已筛查, 1 个无可对照" in shown
    assert shown.rstrip().splitlines()[-2].startswith("不宜发布: 2 处矛盾")
    assert "Not fit to publish" in render_text(run, "en")


def test_text_leaves_out_what_was_suppressed(run: AuditRun) -> None:
    assert "36 ≥ 48" not in render_text(run)
    assert "36 ≥ 48" in render_html(run)


def test_words_have_both_languages() -> None:
    for zh, en in (*WORDS.values(), *CODES.values()):
        assert zh
        assert en
        assert re.findall(r"{\w+}", zh) == re.findall(r"{\w+}", en) or set(re.findall(r"{\w+}", zh)) == set(re.findall(r"{\w+}", en))


@pytest.mark.parametrize("format", FORMATS)
def test_reports_are_written_whole(run: AuditRun, format: str, tmp_path: Path) -> None:
    path = tmp_path / "新建" / f"报告.{format}"
    write_report(run, path, format)
    assert path.read_text("utf-8") == render_report(run, format)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_report_that_cannot_be_written_says_so(run: AuditRun, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for path in (blocked / "report.json", tmp_path):
        with pytest.raises(OutputError) as caught:
            write_report(run, path, "json")
        assert caught.value.reason == "cannot-write"
        assert caught.value.hint
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_formats_are_chosen_by_suffix() -> None:
    assert [choose_format(name) for name in ("a.TXT", "a.json", "a.htm")] == ["text", "json", "html"]
    with pytest.raises(UsageError):
        choose_format("a.pdf")
    with pytest.raises(UsageError):
        render_report(make_clean_run(), "pdf")


def test_the_terminal_report_loads_no_template_engine() -> None:
    heavy = ("jinja2", "markupsafe", "rich", "duckdb", "json")
    code = f"import sys, audit.report.text; print([name for name in {heavy} if name in sys.modules])"
    root = Path(__file__).parents[1]
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert found.stdout.strip() == "[]"


def test_markdown_of_a_hostile_document_formats_nothing(run: AuditRun) -> None:
    text = render_report(run, "markdown")
    plain = re.sub(r"`[^`]*`|\\.", "", text)
    assert not re.search(r"<|@|https?:|www\.|\]\(", plain)
    assert all(line.count("|") == 6 for line in plain.splitlines() if line.startswith("| "))
    assert not HIDDEN.search(text)


def test_markdown_says_what_it_leaves_out(run: AuditRun) -> None:
    many = replace(run.documents[0], findings=run.documents[0].findings[:1] * 2000)
    text = render_report(replace(run, documents=(many,)), "markdown")
    assert len(text) < 65_536
    shown = sum(line.startswith("| ") for line in text.splitlines()) - 1
    assert f"另有 {2000 - shown} 项" in text
