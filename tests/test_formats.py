"""One content in many formats: the same figures, the same findings, and places that lead back into each file."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.ingest import find_documents, read_document
from audit.model import AuditRun, Figure
from audit.pipeline import audit_paths
from audit.places import describe_place, find_place
from audit.settings import Settings
from tests.formats_sample import CONTENT, WRITERS

PLACES = {
    "总结.txt": {"1083家": "第 4 行第 23 列", "600.2": "第 9 行第 9 列"},
    "总结.html": {"1083家": "第 4 段", "600.2": "表 1 第 4 行第 2 列"},
    "总结.docx": {"1083家": "第 4 段", "600.2": "表 1 第 4 行第 2 列", "120家": "第 7 段"},
    "总结.xlsx": {"1083家": "Sheet!A4", "600.2": "Sheet!B9", "6.0": "Sheet!C9"},
    "总结.xls": {"1083家": "Sheet1!A4", "600.2": "Sheet1!B9"},
    "总结.csv": {"1083家": "A4", "6.0": "C9"},
    "总结.pdf": {"1083家": "第 1 页 第 5 段", "600.2": "第 1 页 表 1 第 4 行第 2 列"},
    "总结.ofd": {"1083家": "第 1 页 第 5 段", "600.2": "第 1 页 表 1 第 4 行第 2 列"},
    "总结.zip": {"600.2": "表 1 第 4 行第 2 列"},
}
"""Where a person finds some figures in each file."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, AuditRun]:
    """Every format audited by itself."""
    folder = tmp_path_factory.mktemp("formats")
    for name, write in WRITERS.items():
        (folder / name).write_bytes(write(CONTENT))
    return {name: audit_paths([folder / name], Settings()) for name in WRITERS}


def list_figures(run: AuditRun) -> list[tuple[object, ...]]:
    """What must be the same in every format."""
    return [(f.text, f.value, f.unit, f.kind, f.indicator, f.period, f.status) for d in run.documents for f in d.figures]


def list_findings(run: AuditRun) -> list[tuple[object, ...]]:
    """Rules with the texts that they quote."""
    return [(finding.rule, tuple(span.text for span in finding.spans)) for finding in run.findings]


@pytest.mark.parametrize("name", WRITERS)
def test_same_figures_and_findings(name: str, runs: dict[str, AuditRun]) -> None:
    plain = runs["总结.txt"]
    assert len(list_figures(plain)) > 15
    assert {rule for rule, _ in list_findings(plain)} >= {"share-mismatch"}
    assert list_figures(runs[name]) == list_figures(plain)
    assert list_findings(runs[name]) == list_findings(plain)


@pytest.mark.parametrize("name", WRITERS)
def test_every_figure_is_in_its_place(name: str, runs: dict[str, AuditRun]) -> None:
    document = runs[name].documents[0]
    source = document.source
    assert source.problem is None
    check_places(source.places, len(source.text))
    for figure in document.figures:
        assert source.text[figure.start : figure.end] == figure.text
        place = find_place(source, figure.start)
        assert not source.places or (place is not None and place.start <= figure.start and figure.end <= place.end)
    for text, where in PLACES.get(name, {}).items():
        figure = find_figure(document.figures, text)
        assert describe_place(source, figure.start) == where, text


def check_places(places: tuple[object, ...], length: int) -> None:
    """In order, apart from each other, inside the text."""
    edges = [edge for place in places for edge in (place.start, place.end)]  # type: ignore[attr-defined]
    assert edges == sorted(edges)
    assert not edges or edges[-1] <= length


def find_figure(figures: tuple[Figure, ...], text: str) -> Figure:
    return next(figure for figure in figures if figure.text == text)


def test_reports_name_the_place(heshu, tmp_path: Path) -> None:
    (tmp_path / "总结.xlsx").write_bytes(WRITERS["总结.xlsx"](CONTENT))
    shown = heshu("check", "总结.xlsx", "--fail-on", "never", "--format", "text").stdout.decode()
    assert "总结.xlsx Sheet!A4" in shown
    heshu("check", "总结.xlsx", "--output", "报告.html")
    assert "Sheet!A4" in (tmp_path / "报告.html").read_text("utf-8")


def test_text_prints_what_offsets_count(heshu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "总结.docx").write_bytes(WRITERS["总结.docx"](CONTENT))
    monkeypatch.chdir(tmp_path)
    assert heshu("text", "总结.docx").stdout.decode() == read_document("总结.docx").text


def test_an_archive_stands_for_its_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("年报.zip").write_bytes(WRITERS["总结.zip"](CONTENT))
    assert find_documents(["年报.zip"]) == find_documents(["."]) == ("年报.zip!统计/总结.docx",)
    assert read_document("年报.zip!统计/总结.docx").places[0].member == "统计/总结.docx"
