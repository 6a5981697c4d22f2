"""Relation `form`, repeats: paragraphs, and runs of clauses, that stand in a document twice word for word.

Comes in: a reading. Goes out: one row for each repeated paragraph and for each repeated run of two clauses in running text. Headings,
tables, short pieces and clauses without a word are left out; so are the clauses of a paragraph that is repeated as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audit.model import Reading, RelationRow, Sentence, Span
from audit.patterns import regex
from audit.relate.signs import build_row

_CLAUSE = regex(r"[^，,；;。：:！!？?\n]+")
_HAN = regex(r"\p{Han}")
_FORMULA = regex("思想|精神|理念|总基调|新局面|方略|篇章|党中央|部署要求")
"""Set phrases of political language may stand in a report as often as it likes."""
_LEAST_PARAGRAPH = 30
_LEAST_CLAUSES = 20
_SHOWN = 40


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """Repeated paragraphs first, then repeated clauses elsewhere."""
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in reading.sentences:
        if sentence.row is None and not sentence.is_heading:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    seen: dict[str, int] = {}
    repeated: set[int] = set()
    for number, sentences in paragraphs.items():
        text = "".join("".join(sentence.text.split()) for sentence in sentences)
        if len(_HAN.findall(text)) < _LEAST_PARAGRAPH:
            continue
        first = seen.setdefault(text, number)
        if first != number:
            repeated.add(number)
            yield build_row(reading, "paragraph", _show_start(reading, sentences[0]), _show_start(reading, paragraphs[first][0]))
    yield from _find_clauses(reading, [each for number, group in paragraphs.items() if number not in repeated for each in group])


def _find_clauses(reading: Reading, sentences: list[Sentence]) -> Iterator[RelationRow]:
    """Two clauses in a row that stand elsewhere too; a longer repeat is told once, at its first two clauses."""
    seen: dict[str, Span] = {}
    for sentence in sentences:
        clauses = list(_CLAUSE.finditer(sentence.text))
        told = False
        for first, second in pairwise(clauses):
            text = first.group().strip() + second.group().strip()
            if len(_HAN.findall(text)) < _LEAST_CLAUSES or min(len(first.group()), len(second.group())) < 6 or _FORMULA.search(text):
                told = False
                continue
            span = reading.place(sentence, first.start(), second.end())
            known = seen.setdefault(text, span)
            if known is not span and not told:
                yield build_row(reading, "clauses", span, known, sentence)
            told = known is not span


def _show_start(reading: Reading, sentence: Sentence) -> Span:
    return reading.place(sentence, 0, min(len(sentence.text), _SHOWN))
