"""`heshu rules` and `heshu explain`: what the rules are, whether their examples pass, what a rule may read, and a rule to start from.

Comes in: the options. Goes out: a list, a manual page, the columns of the relations or a new rule file; `rules test` ends with 1 where
an example does not do what it says. Refuses rules that cannot be loaded, names that no rule has, and to write over a file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from audit.commands.complaint import choose_half
from audit.commands.output import write_stdout
from audit.errors import OutputError, RuleError, UsageError
from audit.examples import run_examples
from audit.relate.schema import SCHEMAS, RelationSchema
from audit.resources import find_rules_folder
from audit.ruleset import Ruleset, describe_rule, load_ruleset
from audit.ruleset.manual import list_rules
from audit.ruleset.starter import write_starter


def run(options: argparse.Namespace) -> int:
    """Run `heshu rules` or `heshu explain`."""
    if options.command == "explain":
        return explain_rule(load_ruleset(options.ruleset), options.rule, options.lang)
    if options.action == "relations":
        write_stdout("\n".join(describe_relation(schema) for schema in SCHEMAS.values()))
        return 0
    if options.action == "new":
        return start_rule(options.folder, options.lang)
    ruleset = load_ruleset(options.folder or options.ruleset)
    if options.action == "test":
        return report_examples(ruleset, options.lang)
    write_stdout(list_rules(ruleset.rules, options.lang))
    return 0


def start_rule(name: str | None, lang: str) -> int:
    """Write a rule that passes its own examples into a new file, for its author to change."""
    if name is None:
        raise UsageError("缺少文件名 / the file is missing", reason="usage", hint="heshu rules new rate-too-high.yaml")
    path = Path(name)
    content = write_starter(path, find_rules_folder() / "schema.json")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except OSError as problem:
        message = f"写不了 / cannot be written: {problem.strerror}"
        raise OutputError(message, reason="unwritable", file=name, hint="换一个文件名 / choose another name") from problem
    words = "已写入 {0}；改好后运行 heshu rules test {0}\n" if lang == "zh" else "wrote {0}; change it, then run heshu rules test {0}\n"
    write_stdout(words.format(name))
    return 0


def explain_rule(ruleset: Ruleset, name: str, lang: str) -> int:
    """Print the manual page of one rule."""
    rule = ruleset.rule(name)
    if rule is None:
        near = get_close_matches(name, [known.rule for known in ruleset.rules], n=3)
        hint = f"是不是: {'、'.join(near)}" if near else "heshu rules 列出全部规则"
        raise RuleError(f"没有规则 {name} / no rule {name}", reason="unknown-rule", hint=hint)
    write_stdout(describe_rule(rule, lang))
    return 0


def report_examples(ruleset: Ruleset, lang: str) -> int:
    """Run the rules' own examples and say which do not do what they say."""
    results = run_examples(ruleset)
    failures = [result for result in results if result.problem]
    for failure in failures:
        problem = choose_half(failure.problem or "", lang)
        write_stdout(f"{failure.rule}  {failure.kind}[{failure.index}]: {problem}\n")
    sound = len(results) - len(failures)
    words = "{} 条规则，{} 个例子通过，{} 个不符\n" if lang == "zh" else "{} rules, {} examples pass, {} do not\n"
    write_stdout(words.format(len(ruleset.rules), sound, len(failures)))
    return 1 if failures else 0


def describe_relation(schema: RelationSchema) -> str:
    """One relation: its name, default category, what a row is, its roles and its columns."""
    return "".join(_describe_lines(schema))


def _describe_lines(schema: RelationSchema) -> Iterator[str]:
    yield f"{schema.name}  [{schema.category}]\n  {schema.meaning}\n  roles: {', '.join(schema.roles)}\n"
    width = max(map(len, schema.columns))
    for name, kind in schema.columns.items():
        yield f"    {name:<{width}}  {kind}\n"
