"""Plain text files: one path (or standard input) in, one SourceDocument out.

The text is the file as decoded, without BOM, line ends untouched, so that every offset is a place in the file. Refuses, with
an InputError: what cannot be opened, is a folder, is too large, or is no text. An empty file is a document with a problem.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from audit.errors import InputError
from audit.ingest.decode import decode_bytes, describe_losses
from audit.ingest.glyphs import describe_jumble
from audit.model import Damage, SourceDocument

MAX_BYTES = 20_000_000
"""The largest file that is read unless the caller says otherwise: a hundred times the longest government work report."""

STANDARD_INPUT = "-"


def read_text(path: str | Path, max_bytes: int = MAX_BYTES) -> SourceDocument:
    """The document of a text file, or of standard input for `-`; its name is the path as given."""
    name = str(path).replace("\\", "/") if isinstance(path, Path) else path
    return build_document(name, read_bytes(name, max_bytes))


def build_document(name: str, data: bytes) -> SourceDocument:
    """The document of bytes that are at hand already.

    >>> build_document("空.txt", b" \\r\\n").problem
    '文件是空的'
    >>> build_document("甲.txt", "\\ufeff共3家\\r\\n".encode("utf-8")).text
    '共3家\\r\\n'
    """
    try:
        text, encoding, reason, damage = decode_bytes(data)
    except InputError as problem:
        raise InputError(problem.message, reason=problem.reason, file=name, hint=problem.hint) from None
    digest = hashlib.sha256(data).hexdigest()
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        return SourceDocument(name, "", digest, encoding, reason, (Damage("empty-document", 1, (), lossy=True),), "文件是空的")
    return SourceDocument(name, text, digest, encoding, reason, (*(damage or describe_losses(text)), *describe_jumble(text)))


def read_bytes(name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input. Raises InputError where it cannot be opened or is too large."""
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(max_bytes + 1)
    except IsADirectoryError:
        raise InputError("这是文件夹, 不是文件", reason="is-a-folder", file=name, hint="请给出其中的文件") from None
    except FileNotFoundError:
        raise InputError("找不到文件", reason="missing-path", file=name) from None
    except PermissionError:
        raise InputError("没有读取权限", reason="no-permission", file=name, hint="请检查文件的权限, 或换一个账户运行") from None
    except (OSError, ValueError) as problem:
        raise InputError(f"读不了: {problem}", reason="unreadable", file=name) from problem
    if len(data) > max_bytes:
        raise InputError(f"文件太大(超过 {max_bytes // 1_000_000} MB)", reason="too-large", file=name, hint="请把文件拆开再核")
    return data
