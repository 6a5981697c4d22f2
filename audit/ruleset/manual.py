"""The manual of the rules, made from the loaded rules and from nothing else.

Comes in: rules. Goes out: a plain text page for one rule, a line for a list of them, and the summaries that reports carry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.model import RuleSummary
from audit.relate.schema import SCHEMAS
from audit.ruleset.declaration import Example, Rule, Ruleset

_NAMES = re.compile(r"[a-z_]+")
_HEADS = {
    "zh": {
        "formula": "公式", "per": "相同的",
        "why": "为什么", "norm": "依据", "reads": "读什么", "where": "适用", "fails": "何时报", "says": "怎么说", "exempt": "不报的情形",
        "bad": "会报的例子", "good": "不报的例子", "proves": "成立即算“已核实”", "screens": "成立只算“已筛查”", "empty": "(空文档)",
    },
    "en": {
        "formula": "Formula", "per": "the same", "why": "Why", "norm": "Norm",
        "reads": "Reads", "where": "Applies where", "fails": "Fails when", "says": "Says",
        "exempt": "Silent where", "bad": "Reported", "good": "Left alone",
        "proves": "holding verifies the figures", "screens": "holding only screens the figures", "empty": "(an empty document)",
    },
}  # fmt: skip


def describe_rule(rule: Rule, lang: str = "zh") -> str:
    """The page of one rule as plain text: title, reason, norm, what it reads, when it speaks, and its examples."""
    head = _HEADS[lang]
    proof = head["proves"] if rule.proves else head["screens"]
    parts = [
        f"{rule.rule}  [{rule.severity} · {rule.category} · {rule.since}]",
        rule.title[lang],
        "",
        *_block(head["why"], [rule.why[lang]]),
        *_block(head["norm"], [rule.norm] if rule.norm else []),
        *_block(head["formula"], _show_formula(rule, head["per"])),
        *_block(head["reads"], [f"{rule.on}: {SCHEMAS[rule.on].meaning}", ", ".join(columns_used(rule))]),
        *_block(head["where"], [rule.where] if rule.where else []),
        *_block(head["fails"], [f"{rule.fails}    ({proof})"]),
        *_block(head["says"], [rule.message[lang]]),
        *_block(head["exempt"], [f"{each.words[lang]}: {each.when}" for each in rule.exempt]),
        *_block(head["bad"], [_show_example(each, "✗", head["empty"]) for each in rule.bad]),
        *_block(head["good"], [_show_example(each, "✓", head["empty"]) for each in rule.good]),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _show_formula(rule: Rule, per: str) -> list[str]:
    if rule.formula is None:
        return []
    tolerance = f", ±{rule.formula.tolerance}%" if rule.formula.tolerance else ""
    return [f"{rule.formula.statement}{tolerance}", f"{per}: {', '.join(rule.formula.per)}"]


def columns_used(rule: Rule) -> tuple[str, ...]:
    """The columns of its relation that a rule reads, in the relation's order."""
    sql = " ".join([rule.where_sql or "", rule.fails_sql, *(each.sql for each in rule.exempt)])
    words = set(_NAMES.findall(re.sub(r"'[^']*'", "", sql)))
    return tuple(name for name in SCHEMAS[rule.on].columns if name in words)


def list_rules(rules: Sequence[Rule], lang: str = "zh") -> str:
    """One line for each rule: name, severity, category, title."""
    width = max((len(rule.rule) for rule in rules), default=0)
    return "".join(f"{rule.rule:<{width}}  {rule.severity:<7}  {rule.category:<13}  {rule.title[lang]}\n" for rule in rules)


def summarise_rules(ruleset: Ruleset) -> tuple[RuleSummary, ...]:
    """What a report needs to know of each rule."""
    return tuple(
        RuleSummary(rule.rule, rule.category, rule.severity, rule.title, rule.why, rule.norm, rule.bad[0].text, rule.good[0].text)
        for rule in ruleset.rules
    )


def _block(head: str, lines: Sequence[str]) -> list[str]:
    return [head, *(f"  {line}" for line in lines if line), ""] if lines else []


def _show_example(example: Example, mark: str, empty: str) -> str:
    text = example.text.strip().replace("\n", "\n    ")
    hits = f"    ← {'、'.join(example.hits)}" if example.hits else ""
    beside = (other.strip().replace("\n", "\n      ") for other in example.against)
    return f"{mark} {text or empty}{hits}" + "".join(f"\n    ↔ {other}" for other in beside)
