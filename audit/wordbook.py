"""Chinese words with their frequencies, and the readings of characters: they decide where a word ends (到位|上级|补助) and which lost
characters a page had: `高?科研` is 高校科研, not 高常科研.

Comes in: `wordbook.gz`, made by `python -m audit.wordbook DICT PINYIN` from the dictionary of jieba 0.42.1 (words of up to
four hanzi with their frequency) and the readings of pypinyin 0.55.0, both MIT; their notices are in `wordbook.LICENSE`. Goes out: both as
dictionaries, read once when first asked for.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import log, log2
from pathlib import Path

PATH = Path(__file__).parent / "wordbook.gz"
_LEAST = 20
"""Words seen less often in jieba's corpus are left out: that makes the file a fifth, and no lost character is decided by a rare word."""
_TOTAL = 60_000_000
_WORD = re.compile("[\u4e00-\u9fff]{1,4}")


@dataclass(frozen=True, slots=True)
class Wordbook:
    """`weights`: natural logarithm of a word's share of running text. `hanzi`: the characters of a toned reading."""

    weights: dict[str, float]
    hanzi: dict[str, str]


@cache
def load_wordbook(path: Path = PATH) -> Wordbook:
    """The words and readings; words of one power of two of frequency share a line, characters of one reading too."""
    words, readings = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n\n")
    weights: dict[str, float] = {}
    for line in words.splitlines():
        power, *group = line.split(" ")
        weights.update(dict.fromkeys(group, (int(power) + 0.5) * log(2) - log(_TOTAL)))
    return Wordbook(weights, dict(line.split(" ") for line in readings.splitlines()))


def pack_wordbook(words: Iterable[tuple[str, int]], readings: Iterable[tuple[str, str]]) -> bytes:
    """The file's bytes, from pairs of a word and its count and of a hanzi and one reading; the same input gives the same bytes."""
    by_power = _group((f"{int(log2(count)):02}", word) for word, count in words if count >= _LEAST and _is_kept(word))
    by_reading = _group((reading, hanzi) for hanzi, reading in readings if _is_kept(hanzi))
    lines = (_join(by_power, " ".join), _join(by_reading, "".join))
    return gzip.compress("\n\n".join(lines).encode(), mtime=0)


def _is_kept(word: str) -> bool:
    """Words that GBK holds, because only GBK bytes are ever cut."""
    return bool(_WORD.fullmatch(word)) and word.encode("gbk", "ignore").decode("gbk") == word


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _join(groups: dict[str, list[str]], join: Callable[[Iterable[str]], str]) -> str:
    return "\n".join(f"{key} {join(sorted(set(group)))}" for key, group in sorted(groups.items()))


def _build(dictionary: Path, pinyin: Path) -> bytes:
    words = ((fields[0], int(fields[1])) for fields in map(str.split, dictionary.read_text("utf-8").splitlines()))
    listed = json.loads(pinyin.read_text("utf-8")).items()
    return pack_wordbook(words, ((chr(int(point)), reading) for point, row in listed for reading in row.split(",")))


if __name__ == "__main__":
    PATH.write_bytes(_build(Path(sys.argv[1]), Path(sys.argv[2])))
