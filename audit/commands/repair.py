"""`heshu repair`: a document's text after repair, or what the repair did.

Comes in: the options. Goes out: the repaired text; with --steps each named step with its count and samples; with --diff the
lines that changed. Refuses, with exit code 2, a document that cannot be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import SequenceMatcher

from audit.commands.output import write_stdout
from audit.commands.text import read_sound
from audit.model import CleanText, Span
from audit.repair import repair_document
from audit.report.visible import show_line, show_visible
from audit.report.wording import say_code

_SAMPLES = 3
_WIDTH = 80
_AROUND = 8


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
    """Each step that changed something: its name, its words, how many places, samples of before and after; then what is lost."""
    if not clean.steps:
        yield "没有需要修复的地方\n" if lang == "zh" else "nothing to repair\n"
    for step in clean.steps:
        yield f"{step.name}  {say_code(lang, step.name, 'step')}  {_say_places(step.count, lang)}\n"
        for before, after in step.samples:
            yield f"  {show_line(before)} → {show_line(after) or '∅'}\n"
    for damage in clean.damage:
        if damage.lossy:
            lost = "有字符丢失" if lang == "zh" else "characters were lost"
            yield f"! {damage.cause}  {say_code(lang, damage.cause, 'cause')}  {_say_places(damage.count, lang)}, {lost}\n"
            yield from (f"  {_show_reading(clean, span)}\n" for span in damage.spans[:_SAMPLES])


def _say_places(count: int, lang: str) -> str:
    return f"{count} 处" if lang == "zh" else f"{count} places"


def _show_reading(clean: CleanText, span: Span) -> str:
    """A damaged place, and what it is read as where words decided that."""
    for start, end in clean.doubtful:
        first, last = clean.offsets.source(start, end)
        if first <= span.start and span.end <= last and clean.text[start:end] != clean.source.text[first:last]:
            return f"{show_line(clean.source.text[first:last])} ≈ {show_line(clean.text[start:end])}"
    return show_line(span.text)


def compare_lines(clean: CleanText) -> Iterator[str]:
    """The lines that changed, before and after; of long ones the changed pieces; hidden characters are shown by their names.

    Numbers are those of the source's lines. A block of lines that became another number of lines is shown whole.
    """
    before, after = (text.splitlines() for text in (clean.source.text, clean.text))
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        yield f"@@ {first + 1} @@\n" if last - first < 2 else f"@@ {first + 1}-{last} @@\n"
        if last - first == end - start:
            pairs = [pair for old, new in zip(before[first:last], after[start:end], strict=True) for pair in _list_pieces(old, new)]
            yield from (f"-{show_visible(old)}\n+{show_visible(new)}\n" for old, new in pairs)
        else:
            yield from (f"-{show_visible(line)}\n" for line in before[first:last])
            yield from (f"+{show_visible(line)}\n" for line in after[start:end])


def _list_pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """A changed line as it is, or the changed pieces of a long one with what stands around them."""
    if max(len(old), len(new)) <= _WIDTH:
        yield old, new
        return
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        _, first, _, start, _ = group[0]
        _, _, last, _, end = group[-1]
        yield _clip(old, first, last), _clip(new, start, end)


def _clip(line: str, start: int, end: int) -> str:
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
