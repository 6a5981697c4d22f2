"""`heshu repair`: a document's text after repair, or what the repair did.

Comes in: the options. Goes out: the repaired text; with --steps each named step with its count and samples; with --diff the
lines that changed. Refuses, with exit code 2, a document that cannot be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import unified_diff

from audit.commands.output import write_stdout
from audit.commands.text import read_sound
from audit.model import CleanText
from audit.repair import repair_document
from audit.report.visible import show_line, show_visible
from audit.report.wording import say_code


def run(options: argparse.Namespace) -> int:
    """Run `heshu repair`."""
    clean = repair_document(read_sound(options.path))
    if options.steps:
        write_stdout("".join(describe_steps(clean, options.lang)))
    elif options.diff:
        write_stdout("".join(compare_lines(clean)))
    else:
        write_stdout(clean.text)
    return 0


def describe_steps(clean: CleanText, lang: str) -> Iterator[str]:
    """Each step that changed something: its name, its words, how many places, and samples of before and after."""
    if not clean.steps:
        yield "没有需要修复的地方\n" if lang == "zh" else "nothing to repair\n"
    for step in clean.steps:
        places = f"{step.count} 处" if lang == "zh" else f"{step.count} places"
        yield f"{step.name}  {say_code(lang, step.name, 'step')}  {places}\n"
        for before, after in step.samples:
            yield f"  {show_line(before)} → {show_line(after) or '∅'}\n"


def compare_lines(clean: CleanText) -> Iterator[str]:
    """A unified diff from the source to the repaired text; characters that cannot be seen are shown by their names."""
    before, after = (text.splitlines() for text in (clean.source.text, clean.text))
    name = show_line(clean.source.name)
    for line in unified_diff(before, after, name, f"{name} (repaired)", n=1, lineterm=""):
        yield f"{show_visible(line)}\n"
