"""Old office files: LibreOffice asked for where it is missing, run with limits where it is there (a stand-in plays it here)."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from audit.errors import InputError
from audit.ingest import office
from audit.ingest.office import read_odf, read_office
from tests.ofd_sample import write_package

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
HEAD = b"\xec\xa5\xc1\x00" + bytes(7)
DOC = OLE + HEAD + b"\x00" + bytes(500)
LOCKED = OLE + HEAD + b"\x01" + bytes(500)

STAND_IN = """\
#!/bin/sh
# Plays soffice: notes how it was called, then does what the test wants of it.
printf '%s\\n' "$@" > {log}
printf '%s\\n' "$http_proxy" >> {log}
while [ "$1" != --outdir ]; do shift; done
{act}
"""
COPY = 'mkdir -p "$2" && cp {docx} "$2/given.docx"'


def write_docx(*paragraphs: str) -> bytes:
    """The smallest .docx of these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return write_package(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        }
    )


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    return Play(tmp_path, monkeypatch)


class Play:
    """Puts a stand-in for LibreOffice on the path."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log, self.docx, self.program = folder / "log", folder / "made.docx", folder / "bin" / "soffice"
        self.docx.write_bytes(write_docx("全年2003家企业申报，通过1083家。"))
        self.program.parent.mkdir()
        monkeypatch.setenv("PATH", f"{self.program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        self.folder = folder

    def act(self, command: str) -> None:
        """What the stand-in does; `{docx}` is a file that it can give."""
        self.program.write_text(STAND_IN.format(log=self.log, act=command.format(docx=self.docx)))
        self.program.chmod(0o755)

    def left_behind(self) -> list[str]:
        """What conversions left in the folder for temporary files."""
        return [path.name for path in self.folder.iterdir() if path.name.startswith("heshu-")]


def test_converted_and_read(play: Play) -> None:
    play.act(COPY)
    document = read_office("报告.doc", DOC)
    assert document.text == "全年2003家企业申报，通过1083家。\n"
    assert (document.name, document.format) == ("报告.doc", "doc")
    assert document.sha256 == hashlib.sha256(DOC).hexdigest()
    assert document.places[0].paragraph == 1
    assert play.left_behind() == []


def test_called_without_network_and_with_its_own_profile(play: Play) -> None:
    play.act(COPY)
    read_office("报告.rtf", b"{\\rtf1 x}")
    said = play.log.read_text().splitlines()
    assert {"--headless", "--convert-to", "docx"} <= set(said)
    assert said[-1] == "http://127.0.0.1:9"
    assert said[-2].endswith("given.rtf")
    assert any(line.startswith(f"-env:UserInstallation=file://{play.folder}/heshu-") for line in said)


def test_missing_program_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_INSTALLED", ())
    with pytest.raises(InputError) as problem:
        read_office("报告.doc", DOC)
    assert (problem.value.reason, problem.value.file) == ("needs-libreoffice", "报告.doc")
    assert ".docx" in problem.value.hint
    assert "LibreOffice" in problem.value.hint


@pytest.mark.parametrize("act", ["exit 1", "exit 0", "kill -9 $$"])
def test_failing_program_is_a_damaged_file(play: Play, act: str) -> None:
    play.act(act)
    with pytest.raises(InputError) as problem:
        read_office("报告.doc", DOC)
    assert problem.value.reason == "damaged-file"
    assert play.left_behind() == []


def test_slow_program_is_ended_with_all_it_started(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.5)
    play.act(f"(sleep 2; touch {play.folder}/late) & sleep 60")
    start = time.monotonic()
    with pytest.raises(InputError) as problem:
        read_office("报告.doc", DOC)
    assert problem.value.reason == "too-slow"
    assert time.monotonic() - start < 1.5
    time.sleep(max(0.0, start + 2.6 - time.monotonic()))
    assert not (play.folder / "late").exists()
    assert play.left_behind() == []


def test_locked_files_are_not_converted(play: Play) -> None:
    play.act(COPY)
    manifest = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m:encryption-data/>"}
    for read, data in ((read_office, LOCKED), (read_odf, write_package(manifest))):
        with pytest.raises(InputError) as problem:
            read("报告", data)
        assert problem.value.reason == "encrypted"
    assert not play.log.exists()


def test_open_document_text(play: Play) -> None:
    play.act(COPY)
    manifest = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m:manifest/>"}
    document = read_odf("报告.odt", write_package(manifest))
    assert (document.format, document.text) == ("odt", "全年2003家企业申报，通过1083家。\n")
