"""Nothing optional, and nothing heavy before it is needed, is imported on the everyday paths."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OPTIONAL = {
    "pandas", "pandera", "great_expectations", "pyspark", "pyarrow", "numpy", "docx", "pypdfium2", "lxml", "xlrd", "openpyxl",
    "fastapi", "flask", "starlette", "django", "uvicorn", "aiohttp",
}  # fmt: skip
HEAVY = OPTIONAL | {"duckdb", "yaml", "opencc", "sqlglot", "jinja2", "rich", "pygal"}

PROBE = """\
import json, sys
from audit.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
sys.stderr.write("\\n" + json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""

PATHS = {
    "help": (["--help"], HEAVY),
    "help of a command": (["check", "--help"], HEAVY),
    "version": (["--version"], HEAVY),
    "usage error": (["check", "--no-such-option"], HEAVY),
    "text": (["check", "总结.txt"], OPTIONAL | {"jinja2", "rich", "pygal"}),
    "json": (["check", "总结.txt", "--format", "json"], OPTIONAL | {"jinja2", "rich", "pygal"}),
    "extract": (["extract", "总结.txt", "--format", "jsonl"], OPTIONAL | {"jinja2", "rich", "pygal"}),
    "explain": (["explain", "share-mismatch"], OPTIONAL | {"jinja2", "rich", "pygal"}),
}


@pytest.mark.parametrize(("arguments", "banned"), PATHS.values(), ids=PATHS)
def test_nothing_leaks(arguments: list[str], banned: set[str], tmp_path: Path, root: Path) -> None:
    (tmp_path / "总结.txt").write_text("全年2003家企业申报，通过认定1083家，通过率54%。\n", "utf-8")
    command = [sys.executable, "-c", PROBE, *arguments]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=True, timeout=60)
    loaded = set(json.loads(done.stderr.decode("utf-8").rsplit("\n", 1)[1]))
    assert "audit" in loaded
    assert not loaded & banned
