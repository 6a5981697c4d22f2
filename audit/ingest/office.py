"""Old and foreign office files (.doc, .wps, .rtf, .odt, .ods): converted by LibreOffice, then read as .docx or .xlsx.

Comes in: bytes. Goes out: the SourceDocument of what LibreOffice makes of them. Refuses, with an InputError, where LibreOffice is not
installed (`needs-libreoffice`), does not finish in time, or cannot open the file. Conversion works on a copy, in a folder and with a
profile of its own that are removed afterwards, with macros off and the network shut.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from audit.errors import InputError
from audit.ingest.docx import read_docx
from audit.ingest.package import damaged, open_package, read_part
from audit.ingest.xlsx import read_xlsx
from audit.model import SourceDocument
from audit.patterns import regex

SECONDS: Final = 30.0
"""How long LibreOffice may take: its first start alone can take ten seconds."""

_PROGRAMS = ("soffice", "libreoffice")
_INSTALLED = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.com")
_WORD_STREAM = regex(rb"\xec\xa5[\x00-\xff][\x00\x01]")
"""How the main stream of a Word file begins: its mark, and a version below 512."""

_SECTOR = 512

_PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""
"""What LibreOffice is told: no macros, no links into other files, and a proxy that answers nobody."""


def read_office(name: str, data: bytes) -> SourceDocument:
    """The document of a .doc, .wps or .rtf file.

    Raises InputError: `needs-libreoffice`, `encrypted`, `too-slow`, `damaged-file`, and what `read_docx` raises.
    """
    if data.startswith(b"{\\rtf"):
        return _rename(read_docx(name, convert(name, data, "rtf", "docx")), data, "rtf")
    if _is_encrypted(data):
        raise InputError("文件有密码", reason="encrypted", file=name, hint="请去掉密码后另存再核")
    return _rename(read_docx(name, convert(name, data, "doc", "docx")), data, "doc")


def _is_encrypted(data: bytes) -> bool:
    """Whether the head of the Word stream, which begins a sector of the container, says that the text is encrypted."""
    starts = (match.start() for match in _WORD_STREAM.finditer(data))
    heads = [data[start : start + 12] for start in starts if start % _SECTOR == 0]
    return any(len(head) == 12 and head[11] & 1 for head in heads)


def read_odf(name: str, data: bytes) -> SourceDocument:
    """The document of an OpenDocument text or spreadsheet; raises InputError as `read_office` does."""
    package = open_package(name, data)
    if b"encryption-data" in read_part(name, package, "META-INF/manifest.xml"):
        raise InputError("文件有密码", reason="encrypted", file=name, hint="请去掉密码后另存再核")
    if b"spreadsheet" in read_part(name, package, "mimetype"):
        return _rename(read_xlsx(name, convert(name, data, "ods", "xlsx")), data, "ods")
    return _rename(read_docx(name, convert(name, data, "odt", "docx")), data, "odt")


def _rename(document: SourceDocument, data: bytes, form: str) -> SourceDocument:
    """The document under its own checksum and format: it was not the converted file that was given."""
    reason = f"经 LibreOffice 转换后读出; {document.encoding_reason}"
    return replace(document, sha256=hashlib.sha256(data).hexdigest(), encoding_reason=reason, format=form)


def convert(name: str, data: bytes, form: str, wanted: str) -> bytes:
    """What LibreOffice makes of a file; `form` and `wanted` are suffixes. Raises InputError."""
    program = find_libreoffice()
    if program is None:
        hint = f"请在 Word 或 WPS 里另存为 .{wanted} 再核, 或安装 LibreOffice(https://zh-cn.libreoffice.org)"
        raise InputError(f"读 .{form} 文件需要 LibreOffice", reason="needs-libreoffice", file=name, hint=hint)
    with TemporaryDirectory(prefix="heshu-") as folder:
        here = Path(folder)
        (here / "profile" / "user").mkdir(parents=True)
        (here / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        (here / f"given.{form}").write_bytes(data)
        profile = (here / "profile").as_uri()
        options = ["--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault", f"-env:UserInstallation={profile}"]
        _run(name, [program, *options, "--convert-to", wanted, "--outdir", str(here / "made"), str(here / f"given.{form}")])
        made = here / "made" / f"given.{wanted}"
        if not made.is_file():
            raise damaged(name, "LibreOffice 打不开这个文件: 已损坏, 或有密码")
        return made.read_bytes()


def find_libreoffice() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    found = (shutil.which(program) for program in _PROGRAMS)
    return next((path for path in (*found, *(path for path in _INSTALLED if os.path.isfile(path))) if path), None)


def _run(name: str, command: Sequence[str]) -> None:
    """Run a command in a session of its own, so that all it started ends with it. Raises InputError."""
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)  # noqa: S603
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        hint = "请在 Word 或 WPS 里另存为 .docx 再核"
        raise InputError(f"LibreOffice {SECONDS:.0f} 秒内没有转换完", reason="too-slow", file=name, hint=hint) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and, where the system has process groups, all that it started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    else:
        process.kill()
    process.wait()
