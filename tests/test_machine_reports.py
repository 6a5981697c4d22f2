"""The reports that machines read: against the schemas and limits of those who read them, and with hostile names and texts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import junitparser
import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree
from report_sample import HOSTILE, make_clean_run, make_run

from audit.accepted import KnownFinding, Leftovers, Suppression
from audit.model import AuditRun, Finding, Span
from audit.pipeline import audit_paths, audit_texts
from audit.report import choose_format, render_report
from audit.report import sarif as sarif_module
from audit.ruleset import load_ruleset
from audit.settings import Settings

SARIF = Draft4Validator(json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8")))
GITLAB = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./)[^\x00-\x1f]+$"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                    },
                },
            },
        },
    }
)
"""The table of https://docs.gitlab.com/ci/testing/code_quality/ as a schema."""
POSITION = {
    "type": "object",
    "required": ["line"],
    "additionalProperties": False,
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
LOCATION = {
    "type": "object",
    "required": ["path"],
    "additionalProperties": False,
    "properties": {
        "path": {"type": "string", "minLength": 1},
        "range": {"required": ["start"], "additionalProperties": False, "properties": {"start": POSITION, "end": POSITION}},
    },
}
RDJSON = Draft202012Validator(
    {
        "type": "object",
        "required": ["source", "diagnostics"],
        "properties": {
            "diagnostics": {
                "items": {
                    "required": ["message", "location"],
                    "additionalProperties": False,
                    "properties": {
                        "message": {"type": "string", "minLength": 1},
                        "location": LOCATION,
                        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                        "code": {"required": ["value"]},
                        "relatedLocations": {"items": {"properties": {"message": {"type": "string"}, "location": LOCATION}}},
                    },
                }
            }
        },
    }
)
"""The messages of reviewdog's protocol (proto/rdf/reviewdog.proto) as far as they are used."""
TEXT = """青山县2023年工作总结
全年2003家企业申报，通过认定1083家，通过率64%。
完成技改投资xx.xx亿元。收入862万元，上年为725万元，增长28.9%。
"""
NAMES = [
    "a,b::c.txt",
    "x%0Ay.txt",
    "q\"<>&'.txt",
    "换\n行\r.txt",
    "\udcff坏.txt",
    "..\\甲#?.txt",
    "\x00\x07.txt",
    "\uffff\ud800.txt",
    "]](1).txt",
]


def load_sarif(run: AuditRun) -> dict[str, Any]:
    """The run as SARIF, read back, valid by the schema and within the limits of code scanning."""
    text = render_report(run, "sarif")
    log = json.loads(text)
    errors = [f"{list(each.absolute_path)}: {each.message}" for each in SARIF.iter_errors(log)]
    assert not errors, errors[:5]
    check_limits(log, len(text.encode("utf-8")))
    return log["runs"][0]  # type: ignore[no-any-return]


def check_limits(log: dict[str, Any], size: int) -> None:
    """What code scanning documents for uploaded files: what it refuses, and what it needs to show an alert."""
    assert log["version"] == "2.1.0" and len(log["runs"]) <= 20 and size < 10_000_000 * 10
    for run in log["runs"]:
        rules, results = run["tool"]["driver"]["rules"], run["results"]
        assert len(rules) <= 25_000 and len(results) <= 25_000
        assert len({rule["id"] for rule in rules}) == len(rules)
        for rule in rules:
            assert len(rule["id"]) <= 255 and len(rule["name"]) <= 255 and len(rule["properties"]["tags"]) <= 20
            assert len(rule["shortDescription"]["text"]) <= 1024 and len(rule["fullDescription"]["text"]) <= 1024
            assert rule["help"]["text"] and rule["help"]["markdown"] and re.match(r"[a-z]+:", rule["helpUri"])
        for result in results:
            check_result(result, rules)


def check_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    """One result: its rule, its words, its places, its fingerprint."""
    assert result["message"]["text"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] if "ruleIndex" in result else True
    places = [*result["locations"], *result.get("relatedLocations", ())]
    assert 1 <= len(places) <= 100
    assert result["partialFingerprints"]["primaryLocationLineHash"]
    for place in places:
        artifact, region = place["physicalLocation"]["artifactLocation"], place["physicalLocation"]["region"]
        assert re.fullmatch(r"[!-~]+", artifact["uri"]) and " " not in artifact["uri"]
        assert 1 <= region["startLine"] <= region.get("endLine", region["startLine"])
        if region.get("endLine") == region["startLine"]:
            assert region["startColumn"] <= region["endColumn"]
    linked = {int(number) for number in re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])}
    assert linked <= {place["id"] for place in result.get("relatedLocations", ())}


