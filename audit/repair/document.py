"""The repair of one document: every step in order, with the map back to the source and all that is needed to undo it.

Comes in: a SourceDocument. Goes out: its CleanText, with a record of each step that changed something, the damage in source
places (that of the source included), and the ranges that are no text of the document or that no figure may be taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from audit.model import CleanText, Damage, RepairStep, SourceDocument, Span
from audit.offsets import Edit, OffsetMap, apply_edits, undo_edits
from audit.repair import annotation, byteshift, characters, digits, directive, furniture, markup, mojibake, remains, script
from audit.repair.ranges import Range, carry_ranges, is_inside, join_ranges
from audit.repair.step import Mark, Repairs, Step

STEPS = (
    Step("directive", directive.find_repairs),
    Step("mojibake", mojibake.find_repairs),
    Step("byteshift", byteshift.find_repairs),
    Step("characters", characters.find_repairs),
    Step("markup", markup.find_repairs),
    Step("annotation", annotation.find_repairs),
    Step("script", script.find_repairs),
    Step("digits", digits.find_repairs),
)
"""What is said to heshu first, then bytes, then characters, then what they spell; each step works on what the one before it made."""

STEP_NAMES = (*(step.name for step in STEPS), "furniture")
_SAMPLES = 3
_PLACES = 5


@dataclass(slots=True)
class _Tally:
    """What was seen of one cause: how often, the first places that differ in their words, and whether something was lost."""

    count: int = 0
    lossy: bool = False
    spans: dict[str, Span] = field(default_factory=dict)


def repair_document(source: SourceDocument, skip: frozenset[str] = frozenset()) -> CleanText:
    """Repair a document; `skip` names steps of `STEP_NAMES` that are left out.

    >>> source = SourceDocument("甲.txt", "資金82.28萬(wàn)元", "", "utf-8", "")
    >>> clean = repair_document(source)
    >>> clean.text, clean.span(2, 9).text, [(step.name, step.count) for step in clean.steps]
    ('资金82.28万元', '82.28萬(wàn)元', [('annotation', 1), ('script', 2)])
    """
    text, offsets = source.text, OffsetMap()
    removed: list[tuple[str, ...]] = []
    records: list[RepairStep] = []
    tallies: dict[str, _Tally] = {}
    read: tuple[Range, ...] = ()
    for step in STEPS:
        found = step.find_repairs(text) if step.name not in skip else Repairs()
        _count_marks(tallies, found.marks, source, offsets)
        if found.edits:
            records.append(RepairStep(step.name, len(found.edits), _take_samples(text, found.edits)))
            removed.append(tuple(text[edit.start : edit.end] for edit in found.edits))
            text, layer = apply_edits(text, found.edits)
            offsets = offsets.with_layer(layer)
            read = carry_ranges((*read, *_list_readings(found)), OffsetMap((layer,)))
    left = remains.find_remains(text)
    _count_marks(tallies, (Mark("byte-shift", *place, lossy=True) for place in left), source, offsets)
    ranges, marks = furniture.find_furniture(text) if "furniture" not in skip else ((), ())
    apart = carry_ranges(source.furniture, offsets)
    _count_marks(tallies, (mark for mark in marks if not is_inside(mark.start, mark.end, apart)), source, offsets)
    ranges = join_ranges(ranges, apart)
    missing = _list_missing(text, bool(left) or byteshift.READING in tallies or "byte-shift" in tallies, ranges)
    _count_marks(tallies, (Mark("lost-digits", *place, lossy=True) for place in missing), source, offsets)
    doubtful = tuple(sorted({*left, *read, *missing, *characters.find_losses(text), *mojibake.find_losses(text)}))
    return CleanText(source, text, tuple(records), offsets, tuple(removed), tuple(_describe(source, tallies)), ranges, doubtful)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair, for whoever has no document: the text, its steps, and the way back.

    >>> repaired = repair_text("資金82.28萬(wàn)元")
    >>> repaired.text, [step.name for step in repaired.steps], repaired.undo()
    ('资金82.28万元', ['annotation', 'script'], '資金82.28萬(wàn)元')
    """

    clean: CleanText

    @property
    def text(self) -> str:
        """The repaired text."""
        return self.clean.text

    @property
    def steps(self) -> tuple[RepairStep, ...]:
        """Each step that changed something, with its count and up to three samples."""
        return self.clean.steps

    def undo(self) -> str:
        """The text as it was given, character by character."""
        return undo(self.clean)


def repair_text(text: str, skip: frozenset[str] = frozenset()) -> Repaired:
    """Repair a piece of text; `skip` names steps that are left out."""
    return Repaired(repair_document(SourceDocument("", text, "", "", ""), skip))


def undo(clean: CleanText) -> str:
    """The source text again, made from the repaired text and what the steps took away."""
    text = clean.text
    for layer, removed in zip(reversed(clean.offsets.layers), reversed(clean.removed), strict=True):
        text = undo_edits(text, layer, removed)
    return text


def _list_missing(text: str, cut: bool, apart: tuple[Range, ...]) -> tuple[Range, ...]:
    """The places of the document's own text where digits are missing."""
    return tuple(place for place in sorted(digits.find_losses(text, cut)) if not is_inside(*place, apart))


def _list_readings(found: Repairs) -> Iterator[Range]:
    """The places that words decided: the text is read so, but no figure rests on it."""
    yield from ((mark.start, mark.end) for mark in found.marks if mark.cause == byteshift.READING)


def _count_marks(tallies: dict[str, _Tally], marks: Iterable[Mark], source: SourceDocument, offsets: OffsetMap) -> None:
    """Add marks of the text that `offsets` leads back from; places are only worked out where they can still be shown."""
    for mark in marks:
        tally = tallies.setdefault(mark.cause, _Tally())
        tally.count += 1
        tally.lossy |= mark.lossy
        if len(tally.spans) < _PLACES:
            start, end = offsets.source(mark.start, mark.end)
            span = Span(start, end, source.text[start:end])
            tally.spans.setdefault(span.text, span)


def _describe(source: SourceDocument, tallies: dict[str, _Tally]) -> Iterator[Damage]:
    yield from source.damage
    for cause, tally in tallies.items():
        yield Damage(cause, tally.count, tuple(tally.spans.values()), tally.lossy)


def _take_samples(text: str, edits: tuple[Edit, ...]) -> tuple[tuple[str, str], ...]:
    """The first changes that differ, each with the character before it where nothing stands in its place."""
    samples: dict[tuple[str, str], None] = {}
    for edit in edits:
        lead = "" if edit.replacement or not edit.start else text[edit.start - 1].strip()
        samples[lead + text[edit.start : edit.end], lead + edit.replacement] = None
        if len(samples) == _SAMPLES:
            break
    return tuple(samples)
