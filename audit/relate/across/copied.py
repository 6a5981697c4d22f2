"""Sentences that were taken over from another edition with only the year changed.

Comes in: two documents. Goes out: one `copied` row for each sentence of the first that is, but for the years in it, a sentence of the
other, figures and all: 2021年，举办讲座12场，服务企业86家次 and the same of 2022. Sentences without a year (definitions) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.interval import ANY
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.patterns import regex
from audit.relate.across.facts import Told
from audit.relate.rows import interval_columns, make_row, place_figure

_YEAR = regex(r"(?:19|20)\d\d(?=\s*年)")
_FEWEST, _SHORTEST = 2, 24


def build_rows(told: Told, other: Told) -> Iterator[RelationRow]:
    """The rows of all copied sentences, in reading order."""
    known = {_bare(sentence): sentence for sentence in other.reading.sentences if _tells_results(other.reading, sentence)}
    for sentence in told.reading.sentences:
        source = known.get(_bare(sentence)) if _tells_results(told.reading, sentence) else None
        if source is not None and _YEAR.findall(source.text) != _YEAR.findall(sentence.text):
            yield _relate(told, other, sentence, source)


def _bare(sentence: Sentence) -> str:
    return _YEAR.sub("□", re.sub(r"\s", "", sentence.text))


def _results(reading: Reading, sentence: Sentence) -> tuple[Figure, ...]:
    return tuple(
        figure
        for figure in reading.figures_of(sentence)
        if figure.status == "actual" and figure.known and figure.kind in ("level", "change", "share") and re.search(r"\d", figure.text)
    )


def _tells_results(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence of running text tells enough results that chance would not repeat them all."""
    long = len(sentence.text) >= _SHORTEST and sentence.row is None and _YEAR.search(sentence.text) is not None
    return long and len(_results(reading, sentence)) >= _FEWEST


def _relate(told: Told, other: Told, sentence: Sentence, source: Sentence) -> RelationRow:
    here, there = _results(told.reading, sentence), _results(other.reading, source)
    years = (_YEAR.findall(source.text)[0], _YEAR.findall(sentence.text)[0])
    columns: dict[str, object] = {
        **interval_columns("stated", ANY, ANY, known=False),
        **interval_columns("computed", ANY, ANY, known=False),
        "what": "copied",
        "indicator": here[0].indicator,
        "period": here[0].period,
        "other_document": other.name,
        "same": [figure.value for figure in here] == [figure.value for figure in there],
    }
    spans = [place_figure(figure, told.reading, "here") for figure in here]
    spans += [place_figure(figure, told.reading, "there") for figure in there]
    shown = f"{years[0]} → {years[1]}: {'、'.join(figure.text for figure in here)}"
    return make_row("across", told.reading, sentence, columns, spans, figures=(*here, *there), arithmetic=shown)
