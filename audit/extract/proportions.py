"""Numbers that state a part or a change without digits and a unit sign: fractions, 成, 折, 番, 持平, ratios.

Comes in: running text and a place where one may begin. Goes out: its token, or None. 三成 is 30 %, 八五折 is 85 %, 四分之一 is 25 %;
成 in 三成为 and 折 in 3折页 are other words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from audit.extract.numerals import ARABIC, Number, read_number, read_pair
from audit.extract.tokens import Shape, Token, make_token
from audit.patterns import regex

_CN = "零〇一二三四五六七八九两十百千万亿廿"
_ONE = "一二两三四五六七八九"
_DECIMAL = r"\d+(?:\.\d+)?"
_TO = r"\s*(?:[-—–~～]{1,2}|至|到)\s*"

_RATIO = regex(rf"(?:{ARABIC})(?:\s?[:：∶]\s?(?:{ARABIC})){{1,9}}(?!\d)")
_SLASH = regex(r"(\d{1,4}) ?/ ?(\d{1,4})(?![\d/.年月])")
_FRACTION = regex(rf"([{_CN}]{{1,4}}|\d{{1,5}})分之([{_CN}]{{1,12}}(?:点[{_CN}]{{1,6}})?|{_DECIMAL})")
_PERCENT = regex(
    rf"(百|千)分之([{_CN}]{{1,12}}(?:点[{_CN}]{{1,6}})?|{ARABIC})(?:{_TO}(?:\1分之)?([{_CN}]{{1,12}}(?:点[{_CN}]{{1,6}})?|{ARABIC})(?![个家年月项]))?"
)
_OF_WHOLE = regex(r"占(?!用|地|道|线|据|领)(?:\p{Han}|[（）()“”]){1,16}?(?:比重|比例)?的?(?:约为|约|近|超过|超|达到|达|为|到)?\s*$")
"""What names the whole of a part directly before its number: 占全市, 占全部企业的比重约."""
_HALF = regex(r"一半(?![天年月径边生世夜个成])|半数")
_HALVES = regex(r"(?:占|近|超|过|达|到|约|逾|的|足|了|减|缩|降|增|长|高|为|有|至|少)\s*$")
_FOLD = regex(rf"翻(?:了)?(?:近|约|超过?|将近)?([{_CN}]{{1,2}}|{_DECIMAL})番|翻番")
_TENTHS = regex(
    rf"(?:(?P<low>[{_ONE}]|\d(?:\.\d)?){_TO})?(?P<value>[{_ONE}](?:点[{_ONE}])?|[{_ONE}]{{2}}|十|半|10|\d(?:\.\d)?)\s?成(?P<more>[{_ONE}半]?)"
    r"(?![为立员功果长效分都熟本型年绩交品人像就片套渝群双对])"
)
_OFF = regex(rf"(?P<value>[{_ONE}](?:点[{_ONE}])?|[{_ONE}]{{2}}|\d{{1,2}}(?:\.\d)?)折(?![合旧算扣射叠页返断线中磨服桂戟子腾不屏刀])")
_OFFERS = regex(r"(?:^|[，,、；;：:。（(\s]|打|按|享|享受|予|予以|给予|低至|最低|约|近|低于|不低于|的|以|为|至|到|扣)\s*$")
_FLAT = regex(r"(?<![支保坚维扶秉])持平(?![衡台稳安均等和])")
_FLAT_ABOUT = regex(r"(?:基本|大致|总体)$")
_SAID = regex(r"[\d零一二三四五六七八九十百千万亿第]$")


_PART = regex(rf"[\d.{_CN}点半]{{1,14}} ?(?:[/分成折数]|(?<=半)|{_TO})")
"""What the readers of parts have in common: most numbers are none, and this one look tells."""


def read_flat(text: str, at: int) -> Token | None:
    """持平 is a change of 0, 基本持平 about 0; both to the tenth that rates are printed to."""
    flat = _FLAT.match(text, at)
    if flat is None:
        return None
    about = _FLAT_ABOUT.search(text, max(0, at - 2), at)
    word = about.group() if about else ""
    lead, zero = at - len(word), Number(Decimal(0), Decimal("0.1"))
    modifier = "about" if about else "eq"
    return Token(at, at + 2, lead, at + 2, "flat", zero, None, "%", "", "percent", False, False, modifier, (word, "", ""))


def read_fold(text: str, at: int) -> Token | None:
    """翻两番, 翻了近一番; 翻番 is one."""
    fold = _FOLD.match(text, at)
    if fold is None:
        return None
    number = read_number(fold.group(1) or "一")
    start = fold.start(1) if fold.group(1) else at
    return make_token(text, start, fold.end(), "quantity", number, name="番", word="番", dimension="multiple")


def read_share(text: str, at: int) -> Token | None:
    """A fraction, 成 or 折 that begins at a place."""
    if not _PART.match(text, at):
        return None
    return _read_percent(text, at) or _read_fraction(text, at) or _read_tenths(text, at) or _read_off(text, at) or _read_half(text, at)


def _read_percent(text: str, at: int) -> Token | None:
    """百分之八十, 百分之三到五, 千分之二."""
    match = _PERCENT.match(text, at)
    if match is None:
        return None
    name, dimension = ("%", "percent") if match.group(1) == "百" else ("‰", "permille")
    pair = read_pair(match.group(2))
    low = pair[0] if pair else read_number(match.group(2))
    high = pair[1] if pair else read_number(match.group(3)) if match.group(3) else None
    if low is None:
        return None
    low = Number(low.value, min(low.places, Decimal(1)))
    return make_token(text, at, match.end(), "quantity", low, high=high, name=name, word=f"{match.group(1)}分之", dimension=dimension)


def _read_fraction(text: str, at: int) -> Token | None:
    """四分之一 and 1/4 in percent; 5/12 months and 24/7 are none. Behind 占 4/1 is a part, too, and one that cannot be."""
    named, slash = _FRACTION.match(text, at), _SLASH.match(text, at)
    if named:
        below, above, end = read_number(named.group(1)), read_number(named.group(2)), named.end()
    elif slash:
        above, below, end = read_number(slash.group(1)), read_number(slash.group(2)), slash.end()
    else:
        return None
    if below is None or above is None or below.value == 0:
        return None
    if slash and above.value >= below.value and (above.value == below.value or not _OF_WHOLE.search(text[max(0, at - 24) : at])):
        return None
    value = (above.value / below.value * 100).quantize(Decimal("1e-10")).normalize()
    return make_token(text, at, end, "fraction", Number(value, Decimal(1)), name="%", word="", dimension="percent")


def _read_half(text: str, at: int) -> Token | None:
    """占一半, 一半以上, 半数以上; 一半是 is no statement of a share."""
    match = _HALF.match(text, at)
    if match is None:
        return None
    token = make_token(text, at, match.end(), "fraction", Number(Decimal(50), Decimal(1)), name="%", word="", dimension="percent")
    return token if token.modifier != "eq" or _HALVES.search(text, max(0, at - 2), at) else None


def _read_tenths(text: str, at: int) -> Token | None:
    """三成 is 30, 三成五 and 三成半 are 35, 七八成 is 70 to 80."""
    match = _TENTHS.match(text, at)
    if match is None or _SAID.search(text, max(0, at - 1), at):
        return None
    words, more = match.group("value"), match.group("more")
    pair = read_pair(words)
    low, high = pair or (read_number(match.group("low") or ""), None)
    value = read_number("零点五" if words == "半" else words)
    if value is None or (not pair and len(words) == 2 and words[0] in _ONE):
        return None
    if pair is None and low is not None:
        high = value
    number = (low or value).times(Decimal(10))
    if more:
        extra = Decimal(5) if more == "半" else read_number(more).value  # type: ignore[union-attr]
        number = Number(number.value + extra, Decimal(1))
    token = _percent(text, at, match.end(), number, high.times(Decimal(10)) if high else None, "成")
    return replace(token, modifier="about") if pair and token.modifier == "eq" else token


def _read_off(text: str, at: int) -> Token | None:
    """8.5折 and 八五折 are 85; a numeral before 折 needs a word that offers it (按九折), so that 一波三折 stays a saying."""
    match = _OFF.match(text, at)
    if match is None or not (match.group("value")[0].isdigit() or _OFFERS.search(text[max(0, at - 3) : at])):
        return None
    number = read_number(match.group("value"))
    if number is None or number.value == 0:
        return None
    number = number.times(Decimal(10)) if number.value < 10 else number
    return _percent(text, at, match.end(), number, None, "折")


def _percent(text: str, at: int, end: int, number: Number, high: Number | None, word: str) -> Token:
    shape: Shape = "quantity"
    return make_token(text, at, end, shape, number, high=high, name="%", word=word, dimension="percent")


def read_ratio(text: str, at: int) -> Token | None:
    """4.1:38.2:57.7, read as its first part; what ends in % is a list of shares."""
    match = _RATIO.match(text, at)
    if match is None or text[match.end() : match.end() + 1] == "%":
        return None
    first = read_number(re.split(r"[:：∶]", match.group(), maxsplit=1)[0])
    return make_token(text, at, match.end(), "ratio", first) if first else None
