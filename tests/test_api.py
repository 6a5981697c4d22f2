"""The Python API: what it takes, what it gives, what it raises, and that importing it imports nothing heavy."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pandera.pandas as pandera
import pytest

import audit
from audit.bridges.frames import FINDING_COLUMNS, LEDGER_COLUMNS
from audit.errors import InputError, UsageError
from audit.model import FIGURE_COLUMNS
from audit.pipeline import read_texts
from audit.relate import build_relations
from audit.relate.schema import SCHEMAS

ROOT = Path(__file__).parent.parent
TEXT = "全年2003家企业申报国高，通过认定1083家，通过率64%。\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document with one fault."""
    path = tmp_path / "总结.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_run_has_frames(document: Path) -> None:
    run = audit.check(document)
    assert tuple(run.findings.columns) == FINDING_COLUMNS
    assert tuple(run.figures.columns) == FIGURE_COLUMNS
    assert tuple(run.ledger.columns) == LEDGER_COLUMNS
    assert list(run.findings["rule"]) == ["share-mismatch"]
    assert run.figures["value"].map(type).eq(Decimal).all()
    assert len(run.ledger) == len(run.figures) == 3
    assert len(run) == 1
    assert run


def test_a_run_without_findings_has_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("全年工作平稳。\n", "utf-8")
    run = audit.check(str(tmp_path / "a.txt"))
    assert tuple(run.findings.columns) == FINDING_COLUMNS
    assert not len(run)
    assert run


def test_paths_folders_and_options(document: Path) -> None:
    assert len(audit.check([document])) == len(audit.check(document.parent)) == 1
    assert not len(audit.check(document, ignore=["share-mismatch"]))
    assert len(audit.check(document, select=["contradiction"], ruleset="gate")) == 1
    assert "disagrees" in audit.check(document, lang="en").to_text()


def test_reports(document: Path, tmp_path: Path) -> None:
    run = audit.check(document)
    run.to_html(tmp_path / "a.html")
    assert "通过率" in (tmp_path / "a.html").read_text("utf-8")
    assert json.loads(run.to_json(tmp_path / "a.json"))["findings"][0]["rule"] == "share-mismatch"
    assert (tmp_path / "a.json").read_text("utf-8") == run.to_json()


def test_csv_runs_no_formula(tmp_path: Path) -> None:
    frame = pd.DataFrame([{"document": "=cmd()", "indicator": "=HYPERLINK(1)", "value": "-3.5", "unit": "%"}])
    run = audit.check(frame)
    run.to_csv(tmp_path / "a.csv", "figures")
    (row,) = csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines())
    assert row["document"] == "'=cmd()"
    assert row["indicator"] == "'=HYPERLINK(1)"
    assert row["value"] == "-3.5"
    with pytest.raises(UsageError, match="没有"):
        run.to_csv(tmp_path / "b.csv", "nothing")


def test_frames_come_back_through_their_schema(document: Path) -> None:
    run = audit.check(document)
    audit.schemas["figures"].validate(run.figures, lazy=True)
    again = audit.check(run.figures)
    assert list(again.figures["value"]) == list(run.figures["value"])


def test_a_schema_lists_every_fault() -> None:
    frame = pd.DataFrame({"document": ["a", None], "indicator": ["b", "c"], "value": ["x", 1.5], "unit": ["家", "家"], "exact": [2, True]})
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        audit.schemas["figures"].validate(frame, lazy=True)
    assert len(caught.value.failure_cases) == 3


def test_there_is_a_schema_for_every_relation() -> None:
    assert list(audit.schemas) == ["figures", *SCHEMAS]
    assert set(audit.schemas["growth"].columns) == set(SCHEMAS["growth"].columns)
    with pytest.raises(KeyError):
        audit.schemas["nothing"]


def frame_relation(text: str, relation: str) -> pd.DataFrame:
    """The rows of one relation of a text, as a frame."""
    (reading,) = read_texts({"a.txt": text})
    rows = build_relations((reading,))[relation]  # type: ignore[arg-type]
    return pd.DataFrame([dict(row.columns) for row in rows])


def test_rules_are_checks_of_a_schema() -> None:
    schema = audit.schemas.of_rules("share")
    schema.validate(frame_relation(TEXT.replace("64", "54"), "share"), lazy=True)
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        schema.validate(frame_relation(TEXT, "share"), lazy=True)
    assert set(caught.value.failure_cases["check"]) == {"share-mismatch"}


def test_what_cannot_be_audited_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        audit.check(tmp_path / "nothing.txt")
    with pytest.raises(audit.HeshuError, match="缺少列: unit"):
        audit.check(pd.DataFrame({"document": ["a"], "indicator": ["b"], "value": [1]}))
    with pytest.raises(audit.HeshuError, match="不是指标表"):
        audit.check(pd.DataFrame({"地区": ["a"], "产值": [1]}))


def test_importing_imports_nothing_heavy() -> None:
    heavy = {"pandas", "pandera", "duckdb", "yaml", "numpy", "jinja2", "opencc"}
    probe = f"import sys, audit; print(sorted({{name.split('.')[0] for name in sys.modules}} & {heavy}))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def list_snippets() -> list[tuple[str, str]]:
    """The Python snippets of the pages on the API, in order, those of one page together."""
    pages = [ROOT / "docs/reference/python.md", ROOT / "docs/how-to/check-parsed-metrics.md"]
    return [(page.name, "\n".join(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL))) for page in pages]


@pytest.mark.parametrize(("page", "code"), list_snippets(), ids=lambda value: value if value.endswith(".md") else "")
def test_snippets_of_the_docs_run(page: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2022总结.txt").write_text("云岭区2022年工作总结\n2022年末，全区高新技术企业563家，上年为468家。\n", "utf-8")
    (tmp_path / "2021总结.txt").write_text("云岭区2021年工作总结\n2021年末，全区高新技术企业486家。\n", "utf-8")
    exec(compile(code, page, "exec"), {"__name__": "snippet"})