def named(name: str) -> AuditRun:
    """A run over a document of an odd name."""
    run = audit_texts({name: TEXT}, load_ruleset())
    assert run.findings
    return run


def suppressed(finding: Finding) -> Finding:
    return replace(finding, state="suppressed", reason="可比口径, 见注3")


@pytest.fixture(scope="module")
def run() -> AuditRun:
    """The run written by hand: all severities, states, two documents, hostile words."""
    return make_run()


def test_sarif_says_rule_places_state(run: AuditRun) -> None:
    log = load_sarif(run)
    assert log["columnKind"] == "unicodeCodePoints"
    first = next(each for each in log["results"] if each["ruleId"] == "share-mismatch")
    assert first["level"] == "error" and "59.98%" in first["message"]["text"]
    region = first["locations"][0]["physicalLocation"]["region"]
    text = run.documents[0].source.text.splitlines()
    assert text[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == "70%"
    told = {each["message"]["text"] for each in first["relatedLocations"]}
    assert told == {"总体 1604家", "部分 962家"}
    assert log["invocations"][0]["executionSuccessful"] is False
    closed = [each for each in log["results"] if each.get("suppressions")]
    assert [each["suppressions"][0]["justification"] for each in closed] == ["大赛设复活赛, 决赛名额含复活项目"]


def test_sarif_points_into_the_other_document(run: AuditRun) -> None:
    two = next(each for each in load_sarif(run)["results"] if each["ruleId"] == "restatement-differs")
    own = two["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    other = two["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(own).decode() == run.documents[0].source.name
    assert unquote_to_bytes(other).decode() == run.documents[1].source.name


def test_sarif_states_against_a_baseline(run: AuditRun) -> None:
    assert not any("baselineState" in each for each in load_sarif(run)["results"])
    gone = KnownFinding("ab" * 10, "share-mismatch", "旧.txt", "64%")
    left = Leftovers((Suppression("没有", "旧", where="heshu.toml suppress[1]"),), (gone,), compared=True)
    log = load_sarif(replace(run, leftovers=left))
    states = {each["baselineState"] for each in log["results"]}
    assert states == {"new", "unchanged", "absent"}
    assert [each["ruleId"] for each in log["results"] if each["baselineState"] == "absent"] == ["share-mismatch"]
    assert any("没有用上的豁免" in each["message"]["text"] for each in log["invocations"][0]["toolExecutionNotifications"])


def test_sarif_keeps_the_graver_results_where_there_are_too_many(run: AuditRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 5)
    log = load_sarif(run)
    assert len(log["results"]) == 5 and {each["level"] for each in log["results"]} == {"error"}
    assert any("写不下" in each["message"]["text"] for each in log["invocations"][0]["toolExecutionNotifications"])


def test_sarif_of_many_places(run: AuditRun) -> None:
    document = run.documents[0]
    spans = tuple(Span(at, at + 1, "[1](2)", "part") for at in range(300))
    many = replace(document.findings[0], spans=spans)
    result = load_sarif(replace(run, documents=(replace(document, findings=(many,)),)))["results"][0]
    assert len(result["relatedLocations"]) == 99


@pytest.mark.parametrize("kind", ["sarif", "junit", "github", "gitlab", "rdjson"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_hostile_names(kind: str, name: str) -> None:
    run = named(name)
    check_kind(run, kind)
    if kind == "sarif":
        uri = load_sarif(run)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        expected = name.replace("\\", "/").encode("utf-8", "replace" if "\ud800" in name else "surrogateescape")
        assert unquote_to_bytes(uri) == expected


@pytest.mark.parametrize("kind", ["sarif", "junit", "github", "gitlab", "rdjson"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_report_is_sound(run: AuditRun, kind: str, lang: str) -> None:
    for each in (run, make_clean_run(), replace(run, documents=())):
        check_kind(each, kind, lang)


@pytest.mark.parametrize("kind", ["sarif", "junit", "github", "gitlab", "rdjson"])
def test_hostile_words_in_every_field(run: AuditRun, kind: str) -> None:
    bad = "]]>\x00\x1b[2J\ud800\uffff\r\n::error::x %0A <a href=x>" + HOSTILE

    def spoil(finding: Finding) -> Finding:
        return replace(finding, rule=bad, message={"zh": bad}, title={"zh": bad}, arithmetic=bad, suggestion=bad, reason=bad)

    documents = tuple(replace(document, findings=tuple(map(spoil, document.findings))) for document in run.documents)
    check_kind(replace(run, documents=documents), kind)


def check_kind(run: AuditRun, kind: str, lang: str = "zh") -> None:
    """A report as its reader would take it."""
    text = render_report(run, kind, lang)
    text.encode("utf-8")
    assert text.endswith("\n")
    if kind == "sarif":
        load_sarif(run)
    elif kind == "gitlab":
        forms = json.loads(text)
        GITLAB.validate(forms)
        assert len({form["fingerprint"] + form["check_name"] for form in forms}) == len(forms) or "share-mismatch" in text
    elif kind == "rdjson":
        RDJSON.validate(json.loads(text))
    elif kind == "junit":
        etree.fromstring(text.encode("utf-8"), etree.XMLParser(recover=False, resolve_entities=False))
        suites = list(junitparser.JUnitXml.fromstring(text.encode("utf-8")))
        assert all(suite.tests == len(list(suite)) for suite in suites)
    else:
        check_commands(text)


def check_commands(text: str) -> None:
    """Each line is one command as the runner reads it, or a plain line of ours."""
    for line in text.removesuffix("\n").split("\n"):
        assert not re.search(r"[\x00-\x08\x0b-\x1f]", line)
        if not line.startswith("heshu: "):
            found = re.fullmatch(r"::(error|warning|notice) ((?:\w+=[^,:]*,)*\w+=[^,:]*)::(.*)", line)
            assert found, line
            assert not re.search(r"%(?!25|0A|0D|3A|2C)", line)


def test_junit_counts_failures_and_skips() -> None:
    run = named("总结.txt")
    suite = next(iter(junitparser.JUnitXml.fromstring(render_report(run, "junit").encode())))
    failed = [case.name for case in suite if any(isinstance(each, junitparser.Failure) for each in case.result)]
    assert {"share-mismatch", "growth-mismatch", "placeholder-number"} == set(failed) and suite.failures == 3
    documents = (replace(run.documents[0], findings=tuple(map(suppressed, run.findings))),)
    suite = next(iter(junitparser.JUnitXml.fromstring(render_report(replace(run, documents=documents), "junit").encode())))
    assert suite.failures == 0 and suite.skipped == 3
    assert all("可比口径" in case.result[0].message for case in suite)


def test_github_puts_known_findings_in_the_log_only() -> None:
    run = named("总结.txt")
    loud = render_report(run, "github")
    assert "::error file=总结.txt,line=2,endLine=2,col=26,endColumn=29,title=" in loud and "64%25" in loud
    documents = (replace(run.documents[0], findings=tuple(map(suppressed, run.findings))),)
    quiet = render_report(replace(run, documents=documents), "github")
    assert "::error" not in quiet and "已豁免: 可比口径, 见注3" in quiet


def test_rdjson_counts_columns_in_bytes() -> None:
    form = json.loads(render_report(named("总结.txt"), "rdjson"))
    share = next(each for each in form["diagnostics"] if each["code"]["value"] == "share-mismatch")
    place = share["location"]["range"]
    line = TEXT.splitlines()[place["start"]["line"] - 1].encode()
    assert line[place["start"]["column"] - 1 : place["end"]["column"] - 1].decode() == "64%"


def test_places_of_formats_without_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("总结.html").write_text(f"<html><body><p>{TEXT.replace(chr(10), '</p><p>')}</p></body></html>", "utf-8")
    run = audit_paths(["总结.html"], Settings())
    result = next(each for each in load_sarif(run)["results"] if each["ruleId"] == "share-mismatch")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    for kind in ("junit", "github", "gitlab", "rdjson"):
        check_kind(run, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.sarif", "sarif"),
        ("a.sarif.json", "sarif"),
        ("junit.xml", "junit"),
        ("报告.junit.xml", "junit"),
        ("gl-code-quality-report.json", "gitlab"),
        ("a.gitlab.json", "gitlab"),
        ("a.rdjson", "rdjson"),
        ("a.JSON", "json"),
        ("a.github.txt", "github"),
    ],
)
def test_endings(name: str, kind: str) -> None:
    assert choose_format(name) == kind
