"""YAML files parsed safely: the one way in for rules, rule sets and word lists.

Comes in: the path of a YAML file. Goes out: its composed nodes, which know their lines; what they may hold is up to the reader.
Refuses, as a RuleError with file and line: files over one megabyte, aliases (no file can blow itself up), deep nesting, and
whatever is not UTF-8 or not YAML.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from audit.errors import RuleError

if TYPE_CHECKING:
    import yaml

LARGEST = 1_000_000
DEEPEST = 12


def compose_yaml(path: Path, shown: str) -> yaml.Node | None:
    """The nodes of a YAML file, None for an empty one; `shown` is the name that errors give it."""
    import yaml  # late: what ships with heshu is compiled, so most runs never need it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if path.stat().st_size > LARGEST:
            message, hint = f"文件超过 {LARGEST} 字节 / larger than {LARGEST} bytes", "请分成几个文件 / split it into several files"
            raise RuleError(message, reason="yaml-too-large", file=shown, line=1, hint=hint)
        text = path.read_text(encoding="utf-8-sig")
        _check_shape(yaml.parse(text, Loader=loader), shown)
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except (OSError, ValueError) as problem:
        raise RuleError(f"读不了 / cannot be read: {problem}", reason="yaml-unreadable", file=shown) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        said = getattr(problem, "problem", None) or str(problem)
        hint = "含有冒号加空格、逗号或 # 的文字要加引号 / quote text that holds `: `, a comma or #"
        raise RuleError(f"不是合格的 YAML / not valid YAML: {said}", reason="yaml-invalid", file=shown, line=line, hint=hint) from problem
    return node


def is_map(node: yaml.Node | None) -> TypeGuard[yaml.MappingNode]:
    """Whether it holds keys with values."""
    return getattr(node, "id", "") == "mapping"


def is_list(node: yaml.Node | None) -> TypeGuard[yaml.SequenceNode]:
    """Whether it holds items."""
    return getattr(node, "id", "") == "sequence"


def is_scalar(node: yaml.Node | None) -> TypeGuard[yaml.ScalarNode]:
    """Whether it holds text."""
    return getattr(node, "id", "") == "scalar"


def line_of(node: yaml.Node | yaml.Event) -> int:
    """The line that a node begins on, counted from 1."""
    return 1 if node.start_mark is None else int(node.start_mark.line) + 1


def _check_shape(events: Iterable[yaml.Event], shown: str) -> None:
    """Refuses aliases and deep nesting before anything is composed: composing `[[[[…` would exhaust the C stack."""
    depth = 0
    for event in events:
        kind, line = type(event).__name__, line_of(event)
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        if kind == "AliasEvent":
            hint = "把内容照写一遍 / write the content out"
            raise RuleError("不许用别名 / aliases are not allowed", reason="yaml-alias", file=shown, line=line, hint=hint)
        if depth > DEEPEST:
            hint = "规则和词表最多几层 / rules and word lists are a few levels deep"
            raise RuleError("嵌套太深 / nested too deeply", reason="yaml-too-deep", file=shown, line=line, hint=hint)
