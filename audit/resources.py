"""The data files that ship with heshu: where they lie, and how a list of flat YAML entries is read strictly.

Comes in: a file name under `rules/`. Goes out: entries that know their file and line, so that every complaint has a place.
Refuses, with a `RuleError`: what `yamlfile` refuses, unknown or doubled keys, empty values, stray spaces, nesting, and text where
a number or a flag is due.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from audit.errors import RuleError
from audit.yamlfile import compose_yaml, is_list, is_map, is_scalar

if TYPE_CHECKING:
    import yaml


COMPILED = "compiled.json"
"""Beside word lists: their entries, read ahead. A list that has changed since is read from its YAML."""


def find_rules_folder() -> Path:
    """The folder of the built-in rules: package data `audit/_rules` (wheel), or `rules/` beside the package (checkout)."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError("找不到内置规则目录", reason="rules-missing", file=str(package), hint="请重新安装 heshu")


@dataclass(frozen=True, slots=True)
class Entry:
    """One flat entry of a YAML list: texts and lists of texts by key, with the line each key stands on."""

    file: str
    line: int
    values: Mapping[str, str | tuple[str, ...]]
    lines: Mapping[str, int]

    def refuse(self, message: str, reason: str, *, key: str = "", hint: str = "") -> RuleError:
        """The error to raise about this entry, at the line of `key` where it has one."""
        return RuleError(message, reason=reason, file=self.file, line=self.lines.get(key, self.line), hint=hint)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of `key`; without a default the key must be there."""
        value = self.values.get(key, default)
        if value is None:
            raise self.refuse(f"缺少 {key}", "missing-key", hint=f"请补上 {key}: …")
        if not isinstance(value, str):
            raise self.refuse(f"{key} 应为一个值, 不是列表", "wrong-type", key=key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of `key`, empty when it is not there."""
        value = self.values.get(key, ())
        if isinstance(value, str):
            raise self.refuse(f"{key} 应为列表", "wrong-type", key=key, hint=f"请写 {key}: [{value}]")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false, and nothing else (yes, on and 1 are refused)."""
        value = self.text(key, "true" if default else "false")
        if value not in ("true", "false"):
            raise self.refuse(f"{key} 应为 true 或 false, 不是 {value}", "wrong-type", key=key)
        return value == "true"

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """A text out of a closed list."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.refuse(f"{key} 的值 {value} 不在允许之列", "unknown-value", key=key, hint="允许: " + " ".join(sorted(allowed)))
        return value

    def decimal(self, key: str) -> Decimal | None:
        """An exact decimal, or None when the key is not there."""
        if key not in self.values:
            return None
        try:
            found = Decimal(self.text(key))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            raise self.refuse(f"{key} 应为数, 不是 {self.text(key)}", "wrong-type", key=key)
        return found

    def whole(self, key: str) -> int | None:
        """A whole number, or None when the key is not there."""
        found = self.decimal(key)
        if found is not None and found != int(found):
            raise self.refuse(f"{key} 应为整数, 不是 {found}", "wrong-type", key=key)
        return None if found is None else int(found)


def read_entries(path: Path, keys: Collection[str]) -> tuple[Entry, ...]:
    """All entries of a YAML file whose root is a list; a key outside `keys` stops the load.

    Raises `RuleError` (with file and line) for a file that cannot be read or is not such a list.
    """
    entries = _find_compiled(path) or _read_yaml(path)
    for entry in entries:
        for key in entry.values.keys() - set(keys):
            raise entry.refuse(f"未知的键 {key}", "unknown-key", key=key, hint="允许: " + " ".join(sorted(keys)))
    return entries


def write_compiled(folder: Path) -> str:
    """The text that `compiled.json` must have for the word lists of a folder: their entries, with the digest of each file."""
    files = {
        path.name: {
            "digest": _digest(path.read_bytes()),
            "entries": [(entry.line, entry.values, entry.lines) for entry in _read_yaml(path)],
        }
        for path in sorted(folder.glob("*.yaml"))
    }
    return json.dumps(files, ensure_ascii=False, indent=0) + "\n"


def _find_compiled(path: Path) -> tuple[Entry, ...]:
    """The entries of a word list that was compiled; none where the file has changed since."""
    try:
        stored = _read_compiled(path.parent)[path.name]
        if stored["digest"] != _digest(path.read_bytes()):
            return ()
        return tuple(Entry(str(path), line, _freeze(values), lines) for line, values, lines in stored["entries"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()  # an organisation's own folder, or cut short: the YAML files are the truth


@cache
def _read_compiled(folder: Path) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", json.loads((folder / COMPILED).read_text(encoding="utf-8")))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _freeze(values: Mapping[str, str | list[str]]) -> dict[str, str | tuple[str, ...]]:
    return {key: value if isinstance(value, str) else tuple(value) for key, value in values.items()}


def _read_yaml(path: Path) -> tuple[Entry, ...]:
    root = compose_yaml(path, str(path))
    if not is_list(root):
        raise RuleError("词表应为列表, 每项以 - 开头", reason="wrong-type", file=str(path), line=1)
    return tuple(_read_entry(node, str(path)) for node in root.value)


def _read_entry(node: yaml.Node, file: str) -> Entry:
    line = node.start_mark.line + 1
    if not is_map(node):
        raise RuleError("每项应为 键: 值", reason="wrong-type", file=file, line=line)
    values: dict[str, str | tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, at = str(key_node.value), key_node.start_mark.line + 1
        if key in values:
            raise RuleError(f"键 {key} 写了两次", reason="duplicate", file=file, line=at)
        values[key], lines[key] = _read_value(value_node, file), at
    return Entry(file, line, values, lines)


def _read_value(node: yaml.Node, file: str) -> str | tuple[str, ...]:
    if is_scalar(node):
        return _read_scalar(node, file)
    if is_list(node) and node.value:
        return tuple(_read_scalar(item, file) for item in node.value)
    raise RuleError("值应为一个词或非空的词列表", reason="wrong-type", file=file, line=node.start_mark.line + 1)


def _read_scalar(node: yaml.Node, file: str) -> str:
    line = node.start_mark.line + 1
    if not is_scalar(node):
        raise RuleError("列表里只能是词", reason="wrong-type", file=file, line=line)
    value = str(node.value)
    if not value or value != value.strip():
        raise RuleError(f"值为空或首尾有空格: {value!r}", reason="stray-space", file=file, line=line)
    return value
