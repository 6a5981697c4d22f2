"""Maps from a changed text back to the text it was made from.

Comes in: edits, each a piece of the earlier text and what stands there now. Goes out: the changed text, and a map that turns
a place in it into the place it came from. Maps of successive steps are kept as layers and walked back one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` to `end` of the earlier text were replaced by `replacement`."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One step's edits, in order and not overlapping, with the places where their replacements start in the later text."""

    edits: tuple[Edit, ...]
    starts: tuple[int, ...] = field(default=())

    def first(self, place: int) -> int:
        """Where the character at `place` of the later text begins in the earlier text."""
        return self._back(place, last=False)

    def last(self, place: int) -> int:
        """Where the character at `place` of the later text ends in the earlier text (one past it)."""
        return self._back(place, last=True)

    def _back(self, place: int, *, last: bool) -> int:
        index = bisect_right(self.starts, place) - 1
        if index < 0:
            return place + last
        edit, inside = self.edits[index], place - self.starts[index]
        if inside >= len(edit.replacement):
            return edit.end + inside - len(edit.replacement) + last
        if len(edit.replacement) == edit.end - edit.start:
            return edit.start + inside + last
        return edit.end if last else edit.start


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Layer]:
    """The text after the edits, and the layer that leads back.

    >>> later, layer = apply_edits("82.28萬(wàn)元", [Edit(6, 11, "")])
    >>> later, layer.first(6), layer.last(6)
    ('82.28萬元', 11, 12)
    """
    ordered = tuple(sorted((e for e in edits), key=lambda e: (e.start, e.end)))
    pieces, starts, at, length = [], [], 0, 0
    for edit in ordered:
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        pieces.append(text[at : edit.start])
        length += edit.start - at
        starts.append(length)
        pieces.append(edit.replacement)
        length += len(edit.replacement)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces), Layer(ordered, tuple(starts))


def undo_edits(text: str, layer: Layer, removed: Iterable[str]) -> str:
    """The earlier text again, from the later one, the layer and the pieces that its edits took away."""
    pieces, at = [], 0
    for edit, start, before in zip(layer.edits, layer.starts, removed, strict=True):
        pieces.append(text[at:start])
        pieces.append(before)
        at = start + len(edit.replacement)
    pieces.append(text[at:])
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back through all layers, the last step's layer last."""

    layers: tuple[Layer, ...] = ()

    def with_layer(self, layer: Layer) -> OffsetMap:
        """The map of a text that was changed once more; a layer without edits adds nothing."""
        return OffsetMap((*self.layers, layer)) if layer.edits else self

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The source place of the characters from `start` to `end` (end excluded; an empty place stays empty)."""
        if end <= start:
            place = self._walk(start, last=False)
            return place, place
        first = self._walk(start, last=False)
        return first, max(first, self._walk(end - 1, last=True))

    def _walk(self, place: int, *, last: bool) -> int:
        for layer in reversed(self.layers):
            place = layer.last(place) - 1 if last else layer.first(place)
        return place + last
