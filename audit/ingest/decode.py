"""Bytes to text: which encoding a Chinese text file is in, and why.

Comes in: the bytes of a file. Goes out: its text exactly as decoded (no BOM, line ends untouched), the codec, the reason in
words, and what could not be decoded. Refuses, with an InputError, bytes that are no text at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.errors import InputError
from audit.ingest.frequency import measure_share
from audit.model import Damage, Span
from audit.patterns import regex

LOST = "\ufffd"
"""What stands in the text for bytes that are no character of the encoding."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "有 UTF-8 BOM"),
    (b"\xff\xfe\x00\x00", "utf-32", "有 UTF-32 BOM"),
    (b"\x00\x00\xfe\xff", "utf-32", "有 UTF-32 BOM"),
    (b"\xff\xfe", "utf-16", "有 UTF-16 BOM(小端)"),
    (b"\xfe\xff", "utf-16", "有 UTF-16 BOM(大端)"),
)
_MAGIC = (
    (b"%PDF-", "PDF 文件"),
    (b"PK\x03\x04", "压缩包或 Word/Excel/WPS 文件(.docx, .xlsx, .zip)"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word/Excel/WPS 文件(.doc, .xls, .wps)"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x1f\x8b", "压缩包"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
)
HINT = "能读 .txt .md .docx .doc .wps .pdf .ofd .html .xlsx .xls .csv .zip; 请在原软件里另存为其中一种再核"
_SAMPLE = 100_000
_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5": "Big5",
    "big5hkscs": "Big5(含香港增补字)",
    "utf-16-le": "UTF-16(小端)",
    "utf-16-be": "UTF-16(大端)",
}
_LETTERS = regex(r"[\t\r\n -~\u2010-\u2030\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class _Guess:
    """One encoding tried on the first part of the bytes: how much of it reads as Chinese, and what was lost."""

    codec: str
    share: float
    lost: float

    @property
    def worth(self) -> float:
        return self.share - 4 * self.lost


def decode_bytes(data: bytes) -> tuple[str, str, str, tuple[Damage, ...]]:
    """The text, the codec, the reason for it, and the damage. Raises InputError (`binary-file`) for what is no text.

    >>> decode_bytes("全市生产总值增长5.2%".encode("gb18030"))[:3]
    ('全市生产总值增长5.2%', 'gb18030', '不是合法 UTF-8, 按 GB18030 解码后常用汉字占 100%')
    >>> decode_bytes(b"")
    ('', 'utf-8', '文件是空的', ())
    """
    if not data:
        return "", "utf-8", "文件是空的", ()
    refuse_magic(data)
    codec, reason = _choose_codec(data)
    try:
        return data.decode(codec), codec, reason, ()
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
    return text, codec, reason, describe_losses(text)


def describe_losses(text: str) -> tuple[Damage, ...]:
    """The damage of a text in which replacement characters stand for what could not be decoded; nothing where there are none."""
    runs = [match.span() for match in re.finditer(f"{LOST}+", text)] if LOST in text else []
    if not runs:
        return ()
    spans = tuple(Span(start, end, text[start:end]) for start, end in runs[:5])
    return (Damage("undecodable-bytes", len(runs), spans, lossy=True),)


def refuse_magic(data: bytes) -> None:
    """Raise InputError where the first bytes say that this is an office file, an archive or a picture."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"不是文本文件, 是{kind}", reason="binary-file", hint=HINT)


def _choose_codec(data: bytes) -> tuple[str, str]:
    for mark, codec, reason in _BOMS:
        if data.startswith(mark):
            return codec, reason
    if b"\x00" in data:
        return _choose_wide(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _choose_narrow(data)
    return "utf-8", "只有 ASCII 字符, 按 UTF-8 读" if data.isascii() else "是合法的 UTF-8"


def _choose_wide(data: bytes) -> tuple[str, str]:
    """UTF-16 without a BOM: zero bytes stand on one side of the pairs, and the pairs read as text."""
    sample = data[:_SAMPLE]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    best = max(("utf-16-le", "utf-16-be"), key=lambda codec: _measure_plain(sample, codec))
    if _measure_plain(sample, best) < 0.9:
        raise InputError("不是文本文件(含有零字节)", reason="binary-file", hint=HINT)
    return best, f"没有 BOM, 零字节有 {max(odd, even)} 个在{'奇' if odd >= even else '偶'}数位, 按 {_NAMES[best]} 解码后是文字"


def _measure_plain(sample: bytes, codec: str) -> float:
    """The share of characters that a text may hold (printable ASCII, hanzi, their punctuation); 0 where the hanzi are odd ones."""
    text = sample[: len(sample) // 2 * 2].decode(codec, errors="replace")
    if not text or (not text.isascii() and measure_share(text) < 0.3):
        return 0.0
    return len(_LETTERS.findall(text)) / len(text)


def _choose_narrow(data: bytes) -> tuple[str, str]:
    """Not valid UTF-8: the encoding under which most characters are frequent Chinese ones and fewest bytes are lost."""
    guesses = sorted(_try_codecs(data[:_SAMPLE]), key=lambda guess: guess.worth, reverse=True)
    best, second = guesses[0], guesses[1]
    share = f"{best.share * 100:.0f}%"
    if best.codec == "utf-8":
        return "utf-8", f"大体是 UTF-8, 有损坏的字节, 常用汉字占 {share}"
    if best.share < 0.2:
        _refuse_noise(data)
        return "gb18030", f"不是合法 UTF-8, 按 GB18030 解码, 但常用汉字只占 {share}, 很可能不对"
    codec = _widen_big5(data) if best.codec == "big5" else best.codec
    rival = f", 按 {_NAMES[second.codec]} 只占 {second.share * 100:.0f}%" if second.share >= 0.05 else ""
    return codec, f"不是合法 UTF-8, 按 {_NAMES[codec]} 解码后常用汉字占 {share}{rival}"


def _try_codecs(sample: bytes) -> Iterator[_Guess]:
    for codec in ("gb18030", "big5", "utf-8", "utf-16-le", "utf-16-be"):
        text = sample.decode(codec, errors="replace")
        beyond = sum(character > "\x7f" for character in text)
        yield _Guess(codec, measure_share(text), text.count(LOST) / beyond if beyond else 0.0)


def _widen_big5(data: bytes) -> str:
    """Plain Big5, or its superset of Hong Kong where that loses less (`銹`, `粧`)."""
    return min(("big5", "big5hkscs"), key=lambda codec: data.decode(codec, errors="replace").count(LOST))


def _refuse_noise(data: bytes) -> None:
    """Raise InputError where too many bytes are control characters for a text in any encoding."""
    sample = data[:_SAMPLE]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    if controls > len(sample) / 50:
        raise InputError("不是文本文件(控制字符太多)", reason="binary-file", hint=HINT)
