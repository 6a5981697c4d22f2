"""Typed holes: unfilled placeholders, redactions, template tokens, spreadsheet errors and blanks before a unit.

Comes in: running text. Goes out: holes in order, each typed number, date, name or other by what stands around it.
What only looks like a hole (x轴, X光, XXL, C919, 3×5, “数据要素×”, Markdown bold) is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audit.extract.units import find_unit
from audit.model import HoleCause, HoleType

_CROSS = "[xX×✕╳Ｘｘ]"
_PIECES: tuple[tuple[str, HoleCause, str], ...] = (
    ("error", "error-value", r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NULL!|NUM!)|(?<![A-Za-z])NaN(?![A-Za-z])|#{4,}"),
    (
        "template",
        "template",
        r"\{\{[^{}\n]{0,40}\}\}|\$\{[^{}\n]{0,40}\}|【\s*(?:待[^】\n]{0,12}|此处[^】\n]{0,12}|X+|x+)?\s*】|[（(]待(?:补充?|填写?|定|核实?|更新)[）)]",
    ),
    ("century", "placeholder", r"20(?:[xX×]{2}|\*{2}|_{2})(?=\s*年)"),
    ("monthday", "placeholder", rf"{_CROSS}{{1,2}}月(?:{_CROSS}{{1,2}}日)?"),
    ("range", "placeholder", r"(?<![A-Za-z0-9])[xX]+(?:\.[xX]+)?[%％]?[-~～—至][xX]+(?:\.[xX]+)?(?![A-Za-z0-9-])"),
    ("formula", "placeholder", r"(?<![A-Za-z0-9])[xX]\+[xX](?![A-Za-z0-9])"),
    (
        "cross",
        "placeholder",
        r"(?<![A-Za-z0-9.+＋])(?:[xX]{2,}|x|X(?=[\u4e00-\u9fff%.]))(?:\.[xX]+)?(?:(?![A-Za-z0-9])|(?<=[xX]{2})(?=[a-z][\u4e00-\u9fff])|(?<![xX]x)(?<=x)(?=[A-Z](?![A-Za-z])))",
    ),
    ("times", "placeholder", r"(?<!\d)[×✕╳]{2,}(?:\.[×✕╳]+)?|(?<=[\u4e00-\u9fff第])×(?=[省市县区镇乡村家个项名位年月日%])"),
    ("stars", "redaction", r"(?<!\*)\*{2,}(?:\.\*+)?|＊{2,}"),
    ("shape", "placeholder", r"[○〇]{2,}(?![年〇○一二三四五六七八九])|[□△]{1,}(?=[万亿%个家项人元名])|□{2,}|△{2,}"),
    ("line", "blank", r"_{2,}|＿{2,}"),
    (
        "some",
        "redaction",
        r"(?<=[\u4e00-\u9fff])某某?(?=[\u4e00-\u9fff])(?![些种个一项次类方人])|某(?=[省市县区镇乡]|某|大学|公司|局|单位|医院|学校|企业)",
    ),
    (
        "empty",
        "blank",
        r"(?<=[约近超达为共计至到长降])[ \u3000]{1,8}(?=[万亿]{1,2}元|[%％]|个百分点)|[（(]\s{0,8}[）)](?=[万亿]{1,2}元|[%％家个项人])",
    ),
    ("dots", "blank", r"(?:…{1,2}|\.{3,6})(?=[万亿]{0,2}元|[%％])"),
)
_HOLE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, _, pattern in _PIECES))
_CAUSES = {name: cause for name, cause, _ in _PIECES}
_NOT_HOLES = re.compile(r"(?:轴|光|射线|线片|染色体|坐标|方向|形)")
_PLACES = frozenset("省市县区镇乡村国州旗城街湾岛港校园厂店站网方院")
_AREAS = frozenset(("周", "集", "者", "园区", "街道", "社区", "村居", "网格", "分"))
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")


@dataclass(frozen=True, slots=True)
class FoundHole:
    """A hole in running text; `number` says that it takes the place of a number and can be a figure."""

    start: int
    end: int
    token: str
    type: HoleType
    cause: HoleCause


def find_holes(text: str, *, markdown: bool = False) -> list[FoundHole]:
    """All holes of a running text, in order."""
    bold = [match.span() for match in _BOLD.finditer(text)] if markdown else []
    found = []
    for match in _HOLE.finditer(text):
        name = match.lastgroup or ""
        if name == "stars" and any(start <= match.start() < end for start, end in bold):
            continue
        if name in ("cross", "times") and _NOT_HOLES.match(text, match.end()):
            continue
        kind = _type_of(name, text, match.start(), match.end())
        cause = _CAUSES[name]
        if (cause == "redaction" and kind != "name") or (name == "line" and kind == "number"):
            cause = "placeholder"
        elif name == "times" and kind == "name":
            cause = "redaction"
        found.append(FoundHole(match.start(), match.end(), match.group(), kind, cause))
    return found


def _type_of(name: str, text: str, start: int, end: int) -> HoleType:
    """What would stand there: 第x位 and xx.x亿元 are numbers, xxxx年 a date, x省 and xx人才 names, x+x neither."""
    if name in ("error", "empty", "dots"):
        return "number"
    if name in ("century", "monthday"):
        return "date"
    if name == "formula" or (name == "cross" and text[end : end + 1].isalpha() and text[end].isascii() and text[end].isupper()):
        return "other"
    token, after = text[start:end], text[end : end + 4]
    if name == "template":
        return _type_of_template(token, text, end)
    if re.match(r"\s*年(?!级|龄|均|产)", after):
        return "date"
    if "." in token or _counts(text, start, end):
        return "number"
    if name == "cross" and len(token) == 4 and not text[start - 1 : start].isalnum():
        return "date"
    return "other" if name == "line" else "name"


def _type_of_template(token: str, text: str, end: int) -> HoleType:
    if re.search(r"日期|年|月|时间|date", token, re.IGNORECASE):
        return "date"
    if re.search(r"数|额|率|量|num|count|value|amount", token, re.IGNORECASE) or find_unit(text, end):
        return "number"
    if re.search(r"名|单位|人|name", token, re.IGNORECASE):
        return "name"
    return "other"


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a unit that counts or measures follows; x省 and xx镇 are names although 省 and 镇 can be counted."""
    unit = find_unit(text, end)
    if unit is None:
        return False
    if text[start - 1 : start] == "第":
        return True
    return unit.text not in _AREAS and (text[end : end + 1] not in _PLACES or unit.end - end > 1)
