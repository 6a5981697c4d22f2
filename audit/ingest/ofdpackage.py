"""An OFD package: from OFD.xml by way of Document.xml to the trees of its pages.

Comes in: the bytes of the package. Goes out: for each page its tree, its templates', its size, and the composite graphics that it may
use. Paths are taken as producers write them: relative or absolute, with either slash, in either case. Refuses what is encrypted or broken.
"""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from zipfile import ZipInfo

from audit.errors import InputError
from audit.ingest.layout import Box
from audit.ingest.package import damaged, decode_name, open_package, read_part
from audit.ingest.xmltree import name_of, parse_xml
from audit.patterns import regex

A4: Box = (0.0, 0.0, 210.0, 297.0)
SECONDS = 8.0
LARGEST_PART = 16_000_000
"""The XML of one page; that of a page full of table cells has a hundredth."""

_ENCRYPTION = frozenset(("encryptions.xml", "decryptseed.dat", "entriesmap.dat"))
_GB_DECLARED = regex(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"'](?:gb\d*|gbk|cp936)[\"'][^>]*\?>", re.IGNORECASE)

Units = Mapping[str, Element]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its content and its templates', back to front; its box in millimetres; the composite graphics by ID."""

    contents: tuple[Element, ...]
    box: Box
    units: Units


class OfdPackage:
    """The members of an OFD file. Raises InputError (`encrypted`, `damaged-file`, `bomb`, `too-slow`)."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._package = open_package(name, data)
        self._members: dict[str, ZipInfo] = {}
        self._until = time.monotonic() + SECONDS
        for info in self._package.infolist():
            self._members.setdefault(_normalise("", decode_name(info)), info)
        if any(posixpath.basename(path) in _ENCRYPTION for path in self._members):
            raise InputError("文件已加密", reason="encrypted", file=name, hint="请用阅读器打开后另存为不加密的文件再核")

    def list_pages(self) -> Iterator[Sheet]:
        """The pages of all documents in the package, in order."""
        root = self._read("ofd.xml")
        bodies = [path for body in find_all(root, "DocBody") if (path := self._find("ofd.xml", read_text(body, "DocRoot")))]
        if not bodies:
            raise damaged(self._name, "文件已损坏(找不到正文)")
        for path in bodies:
            yield from self._list_body(path)

    def _list_body(self, path: str) -> Iterator[Sheet]:
        document = self._read(path)
        shared = find_first(document, "CommonData")
        templates = {} if shared is None else {sheet.get("ID", ""): sheet.get("BaseLoc", "") for sheet in find_all(shared, "TemplatePage")}
        units = self._read_units(path, shared, ("PublicRes", "DocumentRes"))
        box = _read_box(shared, "PageArea") or A4
        read: dict[str, Element | None] = {}
        for sheet in find_all(find_first(document, "Pages"), "Page"):
            place = self._find(path, sheet.get("BaseLoc", ""))
            if place is None:
                yield Sheet((), box, units)
                continue
            page = self._read(place)
            used = [use.get("TemplateID", "") for use in find_all(page, "Template")][:8]
            for key in used:
                if key not in read:
                    template = self._find(path, templates.get(key, ""))
                    read[key] = self._read(template) if template else None
            contents = [tree for key in used if (tree := read[key]) is not None]
            own = self._read_units(place, page, ("PageRes",))
            yield Sheet((*contents, page), _read_box(page, "Area") or box, {**units, **own} if own else units)

    def _read_units(self, base: str, holder: Element | None, kinds: tuple[str, ...]) -> dict[str, Element]:
        """The composite graphics of the resource files that an element names."""
        units: dict[str, Element] = {}
        for kind in kinds:
            for resource in find_all(holder, kind):
                place = self._find(base, resource.text or "")
                graphics = find_first(self._read(place), "CompositeGraphicUnits") if place else None
                units.update((unit.get("ID", ""), unit) for unit in find_all(graphics, "CompositeGraphicUnit"))
        return units

    def _find(self, base: str, location: str) -> str | None:
        """The member that a location written in the member `base` means; some producers write it from the root."""
        beside = _normalise(posixpath.dirname(base), location)
        return next((path for path in (beside, _normalise("", location)) if path in self._members), None) if location.strip() else None

    def _read(self, path: str) -> Element:
        if time.monotonic() > self._until:
            raise too_slow(self._name)
        if path not in self._members:
            raise damaged(self._name, f"文件已损坏(缺少 {path})")
        data = read_part(self._name, self._package, self._members[path], LARGEST_PART)
        declared = _GB_DECLARED.match(data)
        return parse_xml(self._name, data[declared.end() :].decode("gb18030", "replace").encode() if declared else data)


def too_slow(name: str) -> InputError:
    """The error for a file that takes too long."""
    return InputError(f"{SECONDS:.0f} 秒内读不完", reason="too-slow", file=name, hint="请把文件拆成几份再核; 如来源不明, 不要再打开")


def find_all(holder: Element | None, name: str) -> Iterator[Element]:
    """The children of a name, whatever their namespace: there are several in use, and files without any."""
    return (child for child in (holder if holder is not None else ()) if name_of(child) == name)


def find_first(holder: Element | None, name: str) -> Element | None:
    """The first child of a name."""
    return next(find_all(holder, name), None)


def read_text(holder: Element, name: str) -> str:
    """The text of the first child of a name."""
    found = find_first(holder, name)
    return "" if found is None else (found.text or "").strip()


def read_numbers(text: str | None) -> tuple[float, ...]:
    """The numbers of an attribute, none where one of them is no number."""
    try:
        found = tuple(float(word) for word in (text or "").replace(",", " ").split())
    except ValueError:
        return ()
    return found if all(abs(number) < 1e6 for number in found) else ()


def _read_box(holder: Element | None, name: str) -> Box | None:
    area = find_first(holder, name)
    numbers = () if area is None else read_numbers(read_text(area, "PhysicalBox"))
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) > 3 else None


def _normalise(folder: str, location: str) -> str:
    """A path inside the package, from its root, in lower case."""
    location = location.strip().replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join(folder, location)
    return posixpath.normpath("/" + joined.casefold()).lstrip("/")
