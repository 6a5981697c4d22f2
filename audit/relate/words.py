"""The word lists of `rules/lexicon/lists.yaml`, which tell a list from what stands around it.

Comes in: nothing but the file. Goes out: tuples of words, the longest first, and patterns that match any of them. Refuses a list
that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from audit.lexicon import lexicon_folder
from audit.resources import read_entries


@cache
def load_lists() -> Mapping[str, tuple[str, ...]]:
    """The lists by name, each longest word first."""
    entries = read_entries(lexicon_folder() / "lists.yaml", ("list", "words"))
    return {entry.text("list"): tuple(sorted(set(entry.texts("words")), key=lambda word: (-len(word), word))) for entry in entries}


@cache
def match_any(*names: str) -> str:
    """A pattern that matches any word of the named lists, the longest first."""
    words = {word for name in names for word in load_lists()[name]}
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
