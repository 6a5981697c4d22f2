"""What was said of findings before: suppressions, baselines, and the file that holds them."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from audit.accepted import Suppression
from audit.cli import main
from audit.configuration import find_configuration, read_configuration
from audit.errors import InputError, UsageError
from audit.judge.acceptance import compare_baseline, read_baseline, suppress_findings, write_baseline
from audit.model import AuditRun
from audit.pipeline import audit_texts
from audit.ruleset import load_ruleset

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
TEXT = """青山县科学技术局2023年工作总结
一、企业培育
全年2003家企业申报高新技术企业，通过认定1083家，通过率64%。
二、项目建设
完成技改投资xx.xx亿元。一般公共预算支出862万元，上年为725万元，增长28.9%。
"""
TODAY = date(2026, 3, 1)


def audit(text: str = TEXT, name: str = "2023/总结.txt") -> AuditRun:
    """A run over one text."""
    return audit_texts({name: text}, load_ruleset())


def states(run: AuditRun) -> dict[str, str]:
    """The state of each finding by rule."""
    return {finding.rule: finding.state for finding in run.findings}


@pytest.mark.parametrize(
    ("suppression", "hits"),
    [
        (Suppression("share-mismatch", "可比口径"), True),
        (Suppression("share-*", "可比口径", path="2023/*", text="64 %"), True),
        (Suppression("*", "可比口径", text="通过"), False),
        (Suppression("share-mismatch", "可比口径", path="2022/*"), False),
        (Suppression("share-mismatch", "可比口径", until=TODAY), True),
        (Suppression("share-mismatch", "可比口径", until=date(2026, 2, 28)), False),
    ],
)
def test_suppressions(suppression: Suppression, hits: bool) -> None:
    run = suppress_findings(audit(), (suppression,), TODAY)
    assert states(run)["share-mismatch"] == ("suppressed" if hits else "new")
    assert states(run)["growth-mismatch"] == "new"
    assert run.leftovers.idle == (() if hits else (suppression,))
    assert [finding.reason for finding in run.findings if finding.state == "suppressed"] == ["可比口径"] * hits


def test_baseline_knows_what_was_there_and_what_is_gone() -> None:
    known = read_baseline("基线.json", write_baseline(audit()))
    assert set(states(compare_baseline(audit(), known)).values()) == {"known"}
    changed = TEXT.replace("64%", "54%").replace("一、企业培育", "\n一、企业培育") + "\n全年培训320人次，比上年的200人次增长20%。"
    run = compare_baseline(audit(changed), known)
    assert sorted(finding.state for finding in run.findings) == ["known", "known", "new"]
    assert [each.rule for each in run.leftovers.fixed] == ["share-mismatch"]
    assert [finding.rule for finding in run.findings if finding.state == "new"] == ["growth-mismatch"]


def test_findings_of_other_documents_are_not_called_fixed() -> None:
    known = read_baseline("基线.json", write_baseline(audit(name="别的.txt")))
    assert compare_baseline(audit(), known).leftovers.fixed == ()


def test_a_suppressed_finding_contradicts_no_figure() -> None:
    before, after = audit(), suppress_findings(audit(), (Suppression("share-mismatch", "可比口径"),), TODAY)
    (finding,) = (finding for finding in after.findings if finding.state == "suppressed")
    told = {entry.figure: entry for entry in after.documents[0].ledger}
    assert {told[number].verdict for number in finding.figures} <= {"undecided", "verified"}
    assert {told[number].reason for number in finding.figures} == {"suppressed"}
    assert {before.documents[0].ledger[number].verdict for number in finding.figures} == {"contradicted"}
    assert after.documents[0].count("contradicted") == before.documents[0].count("contradicted") - len(finding.figures) > 0
    assert len(after.documents[0].ledger) == len(before.documents[0].ledger)


def test_a_figure_with_an_open_finding_too_stays_contradicted() -> None:
    text = "青山县2023年工作总结\n一、企业培育\n全年2003家企业申报高新技术企业，通过认定1083家，通过率64%，超额完成1200家的任务。\n"
    run = suppress_findings(audit(text), (Suppression("share-mismatch", "可比口径"),), TODAY)
    open_ones = {number for finding in run.findings if finding.state == "new" for number in finding.figures}
    shared = [entry for entry in run.documents[0].ledger if entry.figure in open_ones]
    assert shared and {entry.verdict for entry in shared} == {"contradicted"}


def test_baseline_is_the_same_bytes_and_leaves_suppressed_ones_out() -> None:
    run = audit()
    assert write_baseline(run) == write_baseline(replace(run, documents=run.documents))
    suppressed = suppress_findings(run, (Suppression("*", "样稿"),), TODAY)
    assert json.loads(write_baseline(suppressed))["findings"] == []


BAD = ["", "[]", '{"schema": 2, "findings": []}', '{"schema": 1, "findings": [{}]}', '{"schema": 1, "findings": [1]}']


@pytest.mark.parametrize("text", BAD)
def test_a_bad_baseline_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="不是 heshu 的基线文件"):
        read_baseline("基线.json", text)


@pytest.mark.parametrize("name", ["yunling-2021", "yunling-2022", "gwr-county", "linjiang-communique", "qinghe-budget"])
def test_moved_and_reflowed_text_is_known(name: str) -> None:
    """Blank lines come and go, a note is added whose number changes: what was known stays known."""
    text = (FIXTURES / name / "source.txt").read_text("utf-8")
    ruleset, chance = load_ruleset(), random.Random(11)
    known = read_baseline("b", write_baseline(audit_texts({"a.txt": text}, ruleset)))
    for _ in range(3):
        blank = "".join(line + "\n" * (1 if "\t" in line else chance.randint(1, 3)) for line in text.splitlines())
        run = compare_baseline(audit_texts({"a.txt": f"{blank}\n附注：本文另有{chance.randint(2, 90)}个附件。\n"}, ruleset), known)
        assert {finding.state for finding in run.findings} <= {"known"}
        assert run.leftovers.fixed == ()


def write_config(folder: Path, text: str, name: str = "heshu.toml") -> Path:
    """A configuration file."""
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_configuration_is_found_upwards(tmp_path: Path) -> None:
    inner = tmp_path / "甲" / "乙"
    inner.mkdir(parents=True)
    write_config(tmp_path, '[tool.heshu]\nignore = ["style"]\n', "pyproject.toml")
    assert find_configuration(inner).options == {"ignore": ["style"]}
    write_config(tmp_path / "甲", 'fail-on = "warning"\nbaseline = "b.json"\n')
    found = find_configuration(inner)
    assert found.options["fail-on"] == "warning"
    assert found.options["baseline"] == str(tmp_path / "甲" / "b.json")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("failon = 1", "是不是 fail-on"),
        ("select = 1", "select 的值不对"),
        ("select = [1]", "select 应为文字的列表"),
        ("jobs = true", "jobs 的值不对"),
        ("suppress = [1]", "应为一张表"),
        ('[[suppress]]\nrule = "a"', "缺少 reason"),
        ('[[suppress]]\nrule = "a"\nreason = "  "', "缺少 reason"),
        ('[[suppress]]\nrule = "a"\nreson = "b"', "是不是 reason"),
        ("= 1", "读不了配置"),
    ],
)
def test_a_bad_configuration_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_configuration(write_config(tmp_path, text))
    assert said in str(caught.value)


def test_the_gate_counts_new_findings_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("总结.txt").write_text(TEXT, "utf-8")
    assert main(["check", "总结.txt", "--write-baseline", "b.json"]) == 1
    assert main(["check", "总结.txt", "--baseline", "b.json"]) == 0
    assert "3 个已知" in capsys.readouterr().out
    Path("总结.txt").write_text(TEXT.replace("862万元", "962万元") + "抽检食品3200批次，合格3148批次，合格率为96.4%。\n", "utf-8")
    assert main(["check", "总结.txt", "--baseline", "b.json"]) == 1
    write_config(tmp_path, 'baseline = "b.json"\n[[suppress]]\nrule = "*"\npath = "总结.txt"\nreason = "样稿"\n')
    assert main(["check", "总结.txt"]) == 0
    assert "已豁免" in capsys.readouterr().out
    assert main(["check", "总结.txt", "--no-config"]) == 1


def test_the_page_shows_states_and_writes_the_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("总结.txt").write_text(TEXT, "utf-8")
    write_config(tmp_path, '[[suppress]]\nrule = "share-mismatch"\nreason = "可比口径"\n[[suppress]]\nrule = "没有"\nreason = "旧"\n')
    main(["check", "总结.txt", "--output", "a.html", "--output", "a.json", "--output", "a.md"])
    page, form = Path("a.html").read_text("utf-8"), json.loads(Path("a.json").read_text("utf-8"))
    assert 'data-state="suppressed"' in page and "没有用上的豁免" in page and 'class="dispute' in page
    assert form["idle_suppressions"] == [{"rule": "没有", "reason": "旧", "where": "heshu.toml suppress[2]"}]
    assert "1 个已豁免" in Path("a.md").read_text("utf-8")
