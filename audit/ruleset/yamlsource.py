"""YAML files read safely, with the line of every key.

Comes in: the path of a YAML file. Goes out: maps, lists, texts, whole numbers, truth values and None, each map knowing its
lines. Refuses files over one megabyte, keys that stand twice, aliases (no file can blow itself up) and any other type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from audit.errors import RuleError

LARGEST = 1_000_000
DEEPEST = 12
_PREFIX = "tag:yaml.org,2002:"
_TRUTH = {"true": True, "false": False}


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
    try:
        if path.stat().st_size > LARGEST:
            raise RuleError(f"文件超过 {LARGEST} 字节 / larger than {LARGEST} bytes", reason="yaml-too-large", file=name)
        text = path.read_text(encoding="utf-8-sig")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        _check_shape(yaml.parse(text, Loader=loader), name)
        node = yaml.compose(text, Loader=loader)
    except (OSError, UnicodeDecodeError) as problem:
        raise RuleError(f"读不了 / cannot be read: {problem}", reason="yaml-unreadable", file=name) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        said = getattr(problem, "problem", None) or str(problem)
        hint = "含有冒号加空格、逗号或 # 的文字要加引号 / quote text that holds `: `, a comma or #"
        raise RuleError(f"不是合格的 YAML / not valid YAML: {said}", reason="yaml-invalid", file=name, line=line, hint=hint) from problem
    return None if node is None else _Builder(name).build(node)


def _check_shape(events: Iterable[yaml.Event], name: str) -> None:
    """Refuses aliases and deep nesting before anything is composed: composing `[[[[…` would exhaust the C stack."""
    depth = 0
    for event in events:
        kind, line = type(event).__name__, _line(event)
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        if kind == "AliasEvent":
            raise RuleError("不许用别名 / aliases are not allowed", reason="yaml-alias", file=name, line=line)
        if depth > DEEPEST:
            raise RuleError("嵌套太深 / nested too deeply", reason="yaml-too-deep", file=name, line=line)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns composed nodes into values."""

    file: str

    def build(self, node: yaml.Node) -> object:
        if isinstance(node, yaml.MappingNode):
            return self._build_map(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item) for item in node.value]
        return self._build_scalar(node)

    def _build_map(self, node: yaml.Node) -> YamlMap:
        found = YamlMap(self.file, _line(node))
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                raise self._error(key_node, "键必须是文字 / a key must be text", "yaml-key")
            if key in found:
                raise self._error(key_node, f"键 {key} 重复 / key {key} stands twice", "yaml-duplicate-key")
            found.lines[key] = _line(key_node)
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
        return RuleError(message, reason=reason, file=self.file, line=_line(node))


def _line(node: yaml.Node | yaml.Event) -> int:
    return 1 if node.start_mark is None else node.start_mark.line + 1
