"""Repaired text to figures, holes, headings and sentences: the grammar of figures, top to bottom.

Comes in: a CleanText. Goes out: a Reading whose every place is a place in the source. It refuses nothing and guesses nothing: what
it cannot read as a figure is no figure.
"""

from __future__ import annotations

from audit.extract.context import Setting, goes_on, read_setting, set_context
from audit.extract.drafts import Draft, SentenceDraft, cut_sentences
from audit.extract.figures import build_sentence
from audit.extract.flow import Flow, unfold_text
from audit.extract.holes import FoundHole, find_holes
from audit.extract.indicators import drop_area, name_indicators
from audit.extract.kinds import decide_kinds
from audit.extract.outline import Outline, read_outline
from audit.extract.scan import scan_text
from audit.extract.tables import find_headers, find_labels, name_cells
from audit.model import CleanText, Figure, Heading, Hole, Reading, Sentence, Span

__all__ = ["read_figures"]

_UNIT_WIDTH = 12
"""So far behind a hole may its figure end."""


def read_figures(clean: CleanText) -> Reading:
    """All figures, holes, headings and sentences of one repaired document, in reading order."""
    flow = unfold_text(clean)
    holes = _outside_furniture(find_holes(flow.text, markdown=clean.source.name.endswith(".md")), flow)
    drafts = cut_sentences(flow, scan_text(flow.text, holes))
    outline = read_outline(flow)
    _apply_grammar(flow, outline, drafts)
    sentences, figures = _build_all(clean, flow, outline, drafts)
    return Reading(
        clean=clean,
        title=outline.title,
        year=outline.year,
        sentences=sentences,
        figures=figures,
        holes=_build_holes(clean, flow, holes, drafts, sentences, figures),
        headings=_build_headings(clean, flow, outline, sentences),
        flow=flow.offsets,
    )


def _outside_furniture(holes: list[FoundHole], flow: Flow) -> list[FoundHole]:
    """Holes that stand in a block of the document proper."""
    kept, blocks = [], iter(flow.blocks)
    block = next(blocks, None)
    for hole in holes:
        while block is not None and block.end <= hole.start:
            block = next(blocks, None)
        if block is not None and block.start <= hole.start:
            kept.append(hole)
    return kept


def _apply_grammar(flow: Flow, outline: Outline, sentences: list[SentenceDraft]) -> None:
    headers = find_headers(flow)
    labels = find_labels(flow, headers)
    earlier = list[Draft]()
    block, header, parents = -1, None, list[str]()
    setting: Setting | None = None
    for sentence in sentences:
        section = outline.sections[sentence.block]
        if sentence.block != block:
            earlier, block = [], sentence.block
            setting = setting if setting and setting.plan and goes_on(sentence) else read_setting(section, outline.title, outline.year)
        decide_kinds(sentence)
        setting = set_context(sentence, setting or read_setting(section, outline.title, outline.year), earlier[-1] if earlier else None)
        if sentence.row is not None:
            if headers[sentence.block] is not header:
                header, parents = headers[sentence.block], []
            name_cells(sentence, flow.blocks[sentence.block], header, flow.text, parents, labels.get(sentence.block))
        else:
            name_indicators(sentence, earlier, "")
            drop_area(sentence, outline.area)


def _build_all(
    clean: CleanText, flow: Flow, outline: Outline, drafts: list[SentenceDraft]
) -> tuple[tuple[Sentence, ...], tuple[Figure, ...]]:
    sentences: list[Sentence] = []
    figures: list[Figure] = []
    for index, draft in enumerate(drafts):
        section = outline.sections[draft.block]
        sentence, found = build_sentence(clean, flow, draft, index, section, len(figures), clean.source.name)
        sentences.append(sentence)
        figures.extend(found)
    return tuple(sentences), tuple(figures)


def _build_holes(
    clean: CleanText,
    flow: Flow,
    holes: list[FoundHole],
    drafts: list[SentenceDraft],
    sentences: tuple[Sentence, ...],
    figures: tuple[Figure, ...],
) -> tuple[Hole, ...]:
    """Holes with their source places and the figures they stand for."""
    by_place = {}
    for draft, sentence in zip(drafts, sentences, strict=True):
        for item, slot in zip(draft.drafts, sentence.slots, strict=True):
            if item.token.placeholder:
                by_place[item.token.end] = figures[slot.figure]
    found, index = [], 0
    for hole in holes:
        while index + 1 < len(drafts) and drafts[index].end <= hole.start:
            index += 1
        behind = (by_place.get(end) for end in range(hole.end, hole.end + _UNIT_WIDTH + 1))
        figure = next((figure for figure in behind if figure and figure.placeholder == hole.token), None)
        start, end = flow.offsets.source(hole.start, hole.end)
        span = Span(start, end, clean.source.text[start:end], "hole")
        found.append(
            Hole(
                span,
                hole.token,
                hole.type,
                hole.cause,
                figure.figure if figure else None,
                figure.indicator if figure else "",
                figure.unit if figure else "",
                index,
            )
        )
    return tuple(found)


def _build_headings(clean: CleanText, flow: Flow, outline: Outline, sentences: tuple[Sentence, ...]) -> tuple[Heading, ...]:
    found, index = [], 0
    for heading in outline.headings:
        while index + 1 < len(sentences) and sentences[index + 1].at <= heading.start:
            index += 1
        start, end = flow.offsets.source(heading.start, heading.end)
        span = Span(start, end, clean.source.text[start:end], "heading")
        found.append(Heading(heading.level, heading.number, heading.mark, heading.title, span, index))
    return tuple(found)
