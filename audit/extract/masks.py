"""What holds digits or numerals and is no figure: dates, list numbers, names in quotes, titles, codes, document numbers.

Comes in: running text. Goes out: the same text, every such place overwritten with a filler of the same length, so that the
scan cannot see it. Frames (quotes, 《》, N号, letters beside digits) come first, the word list of names last.
"""

from __future__ import annotations

import re
from functools import cache

from audit.knowledge import load_names

FILLER = "\ufffc"
_CN = "〇○零一二三四五六七八九十两百"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[{_CN[:-3]}]{{4}})"
_TO = r"\s*[—–\-~～至到]+\s*"
_UNIT_LETTERS = r"(?!(?:km|kW|MW|GW|kg|GB|TB|PB|EB|mm|cm|nm|kV|KV|MB|EFLOPS|PFLOPS|TEU|t|m[²2³]?|P)(?![A-Za-z]))"

_DATES = (
    rf"{_YEAR}{_TO}(?:(?:19|20)?\d{{2}})\s*年(?:度)?",
    rf"{_YEAR}\s*年(?:度|代)?(?:\s*\d{{1,2}}(?:{_TO}\d{{1,2}})?\s*月(?:份)?(?:\s*\d{{1,2}}(?:{_TO}\d{{1,2}})?\s*日)?)?",
    r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?:日)?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?",
    rf"(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}})?\s*月(?:份)?(?:\s*\d{{1,2}}(?:{_TO}\d{{1,2}})?\s*日)?(?!龄)",
    r"(?<![\d.])\d{1,2}\s*日(?![均常元产处])",
    r"(?<![\d.])\d{1,2}[:：]\d{2}(?![\d:：.%])",
    r"(?<![\d.])\d{1,2}时(?:\d{1,2}分)?(?![代间期])",
    rf"第?(?:[{_CN}]+|\d{{1,2}})个?季度",
    rf"\d{{1,3}}\s*(?:多|余)?年(?=代|来|间|内|期|行动|规划|计划|前|后|以来|以上|历史|制)|(?<!连续)[{_CN}]+(?:多|余)?年",
    rf"(?:近|过去|未来|为期|最近|每|这|头|第)\s*(?:[{_CN}]+|\d{{1,3}})\s*(?:多|余|个)?(?:年|月|周|天|日)",
    rf"(?:[{_CN}]+|\d{{1,2}})周年|\d{{1,2}}世纪|[{_CN}]+世纪|\d{{2}}后",
    rf"(?:[{_CN}]+|\d{{1,2}})月(?:[{_CN}]+|\d{{1,2}})[日号]",
)
_LISTS = (
    r"^[\s　]*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)])",
    r"(?<=[。；;：:，,！!\s])[（(]?\d{1,2}[）)]\s*(?=[\u4e00-\u9fff“])",
    r"(?<=[。；;：:\s])\d{1,2}[.．、](?=[\u4e00-\u9fff“])",
    r"[一二三四五六七八九十]{1,2}(?:是|要|则)(?=[\u4e00-\u9fff“])",
    r"(?<![一-龥])第[一二三四五六七八九十]{1,2}[，,、：:](?!第)",
    r"[\[［]\d{1,3}[\]］]|[①-⑳]",
)
# Runs of digits are possessive (`++`) and begin where no digit stands before: 50 MB of digits must not be tried from every place.
_NAMES = (
    r"https?://[^\s\u4e00-\u9fff]+|(?<![\w.])[\w.]++@[\w.]+",
    r"《[^《》\n]{1,60}》",
    r"[〔［\[(（]\s*(?:19|20)\d{2}\s*[〕］\])）](?:\s*第?\d+号)?",
    r"(?:前|居前|排名前)\d{1,4}(?:位|名|强|家)?(?=[的省市企县区名位，、]|$)",
    r"(?<!\d)\d[、\d]*+号(?!召)|(?<!\d)\d[、\d]*+\s*强(?![度])|[一二三四五六七八九十百]+强(?=[县区镇市企村乡])",
    rf"(?<![A-Za-z\d]){_UNIT_LETTERS}[A-Za-z]+[-–]?\d++(?:\.\d++)?(?:[A-Za-z]+\d*)*(?![\d.,]*\s*[万亿%％‰家个项件人元])",
    r"[图表]\s*\d{1,2}(?:[-–—.]\d{1,2})?(?![\d.]*\s*[万亿%])",
    rf"(?<![\d.,])\d+(?:\.\d+)?{_UNIT_LETTERS}[A-Za-z]+(?:级|网络|技术|基站)?",
    r"(?<![\d.])\d{11,}+(?![\d.]*\s*[%万亿])",
    r"(?<!\d)\d++(?:\s*[×xX*+＋]\s*\d++)+(?!\s*\d*\s*[万千兆]?[千瓦吨])|(?<!\d)\d++\+(?![\d.])",
    r"(?<![\d.])\d{1,3}(?:\.\d+)?代(?:线|机|产品|技术)?",
    r"第\d+\.\d+代",
    r"[一二三四五六七八九十\d]{1,3}届[^，。；,;、\s]{0,6}?[一二三四五六七八九十\d]{1,3}[中次](?:全会|会议|全体)?",
    r"(?:党的|中共)?[一二三四五六七八九十]{1,3}大(?=[精报以和、，。部战召代])|[一二三四五六七八九十]{2,3}届(?=历次|中央|省委|市委|全会|全体)",
    r"第[一二三](?:[、和及与]?第?[一二三])*(?:次)?产业|[一二三]{1,3}(?:次)?产(?:业)?(?![值品量])|三次产业",
    r"\d{1,3}(?:\s*[-—–~～至]\s*\d{1,3})?\s*周?岁(?:及)?(?:以上|以下|以内)?",
    r"[三两四]轮(?=汽车|摩托|电动|车)|[一二三]线(?=[城员队职])|一[手把线带站门网键张盘流对][^\d家个项]",
)
_QUOTED = re.compile(r"[“\"「『‘]([^”\"」』’\n]{1,16})[”\"」』’]")
_AMOUNT = re.compile(r"\d(?:[\d.,]*)\s*(?:%|％|[万亿]+元|亿|万)")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = "|".join(re.escape(name) for name in sorted(load_names(), key=len, reverse=True))
    return (
        re.compile("|".join(_DATES)),
        re.compile("|".join(_LISTS), re.MULTILINE),
        re.compile("|".join(_NAMES)),
        re.compile(names or "(?!)"),
    )


def mask_names(text: str) -> str:
    """The text with everything overwritten that holds numbers and is no figure.

    >>> mask_names("全年围绕“20+8”产业集群新增5家").replace(FILLER, "#")
    '全年围绕######产业集群新增5家'
    """
    text = _QUOTED.sub(_hide_quote, text)
    for pattern in _patterns():
        text = pattern.sub(_hide, text)
    return text


def find_dates(text: str) -> list[tuple[int, int]]:
    """The places of dates and time spans, in order."""
    return [match.span() for match in _patterns()[0].finditer(text)]


def _hide(match: re.Match[str]) -> str:
    return FILLER * len(match.group())


def _hide_quote(match: re.Match[str]) -> str:
    """A short phrase in quotes is a name (“五个一”), unless it states an amount (“突破100亿元”)."""
    return match.group() if _AMOUNT.search(match.group(1)) else FILLER * len(match.group())
