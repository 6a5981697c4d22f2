"""What documents say of their own findings, in every format that can hold it: in force, idle, without a reason, never audited as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Heshu
from docx import Document

from audit.directives import find_directives
from audit.model import AuditRun
from audit.pipeline import audit_paths, audit_texts, settle_findings
from audit.repair import repair_document, undo
from audit.report import FORMATS, render_report
from audit.ruleset import load_ruleset
from audit.settings import Settings

SHARE = "全年2003家企业申报，通过认定1083家，通过率64%。"
GROWTH = "收入862万元，上年为725万元，增长28.9%。"
REASON = "可比口径，见注3"


def audit(text: str, name: str = "a.md") -> AuditRun:
    """A run over one text, settled as the command does it."""
    return settle_findings(audit_texts({name: text}, load_ruleset()), Settings())


def states(run: AuditRun) -> dict[str, str]:
    return {finding.rule: finding.state for finding in run.findings}


@pytest.mark.parametrize(
    ("text", "share", "growth"),
    [
        (f"{SHARE}<!-- heshu: ignore share-mismatch {REASON} -->\n{GROWTH}\n", "suppressed", "new"),
        (f"<!-- heshu: ignore share-mismatch {REASON} -->\n{SHARE}\n{GROWTH}\n", "suppressed", "new"),
        (f"<!--heshu：ignore  share-*，growth-* {REASON}-->\r\n\r\n{SHARE}{GROWTH}\r\n", "suppressed", "suppressed"),
        (f"# heshu: ignore share-mismatch {REASON}\n\n{SHARE}\n{GROWTH}\n", "suppressed", "new"),
        (f"　　# heshu: ignore * {REASON}\n# heshu: ignore growth-mismatch 口径不同\n{SHARE}\n{GROWTH}\n", "suppressed", "new"),
        (f"{SHARE}\n{GROWTH}\n# heshu: ignore share-mismatch {REASON}", "new", "new"),
        (f"{GROWTH}# heshu: ignore growth-mismatch {REASON}\n{SHARE}\n", "new", "new"),
        (f"# heshu: ignore share-mismatch\n{SHARE}\n{GROWTH}\n", "new", "new"),
    ],
)
def test_reach(text: str, share: str, growth: str) -> None:
    found = states(audit(text))
    assert (found["share-mismatch"], found["growth-mismatch"]) == (share, growth)


def test_the_reason_is_shown_in_every_report() -> None:
    run = audit(f"{SHARE}<!-- heshu: ignore share-mismatch {REASON} -->\n")
    assert [(finding.reason, finding.inline) for finding in run.findings] == [(REASON, True)]
    for kind in FORMATS:
        assert REASON in render_report(run, kind).replace("\\", ""), kind
    assert '"inSource"' in render_report(run, "sarif")


def test_one_that_matches_nothing_is_reported_with_its_place() -> None:
    run = audit(f"{GROWTH}\n\n{SHARE.replace('64', '54')}<!-- heshu: ignore share-mismatch {REASON} -->\n")
    assert [(each.rule, each.where) for each in run.leftovers.idle] == [("share-mismatch", "a.md 第 3 行第 30 列")]
    assert "没有用上的豁免 a.md 第 3 行第 30 列: share-mismatch" in render_report(run, "text")


@pytest.mark.parametrize(
    "said",
    ["heshu: ignore share-mismatch", "heshu: ignore", "heshu:", "heshu: ingore share-mismatch 可比口径", "heshu: ignore 可比口径，见注3"],
)
@pytest.mark.parametrize("form", ["<!-- {} -->\n", "# {}\n"])
def test_without_rule_or_reason_it_is_an_error_with_its_place(said: str, form: str) -> None:
    line = form.format(said)
    run = audit(f"2023年工作总结\n{line}{SHARE}\n")
    faulty = next(finding for finding in run.findings if finding.rule == "suppression-incomplete")
    assert faulty.severity == "error" and faulty.state == "new"
    assert faulty.spans[0].start == 10 and faulty.spans[0].text == line.rstrip("\n")
    assert states(run)["share-mismatch"] == "new"


def test_a_directive_is_no_text_of_the_document() -> None:
    """Its digits are no figures, its words no site furniture, and the text is what it would be without it."""
    plain = audit(f"一、企业\n{SHARE}\n{GROWTH}\n")
    held = audit(f"一、企业\n# heshu: ignore unit-* 2021年12月有xx家，占35%\n{SHARE}<!-- heshu: ignore title-* 第3稿 -->\n{GROWTH}\n")
    assert [figure.text for figure in held.documents[0].figures] == [figure.text for figure in plain.documents[0].figures]
    assert [finding.rule for finding in held.findings] == [finding.rule for finding in plain.findings]
    source = held.documents[0].source
    clean = repair_document(source)
    assert "heshu" not in clean.text and undo(clean) == source.text
    assert clean.text == repair_document(plain.documents[0].source).text
    for finding in held.findings:
        assert all(source.text[span.start : span.end] == span.text for span in finding.spans)


@pytest.mark.parametrize(
    "text", ["# heshu 使用说明\n", "核数 heshu: ignore 规则 理由\n", "<!-- 核数 -->\n", "见 # heshu: ignore a b 一节\n"]
)
def test_what_is_no_directive(text: str) -> None:
    assert find_directives(text) == ()


def test_no_published_document_has_one_by_chance() -> None:
    folder = Path(__file__).parent.parent / "fixtures" / "documents"
    assert not [path for path in folder.glob("*/source.*") if find_directives(path.read_bytes().decode("utf-8", "replace"))]


def test_in_a_web_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = f"<html><body><h1>2023年总结</h1>\n<!-- heshu: ignore share-mismatch\n {REASON} -->\n<p>{SHARE}</p><p>{GROWTH}</p></body></html>"
    behind = f"<html><body><p>{SHARE}<!-- heshu: ignore share-mismatch {REASON} --></p><p>{GROWTH}</p><!-- 备注 --></body></html>"
    for page in (own, behind):
        Path("a.html").write_text(page, "utf-8")
        run = audit_paths(["a.html"], Settings())
        assert states(run) == {"share-mismatch": "suppressed", "growth-mismatch": "new"}
        assert run.documents[0].source.places[-1].paragraph == (3 if page is own else 2)
    Path("a.html").write_text(own.replace(REASON, ""), "utf-8")
    assert states(audit_paths(["a.html"], Settings()))["suppression-incomplete"] == "new"


def test_in_a_word_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = Document()
    document.add_paragraph("2023年总结")
    share = document.add_paragraph(SHARE)
    document.add_paragraph(GROWTH)
    document.add_comment(share.runs, text=f"heshu: ignore share-mismatch {REASON}", author="李")
    document.add_comment(document.paragraphs[2].runs, text="请核对", author="李")
    document.save("a.docx")
    run = audit_paths(["a.docx"], Settings())
    assert states(run) == {"share-mismatch": "suppressed", "growth-mismatch": "new"}
    assert [place.paragraph for place in run.documents[0].source.places] == [1, None, 2, 3]
    assert "请核对" not in run.documents[0].source.text


def test_in_a_table_of_a_word_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("项目", "说明", "企业", SHARE), strict=True):
        cell.text = text
    document.add_comment(table.rows[1].cells[1].paragraphs[0].runs, text=f"heshu: ignore share-mismatch {REASON}", author="李")
    document.save("a.docx")
    assert states(audit_paths(["a.docx"], Settings())) == {"share-mismatch": "suppressed"}


def test_the_gate_passes_and_says_so(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"# heshu: ignore share-mismatch {REASON}\n{SHARE}\n", "utf-8")
    done = heshu("check", "a.txt")
    assert done.returncode == 0 and f"已豁免 a.txt: share-mismatch ({REASON})" in done.stdout.decode()
    done = heshu("annotate", "a.txt", "-o", "b.docx")
    assert done.returncode == 0, done.stderr.decode()
