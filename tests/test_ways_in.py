"""The ways into a team's work: a commit hook, the action's script, changed files only, results remembered, the pytest plugin.

Each is driven as its host drives it: a repository is made, and the command that the published file names is run in it.
"""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BAD = "2023年工作总结\n全年2003家企业申报，通过认定1083家，通过率64%。\n"
GOOD = BAD.replace("64%", "54%")
HELD = BAD.replace("全年2003", "# heshu: ignore share-mismatch 可比口径，见注3\n全年2003")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty repository, and beside it a `heshu` on the path that is this one."""
    (tmp_path / "bin").mkdir()
    shim = tmp_path / "bin" / "heshu"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m audit "$@"\n')
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)
    folder = tmp_path / "材料 库"
    folder.mkdir()
    return folder


@pytest.fixture
def run(repository: Path) -> Run:
    """Run a program in the repository."""
    environment = {
        **os.environ, "PATH": f"{repository.parent / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(repository.parent),
        "XDG_CACHE_HOME": str(repository.parent / "cache"), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
        "GIT_AUTHOR_NAME": "李", "GIT_AUTHOR_EMAIL": "li@example.org", "GIT_COMMITTER_NAME": "李", "GIT_COMMITTER_EMAIL": "li@example.org",
    }  # fmt: skip

    def call(*command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        both = {**environment, **extra}
        return subprocess.run(command, cwd=repository, env=both, capture_output=True, text=True, check=False, timeout=120)

    assert call("git", "init", "-q", "-b", "main").returncode == 0
    return call


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


# -- the commit hook ---------------------------------------------------------------------------------------------------


def install_hook(repository: Path, identity: str) -> None:
    """A hook that does what pre-commit does with the published entry: the staged files that fit, behind it."""
    hooks = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    hook = hooks[identity]
    script = f"""#!{sys.executable}
