"""Web pages as trees: bytes to text by what the page says of itself, text to elements, and web archives (.mht) to their page.

Comes in: the bytes of a page. Goes out: its element tree with the encoding and the reason for it. Refuses, with an InputError, what
is nested beyond reason or too large. The only place that imports lxml; nothing is ever loaded from elsewhere.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message

from lxml import etree

from audit.directives import show_directives
from audit.errors import InputError
from audit.ingest.decode import decode_bytes
from audit.ingest.package import damaged
from audit.patterns import regex

_CHARSET = regex(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "iso-8859-1": "windows-1252"}
_CONTROLS = regex("[\0-\x08\x0b\x0e-\x1f\ud800-\udfff]")
_HEAD = 8192
DEEPEST = 300
MOST_ELEMENTS = 300_000
_MOST_PARTS = 1_000


def decode_page(data: bytes) -> tuple[str, str, str]:
    """The text of a page, the codec and the reason; a charset that the page names counts if the page is valid under it.

    >>> decode_page('<meta charset="gb2312"><p>全市'.encode("gbk"))[1:]
    ('gb18030', '网页标明 gb2312')
    """
    found = _CHARSET.search(data[:_HEAD])
    named = found[1].decode("ascii").lower() if found else ""
    codec = _WIDER.get(named, named)
    if codec and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and not codec.startswith("utf-16"):
        try:
            return data.decode(codec), codec, f"网页标明 {named}"
        except (UnicodeDecodeError, LookupError):
            pass
    return decode_bytes(data)[:3]


def parse_page(name: str, text: str) -> etree._Element | None:
    """The root of a page's tree, None where it holds nothing. Raises InputError (`hostile-html`) for nesting beyond reason."""
    parser = etree.HTMLParser(huge_tree=True, no_network=True, remove_pis=True, remove_comments=True)
    try:
        parser.feed(show_directives(_CONTROLS.sub("", text)))
        root = parser.close()
    except (etree.XMLSyntaxError, ValueError) as problem:
        if "empty" in str(problem).lower() or "no element" in str(problem).lower():
            return None
        raise damaged(name, "网页读不通") from problem
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        depth += 1 if event == "start" else -1
        count += depth > 0
        if count > 2 * MOST_ELEMENTS:
            raise InputError("网页太大", reason="too-large", file=name, hint="请在浏览器里另存为文本再核")
        if depth > DEEPEST:
            raise InputError("网页嵌套得不合理, 没有读", reason="hostile-html", file=name, hint="请在浏览器里另存为文本再核")
    return root


def find_page(name: str, data: bytes) -> bytes:
    """The bytes of the page in a web archive, the first part that is HTML. Raises InputError (`damaged-file`)."""
    try:
        message: Message = message_from_bytes(data, policy=policy.compat32)
        for count, part in enumerate(message.walk()):
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                return _name_charset(part, payload) if isinstance(payload, bytes) else b""
            if count > _MOST_PARTS:
                break
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError) as problem:
        raise damaged(name, "网页归档(.mht)读不通") from problem
    raise damaged(name, "网页归档(.mht)里没有网页")


def _name_charset(part: Message, page: bytes) -> bytes:
    """The page with the charset of its mail header in front, where the page itself names none."""
    charset = part.get_content_charset()
    if not charset or _CHARSET.search(page[:_HEAD]) or page.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return page
    return f'<meta charset="{charset}">'.encode("ascii", "ignore") + page
