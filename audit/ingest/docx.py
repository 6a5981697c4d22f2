"""Word documents (.docx, .docm): the story as Word displays it, with paragraph and table cell of each run.

Comes in: the bytes of an OOXML package. Goes out: a SourceDocument: headers, body with tables and text boxes, notes, footers; headers,
footers and the table of contents set apart. Refuses what is damaged, encrypted or hostile. Charts are not read, comments
only where they speak to heshu.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from audit.directives import is_directive
from audit.ingest.canonical import CanonicalText, Cell
from audit.ingest.docxnumbers import Numbering, attribute_of, find
from audit.ingest.docxruns import Piece, Runs
from audit.ingest.package import damaged, has_part, open_office, read_part
from audit.ingest.xmltree import attribute, name_of, parse_xml
from audit.model import SourceDocument

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_MOST_COLUMNS = 63
"""Word has no wider tables."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A range of the canonical text and the pieces it was made from: texts, and the elements of the main part that hold them."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def read_docx(name: str, data: bytes) -> SourceDocument:
    """The document of a .docx file; raises InputError (`damaged-file`, `encrypted`, `bomb`, `hostile-xml`, `too-large`)."""
    return trace_docx(name, data)[0]


def trace_docx(name: str, data: bytes) -> tuple[SourceDocument, Element, tuple[Trace, ...]]:
    """The same, with the tree of the main part, and where in it each line and cell of the text comes from."""
    package = open_office(name, data)
    parts = _Parts(name, package)
    canonical = CanonicalText(name)
    story = _Story(canonical, Numbering(parts.read("numbering"), parts.read("styles")))
    for header in parts.read_all("header"):
        story.add_margin(header, "header")
    story.said = read_directives(parts.read("comments"))
    body = find(parts.main, "body")
    if body is None:
        raise damaged(name, "文件已损坏(没有正文)")
    story.add_blocks(body, {})
    story.add_notes({kind: parts.read(f"{kind}s") for kind in ("footnote", "endnote")})
    for footer in parts.read_all("footer"):
        story.add_margin(footer, "footer")
    return canonical.build(data, "docx", "utf-8", "Word 文档, 文字按显示的读出"), parts.main, tuple(story.traces)


class _Parts:
    """The parts of a package, found by their relations to the main part."""

    def __init__(self, name: str, package: ZipFile) -> None:
        self._name, self._package = name, package
        roots = self._read_relations("", "_rels/.rels")
        path = next((target for kind, target in roots if kind == "officeDocument"), "word/document.xml")
        folder, base = posixpath.split(path)
        self.main = parse_xml(name, read_part(name, package, path))
        self._relations = self._read_relations(folder, posixpath.join(folder, "_rels", base + ".rels"))

    def read(self, kind: str) -> Element | None:
        """The first part of a kind, None where there is none."""
        return next(self.read_all(kind), None)

    def read_all(self, kind: str) -> Iterator[Element]:
        """All parts of a kind (`header`, `styles` …)."""
        for found, path in dict.fromkeys(self._relations):
            if found == kind and has_part(self._package, path):
                yield parse_xml(self._name, read_part(self._name, self._package, path))

    def _read_relations(self, folder: str, path: str) -> list[tuple[str, str]]:
        if not has_part(self._package, path):
            return []
        root = parse_xml(self._name, read_part(self._name, self._package, path))
        inner = (item for item in root if attribute(item, "TargetMode") != "External")
        return [(attribute(item, "Type").rpartition("/")[2], _join_path(folder, attribute(item, "Target"))) for item in inner]


