"""What a part of a year and the whole of it say of one flow: 1—11月实现286.5亿元；全年实现312.5亿元 cannot be less than its eleven months.

Comes in: a reading. Goes out: pairs of the year and its part, of one paragraph, name, unit and scope. It refuses stocks and balances, which
may fall within a year, and a year that only the document and not the clause names.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Figure, Reading
from audit.patterns import regex
from audit.relate.operands import Mention, core_name, is_part, mentions_of, scope_of

_FLOW = regex(
    r"(?:零售总?额|投资额?|总产值|产值|增加值|生产总值|销售额|销售收入|交易额|成交额|进出口总?[额值]|出口额?|进口额?|产量|公共预算收入|税收收入"
    r"|营业收入|主营业务收入|旅游收入|旅游总收入|人次|吞吐量|货运量|客运量|用电量|发电量|发放额|到位资金|资金)$"
)
_PART = regex(r"(?P<year>\d{4})(?:H1|H2|Q\d(?:-Q\d)?|-\d\d/(?P=year)-\d\d)")
_WHOLE_YEAR = regex(r"全年(?!目标|任务|计划|力争|预计|预算)")
_OTHER = regex(r"[月季]|上半年|下半年")
_BEFORE = regex(r"去年|上年|前年|往年|[比较超过]")
"""Another year than the one in force: 已超过去年全年的268.5亿元."""
_MOST = 60
"""So many figures of a paragraph are compared; nobody writes more of one flow."""


def find_years(reading: Reading) -> Iterator[tuple[Figure, Figure]]:
    """The year and the part of it, for each part in reading order."""
    paragraphs: dict[int, list[Mention]] = {}
    for sentence in reading.sentences:
        if sentence.row is None:
            flows = (mention for mention in mentions_of(reading, sentence) if _is_flow(mention))
            paragraphs.setdefault(sentence.paragraph, []).extend(flows)
    for mentions in paragraphs.values():
        years = [mention.figure for mention in mentions[:_MOST] if _is_year(mention)]
        for mention in mentions[:_MOST]:
            part = _PART.fullmatch(mention.figure.period or "")
            for year in years if part else ():
                if part and year.period == part.group("year") and _is_one_flow(year, mention.figure):
                    yield year, mention.figure


def _is_flow(mention: Mention) -> bool:
    figure = mention.figure
    flow = figure.unit == "人次" or _FLOW.search(figure.indicator) is not None
    return flow and (figure.kind, figure.status, figure.modifier) == ("level", "actual", "eq") and not is_part(mention)


def _is_year(mention: Mention) -> bool:
    """Whether the words right before an amount say that it is of the whole year."""
    said = list(_WHOLE_YEAR.finditer(mention.gap))
    return bool(said) and not _BEFORE.search(mention.gap) and not _OTHER.search(mention.gap[said[-1].end() :])


def _is_one_flow(year: Figure, part: Figure) -> bool:
    keys = [(core_name(figure.indicator), figure.unit, figure.aspect, scope_of(figure)) for figure in (year, part)]
    return keys[0] == keys[1] and bool(keys[0][0])
