"""What holds digits or numerals and is no figure: dates, list numbers, names in quotes, titles, codes, document numbers.

Comes in: running text. Goes out: every such place with what it is, or the text with them overwritten by a filler of the same length,
so that the scan cannot see them. Frames (quotes, 《》, N号, letters beside digits) come first, the word list of names last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from audit.extract.ordinals import claims_top, match_top
from audit.knowledge import load_names
from audit.lexicon import load_units
from audit.patterns import regex

Sort = Literal["date", "list", "name", "code", "document", "age"]

FILLER = "\ufffc"
_CN = "〇○零一二三四五六七八九十两百"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[{_CN[:-3]}]{{4}})"
_TO = r"[ \t]{0,3}[—–\-~～至到]{1,2}[ \t]{0,3}"
_GAP = r"[ \t\u3000]{0,3}"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNIT_LETTERS = r"(?!(?:km|kW|MW|GW|kg|GB|TB|PB|EB|mm|cm|nm|kV|KV|MB|EFLOPS|PFLOPS|TEU|t|m[²2³]?|P)(?![A-Za-z]))"
_AMOUNT_BEHIND = r"[ \t]{0,3}[\d.,]{0,16}[ \t]{0,3}[%％‰万亿]"
_ALONE = "(?<![零一二三四五六七八九十百千万亿])"

_DATES = (
    rf"{_YEAR}{_TO}(?:(?:19|20)?\d{{2}}){_GAP}[学财]?年(?:度)?",
    rf"{_YEAR}{_GAP}年(?:度|代)?(?:{_GAP}\d{{1,2}}(?:{_TO}\d{{1,2}})?{_GAP}月(?:份)?(?:{_GAP}\d{{1,2}}(?:{_TO}\d{{1,2}})?{_GAP}日)?)?",
    rf"(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?:日)?(?:{_GAP}\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?",
    rf"(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}})?{_GAP}月(?:份)?(?:{_GAP}\d{{1,2}}(?:{_TO}\d{{1,2}})?{_GAP}日)?(?!龄)",
    rf"(?<![\d.])\d{{1,2}}{_GAP}日(?![均常元产处])",
    r"(?<![\d.])\d{1,2}[:：]\d{2}(?![\d:：.%])",
    r"(?<![\d.])\d{1,2}时(?:\d{1,2}分)?(?![代间期])",
    rf"(?:第?[{_CN}]{{1,2}}[、至和及—-]){{0,3}}第?(?:[{_CN}]{{1,4}}|\d{{1,2}})个?季度",
    rf"(?<!\d)\d{{1,3}}{_GAP}(?:多|余)?年(?=代|来|间|内|期|行动|规划|计划|前|后|以来|以上|历史|制)|(?<!连续)(?<![{_CN}])[{_CN}]{{1,6}}(?:多|余)?年",
    rf"(?:近|过去|未来|为期|最近|每|这|头|第){_GAP}(?:[{_CN}]{{1,6}}|\d{{1,3}}){_GAP}(?:多|余|个)?(?:年|月|周|天|日)",
    rf"(?:[{_CN}]{{1,4}}|(?<!\d)\d{{1,4}})周年|\d{{1,2}}世纪|[{_CN}]{{1,4}}世纪|(?<!\d)\d{{2}}后",
    rf"(?:[{_CN}]{{1,3}}|\d{{1,2}})月(?:[{_CN}]{{1,3}}|\d{{1,2}})[日号]",
)
_HEADS = (
    r"^[ \t\u3000]{0,40}(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|[（(]\d{1,2}[）)]"
    r"|\d{1,2}[、.．](?!\d)|\d{1,2}\.(?=\d{1,2}(?:个(?!百分点|千分点|基点|月|小时|工作日|标)|[大项条类家])))"
)
_LISTS = (
    r"(?<=[。；;：:，,！!\s])[（(]?\d{1,2}[）)][ \t\u3000]{0,3}(?=\p{Han}|[“xX×*_□○])",
    r"(?<=[。；;：:\s])\d{1,2}[.．、](?=\p{Han}|“)",
    r"[一二三四五六七八九十]{1,2}(?:是|要|则)(?=\p{Han}|“)",
    r"(?<![一-龥])第[一二三四五六七八九十]{1,2}[，,、：:](?!第)",
    r"[\[［]\d{1,3}[\]］]|[①-⑳]",
)
_DOCUMENTS = (r"[〔［\[(（]\s?(?:19|20)\d{2}\s?[〕］\])）](?:\s?第?\d{1,5}号)?",)
# Runs of digits are possessive (`++`) and begin where no digit stands before: 50 MB of digits must not be tried from every place.
_LETTERS_AND_DIGITS = (
    r"(?<![A-Za-z\d])(?![khcdN]?m[²³23])[A-Za-z]++[-–]?\d++(?:\.\d++)?(?:[A-Za-z]++\d*+)*+(?![\d.,]{0,16}\s?[万亿%％‰家个项件人元])"
)
_CODES = (
    r"https?://[^\s\u4e00-\u9fff]++|(?<![A-Za-z0-9_.])[A-Za-z0-9_.]++@[A-Za-z0-9_.]++",
    r"PM\s{0,3}2\.5|PM\s{0,3}10",
    _LETTERS_AND_DIGITS,
    r"(?<![\d.])\d{11,}+(?![\d.]{0,16}\s?[万亿多余UNITS])",
)
_NAMES = (
    r"《[^《》\n]{1,60}》",
    r"(?<!\d)\d[、\d]{0,20}+号(?!召)|(?<!\d)\d[、\d]{0,20}+[ \t]?强(?![度])|[一二三四五六七八九十百]{1,4}强(?=[县区镇市企村乡])",
    rf"(?:附件|附表|附录|专栏|[图表]){_GAP}\d{{1,2}}(?:[-–—.]\d{{1,2}})?(?![\d.]{{0,16}}\s?[%万亿])",
    rf"(?<![\d.,])\d++(?:\.\d++)?{_UNIT_LETTERS}[A-Za-z]++(?:级|网络|技术|基站)?",
    r"(?<!\d)\d{1,9}+(?: ?[×xX*+＋] ?\d{1,9}+){1,6}(?! ?\d{0,6} ?[万千兆]?[千瓦吨])|(?<!\d)\d{1,9}+\+(?![\d.])",
    r"(?<![\d.])\d{1,3}(?:\.\d+)?代(?:线|机|产品|技术)?",
    r"第\d{1,3}\.\d{1,3}代",
    r"[一二三四五六七八九十\d]{1,3}届[^，。；,;、\s]{0,6}?[一二三四五六七八九十\d]{1,3}[中次](?:全会|会议|全体)?",
    r"(?:党的|中共)?[一二三四五六七八九十]{1,3}大(?=[精报以和、，。部战召代])|[一二三四五六七八九十]{2,3}届(?=历次|中央|省委|市委|全会|全体)",
    r"[一二三四五六七八九十]{1,2}次全会",
    r"第[一二三](?:[、和及与]?第?[一二三]){0,3}(?:次)?产业|[一二三]{1,3}(?:次)?产(?:业)?(?![值品量])|三次产业",
    rf"{_ALONE}(?:[三两四]轮(?=汽车|摩托|电动|车)|(?<!条)[一二三四五六七八九]{{1,2}}线|一[手把线带站门网键张盘流对][^\d家个项])",
    rf"{_ALONE}(?:[两三四五六]位数|[二两三四五]者|[四八十]字(?=方针|路口|会|架|诀))",
)
_AGES = (
    r"(?<![\d.])\d{1,3} ?周?岁?[-—–~～至] ?\d{1,3} ?周?岁",
    r"(?<![\d.])\d{1,3} ?周?岁(?:及?以[上下内]|之[前后]|(?=[的]?[老儿青少幼婴人妇男女职居患孩]))",
)
_QUOTED = regex(r"[“\"「『‘]([^”\"」』’\n]{1,16})[”\"」』’]")
_AMOUNT = regex(r"\d(?:[\d.,]*)\s*(?:%|％|[万亿]+元|亿|万)")

_NUMERAL = "一二三四五六七八九十百两"
_DATE_START = rf"(?=(?<!\d)\d|(?<![{_CN}])[{_CN}]|第[{_CN}\d]|[近过未为最每这头])"
_LIST_START = r"(?=(?<!\d)\d|[（(一二三四五六七八九十\[［①-⑳]|第[一二三四五六七八九十])"
_NAME_START = rf"(?=(?<!\d)\d|(?<![A-Za-z])[A-Za-z]|(?<![{_NUMERAL}])[{_NUMERAL}]|第[{_NUMERAL}\d]|[《〔［\[(（图表附专党中])"
"""Where the patterns can begin: these few looks are many times faster than all the alternatives, and a run is tried once."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A place that holds digits or numerals and is no figure, and what it is."""

    start: int
    end: int
    sort: Sort


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


