"""Relation `hole`: everything left unfilled or made unreadable on purpose.

Comes in: a reading. Goes out: one row for each hole, with what it would be and what it would measure; names masked with the same token are
one row a document, because one decision masked them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audit.model import Hole, Reading, RelationRow
from audit.patterns import regex
from audit.relate.rows import make_row

_LABELS = (
    "来源|信息来源|文章来源|稿源|作者|供稿|撰稿|浏览次数|浏览量|阅读次数|点击数|点击量"
    "|发布时间|发布日期|发文字号|文号|索引号|成文日期|发布机构|责任编辑|签发人"
)
_EMPTY_FIELD = regex(
    rf"(?m)(?:^|(?<=[ \t\u3000|【\[]))(?P<label>(?:{_LABELS})\s?[:：])[ \t\u3000]*+"
    rf"(?:[-—/]{{1,2}}[ \t\u3000]*)?(?=$|(?:{_LABELS})\s?[:：])"
)
_VALUE_BELOW = regex(r"\s*\n\s*+(?![^\n]*[：:。；，！？、])[^\n]{1,30}(?:\n|\Z)")
"""A short line that is neither a sentence nor a label: 来源： and under it 四川日报."""


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each hole, in reading order; then one for each token that masks names."""
    masked: dict[str, list[Hole]] = {}
    for hole in reading.holes:
        if hole.cause == "redaction" and hole.figure is None:
            masked.setdefault(hole.token, []).append(hole)
        else:
            yield _build_row(reading, [hole])
    for holes in masked.values():
        yield _build_row(reading, holes)
    yield from _find_empty_fields(reading)


def _find_empty_fields(reading: Reading) -> Iterator[RelationRow]:
    """Fields of a document's head or foot that have a label and no value, on the line below neither: 来源: 浏览次数: -"""
    for match in _EMPTY_FIELD.finditer(reading.clean.text):
        if _VALUE_BELOW.match(reading.clean.text, match.end()):
            continue
        columns = {"type": "other", "cause": "empty-field", "token": match.group("label"), "indicator": "", "unit": "", "places": 1}
        yield make_row("hole", reading, None, columns, (reading.clean.span(match.start("label"), match.end(), "hole"),))


def _build_row(reading: Reading, holes: list[Hole]) -> RelationRow:
    first = holes[0]
    columns: dict[str, object] = {name: getattr(first, name) for name in ("type", "cause", "token", "indicator", "unit")}
    sentence = reading.sentences[first.sentence] if reading.sentences else None
    figures = () if first.figure is None else (reading.figures[first.figure],)
    spans = tuple(replace(hole.span, role="hole") for hole in holes)
    return make_row("hole", reading, sentence, columns | {"places": len(holes)}, spans, figures=figures)
