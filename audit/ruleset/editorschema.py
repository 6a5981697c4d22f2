"""The published JSON Schemas of rule files and rule sets, by which an editor completes keys and marks slips while one types.

Comes in: nothing but the declaration that the strict reader uses too. Goes out: `rules/schema.json` and `rules/rulesets/schema.json`
(`python -m audit.ruleset` writes them; a test compares). What no JSON Schema can say, such as the columns of a predicate, is left to
`heshu rules test`.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from audit.model import CATEGORIES, SEVERITIES
from audit.relate.formula import PER
from audit.relate.schema import SCHEMAS, RelationSchema
from audit.ruleset import rulefile
from audit.ruleset.declaration import LANGUAGES

Schema = dict[str, object]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best."""


def write_rule_schema() -> str:
    """The JSON Schema of a rule file: a list of rules."""
    return _write("heshu 规则文件 / rule file", {"type": "array", "minItems": 1, "items": describe_rule_entry()})


def write_set_schema() -> str:
    """The JSON Schema of a rule set: one map."""
    return _write("heshu 规则集 / rule set", _map(_SET_KEYS, ("name",)))


def describe_rule_entry() -> Schema:
    """The schema of one rule."""
    shared = [key for key in rulefile.REQUIRED if key in rulefile.FORMULA_REQUIRED]
    forms = [{"required": [key for key in form if key not in shared]} for form in (rulefile.REQUIRED, rulefile.FORMULA_REQUIRED)]
    return {**_map(_RULE_KEYS, shared), "oneOf": forms}


def _write(title: str, schema: Schema) -> str:
    return json.dumps({"$schema": DRAFT, "title": title, **schema}, ensure_ascii=False, indent=1) + "\n"


def _map(properties: dict[str, Schema], required: Collection[str] = ()) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _text(told: str, **more: object) -> Schema:
    return {"type": "string", "pattern": r"\S", "description": told, **more}


def _words(told: str) -> Schema:
    return {"description": told, **_map({language: _text(told) for language in LANGUAGES}, LANGUAGES)}


def _texts(told: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": told}


def _by_name(told: str, value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value, "description": told}


def _examples(told: str, keys: dict[str, Schema]) -> Schema:
    example = {"anyOf": [{"type": "string"}, _map(keys, ("text",))]}
    return {"type": "array", "minItems": rulefile.LEAST_EXAMPLES, "items": example, "description": told}


def _describe_relation(schema: RelationSchema) -> str:
    return f"{schema.meaning}. Columns: {', '.join(schema.columns)}"


_NUMBER: Schema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{rulefile.BOUND}$"}]}
_BOUNDS = _by_name("数的名称和值，谓词里用名称，规则集可改 / named numbers that a rule set may change", _NUMBER)
_SEVERITY: Schema = {"enum": list(SEVERITIES), "description": "级别 / severity"}
_EXEMPTION = _map(
    {
        "when": _text("谓词 / a predicate"),
        "reason": _text("账本里的理由 / the reason in the ledger"),
        **{language: _text("给人看的理由 / the reason in words") for language in LANGUAGES},
    },
    ("when", "reason", *LANGUAGES),
)
_EXAMPLE: dict[str, Schema] = {
    "text": {"type": "string"},
    "against": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "用来对照的文件 / the documents it is compared with",
    },
}
_RULE_KEYS: dict[str, Schema] = {
    "rule": _text("规则名，不改、不重用 / stable name, never reused", pattern=f"^{rulefile.NAME}$"),
    "since": _text("从哪一版起有 / the first version that has it"),
    "severity": _SEVERITY,
    "category": {"enum": list(CATEGORIES), "description": "类别 / category"},
    "on": {
        "enum": list(SCHEMAS),
        "enumDescriptions": [_describe_relation(schema) for schema in SCHEMAS.values()],
        "description": "关系 / the relation it reads",
    },
    "where": _text("谓词: 说哪些行 / which rows it speaks of"),
    "fails": _text("谓词: TRUE 报, FALSE 成立, NULL 不能判断 / TRUE fails, FALSE holds, NULL cannot be decided"),
    "bounds": _BOUNDS,
    "formula": _text("公式，代替 on 和 fails / a formula instead of `on` and `fails`"),
    "per": {"type": "array", "items": {"enum": list(PER)}, "description": "哪些要相同 / what must be the same for the figures to meet"},
    "tolerance": _text("右边可差百分之几 / how many percent the right side may be off"),
    "proves": {"type": "boolean", "description": "成立即算已核实 / holding verifies the figures"},
    "title": _words("标题 / title"),
    "message": _words("报什么，{…} 是行里的值 / what it says; {…} are values of the row"),
    "why": _words("为什么要紧 / why it matters"),
    "norm": _text("依据的标准、法规、来源 / the standard, law or source it rests on"),
    "exempt": {"type": "array", "items": _EXEMPTION, "description": "不报的情形 / when it does not speak"},
    "bad": _examples("会报的例子 / texts it must hit", {**_EXAMPLE, "hits": _texts("要指到的字 / what it must point at")}),
    "good": _examples("不报的例子，至少一个是险些误报的 / texts it must leave alone, one a near miss", _EXAMPLE),
}
_SET_KEYS: dict[str, Schema] = {
    "name": _text("规则集的名称 / the name of the set"),
    "title": _words("标题 / title"),
    "extends": _text("从哪一套开始: built-in、自带规则集或旁边的文件 / built-in, a built-in set, or a file beside this one"),
    "rules": _texts("旁边的规则文件 / rule files beside this one"),
    "indicators": _texts("旁边的指标表 / lists of indicators beside this file"),
    "select": _texts("只用这些规则、类别或通配符 / only these rules, categories or globs"),
    "ignore": _texts("不用这些规则、类别或通配符 / without these rules, categories or globs"),
    "severities": {"type": "array", "items": _SEVERITY, "description": "只留这些级别 / only these severities"},
    "severity": _by_name("改单条规则的级别 / the severity of single rules", _SEVERITY),
    "bounds": _by_name("改单条规则的界限 / the bounds of single rules", _BOUNDS),
}
SCHEMA_FILES = {"schema.json": write_rule_schema, "rulesets/schema.json": write_set_schema}
"""The files by their place below `rules/`, and what writes them."""
