"""Web pages (.html, .htm, .mht): the whole page as text, with menus, headers, footers and sidebars set apart.

Comes in: the bytes of a page or a web archive. Goes out: a SourceDocument; paragraphs count without the furniture. Refuses what is
nested beyond reason or too large. In doubt a line is the document's: only what is marked as furniture, or is mere links outside the
main text, is set apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from audit.directives import is_directive
from audit.errors import InputError
from audit.ingest.canonical import CanonicalText, Cell
from audit.ingest.htmlblocks import Block, BlockReader
from audit.ingest.htmltree import decode_page, find_page, parse_page
from audit.model import SourceDocument
from audit.patterns import regex

LARGEST = 10_000_000
"""The largest page that is read; the pages of the longest reports and yearbooks have a tenth of it."""

_TAGS = frozenset(("nav", "header", "footer", "aside"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_WORDS = frozenset(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs sidebar aside footer foot copyright share sharebox bdshare "
    "pagination pager related recommend friendlink friendlinks links toolbar qrcode topbar login searchbox weizhi dqwz position".split()
)
_TOKEN = regex(r"[A-Z]?[a-z]+|[A-Z]+")
_SENTENCE = regex("[。；！？]")
_PROSE = regex("[。；，]")
_LINKED = 0.5
_MAIN_SHARE = 0.9


def read_html(name: str, data: bytes) -> SourceDocument:
    """The document of a page; raises InputError (`too-large`, `hostile-html`, `damaged-file`, `binary-file`).

    >>> page = '<nav><a href="/">首页</a></nav><h1>2023年总结</h1><p>全年增长&nbsp;5.2%。</p>'.encode()
    >>> document = read_html("总结.html", page)
    >>> document.text, document.furniture
    ('首页\\n2023年总结\\n全年增长 5.2%。\\n', ((0, 3),))
    """
    return _read_page(name, data, data)


def read_mhtml(name: str, data: bytes) -> SourceDocument:
    """The document of a web archive (.mht); raises InputError as `read_html` does."""
    if len(data) > 2 * LARGEST:
        raise InputError(f"文件太大(超过 {2 * LARGEST // 1_000_000} MB)", reason="too-large", file=name, hint="请在浏览器里另存为文本再核")
    return _read_page(name, find_page(name, data), data)


def _read_page(name: str, page: bytes, data: bytes) -> SourceDocument:
    if len(page) > LARGEST:
        raise InputError(f"网页太大(超过 {LARGEST // 1_000_000} MB)", reason="too-large", file=name, hint="请在浏览器里另存为文本再核")
    text, encoding, reason = decode_page(page)
    root = parse_page(name, text)
    canonical = CanonicalText(name)
    if root is not None:
        blocks = list(BlockReader(name).read(root))
        _add_blocks(canonical, blocks, find_furniture(root, blocks))
    return canonical.build(data, "html", encoding, reason)


def _add_blocks(canonical: CanonicalText, blocks: Sequence[Block], apart: Sequence[bool]) -> None:
    paragraphs = 0
    for block, furniture in zip(blocks, apart, strict=True):
        part = {"part": "hidden" if block.hidden else "navigation"} if furniture else {}
        if block.table:
            where = {"table": block.table, "row": block.row, **part}
            canonical.add_row([Cell(text, {**where, "column": n}) for n, text in enumerate(block.texts, 1)], furniture=furniture)
        elif is_directive(block.text):
            canonical.add_line(block.text, furniture=True, part="hidden")
        elif furniture:
            canonical.add_line(block.text, furniture=True, **part)
        else:
            paragraphs += 1
            canonical.add_line(block.text, paragraph=paragraphs)


def find_furniture(root: etree._Element, blocks: Sequence[Block]) -> list[bool]:
    """For each block whether it is no part of the document."""
    weights = _weigh_elements(root, blocks)
    owners = {block.element for block in blocks}
    inside, marked = _walk_regions(root, owners, weights)
    return [block.hidden or block.element in marked or (block.element not in inside and _is_links(block)) for block in blocks]


def _walk_regions(
    root: etree._Element, owners: set[etree._Element], weights: dict[etree._Element, int]
) -> tuple[set[etree._Element], set[etree._Element]]:
    """Of the elements that own blocks, those inside the main text, and those inside something marked as furniture."""
    main, titled = _find_main(root, weights), _find_titled(root)
    inside, marked = set[etree._Element](), set[etree._Element]()
    in_main = in_marked = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        holds_most = 2 * weights.get(element, 0) > weights.get(root, 0)
        in_main += step * (element is main)
        in_marked += step * (not holds_most and element not in titled and _is_marked(element))
        if step > 0 and element in owners:
            if in_main:
                inside.add(element)
            if in_marked:
                marked.add(element)
    return inside, marked


def _weigh_elements(root: etree._Element, blocks: Sequence[Block]) -> dict[etree._Element, int]:
    """How many characters of running text and table rows stand in each element."""
    weights: dict[etree._Element, int] = {}
    for block in blocks:
        if not block.hidden and (block.table or _PROSE.search(block.text)) and 3 * block.linked < len(block.text):
            weights[block.element] = weights.get(block.element, 0) + len(block.text)
    for _, element in etree.iterwalk(root, events=("end",)):
        parent = element.getparent()
        if element in weights and parent is not None and element is not root:
            weights[parent] = weights.get(parent, 0) + weights[element]
    return weights


def _find_main(root: etree._Element, weights: dict[etree._Element, int]) -> etree._Element:
    """The smallest element that holds nearly all of the running text."""
    main = root
    while True:
        inner = next((child for child in main if weights.get(child, 0) > _MAIN_SHARE * weights.get(root, 0)), None)
        if inner is None:
            return main
        main = inner


def _is_marked(element: etree._Element) -> bool:
    """Whether the page itself says that this is a menu, a header or a footer."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body"):
        return False
    if element.tag in _TAGS or (element.get("role") or "").lower() in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return any(token.lower() in _WORDS for token in _TOKEN.findall(names))


def _find_titled(root: etree._Element) -> set[etree._Element]:
    """The elements that hold a first heading in words of its own; the name of the site is a link or a picture."""
    titled = set[etree._Element]()
    for heading in root.iter("h1"):
        if any(child.tag in ("a", "img") or any(inner.tag in ("a", "img") for inner in child) for child in heading):
            continue
        for outer in heading.iterancestors():
            if outer in titled:
                break
            titled.add(outer)
    return titled


def _is_links(block: Block) -> bool:
    return block.linked >= _LINKED * len(block.text) and not _SENTENCE.search(block.text)
