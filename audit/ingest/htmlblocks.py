"""A page's tree as blocks: lines and table rows in reading order, each with the words that are links and where it stands.

Comes in: the root element. Goes out: blocks as a browser displays them: blanks collapsed, `br` and block elements as lines, tables
as rows with merged cells left empty. Scripts, styles, form fields, phonetic guides and hidden words in a line are no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from audit.errors import InputError
from audit.patterns import regex

DROPPED = frozenset(
    "script style noscript template svg math-annotation head title meta link object embed iframe canvas audio video map area "
    "textarea select datalist rt rp rtc progress meter colgroup col param source track".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark nobr q ruby rb s samp small span strike "
    "strong sub sup time tt u var wbr o:p math mi mn mo mrow button".split()
)
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_BLANKS = regex(r"[ \t\n\r\f]+")
_WIDE = r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAP = regex(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
"""A line end in the source between two hanzi is no blank on the page."""
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MOST_COLUMNS, _MOST_ROWS, _MOST_CELLS = 300, 65_000, 1_000_000
_LONG_CELL, _MANY_LINES = 150, 3
_DEEPEST_TABLE = 30


@dataclass(slots=True)
class Block:
    """A line or a table row: its texts (one for a line), how many characters of it are links, the elements it stands in, its place."""

    texts: list[str]
    linked: int
    element: etree._Element
    table: int = 0
    row: int = 0
    hidden: bool = False

    @property
    def text(self) -> str:
        """The whole block on one line."""
        return " ".join(text for text in self.texts if text)


class _Line:
    """The line that is being read, and what it stands in: links, hidden elements, text whose blanks count."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._linked = self._links = self._kept = 0
        self.hidden = 0

    def turn(self, tag: str, element: etree._Element, step: int) -> None:
        """Into an element (1) or out of it (-1)."""
        self._links += step * (tag == "a")
        self._kept += step * (tag == "pre")
        self.hidden += step * (tag not in INLINE and _is_hidden(element))

    def add(self, text: str | None) -> None:
        """A piece of text, its blanks as a browser shows them."""
        if text:
            self._pieces.append(text if self._kept else _BLANKS.sub(" ", _WRAP.sub("", text)))
            self._linked += len(text.strip()) if self._links else 0

    def end(self, owner: etree._Element) -> Iterator[Block]:
        """The line so far as a block, if there are words in it; it starts anew."""
        text = _tidy("".join(self._pieces))
        if text:
            yield Block([text], self._linked, owner, hidden=bool(self.hidden))
        self._pieces.clear()
        self._linked = 0


class BlockReader:
    """Reads one page and counts its tables; `name` is the document's. Raises InputError (`hostile-html`)."""

    def __init__(self, name: str) -> None:
        self._name, self._tables, self._depth, self._cells = name, 0, 0, 0

    def read(self, root: etree._Element) -> Iterator[Block]:
        """The blocks below an element, itself included."""
        yield from self._read_inside(root)

    def _read_inside(self, root: etree._Element) -> Iterator[Block]:
        """One pass over the tree below `root`, without recursion except for tables in tables."""
        line = _Line()
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag, starts, outer = _name(element), event == "start", element is root
            if not outer and (tag in DROPPED or tag == "table" or (tag in INLINE and _is_hidden(element))):
                if not starts:
                    line.add(element.tail)
                    continue
                if tag == "table":
                    yield from line.end(_owner(element))
                    yield from self._read_table(element, bool(line.hidden))
                walk.skip_subtree()
                continue
            if tag not in INLINE:
                yield from line.end(element if outer or not starts else _owner(element))
            line.turn(tag, element, 1 if starts else -1)
            if starts:
                line.add(_set_script(tag, element.text))
            elif not outer:
                line.add(element.tail)
        yield from line.end(root)

    def _read_table(self, element: etree._Element, hidden: bool) -> Iterator[Block]:
        """Rows of a table of data; a table that only frames its contents is read block by block and not counted."""
        self._depth += 1
        if self._depth > _DEEPEST_TABLE:
            raise InputError("网页里的表格嵌套得不合理, 没有读", reason="hostile-html", file=self._name, hint="请在浏览器里另存为文本再核")
        rows = list(_find_rows(element))
        captions = [block for child in element if child.tag == "caption" for block in self._read_inside(child)]
        cells = {cell: list(self._read_inside(cell)) for row in rows for cell in _find_cells(row)}
        self._depth -= 1
        if _is_layout(cells):
            yield from (_hide(block, hidden) for block in (*captions, *(block for found in cells.values() for block in found)))
            return
        self._tables += 1
        yield from (_hide(block, hidden) for block in (*captions, *self._lay_rows(rows, cells)))

    def _lay_rows(self, rows: list[etree._Element], cells: dict[etree._Element, list[Block]]) -> Iterator[Block]:
        """Rows by grid column: what a cell spans beyond its first column and row stays empty."""
        taken: dict[int, int] = {}
        number = self._tables
        for count, row in enumerate(rows, 1):
            texts, linked = _lay_row(row, cells, taken)
            taken = {place: left - 1 for place, left in taken.items() if left > 1}
            self._cells += len(texts)
            if self._cells > _MOST_CELLS:
                raise InputError("网页里的表格太大", reason="too-large", file=self._name, hint="请把文件拆开再核")
            if any(texts):
                yield Block(texts, linked, row, number, count, _is_hidden(row))


def _lay_row(row: etree._Element, cells: dict[etree._Element, list[Block]], taken: dict[int, int]) -> tuple[list[str], int]:
    """The texts of one row and how much of them is links; `taken` are the columns that cells above still fill, and for how many rows."""
    texts: list[str] = []
    linked = 0
    for cell in _find_cells(row):
        while taken.get(len(texts), 0) > 0:
            texts.append("")
        column, height = len(texts), _read_span(cell, "rowspan", _MOST_ROWS)
        texts.append(" ".join(block.text for block in cells[cell]))
        texts.extend("" for _ in range(_read_span(cell, "colspan", _MOST_COLUMNS) - 1))
        linked += sum(block.linked for block in cells[cell])
        if height > 1:
            taken.update(dict.fromkeys(range(column, len(texts)), height))
        if len(texts) > _MOST_COLUMNS:
            break
    return texts, linked


def _hide(block: Block, hidden: bool) -> Block:
    block.hidden |= hidden
    return block


def _is_layout(cells: dict[etree._Element, list[Block]]) -> bool:
    """A table that only frames its contents: one cell, cells with tables of their own, or cells that hold running text."""
    if len(cells) <= 1:
        return True
    nested = any(next(cell.iter("table"), None) is not None for cell in cells)
    return nested or any(len(blocks) > _MANY_LINES and sum(len(block.text) for block in blocks) > _LONG_CELL for blocks in cells.values())


def _find_rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _find_cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _read_span(cell: etree._Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _name(element: etree._Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _owner(element: etree._Element) -> etree._Element:
    """The element that the text before this one belongs to."""
    parent = element.getparent()
    return element if parent is None else parent


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _set_script(tag: str, text: str | None) -> str | None:
    """Raised and lowered digits as plain text writes them: m<sup>2</sup> is m², 10<sup>8</sup> is 10⁸."""
    return text.translate(RAISED if tag == "sup" else LOWERED) if text and tag in ("sup", "sub") else text


def _tidy(text: str) -> str:
    """Lines without blanks at their ends and no two blanks in a row; a hard blank is a blank."""
    lines = (re.sub(r"[ \xa0]+", " ", line).strip(" \t\u3000\u200b\ufeff") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
