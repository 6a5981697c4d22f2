"""Rule set files: which rules a run uses, and at what severity.

Comes in: the path of a YAML map with `name`, and `extends`, `rules`, `select`, `ignore`, `severities`, `severity` as wanted.
Goes out: a frozen description; `load` finds the rules it names. Refuses unknown keys and wrong kinds of values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.model import SEVERITIES, Severity
from audit.ruleset.declaration import LANGUAGES
from audit.ruleset.predicate import nearest
from audit.ruleset.rulefile import read_severity, read_text, read_words
from audit.ruleset.yamlsource import YamlMap

KEYS = frozenset({"name", "title", "extends", "rules", "indicators", "select", "ignore", "severities", "severity"})


@dataclass(frozen=True, slots=True)
class RulesetFile:
    """A rule set as declared.

    `extends` is another set (a built-in name or a path beside this file); `rules` are rule files and `indicators` lists of indicators
    beside this file; `select` and `ignore` name rules or categories; `severities` keeps only rules of these; `severity` changes
    single rules.
    """

    name: str
    file: str
    title: Mapping[str, str] = field(default_factory=dict)
    extends: str | None = None
    rules: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)


def read_ruleset_file(content: YamlMap) -> RulesetFile:
    """The description out of a YAML map that was read already. Raises RuleError with file and line."""
    for key in content:
        if key not in KEYS:
            raise content.error(f"不认识的键 {key} / unknown key {key}", key, reason="unknown-key", hint=nearest(key, KEYS))
    return RulesetFile(
        name=read_text(content, "name"),
        file=content.file,
        title=read_words(content, "title") if "title" in content else dict.fromkeys(LANGUAGES, read_text(content, "name")),
        extends=read_text(content, "extends") if "extends" in content else None,
        rules=_read_texts(content, "rules"),
        indicators=_read_texts(content, "indicators"),
        select=_read_texts(content, "select"),
        ignore=_read_texts(content, "ignore"),
        severities=_read_severities(content),
        severity=_read_changes(content),
    )


def _read_texts(content: YamlMap, key: str) -> tuple[str, ...]:
    value = content.get(key) if key in content else []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise content.error(f"{key} 是文字的列表 / {key} is a list of texts", key, reason="not-a-list", hint=f"{key}: [a, b]")
    return tuple(value)


def _read_severities(content: YamlMap) -> tuple[str, ...]:
    found = _read_texts(content, "severities")
    for value in found:
        if value not in SEVERITIES:
            message = f"没有级别 {value} / no severity {value}"
            raise content.error(message, "severities", reason="bad-severity", hint=nearest(value, SEVERITIES))
    return found


def _read_changes(content: YamlMap) -> dict[str, Severity]:
    changes = content.get("severity") if "severity" in content else YamlMap(content.file, content.line)
    if not isinstance(changes, YamlMap):
        message = "severity 是 规则: 级别 / severity maps rules to severities"
        raise content.error(message, "severity", reason="not-a-map", hint="severity: {share-mismatch: warning}")
    return {rule: read_severity(changes, rule) for rule in changes}
