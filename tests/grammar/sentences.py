"""Sentences of public documents with the figures that they state.

Comes in: a source of chance. Goes out: sentences, each with its figures in order (value, upper end, unit, modifier, kind), put together
from indicators, verbs, ways to print a number, units, hedges, changes, shares, ranks and things that only look like figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.grammar.styles import STYLES, print_chinese, print_plain


@dataclass(frozen=True, slots=True)
class Truth:
    """One figure of a sentence."""

    value: Decimal
    high: Decimal | None
    unit: str
    modifier: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence with its figures."""

    text: str
    truths: tuple[Truth, ...] = ()


AMOUNTS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    # what is measured, its unit as printed and as read, whether it counts whole things
    ("一般公共预算收入", ("元", "元"), False),
    ("固定资产投资", ("元", "元"), False),
    ("实际使用外资", ("美元", "美元"), False),
    ("粮食产量", ("吨", "吨"), False),
    ("全社会用电量", ("千瓦时", "千瓦时"), False),
    ("新建商品房面积", ("平方米", "平方米"), False),
    ("绿化面积", ("㎡", "平方米"), False),
    ("耕地面积", ("亩", "亩"), False),
    ("公路通车里程", ("公里", "公里"), False),
    ("接待游客", ("人次", "人次"), True),
    ("城镇新增就业", ("人", "人"), True),
    ("高新技术企业", ("家", "家"), True),
    ("专利授权量", ("件", "件"), True),
    ("新开工项目", ("个", "个"), True),
    ("普通中小学", ("所", "所"), True),
    ("新能源汽车保有量", ("辆", "辆"), True),
    ("发放消费券", ("张", "张"), True),
    ("受益农户", ("户", "户"), True),
)
VERBS = ("为", "达", "达到", "共", "合计")
BEFORE = (
    ("", "eq"),
    ("超", "over"),
    ("超过", "over"),
    ("突破", "over"),
    ("近", "under"),
    ("约", "about"),
    ("不低于", "atleast"),
    ("不超过", "atmost"),
)
BEHIND = (("", "eq"), ("以上", "atleast"), ("左右", "about"), ("以内", "atmost"))
CHANGES = (("同比增长", 1), ("同比下降", -1), ("比上年增长", 1), ("较上年减少", -1), ("增长", 1), ("比上年同期提高", 1))
POINTS = (("提高", 1), ("同比下降", -1), ("比上年回落", -1), ("上升", 1))
RATES = ("森林覆盖率", "城镇化率", "合格率", "满意度", "通过率")
TIMES = ("", "", "2023年,", "截至12月底,", "上半年,", "“十四五”期间,", "3月15日,", "去年以来,", "前三季度,")
NAMES = (
    "围绕“20+8”产业集群,",
    "依托5G网络,",
    "对标世界500强,",
    "根据临府〔2022〕15号文件,",
    "沿G60科创走廊,",
    "按照《三年行动方案》,",
    "推进一批重点项目,",
    "聚焦双一流高校,",
)
DIGITS = "一二三四五六七八九"


def write_sentences(chance: Random, count: int) -> list[tuple[str, tuple[Truth, ...]]]:
    """So many sentences."""
    return [write_sentence(chance) for _ in range(count)]


def write_sentence(chance: Random) -> tuple[str, tuple[Truth, ...]]:
    """One sentence: perhaps a time or a name, then one to three clauses."""
    pieces = [Piece(chance.choice(TIMES))]
    if chance.random() < 0.25:
        pieces.append(Piece(chance.choice(NAMES)))
    pieces.append(_write_amount(chance))
    for _ in range(chance.randrange(3)):
        pieces += [Piece(","), chance.choice(WRITERS)(chance)]
    return "".join(piece.text for piece in pieces) + "。", tuple(truth for piece in pieces for truth in piece.truths)


def _write_amount(chance: Random) -> Piece:
    """完成固定资产投资超3.45亿元."""
    name, (printed, unit), whole = chance.choice(AMOUNTS)
    writers = (_print_hedged, _print_hedged, _print_range, _print_neighbours) if whole else (_print_hedged, _print_hedged, _print_range)
    text, value, high, modifier = chance.choice(writers)(chance, printed, whole)
    return Piece(f"{name}{chance.choice(VERBS)}{text}", (Truth(value, high, unit, modifier, "level"),))


def _print_hedged(chance: Random, unit: str, whole: bool) -> tuple[str, Decimal, None, str]:
    before, modifier = chance.choice(BEFORE) if chance.random() < 0.4 else ("", "eq")
    behind, later = chance.choice(BEHIND) if not before and chance.random() < 0.3 else ("", "eq")
    value, text = _choose_number(chance, whole=whole)
    inside = ""
    if not before and not behind and chance.random() < 0.2 and value % 10 == 0 and text[-1] in "0十百千万亿":
        inside, modifier = chance.choice("多余"), "over"
    gap = " " if chance.random() < 0.1 else ""
    return f"{before}{text}{inside}{gap}{unit}{behind}", value, None, modifier if modifier != "eq" else later


def _print_range(chance: Random, unit: str, whole: bool) -> tuple[str, Decimal, Decimal, str]:
    low = Decimal(chance.randrange(2, 400))
    high = low + chance.randrange(1, 300)
    scale, word = chance.choice(((1, ""), (10**4, "万"), (10**8, "亿")))
    link = chance.choice(("—", "-", "~", "至", "到"))
    return f"{low}{link}{high}{word}{unit}", low * scale, high * scale, "eq"


