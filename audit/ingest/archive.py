"""Zip files of documents: each member is a document of its own, named `年报.zip!统计/总结.docx`.

Comes in: the name of a zip file, or of a member. Goes out: the names of its documents, or a member's bytes; an archive in an
archive is opened, one level deep. Refuses what `package` refuses. Nothing is unpacked to disk, so a name may say what it likes.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from audit.errors import InputError
from audit.ingest.package import decode_name, open_package, read_part
from audit.ingest.sniff import sniff_package

SEPARATOR = "!"
_TEXTS = ".txt .md .text .html .htm .shtml .xhtml .mht .mhtml"
_OFFICE = ".docx .docm .doc .wps .rtf .odt .pdf .ofd .xlsx .xlsm .xls .et .ods .csv .tsv .parquet"
SUFFIXES = frozenset(f"{_TEXTS} {_OFFICE}".split())
"""What is taken for a document in a folder or an archive; a file named directly is taken whatever its suffix."""
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_LARGEST_ARCHIVE = 200_000_000
_INNER = 20_000_000


def is_document(name: str) -> bool:
    """Whether a file of this name is taken for a document; system files and lock files are not.

    >>> is_document("统计/总结.DOCX"), is_document("~$总结.docx"), is_document("__MACOSX/._总结.docx")
    (True, False, False)
    """
    base = posixpath.basename(name)
    hidden = base.startswith((".", "~$")) or name.startswith("__MACOSX/")
    return not hidden and posixpath.splitext(base)[1].lower() in SUFFIXES


def split_name(name: str) -> tuple[str, tuple[str, ...]]:
    """A document's name as the file it is in, and the members that lead to it: 年报.zip and (内.zip, 甲.txt).

    >>> split_name("没有这个文件!甲.txt")
    ('没有这个文件!甲.txt', ())
    """
    if SEPARATOR not in name or _exists(name):
        return name, ()
    at = name.find(SEPARATOR)
    while at >= 0:
        if os.path.isfile(name[:at]):
            inner, _, outer_rest = name[at + 1 :].partition(".zip" + SEPARATOR)
            return name[:at], (f"{inner}.zip", outer_rest) if outer_rest else (name[at + 1 :],)
        at = name.find(SEPARATOR, at + 1)
    return name, ()


def list_members(name: str) -> tuple[str, ...]:
    """The names of the documents in a zip file, sorted; the file's own name where it is none, or cannot be read (its reader says why)."""
    try:
        with open(name, "rb") as file:
            data = file.read(4)
            if data not in _ZIP_MAGIC or os.path.getsize(name) > _LARGEST_ARCHIVE:
                return (name,)
            data += file.read()
        package = open_package(name, data)
        if sniff_package(package, name) != "archive":
            return (name,)
        found = tuple(f"{name}{SEPARATOR}{member}" for member in _walk_package(name, package))
    except (InputError, OSError):
        return (name,)
    return found or (name,)


def read_member(name: str, data: bytes, members: tuple[str, ...]) -> bytes:
    """The bytes of a member of the archive whose bytes these are."""
    for member in members:
        package = open_package(name, data)
        found = next((info for info in package.infolist() if decode_name(info) == member), None)
        if found is None:
            raise InputError(f"压缩包里没有 {member}", reason="missing-path", file=name, hint="请检查名字, 或直接给出压缩包")
        data = read_part(name, package, found)
    return data


def _walk_package(name: str, package: ZipFile) -> Iterator[str]:
    for member, info in sorted((decode_name(info), info) for info in _unique(package) if not info.is_dir()):
        if is_document(member):
            yield member
        elif member.lower().endswith(".zip") and not member.startswith("__MACOSX/"):
            yield from _walk_inner(f"{name}{SEPARATOR}{member}", member, package, info)


def _walk_inner(name: str, member: str, package: ZipFile, info: ZipInfo) -> Iterator[str]:
    """The documents of an archive in the archive; where it cannot be opened its own name, so that the reader says why."""
    try:
        inner = open_package(name, read_part(name, package, info, _INNER))
    except InputError:
        yield member
        return
    deeper = [decode_name(found) for found in _unique(inner) if not found.is_dir()]
    yield from (f"{member}{SEPARATOR}{found}" for found in sorted(deeper) if is_document(found) or found.lower().endswith(".zip"))


def _unique(package: ZipFile) -> list[ZipInfo]:
    """The members that can be told apart by name: of two with one name the first."""
    return list({decode_name(info): info for info in reversed(package.infolist())}.values())


def _exists(name: str) -> bool:
    try:
        return os.path.exists(name)
    except ValueError:
        return False
