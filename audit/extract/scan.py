"""One pass over the running text: every number with its unit, range, hedges and ordinal mark, in order.

Comes in: running text. Goes out: tokens with exact values in the base unit. What the words around a number say of it (growth,
share, whose, when) is not decided here. Time is linear in the length of the text: each pattern is tried at one place only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from audit.extract.holes import FoundHole
from audit.extract.masks import mask_names
from audit.extract.numerals import Number, read_number
from audit.extract.units import UnitMatch, find_bare_multiplier, find_unit

Shape = Literal["quantity", "ordinal", "rank", "ratio", "fraction", "flat", "hole"]

_ARABIC = r"\d{1,3}(?:, ?\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
"""Digits, with thousands separators or without. A comma is one only before three digits: 22756件,增长 has none."""
_CN = "零〇一二三四五六七八九两十百千万亿廿"
_NUMBER = re.compile(rf"(?:{_ARABIC})(?:[万亿](?:{_ARABIC}))*")
_TO = re.compile(r"\s*(?:[-—–~～－]{1,2}|至|到)\s*")
_CHINESE = re.compile(rf"(?:上|数)?[{_CN}]+")
_ORDINAL = re.compile(rf"第\s*([{_CN}]+|\d+)")
_RATIO = re.compile(rf"(?:{_ARABIC})(?:\s*[:：∶]\s*(?:{_ARABIC}))+")
_FRACTION = re.compile(rf"(\d{{1,3}})/(\d{{1,3}})(?![\d/])|([{_CN}]{{1,3}})分之([{_CN}]+(?:点[{_CN}]+)?)|百分之([{_CN}点]+|[\d.]+)")
_FOLD = re.compile(rf"翻(?:了)?([{_CN}]{{1,2}})番|翻番|([{_CN}]{{1,2}})成([{_CN[2:10]}]?)(?![为立员功果长效分都熟本型年])")
_FLAT = re.compile(r"(基本|大致|总体)?持平(?!衡)")
_START = re.compile(rf"[-−]?\d|第|首[位届批]|[{_CN}]|上[百千万]|数[百千万]|翻|(?:基本|大致|总体)?持平|￼")
_BEFORE = re.compile(
    r"(超过|超出|(?<![高反赛远])超|逾|突破|不低于|不少于|不小于|至少|最少|不超过|不高于|不大于|不多于|至多|最多|低于|少于|接近|将近|"
    r"(?<![附最邻相靠远逼])近|(?<![节条合公契预履签制大简特])约(?:为)?|大约|左右|不足|不到|未到|高于|多于|大于|小于)(?:了|达|为|达到|过)?\s*$"
)
_AFTER = re.compile(r"\s*(以上|及以上|以内|之内|以下|及以下|左右|上下|多|余)")
_MODIFIERS: dict[str, str] = {
    **dict.fromkeys("超过 超出 超 逾 突破 高于 多于 大于 多 余 来 上".split(), "over"),
    **dict.fromkeys("不低于 不少于 不小于 至少 最少 以上 及以上".split(), "atleast"),
    **dict.fromkeys("不超过 不高于 不大于 不多于 至多 最多 以内 之内 以下 及以下".split(), "atmost"),
    **dict.fromkeys("接近 将近 近 不足 不到 未到 低于 少于 小于".split(), "under"),
    **dict.fromkeys("约 约为 大约 左右 上下 基本 大致 总体".split(), "about"),
}
_ARTICLE_UNITS = frozenset("个批种类些条系列点步方线体道期级代次轮场套层面片股支块段天年月日年月度番度元部对双口组份块")
_DONE = re.compile(r"(?:已|共|仅|新增|新建|建成|认定|获评|获批|获|成立|引进|落户|落地|入选|培育|设立|有)(?:了)?\s*$")
_YEARLIKE = re.compile(r"(?:19|20)\d{2}")
_DIGITS = re.compile(r"[-−]?[\d.,]*\d")
_PLACE_UNITS = frozenset("区市县省镇乡村年级届国州号")


@dataclass(frozen=True, slots=True)
class Token:
    """A printed number: its place (with unit), what words belong to it (`lead` to `tail`), and its exact value.

    `high` is the upper end of a range; `number` is None for a hole. `hedges` are the words before, inside and after.
    """

    start: int
    end: int
    lead: int
    tail: int
    shape: Shape
    number: Number | None
    high: Number | None
    unit: str
    unit_text: str
    dimension: str
    countable: bool
    scaled: bool
    modifier: str
    hedges: tuple[str, str, str]
    placeholder: str | None = None
    chinese: bool = False


def scan_text(text: str, holes: list[FoundHole]) -> list[Token]:
    """All numbers of a running text, and the holes that stand for numbers, in order."""
    masked = mask_names(text)
    tokens = [token for hole in holes if hole.type == "number" and (token := _read_hole(text, hole))]
    taken = sorted((t.start, t.end) for t in tokens)
    at = 0
    while match := _START.search(masked, at):
        place = match.start()
        inside = next((end for start, end in taken if start <= place < end), None)
        if inside is not None:
            at = inside
            continue
        token = _read_at(masked, place)
        if token is None:
            run = _DIGITS.match(masked, place)
            at = run.end() if run else match.end()
            continue
        tokens.append(token)
        at = max(token.end, match.end())
    return sorted(tokens, key=lambda t: t.start)


def _read_at(text: str, at: int) -> Token | None:
    """The number that begins at a place, tried in the order of how much it explains."""
    first = text[at]
    if first == "第":
        return _read_ordinal(text, at)
    if first == "首":
        return _read_first(text, at)
    if first in "翻持基大总" or text.startswith(("持平",), at):
        return _read_flat_or_fold(text, at)
    if first.isdigit() or first in "-−":
        return _read_fraction(text, at) or _read_ratio(text, at) or _read_quantity(text, at)
    return _read_fraction(text, at) or _read_flat_or_fold(text, at) or _read_chinese(text, at)


def _read_ordinal(text: str, at: int) -> Token | None:
    match = _ORDINAL.match(text, at)
    number = read_number(match.group(1)) if match else None
    if match is None or number is None:
        return None
    unit = find_unit(text, match.end())
    word = unit.text if unit and not unit.scaled else ""
    if word in ("位", "名"):
        return _token(text, at, unit.end if unit else 0, "rank", number, unit=unit)
    if word in _ORDINAL_UNITS:
        return _token(text, at, unit.end if unit else 0, "ordinal", number, unit=unit)
    return _token(text, at, match.end(), "rank", number) if _ranks(text, at, match.end()) else None


_ORDINAL_UNITS = frozenset("届批期次轮版代季度")
_RANKED = re.compile(r"(?:居|列|排|占|获|稳居|保持|全市|全国|全省|全区|全县|世界|全球|同类|排名|位居|名列|位列)[^，。；,;]{0,8}$")


def _ranks(text: str, at: int, end: int) -> bool:
    """Whether 第一 is a rank (位居全省第一) and no part of a name (第一书记, 第一时间, 第三方)."""
    after = text[end : end + 1]
    closes = not after or after in "，。；：、,;:!！?？）)”」\n \u3000和及的"
    return closes and _RANKED.search(text[max(0, at - 14) : at]) is not None


def _read_first(text: str, at: int) -> Token | None:
    """首位 is rank 1, 首届 and 首批 are edition 1; 首位 before a noun (首位产业) is a name."""
    word = text[at + 1]
    if word == "位" and text[at + 2 : at + 3] not in ("", *"，。；：、,;:!！）)”\n 和及的"):
        return None
    shape: Shape = "rank" if word == "位" else "ordinal"
    return Token(
        at, at + 2, at, at + 2, shape, Number(Decimal(1), Decimal(1)), None, word, word, "rank", True, False, "eq", ("", "", ""), None, True
    )


def _read_flat_or_fold(text: str, at: int) -> Token | None:
    flat = _FLAT.match(text, at)
    if flat:
        modifier = "about" if flat.group(1) else "eq"
        start = flat.end() - 2
        zero = Number(Decimal(0), Decimal(1))
        return Token(
            start, flat.end(), at, flat.end(), "flat", zero, None, "%", "", "percent", False, False, modifier, (flat.group(1) or "", "", "")
        )
    fold = _FOLD.match(text, at)
    if fold is None:
        return None
    if fold.group(2):
        return _token(text, at, fold.end(), "quantity", _read_tenths(fold), name="%", word="成", dimension="percent")
    number = read_number(fold.group(1) or "一")
    start = fold.start(1) if fold.group(1) else at + 1
    return _token(text, start, fold.end(), "quantity", number, name="番", word="番", dimension="multiple")


def _read_tenths(fold: re.Match[str]) -> Number | None:
    """三成 is 30%, 三成五 is 35%."""
    tenths, extra = read_number(fold.group(2)), read_number(fold.group(3)) if fold.group(3) else None
    if tenths is None:
        return None
    return Number(tenths.value * 10 + (extra.value if extra else 0), Decimal(1 if extra else 10))


def _read_fraction(text: str, at: int) -> Token | None:
    match = _FRACTION.match(text, at)
    if match is None:
        return None
    if match.group(5):
        return _token(text, at, match.end(), "quantity", read_number(match.group(5)), name="%", word="百分之", dimension="percent")
    lower, upper = (match.group(2), match.group(1)) if match.group(1) else (match.group(3), match.group(4))
    below, above = read_number(lower), read_number(upper)
    if below is None or above is None or below.value == 0:
        return None
    if lower == "千":
        return _token(text, at, match.end(), "quantity", above, name="‰", word="千分之", dimension="permille")
    value = (above.value / below.value * 100).quantize(Decimal("1e-10")).normalize()
    return _token(text, at, match.end(), "fraction", Number(value, Decimal(1)), name="%", word="", dimension="percent")


def _read_ratio(text: str, at: int) -> Token | None:
    match = _RATIO.match(text, at)
    if match is None or text[match.end() : match.end() + 1] == "%":
        return None
    parts = [read_number(piece.strip()) for piece in re.split(r"[:：∶]", match.group())]
    if len(parts) < 2 or any(part is None for part in parts):
        return None
    return _token(text, at, match.end(), "ratio", parts[0])


def _read_quantity(text: str, at: int) -> Token | None:
    sign = text[at] in "-−"
    if sign and (at and (text[at - 1].isalnum() and not "\u4e00" <= text[at - 1] <= "\u9fff")):
        return None
    match = _NUMBER.match(text, at + sign)
    if match is None or (not sign and at and text[at - 1] == "."):
        return None
    number = read_number(text[at : match.end()])
    if number is None:
        return None
    yearlike = _YEARLIKE.fullmatch(match.group()) is not None
    high, end, unit, number = _read_range(text, match.end(), number)
    if unit and not (yearlike and unit.text in _PLACE_UNITS):
        return _token(text, at, unit.end, "quantity", number, high=high, unit=unit)
    bare = find_bare_multiplier(text, end)
    if bare:
        factor = bare[1]
        scaled = Number(number.value * factor, number.places * factor)
        return _token(text, at, bare[0], "quantity", scaled, high=high.times(factor) if high else None, scaled=True)
    if yearlike or len(match.group()) > 12:
        return None
    return _token(text, at, end, "quantity", number, high=high)


def _read_range(text: str, end: int, low: Number) -> tuple[Number | None, int, UnitMatch | None, Number]:
    """The upper end of a range and the unit: 15~30亿元, 3%-5%, 20至30家. The unit of the lower end may be left out."""
    unit = find_unit(text, end)
    link = _TO.match(text, unit.end if unit else end)
    upper = _NUMBER.match(text, link.end()) if link else None
    high = read_number(upper.group()) if upper else None
    if upper is None or high is None:
        return None, end, unit, low.times(unit.factor) if unit else low
    upper_unit = find_unit(text, upper.end())
    if upper_unit is None or (unit and unit.name != upper_unit.name):
        return None, end, unit, low.times(unit.factor) if unit else low
    lower_factor = unit.factor if unit else upper_unit.factor
    return high.times(upper_unit.factor), upper.end(), upper_unit, low.times(lower_factor)


def _read_chinese(text: str, at: int) -> Token | None:
    """A Chinese numeral is a figure only before a unit: 四轮摸查, 百余场; 一 before a classifier is mostly an article."""
    match = _CHINESE.match(text, at)
    if match is None:
        return None
    words = match.group()
    over = words[0] in "上数"
    for size in range(len(words), over, -1):
        number = read_number(words[over:size])
        unit = find_unit(text, at + size) if number else None
        if number and unit and not _is_article(text, at, words[over:size], unit):
            token = _token(text, at + over, unit.end, "quantity", number, unit=unit, chinese=True)
            return token if not over else _as_over(token, at)
    return None


def _as_over(token: Token, lead: int) -> Token:
    return Token(
        token.start, token.end, lead, token.tail, token.shape, token.number, None, token.unit, token.unit_text, token.dimension,
        False, token.scaled, "over", ("上", *token.hedges[1:]), None, True,
    )  # fmt: skip


def _is_article(text: str, at: int, numeral: str, unit: UnitMatch) -> bool:
    """一批企业 is an article, 已认定一家 is a count; 万众 and 千方百计 are words."""
    if text[at - 1 : at] in ("第", "每", "某", "逐") or (numeral == "十" and unit.text == "大"):
        return True
    if numeral == "一" and not unit.infix:
        return (
            text[at - 1 : at] in tuple("统唯同任万之进专") or unit.text in _ARTICLE_UNITS or _DONE.search(text[max(0, at - 6) : at]) is None
        )
    if numeral in ("万", "亿") and not unit.infix:
        return _BEFORE.search(text[max(0, at - 4) : at]) is None
    return (
        unit.text in ("年", "月", "日", "度", "分", "天", "期", "元", "角", "时")
        and not unit.scaled
        and len(numeral) == 1
        and numeral != "两"
    )


def _read_hole(text: str, hole: FoundHole) -> Token | None:
    unit = find_unit(text, hole.end)
    ordinal = text[hole.start - 1 : hole.start] == "第"
    start = hole.start - ordinal
    if ordinal:
        shape: Shape = "rank" if unit is None or unit.text in ("位", "名") else "ordinal"
    else:
        shape = "quantity"
    alone = re.match(r"[\t|\n]|$", text[hole.end :]) is not None and text[start - 1 : start] in ("\t", "|", "\n", "")
    if unit is None and not (alone or hole.cause == "error-value"):
        return None
    return _token(text, start, unit.end if unit else hole.end, shape, None, unit=unit, placeholder=hole.token)


def _token(
    text: str,
    start: int,
    end: int,
    shape: Shape,
    number: Number | None,
    *,
    high: Number | None = None,
    unit: UnitMatch | None = None,
    name: str = "",
    word: str = "",
    dimension: str = "",
    scaled: bool = False,
    placeholder: str | None = None,
    chinese: bool = False,
) -> Token:
    """A token with the hedges around it."""
    before = _BEFORE.search(text[max(0, start - 8) : start])
    after = None if shape in ("rank", "ordinal") else _AFTER.match(text, end)
    infix = unit.infix if unit else ""
    first, last = (before.group(1) if before else ""), (after.group(1) if after else "")
    lead = start - len(before.group()) if before else start
    tail = after.end() if after else end
    if number is not None and unit is not None and shape not in ("rank", "ordinal") and unit.factor != 1 and chinese:
        number = number.times(unit.factor)
    chosen = first or infix or last
    return Token(
        start, end, lead, tail, shape, number, high,
        unit.name if unit else name, unit.text if unit else word, unit.dimension if unit else dimension,
        bool(unit and unit.countable), bool(unit and unit.scaled) or scaled,
        _MODIFIERS.get(chosen, "eq"), (first, infix, last), placeholder, chinese,
    )  # fmt: skip
