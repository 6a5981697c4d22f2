"""Amounts: digits or Chinese numerals with a unit, with what they are multiplied by, as ranges, and as approximations.

Comes in: running text and a place where a number begins. Goes out: its token, or None. 两三个 is 2 to 3, 数百 and 几十 are
over their first value, 2×35万千瓦 is one amount; 一批 is an article, 几个 states no number at all.
"""

from __future__ import annotations

import re
from decimal import Decimal

from audit.extract.numerals import ARABIC, DIGITS, LONGEST, Number, read_number, read_pair
from audit.extract.ordinals import is_place
from audit.extract.tokens import Shape, Token, has_hedge, make_token, opens_course
from audit.extract.units import UnitMatch, find_bare_multiplier, find_unit
from audit.patterns import regex

_CN = "零〇一二三四五六七八九两十百千万亿廿"
_NUMBER = regex(rf"(?:{ARABIC})(?:[百千万亿](?:{ARABIC})){{0,4}}")
_PLAIN = regex(ARABIC)
_SPACED = regex(r"\d{1,3}(?: \d{3}){1,4}(?![\d,])(?:\.\d{1,6})?")
_CHAIN = regex(r"\d++\.\d++\.\d")
"""1.2.3 is a version, or cells of a table that ran together: no number."""
_PRODUCT = regex(rf"(\d{{1,3}}) ?[×xX✕*] ?({ARABIC})")
_RATED = frozenset(("power", "energy", "voltage", "mass", "heat", "volume"))
_TO = regex(r"[ \u3000]{0,4}(?:[-—–~～]{1,2}|至|到)[ \u3000]{0,4}")
_SIGNS = "-−－"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_CHINESE = regex(rf"[{_CN}{_FORMAL}点]{{1,{LONGEST}}}")
_LEAD = regex(r"(?:好几|[数几上])(?=[十百千万亿])")
_NO_LEAD = {
    "数": regex(r"[人户次指总分系函参岁多少级件项款个基倍算计字段整常页期组股笔票册批篇天席位质奇偶无]$"),
    "上": regex(r"[以之线网跃登升达身海地路早晚楼车马加赶追奉送献年史际迈走会晋顶]$"),
    "几": regex(r"[茶]$"),
    "好": regex(r"$^"),
}
_HEDGE = regex("[多余]")
_HANZI = regex(r"\p{Han}")
_YEARLIKE = regex(r"(?:19|20)\d{2}")
_PLACE_UNITS = frozenset("区市县省镇乡村年级届国州号")
_ARTICLE_UNITS = frozenset("个批种类些条系列点步方线体道期级代次轮场套层面片股支块段天年日月度番元部对双口组份块大")
_REACHED = regex(r"(?:达|达到|过|[迈跃跨站登]上|突破)$")
_BOUND = regex(r"以上|以下|以内|左右|及以")
_DONE = regex(r"(?:已|共|仅|新增|新建|建成|认定|获评|获批|获|成立|引进|落户|落地|入选|培育|设立|有)(?:了)?\s*$")
_SINGLE = frozenset("年月日度分天元角时")
_AREAS = frozenset(("县", "村", "镇", "乡", "区", "园区", "社区", "头", "里"))
_ROUND = frozenset("十百千万亿廿")
_FOREIGN = frozenset("统唯同任万之进专")
_MINUS_AFTER = frozenset("为是达至到率额值：:、，,（( \t\n")
_HALF = Decimal("0.5")


def read_digits(text: str, at: int) -> Token | None:
    """Digits at a place, or a sign before them, with unit, range and multiplier."""
    sign = text[at] in _SIGNS or text[at] == "负"
    if sign and at and not _may_sign(text, at):
        return _read_unsigned(text, at + 1) if text[at] == "负" else None
    if (not sign and at and text[at - 1] == ".") or _CHAIN.match(text, at + sign):
        return None
    return _read_signed(text, at, negative=True) if sign else _read_unsigned(text, at)


