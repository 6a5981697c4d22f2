"""What makes the start fast: patterns compiled late, each of which compiles, and word lists read ahead, which are current."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import audit
from audit.errors import RuleError
from audit.lexicon import lexicon_folder
from audit.patterns import _LatePattern, regex
from audit.resources import COMPILED, read_entries, write_compiled

COUNT = """
import re, importlib, pkgutil
made, compile_now = [], re.compile
re.compile = lambda source, flags=0: made.append(source) or compile_now(source, flags)
import audit.commands.check
print([source for source in made if isinstance(source, str) and not source.isascii()])
"""


def late_patterns() -> Iterator[tuple[str, _LatePattern]]:
    """Every late pattern that a module of the package holds by name, in a tuple or in a mapping."""
    for module in pkgutil.walk_packages(audit.__path__, "audit."):
        if module.name in ("audit.__main__", "audit.ruleset.__main__") or "serve" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            for one in held:
                inner = one if isinstance(one, tuple) else (one,)
                yield from ((f"{module.name}.{name}", each) for each in inner if isinstance(each, _LatePattern))


@pytest.mark.filterwarnings("ignore")
def test_every_late_pattern_compiles() -> None:
    found = dict(late_patterns())
    assert len(found) > 300
    for name, pattern in found.items():
        try:
            re.compile(pattern.pattern)
        except re.error as problem:
            pytest.fail(f"{name}: {problem}")


def test_importing_check_compiles_no_chinese_pattern() -> None:
    found = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_chinese_character() -> None:
    assert regex(r"\p{Han}").findall("㐂市〇A3，²．一") == ["㐂", "市", "〇", "一"]


def test_word_lists_read_ahead_are_current() -> None:
    folder = lexicon_folder()
    assert (folder / COMPILED).read_text("utf-8") == write_compiled(folder), "run python -m audit.ruleset"


def test_a_changed_word_list_is_read_from_its_yaml(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("- kind: award\n  names: [双一流]\n", "utf-8")
    (tmp_path / COMPILED).write_text(write_compiled(tmp_path), "utf-8")
    assert read_entries(path, ("kind", "names"))[0].texts("names") == ("双一流",)
    path.write_text("- kind: award\n  names: [双高]\n", "utf-8")
    assert read_entries(path, ("kind", "names"))[0].texts("names") == ("双高",)


def test_entries_read_ahead_are_as_strict_as_their_yaml(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("- kind: award\n  names: [双一流]\n", "utf-8")
    (tmp_path / COMPILED).write_text(write_compiled(tmp_path), "utf-8")
    with pytest.raises(RuleError) as caught:
        read_entries(path, ("kind",))
    assert (caught.value.reason, caught.value.line) == ("unknown-key", 2)


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"names.yaml": {}})])
def test_a_broken_compilation_is_passed_over(tmp_path: Path, content: str) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("- kind: award\n  names: [双一流]\n", "utf-8")
    (tmp_path / COMPILED).write_text(content, "utf-8")
    assert read_entries(path, ("kind", "names"))[0].texts("names") == ("双一流",)
