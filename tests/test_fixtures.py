"""The labels of the fixture documents are sound: quotes stand in their source, in order; every word in them is a legal one; the
arithmetic that they state is right. Comes in: fixtures/documents and fixtures/encodings. Nothing here runs an audit.
"""

from __future__ import annotations

import ast
import hashlib
import json
import operator
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from audit.ingest.decode import decode_bytes

FIXTURES = Path(__file__).parent.parent / "fixtures"
ENCODINGS = FIXTURES / "encodings"
FOLDERS = sorted(path.parent for path in FIXTURES.glob("documents/*/source.txt"))

KINDS = {"level", "change", "delta", "share", "multiple", "rank", "ordinal", "ratio"}
MODIFIERS = {"eq", "about", "over", "under", "atleast", "atmost"}
STATUSES = {"actual", "target", "forecast"}
ASPECTS = {None, "total", "new", "cumulative"}
TYPES = {"contradiction", "placeholder", "growth", "unit", "count", "order", "target", "damage", "redaction", "style"}
SEVERITIES = {"error", "warning", "info"}
HOLES = {"number", "date", "name", "other"}
RELATIONS = {"share", "growth", "rate", "sum", "funnel", "count", "target", "edition", "restatement", "delta", "multiple"}
SPOILED = RELATIONS | {"unit", "placeholder", "redaction"}
SPOILINGS = {"digit", "digit-swap", "scale", "sign", "drop", "add", "unit", "placeholder", "redaction"}
PERIOD = re.compile(r"\d{4}([HQ]\d(-[HQ]\d)?)?(/\d{4})?")
EQUATION = re.compile(r"(?<![\w.])([\d.(][\d.\s+\-/*()]*?[\d.)])\s*=\s*([+-]?\d+(?:\.\d+)?)(%?)(?![\d.])")
OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_source(folder: Path) -> str:
    """The document, line ends untouched."""
    return (folder / "source.txt").read_bytes().decode("utf-8")


def compute_value(expression: str) -> Decimal:
    """The value of `(1 + 2) / 3` on decimals; nothing but numbers and + - * / is understood."""

    def walk(node: ast.expr) -> Decimal:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](walk(node.left), walk(node.right))
        assert isinstance(node, ast.Constant), expression
        return Decimal(ast.get_source_segment(text, node) or "")

    text = expression.strip()
    return walk(ast.parse(text, mode="eval").body)


def find_wrong_sums(why: str) -> Iterator[str]:
    """The equations of a `why` that do not come out; `1083 / 2003 = 54%` is a share, `459 / 209 = +120%` a growth rate."""
    for match in EQUATION.finditer(why):
        expression, stated, percent = match.groups()
        if not re.search(r"[+\-*/]", expression):
            continue
        value = compute_value(expression)
        if percent:
            value = (value - 1) * 100 if stated[0] in "+-" else value * 100 if "/" in expression else value
        last_place = Decimal(1).scaleb(-len(stated.partition(".")[2]))
        if value.quantize(last_place, ROUND_HALF_UP) != Decimal(stated):
            yield f"{match[0]}: is {value}"


def test_there_are_enough_documents() -> None:
    assert len(FOLDERS) >= 10


@every_folder
def test_figures_resolve_in_order(folder: Path) -> None:
    source, at = read_source(folder), 0
    for row in read_rows(folder / "figures.jsonl"):
        found = source.find(row["before"] + row["quote"], max(0, at - len(row["before"])))
        assert found >= 0, f"{row['before']!r} + {row['quote']!r} after {at}"
        at = found + len(row["before"]) + len(row["quote"])


@every_folder
def test_figures_use_legal_words(folder: Path) -> None:
    for row in read_rows(folder / "figures.jsonl"):
        assert row["kind"] in KINDS and row["modifier"] in MODIFIERS and row["status"] in STATUSES and row.get("aspect") in ASPECTS, row
        assert row["value"] is None or isinstance(row["value"], int | float), row
        assert row["indicator"] and row["indicator"] == row["indicator"].strip(), row
        assert "of" not in row or row["kind"] == "share", row
        assert "period" not in row or PERIOD.fullmatch(row["period"]), row
        assert row["kind"] != "change" or row["unit"] in ("%", "倍"), row
        assert "aspect" not in row or row["kind"] == "level", row


@every_folder
def test_findings_and_relations_stand_in_the_source(folder: Path) -> None:
    source = read_source(folder)
    for row in read_rows(folder / "findings.jsonl"):
        assert row["type"] in TYPES and row["severity"] in SEVERITIES and row["why"], row
        assert row["quotes"] and all(quote in source for quote in row["quotes"]), row
    for row in read_rows(folder / "verified.jsonl"):
        assert row["relation"] in RELATIONS and row["why"], row
        assert row["quotes"] and all(quote in source for quote in row["quotes"]), row


@every_folder
def test_holes_stand_where_they_say(folder: Path) -> None:
    source = read_source(folder)
    for row in read_rows(folder / "findings.jsonl"):
        if "placeholder" in row:
            assert row["placeholder"] in HOLES and row["token"] in row["quotes"][0], row
            assert source[row["start"] : row["end"]] == row["token"], row
    negatives = folder / "placeholder_negatives.jsonl"
    for row in read_rows(negatives) if negatives.exists() else ():
        assert row["token"] in row["quote"] and row["count"] == len(row["starts"]), row
        assert all(source.startswith(row["token"], start) for start in row["starts"]), row


@every_folder
def test_spoiled_numbers_are_unique(folder: Path) -> None:
    source, rows = read_source(folder), read_rows(folder / "injected.jsonl")
    assert len(rows) >= 10
    for row in rows:
        assert source.count(row["from"]) == 1 and row["from"] != row["to"], row
        assert row["relation"] in SPOILED and row["kind"] in SPOILINGS and row["why"], row


@every_folder
def test_stated_arithmetic_is_right(folder: Path) -> None:
    rows = [row for name in ("findings", "verified", "injected") for row in read_rows(folder / f"{name}.jsonl")]
    wrong = [equation for row in rows for equation in find_wrong_sums(row["why"])]
    assert not wrong


@pytest.mark.parametrize("row", read_rows(ENCODINGS / "expected.jsonl"), ids=lambda row: row["file"])
def test_encodings_decode_as_expected(row: dict[str, Any]) -> None:
    text, codec, reason, damage = decode_bytes((ENCODINGS / row["file"]).read_bytes())
    assert (codec, len(text), hashlib.sha256(text.encode()).hexdigest()) == (row["encoding"], row["characters"], row["sha256"]), reason
    assert sum(loss.count for loss in damage) == row["undecodable"]
    assert ("\r\n" in text) == (row["line_ends"] == "crlf")
    twin = row["same_text_as"]
    assert twin is None or text == (ENCODINGS / twin).read_bytes().decode("utf-8")


def test_every_encoded_file_is_expected() -> None:
    assert {path.name for path in ENCODINGS.glob("*.txt")} == {row["file"] for row in read_rows(ENCODINGS / "expected.jsonl")}
