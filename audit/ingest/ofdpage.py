"""A page of an OFD file as glyphs and ruling lines.

Comes in: the trees of a page and its templates. Goes out: a Page in points. Text objects give glyphs by X, Y, DeltaX and DeltaY, path
objects ruling lines; blocks and composite graphics are followed. Refuses pages that swell without end.
"""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from xml.etree.ElementTree import Element

from audit.ingest.affine import IDENTITY, Affine, Point, apply_affine, compose_affine, find_quarter
from audit.ingest.layout import Glyph, Page, Rule
from audit.ingest.ofdpackage import SECONDS, Sheet, Units, find_all, find_first, read_numbers, too_slow
from audit.ingest.ruling import trace_rules
from audit.ingest.xmltree import name_of

_POINTS = 72 / 25.4
_DEEPEST = 16
_STEPS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow a letter of a path."""


@dataclass(slots=True)
class _Drawing:
    """What has been drawn on a page so far."""

    glyphs: list[Glyph] = field(default_factory=list)
    asides: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


class Canvas:
    """Draws pages; all pages of a document together have so much time. `name` is the document's, for errors (`too-slow`)."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._until = time.monotonic() + SECONDS

    def read_page(self, number: int, sheet: Sheet) -> Page:
        """One page, in points from the upper left corner of its box."""
        left, top, width, height = sheet.box
        base: Affine = (_POINTS, 0, 0, _POINTS, -left * _POINTS, -top * _POINTS)
        drawing = _Drawing()
        for tree in sheet.contents:
            for layer in find_all(find_first(tree, "Content"), "Layer"):
                self._draw(layer, base, sheet.units, drawing, 0)
        sides = (width * _POINTS, height * _POINTS)
        return Page(number, *sides, tuple(drawing.glyphs), tuple(drawing.rules), tuple(drawing.asides))

    def _draw(self, holder: Element, base: Affine, units: Units, drawing: _Drawing, depth: int) -> None:
        if time.monotonic() > self._until:
            raise too_slow(self._name)
        for one in holder:
            kind = name_of(one)
            if one.get("Visible", "true").strip().lower() == "false":
                continue
            if kind == "TextObject":
                _draw_text(one, compose_affine(base, _read_affine(one)), drawing)
            elif kind == "PathObject":
                drawing.rules += _read_rules(one, compose_affine(base, _read_affine(one)))
            elif depth < _DEEPEST and kind == "PageBlock":
                self._draw(one, base, units, drawing, depth + 1)
            elif depth < _DEEPEST and kind == "CompositeObject":
                inside = find_first(units.get(one.get("ResourceID", "")), "Content")
                if inside is not None:
                    self._draw(inside, compose_affine(base, _read_affine(one)), units, drawing, depth + 1)


def _read_affine(one: Element) -> Affine:
    """From an object's own space to that around it: its CTM, then the corner of its boundary."""
    corner = (*read_numbers(one.get("Boundary"))[:2], 0, 0)
    numbers = read_numbers(one.get("CTM"))
    a, b, c, d, e, f = numbers[:6] if len(numbers) >= 6 else IDENTITY
    return a, b, c, d, e + corner[0], f + corner[1]


def _draw_text(one: Element, affine: Affine, drawing: _Drawing) -> None:
    """The glyphs of a text object; a text code without X or Y stands where the one before it began."""
    size = (*read_numbers(one.get("Size")), 3.0)[0]
    level = find_quarter(affine[0], affine[1]) == 0
    at: Point = (0.0, 0.0)
    for code in find_all(one, "TextCode"):
        given = [read_numbers(code.get(key)) for key in ("X", "Y")]
        at = ((given[0] or at)[0], given[1][0] if given[1] else at[1])
        (drawing.glyphs if level else drawing.asides).extend(_read_code(code, at, size, affine))


def _read_code(code: Element, at: Point, size: float, affine: Affine) -> Iterator[Glyph]:
    text = code.text or ""
    across, down = _read_steps(code.get("DeltaX"), len(text) - 1), _read_steps(code.get("DeltaY"), len(text) - 1)
    widths = [_measure(character) * size for character in text]
    steps = across or ([0.0] * len(text) if down else widths)
    xs = accumulate(steps[: len(text) - 1], initial=at[0])
    ys = accumulate(down or [0.0] * (len(text) - 1), initial=at[1])
    scale, stretch = math.hypot(affine[2], affine[3]), math.hypot(affine[0], affine[1])
    for n, (character, x, y) in enumerate(zip(text, xs, ys, strict=False)):
        left, baseline = apply_affine(affine, x, y)
        wide = min(widths[n], steps[n]) if n < len(steps) and steps[n] > 0 else widths[n]
        shown = character if character.isprintable() else " "
        yield Glyph(shown, left, left + wide * stretch, baseline, max(size * scale, 0.1))


def _measure(character: str) -> float:
    """The width of a character in type sizes, as Chinese fonts have it."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _read_steps(text: str | None, needed: int) -> list[float]:
    """The distances between characters: `3.5 3.5`, or `g 2 3.5` for the same twice; the last goes on where some are missing."""
    words = (text or "").split()
    steps: list[float] = []
    n = 0
    while n < len(words) and len(steps) < needed:
        again = words[n] == "g" and n + 2 < len(words)
        numbers = read_numbers(" ".join(words[n + 1 : n + 3])) if again else (1.0, *read_numbers(words[n]))
        if len(numbers) == 2:
            steps += [numbers[1]] * max(0, min(int(numbers[0]), needed - len(steps)))
        n += 3 if again else 1
    return steps + [steps[-1]] * (needed - len(steps)) if steps else []


def _read_rules(one: Element, affine: Affine) -> Iterator[Rule]:
    data = find_first(one, "AbbreviatedData")
    filled = one.get("Fill", "false").strip().lower() == "true"
    stroked = one.get("Stroke", "true").strip().lower() != "false" and not filled
    for outline in _read_outlines(data.text or "" if data is not None else ""):
        yield from trace_rules([apply_affine(affine, x, y) for x, y in outline], stroked, filled)


def _read_outlines(path: str) -> Iterator[list[Point]]:
    """The straight outlines of a path such as `M 0 0 L 50 0 C`; a curve ends one."""
    words = path.split()
    points: list[Point] = []
    n = 0
    while n < len(words):
        letter = words[n]
        numbers = read_numbers(" ".join(words[n + 1 : n + 1 + _STEPS.get(letter, 0)]))
        n += 1 + _STEPS.get(letter, 0)
        if letter == "C" and points:
            points.append(points[0])
        if letter != "L":
            yield points
            points = []
        if len(numbers) >= 2:
            points.append((numbers[-2], numbers[-1]))
    yield points
