"""`heshu extract --unexplained`: every run of digits is something, and what is nothing is shown with its place and a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.extract.coverage import EXCEPTIONS, EXPLAINED, WHY, explain_digits
from tests.test_numbers import read_text

PARTS = (
    ("2023年3月5日至8日，全市新增12家。", "date date date date figure"),
    ("2025—2026学年招生5.2万人。", "date date figure"),
    ("1.推进5G建设；（2）建设3号线。", "list name list name"),
    ("依据穗府〔2020〕5号、《第3号令》。", "document document name"),
    ("浓度以PM2.5计，电话138****1234，邮箱a1@b2.cn。", "code hole hole code code"),
    ("惠及60岁以上老人3人。", "age figure"),
    ("举办2024马拉松、版本1.2.3。", "year version"),
)


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_parts(text: str, parts: str) -> None:
    assert " ".join(run.part for run in explain_digits(read_text(text))) == parts


def test_every_part_is_listed() -> None:
    assert not ((EXPLAINED & WHY.keys() or EXCEPTIONS & WHY.keys()) or EXPLAINED & EXCEPTIONS)


@pytest.mark.parametrize("folder", ["gwr-county", "linjiang-communique", "qinghe-budget", "yunling-2022", "qinghe-annotated"])
def test_fixtures_are_explained(folder: str, root: Path) -> None:
    text = (root / "fixtures" / "documents" / folder / "source.txt").read_bytes().decode()
    runs = explain_digits(read_text(text))
    assert [run.context for run in runs if run.part in WHY] == []
    assert len(runs) > 40


def test_command(heshu: Callable[..., object], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("举办2024马拉松，新增12家。", encoding="utf-8")
    done = heshu("extract", "--unexplained", "a.txt")
    lines = done.stdout.decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("a.txt:2-6  2024  像年份")
    assert lines[1] == "a.txt: 2  year 1  figure 1"
