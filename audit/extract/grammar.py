"""The function words of `rules/lexicon/grammar.yaml` as patterns: what opens a phrase, closes it, turns a sign, makes a plan.

Comes in: nothing but the word list. Goes out: compiled patterns by name, longest word first, built once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from audit.lexicon import lexicon_folder
from audit.resources import read_entries


@cache
def load_words() -> Mapping[str, tuple[str, ...]]:
    """The lists by name, each longest word first."""
    entries = read_entries(lexicon_folder() / "grammar.yaml", ("list", "words"))
    return {entry.text("list"): tuple(sorted(entry.texts("words"), key=len, reverse=True)) for entry in entries}


@cache
def any_of(*names: str) -> str:
    """A pattern that matches any word of the named lists, the longest first."""
    words = sorted({word for name in names for word in load_words()[name]}, key=len, reverse=True)
    return "|".join(map(re.escape, words))
