"""Rule files: YAML lists of rules, read strictly and compiled.

Comes in: the path of a rule file. Goes out: its rules in order, their predicates and formulas checked and compiled. Refuses, with file,
line and hint: unknown or missing keys, unknown relations and columns, placeholders that the relation lacks, missing examples.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from string import Formatter

from audit.knowledge import load_indicators
from audit.model import CATEGORIES, SEVERITIES, Severity
from audit.relate.formula import PER, Formula
from audit.relate.schema import SCHEMAS, RelationSchema
from audit.ruleset.compile import compile_predicate
from audit.ruleset.declaration import LANGUAGES, Example, Exemption, Rule, Words
from audit.ruleset.formula import DEFAULT_PER, FORMULA_MESSAGES, parse_formula, write_predicates
from audit.ruleset.predicate import PredicateError, nearest
from audit.ruleset.yamlsource import YamlMap, read_yaml

REQUIRED = ("rule", "since", "severity", "category", "on", "fails", "title", "message", "why", "bad", "good")
KEYS = frozenset({*REQUIRED, "where", "proves", "norm", "exempt"})
FORMULA_REQUIRED = ("rule", "since", "severity", "category", "formula", "title", "why", "bad", "good")
FORMULA_KEYS = frozenset({*FORMULA_REQUIRED, "per", "tolerance", "message", "proves", "norm", "exempt"})
LEAST_EXAMPLES = 2
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def read_rule_file(path: Path, shown: str) -> tuple[Rule, ...]:
    """All rules of a file; `shown` is the name that errors and rules give it. Raises RuleError."""
    content = read_yaml(path, shown)
    return read_rules(content, shown)


def read_rules(content: object, shown: str) -> tuple[Rule, ...]:
    """The rules of a YAML list that was read already."""
    if not isinstance(content, list) or not content:
        raise _place(shown, 1).error("规则文件是一个列表 / a rule file is a list of rules", reason="rules-not-a-list", hint="- rule: …")
    rules = []
    for entry in content:
        if not isinstance(entry, YamlMap):
            raise _place(shown, 1).error("每条规则是一组键 / each rule is a map of keys", reason="rule-not-a-map", hint="- rule: …")
        rules.append(_read_rule(entry))
    return tuple(rules)


def names_shown(schema: RelationSchema) -> set[str]:
    """What a message over this relation may name: its roles, its intervals, its texts and its whole numbers."""
    return {*schema.roles, *schema.operands, *schema.intervals, *schema.texts, *schema.wholes}


def _read_rule(entry: YamlMap) -> Rule:
    if "formula" in entry:
        return _read_formula_rule(entry)
    _check_keys(entry, KEYS, REQUIRED)
    schema = _read_schema(entry)
    where = read_text(entry, "where") if "where" in entry else None
    message = _read_message(entry, schema)
    return _make_rule(entry, schema, where, read_text(entry, "fails"), message, _read_flag(entry, "proves"))


def _read_formula_rule(entry: YamlMap) -> Rule:
    """A rule that states a formula instead of `on`, `where` and `fails`: these are made of it."""
    _check_keys(entry, FORMULA_KEYS, FORMULA_REQUIRED)
    formula = _read_formula(entry)
    schema = SCHEMAS["identity"]
    where, fails = write_predicates(formula)
    message = _read_message(entry, schema) if "message" in entry else FORMULA_MESSAGES[formula.comparison]
    proves = _read_flag(entry, "proves") if "proves" in entry else formula.comparison == "="
    return replace(_make_rule(entry, schema, where, fails, message, proves), formula=formula)


def _make_rule(entry: YamlMap, schema: RelationSchema, where: str | None, fails: str, message: Words, proves: bool) -> Rule:
    at = "formula" if "formula" in entry else "where"
    return Rule(
        rule=_read_name(entry),
        since=read_text(entry, "since"),
        severity=read_severity(entry, "severity"),
        category=read_choice(entry, "category", CATEGORIES),
        on=schema.name,
        where=where,
        fails=fails,
        where_sql=None if where is None else _compile(entry, at, where, schema),
        fails_sql=_compile(entry, "fails", fails, schema),
        proves=proves,
        title=read_words(entry, "title"),
        message=message,
        why=read_words(entry, "why"),
        norm=read_text(entry, "norm") if "norm" in entry else None,
        exempt=tuple(_read_exemption(item, schema) for item in _read_maps(entry, "exempt")),
        bad=_read_examples(entry, "bad"),
        good=_read_examples(entry, "good"),
        file=entry.file,
        line=entry.line,
    )


def _read_formula(entry: YamlMap) -> Formula:
    per = entry.get("per") if "per" in entry else list(DEFAULT_PER)
    if not isinstance(per, list) or "document" not in per:
        message = "per 是列表, 含 document / per is a list with document"
        raise entry.error(message, "per", reason="bad-per", hint=f"per: [{', '.join(DEFAULT_PER)}]")
    for part in per:
        if part not in PER:
            raise entry.error(f"per 不认识 {part} / per does not know {part}", "per", reason="bad-per", hint=nearest(str(part), PER))
    tolerance = read_text(entry, "tolerance") if "tolerance" in entry else "0"
    if not re.fullmatch(r"\d(\.\d+)?", tolerance):
        hint = 'tolerance: "2"'
        raise entry.error("tolerance 是百分之几 / tolerance is a few percent", "tolerance", reason="bad-tolerance", hint=hint)
    try:
        return parse_formula(_read_name(entry), read_text(entry, "formula"), tuple(per), Decimal(tolerance), load_indicators())
    except PredicateError as problem:
        raise entry.error(problem.message, "formula", reason="bad-formula", hint=problem.hint) from problem


def _check_keys(entry: YamlMap, allowed: frozenset[str], required: tuple[str, ...]) -> None:
    for key in entry:
        if key not in allowed:
            raise entry.error(f"不认识的键 {key} / unknown key {key}", key, reason="unknown-key", hint=nearest(key, allowed))
    for key in required:
        if key not in entry:
            raise entry.error(f"缺少 {key} / {key} is missing", reason="missing-key", hint=f"{key}: …")


def _read_name(entry: YamlMap) -> str:
    name = read_text(entry, "rule")
    if not _NAME.fullmatch(name):
        raise entry.error(f"规则名不合格 / not a rule name: {name}", "rule", reason="bad-name", hint="share-mismatch")
    return name


def _read_schema(entry: YamlMap) -> RelationSchema:
    name = read_text(entry, "on")
    if name not in SCHEMAS:
        raise entry.error(f"没有关系 {name} / no relation {name}", "on", reason="unknown-relation", hint=nearest(name, SCHEMAS))
    return SCHEMAS[name]


def read_text(entry: YamlMap, key: str) -> str:
    """A text that is not empty."""
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise entry.error(f"{key} 要写文字 / {key} must be text", key, reason="not-text", hint=f'{key}: "…"')
    return value.strip()


def read_choice(entry: YamlMap, key: str, allowed: tuple[str, ...]) -> str:
    """One word of a closed list."""
    value = read_text(entry, key)
    if value not in allowed:
        raise entry.error(f"{key} 不能是 {value} / {key} cannot be {value}", key, reason=f"bad-{key}", hint=nearest(value, allowed))
    return value


def read_severity(entry: YamlMap, key: str) -> Severity:
    """One of the severities."""
    found = read_choice(entry, key, SEVERITIES)
    return next(severity for severity in SEVERITIES if severity == found)


def read_words(entry: YamlMap, key: str) -> dict[str, str]:
    """One text in every language."""
    value = entry.get(key)
    if not isinstance(value, YamlMap):
        raise entry.error(f"{key} 要写 zh 和 en / {key} needs zh and en", key, reason="missing-words", hint=f"{key}: {{zh: …, en: …}}")
    _check_keys(value, frozenset(LANGUAGES), LANGUAGES)
    return {language: read_text(value, language) for language in LANGUAGES}


def _read_flag(entry: YamlMap, key: str) -> bool:
    value = entry.get(key)
    if key in entry and not isinstance(value, bool):
        raise entry.error(f"{key} 只能是 true 或 false / {key} is true or false", key, reason="not-a-flag")
    return bool(value)


def _read_message(entry: YamlMap, schema: RelationSchema) -> dict[str, str]:
    words = read_words(entry, "message")
    known = names_shown(schema)
    for text in words.values():
        for name in _placeholders(entry, text):
            if name not in known:
                message = f"message 里的 {{{name}}} 不是关系 {schema.name} 的 / relation {schema.name} has no {name}"
                raise entry.error(message, "message", reason="unknown-placeholder", hint=nearest(name, known))
    return words


def _placeholders(entry: YamlMap, text: str) -> list[str]:
    try:
        return [part for _, part, form, conversion in Formatter().parse(text) if part is not None or form or conversion]  # type: ignore[misc]
    except ValueError as problem:
        raise entry.error(f"message 的花括号不配对 / unbalanced braces: {problem}", "message", reason="bad-message") from problem


def _compile(entry: YamlMap, key: str, text: str, schema: RelationSchema) -> str:
    try:
        return compile_predicate(text, schema)
    except PredicateError as problem:
        raise entry.error(problem.message, key, reason="bad-predicate", hint=problem.hint) from problem


def _read_maps(entry: YamlMap, key: str) -> list[YamlMap]:
    value = entry.get(key) if key in entry else []
    if not isinstance(value, list) or not all(isinstance(item, YamlMap) for item in value):
        raise entry.error(f"{key} 是一个列表, 每项一组键 / {key} is a list of maps", key, reason="not-a-list")
    return value


def _read_exemption(item: YamlMap, schema: RelationSchema) -> Exemption:
    _check_keys(item, frozenset({"when", "reason", *LANGUAGES}), ("when", "reason", *LANGUAGES))
    when = read_text(item, "when")
    words = {language: read_text(item, language) for language in LANGUAGES}
    return Exemption(when, _compile(item, "when", when, schema), read_text(item, "reason"), words)


def _read_examples(entry: YamlMap, key: str) -> tuple[Example, ...]:
    value = entry.get(key)
    if not isinstance(value, list) or len(value) < LEAST_EXAMPLES:
        message = f"{key} 至少要 {LEAST_EXAMPLES} 个例子 / {key} needs at least {LEAST_EXAMPLES} examples"
        raise entry.error(message, key, reason="missing-example", hint=f"{key}: [- text: …]")
    return tuple(_read_example(entry, key, item) for item in value)


def _read_example(entry: YamlMap, key: str, item: object) -> Example:
    if isinstance(item, str):
        return Example(item)
    if not isinstance(item, YamlMap):
        raise entry.error(f"{key} 的例子是文字 / an example is text", key, reason="bad-example")
    _check_keys(item, frozenset({"text", "against", "hits"} if key == "bad" else {"text", "against"}), ("text",))
    text, hits, against = item.get("text"), _read_quotes(item, "hits"), _read_quotes(item, "against")
    if not isinstance(text, str):
        raise item.error("例子的 text 是文字 / text is text", reason="bad-example")
    for hit in hits:
        if hit not in text:
            raise item.error(f"例子里没有 {hit} / the example does not contain {hit}", "hits", reason="bad-example")
    return Example(text, hits, against)


def _read_quotes(item: YamlMap, key: str) -> tuple[str, ...]:
    """A list of texts that may be missing; one text stands for a list of one."""
    value = item.get(key) if key in item else []
    texts = [value] if isinstance(value, str) and key == "against" else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise item.error(f"例子的 {key} 是文字的列表 / {key} is a list of texts", key, reason="bad-example")
    return tuple(texts)


def _place(shown: str, line: int) -> YamlMap:
    return YamlMap(shown, line)