class _Story:
    """Adds a document's blocks to a canonical text, counting paragraphs, tables and notes as a reader does."""

    def __init__(self, canonical: CanonicalText, numbering: Numbering) -> None:
        self._canonical, self._numbering, self._runs = canonical, numbering, Runs()
        self._paragraphs = self._tables = 0
        self._notes: list[tuple[str, str]] = []
        self._boxes: list[Element] = []
        self._margins: set[str] = set()
        self._carried = ""
        self._pieces: list[Piece] = []
        self.said: dict[str, str] = {}
        self.traces: list[Trace] = []

    def add_blocks(self, parent: Element, where: dict[str, Any]) -> None:
        """Paragraphs and tables in order; `where` is the place of what holds them, empty for the body."""
        for block in walk_blocks(parent):
            if name_of(block) == "tbl":
                self._add_table(block)
            else:
                self._add_paragraph(block, where)

    def add_margin(self, part: Element, kind: str) -> None:
        """A header or footer; one that says the same as another is not repeated."""
        for block in (element for element in part.iter() if name_of(element) == "p"):
            text = Runs().read(block).text.strip()
            if text not in self._margins:
                self._canonical.add_line(text, furniture=True, part=kind)
            self._margins.add(text)

    def add_notes(self, parts: dict[str, Element | None]) -> None:
        """The foot- and endnotes that the text refers to, in its order, each a line."""
        notes = {(kind, attribute(note, "id")): note for kind, part in parts.items() for note in (part if part is not None else ())}
        counts = {"footnote": 0, "endnote": 0}
        for key in dict.fromkeys(self._notes):
            counts[key[0]] += 1
            if key in notes:
                text = " ".join(filter(None, (text.strip() for text in self._read_texts(notes[key]))))
                self._canonical.add_line(text.replace("\n", " "), part=key[0], paragraph=counts[key[0]])
                self._pieces.clear()

    def _add_paragraph(self, paragraph: Element, where: dict[str, Any]) -> None:
        text, is_contents = self._read_text(paragraph)
        place = where
        if text.strip() and not where:
            self._paragraphs += 1
            place = {"paragraph": self._paragraphs}
        where = {**place, "part": "contents"} if is_contents else place
        self._add_directives(paragraph)
        self._trace(self._canonical.add_line(text, furniture=is_contents, **where), self._take_pieces())
        self._add_boxes()

    def _add_directives(self, element: Element) -> None:
        """What comments at a paragraph or row say to heshu, in a line before it."""
        for reference in element.iter() if self.said else ():
            if name_of(reference) == "commentReference" and attribute(reference, "id") in self.said:
                self._canonical.add_line(self.said[attribute(reference, "id")], furniture=True, part="hidden")

    def _take_pieces(self) -> tuple[Piece, ...]:
        """What was read since the last line or cell; a paragraph whose mark was deleted goes with the next one."""
        taken = tuple(self._pieces)
        if not self._carried:
            self._pieces.clear()
        return () if self._carried else taken

    def _trace(self, place: tuple[int, int], pieces: tuple[Piece, ...]) -> None:
        if place[0] < place[1]:
            self.traces.append(Trace(*place, pieces))

    def _read_text(self, paragraph: Element) -> tuple[str, bool]:
        """A paragraph's label and words; where its mark was deleted they go to the next paragraph."""
        words = self._runs.read(paragraph)
        self._pieces += words.pieces
        self._boxes += words.boxes
        self._notes += words.notes
        properties = find(paragraph, "pPr")
        text, self._carried = self._carried + words.text, ""
        if find(find(properties, "rPr"), "del") is not None:
            self._carried = text
            return "", False
        label = self._numbering.label(properties)
        return (label + text.lstrip() if text.strip() else ""), words.is_contents

    def _read_texts(self, parent: Element) -> Iterator[str]:
        """The texts of all paragraphs below an element, nested tables included."""
        for block in walk_blocks(parent):
            if name_of(block) == "p":
                yield self._read_text(block)[0]
            else:
                yield from (text for row in walk_parts(block, "tr") for cell in walk_parts(row, "tc") for text in self._read_texts(cell))

    def _add_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            place = {"part": "textbox", "paragraph": self._paragraphs} if self._paragraphs else {"part": "textbox"}
            self.add_blocks(box, place)

    def _add_table(self, table: Element) -> None:
        """Rows of a table; one that only frames its contents is read block by block and not counted."""
        rows = [row for row in walk_parts(table, "tr") if find(find(row, "trPr"), "del") is None]
        if _is_layout(rows):
            for cell in (cell for row in rows for cell in walk_parts(row, "tc")):
                self.add_blocks(cell, {})
            return
        self._tables += 1
        number = self._tables
        for count, row in enumerate(rows, 1):
            self._add_directives(row)
            read = [(cell, self._take_pieces()) for cell in self._read_cells(row, {"table": number, "row": count})]
            for place, (_, pieces) in zip(self._canonical.add_row([cell for cell, _ in read]), read, strict=True):
                self._trace(place, pieces)
            self._add_boxes()

    def _read_cells(self, row: Element, where: dict[str, Any]) -> Iterator[Cell]:
        """The cells of a row by grid column: a merged cell has its text in the first, the others are empty."""
        column = 1
        for _ in range(_read_width(find(row, "trPr"), "gridBefore", 0)):
            yield Cell("")
            column += 1
        for cell in walk_parts(row, "tc"):
            properties = find(cell, "tcPr")
            if find(properties, "cellDel") is not None:
                continue
            text = "\n".join(filter(None, (text.strip() for text in self._read_texts(cell))))
            merge = find(properties, "vMerge")
            continued = merge is not None and attribute(merge, "val") != "restart"
            yield Cell("" if continued else text, {**where, "column": column})
            width = _read_width(properties, "gridSpan", 1)
            yield from (Cell("") for _ in range(width - 1))
            column += width


def read_directives(comments: Element | None) -> dict[str, str]:
    """By the id of a comment what it says to heshu, as a directive of a text."""
    found = {}
    for comment in comments if comments is not None else ():
        words = " ".join("".join(text.text or "" for text in comment.iter() if name_of(text) == "t").split())
        shown = f"<!-- {words} -->"
        if is_directive(shown):
            found[attribute(comment, "id")] = shown
    return found


def walk_blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, out of content controls and tracked insertions."""
    for element in parent:
        name = name_of(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _WRAPPERS:
            yield from walk_blocks(element)


def walk_parts(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, out of the same wrappings."""
    for element in parent:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name in _WRAPPERS:
            yield from walk_parts(element, wanted)


def _is_layout(rows: list[Element]) -> bool:
    """A table that only frames its contents: a single cell, or cells with tables of their own. Its cells are read block by block."""
    cells = [cell for row in rows for cell in walk_parts(row, "tc")]
    return len(cells) == 1 or any(name_of(block) == "tbl" for cell in cells for block in walk_blocks(cell))


def _read_width(properties: Element | None, name: str, otherwise: int) -> int:
    text = attribute_of(properties, name)
    return min(int(text), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def _join_path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
