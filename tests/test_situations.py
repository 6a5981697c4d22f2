"""Exit codes and streams: a table of situations, each run as a process.

A verdict goes to standard output, what is said of it to standard error; 0 passes, 1 has findings that count, 2 decided nothing.
"""

from __future__ import annotations

import functools
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

SOUND = "2022年工作总结\n全年2003家企业申报国高，通过认定1083家，通过率54%。\n"
FALSE = SOUND.replace("54%", "64%")
HINT = "2023年计划\n完成技改投资12亿元 ，增长5个百分点。\n"
HELD = FALSE.replace("全年2003", "# heshu: ignore share-mismatch 可比口径\n全年2003")
HOLES = "2023年计划\n完成技改投资xx.xx亿元。\n"
BROKEN = """\
- rule: computes-itself
  since: "0.1"
  severity: error
  category: contradiction
  on: share
  where: part_known
  fails: CAST('x' || unit AS INTEGER) > 0
  title: {zh: 坏, en: broken}
  message: {zh: 坏, en: broken}
  why: {zh: 坏, en: broken}
  bad:
    - {text: "全年2003家企业申报，通过1083家，通过率64%。", hits: ["64%"]}
    - {text: "全年2003家企业申报，通过1083家，通过率45%。", hits: ["45%"]}
  good: ["全年2003家企业申报，通过1083家，通过率54%。", "[b]全年2003家企业申报，通过1083家，通过率54.1%。[/b]"]
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is run, and what comes out: the exit code, words on each stream (empty: the stream is empty), a file that is written."""

    arguments: Sequence[str]
    code: int
    out: str = ""
    err: str = ""
    stdin: str = ""
    written: str = ""


