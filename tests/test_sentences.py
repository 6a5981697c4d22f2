"""Plain contradictions, each beside its sound twin: the wrong one is found, the right one is quiet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.model import Finding
from audit.pipeline import audit_texts
from audit.ruleset import load_ruleset

PAIRS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent.parent / "fixtures/sentences/pairs.yaml").read_text("utf-8"))
HEAD = "青溪市2023年工作总结\n一、主要工作\n"


@pytest.fixture(scope="module")
def findings() -> dict[str, tuple[Finding, ...]]:
    """The findings of each sentence, all audited in one run."""
    texts = {f"{number}-{side}": f"{HEAD}{pair[side]}\n" for number, pair in enumerate(PAIRS) for side in ("wrong", "right")}
    return {document.source.name: document.findings for document in audit_texts(texts, load_ruleset()).documents}


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: f"{PAIRS[number]['kind']}-{number}")
def test_the_wrong_one_is_found(number: int, findings: dict[str, tuple[Finding, ...]]) -> None:
    seen = any(finding.severity != "info" for finding in findings[f"{number}-wrong"])
    assert seen is not PAIRS[number].get("missed", False), PAIRS[number]["wrong"]


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=lambda number: f"{PAIRS[number]['kind']}-{number}")
def test_the_right_one_is_quiet(number: int, findings: dict[str, tuple[Finding, ...]]) -> None:
    assert findings[f"{number}-right"] == (), PAIRS[number]["right"]