def _may_sign(text: str, at: int) -> bool:
    """Whether - is a minus (下降-3.5%, no 2-3) and 负 is one (为负0.53‰, no 减负2500亿元)."""
    before = text[at - 1]
    return before in _MINUS_AFTER if text[at] == "负" else not before.isalnum() or "\u4e00" <= before <= "\u9fff"


def _read_signed(text: str, at: int, *, negative: bool) -> Token | None:
    match = _NUMBER.match(text, at + negative)
    return _read_amount(text, at, match.group(), match.end(), negative=negative) if match else None


def _read_unsigned(text: str, start: int) -> Token | None:
    """Digits without a sign: a product, thousands set apart by spaces, or an amount."""
    at = start
    product = _PRODUCT.match(text, start)
    if product and (token := _read_product(text, at, product)):
        return token
    spaced = _SPACED.match(text, start)
    if spaced and (token := _read_spaced(text, at, spaced)):
        return token
    match = _NUMBER.match(text, start)
    if match is None:
        return None
    end = match.end()
    body = text[start:end]
    if len(body) > LONGEST:
        return None
    if not body.isdigit() and read_number(body) is None and (first := _PLAIN.match(text, start)):
        body, end = first.group(), first.end()
    return _read_amount(text, at, body, end, negative=False)


def _read_amount(text: str, at: int, body: str, end: int, *, negative: bool) -> Token | None:
    """The amount that a body of digits begins."""
    yearlike = _YEARLIKE.fullmatch(body) is not None
    found = _read_unit(text, body, end)
    if found is None:
        return None
    low, unit, stop, scaled, hedge = found
    ranged = None if negative else _read_upper(text, at, body, unit, stop, scaled)
    if ranged:
        low, high, unit, stop = ranged
        return make_token(text, at, stop, "quantity", low, high=high, unit=unit, scaled=scaled or unit is None)
    if unit is not None and yearlike and unit.text in _PLACE_UNITS:
        return None
    if unit is None and not scaled and (yearlike or len(body) > 12):
        return None
    number = Number(-low.value, low.places) if negative else low
    return make_token(text, at, stop, "quantity", number, unit=unit, scaled=scaled, inside=hedge)


def _read_unit(text: str, body: str, end: int) -> tuple[Number, UnitMatch | None, int, bool, str] | None:
    """The value of a body with the unit or the bare multiplier behind it: number, unit, end, whether it was scaled, hedge."""
    unit = find_unit(text, end)
    if unit:
        number = read_number(body + unit.run)
        if number is None:
            return None
        number = number.times(unit.scale) if unit.scale != 1 else number
        number, unit, stop = _add_half(text, number, unit)
        return number, unit, stop, bool(unit.run) or number.places > 1, ""
    bare = find_bare_multiplier(text, end)
    number = read_number(body + bare[1]) if bare else read_number(body)
    if number is None:
        return None
    return (number, None, bare[0], True, bare[2]) if bare else (number, None, end, False, "")


def _add_half(text: str, number: Number, unit: UnitMatch) -> tuple[Number, UnitMatch, int]:
    """两个半小时 is 2.5 小时, 一倍半 1.5 倍; the unit of the first is the one behind 半."""
    if not text.startswith("半", unit.end) or unit.text not in ("个", "倍", "番", "天", "年", "周") or number.places != 1:
        return number, unit, unit.end
    half = Number(number.value + _HALF, Decimal("0.1"))
    behind = find_unit(text, unit.end + 1) if unit.text == "个" else None
    month = find_unit("个月", 0) if text.startswith("月", unit.end + 1) else None
    if month is not None:
        return half, month, unit.end + 2
    return (half, behind, behind.end) if behind else (half, unit, unit.end + 1)


