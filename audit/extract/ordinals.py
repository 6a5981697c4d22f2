"""Places in an order: 第二十五届, 第三批, 首届, 一期, 二级 are ordinals; 第2位, 首位, 全省第一, 居全国前三 are ranks.

Comes in: running text and a place where one may begin. Goes out: its token, or None. 第一书记, 首位产业 and 前三季度 are names and dates.
"""

from __future__ import annotations

import re
from decimal import Decimal

from audit.extract.numerals import Number, read_number
from audit.extract.tokens import Shape, Token, make_token
from audit.extract.units import UnitMatch, find_unit
from audit.patterns import regex

_CN = "零〇一二三四五六七八九两十百千万亿廿"
_ORDINAL = regex(rf"第 {{0,3}}([{_CN}]{{1,12}}|\d{{1,9}})")
_UNITS = frozenset("届批期次轮版代季度")
_CLOSE = frozenset("，。；：、,;:!！?？）)”」\n \u3000和及的")
_RANKED = regex(
    r"(?:居|列|排|占|获|稳居|保持|全市|全国|全省|全区|全县|全球|世界|国内|省内|全网|行业|同类|跻身|进入|迈入|升至|上升到|排名|排位|位次)"
    r"[^，。；,;]{0,8}$"
)
_TOP = regex(rf"(?<![目此以之提年会产事节汛战日月生学空])前 ?(\d{{1,4}}|[{_CN}]{{1,3}}) ?(位|名|强|列|家|个)?")
_TOP_END = regex(r"[的，。；：、,;:!！）)”」\n \u3000和及省市县区城行水]|$")
_TOP_AT = regex(
    r"(?:居|列|排|跻身|进入|迈入|挺进|保持|升至|排名|位次|全国|全省|全市|全区|世界|全球|国内)(?:在|为|到|至|第)?[^，。；、,;：:（(\d]{0,10}$"
)
_GRADED = regex(
    r"(?:综合|公立|甲等|乙等|专科)*医院|公路|航道|子?公司|集团|[及以]|甲|支流|标准|响应|地震|台风|建筑|保护|文物|风险|等保|水源"
)
_STAGED = regex(r"(?:办|展|织|训|行|计|续|分|已|达|了|等|共|各|出|播|登|编|印|刊|满)$")
_ASSEMBLY = regex(r"人大|人民代表|政协|全会|中央|省委|市委|县委|区委|常委|理事|委员|全国")


def read_ordinal(text: str, at: int) -> Token | None:
    """第25位, 第三批, 全省第一."""
    match = _ORDINAL.match(text, at)
    number = read_number(match.group(1)) if match else None
    if match is None or number is None:
        return None
    unit = find_unit(text, match.end())
    word = unit.text if unit and not unit.run else ""
    if word in ("位", "名"):
        return make_token(text, at, unit.end if unit else 0, "rank", number, unit=unit)
    if word in _UNITS:
        return make_token(text, at, unit.end if unit else 0, "ordinal", number, unit=unit)
    return make_token(text, at, match.end(), "rank", number) if _ranks(text, at, match.end()) else None


def _ranks(text: str, at: int, end: int) -> bool:
    """Whether 第一 is a rank (位居全省第一) and no part of a name (第一书记, 第一时间, 第三方)."""
    closes = end >= len(text) or text[end] in _CLOSE
    return closes and _RANKED.search(text, max(0, at - 14), at) is not None


def read_first(text: str, at: int) -> Token | None:
    """首位 is rank 1, 首届 and 首批 are edition 1; 首位 before a noun (首位产业) is a name."""
    word = text[at + 1 : at + 2]
    if word not in ("位", "届", "批") or (word == "位" and text[at + 2 : at + 3] not in ("", *_CLOSE)):
        return None
    shape: Shape = "rank" if word == "位" else "ordinal"
    one = Number(Decimal(1), Decimal(1))
    return Token(at, at + 2, at, at + 2, shape, one, None, word, word, "rank", True, False, "eq", ("", "", ""), None, True)


def read_top(text: str, at: int) -> Token | None:
    """居全国前三: a rank of at most 3."""
    match = match_top(text, at)
    number = read_number(match.group(1)) if match and claims_top(text, match) else None
    if match is None or number is None:
        return None
    word = match.group(2) or ""
    return make_token(text, at, match.end(), "rank", number, name=word, word=word, dimension="rank", modifier="atmost")


def match_top(text: str, at: int) -> re.Match[str] | None:
    """前10位, 前三, 前50强 at a place."""
    return _TOP.match(text, at)


def claims_top(text: str, match: re.Match[str]) -> bool:
    """Whether it claims a rank (居全国前三); 前10位企业 selects companies, 前三季度 is a time."""
    if match.group(2) in ("家", "个") or not _TOP_END.match(text, match.end()):
        return False
    return _TOP_AT.search(text, max(0, match.start() - 18), match.start()) is not None


def is_place(text: str, at: int, numeral: str, unit: UnitMatch) -> bool:
    """Whether a numeral with 级, 期 or 届 and without 第 names a place in an order.

    大数据中心（一期）, 二级集团 and 四级公路 do; 市县两级, 省市县三级联动, 连续举办三届 and 分三期 count.
    """
    if numeral == "两" or unit.run:
        return False
    if unit.text == "届":
        return _ASSEMBLY.match(text, unit.end) is not None
    if unit.text == "期":
        return len(numeral) == 1 and at > 0 and _STAGED.search(text, max(0, at - 2), at) is None
    if unit.text != "级":
        return False
    return numeral in "一二" or _GRADED.match(text, unit.end) is not None
