"""Numbers that a line end or a space has split: `4.27⏎万人`, `增长6 .5%`, `共12 345万元`; and places where digits were lost.

Comes in: a text. Goes out: edits that close the gap where only one number can be meant, a number behind a word of amount or with
its unit in the next line; and the places where a digit is missing for certain (`投资金.亿元`, `110月`), for no figure to rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.offsets import Edit
from audit.repair.step import NOTHING, Repairs

_GAP = r"[ \t]*\r?\n[ \t]*"
_UNIT = "(?:[%％]|个百分点|[万亿]|元)"
_AMOUNT = "(?:增长|下降|降低|提高|上升|达到|达|完成|实现|为|占|占比|约|共|计|投资|收入|支出|总额|产值)"
_NO_NUMBERING = r"(?<=[\u4e00-\u9fff])(?<![图表第附例题注章节条款])"
_SPLITS = tuple(
    map(
        re.compile,
        (
            rf"(?<=[\u4e00-\u9fff])\d[\d.,]*(?P<a>{_GAP})(?={_UNIT})",
            rf"(?<=[\u4e00-\u9fff])\d+\.(?P<a>{_GAP})\d+(?={_UNIT})",
            rf"(?<=[\u4e00-\u9fff])\d{{1,3}},(?P<a>{_GAP})\d{{3}}(?={_UNIT})",
            rf"(?<=[\u4e00-\u9fff])\d+(?P<a> +)\.(?P<b> *)\d+(?={_UNIT})",
            rf"{_AMOUNT}\d+\.(?P<a> +)\d+(?={_UNIT})",
            rf"{_NO_NUMBERING}[1-9]\d{{0,2}}(?P<a> )\d{{3}}(?P<b>(?: (?=\d{{3}}))?)(?:\d{{3}})?(?=[万亿]?[人件户家个项])",
            rf"{_AMOUNT}\d{{1,3}}(?P<a> )\d{{3}}(?P<b>(?: (?=\d{{3}}))?)(?:\d{{3}})?(?=(?:\.\d+)?[万亿]?[元人吨户])",
        ),
    )
)
_SPLIT = re.compile(r"\d[.,]?(?: +\.?|[ \t]*\r?\n[ \t]*)(?=[\d%％个万亿元])")
"""One look at a text: where a number may be split at all."""

_LOST = tuple(
    map(
        re.compile,
        (
            r"\.(?<=[\u4e00-\u9fff]\.)(?:[万亿]元|[万亿](?=[吨人户亩])|元(?![旦素]))",  # 投资金.亿元
            r"\.(?<=[\u4e00-\u9fff\d]\d\.)(?:[万亿]{1,2}元|[%％])",  # 增长5.%
            r"\.(?<![0-9A-Za-z.）)\]\ufffd]\.)\d+(?:[%％]|[万亿]元|个百分点)",  # 增长.5%
            r"1(?<!\d1)(?:[3-9]|1[0-2]|10)月(?![龄大])",  # 110月, for 1-10月
            r"19(?<!\d19)(?:\d{3,4}月|\d{4,6}日)",  # 19981月
            r"20(?<!\d20)(?:\d{3,4}月|\d{4,6}日)",  # 20194月, 201941日
            r"(?:约|共计|合计)[万亿]元(?=[，,。；;、）)])",  # 投资约万元。
        ),
    )
)
_CUT_NUMBER = re.compile(r"(?<=[^\x00-\x7f])\?[,.]?\d[\d,.]*")
"""On a page whose bytes were cut, a digit behind a hanzi's first byte is gone: `（一）2018` is `ㄒ唬?018` there."""


def find_repairs(text: str) -> Repairs:
    """The gaps to close.

    >>> find_repairs("就业4.27\\n万人，增长6 .5%。").edits
    (Edit(start=6, end=7, replacement=''), Edit(start=13, end=14, replacement=''))
    """
    if not _SPLIT.search(text):
        return NOTHING
    gaps = {match.span(name) for split in _SPLITS for match in split.finditer(text) for name in match.re.groupindex}
    return Repairs(tuple(Edit(start, end, "") for start, end in sorted(gaps) if start < end))


def find_losses(text: str, cut: bool) -> Iterator[tuple[int, int]]:
    """The places where digits are missing; `cut` says that bytes of this page were cut.

    >>> text = "投资金.亿元，110月增长5.2%，投资约3亿元"
    >>> [text[a:b] for a, b in find_losses(text, False)]
    ['.亿元', '110月']
    """
    for pattern in (*_LOST, _CUT_NUMBER) if cut else _LOST:
        for match in pattern.finditer(text):
            yield _find_start(text, match.start()), match.end()


def _find_start(text: str, place: int) -> int:
    """Where the digits before a place begin."""
    while place and (text[place - 1].isdecimal() or text[place - 1] == ","):
        place -= 1
    return place
