"""The manual of the rules as Markdown: one page a rule, made from the rule and from what it really says of its own examples.

Comes in: a rule and what was said of each of its examples. Goes out: the text of its page. Nothing in an example is markup there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.relate.schema import SCHEMAS
from audit.ruleset.declaration import Example, Rule, columns_used

NOTE = "<!-- made by `make pages`; do not edit -->\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """One example with what its rule said of it: messages with their arithmetic, or the outcome in a word; `others` are the
    rules that report it too."""

    example: Example
    said: tuple[tuple[str, str], ...]
    outcome: str
    others: tuple[str, ...] = ()


def write_page(rule: Rule, bad: Sequence[Shown], good: Sequence[Shown]) -> str:
    """The page of one rule."""
    return "".join(_write_parts(rule, bad, good))


def _write_parts(rule: Rule, bad: Sequence[Shown], good: Sequence[Shown]) -> Iterator[str]:
    yield f"{NOTE}# {rule.rule}\n\n**{rule.title['zh']}** · {rule.title['en']}\n\n"
    yield f"`{rule.severity}` · `{rule.category}` · since {rule.since} · [{rule.file}](../../{rule.file})\n\n"
    yield f"## 为什么 · Why\n\n{rule.why['zh']}\n\n{rule.why['en']}\n"
    yield f"\n## 依据 · Norm\n\n{rule.norm}\n" if rule.norm else ""
    yield f"\n## 比什么 · What is compared\n\n`{rule.on}`: {SCHEMAS[rule.on].meaning}.\n"
    yield f"Columns read: {', '.join(f'`{name}`' for name in columns_used(rule))}.\n\n"
    if rule.formula:
        yield f"公式 · Formula: `{rule.formula.statement}`, per {', '.join(rule.formula.per)}\n\n"
    yield "```yaml\n" + (f"where: {rule.where}\n" if rule.where else "") + f"fails: {rule.fails}\n"
    bounds = ", ".join(f"{name}: {value}" for name, value in rule.bounds.items())
    yield (f"bounds: {{{bounds}}}\n" if bounds else "") + "```\n\n"
    yield "成立即算“已核实” · Holding verifies the figures.\n" if rule.proves else "成立只算“已筛查” · Holding only screens the figures.\n"
    if rule.exempt:
        yield "\n## 不报的情形 · Exempt\n\n"
        yield from (f"- {each.words['zh']} · {each.words['en']}: `{each.when}` (`{each.reason}`)\n" for each in rule.exempt)
    yield "\n## 会报 · Reported\n"
    yield from (_write_example(each) for each in bad)
    yield "\n## 不报 · Left alone\n"
    yield from (_write_example(each) for each in good)


def _write_example(shown: Shown) -> str:
    lines = [f"    {line}" for line in _show_text(shown.example.text)]
    said = [f"- {_escape(message)}" + (f" — `{_show_odd(arithmetic)}`" if arithmetic else "") for message, arithmetic in shown.said]
    others = f"; {', '.join(f'[{name}]({name}.md)' for name in shown.others)}" if shown.others and not shown.said else ""
    return "\n" + "\n".join(lines) + "\n\n" + "\n".join(said or [f"- {shown.outcome}{others}"]) + "\n"


def _show_text(text: str) -> list[str]:
    return [_show_odd(line) for line in text.strip("\n").split("\n")] if text.strip("\n") else ["(empty)"]


def _escape(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|" else char for char in _show_odd(text))


def _show_odd(text: str) -> str:
    """Characters that nobody can see are named."""
    return "".join(char if char.isprintable() else f"⟨U+{ord(char):04X}⟩" for char in text)
