"""Relations between documents: this document beside last year's edition, a plan, an annex or a summary of the same body.

Comes in: the documents that are audited and those they are compared with. Goes out: rows of the first, whose spans in another document
name it. The order of the others changes nothing; a document is never compared with itself, nor with one of another place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from audit.model import Reading, RelationRow
from audit.patterns import regex
from audit.relate.across import copied, edition, growth, prior, retold, stock, target
from audit.relate.across.facts import Told, read_told

BUILDERS: tuple[Callable[[Told, Told], Iterator[RelationRow]], ...] = (
    prior.build_rows,
    growth.build_rows,
    retold.build_rows,
    stock.build_rows,
    target.build_rows,
    edition.build_rows,
    copied.build_rows,
)
"""What relates one document to one other."""

_PLACE = regex(r"(\p{Han}{2,7}?(?:自治区|(?<![全我各本该])(?:省|市(?!场)|县(?!域)|区(?![域间局])|州|盟|旗)))")
_TITLED = regex(_PLACE.pattern + r"(?=第[一二三四五六七八九十]+届|人民政府|国民经济|统计局|财政局|发展和?改革|20\d\d)")
"""In running text a place counts only where a body or a document is named after it: 在广东省第十四届人民代表大会."""
_INNER = regex(r"(\p{Han}{1,3}[市县区旗])")
_ORGAN = regex(r"人民政府|政府|关于|标题|索引|来源|发布|印发|[0-9０-９年\s:：]+")
_FIRST, _NAME = 300, 3
"""How much of a text is its beginning, and how many characters of a name tell places apart (words may stand before it: 在广东省)."""


def build_across(readings: Sequence[Reading], others: Sequence[Reading]) -> Iterator[RelationRow]:
    """The rows of all readings beside the other documents."""
    beside = [read_told(other) for other in sorted(others, key=lambda other: other.clean.source.name)]
    for reading in readings if beside else ():
        told = read_told(reading)
        for other in beside:
            if may_compare(reading, other.reading):
                for build_rows in BUILDERS:
                    yield from build_rows(told, other)


def may_compare(reading: Reading, other: Reading) -> bool:
    """Whether two documents are two, and not plainly of two places: 临江市 and 青禾县 tell of different things by the same names."""
    if reading.clean.source.sha256 == other.clean.source.sha256:
        return False
    here, there = find_place_name(reading), find_place_name(other)
    return not here or not there or here[-_NAME:] == there[-_NAME:]


def find_place_name(reading: Reading) -> str:
    """The place that a document's title names, or else its first lines; the last of several (临江市云岭区), empty where they name none."""
    title = _ORGAN.sub("", reading.title)
    found = _PLACE.search(title)
    if found is None:
        found = _TITLED.search(re.sub(r"\s", "", reading.clean.text[:_FIRST]))
        return found.group(1) if found else ""
    while (inner := _INNER.match(title, found.end())) is not None:
        found = inner
    return found.group(1)
