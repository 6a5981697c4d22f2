"""Relation `tally`, what = named: an announced class whose members are named further on, each with the noun of the class.

Comes in: a reading. Goes out: one row where at least three names in the rest of the paragraph, or all headings below, end in the noun
(八大集群产业综合体 … 六个“…综合体”). It says nothing of more names than announced, nor where 等 leaves the list open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from audit.model import Heading, Reading, RelationRow, Sentence, Span
from audit.patterns import regex
from audit.relate.announced import Announced, find_announced
from audit.relate.rows import make_row
from audit.relate.spelled import read_behind
from audit.relate.words import load_lists, match_any

_NOUN = regex(r"\p{Han}{2,12}")
_STOP = regex(r"[的和与及为是在]")
_LEAST = 3
_COUNTERS = ("大", "个", "项")


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """The rows of all announced classes that are named member by member."""
    for sentence in reading.sentences:
        if sentence.row is not None:
            continue
        for announced in find_announced(reading, sentence):
            row = _relate(reading, sentence, announced) if announced.counter in _COUNTERS else None
            if row:
                yield row


def _relate(reading: Reading, sentence: Sentence, announced: Announced) -> RelationRow | None:
    noun = _read_noun(sentence.text, announced.end)
    if announced.number < _LEAST or noun is None:
        return None
    listed = tuple(_find_titles(reading, sentence, announced, noun)) or _find_all_names(reading, sentence, announced, noun)
    if not announced.number / 2 < len(listed) <= announced.number or len(listed) < _LEAST:
        return None
    told = read_behind(reading, sentence, announced)
    if told is not None and told.high < announced.number:
        return None  # the list behind the count says so already
    columns: dict[str, object] = announced.columns() | {"what": "named", "indicator": noun, "open": False}
    columns |= {"listed": len(listed), "listed_high": len(listed)}
    spans = (reading.place(sentence, announced.start, min(announced.end + len(noun), len(sentence.text)), "announced"), *listed)
    figures = (announced.figure,) if announced.figure else ()
    shown = f"announced {announced.number}, named {len(listed)}"
    return make_row("tally", reading, sentence, columns, spans, figures=figures, arithmetic=shown)


def _read_noun(text: str, at: int) -> str | None:
    """The noun of the class without what only trails behind it; None where it is too general."""
    match = _NOUN.match(text, at)
    if match is None:
        return None
    stop = _STOP.search(match.group())
    noun = match.group()[: stop.start()] if stop else match.group()
    noun = re.sub(f"(?:{match_any('noun_trail')})$", "", noun)
    return noun if len(noun) >= 2 and noun[-2:] not in load_lists()["general_noun"] else None


def _find_all_names(reading: Reading, sentence: Sentence, announced: Announced, noun: str) -> tuple[Span, ...]:
    """Names in running text, which only a closed class (八大…) has to name all of."""
    return _find_names(reading, sentence, announced, noun) if announced.counter == "大" and not announced.quoted else ()


def _find_names(reading: Reading, sentence: Sentence, announced: Announced, noun: str) -> tuple[Span, ...]:
    """Names in the rest of the paragraph that share an end of the noun: the end that fits the count, else that of most names."""
    found = [_find_ending(reading, sentence, announced, noun, size) for size in range(len(noun), 1, -1)]
    fitting = [names for names in found if len(names) == announced.number]
    return fitting[0] if fitting else max(found, key=len)


def _find_ending(reading: Reading, sentence: Sentence, announced: Announced, noun: str, size: int) -> tuple[Span, ...]:
    ending = noun[-size:]
    if ending in load_lists()["general_noun"]:
        return ()
    found: dict[str, Span] = {}
    for other in reading.sentences[sentence.index :]:
        if other.paragraph != sentence.paragraph:
            break
        first = announced.end + len(noun) if other is sentence else 0
        for match in _name_pattern(ending).finditer(other.text, first) if ending in other.text else ():
            if "等" in match.group():
                return ()
            found.setdefault(match.group("name"), reading.place(other, *_shown(match), "item"))
    return tuple(found.values())


def _shown(match: re.Match[str]) -> tuple[int, int]:
    """The end of a name, where what tells it from the others stands."""
    return max(match.start("name"), match.end("name") - 24), match.end("name")


@cache
def _name_pattern(noun: str) -> re.Pattern[str]:
    before = "(?:^|[，,。；;：:、]|以及|和|及|与)"
    behind = f"(?={match_any('noun_trail')}|[，,。；;、和及与以]|$)"
    return regex(rf"{before}(?P<name>[^，,。；;：:、！？\n和与]{{2,30}}?{noun}){behind}")


def _find_titles(reading: Reading, sentence: Sentence, announced: Announced, noun: str) -> Iterator[Span]:
    """Headings behind the count that end in the noun, where they are just as many."""
    behind = reading.place(sentence, announced.start, announced.end).end
    trail = regex(f"[^，。；]{{2,24}}{noun[-4:]}(?:{match_any('noun_trail')})?")
    titles = [heading for heading in reading.headings if heading.span.start > behind and trail.fullmatch(heading.title)]
    if len(titles) != announced.number:
        titles = list(_find_run(reading, sentence, announced, noun))
    yield from (Span(h.span.start, h.span.start + len(h.span.text[:40]), h.span.text[:40], "heading") for h in titles)


def _find_run(reading: Reading, sentence: Sentence, announced: Announced, noun: str) -> Iterator[Heading]:
    """The numbers that follow at once, where the count ends a heading or a colon closes it, and each title begins with a name of the noun:
    实施“五项工程” 一是实施场馆提升工程…二是实施精品创作工程…. Others may stand between: 一是平台工程 1.抓布局 2.抓投入 二、企业工程."""
    ends = re.fullmatch(rf"{re.escape(noun)}(?:{match_any('noun_trail')})?[”]?\s*(?P<colon>[：:]?)\s*", sentence.text[announced.end :])
    titled = any(heading.sentence == sentence.index for heading in reading.headings)
    if ends is None or not (titled or ends.group("colon")):
        return
    behind = reading.place(sentence, announced.start, announced.end).end
    due = [heading for heading in reading.headings if heading.span.start > behind and heading.number is not None]
    run: list[Heading] = []
    for heading in due:
        if noun[-2:] in re.split(r"[，,。；;]", heading.title)[0]:
            if heading.number != len(run) + 1:
                break
            run.append(heading)
        elif not run or (heading.number == len(run) + 1 and heading.level in {each.level for each in run}):
            return  # 五是优化服务 is the fifth, whatever it is called
    yield from run
