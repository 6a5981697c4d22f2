"""What kind of file some bytes are, by their content; the suffix only decides between plain texts.

Comes in: a name and bytes. Goes out: one word (`docx`, `sheet`, `html`, `pdf`, `text` …). Refuses kinds that are known and not
read (pictures, slides, other archives) and files with a password, with an InputError that says what to do instead.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from zipfile import ZipFile

from audit.errors import InputError
from audit.ingest.package import decode_name, has_part, open_package, read_part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "office"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "slides"),
)
_CONTENT_TYPES = (
    (b"wordprocessingml.", "docx"),
    (b"ms-word.", "docx"),
    (b"spreadsheetml.", "xlsx"),
    (b"ms-excel.sheet.binary", "binary-sheet"),
    (b"ms-excel.", "xlsx"),
    (b"presentationml.", "slides"),
    (b"ms-powerpoint.", "slides"),
)
_MAIN_TYPE = re.compile(
    rb"""ContentType\s*=\s*["'][^"']*?((?:wordprocessingml|spreadsheetml|presentationml|ms-word|ms-excel|ms-powerpoint)\.[\w.+-]*main[^"']*)"""
)
_OTHERS = (
    (b"PAR1", "parquet"),
    (b"Rar!", "archive-other"),
    (b"7z\xbc\xaf", "archive-other"),
    (b"\x1f\x8b", "archive-other"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
)
_REFUSALS = {
    "encrypted": ("文件有密码", "请去掉密码后另存再核"),
    "slides": ("这是演示文稿(PPT), 还不能核", "请把文字另存为 .docx 或 .txt 再核"),
    "binary-sheet": ("这是二进制工作簿(.xlsb), 还不能核", "请另存为 .xlsx 再核"),
    "archive-other": ("这种压缩包还不能读", "请解压后核对其中的文件, 或改用 .zip"),
    "picture": ("这是图片, 没有文字层", "请先做文字识别(OCR), 核对后存为 .docx 或 .txt 再核"),
    "unknown-office": ("这个 Office 文件里没有文档, 也没有表格", "请在原软件里打开, 另存为 .docx、.xlsx 或 .txt 再核"),
    "unknown-ole": ("旧版 Office 文件不完整, 或里面没有文档", "请在原软件里打开, 另存为 .docx、.xlsx 或 .txt 再核"),
}
_REASONS = {"encrypted": "encrypted", "picture": "no-text-layer", "unknown-ole": "damaged-file"}
_PAGE_START = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_TAG_START = re.compile(
    rb"(?:<!--.*?-->\s*)*<(?:head|body|meta|style|script|table|div|p|h[1-6]|span|font|title|base|link)[\s>/]", re.IGNORECASE | re.DOTALL
)
_MIME_START = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+", re.IGNORECASE)
_PAGE_SUFFIXES = frozenset((".html", ".htm", ".shtml", ".xhtml", ".doc", ".xls", ".wps", ".et", ".mht", ".mhtml"))
_TABLE_SUFFIXES = frozenset((".csv", ".tsv"))
_HEAD = 8192


def sniff_kind(name: str, data: bytes) -> str:
    """The kind of a file: docx, xlsx, xls, csv, parquet, ofd, odf, pdf, office, html, mhtml, archive or text.

    >>> sniff_kind("总结.doc", b"<html><body>"), sniff_kind("a.csv", b"1,2"), sniff_kind("a.txt", b"%PDF-1.7")
    ('html', 'csv', 'pdf')
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = sniff_package(open_package(name, data), name)
    elif data.startswith(_OLE):
        kind = _sniff_ole(data)
    else:
        kind = next((kind for magic, kind in _OTHERS if data.startswith(magic)), "") or _sniff_text(name, data)
    if kind in _REFUSALS:
        message, hint = _REFUSALS[kind]
        reason = _REASONS.get(kind, "binary-file")
        raise InputError(message, reason=reason, file=name, hint=hint)
    return kind


def sniff_package(package: ZipFile, name: str) -> str:
    """The kind of a zip file, by its members."""
    names = [decode_name(info).lower() for info in package.infolist()]
    if has_part(package, "[Content_Types].xml"):
        types = read_part(name, package, "[Content_Types].xml")
        main = _MAIN_TYPE.findall(types)
        return next((kind for mark, kind in _CONTENT_TYPES if any(found.startswith(mark) for found in main)), "unknown-office")
    if "ofd.xml" in names:
        return "ofd"
    if has_part(package, "mimetype") and read_part(name, package, "mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return "odf"
    return "archive"


def _sniff_ole(data: bytes) -> str:
    """The kind of an OLE container (Office 97 to 2003, or an encrypted newer file), by the names of its streams."""
    for stream, kind in _OLE_STREAMS:
        if b"".join((stream.encode("utf-16-le"), b"\0\0")) in data:
            return kind
    return "unknown-ole"


def _sniff_text(name: str, data: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "office"
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    if _PAGE_START.match(plain) or (suffix in _PAGE_SUFFIXES and _TAG_START.match(plain)):
        return "html"
    if _is_mime(plain, suffix):
        return "mhtml"
    if suffix in _PAGE_SUFFIXES and suffix.endswith(("htm", "html")):
        return "html"
    return "csv" if suffix in _TABLE_SUFFIXES else "text"


def _is_mime(head: bytes, suffix: str) -> bool:
    """A web archive: mail headers that say what the parts are."""
    found = _MIME_START.match(head)
    if not found:
        return False
    headers = found[0].lower()
    return b"mime-version:" in headers and (b"multipart/related" in headers or suffix in (".mht", ".mhtml"))
