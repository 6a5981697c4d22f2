"""Nested YAML read into values, with the line of every key.

Comes in: the path of a YAML file. Goes out: maps, lists, texts, whole numbers, truth values and None, each map knowing its
lines. Refuses what `yamlfile` refuses, keys that stand twice, and any other type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import RuleError
from audit.yamlfile import compose_yaml, is_list, is_map, line_of

if TYPE_CHECKING:
    import yaml

_PREFIX = "tag:yaml.org,2002:"
_TRUTH = {"true": True, "false": False}
_HINTS = {
    "yaml-key": "name: …",
    "yaml-duplicate-key": "只留一个 / keep one of them",
    "yaml-type": "小数、日期、yes、on 要加引号 / put decimals, dates, yes and on in quotes",
}


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping of a YAML file: its values by key, the line of each key, and its own first line."""

    file: str
    line: int
    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def get(self, key: str) -> object:
        """The value of a key, None where it is missing."""
        return self.values.get(key)

    def line_of(self, key: str) -> int:
        """The line of a key, the map's own line where it is missing."""
        return self.lines.get(key, self.line)

    def error(self, message: str, key: str = "", *, reason: str, hint: str = "") -> RuleError:
        """An error that names the place of a key of this map."""
        return RuleError(message, reason=reason, file=self.file, line=self.line_of(key), hint=hint)


def read_yaml(path: Path, shown: str | None = None) -> object:
    """The content of a YAML file; `shown` is the name that errors give it.

    Raises RuleError with file and line for a file that cannot be read, is too large or is not such YAML.
    """
    name = shown or str(path)
    node = compose_yaml(path, name)
    return None if node is None else _Builder(name).build(node)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns composed nodes into values."""

    file: str

    def build(self, node: yaml.Node) -> object:
        if is_map(node):
            return self._build_map(node)
        if is_list(node):
            return [self.build(item) for item in node.value]
        return self._build_scalar(node)

    def _build_map(self, node: yaml.Node) -> YamlMap:
        found = YamlMap(self.file, line_of(node))
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or key_node.tag == f"{_PREFIX}null":
                raise self._error(key_node, "键必须是文字 / a key must be text", "yaml-key")
            if key in found:
                raise self._error(key_node, f"键 {key} 重复 / key {key} stands twice", "yaml-duplicate-key")
            found.lines[key] = line_of(key_node)
            found.values[key] = self.build(value_node)
        return found

    def _build_scalar(self, node: yaml.Node) -> object:
        kind, text = node.tag.removeprefix(_PREFIX), node.value
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in _TRUTH:
            return _TRUTH[text.lower()]
        if kind == "int" and text.lstrip("-").isdecimal() and len(text) < 20:
            return int(text)
        raise self._error(node, f"这里要写成加引号的文字 / write it as quoted text: {text[:40]}", "yaml-type")

    def _error(self, node: yaml.Node, message: str, reason: str) -> RuleError:
        return RuleError(message, reason=reason, file=self.file, line=line_of(node), hint=_HINTS[reason])
