"""Thousands of generated sentences: their figures are found exactly, and script, width, spacing and damage change nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from random import Random

import opencc
import pytest

from audit.extract import read_figures
from audit.model import CleanText, Figure, SourceDocument
from audit.offsets import OffsetMap
from tests.grammar.sentences import Truth, write_sentences
from tests.test_numbers import read_text

SEED = 20230914
BATCH = 100
Sentence = tuple[str, tuple[Truth, ...]]


def state_figure(figure: Figure) -> Truth:
    """A figure as the grammar states it."""
    assert figure.value is not None
    return Truth(figure.value, figure.value_high, figure.unit, figure.modifier, figure.kind)


def read_batch(lines: list[str]) -> list[tuple[Truth, ...]]:
    """The figures of each line of one document."""
    text = "\n".join(lines)
    found: list[list[Truth]] = [[] for _ in lines]
    ends = [match.start() for match in re.finditer(r"\n|$", text)]
    for figure in read_text(text).figures:
        found[next(n for n, end in enumerate(ends) if figure.start < end)].append(state_figure(figure))
    return [tuple(truths) for truths in found]


def compare(sentences: list[Sentence], change: Callable[[str], str]) -> list[str]:
    """The sentences whose figures are not those that they state."""
    wrong = []
    for at in range(0, len(sentences), BATCH):
        batch = sentences[at : at + BATCH]
        lines = [change(text) for text, _ in batch]
        for line, (_, truths), found in zip(lines, batch, read_batch(lines), strict=True):
            if found != truths:
                wrong.append(f"{line}\n  stated {truths}\n  found  {found}")
    return wrong


@cache
def _script() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def make_traditional(text: str) -> str:
    """The sentence in the traditional script."""
    return _script().convert(text)


def make_wide(text: str) -> str:
    """Digits, points and per cent signs in full width."""
    text = re.sub(r"(?<=\d)\.(?=\d)", "．", text)
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789%"})


def make_wide_punctuation(text: str) -> str:
    """Commas between clauses in full width; those of thousands stay."""
    return re.sub(r"(?<!\d),|,(?!\d{3}(?!\d))", "，", text)


def add_invisible(text: str) -> str:
    """An invisible character behind every third one, as pages that guard against copying have them."""
    return "".join(c + "\u200b" if n % 3 == 2 else c for n, c in enumerate(text))


def add_spaces(text: str) -> str:
    """Odd spaces between a number and the unit behind it."""
    return re.sub(r"(?<=[0-9])(?=[元吨亩家件个所辆张户人])", "\u2002", text)


def test_figures_are_found_exactly() -> None:
    wrong = compare(write_sentences(Random(SEED), 4000), str)
    assert not wrong, "\n".join(wrong[:10]) + f"\n{len(wrong)} sentences"


@pytest.mark.parametrize("change", [make_traditional, make_wide, make_wide_punctuation, add_invisible, add_spaces])
def test_changes_change_nothing(change: Callable[[str], str]) -> None:
    wrong = compare(write_sentences(Random(SEED + 1), 600), change)
    assert not wrong, "\n".join(wrong[:10]) + f"\n{len(wrong)} sentences"


REPEATED = (
    "1",
    ",",
    ".",
    "x",
    "×",
    "*",
    "(",
    "（",
    "“",
    "[",
    "【",
    "{",
    "《",
    "_",
    " ",
    "\n",
    "一",
    "第",
    "某",
    "万",
    "a1",
    "1x",
    "1,",
    "第1",
    "一、",
    "(1",
    "“1",
    "1\t",
)


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_length(piece: str) -> None:
    """Six times the text takes about six times as long, whatever is repeated."""
    short, long = (min(time_reading(piece * (size // len(piece))) for _ in range(2)) for size in (1000, 6000))
    assert long < 0.05 or long < 18 * short


def time_reading(text: str) -> float:
    """Seconds of processor time for one text."""
    source = SourceDocument("a.txt", text, "", "utf-8", "")
    clean = CleanText(source, text, (), OffsetMap())
    began = time.process_time()
    read_figures(clean)
    return time.process_time() - began
