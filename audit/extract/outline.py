"""Headings with their levels and numbers, the section each block stands in, and what the document says of itself.

Comes in: running text and its blocks. Goes out: headings in order, the title, the year that the document is about.
A numbered sentence that goes on for long is a heading up to its first full stop only.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from audit.extract.flow import Block, Flow
from audit.extract.numerals import read_number

_MARKS = (
    (1, re.compile(r"[\s　]*([一二三四五六七八九十]{1,3})[、.．]")),
    (2, re.compile(r"[\s　]*[（(]([一二三四五六七八九十]{1,3})[）)]")),
    (3, re.compile(r"[\s　]*(\d{1,2})[、.．](?!\d)\s*")),
    (4, re.compile(r"[\s　]*[（(](\d{1,2})[）)]")),
)
_ITEM = re.compile(r"(?:^|(?<=[。；;：:，,！!\s]))([一二三四五六七八九十]{1,2})(?:是|要)(?=[^否])")
_END = re.compile(r"[。；;！!？?\n]|(?<=[\u4e00-\u9fff])[：:]")
_UNNUMBERED = re.compile(
    r"(?:(?:19|20)\d{2}|[xX×]{2,4})年[\u4e00-\u9fff]{2,16}|(?:下一?步|明年|来年|今年)?(?:主要)?(?:工作|重点)?(?:思路|打算|计划|安排|目标|任务)"
)
"""A line of its own that opens a part without a number: 2022年工作打算, 下一步工作安排."""
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
_TITLE = re.compile(r"(?:总结|报告|公报|计划|思路|要点|方案|规划|草案|决算|预算|情况|汇报|白皮书|年报)")
_AREA = re.compile(r"(?:^|省|市|州|盟)[\d年度]*([\u4e00-\u9fff]{2,4}?)(?=[市区县旗]|自治)")
_YEAR_WORD = re.compile(r"((?:19|20)\d{2})\s*年(?!代|版)")

_CAMPAIGN = re.compile(r"[“《][\u4e00-\u9fff·]{2,12}(20\d{2})[”》]")
"""A campaign or conference of the year, for a text that dates nothing else: “护航2021”."""


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading or a numbered item of running text: level 1 一、 2 （一） 3 1. 4 (1) 5 一是 (0: the title)."""

    level: int
    number: int | None
    mark: str
    title: str
    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings in order, the section path of every block, the title and the year the document is about."""

    headings: tuple[FoundHeading, ...]
    sections: tuple[str, ...]
    title: str
    year: int | None

    @property
    def area(self) -> str:
        """The area that the title names, without its rank: 深圳 of 深圳市科技创新局2023年工作总结."""
        found = _AREA.search(self.title)
        return found.group(1) if found else ""


def read_outline(flow: Flow) -> Outline:
    """The outline of a running text."""
    headings: list[FoundHeading] = []
    sections: list[str] = []
    path: dict[int, str] = {}
    for number, block in enumerate(flow.blocks):
        found = None if block.is_row else _read_heading(flow.text, block, number)
        if found:
            headings.append(found)
            path = {level: title for level, title in path.items() if level < found.level} | {found.level: found.title}
        sections.append(" > ".join(path[level] for level in sorted(path)))
        headings.extend(_read_items(flow.text, block, number))
    title = _find_title(flow)
    return Outline(tuple(headings), tuple(sections), title, _find_year(flow, title))


def _read_heading(text: str, block: Block, number: int) -> FoundHeading | None:
    for level, pattern in _MARKS:
        match = pattern.match(text, block.start, block.end)
        if match:
            stop = _END.search(text, match.end(), block.end)
            end = min(stop.start() if stop else block.end, match.end() + 60)
            value = read_number(match.group(1))
            mark = match.group().strip()
            return FoundHeading(
                level, int(value.value) if value else None, mark, text[match.end() : end].strip(), match.start(), end, number
            )
    line = text[block.start : block.end].strip()
    if 4 <= len(line) <= 30 and _UNNUMBERED.fullmatch(line):
        return FoundHeading(1, None, "", line, block.start, block.end, number)
    return None


def _read_items(text: str, block: Block, number: int) -> list[FoundHeading]:
    found = []
    for match in _ITEM.finditer(text, block.start, block.end):
        value = read_number(match.group(1))
        stop = _END.search(text, match.end(), block.end)
        end = min(stop.start() if stop else block.end, match.end() + 40)
        found.append(
            FoundHeading(
                5, int(value.value) if value else None, match.group(), text[match.end() : end].strip(), match.start(1), end, number
            )
        )
    return found


def _find_title(flow: Flow) -> str:
    """The first short line that calls itself a report, summary, plan or the like."""
    for block in flow.blocks[:40]:
        line = flow.text[block.start : block.end].strip()
        if "。" in line[:-1]:
            return ""
        if (
            6 <= len(line) <= 60
            and _TITLE.search(line)
            and _YEAR.search(line)
            and not re.match(r"[（(]?[一二三四五六七八九十]+[、）)]", line)
        ):
            return line
    return ""


_DATELINE = re.compile(r"(?m)(?:19|20)\d{2} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?[ 　\t]*$")
"""When the document was published, at the end of a line: 国家统计局南京调查队 2023年3月."""


def _find_year(flow: Flow, title: str) -> int | None:
    """The year of the title; a government work report speaks of the year before; else the year the text names most."""
    match = _YEAR.search(title)
    if match:
        year = int(match.group(1))
        return year - 1 if "政府工作报告" in title and "回顾" not in title else year
    head = _YEAR_WORD.search(_DATELINE.sub("", flow.text[:400]))
    if head:
        return int(head.group(1))
    named = Counter(int(m.group(1)) for m in re.finditer(r"((?:19|20)\d{2})\s*年", flow.text))
    if not named:
        named = Counter(int(match.group(1)) for match in _CAMPAIGN.finditer(flow.text))
    return named.most_common(1)[0][0] if named else None
