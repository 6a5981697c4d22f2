"""The options that a project keeps in a file: `heshu.toml`, or `[tool.heshu]` in pyproject.toml.

Comes in: a folder to begin at, or a path. Goes out: the options by name, those of single paths, the suppressions, and the file they come
from. Refuses, with a UsageError that names file and line, unknown keys (with the nearest known one), wrong kinds of values and
suppressions without a reason.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from audit.accepted import Override, Suppression
from audit.errors import UsageError
from audit.settings import FAIL_ON

FILE, PROJECT = "heshu.toml", "pyproject.toml"

Kinds = Mapping[str, type | tuple[type, ...]]

KINDS: Kinds = {
    "ruleset": str, "select": list, "ignore": list, "fail-on": str, "jobs": int, "baseline": str, "cache": (bool, str),
    "suppress": list, "override": list,
}  # fmt: skip
"""The keys of a configuration and what each holds; all but the last two are options of `heshu check` by the same name."""
SUPPRESS_KINDS: Kinds = {"rule": str, "path": str, "text": str, "reason": str, "until": date}
OVERRIDE_KINDS: Kinds = {"path": (str, list), "ruleset": str, "select": list, "ignore": list}
_TABLES = ("suppress", "override")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file says; `file` is empty where there is none. Paths in it are relative to its folder."""

    file: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()
    overrides: tuple[Override, ...] = ()


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
        text = path.read_text("utf-8-sig")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise UsageError(f"读不了配置: {problem}", reason="bad-config", file=str(path)) from problem
    table = content.get("tool", {}).get("heshu", {}) if path.name == PROJECT else content
    reader = _Reader(path, text)
    reader.check_keys(table, KINDS)
    given = {key: value for key, value in table.items() if key not in _TABLES}
    if given.get("fail-on", FAIL_ON[0]) not in FAIL_ON:
        raise reader.refuse(f"fail-on 的值不对: {given['fail-on']}", "fail-on", f"可用: {' '.join(FAIL_ON)}")
    for key in ("baseline", "cache"):
        if isinstance(given.get(key), str):
            given[key] = str(path.parent / given[key])
    if "ruleset" in given:
        given["ruleset"] = reader.place_ruleset(given["ruleset"])
    suppressions = tuple(reader.read_suppression(number, entry) for number, entry in enumerate(table.get("suppress", []), 1))
    overrides = tuple(reader.read_override(number, entry) for number, entry in enumerate(table.get("override", []), 1))
    return Configuration(str(path), given, suppressions, overrides)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the tables of one file, whose text says on which line a key stands."""

    path: Path
    text: str

    def read_suppression(self, number: int, entry: object) -> Suppression:
        """One `[[suppress]]`."""
        where = f"suppress[{number}]"
        table = self._read_table(entry, SUPPRESS_KINDS, where, ("rule", "reason"), "每一条豁免都要写明规则和理由, 报告里会显示")
        return Suppression(**table, where=f"{self.path.name} {where}", folder=str(self.path.parent.resolve()))

    def read_override(self, number: int, entry: object) -> Override:
        """One `[[override]]`."""
        where = f"override[{number}]"
        table = self._read_table(entry, OVERRIDE_KINDS, where, ("path",), '例如 path = "归档/*"')
        paths = (table["path"],) if isinstance(table["path"], str) else tuple(table["path"])
        lists = {key: tuple(table[key]) if key in table else None for key in ("select", "ignore")}
        ruleset = self.place_ruleset(table["ruleset"]) if "ruleset" in table else None
        return Override(paths, ruleset, **lists, where=f"{self.path.name} {where}", folder=str(self.path.parent.resolve()))

    def place_ruleset(self, name: str) -> str:
        """A rule set's name, or its path from the folder of the configuration where there is such a file."""
        beside = self.path.parent / name
        return str(beside) if beside.exists() else name

    def _read_table(self, entry: object, kinds: Kinds, where: str, needed: Iterable[str], hint: str) -> dict[str, Any]:
        if not isinstance(entry, dict):
            raise self.refuse(f"{where} 应为一张表", hint=f"请写 [[{where.partition('[')[0]}]]")
        self.check_keys(entry, kinds, where)
        for key in needed:
            if not str(entry.get(key, "")).strip():
                raise self.refuse(f"{where} 缺少 {key}", hint=hint)
        return entry

    def check_keys(self, table: object, kinds: Kinds, where: str = "") -> None:
        """Raise UsageError for a key that is not known or holds the wrong kind of value."""
        if not isinstance(table, dict):
            raise self.refuse(f"{where or 'tool.heshu'} 应为一张表")
        for key, value in table.items():
            if key not in kinds:
                near = difflib.get_close_matches(key, kinds, 1)
                hint = f"是不是 {near[0]}" if near else f"可用的键: {' '.join(kinds)}"
                raise self.refuse(f"{where} 不认识的键 {key}".lstrip(), key, hint)
            allowed = kinds[key] if isinstance(kinds[key], tuple) else (kinds[key],)
            if not isinstance(value, kinds[key]) or (isinstance(value, bool) and bool not in allowed):  # type: ignore[operator]
                raise self.refuse(f"{where} {key} 的值不对: {value!r}".lstrip(), key)
            if isinstance(value, list) and key not in _TABLES and not all(isinstance(item, str) for item in value):
                raise self.refuse(f"{key} 应为文字的列表", key)

    def refuse(self, message: str, key: str = "", hint: str = "") -> UsageError:
        """The error, with the first line that has the key."""
        found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", self.text, re.MULTILINE) if key else None
        line = self.text.count("\n", 0, found.start()) + 1 if found else None
        return UsageError(message, reason="bad-config", file=str(self.path), line=line, hint=hint)
