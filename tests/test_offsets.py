"""Offset maps: whatever the edits, the earlier text comes back and every kept character leads to itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.offsets import Edit, OffsetMap, apply_edits, undo_edits


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    """A text of different characters, and edits that do not overlap and put capital letters in."""
    text = "".join(chr(0x4E00 + index) for index in range(draw(st.integers(0, 30))))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    ends = [-1, *(end for _, end in pairs)]
    kept = [pair for pair, end in zip(pairs, ends, strict=False) if pair[0] > end]
    return text, tuple(Edit(start, end, draw(st.text("ABC", max_size=3))) for start, end in kept)


@given(edited_texts())
def test_edits_are_undone(case):
    text, edits = case
    later, layer = apply_edits(text, edits)
    assert undo_edits(later, layer, [text[edit.start : edit.end] for edit in edits]) == text


@given(edited_texts())
def test_kept_characters_lead_to_themselves(case):
    text, edits = case
    later, layer = apply_edits(text, edits)
    offsets = OffsetMap().with_layer(layer)
    for place, character in enumerate(later):
        start, end = offsets.source(place, place + 1)
        if character in "ABC":
            assert any(edit.start <= start <= end <= edit.end for edit in edits)
        else:
            assert text[start:end] == character


@given(edited_texts(), st.integers(0, 30), st.integers(1, 5))
def test_two_layers_lead_back_as_one(case, place, width):
    """A character taken away after the edits does not move what the others come from."""
    text, edits = case
    middle, first = apply_edits(text, edits)
    later, second = apply_edits(middle, [Edit(place, min(place + width, len(middle)), "")] if place < len(middle) else [])
    one, both = OffsetMap().with_layer(first), OffsetMap().with_layer(first).with_layer(second)
    for index in range(len(later)):
        before = index if index < place else index + len(middle) - len(later)
        assert both.source(index, index + 1) == one.source(before, before + 1)


@pytest.mark.parametrize(
    ("text", "edits", "quote", "source"),
    [
        ("5個(gè)項目", [Edit(2, 6, "")], "5個", "5個"),
        ("82.28萬(wàn)元", [Edit(6, 11, "")], "82.28萬元", "82.28萬(wàn)元"),
        ("產(chǎn)值", [Edit(1, 7, "")], "值", "值"),
        ("增长５．２％", [Edit(2, 6, "5.2%")], "5.2", "５．２"),
        ("甲<br>乙", [Edit(1, 5, "\n")], "甲\n", "甲<br>"),
    ],
)
def test_spans_of_the_contract(text, edits, quote, source):
    later, layer = apply_edits(text, edits)
    at = later.index(quote)
    start, end = OffsetMap((layer,)).source(at, at + len(quote))
    assert text[start:end] == source


def test_an_empty_place_stays_empty():
    later, layer = apply_edits("個(gè)項", [Edit(1, 5, "")])
    assert OffsetMap((layer,)).source(len(later), len(later)) == (6, 6)


def test_overlapping_edits_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("一二三", [Edit(0, 2, ""), Edit(1, 3, "")])
