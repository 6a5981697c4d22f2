"""Writes the pages that come from the code: the relations that rules may read, the list of the shipped rules, a page a rule, and a report.

Comes in: the relation schemas, the built-in rules, what these say of their own examples, and two fixture documents. Goes out:
docs/reference/relations.md, docs/reference/rules.md, docs/rules/*.md, and the sample report in reports/ (`make pages`); tests compare
them with what lies there. Refuses rules that cannot be loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the code beside these pages, not one that is installed

from audit.configurationschema import describe_configuration
from audit.examples import show_examples
from audit.model import CATEGORIES
from audit.pipeline import audit_texts
from audit.relate.schema import COMMON, SCHEMAS, RelationSchema
from audit.report import render_report
from audit.ruleset import Rule, load_ruleset
from audit.ruleset.pages import NOTE, write_page

FOLDER = Path(__file__).parent
SAMPLES = {"临江市2023年统计公报.txt": "linjiang-communique", "临江市商务局工作总结(代拟稿).txt": "linjiang-placeholder"}
"""The documents of the sample report: the name that it shows, and the folder of the fixture."""


def write_relations() -> str:
    """The page of all relations."""
    return NOTE + "".join(_list_relations())


def write_rules() -> str:
    """The page of all built-in rules, by category."""
    return NOTE + "".join(_list_rules(load_ruleset("built-in").rules))


def _list_relations() -> Iterator[str]:
    yield "# Relations: what a rule may read\n\n"
    yield "A row of a relation is figures that speak of each other. A rule names one relation in `on` and compares its columns.\n"
    yield "An *operand* X has the columns `X_low`, `X_high`, `X_known`, `X_status`, `X_period`, `X_unit`; an *interval* X has `X_low`,\n"
    yield "`X_high`, `X_known`, `X_truncated_low`, `X_truncated_high`. A NULL bound of a known interval is an open end.\n\n"
    yield f"Every relation also has {', '.join(f'`{name}`' for name in COMMON)}. `why_not` says why a row cannot be decided.\n"
    for schema in SCHEMAS.values():
        yield from _describe_relation(schema)


def _describe_relation(schema: RelationSchema) -> Iterator[str]:
    yield f"\n## {schema.name}\n\nOne row is {schema.meaning}. Default category: `{schema.category}`.\n\n"
    groups = {
        "roles of its places": schema.roles,
        "operands": schema.operands,
        "intervals": schema.intervals,
        "texts": schema.texts,
        "flags": schema.flags,
        "whole numbers": schema.wholes,
    }
    yield from (f"- {name}: {', '.join(f'`{each}`' for each in group)}\n" for name, group in groups.items() if group)


def _list_rules(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield f"# Rules\n\n{len(rules)} rules ship with heshu. `heshu explain NAME` shows a rule with its examples; so does its page.\n"
    for category in CATEGORIES:
        chosen = [rule for rule in rules if rule.category == category]
        if chosen:
            yield f"\n## {category}\n\n| rule | severity | reads | says | wrong | right |\n| --- | --- | --- | --- | --- | --- |\n"
        yield from map(_describe_rule, chosen)


def _describe_rule(rule: Rule) -> str:
    cells = (rule.severity, rule.on, f"{rule.title['zh']}<br>{rule.title['en']}", rule.bad[0].text, rule.good[0].text)
    link = f"[{rule.rule}](../rules/{rule.rule}.md)"
    return f"| {link} | {' | '.join(_fit_cell(cell) for cell in cells)} |\n"


def _fit_cell(text: str) -> str:
    """A text in one cell of a Markdown table: nothing in it is markup."""
    shown = text.strip().replace("\n", " ⏎ ").replace("|", "\\|").replace("*", "\\*").replace("[", "\\[").replace("_", "\\_")
    return "".join(char if char.isprintable() else f"⟨U+{ord(char):04X}⟩" for char in shown)


def write_pages() -> dict[str, str]:
    """All pages by their place below docs/."""
    ruleset = load_ruleset("built-in")
    shown = show_examples(ruleset)
    pages = {f"rules/{rule.rule}.md": write_page(rule, *shown[rule.rule]) for rule in ruleset.rules}
    pages["reference/heshu.schema.json"] = describe_configuration()
    return {"reference/relations.md": write_relations(), "reference/rules.md": write_rules(), **pages}


def write_samples() -> dict[str, str]:
    """The sample report, as a page and as Markdown, by place below docs/."""
    fixtures = FOLDER.parent / "fixtures" / "documents"
    texts = {name: (fixtures / folder / "source.txt").read_text("utf-8") for name, folder in SAMPLES.items()}
    run = audit_texts(texts, load_ruleset("pre-publication"))
    return {f"../reports/sample.{suffix}": render_report(run, format) for suffix, format in (("html", "html"), ("md", "markdown"))}


def find_stale(pages: dict[str, str]) -> list[Path]:
    """Pages of rules that are no more."""
    return [path for path in sorted((FOLDER / "rules").glob("*.md")) if f"rules/{path.name}" not in pages]


if __name__ == "__main__":
    made = write_pages() | write_samples()
    (FOLDER / "rules").mkdir(exist_ok=True)
    for name, content in made.items():
        (FOLDER / name).write_text(content, encoding="utf-8")
    for path in find_stale(made):
        path.unlink()