def _read_upper(
    text: str, at: int, body: str, unit: UnitMatch | None, end: int, scaled: bool
) -> tuple[Number, Number, UnitMatch | None, int] | None:
    """The ends of a range: 15~30亿元, 3%-5%, 5000万~1亿元, 20至30家. The unit of the lower end may be left out; 由20家到30家 is none."""
    link = _TO.match(text, end)
    if link is None or (("至" in link.group() or "到" in link.group()) and opens_course(text, at)):
        return None
    upper = _NUMBER.match(text, link.end())
    found = _read_unit(text, upper.group(), upper.end()) if upper else None
    if upper is None or found is None:
        return None
    high, upper_unit, stop, upper_scaled, _ = found
    if (upper_unit is None and not upper_scaled) or (unit and (upper_unit is None or unit.name != upper_unit.name)):
        return None
    low = read_number(body + (unit.run if unit else _bare_run(text, body, end) if scaled else _run_of(text, upper.end(), upper_unit)))
    if low is None:
        return None
    return low.times(upper_unit.scale) if upper_unit else low, high, upper_unit, stop


def _bare_run(text: str, body: str, end: int) -> str:
    """The multiplier words directly before the end of a lower bound without unit: 5000万~1亿元."""
    run = re.search(r"[十百千万亿]+$", text[max(0, end - 3) : end])
    return run.group() if run else ""


def _run_of(text: str, end: int, unit: UnitMatch | None) -> str:
    """The multiplier that the upper bound shares with the lower one: 15~30亿元."""
    if unit:
        return unit.run
    bare = find_bare_multiplier(text, end)
    return bare[1] if bare else ""


def _read_product(text: str, at: int, match: re.Match[str]) -> Token | None:
    """2×35万千瓦 is 700000千瓦; 3×5 and 2×2米 are something else."""
    unit = find_unit(text, match.end())
    count, each = read_number(match.group(1)), read_number(match.group(2) + unit.run) if unit else None
    if unit is None or count is None or each is None or unit.dimension not in _RATED:
        return None
    return make_token(text, at, unit.end, "quantity", each.times(count.value * unit.scale), unit=unit)


def _read_spaced(text: str, at: int, match: re.Match[str]) -> Token | None:
    """1 083家: thousands set apart by spaces, in running text and before a unit; cells of a table are not."""
    before = text[at - 1 : at]
    if not ("\u4e00" <= before <= "\u9fff") or before in "图表件第注章节号年月日版附" or text[at - 3 : at - 1] == "附件":
        return None
    unit = find_unit(text, match.end())
    number = read_number(match.group() + unit.run) if unit and not unit.infix else None
    return make_token(text, at, unit.end, "quantity", number.times(unit.scale), unit=unit) if unit and number else None


def read_chinese(text: str, at: int) -> Token | None:
    """A Chinese numeral is a figure only before a unit: 四轮摸查, 百余场; 一 before a classifier is mostly an article."""
    lead = _LEAD.match(text, at)
    if lead and _NO_LEAD[lead.group()[0]].search(text, max(0, at - 1), at):
        return None
    negative = text[at] == "负"
    if negative and at and not _may_sign(text, at):
        return None
    start = lead.end() if lead else at + negative
    match = _CHINESE.match(text, start)
    if match is None:
        return None
    for end in range(match.end(), start, -1):
        token = _read_numeral(text, at, start, end, lead.group() if lead else "")
        if token:
            return token
    return None


def _read_numeral(text: str, at: int, start: int, end: int, lead: str) -> Token | None:
    """The figure whose numeral ends at a place, if a unit stands there."""
    words = text[start:end]
    unit = find_unit(text, end)
    if unit is None:
        return _read_bare(text, at, start, end, lead)
    if unit.infix and words[-1] not in _ROUND:
        return None
    if words[0] in _FORMAL and not (len(words) > 1 and words[1] in "拾佰仟万亿"):
        return None
    pair = read_pair(words + unit.run)
    number = pair[0] if pair else read_number(words + unit.run)
    if number is None or (not lead and _is_article(text, at, words, unit)):
        return None
    if pair:
        high, graded = pair[1].times(unit.scale), unit.text == "级" and not unit.run
        shape: Shape = "ordinal" if graded else "quantity"
        modifier = "" if graded else "about"
        return make_token(text, at, unit.end, shape, number.times(unit.scale), high=high, unit=unit, modifier=modifier, chinese=True)
    if text[at] == "负":
        number = Number(-number.value, number.places)
    number, unit, stop = _add_half(text, number.times(unit.scale), unit)
    if not lead and is_place(text, at, words, unit):
        return make_token(text, at, stop, "ordinal", number, unit=unit, chinese=True)
    ranged = _read_upper_numeral(text, at, words, unit, stop)
    if ranged:
        return make_token(text, at, ranged[2].end, "quantity", ranged[0], high=ranged[1], unit=ranged[2], chinese=True)
    return make_token(text, at, stop, "quantity", number, unit=unit, scaled=number.places >= 1000, inside=lead, chinese=True)


