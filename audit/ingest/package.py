"""Zip files read with care: office documents and archives are both packages of members.

Comes in: the bytes of a zip file. Goes out: its members' names and bytes. Refuses, with an InputError, what is encrypted, damaged,
or would swell beyond reason (`bomb`): sizes are checked before reading and while reading, and members may not overlap.
"""

from __future__ import annotations

import io
import struct
import zlib
from itertools import pairwise
from lzma import LZMAError
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from audit.errors import InputError

MOST_MEMBERS = 10_000
LARGEST_PART = 32_000_000
LARGEST_XML = 40_000_000
"""All XML of an office document together; a thousand pages of Word have half of it."""
LARGEST_TOTAL = 2_000_000_000
_SWELLS = 300
"""A member of some size that grows more than so many times is a bomb; the XML of real tables grows up to a hundred times."""
_SMALL = 4_000_000
_DIRECTORY = b"PK\x01\x02"
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075


def open_package(name: str, data: bytes) -> ZipFile:
    """The zip file of these bytes, its directory checked; `name` is for errors (`damaged-file`, `bomb`)."""
    if data.count(_DIRECTORY) > MOST_MEMBERS:
        raise InputError(f"压缩包里的文件太多(超过 {MOST_MEMBERS} 个)", reason="bomb", file=name, hint="请解压后核对其中的文件夹")
    try:
        package = ZipFile(io.BytesIO(data))
    except (BadZipFile, LargeZipFile, ValueError, OverflowError, NotImplementedError, struct.error) as problem:
        raise damaged(name, "文件不完整或已损坏(压缩结构读不出)") from problem
    _refuse_bomb(name, package.infolist())
    return package


def read_part(name: str, package: ZipFile, part: str | ZipInfo, most: int = LARGEST_PART) -> bytes:
    """The bytes of one member. Raises InputError (`encrypted`, `too-large`, `damaged-file`)."""
    try:
        info = package.getinfo(part) if isinstance(part, str) else part
    except KeyError:
        raise damaged(name, f"文件已损坏(缺少 {part})") from None
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise InputError("文件有密码", reason="encrypted", file=name, hint="请去掉密码后另存再核")
    if info.file_size > most:
        raise InputError(
            f"其中的 {decode_name(info)} 太大(超过 {most // 1_000_000} MB)", reason="too-large", file=name, hint="请把文件拆开再核"
        )
    try:
        with package.open(info) as member:
            return member.read(most)
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error, LZMAError, struct.error) as problem:
        raise damaged(name, f"文件已损坏({decode_name(info)} 解不开)") from problem


def open_office(name: str, data: bytes) -> ZipFile:
    """The package of an office document. Raises InputError as `open_package` does, and `too-large` for too much XML."""
    package = open_package(name, data)
    if sum(info.file_size for info in package.infolist() if info.filename.lower().endswith((".xml", ".rels"))) > LARGEST_XML:
        raise InputError("文件里的文字或单元格太多", reason="too-large", file=name, hint="请把文件拆开再核")
    return package


def has_part(package: ZipFile, part: str) -> bool:
    """Whether the package has a member of this name."""
    return part in package.NameToInfo


def decode_name(info: ZipInfo) -> str:
    """A member's name; one without the UTF-8 flag is UTF-8 all the same, or GBK as Windows in China writes it.

    >>> decode_name(ZipInfo("年报.docx".encode("gbk").decode("cp437")))
    '年报.docx'
    """
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    stored = _find_unicode_path(info.extra)
    if stored:
        return stored
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def damaged(name: str, message: str) -> InputError:
    """The error for a file that is broken."""
    return InputError(message, reason="damaged-file", file=name, hint="请重新下载, 或在原软件里打开后另存一份再核")


def _find_unicode_path(extra: bytes) -> str:
    """The name in the extra field that Info-ZIP and 7-Zip write, or nothing."""
    at = 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        if tag == _UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    return ""


def _refuse_bomb(name: str, members: list[ZipInfo]) -> None:
    """Raise InputError where members lie upon each other or swell beyond reason."""
    ordered = sorted(members, key=lambda info: info.header_offset)
    overlap = any(a.header_offset + a.compress_size > b.header_offset for a, b in pairwise(ordered))
    total = sum(info.file_size for info in members)
    swollen = any(info.file_size > _SMALL and info.file_size > _SWELLS * max(info.compress_size, 1) for info in members)
    if overlap or swollen or total > LARGEST_TOTAL:
        raise InputError(
            "解压后大得不合理, 像是压缩炸弹, 没有解开", reason="bomb", file=name, hint="请确认文件来源; 正常文件请另存一份再核"
        )
