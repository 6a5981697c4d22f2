"""The published JSON Schema of `heshu.toml` and `[tool.heshu]`, by which an editor completes keys and marks slips.

Comes in: the keys and kinds that the strict reader uses. Goes out: the schema as JSON; docs/reference/heshu.schema.json holds it, a test
compares. What it cannot say (that a rule exists) is left to `heshu check`.
"""

from __future__ import annotations

import json
from datetime import date

from audit.configuration import KINDS, OVERRIDE_KINDS, SUPPRESS_KINDS, Kinds
from audit.settings import FAIL_ON

DRAFT = "http://json-schema.org/draft-07/schema#"
_WORDS = {
    "ruleset": "规则集的名称或路径 / a shipped rule set, or the path of one from this file",
    "select": "只用这些规则、类别或通配符 / only these rules, categories or globs",
    "ignore": "不用这些规则、类别或通配符 / without these rules, categories or globs",
    "fail-on": "达到哪一级退出码为 1 / from which severity on the exit code is 1",
    "jobs": "几个进程 / how many processes",
    "baseline": "基线文件 / the baseline, from this file",
    "cache": "结果留存的文件夹, true 为 .heshu_cache / the folder where results are kept, true: .heshu_cache",
    "suppress": "不算错误的, 各有理由 / what is no error, each with its reason",
    "override": "个别路径用别的规则 / other rules for some paths",
    "rule": "规则名, * 为任意 / the rule, * stands for anything",
    "path": "文件, 从本文件所在的文件夹算起 / documents, from the folder of this file",
    "text": "问题引用的字 / what the finding quotes",
    "reason": "理由, 报告里会显示 / the reason, which reports show",
    "until": "最后一天 / the last day on which it counts",
}
_TYPES: dict[type, dict[str, object]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 1},
    list: {"type": "array", "items": {"type": "string"}},
    date: {"type": "string", "format": "date"},
}


def describe_configuration() -> str:
    """The schema as JSON text that ends with a line end."""
    schema = _describe_table(KINDS)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    properties["fail-on"] = {"enum": list(FAIL_ON), "description": _WORDS["fail-on"]}
    for key, kinds, required in (("suppress", SUPPRESS_KINDS, ["rule", "reason"]), ("override", OVERRIDE_KINDS, ["path"])):
        properties[key] = {"type": "array", "items": {**_describe_table(kinds), "required": required}, "description": _WORDS[key]}
    form = {"$schema": DRAFT, "title": "heshu.toml, [tool.heshu]", **schema}
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _describe_table(kinds: Kinds) -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "properties": {key: _describe(key, kind) for key, kind in kinds.items()}}


def _describe(key: str, kind: type | tuple[type, ...]) -> dict[str, object]:
    choices = [_TYPES[each] for each in (kind if isinstance(kind, tuple) else (kind,))]
    shape = choices[0] if len(choices) == 1 else {"anyOf": choices}
    return {**shape, "description": _WORDS[key]}
