"""The command line from outside: exit codes, messages, streams, odd names and bad input, as a process under a foreign locale."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, Heshu

from audit.model import FIGURE_COLUMNS

SOUND = "2022年工作总结\n全年2003家企业申报国高，通过认定1083家，通过率54%。\n"
FALSE = SOUND.replace("54%", "64%")
RULE = """\
- rule: {rule}
  since: "0.1"
  severity: {severity}
  category: contradiction
  on: share
  {where}: {predicate}
  fails: NOT meets(stated, computed)
  proves: true
  title: {{zh: 占比不符, en: A share disagrees}}
  message: {{zh: "{{part}} ÷ {{whole}}", en: "{{part}} ÷ {{whole}}"}}
  why: {{zh: 读者会算, en: Readers compute it}}
  bad:
    - {{text: "全年2003家企业申报，通过1083家，通过率64%。", hits: ["64%"]}}
    - {{text: "全年2003家企业申报，通过1083家，通过率45%。", hits: ["45%"]}}
  good:
    - "全年2003家企业申报，通过1083家，通过率54%。"
    - "全年2003家企业申报，通过1083家，通过率54.1%。"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that `heshu` runs in, with a sound and a false document."""
    (tmp_path / "实.txt").write_text(SOUND, "utf-8")
    (tmp_path / "误.txt").write_text(FALSE, "utf-8")
    return tmp_path


def write_rule(path: Path, rule: str = "my-share", severity: str = "error", where: str = "where", predicate: str = "part_known") -> None:
    path.write_text(RULE.format(rule=rule, severity=severity, where=where, predicate=predicate), "utf-8")


# -- exit codes -------------------------------------------------------------------------------------------------------


def test_clean_document_exits_0(heshu: Heshu, folder: Path) -> None:
    done = heshu("check", "实.txt")
    assert done.returncode == 0, done.stdout.decode()
    assert done.stderr == b""


def test_contradiction_exits_1_and_shows_the_arithmetic(heshu: Heshu, folder: Path) -> None:
    done = heshu("check", "误.txt")
    shown = done.stdout.decode("utf-8")
    assert done.returncode == 1
    assert "64%" in shown
    assert "54.07%" in shown


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("info", "info", 1),
        ("error", "never", 0),
    ],
)
def test_threshold(heshu: Heshu, folder: Path, severity: str, fail_on: str, code: int) -> None:
    write_rule(folder / "rule.yaml", severity=severity)
    assert heshu("check", "误.txt", "--ruleset", "rule.yaml", "--fail-on", fail_on).returncode == code


def test_select_and_ignore(heshu: Heshu, folder: Path) -> None:
    assert heshu("check", "误.txt", "--ignore", "contradiction").returncode == 0
    assert heshu("check", "误.txt", "--select", "contradiction,unit").returncode == 1
    assert heshu("check", "误.txt", "--select", "no-such-rule").returncode == 2
    assert heshu("check", "误.txt", "--select", "unit", "--ignore", "unit").returncode == 2


# -- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "没有.txt"], "找不到文件"),
        (["check", "没有.txt", "--lang", "en"], "no such file"),
        (["check", "空目录"], "没有可以核对的文件"),
        (["check"], "缺少参数"),
        (["check", "实.txt", "--frmat", "json"], "不认识的参数: --frmat"),
        (["check", "实.txt", "--format", "docx"], "可用"),
        (["check", "实.txt", "--fail-on", "fatal"], "--fail-on"),
        (["check", "实.txt", "--jobs", "0"], "并行数"),
        (["check", "实.txt", "--jobs", "many"], "要是整数"),
        (["check", "实.txt", "--output", "报告.docx"], "看不出"),
        (["check", "实.txt", "--output", "实.txt/报告.html"], "写不了"),
        (["check", "实.txt", "--ruleset", "no-such-set"], "没有规则集"),
        (["chek", "实.txt"], "chek"),
        (["explain", "share-mismach"], "没有规则"),
        (["explain", "share-mismach", "--lang", "en"], "no rule share-mismach"),
        (["text", "没有.txt"], "找不到文件"),
        (["repair", "空.txt"], "空的"),
        ([], "缺少参数"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_refusals_are_one_message_and_2(heshu: Heshu, folder: Path, arguments: list[str], said: str) -> None:
    (folder / "空目录").mkdir()
    (folder / "空.txt").write_bytes(b"")
    done = heshu(*arguments)
    message = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert message.startswith("heshu: ")
    assert said in message
    assert "Traceback" not in message
    assert done.stdout == b""


def test_misspelt_key_names_file_line_and_word(heshu: Heshu, folder: Path) -> None:
    write_rule(folder / "rule.yaml", where="wher")
    done = heshu("check", "误.txt", "--ruleset", "rule.yaml")
    assert done.returncode == 2
    assert "rule.yaml:6: " in done.stderr.decode("utf-8")
    assert "wher" in done.stderr.decode("utf-8")
    assert "提示: " in done.stderr.decode("utf-8")


def test_unknown_column_names_file_line_and_neighbour(heshu: Heshu, folder: Path) -> None:
    write_rule(folder / "rule.yaml", predicate="part_knwon")
    done = heshu("check", "误.txt", "--ruleset", "rule.yaml")
    assert done.returncode == 2
    assert "rule.yaml:6: " in done.stderr.decode("utf-8")
    assert "part_known" in done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"\r\n \xe3\x80\x80\n", b"\xef\xbb\xbf", b"\x00\x01\x02\x03" * 300, b"%PDF-1.7\n\x80\x81", b"PK\x03\x04rest"]
)
def test_a_bad_document_is_a_finding_and_stops_no_other(heshu: Heshu, folder: Path, content: bytes) -> None:
    (folder / "坏.txt").write_bytes(content)
    done = heshu("check", "坏.txt", "误.txt", "--format", "json")
    result = json.loads(done.stdout)
    found = {(finding["document"], finding["category"], finding["severity"]) for finding in result["findings"]}
    assert done.returncode == 1
    assert {("坏.txt", "damage", "error"), ("误.txt", "contradiction", "error")} <= found
    assert [document["document"] for document in result["documents"]] == ["坏.txt", "误.txt"]


def test_a_bad_document_is_not_passed_over_when_no_rule_speaks_of_it(heshu: Heshu, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    done = heshu("check", "空.txt", "实.txt", "--ignore", "damage")
    assert done.returncode == 2
    assert "空.txt" in done.stderr.decode("utf-8")


def test_50_megabytes_of_digits(heshu: Heshu, folder: Path) -> None:
    (folder / "数.txt").write_bytes(b"1234567890" * 5_000_000)
    began = time.monotonic()
    done = heshu("check", "数.txt", seconds=120)
    assert done.returncode == 2, done.stderr.decode("utf-8")[-300:]
    assert "MB" in done.stdout.decode("utf-8")
    assert time.monotonic() - began < 60


def test_nothing_audited_is_no_finding(heshu: Heshu, folder: Path) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    assert heshu("check", "坏.pdf").returncode == 2
    assert heshu("check", "坏.pdf", "实.txt").returncode == 1


def test_unwritable_output_is_refused_before_the_work(heshu: Heshu, folder: Path) -> None:
    (folder / "out").write_text("", "utf-8")
    done = heshu("check", "误.txt", "--output", "out/报告.html", "--output", "结果.json")
    assert done.returncode == 2
    assert "写不了" in done.stderr.decode("utf-8")
    assert not (folder / "结果.json").exists()


# -- output -----------------------------------------------------------------------------------------------------------


def test_files_by_suffix_and_no_drafts_left(heshu: Heshu, folder: Path) -> None:
    done = heshu("check", "误.txt", "--output", "新/报告.html", "--output", "新/结果.json", "--output", "新/摘要.txt")
    assert done.returncode == 1
    assert done.stdout == b""
    assert "已写入" in done.stderr.decode("utf-8")
    assert {path.name for path in (folder / "新").iterdir()} == {"报告.html", "结果.json", "摘要.txt"}
    assert json.loads((folder / "新" / "结果.json").read_text("utf-8"))["schema"] == 1
    assert "<html" in (folder / "新" / "报告.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["有 空格.txt", "换\n行.txt", b"\xff\xfe\x80.txt", "-横.txt", "[1].txt"], ids=ascii)
def test_odd_file_names(heshu: Heshu, folder: Path, name: str | bytes) -> None:
    (folder / os.fsdecode(name)).write_text(FALSE, "utf-8")
    shown = b"./" + os.fsencode(name)
    done = heshu("check", shown, "--format", "json")
    assert done.returncode == 1, done.stdout.decode("utf-8")
    assert os.fsencode(json.loads(done.stdout)["documents"][0]["document"]) == shown
    assert heshu("check", shown).returncode == 1
    assert heshu("check", shown, "--output", "r.html").returncode == 1


def test_standard_input(heshu: Heshu, folder: Path) -> None:
    done = heshu("check", "-", "--format", "json", stdin=FALSE.encode("gb18030"))
    assert done.returncode == 1
    assert json.loads(done.stdout)["documents"][0]["encoding"] == "gb18030"


def test_closed_pipe_is_no_error(folder: Path) -> None:
    command = f'"{sys.executable}" -m audit extract 误.txt 误.txt --format jsonl | true; echo ${{PIPESTATUS[0]}}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=folder, env=environment, timeout=60, check=True)
    assert done.stderr == b""
    assert done.stdout.strip() == b"0"


def test_interrupt_exits_2(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "audit", "check", "-"]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background job is born deaf to it
    with subprocess.Popen(command, **pipes, cwd=folder, env=environment, preexec_fn=heard) as process:  # noqa: PLW1509
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        message = process.communicate(timeout=30)[1].decode("utf-8")
    assert process.returncode == 2
    assert "已中断" in message
    assert "Traceback" not in message


def test_same_result_with_more_processes(heshu: Heshu, folder: Path) -> None:
    alone = heshu("check", ".", "--format", "json")
    together = heshu("check", ".", "--format", "json", "--jobs", "2")
    assert alone.stdout == together.stdout
    assert alone.returncode == together.returncode == 1


# -- reading without a verdict ------------------------------------------------------------------------------------------


def test_extract_jsonl_has_every_column_and_every_digit(heshu: Heshu, folder: Path) -> None:
    (folder / "甲.txt").write_text("全年总投资12.50亿元，增长5.0%，获奖xx项。\n", "utf-8")
    done = heshu("extract", "甲.txt", "--format", "jsonl")
    rows = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in done.stdout.decode("utf-8").splitlines()]
    assert done.returncode == 0
    assert all(tuple(row) == FIGURE_COLUMNS for row in rows)
    assert [row["value"] for row in rows] == [1_250_000_000, 5, None]
    assert str(rows[1]["value"]) == "5.0"
    assert [row["text"] for row in rows] == ["12.50亿元", "5.0%", "xx项"]


def test_extract_places_are_places_of_the_text(heshu: Heshu, folder: Path) -> None:
    (folder / "乙.txt").write_bytes("\ufeff區(qū)内企業(yè)達(dá)82.28萬(wàn)元。\r\n共３家。\r\n".encode())
    text = heshu("text", "乙.txt").stdout.decode("utf-8")
    rows = [json.loads(line) for line in heshu("extract", "乙.txt", "--format", "jsonl").stdout.decode("utf-8").splitlines()]
    assert text.endswith("共３家。\r\n")
    assert rows
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert rows[0]["value"] == 822800


def test_extract_csv_is_no_formula(heshu: Heshu, folder: Path) -> None:
    (folder / "丙.txt").write_text("=1+1\n利润-3.5亿元，增长-5.2%。\n", "utf-8")
    done = heshu("extract", "丙.txt", "误.txt", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8"), newline="")))
    assert tuple(rows[0]) == FIGURE_COLUMNS
    assert all(len(row) == len(FIGURE_COLUMNS) for row in rows)
    texts = [cell for row in rows[1:] for name, cell in zip(FIGURE_COLUMNS, row, strict=True) if name in ("text", "indicator", "section")]
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))]


def test_extract_of_a_bad_document_exits_2_and_goes_on(heshu: Heshu, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    done = heshu("extract", "空.txt", "误.txt", "--format", "csv")
    assert done.returncode == 2
    assert "空.txt" in done.stderr.decode("utf-8")
    assert done.stdout.decode("utf-8").startswith("document,")


def test_text_is_the_text_as_decoded(heshu: Heshu, folder: Path) -> None:
    (folder / "丁.txt").write_bytes("\ufeff一\r\n二\n三".encode("utf-16-le"))
    assert heshu("text", "丁.txt").stdout == "一\r\n二\n三".encode()


def test_repair_prints_steps_and_difference(heshu: Heshu, folder: Path) -> None:
    (folder / "戊.txt").write_text("區(qū)内企業(yè)\n(GDP)不變\n", "utf-8")
    assert heshu("repair", "戊.txt").stdout.decode("utf-8") == "区内企业\n(GDP)不变\n"
    assert "annotation" in heshu("repair", "戊.txt", "--steps").stdout.decode("utf-8")
    assert "-區(qū)内企業(yè)\n" in heshu("repair", "戊.txt", "--diff").stdout.decode("utf-8")


# -- rules --------------------------------------------------------------------------------------------------------------


def test_rules_list_and_explain(heshu: Heshu) -> None:
    listed = heshu("rules").stdout.decode("utf-8").splitlines()
    assert len(listed) >= 25
    for name in [line.split()[0] for line in listed[:3]]:
        page = heshu("explain", name)
        assert page.returncode == 0
        assert name in page.stdout.decode("utf-8")


def test_rules_test_of_a_folder(heshu: Heshu, folder: Path) -> None:
    (folder / "rules").mkdir()
    write_rule(folder / "rules" / "mine.yaml")
    assert heshu("rules", "test", "rules").returncode == 0
    text = (folder / "rules" / "mine.yaml").read_text("utf-8").replace("54.1%", "45.1%")
    (folder / "rules" / "mine.yaml").write_text(text, "utf-8")
    done = heshu("rules", "test", "rules")
    assert done.returncode == 1
    assert "my-share  good[2]" in done.stdout.decode("utf-8")


def test_rules_new_writes_a_rule_that_passes_its_examples(heshu: Heshu, folder: Path) -> None:
    assert heshu("rules", "new", "ours/rate-too-high.yaml").returncode == 0
    done = heshu("rules", "test", "ours/rate-too-high.yaml")
    assert done.returncode == 0, done.stdout.decode("utf-8")
    assert (folder / "ours" / "rate-too-high.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=")
    for wrong in ("ours/rate-too-high.yaml", "ours/Rate.yaml", "ours/rate-too-high.txt"):
        assert heshu("rules", "new", wrong).returncode == 2
    assert heshu("rules", "new").returncode == 2


def test_rules_relations_lists_the_columns(heshu: Heshu) -> None:
    shown = heshu("rules", "relations").stdout.decode("utf-8")
    assert "stated_truncated_low" in shown
    assert "funnel  [order]" in shown


def test_version_and_help(heshu: Heshu) -> None:
    assert heshu("--version").stdout == b"heshu 0.1.0\n"
    for command in ("check", "extract", "text", "repair", "rules", "explain"):
        assert "用法: heshu" in heshu(command, "--help").stdout.decode("utf-8")
