"""Rule sets by name or path, ready to judge with.

Comes in: the name of a built-in rule set, or the path of a rule set, a rule file or a folder of rule files; rules and
categories to select or ignore. Goes out: a frozen Ruleset. Refuses, as a RuleError with a hint, whatever it cannot find.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from audit.errors import RuleError
from audit.knowledge import overlay_indicators
from audit.model import CATEGORIES
from audit.resources import find_rules_folder
from audit.ruleset.catalogue import Catalogue, check_unique, read_catalogue
from audit.ruleset.declaration import Rule, Ruleset, make_ruleset
from audit.ruleset.predicate import nearest
from audit.ruleset.rulefile import read_rule_file, read_rules, set_bounds
from audit.ruleset.rulesetfile import RulesetFile, read_ruleset_file
from audit.ruleset.yamlsource import YamlMap, read_yaml
from audit.settings import DEFAULT_RULESET

ALL = "built-in"
"""What a rule set extends to start from every built-in rule as it is declared."""


def load_ruleset(name_or_path: str | None = None, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Ruleset:
    """The rules of a run.

    `select` keeps only what it names, `ignore` drops what it names: rules, categories, or globs such as `placeholder-*`.
    Raises RuleError for an unknown set, rule or category, and for everything a rule file refuses.
    """
    found = _Loader(read_catalogue(find_rules_folder())).find(name_or_path or DEFAULT_RULESET, None, ())
    rules = _pick(found.rules, tuple(select), tuple(ignore), None)
    if not rules:
        raise RuleError("没有选中任何规则 / no rule is left", reason="no-rules", hint="heshu rules list")
    return make_ruleset(found.name, rules, found.indicators)


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule set that was found: its rules, and the lists of indicators that go with them."""

    name: str
    rules: tuple[Rule, ...]
    indicators: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Loader:
    """Finds rule sets in the catalogue or on disk; `trail` holds the sets on the way, so that none extends itself."""

    catalogue: Catalogue

    def find(self, name: str, asker: RulesetFile | None, trail: tuple[str, ...]) -> _Found:
        """The set of that name or path; a path is beside the set that asks for it."""
        if name == ALL:
            return _Found(name, self.catalogue.rules)
        if name in trail:
            way = " > ".join((*trail, name))
            message = f"规则集循环引用 / rule sets extend each other: {way}"
            raise RuleError(message, reason="ruleset-cycle", file=name, line=1, hint="extends: built-in")
        if name in self.catalogue.rulesets:
            return self._build(self.catalogue.rulesets[name], (*trail, name))
        path = Path(name) if asker is None else Path(asker.file).parent / name
        if not path.exists():
            file, line = (asker.file, asker.lines.get("extends")) if asker else (name, None)
            message = f"没有规则集 {name} / no rule set {name}"
            raise RuleError(message, reason="unknown-ruleset", file=file, line=line, hint=nearest(name, self.catalogue.rulesets))
        return self._read(path, (*trail, name))

    def _read(self, path: Path, trail: tuple[str, ...]) -> _Found:
        if path.is_dir():
            rules = tuple(rule for file in sorted(path.glob("*.yaml")) for rule in read_rule_file(file, str(file)))
            check_unique(rules)
            return _Found(path.name, rules)
        content = read_yaml(path)
        if isinstance(content, YamlMap):
            return self._build(read_ruleset_file(content), trail)
        rules = read_rules(content, str(path))
        check_unique(rules)
        return _Found(path.stem, rules)

    def _build(self, declared: RulesetFile, trail: tuple[str, ...]) -> _Found:
        base = self.find(declared.extends, declared, trail) if declared.extends else _Found(declared.name, ())
        folder = Path(declared.file).parent
        indicators = (*base.indicators, *(folder / name for name in declared.indicators))
        rules = base.rules
        with overlay_indicators(indicators):  # formulas may use the names of these lists
            for name in declared.rules:
                rules += read_rule_file(folder / name, str(folder / name))
        check_unique(rules)
        rules = _pick(rules, declared.select, declared.ignore, declared)
        return _Found(declared.name, _change(rules, declared), indicators)


def _pick(rules: tuple[Rule, ...], select: tuple[str, ...], ignore: tuple[str, ...], declared: RulesetFile | None) -> tuple[Rule, ...]:
    names = {rule.rule for rule in rules}
    for key, patterns in (("select", select), ("ignore", ignore)):
        for pattern in patterns:
            if not fnmatch.filter({*names, *CATEGORIES}, pattern):
                raise _unknown(pattern, {*names, *CATEGORIES}, key, declared)
    kept = tuple(rule for rule in rules if not select or _is_named(rule, select))
    return tuple(rule for rule in kept if not _is_named(rule, ignore))


def _is_named(rule: Rule, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for name in (rule.rule, rule.category) for pattern in patterns)


def _change(rules: tuple[Rule, ...], declared: RulesetFile) -> tuple[Rule, ...]:
    """The rules with the severities and bounds that a rule set gives them."""
    known = {rule.rule: rule for rule in rules}
    for key, changes in (("severity", declared.severity), ("bounds", declared.bounds)):
        for name in changes:
            if name not in known:
                raise _unknown(name, known, f"{key}.{name}", declared)
    for name, bounds in declared.bounds.items():
        for bound in bounds.keys() - known[name].bounds.keys():
            raise _unknown(bound, known[name].bounds, f"bounds.{name}", declared)
        known[name] = set_bounds(known[name], bounds)
    graded = (replace(rule, severity=declared.severity.get(name, rule.severity)) for name, rule in known.items())
    return tuple(rule for rule in graded if not declared.severities or rule.severity in declared.severities)


def _unknown(name: str, known: Iterable[str], key: str, declared: RulesetFile | None) -> RuleError:
    """What to say of a name that no rule, category or bound has; `key` is where it stands."""
    zh, en = ("规则", "rule") if key.endswith(f".{name}") else ("界限", "bound") if "." in key else ("规则或类别", "rule or category")
    file, line = (declared.file, declared.lines.get(key)) if declared else (None, None)
    message = f"没有{zh} {name} / no {en} {name}"
    return RuleError(message, reason=f"unknown-{en.split()[0]}", file=file, line=line, hint=nearest(name, known))
