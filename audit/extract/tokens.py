"""A printed number with what belongs to it: hedges before, inside and behind it, and the modifier that they add up to.

Comes in: running text and the place that a number takes there. Goes out: a token. What the number measures is not asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audit.extract.numerals import Number
from audit.extract.units import UnitMatch
from audit.patterns import regex

Shape = Literal["quantity", "ordinal", "rank", "ratio", "fraction", "flat", "hole"]

_BEFORE = regex(
    r"(超过|超出|(?:(?<![高反赛远])|(?<=[提新走]高))超|逾|突破|(?<![突打爆侦攻])破|不低于|不少于|不小于|至少|最少|不超过|不高于|不大于|不多于|至多|最多|低于|少于"
    r"|接近|将近|(?<![附最邻相靠远逼])近|(?<![节条合公契预履签制大简特])约(?:为)?|大约|左右|不足|不到|未到|高于|多于|大于|小于)"
    r"(?:了|达|为|达到|过)?\s*$"
)
_AFTER = regex(r"\s*(以上|及以上|以内|之内|以下|及以下|左右|上下|多|余)")
_MODIFIERS: dict[str, str] = {
    **dict.fromkeys("超过 超出 超 逾 突破 破 高于 多于 大于 多 余 几 上 数 好几".split(), "over"),
    **dict.fromkeys("不低于 不少于 不小于 至少 最少 以上 及以上".split(), "atleast"),
    **dict.fromkeys("不超过 不高于 不大于 不多于 至多 最多 以内 之内 以下 及以下".split(), "atmost"),
    **dict.fromkeys("接近 将近 近 不足 不到 未到 低于 少于 小于".split(), "under"),
    **dict.fromkeys("约 约为 大约 左右 上下 基本 大致 总体 来".split(), "about"),
}
_LONGEST_HEDGE = 8
_COURSE = regex(r"(?:由|从|自)[^，。；、,;：:\n]{0,10}$")


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


def has_hedge(text: str, at: int) -> bool:
    """Whether a hedge (近, 超过) stands directly before a place."""
    return _BEFORE.search(text, max(0, at - _LONGEST_HEDGE), at) is not None


def opens_course(text: str, at: int) -> bool:
    """Whether 由 or 从 stands before a number, so that what 到 or 至 leads to is another number and no end of a range."""
    return _COURSE.search(text, max(0, at - 12), at) is not None


def make_token(
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
    inside: str = "",
    modifier: str = "",
    placeholder: str | None = None,
    chinese: bool = False,
) -> Token:
    """A token with the hedges around it; `inside` is one that the number itself holds (数百), `modifier` overrules them all."""
    before = _BEFORE.search(text, max(0, start - _LONGEST_HEDGE), start)
    after = None if shape in ("rank", "ordinal") else _AFTER.match(text, end)
    within = inside or (unit.infix if unit else "")
    first, last = (before.group(1) if before else ""), (after.group(1) if after else "")
    chosen = first or within or last
    return Token(
        start, end, before.start() if before else start, after.end() if after else end, shape, number, high,
        unit.name if unit else name, unit.text if unit else word, unit.dimension if unit else dimension,
        bool(unit and unit.countable), bool(unit and unit.run) or scaled,
        modifier or _MODIFIERS.get(chosen, "eq"), (first, within, last), placeholder, chinese,
    )  # fmt: skip
