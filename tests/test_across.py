"""Two documents: edition pairs with known faults, nothing found where nothing is wrong, and what may not change a verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Heshu

from audit.model import AuditRun, Finding
from audit.pipeline import audit_texts
from audit.report import render_report
from audit.ruleset import load_ruleset

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAIRS = sorted(path for path in (FIXTURES / "editions").iterdir() if path.is_dir())
DOCUMENTS = sorted((FIXTURES / "documents").glob("*/source.txt"))
RULES = load_ruleset()


def compare(text: str, *others: str) -> AuditRun:
    """One text beside others."""
    return audit_texts({"new.txt": text}, RULES, {f"old-{number}.txt": other for number, other in enumerate(others, 1)})


def across(run: AuditRun) -> list[Finding]:
    """The findings that have a place in another document."""
    return [finding for finding in run.findings if any(span.document for span in finding.spans)]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.name)
def test_pairs_have_their_faults_and_no_others(pair: Path) -> None:
    others = {path.name: path.read_text("utf-8") for path in sorted(pair.glob("*.txt")) if path.name != "new.txt"}
    run = audit_texts({"new.txt": (pair / "new.txt").read_text("utf-8")}, RULES, others)
    truths = [json.loads(line) for line in (pair / "findings.jsonl").read_text("utf-8").splitlines()]
    expected = {(truth["rule"], truth["against"], quote) for truth in truths for quote in truth["quotes"]}
    found = across(run)
    told = {(finding.rule, beside, quote) for finding in found for beside in documents_of(finding) for quote in own_quotes(finding)}
    assert expected <= told
    assert len(found) == len(truths) == len(run.findings)


def documents_of(finding: Finding) -> set[str]:
    return {span.document for span in finding.spans if span.document}


def own_quotes(finding: Finding) -> set[str]:
    return {span.text for span in finding.spans if not span.document}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name)
def test_a_document_does_not_contradict_itself(document: Path) -> None:
    text = document.read_text("utf-8")
    assert not across(compare(text, text))
    assert not across(compare(text, text + "\n（完）\n")), "a copy is another document with the same facts"


def test_documents_of_other_bodies_do_not_contradict_each_other() -> None:
    texts = {path.parent.name: path.read_text("utf-8") for path in DOCUMENTS}
    for run in (audit_texts(texts, RULES, texts),):
        assert [finding.message["zh"] for finding in across(run)] == []


def test_the_order_of_the_others_changes_nothing() -> None:
    pair = FIXTURES / "editions" / "songling"
    new, old, plan = ((pair / f"{name}.txt").read_text("utf-8") for name in ("new", "old", "plan"))
    first = audit_texts({"new.txt": new}, RULES, {"old.txt": old, "plan.txt": plan})
    second = audit_texts({"new.txt": new}, RULES, {"plan.txt": plan, "old.txt": old})
    assert render_report(first, "json") == render_report(second, "json")


@pytest.mark.parametrize("document", DOCUMENTS[:4], ids=lambda path: path.parent.name)
def test_another_document_takes_no_finding_away(document: Path) -> None:
    text = document.read_text("utf-8")
    alone = {finding.fingerprint for finding in compare(text).findings}
    assert alone <= {finding.fingerprint for finding in compare(text, "松岭县2021年工作总结\n2021年，专利授权量1253件。\n").findings}


def test_findings_are_of_the_first_only() -> None:
    new = "松岭县2022年工作总结\n2022年，专利授权量1486件。\n"
    run = compare(new, "松岭县2021年工作总结\n2003家企业申报，通过认定1083家，通过率64%。\n")
    assert [document.source.name for document in run.documents] == ["new.txt"]
    assert not run.findings
    assert [source.name for source in run.against] == ["old-1.txt"]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("2022年，全县高新技术企业224家，比上年增长20.4%。", "2021年，全县高新技术企业186家，其中规模以上高新技术企业168家。"),
        ("2022年，全县专利授权量1486件，比上年增长9.4%（可比口径）。", "2021年，全县专利授权量1253件。"),
        ("2022年，全县专利授权量1486件，比2019年增长9.4%。", "2021年，全县专利授权量1253件。"),
        ("2022年，市级高新技术企业224家，比上年增长9.4%。", "2021年，全县高新技术企业186家。"),
        ("2022年，新增科技型中小企业224家，比上年增长9.4%。", "2021年，科技型中小企业达到186家。"),
        ("2022年上半年，全县专利授权量1486件，比上年同期增长9.4%。", "2021年，全县专利授权量1253件。"),
    ],
)
def test_what_is_not_the_same_fact_is_left_alone(new: str, old: str) -> None:
    assert not across(compare(f"松岭县2022年工作总结\n{new}\n", f"松岭县2021年工作总结\n{old}\n"))


def test_reports_name_and_quote_the_other_document(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "今年.txt").write_text("松岭县2022年工作总结\n2022年末，全县高新技术企业224家，上年为168家。\n", "utf-8")
    (tmp_path / "上年.txt").write_text("松岭县2021年工作总结\n2021年末，全县高新技术企业186家。\n", "utf-8")
    outputs = [part for name in ("a.html", "a.json", "a.md") for part in ("--output", name)]
    done = heshu("check", "今年.txt", "--against", "上年.txt", *outputs, "--format", "text")
    assert done.returncode == 0, "a warning does not fail a run"
    for text in (done.stdout.decode("utf-8"), *((tmp_path / name).read_text("utf-8") for name in ("a.html", "a.md"))):
        assert "上年.txt" in text
        assert "2021年末，全县高新技术企业" in text
    form = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [span.get("document") for span in form["findings"][0]["spans"]] == [None, "上年.txt"]
    assert form["against"][0]["document"] == "上年.txt"


def test_others_that_cannot_be_read(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "今年.txt").write_text("2022年末，全县高新技术企业224家。\n", "utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 not a package")
    (tmp_path / "上年.txt").write_text("2021年末，全县高新技术企业186家。\n", "utf-8")
    some = heshu("check", "今年.txt", "--against", "坏.docx", "--against", "上年.txt")
    assert some.returncode == 0
    assert "坏.docx" in some.stderr.decode("utf-8")
    assert heshu("check", "今年.txt", "--against", "坏.docx").returncode == 2
    assert heshu("check", "今年.txt", "--against", "没有.txt").returncode == 2
