"""Files that want to do harm, or are broken: a reason code and a hint, quickly, and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit.errors import InputError
from audit.ingest import find_documents, read_document
from audit.ingest.document import read_data
from tests.formats_sample import CONTENT, WRITERS, write_docx, write_html, write_xls, write_xlsx, write_zip
from tests.test_readers import edit_part

DOCX, XLSX, XLS = write_docx(CONTENT), write_xlsx(CONTENT), write_xls(CONTENT)
BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECONDS = 10


def lock_member(data: bytes) -> bytes:
    """The zip file with the flag that says its members are encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


def overlap_members() -> bytes:
    """Two directory entries for the same compressed bytes."""
    data = write_zip({"a.txt": b"1" * 1000, "b.txt": b"2" * 1000})
    second = data.rindex(b"PK\x01\x02")
    return data[: second + 42] + bytes(4) + data[second + 46 :]


HOSTILE = {
    "laughs.docx": (edit_part(DOCX, BODY, lambda xml: xml.replace(b"?>", b"?>" + LAUGHS, 1)), "hostile-xml"),
    "laughs.xlsx": (edit_part(XLSX, SHEET, lambda xml: LAUGHS + xml[xml.find(b"<worksheet") :]), "hostile-xml"),
    "outside.docx": (edit_part(DOCX, BODY, lambda xml: xml.replace(b"?>", b"?>" + OUTSIDE, 1)), "hostile-xml"),
    "deep.docx": (edit_part(DOCX, BODY, lambda xml: b"<a>" * 100_000), "hostile-xml"),
    "bomb.docx": (edit_part(DOCX, BODY, lambda xml: b" " * 100_000_000), "bomb"),
    "bomb.zip": (write_zip({"a.txt": bytes(100_000_000)}), "bomb"),
    "overlap.zip": (overlap_members(), "bomb"),
    "many.zip": (write_zip({f"{n}.txt": b"" for n in range(10_001)}), "bomb"),
    "large.docx": (edit_part(DOCX, BODY, lambda xml: xml + b"<a/>" * 11_000_000), "bomb"),
    "no-body.docx": (edit_part(DOCX, BODY, lambda xml: b"<document/>"), "damaged-file"),
    "cut.docx": (DOCX[: len(DOCX) // 2], "damaged-file"),
    "cut.xlsx": (XLSX[:-30], "damaged-file"),
    "cut.xls": (XLS[:1500], "damaged-file"),
    "crc.docx": (DOCX.replace(b"word/document.xml", b"word/document.xmm", 1), "damaged-file"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2), "encrypted"),
    "slides.ppt": (OLE + "PowerPoint Document".encode("utf-16-le") + bytes(2), "binary-file"),
    "unknown.doc": (OLE, "damaged-file"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n", "no-text-layer"),
    "a.rar": (b"Rar!\x1a\x07", "binary-file"),
    "empty.zip": (write_zip({"readme.exe": b"x"}), "no-documents"),
    "deep.html": (b"<html>" + b"<div>" * 100_000, "hostile-html"),
    "tables.html": (b"<html>" + b"<table><tr><td>x" * 10_000, "hostile-html"),
    "wide.html": (b"<html><table>" + b"<tr><td colspan=9999 rowspan=9999>1<td>2</tr>" * 10_000, "too-large"),
    "elements.html": (b"<html>" + b"<p>" * 1_000_000, "too-large"),
    "large.html": (b"<html>" + b"a" * 10_000_000, "too-large"),
    "parts.mht": (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 50_000,
        "damaged-file",
    ),
    "nested.mht": (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 20_000,
        "damaged-file",
    ),
    "quote.csv": (b'"' + b"a\n" * 1_000_000, "damaged-file"),
    "wide.csv": (b"," * 1_000_000, "too-large"),
    "large.txt": (b"1" * 200_000_000, "too-large"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    data, reason = HOSTILE[name]
    start = time.monotonic()
    with pytest.raises(InputError) as refusal:
        read_data(name, data)
    assert time.monotonic() - start < SECONDS
    assert refusal.value.reason == reason, refusal.value
    assert refusal.value.message and refusal.value.hint
    assert refusal.value.file == name


def test_an_encrypted_member_is_said(tmp_path) -> None:
    (tmp_path / "a.zip").write_bytes(lock_member(write_zip({"a.txt": b"x"})))
    with pytest.raises(InputError) as refusal:
        read_document(find_documents([tmp_path / "a.zip"])[0])
    assert refusal.value.reason == "encrypted"


@pytest.mark.parametrize("data", [HOSTILE["bomb.zip"][0], overlap_members(), HOSTILE["empty.zip"][0], b"PK\x03\x04"])
def test_a_bad_archive_stands_for_itself(tmp_path, data: bytes) -> None:
    """So that a batch goes on, and the archive's own reading says what is wrong with it."""
    (tmp_path / "a.zip").write_bytes(data)
    (name,) = find_documents([tmp_path])
    with pytest.raises(InputError):
        read_document(name)


def test_names_that_climb_out_are_only_names(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.zip").write_bytes(write_zip({"../../etc/x.txt": "共5家".encode(), "/abs.txt": b"1", "C:\\w.txt": b"2"}))
    names = find_documents(["a.zip"])
    assert "a.zip!../../etc/x.txt" in names
    assert read_document("a.zip!../../etc/x.txt").text == "共5家"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_archives_in_archives_stop_at_one_level(tmp_path) -> None:
    inner = write_zip({"c.zip": write_zip({"d.txt": b"1"}), "b.txt": b"2"})
    (tmp_path / "a.zip").write_bytes(write_zip({"b.zip": inner}))
    names = find_documents([tmp_path])
    assert [name.rpartition("b.zip!")[2] for name in names] == ["b.txt", "c.zip"]
    with pytest.raises(InputError) as refusal:
        read_document(names[1])
    assert refusal.value.reason in ("no-documents", "missing-path")


SEEDS = {
    "a.docx": (DOCX, BODY),
    "a.xlsx": (XLSX, SHEET),
    "a.xls": (XLS, ""),
    "a.html": (write_html(CONTENT), ""),
    "a.mht": (WRITERS["总结.mht"](CONTENT), ""),
    "a.csv": (WRITERS["总结.csv"](CONTENT), ""),
}


def spoil(name: str, spots: list[tuple[float, bytes, int]]) -> bytes:
    """A sound file with pieces of it overwritten, cut out or doubled; of a package the main part, so that the reader is reached."""
    data, part = SEEDS[name]

    def change(content: bytes) -> bytes:
        for where, piece, cut in spots:
            at = int(where * len(content))
            content = content[:at] + piece + content[at + cut :]
        return content

    return edit_part(data, part, change) if part else change(data)


PIECES = st.binary(max_size=6) | st.sampled_from(
    [b"<", b">", b"</w:p>", b"<w:tbl>", b"<c r='A1'/>", b"<td colspan=9>", b'"', b"&#0;", b"\xff"]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(SEEDS)), spots=st.lists(st.tuples(st.floats(0, 1), PIECES, st.integers(0, 40)), max_size=6))
@example(name="a.docx", spots=[(0.5, b"", 10_000)])
def test_spoilt_files_are_read_or_refused(name: str, spots: list[tuple[float, bytes, int]]) -> None:
    try:
        source = read_data(name, spoil(name, spots))
    except InputError:
        return
    edges = [edge for place in source.places for edge in (place.start, place.end)]
    assert edges == sorted(edges)
    assert not edges or edges[-1] <= len(source.text)
    assert all(0 <= start < end <= len(source.text) for start, end in source.furniture)