S = Situation
SITUATIONS = {
    "a sound document": S(["check", "实.txt"], 0, out="可以发布"),
    "an error": S(["check", "误.txt"], 1, out="不宜发布"),
    "an error, in English": S(["check", "误.txt", "--lang", "en"], 1, out="Not fit to publish"),
    "an error among sound ones": S(["check", "实.txt", "误.txt"], 1, out="不宜发布"),
    "an error, never failing": S(["check", "误.txt", "--fail-on", "never"], 0, out="不宜发布"),
    "only hints": S(["check", "提示.txt"], 0, out="提示"),
    "only hints, which count": S(["check", "提示.txt", "--fail-on", "info"], 1, out="提示"),
    "only suppressed in the text": S(["check", "豁免.txt"], 0, out="已豁免 豁免.txt: share-mismatch (可比口径)"),
    "only suppressed by the file": S(["check", "误.txt", "--config", "豁免.toml"], 0, out="1 个已豁免"),
    "only known": S(["check", "误.txt", "--baseline", "基线.json"], 0, out="1 个已知"),
    "one fixed since the baseline": S(["check", "误.txt", "--baseline", "旧基线.json"], 0, out="已改正 误.txt: placeholder-number"),
    "a baseline that is none": S(["check", "误.txt", "--baseline", "实.txt"], 2, err="基线"),
    "a baseline that is not there": S(["check", "误.txt", "--baseline", "没有.json"], 2, err="找不到"),
    "a baseline is written": S(["check", "误.txt", "--write-baseline", "新.json"], 1, out="不宜发布", written="新.json"),
    "a folder without documents": S(["check", "空目录"], 2, err="没有可以核对的文件"),
    "a path that is not there": S(["check", "没有.txt"], 2, err="找不到文件"),
    "no path at all": S(["check"], 2, err="缺少参数"),
    "an empty document": S(["check", "空.txt"], 1, out="空的"),
    "only an unreadable document": S(["check", "坏.txt"], 2, out="坏.txt"),
    "an unreadable one among sound ones": S(["check", "实.txt", "坏.txt"], 1, out="坏.txt"),
    "an unreadable one of which no rule speaks": S(["check", "实.txt", "坏.txt", "--select", "unit"], 2, out="可以发布", err="坏.txt"),
    "a rule that is refused": S(["check", "误.txt", "--ruleset", "坏.yaml"], 2, err="坏.yaml:7: 谓词里不许有"),
    "a rule set that is not there": S(["check", "误.txt", "--ruleset", "没有"], 2, err="没有规则集"),
    "a configuration with a slip": S(["check", "误.txt", "--config", "错.toml"], 2, err="错.toml:1: 不认识的键 fial-on"),
    "an unknown option": S(["check", "误.txt", "--frmat", "json"], 2, err="不认识的参数"),
    "an ending that says no format": S(["check", "误.txt", "--output", "a.docx"], 2, err="看不出"),
    "standard input": S(["check", "-"], 1, out="不宜发布", stdin=FALSE),
    "empty standard input": S(["check", "-"], 1, out="空的", stdin=""),
    "reports in files": S(
        ["check", "误.txt", "--output", "a.sarif", "--output", "a.junit.xml"], 1, err="已写入 a.sarif", written="a.sarif"
    ),
    "a report in a file and one on the stream": S(
        ["check", "误.txt", "--output", "a.json", "--format", "github"], 1, out="::error file=误.txt", err="a.json", written="a.json"
    ),
    "a folder where a file should be": S(["check", "误.txt", "--output", "空目录/误.html/", "--output", "误.txt/a.json"], 2, err="写不了"),
    "nothing has changed": S(["check", "实.txt", "--diff", "HEAD"], 0, out="没有可审核的文档", err="没有改动的文件"),
    "changes without a repository": S(["--version"], 0, out="heshu "),
    "an incomplete suppression": S(["check", "豁免缺理由.txt"], 1, out="suppression-incomplete"),
    "a suppression that matches nothing": S(["check", "实.txt", "--config", "豁免.toml"], 0, out="没有用上的豁免"),
    "a baseline pruned": S(["baseline", "prune", "旧基线.json"], 0, err="去掉 1 个已改正的, 留下 1 个"),
    "the configuration": S(["config"], 0, out="没有配置文件"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The documents and files that the table names, in a repository."""
    texts = {
        "实.txt": SOUND, "误.txt": FALSE, "提示.txt": HINT, "豁免.txt": HELD, "空.txt": "", "坏.yaml": BROKEN,
        "豁免缺理由.txt": HELD.replace(" 可比口径", ""), "错.toml": 'fial-on = "error"\n',
        "豁免.toml": '[[suppress]]\nrule = "share-mismatch"\nreason = "可比口径"\n',
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "坏.txt").write_bytes(b"\x00\x01\x02\x00")
    (tmp_path / "空目录").mkdir()
    run(tmp_path, ["check", "误.txt", "--write-baseline", "基线.json"])
    (tmp_path / "误.txt").write_text(FALSE + HOLES.splitlines()[1] + "\n", "utf-8")
    run(tmp_path, ["check", "误.txt", "--write-baseline", "旧基线.json"])
    (tmp_path / "误.txt").write_text(FALSE, "utf-8")
    return tmp_path


def start(folder: Path, arguments: Sequence[str], **streams: object) -> subprocess.Popen[bytes]:
    """The command as a process under a locale that knows no Chinese."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.Popen([sys.executable, "-m", "audit", *arguments], cwd=folder, env=environment, **streams)  # type: ignore[call-overload, no-any-return]


def run(folder: Path, arguments: Sequence[str], stdin: str = "") -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    process = start(folder, arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(stdin.encode("utf-8"), timeout=60)
    return process.returncode, out.decode("utf-8"), err.decode("utf-8")


def test_the_table_of_situations(folder: Path) -> None:
    assert len(SITUATIONS) >= 30
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    subprocess.run(["git", *identity, "commit", "-qm", "x"], cwd=folder, check=True)
    wrong = []
    for name, each in SITUATIONS.items():
        code, out, err = run(folder, each.arguments, each.stdin)
        fits = code == each.code and (each.out in out if each.out else not out) and (each.err in err if each.err else not err)
        if not fits or "Traceback" in err or (each.written and not (folder / each.written).stat().st_size):
            wrong.append((name, code, out[-300:], err[-300:]))
    assert not wrong


def test_a_reader_that_goes_away(folder: Path) -> None:
    process = start(folder, ["extract", "实.txt", "误.txt", "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    with process.stderr as stream:
        said = stream.read()
    assert process.wait(60) == 0 and said == b""


def test_an_interrupt(folder: Path) -> None:
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background job is born deaf to it
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = start(folder, ["check", "-"], preexec_fn=heard, **streams)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2 and out == b"" and "已中断" in err.decode()


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    target = Path("/proc/heshu.html")
    code, out, err = run(folder, ["check", "实.txt", "--output", str(target)])
    assert code == 2 and out == "" and "写不了" in err
    code, out, err = run(folder, ["check", "实.txt", "--write-baseline", "/proc/b.json"])
    assert code == 2 and "写不了" in err


def test_a_full_disk(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        process = start(folder, ["check", "实.txt"], stdout=full, stderr=subprocess.PIPE)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2 and b"Traceback" not in err


@pytest.mark.parametrize("terminal", [True, False])
def test_with_and_without_a_terminal(folder: Path, terminal: bool) -> None:
    """Colour only where a person looks; the words are the same."""
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    command = [sys.executable, "-m", "audit", "check", "误.txt"]
    if not terminal:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)
        assert b"\x1b[" not in done.stdout and done.returncode == 1
        return
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    process.communicate(timeout=60)
    assert process.returncode == 1 and b"\x1b[" in shown and "不宜发布".encode() in shown


def test_no_standard_streams_at_all(folder: Path) -> None:
    """As a service starts it: all three closed."""
    command = f'exec "{sys.executable}" -m audit check 误.txt --output a.json <&- >&- 2>&-'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, check=False, timeout=60)
    assert done.returncode == 1 and (folder / "a.json").stat().st_size
