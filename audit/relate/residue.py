"""Relation `damage`, residue: what a writing program or a conversion left in the text, and what the text lost on the way.

Comes in: a reading. Goes out: one row for each cause: Markdown signs in what is no Markdown, sentences of a chat with a writing program,
captions of charts that plain text cannot hold, and figures that a line break cuts in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Reading, RelationRow, Span
from audit.patterns import regex
from audit.relate.rows import make_row

_MOST_SHOWN = 5
_MARKDOWN = regex(
    r"(?m)^[ ]{0,3}(?:#{2,6}[ ]+\S[^\n]{0,30}|```[a-z]*[ ]*$|\|(?:[ ]*:?-{3,}:?[ ]*\|)+[ ]*$|-[ ]\[[ xX]\][ ][^\n]{0,20})"
    r"|\[[^\]\n]{1,40}\]\(https?://[^)\s]{1,120}\)"
)
_CHAT = regex(
    r"作为(?:一个|一名)?(?:AI|人工智能)(?:语言)?(?:模型|助手)"
    r"|(?:以下|下面)是(?:根据您?的?(?:要求|需求|提供的[^，,。\n]{0,10}))?(?:为您|帮您|给您)(?:生成|撰写|起草|整理|润色|修改)"
    r"|希望(?:以上|这份|这篇|上述|本)[^，,。\n]{0,10}(?:对您|能对您|对你)[^，,。\n]{0,6}(?:有所)?帮助"
    r"|如(?:需|果需要|果您需要|您需要)[^。\n]{0,24}请?(?:随时)?(?:告诉|告知)我"
    r"|请(?:您)?根据(?:实际情况|具体情况|单位实际)(?:进行)?(?:修改|调整|补充|填写|完善)"
)
_CUT = regex(r"\d[ \t\u3000]*\r?\n\s*[^\s\d]")
_CAPTION = regex(
    r"(?m)^[ \t\u3000]*图[ \t\u3000]*[0-9０-９一二三四五六七八九十]{1,3}[ \t\u3000:：]+[\u4e00-\u9fff0-9][^\n。；]{3,40}$"
)


def build_rows(reading: Reading) -> Iterator[RelationRow]:
    """One row for each cause that is there."""
    source = reading.clean.source
    if not source.name.lower().endswith((".md", ".markdown")):
        yield from _tell(reading, "markdown-remains", _MARKDOWN)
    yield from _tell(reading, "chat-remains", _CHAT)
    if source.format == "text":
        yield from _tell(reading, "chart-lost", _CAPTION)
    cut = [figure.span("damage") for figure in reading.figures if figure.row is None and _CUT.search(figure.text)]
    yield from _tell_spans(reading, "cut-figure", cut)


def _tell(reading: Reading, cause: str, pattern: re.Pattern[str]) -> Iterator[RelationRow]:
    found = (reading.clean.span(match.start(), match.end(), "damage") for match in pattern.finditer(reading.clean.text))
    yield from _tell_spans(reading, cause, list(found))


def _tell_spans(reading: Reading, cause: str, found: list[Span]) -> Iterator[RelationRow]:
    if found:
        spans = tuple(found[:_MOST_SHOWN])
        columns = {"cause": cause, "sample": spans[0].text.strip(), "lossy": cause == "chart-lost", "places": len(found)}
        yield make_row("damage", reading, None, columns, spans)
