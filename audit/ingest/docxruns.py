"""The words of one Word paragraph as displayed.

Comes in: a `w:p` element, paragraph after paragraph, because fields may span several. Goes out: its text, with insertions and without
deletions, hidden runs, field instructions, note marks and phonetic guides; its text boxes and notes are handed on apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from audit.ingest.docxnumbers import find
from audit.ingest.xmltree import attribute, name_of

_SKIPPED = frozenset(
    ("del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "rubyPr", "rt", "fldData", "tblPr", "docPr", "oMathParaPr")
)
_OFF = ("0", "false", "off", "none")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SYMBOLS = {
    0xF052: "☑",
    0xF0FE: "☑",
    0xF0FC: "✓",
    0xF0FB: "✗",
    0xF0A3: "□",
    0xF0A8: "□",
    0xF06F: "□",
    0xF06C: "●",
    0xF0B4: "×",
    0xF0B1: "±",
}
"""Characters of the symbol fonts that forms are ticked with; the others are shown as a box."""
_FIXED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


Piece = tuple[str, Element | None]


@dataclass(slots=True)
class Words:
    """What stands in a paragraph: its text, the pieces that it is made of, its text boxes, and its notes as (footnote or endnote, id).

    A piece is a text and the element that holds it; None for what Word displays without holding it as text.
    """

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    is_contents: bool = False


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its displayed result has begun."""

    instruction: str = ""
    in_result: bool = False


class Runs:
    """Reads paragraphs in order; fields stay open from one to the next, as a table of contents does."""

    def __init__(self) -> None:
        self._fields: list[_Field] = []

    def read(self, paragraph: Element) -> Words:
        """The words of the next paragraph."""
        words = Words(is_contents=self._in_contents())
        self._walk(paragraph, words, None)
        words.text = "".join(text for text, _ in words.pieces)
        words.is_contents |= self._in_contents()
        return words

    def _in_contents(self) -> bool:
        return any(field.instruction.split()[:1] == ["TOC"] for field in self._fields)

    def _walk(self, parent: Element, words: Words, script: dict[int, int] | None) -> None:
        for element in parent:
            name = name_of(element)
            if name in _SKIPPED:
                continue
            if name == "t":
                self._add(words, (element.text or "").translate(script) if script else element.text or "", element)
            elif name == "r":
                properties = find(element, "rPr")
                if not _is_on(properties, "vanish"):
                    self._walk(element, words, _find_script(properties) or script)
            elif not self._take(element, name, words):
                self._walk(_choose(element, name), words, _RAISED if name == "sup" else script)
                if name == "num":
                    self._add(words, "/")  # a fraction set in two storeys

    def _take(self, element: Element, name: str, words: Words) -> bool:
        """Elements that are no mere wrapping; whether this was one."""
        if name in _FIXED:
            self._add(words, _FIXED[name])
        elif name == "fldChar":
            words.is_contents |= self._in_contents()
            self._turn_field(attribute(element, "fldCharType"))
        elif name == "instrText":
            if self._fields:
                self._fields[-1].instruction += (element.text or "")[:200]
        elif name == "txbxContent":
            words.boxes.append(element)
        elif name in ("footnoteReference", "endnoteReference"):
            words.notes.append((name.removesuffix("Reference"), attribute(element, "id")))
        elif name == "sym":
            self._add(words, _read_symbol(attribute(element, "char")))
        else:
            return False
        return True

    def _turn_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _add(self, words: Words, text: str, holder: Element | None = None) -> None:
        if all(field.in_result for field in self._fields):
            words.pieces.append((text, holder))


def _choose(element: Element, name: str) -> Element:
    """Of alternate contents the one that newer readers display; any other element itself."""
    if name != "AlternateContent":
        return element
    choice = find(element, "Choice")
    fallback = find(element, "Fallback")
    return choice if choice is not None else fallback if fallback is not None else element


def _find_script(properties: Element | None) -> dict[int, int] | None:
    """How raised and lowered characters are written in plain text: m2 with a raised 2 is m²."""
    found = find(properties, "vertAlign")
    kind = attribute(found, "val") if found is not None else ""
    return {"superscript": _RAISED, "subscript": _LOWERED}.get(kind)


def _is_on(properties: Element | None, name: str) -> bool:
    found = find(properties, name)
    return found is not None and attribute(found, "val", "1") not in _OFF


def _read_symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number in _SYMBOLS:
        return _SYMBOLS[number]
    return "□" if 0xE000 <= number <= 0xF8FF or not 0x20 <= number < 0xD800 else chr(number)
