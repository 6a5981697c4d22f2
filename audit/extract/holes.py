"""Typed holes: unfilled placeholders, redactions, template tokens, spreadsheet errors and blanks before a unit.

Comes in: running text. Goes out: holes in order, each typed number, date, name or other by what stands around it.
What only looks like a hole (x轴, X光, XXL, C919, 3×5, “数据要素×”, Markdown bold) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.extract.units import find_unit
from audit.model import HoleCause, HoleType

_CROSS = "[xX×✕╳Ｘｘ]"
_HAN = r"\u4e00-\u9fff"
_MONEY = "[万亿]{1,2}元"
_FIELDS = "数字|数据|数值|数额|金额|日期|时间|年份|姓名|名称|单位名称|地名|地点|人名"
_TEMPLATE = (
    r"\{\{[^{}\n]{0,40}\}\}|\$\{[^{}\n]{0,40}\}",
    rf"[\[【［](?:具体)?(?:{_FIELDS})[\]】］]",
    r"【\s{0,8}(?:待[^】\n]{0,12}|此处[^】\n]{0,12}|X{1,8}|x{1,8})?\s{0,8}】",
    r"[（(]待(?:补充?|填写?|定|核实?|更新)[）)]",
)
_CROSSES = (
    rf"(?<![A-Za-z0-9.+＋])(?:[xX]{{2,}}|x|(?<![A-Za-z] )X(?=[{_HAN}%.]))(?:\.[xX]+)?",
    rf"(?:(?![A-Za-z0-9])|(?<=[xX]{{2}})(?=[a-z][{_HAN}])|(?<![xX]x)(?<=x)(?=[A-Z](?![A-Za-z])))",
)
_STARS = (
    r"(?<!\*)\*{2,}+(?:\.\*+)?",
    r"＊{2,}+",
    rf"(?<=[{_HAN} ])\*(?=\s?(?:[%％]|{_MONEY}))",
)
_SOME = (r"某某(?=[省市县区镇乡村]|大学|公司|集团|局|单位|医院|学校|企业)", rf"(?<=[{_HAN}])某某(?=[{_HAN}])")
"""A single 某 masks nothing: 某公司 in an anecdote, 李某 in a case."""
_EMPTY = (
    rf"(?<=[{_HAN}])[ \u3000]{{2,8}}(?=(?:{_MONEY}|[%％]|个百分点)[，。；、,;])",
    rf"(?<=[约近超达为共计至到长降])[ \u3000]{{1,8}}(?={_MONEY}|[%％]|个百分点)",
    rf"[（(]\s{{0,8}}[）)](?={_MONEY}|[%％家个项人])",
)
_STARTS = r"#Nn{$【\[［（(xX×✕╳Ｘｘ*＊○〇□△_＿某 \u3000….&"
"""What a hole can begin with: one class is tried many times faster than the alternatives are."""
_PIECES: tuple[tuple[str, HoleCause, str], ...] = (
    ("error", "error-value", r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NULL!|NUM!)|(?<![A-Za-z])NaN(?![A-Za-z])|#{4,}+"),
    ("template", "template", "|".join(_TEMPLATE)),
    ("century", "placeholder", r"20(?:[xX×]{2}|\*{2}|_{2}|\d[xX×])(?=\s?年)"),
    ("secret", "redaction", r"(?<!\d)\d{2,6}+[*＊]{3,14}\d{0,4}(?!\d)"),
    ("parts", "placeholder", r"(?<![A-Za-z0-9])[xX]{1,3}(?:\.[xX]{1,2})?(?:[:：∶][xX]{1,3}(?:\.[xX]{1,2})?){1,4}(?![A-Za-z0-9])"),
    ("monthday", "placeholder", rf"{_CROSS}{{1,2}}月(?:{_CROSS}{{1,2}}日)?"),
    ("range", "placeholder", r"(?<![A-Za-z0-9])[xX]+(?:\.[xX]+)?[%％]?[-~～—至][xX]+(?:\.[xX]+)?(?![A-Za-z0-9-])"),
    ("formula", "placeholder", r"(?<![A-Za-z0-9])[xX]\+[xX](?![A-Za-z0-9])"),
    ("cross", "placeholder", "".join(_CROSSES)),
    ("times", "placeholder", rf"(?<!\d)[×✕╳]{{2,}}+(?:\.[×✕╳]+)?|(?<=[{_HAN}第])×(?=[省市县区镇乡村家个项名位年月日%])"),
    ("stars", "redaction", "|".join(_STARS)),
    ("shape", "placeholder", r"[○〇]{2,}(?![年〇○一二三四五六七八九])|[□△]{1,}(?=[万亿%个家项人元名])|□{2,}|△{2,}"),
    ("line", "blank", r"_{2,}|＿{2,}"),
    ("some", "redaction", "|".join(_SOME)),
    ("empty", "blank", "|".join(_EMPTY)),
    ("letter", "placeholder", rf"(?<![A-Za-z0-9+＋“])N{{1,3}}(?:\.N{{1,2}})?(?=[%％]|{_MONEY}|个百分点)"),
    ("dots", "blank", r"(?:…{1,2}|\.{3,6})(?=[万亿]{0,2}元|[%％])"),
)
_HOLE = re.compile(rf"(?=[{_STARTS}]|(?<!\d)\d)(?:{'|'.join(f'(?P<{name}>{pattern})' for name, _, pattern in _PIECES)})")
_CAUSES = {name: cause for name, cause, _ in _PIECES}
_NOT_HOLES = re.compile(r"(?:轴|光|射线|线片|染色体|坐标|方向|形)")
_DATED = re.compile(r"\s?(?:年(?!级|龄|均|产)|月(?!份?均|龄|饼)|日(?!均|常|元))")
_PLACES = frozenset("省市县区镇乡村国州旗城街湾岛港校园厂店站网方院")
_AREAS = frozenset(("周", "集", "者", "园区", "街道", "社区", "村居", "网格", "分"))
_BOLD = re.compile(r"(?<!\*)\*\*(?![\s*])[^*\n]{1,200}(?<!\s)\*\*(?!\*)")
_MASKED = re.compile(
    r"[ ]?(?:[省市县区镇乡村州盟旗街路社园场站港岛湾山河湖局委办厅处科室等万亿元%％‰家个项名位人件年月日号届批余多第]"
    r"|高级|中学|小学|大学|学院|学校|医院|公司|集团|企业|银行|有限|股份|中心|研究|单位|机构|部门|同志|主任|书记|先生|女士"
    r"|平方|公里|道路|大道|项目|工程|广场|大厦|酒店|科技|实业|生态|工业|产业)"
)


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
    bold = frozenset(place for start, end in _find_bold(text, markdown=markdown) for place in (start, end))
    found = []
    for match in _HOLE.finditer(text):
        name = match.lastgroup or ""
        if name == "stars" and (match.start() in bold or match.end() in bold):
            continue
        if name in ("cross", "times") and _NOT_HOLES.match(text, match.end()):
            continue
        kind = _type_of(name, text, match.start(), match.end())
        cause = _CAUSES[name]
        if (cause == "redaction" and kind != "name" and name != "secret") or (name == "line" and kind == "number"):
            cause = "placeholder"
        elif name == "times" and kind == "name":
            cause = "redaction"
        found.append(FoundHole(match.start(), match.end(), match.group(), kind, cause))
    return found


def _find_bold(text: str, *, markdown: bool) -> Iterator[tuple[int, int]]:
    """Where text stands in Markdown's bold. In plain text the stars must not stand for the beginning of a name or an amount
    (**公司与**集团)."""
    for match in _BOLD.finditer(text):
        if markdown or not (_MASKED.match(text, match.start() + 2) or _MASKED.match(text, match.end())):
            yield match.span()


def _type_of(name: str, text: str, start: int, end: int) -> HoleType:
    """What would stand there: 第x位 and xx.x亿元 are numbers, xxxx年 a date, x省 and xx人才 names, x+x neither."""
    if name in ("error", "empty", "dots", "parts", "letter"):
        return "number"
    if name == "secret":
        return "other"
    if name in ("century", "monthday"):
        return "date"
    if name == "formula" or (name == "cross" and text[end : end + 1].isalpha() and text[end].isascii() and text[end].isupper()):
        return "other"
    token, after = text[start:end], text[end : end + 4]
    if name == "template":
        return _type_of_template(token, text, end)
    if _DATED.match(after) and text[start - 1 : start] != "第":
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
