"""What a project keeps in a file: overrides for paths, the published schema, and `heshu config`, which says what applies and whence."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from conftest import Heshu
from jsonschema import Draft7Validator, FormatChecker

from audit.accepted import Override, fits_path
from audit.configuration import find_configuration, read_configuration
from audit.configurationschema import describe_configuration
from audit.errors import UsageError
from audit.settings import Settings

ROOT = Path(__file__).parent.parent
TEXT = "2023年总结\n全年2003家企业申报，通过认定1083家，通过率64%。\n完成技改投资xx.xx亿元。\n"
WHOLE = """
ruleset = "pre-publication"
select = ["contradiction", "placeholder"]
ignore = ["style"]
fail-on = "warning"
jobs = 1
baseline = "b.json"
cache = true

[[override]]
path = ["归档/*", "旧/*"]
ignore = ["placeholder"]

[[override]]
path = "样稿.txt"
ruleset = "gate"
select = ["placeholder"]

[[suppress]]
rule = "share-mismatch"
path = "归档/*"
text = "64%"
reason = "可比口径"
until = 2099-12-31
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a whole configuration and three documents that are the same."""
    (tmp_path / "归档").mkdir()
    for name in ("归档/甲.txt", "乙.txt", "样稿.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "heshu.toml").write_text(WHOLE.replace('baseline = "b.json"\n', "").replace("cache = true\n", ""), "utf-8")
    return tmp_path


def test_overrides_hold_for_their_paths(heshu: Heshu, project: Path) -> None:
    done = heshu("check", ".", "--format", "json")
    form = json.loads(done.stdout)
    assert [each["document"] for each in form["documents"]] == ["乙.txt", "样稿.txt", "归档/甲.txt"]
    found = {(each["document"], each["rule"]): each["state"] for each in form["findings"]}
    assert found == {
        ("乙.txt", "share-mismatch"): "new",
        ("乙.txt", "placeholder-number"): "new",
        ("归档/甲.txt", "share-mismatch"): "suppressed",
        ("样稿.txt", "placeholder-number"): "new",
    }


def test_paths_begin_at_the_folder_of_the_file(project: Path) -> None:
    found = read_configuration(project / "heshu.toml")
    assert found.overrides[0].speaks_of(str(project / "归档" / "甲.txt"))
    assert not found.overrides[0].speaks_of(str(project / "乙.txt"))
    assert fits_path("./归档/甲.txt", "归档/*") and not fits_path("\0", "归档/*", "/")


def test_the_last_override_counts_and_ignores_add_up() -> None:
    settings = Settings(
        ignore=("style",), overrides=(Override(("*",), ignore=("unit",)), Override(("a*",), select=("count",), ignore=("unit",)))
    )
    assert settings.for_document("b.txt").ignore == ("style", "unit") and settings.for_document("b.txt").select == ()
    assert settings.for_document("a.txt").select == ("count",) and settings.for_document("a.txt").ignore == ("style", "unit")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[override]]\nignore = ['style']", None, "缺少 path"),
        ("\n[[override]]\npath = 'a'\nselct = ['b']", 4, "是不是 select"),
        ("override = [1]", None, "请写 [[override]]"),
        ("fail-on = 'fatal'", 1, "error warning info never"),
        ("cache = 1", 1, "cache 的值不对"),
        ("\n\njobs = false", 3, "jobs 的值不对"),
        ("[[suppress]]\nrule = 'a'\nreason = 'b'\nuntil = '2026'", 4, "until 的值不对"),
    ],
)
def test_a_slip_is_refused_with_its_line(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    (tmp_path / "heshu.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_configuration(tmp_path / "heshu.toml")
    assert said in str(caught.value) and caught.value.line == line


def test_the_schema_says_what_the_reader_says() -> None:
    published = (ROOT / "docs" / "reference" / "heshu.schema.json").read_text("utf-8")
    assert published == describe_configuration()
    schema = Draft7Validator(json.loads(published), format_checker=FormatChecker())
    whole = json.loads(json.dumps(tomllib.loads(WHOLE), default=str))
    assert not list(schema.iter_errors(whole))
    for slip in ({"selct": []}, {"suppress": [{"rule": "a"}]}, {"override": [{"ignore": []}]}, {"fail-on": "fatal"}, {"jobs": 0}):
        assert list(schema.iter_errors(slip)), slip


def test_config_says_what_applies_and_whence(heshu: Heshu, project: Path) -> None:
    shown = heshu("config").stdout.decode()
    assert f"# 配置文件: {project / 'heshu.toml'}" in shown
    assert 'fail-on = "warning"  # heshu.toml' in shown and "cache = false  # 默认" in shown
    assert 'reason = "可比口径", until = 2099-12-31  # heshu.toml suppress[1]' in shown
    one = heshu("config", "样稿.txt", "--lang", "en").stdout.decode()
    assert 'ruleset = "gate"  # heshu.toml override[2]' in one and "# baseline: not set" in one
    assert 'ignore = ["style"]  # heshu.toml' in one
    assert heshu("config", "--schema").stdout.decode() == describe_configuration()
    none = heshu("config", "--no-config").stdout.decode()
    assert "没有配置文件" in none and 'ruleset = "pre-publication"  # 默认' in none


def test_both_files_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "heshu.toml").write_text(WHOLE, "utf-8")
    one = find_configuration(tmp_path)
    (tmp_path / "heshu.toml").unlink()
    nested = "[tool.heshu]\n" + WHOLE.replace("[[", "[[tool.heshu.")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n' + nested, "utf-8")
    two = find_configuration(tmp_path)
    assert one.options == two.options
    assert [each.paths for each in one.overrides] == [each.paths for each in two.overrides]
    assert [each.reason for each in one.suppressions] == [each.reason for each in two.suppressions]
