"""Rule sets by name or path, ready to judge with.

Comes in: the name of a built-in rule set, or the path of a rule set, a rule file or a folder of rule files; rules and
categories to select or ignore. Goes out: a frozen Ruleset. Refuses, as a RuleError with a hint, whatever it cannot find.
"""

from __future__ import annotations

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
from audit.ruleset.rulefile import read_rule_file, read_rules
from audit.ruleset.rulesetfile import RulesetFile, read_ruleset_file
from audit.ruleset.yamlsource import YamlMap, read_yaml
from audit.settings import DEFAULT_RULESET

ALL = "built-in"
"""What a rule set extends to start from every built-in rule as it is declared."""


def load_ruleset(name_or_path: str | None = None, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Ruleset:
    """The rules of a run.

    `select` keeps only the rules and categories it names, `ignore` drops those it names.
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

    def find(self, name: str, beside: Path | None, trail: tuple[str, ...]) -> _Found:
        if name == ALL:
            return _Found(name, self.catalogue.rules)
        if name in trail:
            way = " > ".join((*trail, name))
            raise RuleError(f"规则集循环引用 / rule sets extend each other: {way}", reason="ruleset-cycle", file=name)
        if name in self.catalogue.rulesets:
            return self._build(self.catalogue.rulesets[name], None, (*trail, name))
        path = Path(name) if beside is None else beside / name
        if not path.exists():
            message = f"没有规则集 {name} / no rule set {name}"
            raise RuleError(message, reason="unknown-ruleset", file=name, hint=nearest(name, self.catalogue.rulesets))
        return self._read(path, (*trail, name))

    def _read(self, path: Path, trail: tuple[str, ...]) -> _Found:
        if path.is_dir():
            rules = tuple(rule for file in sorted(path.glob("*.yaml")) for rule in read_rule_file(file, str(file)))
            check_unique(rules)
            return _Found(path.name, rules)
        content = read_yaml(path)
        if isinstance(content, YamlMap):
            return self._build(read_ruleset_file(content), path.parent, trail)
        rules = read_rules(content, str(path))
        check_unique(rules)
        return _Found(path.stem, rules)

    def _build(self, declared: RulesetFile, beside: Path | None, trail: tuple[str, ...]) -> _Found:
        base = self.find(declared.extends, beside, trail) if declared.extends else _Found(declared.name, ())
        folder = beside or Path()
        indicators = (*base.indicators, *(folder / name for name in declared.indicators))
        rules = base.rules
        with overlay_indicators(indicators):  # formulas may use the names of these lists
            for name in declared.rules:
                rules += read_rule_file(folder / name, str(folder / name))
        check_unique(rules)
        rules = _pick(rules, declared.select, declared.ignore, declared.file)
        return _Found(declared.name, _regrade(rules, declared), indicators)


def _pick(rules: tuple[Rule, ...], select: tuple[str, ...], ignore: tuple[str, ...], file: str | None) -> tuple[Rule, ...]:
    known = {*CATEGORIES, *(rule.rule for rule in rules)}
    for name in (*select, *ignore):
        if name not in known:
            message = f"没有规则或类别 {name} / no rule or category {name}"
            raise RuleError(message, reason="unknown-rule", file=file, hint=nearest(name, known))
    kept = (rule for rule in rules if not select or rule.rule in select or rule.category in select)
    return tuple(rule for rule in kept if rule.rule not in ignore and rule.category not in ignore)


def _regrade(rules: tuple[Rule, ...], declared: RulesetFile) -> tuple[Rule, ...]:
    names = {rule.rule for rule in rules}
    for name in declared.severity:
        if name not in names:
            raise RuleError(f"没有规则 {name} / no rule {name}", reason="unknown-rule", file=declared.file, hint=nearest(name, names))
    graded = (replace(rule, severity=declared.severity.get(rule.rule, rule.severity)) for rule in rules)
    return tuple(rule for rule in graded if not declared.severities or rule.severity in declared.severities)
