"""XML of office files as trees, read so that a hostile file does no harm.

Comes in: the bytes of one part. Goes out: its tree, or its elements one by one. Refuses, with an InputError, a part that declares
a document type (entities, external references: no office file has one), is nested beyond reason, or is no XML.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

from audit.errors import InputError
from audit.ingest.package import damaged

DEEPEST = 200
_CHUNK = 1 << 16


def parse_xml(name: str, data: bytes) -> Element:
    """The root element of a part. Raises InputError (`damaged-file`, `hostile-xml`); `name` is the document's."""
    root: Element | None = None
    for event, element in walk_xml(name, data):
        if root is None and event == "start":
            root = element
    if root is None:
        raise damaged(name, "文件已损坏(XML 是空的)")
    return root


def walk_xml(name: str, data: bytes) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of each element as they are read; the one who walks may clear what it has seen."""
    refuse_doctype(name, data)
    parser: Any = XMLPullParser(("start", "end"))
    depth = 0
    stream = io.BytesIO(data)
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                if depth > DEEPEST:
                    raise InputError("XML 嵌套得不合理, 没有读", reason="hostile-xml", file=name, hint="请确认文件来源, 或另存一份再核")
                yield event, element
        parser.close()
    except (ParseError, ValueError, LookupError) as problem:
        raise damaged(name, "文件已损坏(XML 读不通)") from problem


def refuse_doctype(name: str, data: bytes) -> None:
    """Raise InputError where the part has a document type declaration: the way in for entity bombs and external files."""
    hostile = InputError(
        "文件里有 DTD 或实体声明, 正常的办公文件没有, 没有读", reason="hostile-xml", file=name, hint="请确认文件来源, 或另存一份再核"
    )

    def refuse(*_: object) -> None:
        raise hostile

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = _stop
    try:
        parser.Parse(data[: 1 << 20], False)
    except _RootReached:
        return
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise damaged(name, "文件已损坏(XML 读不通)") from problem


def name_of(element: Element) -> str:
    """An element's name without its namespace: strict and transitional files differ in nothing else."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return default


class _RootReached(Exception):  # noqa: N818 - it ends the reading, it is no error
    """The first element was reached."""


def _stop(*_: object) -> None:
    raise _RootReached
