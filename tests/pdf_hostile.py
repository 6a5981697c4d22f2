"""PDF files made to harm or confuse a reader, written by hand object by object."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

_FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
_PLAIN = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [9 0 R] >>"
_PLAIN_CID = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> /DW 1000 >>"
)
_CID = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    b" /DW 1000 /FontDescriptor 6 0 R >>"
)
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /None /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 880 /Descent -120"
    b" /CapHeight 700 /StemV 80 >>"
)


def write_objects(objects: Sequence[bytes]) -> bytes:
    """A PDF file of these objects; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))


def write_stream(data: bytes, layers: int = 1) -> bytes:
    """A stream object, deflated so many times."""
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter [%b] >>\nstream\n%b\nendstream" % (len(data), b"/FlateDecode " * layers, data)


def write_swollen(piece: bytes, times: int) -> bytes:
    """A stream object that is a piece so many times."""
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(data), data)


def write_page(content: bytes, count: int = 1, resources: bytes = b"<< >>") -> bytes:
    """A file that shows one content stream on so many pages."""
    kids = b"3 0 R " * count
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %b >>" % resources
    tree = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (count, kids)
    return write_objects([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, content, _CID, _DESCRIPTOR, _FONT, _PLAIN, _PLAIN_CID])


def write_nameless(codes: Sequence[int], text: str = "") -> bytes:
    """A page with a text, and below it glyphs in a font that does not say what characters they are."""
    shown = b"".join(b"%04x" % code for code in codes)
    plain = text.encode("utf-16-be").hex().encode()
    content = b"BT /F2 10 Tf 20 700 Td <%b> Tj ET BT /F1 16 Tf 90 600 Td <%b> Tj ET" % (plain, shown)
    return write_page(write_stream(content), resources=b"<< /Font << /F1 7 0 R /F2 8 0 R >> >>")


def write_loop() -> bytes:
    """A page tree that contains itself, a page whose form draws itself."""
    again = b"/Resources << /XObject << /X 4 0 R >> >>"
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] %b /Length 5 >>\nstream\n/X Do\nendstream" % again
    tree = b"<< /Type /Pages /Count 3 /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R %b >>" % again
    return write_objects([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, form, write_stream(b"/X Do")])