def _print_neighbours(chance: Random, unit: str, whole: bool) -> tuple[str, Decimal, Decimal, str]:
    """三四百, 二三十: any number between two neighbours."""
    first = chance.randrange(2, 9)
    scale, word = chance.choice(((10, "十"), (100, "百"), (1000, "千")))
    return f"{DIGITS[first - 1]}{DIGITS[first]}{word}{unit}", Decimal(first * scale), Decimal((first + 1) * scale), "about"


def _choose_number(chance: Random, *, whole: bool) -> tuple[Decimal, str]:
    """A value and one of the texts that print it."""
    size = chance.choice((10, 100, 1000, 10**4, 10**6, 10**9, 10**11))
    value = Decimal(chance.randrange(2, size))
    if chance.random() < 0.6:
        value -= value % max(1, size // 100)
    if not whole and size <= 1000 and chance.random() < 0.4:
        value += Decimal(chance.randrange(1, 100)) / 100
    value = max(value, Decimal(11))
    texts = [text for text in (style(value) for style in STYLES) if text]
    return value, chance.choice(texts)


def _choose_percent(chance: Random, most: int) -> tuple[Decimal, str]:
    value = Decimal(chance.randrange(1, most * 10)) / 10
    text = print_plain(value)
    sign = chance.choice(("%", "%", "%", " %", "％"))
    return (value, f"百分之{print_chinese(value)}") if chance.random() < 0.1 else (value, f"{text}{sign}")


def _write_change(chance: Random) -> Piece:
    words, sign = chance.choice(CHANGES)
    before, modifier = chance.choice(BEFORE[:6]) if chance.random() < 0.2 else ("", "eq")
    value, text = _choose_percent(chance, 60)
    if chance.random() < 0.1:
        high = value + chance.randrange(1, 9)
        link, first = chance.choice("—-~至"), chance.choice(("%", ""))
        ends = (value, high) if sign > 0 else (-high, -value)
        return Piece(f"{words}{value}{first}{link}{high}%", (Truth(*ends, "%", "eq", "change"),))
    return Piece(f"{words}{before}{text}", (Truth(value * sign, None, "%", modifier, "change"),))


def _write_share(chance: Random) -> Piece:
    if chance.random() < 0.2:
        low = chance.randrange(2, 9)
        above = chance.randrange(1, low + 1) if low > 2 else 1
        text = f"{DIGITS[low - 1]}分之{DIGITS[above - 1]}" if chance.random() < 0.7 else f"{above}/{low}"
        value = (Decimal(above) / low * 100).quantize(Decimal("1e-10"))
        if above < low:
            return Piece(f"占全市的{text}", (Truth(value, None, "%", "eq", "share"),))
    if chance.random() < 0.2:
        tenths, half = chance.randrange(2, 10), chance.random() < 0.3
        text = f"{DIGITS[tenths - 1]}成{'五' if half else ''}"
        return Piece(f"占全市的{text}", (Truth(Decimal(tenths * 10 + 5 * half), None, "%", "eq", "share"),))
    value, text = _choose_percent(chance, 99)
    lead = chance.choice(("占全市的", "占比", f"{chance.choice(RATES)}达", f"{chance.choice(RATES)}为"))
    return Piece(f"{lead}{text}", (Truth(value, None, "%", "eq", "share"),))


def _write_course(chance: Random) -> Piece:
    """由20.5%提高到25%: two numbers and no range."""
    first, last = (Decimal(chance.randrange(1, 990)) / 10 for _ in range(2))
    words = chance.choice(("提高到", "提升至", "到", "至", "增至", "下降到"))
    truths = tuple(Truth(value, None, "%", "eq", "share") for value in (first, last))
    return Piece(f"{chance.choice(RATES)}{chance.choice('由从')}{first}%{words}{last}%", truths)


def _write_points(chance: Random) -> Piece:
    words, sign = chance.choice(POINTS)
    value = Decimal(chance.randrange(1, 99)) / 10
    text = print_chinese(value) if chance.random() < 0.2 else print_plain(value)
    return Piece(f"{chance.choice(RATES)}{words}{text}个百分点", (Truth(value * sign, None, "个百分点", "eq", "delta"),))


def _write_rank(chance: Random) -> Piece:
    place = chance.randrange(1, 30)
    text = str(place) if chance.random() < 0.5 else print_chinese(Decimal(place))
    if chance.random() < 0.2:
        return Piece(f"总量居全省前{text}", (Truth(Decimal(place), None, "", "atmost", "rank"),))
    if chance.random() < 0.3:
        return Piece("总量稳居全国首位", (Truth(Decimal(1), None, "位", "eq", "rank"),))
    return Piece(f"总量居全省第{text}位", (Truth(Decimal(place), None, "位", "eq", "rank"),))


def _write_multiple(chance: Random) -> Piece:
    value = Decimal(chance.randrange(11, 60)) / 10
    return Piece(f"是上年的{value}倍", (Truth(value, None, "倍", "eq", "multiple"),))


WRITERS = (_write_change, _write_change, _write_share, _write_points, _write_amount, _write_rank, _write_multiple, _write_course)
"""What a clause behind the first can be."""
