"""The ruling lines of a PDF page, and whether it has pictures.

Comes in: a page of pdfium and its space. Goes out: level and upright lines as they are read, whether drawn as strokes, as edges of
boxes or as thin filled bars. Curves and slanting lines are left out; a page with too many objects is a drawing and has none.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

from pypdfium2 import PdfPage, raw

from audit.ingest.affine import IDENTITY, Affine, Point, apply_affine, compose_affine
from audit.ingest.layout import Rule
from audit.ingest.pdfspace import Space
from audit.ingest.ruling import trace_rules

_MOST_OBJECTS = 30_000
_DEEPEST = 4


@dataclass(slots=True)
class _Walk:
    """What was met on a walk over a page's objects."""

    objects: int = 0
    has_pictures: bool = False


def find_rules(page: PdfPage, space: Space) -> tuple[tuple[Rule, ...], bool]:
    """The ruling lines of a page, and whether pictures are on it."""
    walk = _Walk()
    paths = (raw.FPDFPage_GetObject(page, n) for n in range(raw.FPDFPage_CountObjects(page)))
    rules = tuple(rule for path, affine in _walk(paths, walk, IDENTITY, 0) for rule in _read_path(path, affine, space))
    return (rules if walk.objects <= _MOST_OBJECTS else ()), walk.has_pictures


def _walk(objects: Iterator[ctypes.c_void_p], walk: _Walk, affine: Affine, depth: int) -> Iterator[tuple[ctypes.c_void_p, Affine]]:
    """The paths among objects, those inside forms too, each with what leads from its space to the page's."""
    for one in objects:
        walk.objects += 1
        if walk.objects > _MOST_OBJECTS:
            return
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            walk.has_pictures = True
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            yield one, compose_affine(affine, _read_matrix(one))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inside = (raw.FPDFFormObj_GetObject(one, n) for n in range(raw.FPDFFormObj_CountObjects(one)))
            yield from _walk(inside, walk, compose_affine(affine, _read_matrix(one)), depth + 1)


def _read_matrix(one: ctypes.c_void_p) -> Affine:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _read_path(path: ctypes.c_void_p, affine: Affine, space: Space) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    for points in _read_outlines(path):
        turned = [space.turn(*apply_affine(affine, *point)) for point in points]
        yield from trace_rules(turned, bool(stroke.value), bool(fill.value))


def _read_outlines(path: ctypes.c_void_p) -> Iterator[list[Point]]:
    """The straight outlines of a path; a curve ends one."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(min(raw.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, n)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO:
            yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    yield points
