"""Relation `form`, signs: punctuation that is doubled, unpaired, or written in two ways within one document.

Comes in: a reading. Goes out: one row for each slip of a sign and for each pair of forms. Rows of tables are left out; so are brackets
of numbering (1）) and annotations, which the repaired text no longer has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Reading, RelationRow, Sentence, Span
from audit.patterns import regex
from audit.relate.rows import make_row

_DOUBLED = regex(r"[，、；：][，。、；：]|。[，、；：]|(?<!。)。。(?!。)")
_PAIR = regex(r"（[^（）()\n]{1,80}\)|\([^（）()\n]{1,80}）")
_WIDTHS = {
    "逗号": (regex(r"(?<=\p{Han}),(?=\p{Han})"), regex("，")),
    "冒号": (regex(r"(?<=\p{Han}):(?=\p{Han})"), regex("：")),
    "分号": (regex(r"(?<=\p{Han});(?=\p{Han}|\n)"), regex("；")),
    "括号": (regex(r"\(\p{Han}[^（）()\n]{0,60}\)"), regex(r"（\p{Han}[^（）()\n]{0,60}）")),
}
_DOTS = regex(r"(?<=\p{Han}|[xX])[•·・‧∙⋅](?=\p{Han}|[xX])")
_HYPHENS = regex(r"(?<=\p{Han}|[xX”》）])-{2,}(?=\p{Han}|[xX“《（])")
_PERCENT = (regex(r"(?<=\d)％"), regex(r"(?<=\d)%"))
_DIGITS = (regex("[０-９]+"), regex("[0-9]+"))
_OPENING = {"“": "”", "《": "》", "（": "）", "「": "」"}
_EVEN = str.maketrans("()", "（）")
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_LOST = regex("[?？]。|[\ue000-\uf8ff\ufffd]")
_SHOWN = 12
_NUMBERED = regex(r"(?:^|[\s，。；：、:;])[\d一二三四五六七八九十a-zA-Z]{1,3}$")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """Slips first, then forms; each in reading order."""
    sentences = [sentence for sentence in reading.sentences if sentence.row is None]
    for sentence in sentences:
        for what, pattern in (("doubled", _DOUBLED), ("pair", _PAIR), ("hyphens", _HYPHENS)):
            for match in pattern.finditer(sentence.text):
                yield build_row(reading, what, reading.place(sentence, *match.span()), sentence=sentence)
    yield from _find_unpaired(reading, sentences)
    yield from _compare_widths(reading, sentences)
    yield from _compare_dots(reading, sentences)
    yield from _compare_source(reading)


def is_destroyed(reading: Reading, span: Span) -> bool:
    """Whether characters were lost around a place, so that what is left shows no habit: ?。ㄒ唬 was （一）."""
    return _LOST.search(reading.clean.source.text, max(0, span.start - _SHOWN), span.end + _SHOWN) is not None


def build_row(reading: Reading, what: str, place: Span, other: Span | None = None, sentence: Sentence | None = None) -> RelationRow:
    """One row of the relation: a place, and the place of the other form where there is one."""
    columns = {"what": what, "form": place.text, "other_form": other.text if other else None}
    spans = (Span(place.start, place.end, place.text, "place"), *((Span(other.start, other.end, other.text, "other"),) if other else ()))
    shown = f"{place.text.strip()} ↔ {other.text.strip()}" if other else ""
    return make_row("form", reading, sentence, columns, spans, arithmetic=shown)


def _find_unpaired(reading: Reading, sentences: list[Sentence]) -> Iterator[RelationRow]:
    """The first sign of a paragraph that has no partner there, if the signs of the whole document do not pair up either.

    A quotation of several paragraphs opens each of them and closes once: no count of the document tells, so quotes must also be one
    too few or too many.
    """
    whole = "".join(sentence.text for sentence in sentences).translate(_EVEN)
    counts = {sign: whole.count(sign) for pair in _OPENING.items() for sign in pair}
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    for paragraph in paragraphs.values():
        lone = _find_lone(paragraph)
        if lone is None:
            continue
        sentence, at = lone
        sign = sentence.text[at].translate(_EVEN)
        partner = _OPENING.get(sign) or _CLOSING[sign]
        if abs(counts[sign] - counts[partner]) == 1:
            around = (at, min(at + _SHOWN, len(sentence.text))) if sign in _OPENING else (max(0, at - _SHOWN), at + 1)
            span = reading.place(sentence, *around)
            if not is_destroyed(reading, span):
                yield build_row(reading, "unpaired", span, sentence=sentence)


def _find_lone(paragraph: list[Sentence]) -> tuple[Sentence, int] | None:
    open_signs: list[tuple[Sentence, int]] = []
    for sentence in paragraph:
        text = sentence.text.translate(_EVEN)
        for at, char in enumerate(text):
            if char in _OPENING:
                open_signs.append((sentence, at))
            elif char in _CLOSING and not (char == "）" and _NUMBERED.search(text[max(0, at - 4) : at])):
                if not open_signs or open_signs[-1][0].text[open_signs[-1][1]].translate(_EVEN) != _CLOSING[char]:
                    return sentence, at
                open_signs.pop()
    return open_signs[0] if open_signs else None


def _find_first(reading: Reading, sentences: list[Sentence], pattern: re.Pattern[str]) -> Span | None:
    for sentence in sentences:
        match = pattern.search(sentence.text)
        if match:
            wider = 4 if len(match.group()) == 1 else 0
            return reading.place(sentence, max(0, match.start() - wider), min(match.end() + wider, len(sentence.text)))
    return None


def _compare_widths(reading: Reading, sentences: list[Sentence]) -> Iterator[RelationRow]:
    for narrow, wide in _WIDTHS.values():
        found = tuple(_find_first(reading, sentences, pattern) for pattern in (narrow, wide))
        if found[0] and found[1] and not any(is_destroyed(reading, span) for span in found if span):
            yield build_row(reading, "widths", found[0], found[1])


def _compare_dots(reading: Reading, sentences: list[Sentence]) -> Iterator[RelationRow]:
    places: dict[str, Span] = {}
    for sentence in sentences:
        for match in _DOTS.finditer(sentence.text):
            around = max(0, match.start() - 2), min(len(sentence.text), match.end() + 2)
            places.setdefault(match.group(), reading.place(sentence, *around))
    first, *others = places.values() or (None,)
    yield from (build_row(reading, "dots", other, first) for other in others if first)


def _compare_source(reading: Reading) -> Iterator[RelationRow]:
    """Widths that repair evens out are seen in the source only."""
    text = reading.clean.source.text
    for what, (wide, narrow) in (("percent", _PERCENT), ("digits", _DIGITS)):
        found = wide.search(text), narrow.search(text)
        if found[0] and found[1]:
            spans = [Span(max(0, match.start() - 2 * (what == "percent")), match.end(), "") for match in found if match]
            first, second = (Span(span.start, span.end, text[span.start : span.end]) for span in spans)
            yield build_row(reading, what, first, second)
