"""Decoding, finding and reading files: the encodings Chinese files come in, and what is refused and how."""

from __future__ import annotations

import contextlib
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import InputError
from audit.ingest import build_document, decode_bytes, find_documents, read_document, read_text

SIMPLIFIED = "2021年，全县实现地区生产总值120.5亿元，增长5.1%；新建水库2座，治理河道15公里。\r\n一、各项工作取得成效\r\n"
TRADITIONAL = "2021年,全縣實現地區生產總值120.5億元,增長5.1%;新建水庫2座,治理河道15公里。\n一、各項工作取得成效\n"


@pytest.mark.parametrize(
    ("text", "codec", "found", "reason"),
    [
        (SIMPLIFIED, "utf-8", "utf-8", "是合法的 UTF-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig", "有 UTF-8 BOM"),
        (SIMPLIFIED, "utf-16", "utf-16", "有 UTF-16 BOM(小端)"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le", "没有 BOM, 零字节"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be", "没有 BOM, 零字节"),
        (SIMPLIFIED, "gb18030", "gb18030", "不是合法 UTF-8, 按 GB18030 解码后常用汉字占"),
        (TRADITIONAL, "gb18030", "gb18030", "不是合法 UTF-8, 按 GB18030"),
        (TRADITIONAL, "big5", "big5", "不是合法 UTF-8, 按 Big5 解码后常用汉字占"),
        (TRADITIONAL + "粧銹", "big5hkscs", "big5hkscs", "按 Big5(含香港增补字)"),
        (TRADITIONAL, "utf-16-be", "utf-16-be", "没有 BOM"),
        ("GDP 5.1%\n", "ascii", "utf-8", "只有 ASCII 字符"),
        ("增长5.1%", "gb18030", "gb18030", "GB18030"),
        ("總產值", "big5", "big5", "Big5"),
        ("项目㐂𠮷共12个，增长5.1%，完成投资", "gb18030", "gb18030", "GB18030"),
    ],
)
def test_encodings(text, codec, found, reason):
    decoded, encoding, why, damage = decode_bytes(text.encode(codec))
    assert (decoded, encoding, damage) == (text, found, ())
    assert reason in why


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("cut", [1, 2])
def test_bytes_lost_in_the_middle_are_damage(codec, cut):
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED
    data = text.encode(codec)
    at = data.index("，".encode(codec) if codec != "big5" else b",") - 1
    decoded, encoding, _, damage = decode_bytes(data[:at] + b"\xff" * cut + data[at:])
    assert encoding == codec
    assert decoded.replace("\ufffd", "")[-20:] == text[-20:]
    assert damage[0].cause == "undecodable-bytes"
    assert damage[0].lossy
    assert all(decoded[span.start : span.end] == span.text for span in damage[0].spans)


def test_a_file_cut_off_inside_a_character_is_read():
    decoded, encoding, reason, damage = decode_bytes(SIMPLIFIED[:11].encode()[:-1])
    assert decoded.endswith("\ufffd")
    assert (encoding, damage[0].count) == ("utf-8", 1)
    assert "有损坏的字节" in reason


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1))
def test_utf8_comes_back_as_it_was(text):
    with_mark = text.encode("utf-8-sig")
    assert decode_bytes(with_mark)[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_refusal(data):
    """Never a crash, and the text is what the named codec makes of the bytes."""
    with contextlib.suppress(InputError):
        text, encoding, _, _ = decode_bytes(data)
        assert text == data.decode(encoding, errors="replace")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"PK\x03\x04\x14\x00word/document.xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
        b"\x89PNG\r\n\x1a\n",
        b"{\\rtf1\\ansi",
        bytes(range(256)) * 20,
        "全市".encode() + b"\x00\x01\x02" * 50,
        b"\x7fELF\x01\x02\x03\x04" + b"\x00" * 60,
    ],
)
def test_binary_files_are_refused_with_a_hint(data):
    with pytest.raises(InputError) as refusal:
        build_document("甲.doc", data)
    assert (refusal.value.reason, refusal.value.file) == ("binary-file", "甲.doc")
    assert ".txt" in refusal.value.hint


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", "\ufeff".encode(), "\u3000\n".encode(), "\ufeff".encode("utf-16-le")])
def test_an_empty_file_is_a_document_with_a_problem(tmp_path, data):
    (tmp_path / "空.txt").write_bytes(data)
    document = read_text(tmp_path / "空.txt")
    assert (document.text, document.problem) == ("", "文件是空的")
    assert [damage.cause for damage in document.damage] == ["empty-document"]


def test_line_ends_and_name_are_as_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲.txt").write_bytes("共3家\r\n共5家\r".encode())
    document = read_document("./甲.txt")
    assert (document.name, document.text) == ("./甲.txt", "共3家\r\n共5家\r")
    assert len(document.sha256) == 64


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("共3家".encode("gb18030"))))
    assert read_document("-").text == "共3家"


def test_too_large(tmp_path):
    (tmp_path / "大.txt").write_bytes(b"1" * 2_000_001)
    with pytest.raises(InputError, match="超过 2 MB") as refusal:
        read_text(tmp_path / "大.txt", max_bytes=2_000_000)
    assert refusal.value.reason == "too-large"


@pytest.mark.parametrize(("name", "reason"), [("无.txt", "missing-path"), (".", "is-a-folder"), ("a\x00b", "unreadable")])
def test_what_cannot_be_opened(tmp_path, monkeypatch, name, reason):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refusal:
        read_document(name)
    assert refusal.value.reason == reason


def test_no_permission(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(InputError, match="没有读取权限") as refusal:
        read_text(tmp_path / "甲.txt")
    assert refusal.value.reason == "no-permission"


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A folder with documents, other files and hidden ones, as the current directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("2022/乙.txt", "2022/甲.TXT", "2021/丙.md", "丁.text", "2021/.隐.txt", ".git/戊.txt", "2021/图.png", "2021/己.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("共3家", encoding="utf-8")
    (tmp_path / "空").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["."], ("丁.text", "2021/丙.md", "2021/己.csv", "2022/乙.txt", "2022/甲.TXT")),
        (["2022/"], ("2022/乙.txt", "2022/甲.TXT")),
        (["2021/己.csv", "./丁.text"], ("2021/己.csv", "./丁.text")),
        (["2022/*.txt", "2022/乙.txt"], ("2022/乙.txt",)),
        (["**/*.md"], ("2021/丙.md",)),
        (["-"], ("-",)),
    ],
)
def test_documents_are_found(archive, paths, found):
    assert find_documents(paths) == found


def test_an_absolute_folder_keeps_its_path(archive):
    assert find_documents([archive / "2022"]) == tuple((archive / "2022" / name).as_posix() for name in ("乙.txt", "甲.TXT"))


@pytest.mark.parametrize(
    ("paths", "reason", "hint"),
    [
        (["2022/乙.tx"], "missing-path", "是不是: 2022/乙.txt"),
        (["2023"], "missing-path", "2022"),
        (["*.docx"], "missing-path", "通配符"),
        (["空"], "no-documents", ".txt"),
        ([], "no-documents", "heshu check"),
        (["a\x00b"], "missing-path", "路径"),
    ],
)
def test_what_is_not_there_is_said(archive, paths, reason, hint):
    with pytest.raises(InputError) as refusal:
        find_documents(paths)
    assert refusal.value.reason == reason
    assert hint in refusal.value.hint


def test_a_closed_folder_is_said(archive, monkeypatch):
    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError) as refusal:
        find_documents(["2022"])
    assert refusal.value.reason == "no-permission"