@cache
def _patterns() -> tuple[tuple[Sort, re.Pattern[str]], ...]:
    """The passes in their order; in the last but one the group says what was found."""
    english = rf"\b(?:{_MONTHS}) \d{{1,2}}(?!\d)(?:, \d{{4}})?"
    units = "".join(sorted({re.escape(word[0]) for word in load_units() if not word[0].isascii() or word[0] == "%"}))
    codes = _any(*_CODES).replace("UNITS", units)
    frames = f"(?P<date>{english})|(?P<code>{codes})|(?P<document>{_any(*_DOCUMENTS)})|(?P<age>{_any(*_AGES)})|{_any(*_NAMES)}"
    return (
        ("date", regex(_DATE_START + _any(*_DATES))),
        ("list", regex(_HEADS, re.MULTILINE)),
        ("list", regex(_LIST_START + _any(*_LISTS))),
        ("name", regex(_NAME_START + _any(frames))),
        ("name", regex(_join_names())),
    )


def _join_names() -> str:
    """The word list as a pattern, by first characters.

    A name that begins with a numeral is no part of a longer one (四平 in 四十四平方米).
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(load_names(), key=len, reverse=True):
        groups.setdefault(name[0], []).append(re.escape(name[1:]))
    fence = rf"(?<![\d{_CN}千万亿点])"
    pieces = (f"{fence if first in _CN or first.isdigit() else ''}{re.escape(first)}{_any(*rests)}" for first, rests in groups.items())
    starts = "".join(map(re.escape, groups))
    return f"(?=[{starts}]){_any(*pieces)}" if groups else "(?!)"


def mask_names(text: str) -> str:
    """The text with everything overwritten that holds numbers and is no figure.

    >>> mask_names("全年围绕“20+8”产业集群新增5家").replace(FILLER, "#")
    '全年围绕######产业集群新增5家'
    """
    return _mask(text, [])


def find_masks(text: str) -> list[Mask]:
    """The places that `mask_names` overwrites, in order, each with what it is.

    >>> [mask.sort for mask in find_masks("2023年，全市60岁以上老人住进3号楼，见《规划》和穗府〔2020〕5号")]
    ['date', 'age', 'name', 'name', 'document']
    """
    found: list[Mask] = []
    _mask(text, found)
    return sorted(found, key=lambda mask: mask.start)


def _mask(text: str, found: list[Mask]) -> str:
    text = _overwrite(text, _find_quotes(text), found)
    for sort, pattern in _patterns():
        text = _overwrite(text, _find(sort, pattern, text), found)
    return _overwrite(text, _find_selections(text), found)


def _find_quotes(text: str) -> Iterator[Mask]:
    """A short phrase in quotes is a name (“五个一”), unless it states an amount (“突破100亿元”)."""
    for match in _QUOTED.finditer(text):
        if not _AMOUNT.search(match.group(1)):
            yield Mask(*match.span(), "name")


def _find_selections(text: str) -> Iterator[Mask]:
    """前10位企业 selects, 居全国前10位 claims a rank."""
    for at in (found.start() for found in re.finditer("前", text)):
        match = match_top(text, at)
        if match and not claims_top(text, match):
            yield Mask(*match.span(), "name")


def _find(sort: Sort, pattern: re.Pattern[str], text: str) -> Iterator[Mask]:
    for match in pattern.finditer(text):
        yield Mask(*match.span(), match.lastgroup or sort)  # type: ignore[arg-type]


def _overwrite(text: str, masks: Iterator[Mask], found: list[Mask]) -> str:
    pieces: list[str] = []
    at = 0
    for mask in masks:
        pieces += (text[at : mask.start], FILLER * (mask.end - mask.start))
        at = mask.end
        found.append(mask)
    return "".join((*pieces, text[at:])) if pieces else text


def find_dates(text: str) -> list[tuple[int, int]]:
    """The places of dates and time spans, in order."""
    return [match.span() for match in _patterns()[0][1].finditer(text)]
