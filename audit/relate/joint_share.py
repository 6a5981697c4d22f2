"""Relation `share` for what several things make together: 对拉丁美洲、非洲进出口总额…，二者合计占全市比重为10.9%.

Comes in: a reading. Goes out: one row for each share of 二者, 三者, 五者 whose members are the names that the sentence has just given
changes or levels of, where the level of each, or of all its parts by definition (出口, 进口), and that of the whole stand in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audit.extract.numerals import read_number
from audit.interval import Interval
from audit.model import Figure, Reading, RelationRow, Sentence
from audit.patterns import regex
from audit.relate.area import is_own_area
from audit.relate.composed import place_of
from audit.relate.composites import fact_name, index_figures, split_name
from audit.relate.operands import add_up, show_stated
from audit.relate.rows import figure_columns, interval_columns, make_row, operand_columns, reason_for

_TOGETHER = regex(r"(?:^|[，,；;])\s*(?:以上|上述)?([二两三四五六七八九十])(?:者|项|类|大类|大洲|国|地)(?=合计|共计|总和|占|共)")
_HUNDRED = Interval.of(100)

Levels = Mapping[tuple[object, ...], Figure]


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of a document, in reading order."""
    index: dict[tuple[object, ...], Figure] = {}
    for sentence in reading.sentences:
        figures = reading.figures_of(sentence)
        for n, share in enumerate(figures):
            told = sentence.text[sentence.slots[n - 1].tail : sentence.slots[n].lead] if n else ""
            together = _TOGETHER.search(told) if share.kind == "share" and share.unit == "%" else None
            number = read_number(together.group(1)) if together else None
            if number is None or number.value > n:
                continue
            index = index or {place_of(figure): figure for figure in index_figures(reading, "level").values()}
            row = _relate_members(reading, sentence, share, figures[n - int(number.value) : n], index)
            if row is not None:
                yield row


def _relate_members(reading: Reading, sentence: Sentence, share: Figure, members: Sequence[Figure], levels: Levels) -> RelationRow | None:
    names = [fact_name(member.indicator) for member in members]
    found = [_levels_of(member, levels) for member in members]
    whole = _find_whole(share, names, members[0], levels, own=is_own_area(reading, share.of))
    if len(set(names)) < len(names) or len({member.kind for member in members}) > 1 or whole is None or not all(found):
        return None
    return _relate(reading, sentence, share, [part for parts in found for part in parts], whole)


def _levels_of(member: Figure, levels: Levels) -> tuple[Figure, ...]:
    """The level of a named thing, or those of its parts by definition; empty where one is not stated."""
    if member.kind == "level":
        return (member,)
    candidates = [(fact_name(member.indicator),), *split_name(fact_name(member.indicator))]
    for names in candidates:
        parts = tuple(level for name in names if (level := _look_up(levels, name, member)) is not None)
        if len(parts) == len(names):
            return parts
    return ()


def _look_up(levels: Levels, name: str, like: Figure) -> Figure | None:
    """The one level of a name in the period, status and scope of a figure, whatever its unit."""
    place = place_of(like)
    found = [level for key, level in levels.items() if key[0] == name and key[2:5] == place[2:5] and key[-1] == place[-1]]
    return found[0] if len(found) == 1 else None


def _find_whole(share: Figure, names: Sequence[str], member: Figure, levels: Levels, *, own: bool) -> Figure | None:
    """The level of the whole: by its own name, or for the document's own area by what the members' names end in."""
    ends = [names[0][start:] for start in range(1, len(names[0]) - 1)] if own else [fact_name(share.of or "")]
    shared = [end for end in ends if all(name.endswith(end) for name in names)]
    return next((level for end in shared if (level := _look_up(levels, end, member)) is not None), None)


def _relate(reading: Reading, sentence: Sentence, share: Figure, parts: Sequence[Figure], whole: Figure) -> RelationRow | None:
    if {part.unit for part in parts} != {whole.unit}:
        return None
    total, cut = add_up(parts)
    used = (share, *parts, whole)
    reason = reason_for(used)
    computed = (total / whole.interval) * _HUNDRED
    columns = {
        **operand_columns("whole", whole),
        **figure_columns("stated", share),
        **interval_columns("computed", computed, (cut / whole.truncated) * _HUNDRED, known=reason is None),
        "indicator": share.indicator,
        "of": share.of,
        "status": share.status,
        "period": share.period,
        "implied": False,
        "counted": False,
    }
    spans = (share.span("stated"), *(part.span("part") for part in parts), whole.span("whole"))
    shown = f"({' + '.join(part.text for part in parts)}) ÷ {whole.text} = {computed.show()}% ↔ {show_stated(share)}"
    return make_row("share", reading, sentence, columns, spans, figures=used, arithmetic=shown, why_not=reason)
