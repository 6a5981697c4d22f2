"""OFD files for tests: the smallest package that GB/T 33190 allows, with texts and strokes at places."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from tests.page_sample import HEIGHT, WIDTH, Sheet, measure

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72
ENTRY = f"""<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>\
<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"""


def write_ofd(sheets: Iterable[Sheet], others: Mapping[str, str | bytes] | None = None) -> bytes:
    """The OFD of sheets; `others` are members added or put in the place of those with the same name."""
    contents = [f"<ofd:Layer>{_draw(sheet)}</ofd:Layer>" for sheet in sheets]
    members: dict[str, str | bytes] = {"OFD.xml": ENTRY, "Doc_0/Document.xml": make_document(len(contents))}
    members |= {f"Doc_0/Pages/Page_{n}/Content.xml": make_page(content) for n, content in enumerate(contents)}
    return write_package(members | dict(others or {}))


def write_package(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these members."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for path, text in members.items():
            package.writestr(path, text)
    return stream.getvalue()


def make_document(pages: int, shared: str = "") -> str:
    """Document.xml of so many pages."""
    listed = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    box = f"0 0 {WIDTH * _MM:.3f} {HEIGHT * _MM:.3f}"
    area = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
    return f"<ofd:Document {SPACE}><ofd:CommonData>{area}{shared}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"


def make_page(layers: str, before: str = "") -> str:
    """Content.xml of a page."""
    return f"<ofd:Page {SPACE}>{before}<ofd:Content>{layers}</ofd:Content></ofd:Page>"


def make_text(left: float, baseline: float, size: float, text: str) -> str:
    """A text object; its places are points."""
    steps = " ".join(f"{measure(character, size) * _MM:.3f}" for character in text[:-1])
    box = f"{left * _MM:.3f} {(baseline - size) * _MM:.3f} {measure(text, size) * _MM:.3f} {1.2 * size * _MM:.3f}"
    code = f'<ofd:TextCode X="0" Y="{size * _MM:.3f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{size * _MM:.3f}">{code}</ofd:TextObject>'


def _draw(sheet: Sheet) -> str:
    texts = [make_text(*text) for text in sheet.texts]
    strokes = []
    for x, y, to_x, to_y in sheet.strokes:
        box = f"{x * _MM:.3f} {y * _MM:.3f} {(to_x - x) * _MM + 0.1:.3f} {(to_y - y) * _MM + 0.1:.3f}"
        path = f"M 0 0 L {(to_x - x) * _MM:.3f} {(to_y - y) * _MM:.3f}"
        strokes.append(f'<ofd:PathObject ID="8" Boundary="{box}"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>')
    return "".join(texts + strokes)
