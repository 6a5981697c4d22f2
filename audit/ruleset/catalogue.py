"""The built-in rules and rule sets, checked and compiled ahead.

Comes in: the folder of the built-in rules. Goes out: all its rules and rule sets, from `compiled.json` where that was made of
the very files that lie there, else read and compiled afresh. `python -m audit.ruleset` writes `compiled.json`.
Refuses what rule files refuse, and rules that stand twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from audit.errors import RuleError
from audit.relate.formula import Formula
from audit.ruleset.declaration import Example, Exemption, Rule
from audit.ruleset.rulefile import read_rule_file
from audit.ruleset.rulesetfile import RulesetFile, read_ruleset_file
from audit.ruleset.yamlsource import YamlMap, read_yaml

COMPILED = "compiled.json"
FORM = 2
"""Changes when what `compiled.json` holds takes another shape."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules in the order of their files, and the rule sets by name."""

    rules: tuple[Rule, ...]
    rulesets: Mapping[str, RulesetFile]


def read_catalogue(folder: Path) -> Catalogue:
    """The built-in rules. Raises RuleError with file and line where one of their files is wrong."""
    try:
        stored = json.loads((folder / COMPILED).read_text(encoding="utf-8"))
        if stored["form"] == FORM and stored["sources"] == digest_sources(folder):
            return _unpack(stored)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # missing, cut short or of an older form: the sources are the truth
    return compile_catalogue(folder)


def compile_catalogue(folder: Path) -> Catalogue:
    """The rules and rule sets of a folder, read from their YAML sources."""
    rules = [rule for path in sorted(folder.glob("*.yaml")) for rule in read_rule_file(path, f"rules/{path.name}")]
    check_unique(rules)
    described = [_read_set(path) for path in sorted((folder / "rulesets").glob("*.yaml"))]
    return Catalogue(tuple(rules), {each.name: each for each in described})


def check_unique(rules: Iterable[Rule]) -> None:
    """Raises RuleError where two rules have one name."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.rule in seen:
            first = seen[rule.rule]
            message = f"规则 {rule.rule} 重复 / rule {rule.rule} stands twice"
            raise RuleError(message, reason="duplicate-rule", file=rule.file, line=rule.line, hint=f"{first.file}:{first.line}")
        seen[rule.rule] = rule


def digest_sources(folder: Path) -> str:
    """The digest of all YAML sources of the rules, names included; the names in formulas are those of the indicator list."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.yaml"), *(folder / "rulesets").glob("*.yaml"), *folder.glob("lexicon/indicators.yaml")]):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def write_compiled(folder: Path) -> str:
    """The text that `compiled.json` must have for the sources of a folder."""
    catalogue = compile_catalogue(folder)
    stored = {
        "form": FORM,
        "sources": digest_sources(folder),
        "rules": [asdict(rule) for rule in catalogue.rules],
        "rulesets": [asdict(each) for each in catalogue.rulesets.values()],
    }
    return json.dumps(stored, ensure_ascii=False, indent=1, default=str) + "\n"


def _read_set(path: Path) -> RulesetFile:
    shown = f"rules/rulesets/{path.name}"
    content = read_yaml(path, shown)
    if not isinstance(content, YamlMap):
        raise RuleError("规则集是一组键 / a rule set is a map", reason="ruleset-not-a-map", file=shown, hint="name: …")
    return read_ruleset_file(content)


def _unpack(stored: Mapping[str, Any]) -> Catalogue:
    rules = tuple(_unpack_rule(values) for values in stored["rules"])
    return Catalogue(rules, {values["name"]: _unpack_set(values) for values in stored["rulesets"]})


def _unpack_rule(values: dict[str, Any]) -> Rule:
    examples = {key: tuple(_unpack_example(each) for each in values[key]) for key in ("bad", "good")}
    formula = values["formula"] and _unpack_formula(values["formula"])
    return Rule(**{**values, **examples, "formula": formula, "exempt": tuple(Exemption(**each) for each in values["exempt"])})


def _unpack_formula(values: dict[str, Any]) -> Formula:
    sides: dict[str, Any] = {key: tuple(values[key]) for key in ("left", "right", "per")}
    return Formula(**(values | sides | {"tolerance": Decimal(values["tolerance"])}))


def _unpack_example(values: dict[str, Any]) -> Example:
    return Example(values["text"], tuple(values["hits"]), tuple(values["against"]))


def _unpack_set(values: dict[str, Any]) -> RulesetFile:
    lists: dict[str, Any] = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return RulesetFile(**(values | lists))