def _read_upper_numeral(text: str, at: int, words: str, unit: UnitMatch, end: int) -> tuple[Number, Number, UnitMatch] | None:
    """三家至五家: the upper end in the same unit."""
    link = _TO.match(text, end)
    upper = _CHINESE.match(text, link.end()) if link and not opens_course(text, at) else None
    upper_unit = find_unit(text, upper.end()) if upper else None
    low, high = read_number(words), read_number(upper.group()) if upper else None
    if upper_unit is None or upper_unit.name != unit.name or low is None or high is None or low.value >= high.value:
        return None
    return low.times(unit.factor), high.times(upper_unit.factor), upper_unit


def _read_bare(text: str, at: int, start: int, end: int, lead: str) -> Token | None:
    """A numeral without unit: the lower end of 三至五年, or one in 万 and 亿 before its noun (十亿人口, 两亿多农民)."""
    words = text[start:end]
    link = _TO.match(text, end)
    upper = _CHINESE.match(text, link.end()) if link and not lead and not opens_course(text, at) else None
    unit = find_unit(text, upper.end()) if upper else None
    if upper and unit and not unit.infix:
        low, high = read_number(words + unit.run), read_number(upper.group() + unit.run)
        if low and high and low.value < high.value:
            scale = unit.scale
            return make_token(text, at, unit.end, "quantity", low.times(scale), high=high.times(scale), unit=unit, chinese=True)
    if words[-1] not in "万亿" or (not lead and not any(c in DIGITS or c == "十" for c in words)):
        return None
    number = read_number(words)
    hedge = _HEDGE.match(text, end)
    if number is None or not _HANZI.match(text, hedge.end() if hedge else end):
        return None
    inside = lead or (hedge.group() if hedge else "")
    return make_token(text, at, hedge.end() if hedge else end, "quantity", number, scaled=True, inside=inside, chinese=True)


def _is_article(text: str, at: int, numeral: str, unit: UnitMatch) -> bool:
    """一批企业 is an article, 已认定一家 is a count; 万众 and 千方百计 are words; 千米 before no number is a unit itself."""
    if text[at - 1 : at] in ("第", "每", "某", "逐", "几", "数") or (numeral == "十" and unit.text == "大"):
        return True
    if numeral == "一" and not unit.infix:
        if unit.text == "期":
            return not is_place(text, at, numeral, unit) or text[unit.end : unit.end + 1] not in "）)工建项投、，。及和竣主"
        if unit.dimension in ("multiple", "points", "percent", "permille"):
            return False
        return text[at - 1 : at] in _FOREIGN or unit.text in _ARTICLE_UNITS or _DONE.search(text, max(0, at - 6), at) is None
    if all(c in "百千万亿" for c in numeral + unit.run):
        itself = find_unit(text, at)
        if len(numeral) > 2 or numeral in ("亿万", "万万"):
            return True
        if itself and not itself.run:
            return True
        if text.startswith("级", unit.end) or unit.text == "级":
            return True
        if numeral in "百千" and unit.countable and unit.text not in _AREAS:
            return False
        return not (unit.infix or has_hedge(text, at) or _REACHED.search(text, max(0, at - 3), at) or _BOUND.match(text, unit.end))
    lasting = unit.text == "年" and text.endswith("连续", 0, at)
    return not lasting and unit.text in _SINGLE and not unit.run and len(numeral) == 1 and numeral != "两"
