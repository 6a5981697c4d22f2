"""Ranges of a source text as ranges of its repaired text: what a reader set apart stays apart.

Comes in: ranges of the earliest text, in order, and the map that leads back to it. Goes out: the ranges in the latest text, and
ranges of several origins as one tuple. An edit across the edge of a range belongs to it. Refuses nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from audit.offsets import Layer, OffsetMap

Range = tuple[int, int]


def carry_ranges(ranges: Sequence[Range], offsets: OffsetMap) -> tuple[Range, ...]:
    """The ranges in the text that `offsets` leads back from.

    >>> from audit.offsets import Edit, apply_edits
    >>> text, layer = apply_edits("首页|区(qū)2023年", [Edit(4, 8, "")])
    >>> [text[a:b] for a, b in carry_ranges([(0, 3)], OffsetMap((layer,)))], text
    (['首页|'], '首页|区2023年')
    """
    carried = tuple(ranges)
    for layer in offsets.layers if carried else ():
        begins = [edit.start for edit in layer.edits]
        carried = tuple((_move(layer, begins, start, False), _move(layer, begins, end, True)) for start, end in carried)
    return carried


def join_ranges(*origins: Sequence[Range]) -> tuple[Range, ...]:
    """Ranges in order and apart from each other.

    >>> join_ranges([(5, 9)], [(0, 2), (8, 12)])
    ((0, 2), (5, 12))
    """
    joined: list[Range] = []
    for start, end in sorted(place for ranges in origins for place in ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def is_inside(start: int, end: int, ranges: Sequence[Range]) -> bool:
    """Whether a place lies in one of the ranges, which are in order and apart from each other.

    >>> is_inside(6, 8, [(0, 2), (5, 12)]), is_inside(1, 3, [(0, 2), (5, 12)])
    (True, False)
    """
    index = bisect_right(ranges, (start, end + 1)) - 1
    return any(first <= start and end <= last for first, last in ranges[max(index - 1, 0) : index + 2])


def _move(layer: Layer, begins: Sequence[int], place: int, is_end: bool) -> int:
    """A place of the earlier text in the later one; inside an edit it is the edit's start, or its end."""
    index = bisect_left(begins, place) - 1
    if index < 0:
        return place
    edit, start = layer.edits[index], layer.starts[index]
    if place >= edit.end:
        return start + len(edit.replacement) + place - edit.end
    return start + len(edit.replacement) if is_end else start
