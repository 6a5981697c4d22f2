"""The list numbers that Word computes and does not store: 一、 （一） 1. before a paragraph.

Comes in: the numbering and style parts of a .docx, then its paragraphs in order. Goes out: the label of each, as displayed.
Refuses nothing: a list that is defined badly gives no label. Bullets are no words and give none either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from audit.ingest.xmltree import attribute, name_of

_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ENCLOSED = {
    "decimalEnclosedCircle": 0x2460,
    "decimalEnclosedCircleChinese": 0x2460,
    "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
}
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting")
)
_CLOSED = "、.．）)】。：:；章节条款项"
_MOST_STYLES = 20


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, the label with %1 to %9, and what stands behind it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    behind: str = "tab"
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A `num`: the list it counts in, its own levels, and the starts that it overrides when it first speaks."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document; `label` counts on with every paragraph."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in styles or () if name_of(style) == "style"}
        abstracts = {attribute(item, "abstractNumId"): item for item in numbering or () if name_of(item) == "abstractNum"}
        self._linked = {attribute(link, "val"): item for item in abstracts.values() if (link := find(item, "styleLink")) is not None}
        self._levels = {key: _read_levels(self._follow(item)) for key, item in abstracts.items()}
        self._by_style = {
            (key, attribute(link, "val")): _whole(attribute(level, "ilvl"))
            for key, item in abstracts.items()
            for level in item
            if (link := find(level, "pStyle")) is not None
        }
        self._lists = {attribute(item, "numId"): self._read_list(item) for item in numbering or () if name_of(item) == "num"}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, properties: Element | None) -> str:
        """The label of the next paragraph, given its properties; empty where it has none."""
        number, depth = self._find_list(properties)
        chosen = self._lists.get(number)
        level = chosen.levels.get(depth) if chosen else None
        if chosen is None or level is None:
            return ""
        counts = self._count(chosen, depth, level)
        if level.form == "bullet" or not level.text:
            return ""
        label = level.text
        for deep in range(9):
            if f"%{deep + 1}" in label:
                form = "decimal" if level.legal else chosen.levels.get(deep, Level()).form
                label = label.replace(f"%{deep + 1}", write_number(counts.get(deep, chosen.levels.get(deep, Level()).start), form))
        return label if level.behind == "nothing" or label.endswith(tuple(_CLOSED.replace(".", "").replace(")", ""))) else label + " "

    def _find_list(self, properties: Element | None) -> tuple[str, int]:
        """The list and level that a paragraph names itself, or its style, or the style that one is based on."""
        style = attribute_of(properties, "pStyle")
        number, depth = _read_reference(properties)
        seen, current = 0, style
        while not number and current in self._styles and seen < _MOST_STYLES:
            inherited, inherited_depth = _read_reference(find(self._styles[current], "pPr"))
            number, depth = inherited, depth if depth is not None else inherited_depth
            if number and depth is None and number in self._lists:
                depth = self._by_style.get((self._lists[number].abstract, current))
            current, seen = attribute_of(self._styles[current], "basedOn"), seen + 1
        return number, min(max(depth or 0, 0), 8)

    def _count(self, chosen: _List, depth: int, level: Level) -> dict[int, int]:
        counts = self._counts.setdefault(chosen.abstract, {})
        start = chosen.starts.pop(depth, None)
        counts[depth] = start if start is not None else counts[depth] + 1 if depth in counts else level.start
        for deeper in [key for key in counts if key > depth]:
            restart = chosen.levels.get(deeper, Level()).restart
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        return counts

    def _read_list(self, item: Element) -> _List:
        abstract = attribute_of(item, "abstractNumId")
        levels = dict(self._levels.get(abstract, {}))
        starts = {}
        for override in (child for child in item if name_of(child) == "lvlOverride"):
            depth = _whole(attribute(override, "ilvl"))
            levels |= _read_levels(override)
            first = find(override, "startOverride")
            if first is not None:
                starts[depth] = _whole(attribute(first, "val"), 1)
        return _List(abstract, levels, starts)

    def _follow(self, abstract: Element) -> Element:
        """The list itself, or the one that its style names."""
        link = find(abstract, "numStyleLink")
        return self._linked.get(attribute(link, "val"), abstract) if link is not None else abstract


def find(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return next((child for child in element if name_of(child) == name), None) if element is not None else None


def attribute_of(element: Element | None, child: str) -> str:
    """The `val` of the first child of this name."""
    found = find(element, child)
    return attribute(found, "val") if found is not None else ""


def write_number(value: int, form: str) -> str:
    """A list number as Word writes it in one of its forms.

    >>> [write_number(n, "chineseCounting") for n in (3, 10, 12, 20, 105)], write_number(3, "decimalEnclosedCircle")
    (['三', '十', '十二', '二十', '一百零五'], '③')
    """
    if form in _CHINESE:
        return _write_chinese(value)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _write_chinese(value).translate(_LEGAL)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(value)).replace("零", "〇")
    if form in _ENCLOSED and 1 <= value <= 20:
        return chr(_ENCLOSED[form] + value - 1)
    if form == "decimalFullWidth":
        return str(value).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    if form in ("ideographTraditional", "ideographZodiac"):
        names = _STEMS if form == "ideographTraditional" else _BRANCHES
        return names[value - 1] if 1 <= value <= len(names) else str(value)
    return _write_latin(value, form)


def _write_latin(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 780:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 1 <= value < 4000:
        letters = ""
        for size, letter in _ROMAN:
            letters, value = letters + letter * (value // size), value % size
        return letters.upper() if form == "upperRoman" else letters
    if form == "none":
        return ""
    return f"{value:02}" if form == "decimalZero" else str(value)


def _write_chinese(value: int) -> str:
    if not 0 < value < 10_000:
        return str(value)
    written = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            written += _DIGITS[digit] + unit
        elif written and value and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def _read_reference(properties: Element | None) -> tuple[str, int | None]:
    reference = find(properties, "numPr")
    depth = attribute_of(reference, "ilvl")
    return attribute_of(reference, "numId"), _whole(depth) if depth else None


def _read_levels(parent: Element) -> dict[int, Level]:
    return {_whole(attribute(item, "ilvl")): _read_level(item) for item in parent if name_of(item) == "lvl"}


def _read_level(item: Element) -> Level:
    restart = attribute_of(item, "lvlRestart")
    return Level(
        _whole(attribute_of(item, "start"), 1),
        attribute_of(item, "numFmt") or "decimal",
        attribute_of(item, "lvlText"),
        attribute_of(item, "suff") or "tab",
        _whole(restart) if restart else None,
        find(item, "isLgl") is not None,
    )


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