import re, subprocess, sys
command = ["git", "diff", "--cached", "--name-only", "-z", "--diff-filter=d"]
staged = subprocess.run(command, capture_output=True).stdout.decode().split("\\0")
names = [name for name in staged if name and re.search({hook["files"]!r}, name)]
sys.exit(subprocess.run([*{hook["entry"].split()!r}, *{hook.get("args", [])!r}, *names]).returncode if names else 0)
"""
    place = repository / ".git" / "hooks" / "pre-commit"
    place.write_text(script, "utf-8")
    place.chmod(0o755)


@pytest.mark.parametrize("identity", ["heshu", "heshu-all"])
def test_the_hook_blocks_what_is_wrong(repository: Path, run: Run, identity: str) -> None:
    install_hook(repository, identity)
    write(repository, "区县/总结 1.txt", BAD)
    write(repository, "脚本.py", "x = 1\n")
    run("git", "add", "-A")
    done = run("git", "commit", "-m", "交材料")
    assert done.returncode == 1
    assert "1083家 ÷ 2003家 = 54.07%" in done.stdout + done.stderr and "区县/总结 1.txt:2:17" in done.stdout + done.stderr
    write(repository, "区县/总结 1.txt", GOOD)
    run("git", "add", "-A")
    assert run("git", "commit", "-m", "改正").returncode == 0
    write(repository, "区县/总结 1.txt", HELD)
    run("git", "add", "-A")
    done = run("git", "commit", "-m", "说明")
    assert done.returncode == 0 and "已豁免 区县/总结 1.txt: share-mismatch (可比口径，见注3)" in done.stdout + done.stderr
    write(repository, "脚本.py", "x = 2\n")
    run("git", "add", "-A")
    assert run("git", "commit", "-m", "没有材料").returncode == 0


# -- the action -------------------------------------------------------------------------------------------------------


def run_gate(repository: Path, run: Run, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The last step of the action as a runner runs it: its inputs in the environment, its command in bash."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    step = action["runs"]["steps"][-1]
    given = {name: str(each.get("default", "")) for name, each in action["inputs"].items()} | inputs
    environment = {
        key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], value)
        for key, value in step["env"].items()
        if key != "HESHU"
    }
    files = {"GITHUB_STEP_SUMMARY": str(repository.parent / "summary.md"), "GITHUB_OUTPUT": str(repository.parent / "output")}
    return run("bash", "--noprofile", "-e", "-c", step["run"], **environment, **files, GITHUB_ACTION_PATH=str(ROOT))


def test_the_action_stops_what_is_wrong(repository: Path, run: Run) -> None:
    write(repository, "总结.txt", BAD)
    done = run_gate(repository, run)
    assert done.returncode == 1, done.stderr
    assert "::error file=总结.txt,line=2," in done.stdout
    assert "1083家 ÷ 2003家" in (repository.parent / "summary.md").read_text("utf-8")
    sarif = json.loads((repository / "heshu-reports" / "heshu.sarif").read_text("utf-8"))
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["share-mismatch"]
    assert "sarif=heshu-reports/heshu.sarif" in (repository.parent / "output").read_text("utf-8").splitlines()
    write(repository, "总结.txt", GOOD)
    assert run_gate(repository, run).returncode == 0
    write(repository, "总结.txt", HELD)
    done = run_gate(repository, run)
    assert done.returncode == 0 and "::error" not in done.stdout and "已豁免: 可比口径，见注3" in done.stdout


def test_the_action_reads_names_as_names(repository: Path, run: Run) -> None:
    name = "$(touch 坏); `touch 坏` && x.txt"
    write(repository, name, BAD)
    done = run_gate(repository, run, paths=f"{name}\n\n", arguments="--fail-on=never\n--select=contradiction\n")
    assert done.returncode == 0, done.stderr
    assert not (repository / "坏").exists() and "::error" in done.stdout
    assert run_gate(repository, run, paths="没有.txt").returncode == 2
    assert run_gate(repository, run, arguments="--no-such-option").returncode == 2


def test_the_published_files_name_what_there_is() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite" and all(step["shell"] == "bash" for step in action["runs"]["steps"])
    template = yaml.safe_load((ROOT / ".ci" / "gitlab.yml").read_text("utf-8"))["heshu"]
    reports = template["artifacts"]["reports"]
    assert all(f"--output {name}" in template["script"][0] for name in (*reports.values(), *template["artifacts"]["paths"]))
    assert "heshu" in (ROOT / "Containerfile").read_text("utf-8")
    assert "${{" not in action["runs"]["steps"][-1]["run"], "an input in the script itself would be run"


# -- changed files ----------------------------------------------------------------------------------------------------


def test_only_what_has_changed(repository: Path, run: Run) -> None:
    for name in ("旧.txt", "改.txt", "移.txt"):
        write(repository, name, BAD)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "一")
    assert run("heshu", "check", ".", "--diff", "main").returncode == 0
    run("git", "checkout", "-qb", "枝")
    write(repository, "改.txt", BAD + "又及。\n")
    write(repository, "新.txt", GOOD)
    run("git", "mv", "移.txt", "移了.txt")
    run("git", "commit", "-qam", "二")
    done = run("heshu", "check", ".", "--diff", "main", "--format", "json")
    assert done.returncode == 1
    assert [each["document"] for each in json.loads(done.stdout)["documents"]] == ["改.txt", "新.txt", "移了.txt"]
    done = run("heshu", "check", "旧.txt", "--diff", "main", "--output", "空.sarif")
    assert done.returncode == 0 and "没有改动的文件" in done.stderr and (repository / "空.sarif").exists()


def test_a_changed_plan_has_all_audited(repository: Path, run: Run) -> None:
    write(repository, "今/总结.txt", GOOD)
    write(repository, "去/总结.txt", GOOD.replace("2023", "2022"))
    run("git", "add", "-A")
    run("git", "commit", "-qm", "一")
    write(repository, "去/总结.txt", GOOD.replace("2023", "2022") + "完。\n")
    done = run("heshu", "check", "今", "--against", "去", "--diff", "HEAD", "--format", "json")
    assert len(json.loads(done.stdout)["documents"]) == 1
    assert json.loads(run("heshu", "check", "今", "--diff", "HEAD", "--format", "json").stdout)["documents"] == []


@pytest.mark.parametrize("base", ["没有这个", "--output=x", " ", "HEAD:文件"])
def test_an_unknown_base_is_refused(repository: Path, run: Run, base: str) -> None:
    write(repository, "a.txt", GOOD)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "一")
    done = run("heshu", "check", ".", f"--diff={base}")
    assert done.returncode == 2 and done.stdout == "" and done.stderr.startswith("heshu: ")
    assert not (repository / "x").exists()


def test_no_repository_is_refused(repository: Path, run: Run) -> None:
    write(repository, "a.txt", GOOD)
    assert run("heshu", "check", ".", "--diff", "main", GIT_DIR="/nonexistent").returncode == 2


def test_what_is_said_of_other_documents_is_not_idle(repository: Path, run: Run) -> None:
    """A hook audits a file or two; only who audits the folder learns what has gone idle."""
    write(repository, "heshu.toml", '[[suppress]]\nrule = "share-*"\npath = "乙.txt"\nreason = "可比口径"\n')
    write(repository, "甲.txt", GOOD)
    assert "没有用上的豁免" not in run("heshu", "check", "甲.txt").stdout
    assert "没有用上的豁免" in run("heshu", "check", ".").stdout
    write(repository, "乙.txt", GOOD)
    assert "没有用上的豁免" in run("heshu", "check", "乙.txt").stdout


# -- results remembered -----------------------------------------------------------------------------------------------


def entries(repository: Path) -> list[Path]:
    return sorted((repository / ".heshu_cache").glob("*/*.json"))


def check(run: Run, *more: str) -> str:
    done = run("heshu", "check", "总结.txt", "--format", "json", "--cache", *more)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("fixture", ["gwr-county", "redacted", "linjiang-placeholder"])
def test_what_is_remembered_is_what_was_found(repository: Path, run: Run, fixture: str) -> None:
    write(repository, "总结.txt", (ROOT / "fixtures" / "documents" / fixture / "source.txt").read_text("utf-8"))
    plain = run("heshu", "check", "总结.txt", "--format", "json").stdout
    assert not (repository / ".heshu_cache").exists()
    assert check(run) == plain and len(entries(repository)) == 2
    assert check(run) == plain and len(entries(repository)) == 2
    for kind in ("html", "sarif", "text"):
        known = run("heshu", "check", "总结.txt", "--format", kind, "--cache").stdout
        assert known == run("heshu", "check", "总结.txt", "--format", kind, "--no-cache").stdout
    assert (repository / ".heshu_cache" / ".gitignore").read_text() == "*\n"


def test_a_change_of_text_rules_or_state_is_seen(repository: Path, run: Run) -> None:
    write(repository, "总结.txt", BAD)
    assert '"share-mismatch"' in check(run)
    assert '"findings": []' in check(run, "--ignore", "contradiction")
    assert '"findings": []' not in check(run)
    write(repository, "总结.txt", GOOD)
    assert '"findings": []' in check(run)
    write(repository, "总结.txt", HELD)
    assert '"suppressed"' in check(run) and '"suppressed"' in check(run)
    write(repository, "heshu.toml", '[[suppress]]\nrule = "share-*"\nreason = "文件里的"\n')
    write(repository, "总结.txt", BAD)
    assert "文件里的" in check(run)
    assert len(entries(repository)) == 6


@pytest.mark.parametrize("damage", ["", "[]", "x" * 64 + "\n{}", "cut", "flip", "forge"])
def test_a_damaged_or_forged_entry_is_ignored(repository: Path, run: Run, damage: str) -> None:
    write(repository, "总结.txt", BAD)
    plain = check(run)
    for entry in entries(repository):
        data = entry.read_bytes()
        made = {"cut": data[: len(data) // 2], "flip": data.replace(b"share", b"shore"), "forge": data}.get(damage, damage.encode())
        entry.write_bytes(made)
    if damage == "forge":  # the folder comes with a submission, signed by somebody else
        (repository.parent / "cache" / "heshu" / "key").write_bytes(bytes(32))
    assert check(run) == plain


def test_a_folder_that_cannot_be_written_does_no_harm(repository: Path, run: Run) -> None:
    write(repository, "总结.txt", BAD)
    write(repository, ".heshu_cache", "a file, no folder")
    assert '"share-mismatch"' in check(run)
    assert '"share-mismatch"' in run("heshu", "check", "总结.txt", "--format", "json", "--cache", XDG_CACHE_HOME="/proc").stdout


def test_unreadable_documents_and_archives_are_read_again(repository: Path, run: Run) -> None:
    (repository / "坏.txt").write_bytes(b"\x00\x01\x02\x00")
    write(repository, "好.txt", GOOD)
    first = run("heshu", "check", ".", "--cache", "--format", "json")
    assert first.returncode == 1 and len(entries(repository)) == 2
    assert run("heshu", "check", ".", "--cache", "--format", "json").stdout == first.stdout


def test_a_warm_check_imports_no_database(repository: Path, run: Run) -> None:
    write(repository, "总结.txt", BAD)
    check(run)
    heavy = "{'duckdb', 'opencc', 'yaml', 'sqlglot'}"
    probe = f"import sys; from audit.cli import main; main(sys.argv[1:]); print(sorted({heavy} & set(sys.modules)))"
    done = run(sys.executable, "-c", probe, "check", "总结.txt", "--cache")
    assert done.stdout.endswith("[]\n"), done.stdout + done.stderr


# -- the pytest plugin ------------------------------------------------------------------------------------------------


def run_pytest(run: Run, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *arguments)


def test_each_document_is_a_test(repository: Path, run: Run) -> None:
    write(repository, "材料/误.txt", BAD)
    write(repository, "材料/下/实.txt", GOOD)
    write(repository, "材料/豁免.txt", HELD)
    write(repository, "材料/说明.py", "raise SystemError\n")
    write(repository, "test_x.py", "def test_x():\n    assert True\n")
    done = run_pytest(run, "--heshu", "材料")
    assert done.returncode == 1
    assert re.search(r"1 failed, \d passed", done.stdout)
    assert "1083家 ÷ 2003家 = 54.07%" in done.stdout and "Traceback" not in done.stdout
    assert "已豁免 材料/豁免.txt: share-mismatch (可比口径，见注3)" in done.stdout
    write(repository, "材料/误.txt", GOOD)
    assert run_pytest(run, "--heshu", "材料").returncode == 0
    alone = run_pytest(run, "test_x.py")
    assert "1 passed" in alone.stdout and "heshu" not in alone.stdout.split("collected")[1]
