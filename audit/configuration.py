"""The options that a project keeps in a file: `heshu.toml`, or `[tool.heshu]` in pyproject.toml.

Comes in: a folder to begin at, or a path. Goes out: the options by name, the suppressions, and the file they come from. Refuses, with a
UsageError that names the file, unknown keys (with the nearest known one), wrong kinds of values and suppressions without a reason.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from audit.accepted import Suppression
from audit.errors import UsageError

FILE, PROJECT = "heshu.toml", "pyproject.toml"
KINDS: Mapping[str, type] = {
    "ruleset": str, "select": list, "ignore": list, "fail-on": str, "jobs": int, "baseline": str, "suppress": list,
}  # fmt: skip
"""The keys of a configuration and what each holds; all but `suppress` are options of `heshu check` by the same name."""
SUPPRESS_KINDS: Mapping[str, type] = {"rule": str, "path": str, "text": str, "reason": str, "until": date}


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file says; `file` is empty where there is none. Paths in it are relative to its folder."""

    file: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()


def find_configuration(start: Path) -> Configuration:
    """The nearest configuration of a folder or of those above it; heshu.toml counts before pyproject.toml beside it."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in (FILE, PROJECT):
            path = folder / name
            if path.is_file() and (name == FILE or "tool.heshu" in path.read_text("utf-8", "replace")):
                return read_configuration(path)
    return Configuration()


def read_configuration(path: Path) -> Configuration:
    """What a file says. Raises UsageError (`bad-config`)."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise UsageError(f"读不了配置: {problem}", reason="bad-config", file=str(path)) from problem
    table = content.get("tool", {}).get("heshu", {}) if path.name == PROJECT else content
    check_keys(path, table, KINDS)
    given = {key: value for key, value in table.items() if key != "suppress"}
    if "baseline" in given:
        given["baseline"] = str(path.parent / given["baseline"])
    entries = table.get("suppress", [])
    return Configuration(str(path), given, tuple(_read_suppression(path, number, entry) for number, entry in enumerate(entries, 1)))


def _read_suppression(path: Path, number: int, entry: object) -> Suppression:
    where = f"suppress[{number}]"
    if not isinstance(entry, dict):
        raise UsageError(f"{where} 应为一张表", reason="bad-config", file=str(path), hint="请写 [[suppress]]")
    check_keys(path, entry, SUPPRESS_KINDS, where)
    for key in ("rule", "reason"):
        if not str(entry.get(key, "")).strip():
            hint = "每一条豁免都要写明规则和理由, 报告里会显示"
            raise UsageError(f"{where} 缺少 {key}", reason="bad-config", file=str(path), hint=hint)
    return Suppression(**entry, where=f"{path.name} {where}")


def check_keys(path: Path, table: object, kinds: Mapping[str, type], where: str = "") -> None:
    """Raise UsageError for a key that is not known or holds the wrong kind of value."""
    if not isinstance(table, dict):
        raise UsageError(f"{where or 'tool.heshu'} 应为一张表", reason="bad-config", file=str(path))
    for key, value in table.items():
        if key not in kinds:
            near = difflib.get_close_matches(key, kinds, 1)
            hint = f"是不是 {near[0]}" if near else f"可用的键: {' '.join(kinds)}"
            raise UsageError(f"{where} 不认识的键 {key}".lstrip(), reason="bad-config", file=str(path), hint=hint)
        if not isinstance(value, kinds[key]) or isinstance(value, bool):
            raise UsageError(f"{where} {key} 的值不对: {value!r}".lstrip(), reason="bad-config", file=str(path))
        if isinstance(value, list) and key != "suppress" and not all(isinstance(item, str) for item in value):
            raise UsageError(f"{key} 应为文字的列表", reason="bad-config", file=str(path))
