"""Rules that somebody wrote by mistake or in malice: refused or stopped within seconds, with file, line and hint; sound rules still run."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Heshu
from test_judge import make_row, make_rule

from audit.commands.check import judge_exit
from audit.errors import RuleError
from audit.judge.duck import ask_rules, open_database
from audit.pipeline import audit_texts
from audit.report.text import render_text
from audit.ruleset import load_ruleset
from audit.ruleset.declaration import make_ruleset

SECONDS = 5.0
SOUND = """\
- rule: share-too-high
  since: "0.1"
  severity: error
  category: contradiction
  on: share
  fails: stated_low > 60
  title: {zh: 标题, en: Title}
  message: {zh: "{stated}", en: "{stated}"}
  why: {zh: 原因, en: Reason}
  bad:
    - 全年200家企业申报，通过190家，通过率95%。
    - 全年200家企业申报，通过180家，通过率90%。
  good:
    - 全年200家企业申报，通过100家，通过率50%。
    - 全年200家企业申报，通过90家，通过率45%。
"""
FAILS = "stated_low > 60"
HOSTILE = {
    "reads a file": (FAILS, "document IN (SELECT content FROM read_text('/etc/passwd'))", "bad-predicate", 6),
    "reads a file by a function": (FAILS, "read_text('/etc/passwd') = 'x'", "bad-predicate", 6),
    "loads an extension": (FAILS, "counted; INSTALL httpfs; LOAD httpfs", "bad-predicate", 6),
    "copies a table out": (FAILS, "counted; COPY share TO 'x.csv'", "bad-predicate", 6),
    "changes a setting": (FAILS, "counted; SET enable_external_access = true", "bad-predicate", 6),
    "asks for a setting": (FAILS, "current_setting('home_directory') = 'x'", "bad-predicate", 6),
    "asks for the time": (FAILS, "now() > '2024-01-01'", "bad-predicate", 6),
    "asks for the day": (FAILS, "current_date > '2024-01-01'", "bad-predicate", 6),
    "rolls dice": (FAILS, "random() > 0.5", "bad-predicate", 6),
    "joins with itself": (FAILS, "(SELECT count(*) FROM range(100000) a, range(100000) b) > 0", "bad-predicate", 6),
    "never ends": (FAILS, "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT max(n) FROM r) > 0", "bad-predicate", 6),
    "fills the memory": (FAILS, "repeat('x', 9999999999) = indicator", "bad-predicate", 6),
    "matches for ever": (FAILS, "indicator LIKE '%a%a%a%a%a%a%a%a%b'", "bad-predicate", 6),
    "matches what it computes": (FAILS, "indicator LIKE indicator", "bad-predicate", 6),
    "is nested deeply": (FAILS, "(" * 900 + FAILS + ")" * 900, "bad-predicate", 6),
    "negates for ever": (FAILS, "NOT " * 480 + FAILS, "bad-predicate", 6),
    "is very long": (FAILS, FAILS + " AND counted" * 60_000, "bad-predicate", 6),
    "reads an unknown column": (FAILS, "statd_low > 60", "bad-predicate", 6),
    "compares text with a number": (FAILS, "indicator > 60", "bad-predicate", 6),
    "says what no row has": ('message: {zh: "{stated}"', 'message: {zh: "{stated} {whol}"', "unknown-placeholder", 8),
    "looks into Python": ('message: {zh: "{stated}"', 'message: {zh: "{stated.__class__}"', "unknown-placeholder", 8),
    "pads a message": ('message: {zh: "{stated}"', 'message: {zh: "{stated:>999999999}"', "unknown-placeholder", 8),
    "stands twice": (SOUND, SOUND + SOUND, "duplicate-rule", 16),
    "laughs": (SOUND, "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi")), "yaml-alias", 2),
    "opens a million brackets": (SOUND, "[" * 900_000, "yaml-too-deep", 1),
    "opens a million maps": (SOUND, "{a: " * 100_000, "yaml-too-deep", None),
    "indents a thousand deep": (SOUND, "".join("  " * depth + "- a:\n" for depth in range(900)), "yaml-too-deep", None),
    "is huge": (SOUND, SOUND * 20_000, "yaml-too-large", 1),
    "has a key that is a list": (SOUND, SOUND.replace("  fails: ", "  ? [fails]\n  : "), "yaml-key", 6),
    "is no text": (SOUND, "\x00\x01\x02", "yaml-invalid", None),
}  # fmt: skip
BROKEN_SQL = {
    "joins with itself": "(SELECT sum(hash(a.range + b.range)) FROM range(100000) a, range(100000) b) > 0",
    "never ends": "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r) > 0",
    "reads a file": "(SELECT content FROM read_text('/etc/hostname')) = ''",
    "fills the memory": "(SELECT len(list(range)) FROM range(500000000)) > 0",
    "has the wrong type": "stated_low > document",
    "reads an unknown column": "no_such_column > 1",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, case: str) -> None:
    before, after, reason, line = HOSTILE[case]
    assert before in SOUND
    path = tmp_path / "mine.yaml"
    path.write_text(SOUND.replace(before, after), "utf-8")
    started = time.monotonic()
    with pytest.raises(RuleError) as caught:
        load_ruleset(str(path))
    assert time.monotonic() - started < SECONDS
    assert caught.value.reason == reason
    assert caught.value.file == str(path)
    assert caught.value.line == line if line else caught.value.line
    assert caught.value.hint


def test_the_sound_rule_loads(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SOUND, "utf-8")
    run = audit_texts({"a.txt": "全年200家企业申报，通过190家，通过率95%。"}, load_ruleset(str(path)))
    assert [finding.rule for finding in run.findings] == ["share-too-high"]


@pytest.mark.parametrize("case", BROKEN_SQL)
def test_rules_that_break_while_running_leave_the_others_alone(case: str) -> None:
    """What the loader would refuse, past the loader: the database itself stops it."""
    broken = replace(make_rule(rule="share-broken"), fails_sql=BROKEN_SQL[case])
    started = time.monotonic()
    with open_database() as database:
        first, second = ask_rules(database, (broken, make_rule()), [make_row()] * 3)
    assert time.monotonic() - started < SECONDS + 1
    assert first.problem
    assert not first.answers
    assert second.answers == ("fails",) * 3


def test_a_broken_rule_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.judge.duck.MOST_ROWS", 2)
    broken = replace(make_rule(rule="share-broken"), fails_sql="error('x')")
    with open_database() as database:
        first, second = ask_rules(database, (broken, make_rule()), [make_row(), make_row(54)] * 3)
    assert first.problem
    assert second.answers == ("fails", "holds") * 3


def test_a_broken_rule_is_shown_and_ends_with_2() -> None:
    rules = (replace(make_rule(rule="share-broken"), fails_sql=BROKEN_SQL["has the wrong type"]), make_rule())
    run = audit_texts({"a.txt": "全年2003家企业申报，通过认定1083家，通过率64%。"}, make_ruleset("test", rules))
    assert [finding.rule for finding in run.findings] == ["share-mismatch"]
    assert [broken.rule for broken in run.broken] == ["share-broken"]
    assert judge_exit(run, "never") == 2
    assert "share-broken" in render_text(run, "zh")


def test_a_hostile_file_ends_with_2_and_its_place(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "文.txt").write_text("全年新增企业12家。", "utf-8")
    (tmp_path / "mine.yaml").write_text(SOUND.replace(FAILS, "statd_low > 60"), "utf-8")
    done = heshu("check", "文.txt", "--ruleset", "mine.yaml")
    said = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert "mine.yaml:6" in said
    assert "stated_low" in said
