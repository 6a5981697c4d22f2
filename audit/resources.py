"""The data files that ship with heshu: where they lie, and how a list of flat YAML entries is read strictly.

Comes in: a file name under `rules/`. Goes out: entries that know their file and line, so that every complaint has a place.
Refuses, with a `RuleError`: what `yamlfile` refuses, unknown or doubled keys, empty values, stray spaces, nesting, and text where
a number or a flag is due.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from audit.errors import RuleError
from audit.yamlfile import compose_yaml


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
    root = compose_yaml(path, str(path))
    if not isinstance(root, yaml.SequenceNode):
        raise RuleError("词表应为列表, 每项以 - 开头", reason="wrong-type", file=str(path), line=1)
    return tuple(_read_entry(node, str(path), keys) for node in root.value)


def _read_entry(node: yaml.Node, file: str, keys: Collection[str]) -> Entry:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise RuleError("每项应为 键: 值", reason="wrong-type", file=file, line=line)
    values: dict[str, str | tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, at = str(key_node.value), key_node.start_mark.line + 1
        if key not in keys:
            raise RuleError(f"未知的键 {key}", reason="unknown-key", file=file, line=at, hint="允许: " + " ".join(sorted(keys)))
        if key in values:
            raise RuleError(f"键 {key} 写了两次", reason="duplicate", file=file, line=at)
        values[key], lines[key] = _read_value(value_node, file), at
    return Entry(file, line, values, lines)


def _read_value(node: yaml.Node, file: str) -> str | tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode):
        return _read_scalar(node, file)
    if isinstance(node, yaml.SequenceNode) and node.value:
        return tuple(_read_scalar(item, file) for item in node.value)
    raise RuleError("值应为一个词或非空的词列表", reason="wrong-type", file=file, line=node.start_mark.line + 1)


def _read_scalar(node: yaml.Node, file: str) -> str:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise RuleError("列表里只能是词", reason="wrong-type", file=file, line=line)
    value = str(node.value)
    if not value or value != value.strip():
        raise RuleError(f"值为空或首尾有空格: {value!r}", reason="stray-space", file=file, line=line)
    return value
