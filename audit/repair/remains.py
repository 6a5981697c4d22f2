"""Signs that only bytes read one off leave behind: a letter before its reading, `m(xù)`, a reading without its bracket, `?qiáng)`.

Comes in: a text. Goes out: the places of all remains that were not repaired, in order, to be marked and not to be read for figures.
"""

from __future__ import annotations

from audit.patterns import regex
from audit.repair.pinyin import LETTERS, TONED_LETTERS, is_toned

_READING = rf"[(（][{LETTERS}]{{1,8}}[)）]"

# What only a cut leaves behind: the second byte of a character as a letter before its reading, m(xù), or a reading that lost its
# bracket, ?qiáng); between hanzi also a lone sign of the same byte range, and letters of no Chinese text.
_CORE = rf"(?:[@-~]{_READING}|\?[{LETTERS}]{{1,8}}[)）])"
_SIGN = r"[@\[\\\]^_`{|}~](?=\p{Han})"
FOREIGN = "[\u3105-\u3129\u3041-\u30fa\u2500-\u257f]"
_LEAD = rf"(?:\?[。，,；;？?]|;(?={FOREIGN}))"
_BODY = r"[^\s\x00-\x7f。，；：]"
_REMAINS = regex(
    rf"{_LEAD}{_BODY}{{0,14}}{_CORE}(?:{_BODY}{{0,2}}{_CORE})*"
    rf"|{_LEAD}{_BODY}{{1,8}}{_SIGN}"
    rf"|{_LEAD}{_BODY}{{0,3}}{FOREIGN}(?:{_BODY}{{0,12}}[@-~]|{_BODY}{{0,3}})"
    rf"|{_CORE}+"
)
_ANCHOR = regex(rf"[?;](?=[。，,；;？?{FOREIGN[1:-1]}{LETTERS}])|[@-~](?=[(（][{LETTERS}])")
_SYLLABLE = regex(rf"([{LETTERS}]{{1,8}})[)）]")
_FAST = regex(rf"[{TONED_LETTERS}\u3105-\u3129\u2500-\u257f\u3041-\u30fa]|\?[。，,；;？?]")


def find_remains(text: str) -> tuple[tuple[int, int], ...]:
    """The places of all remains of cut bytes, in order.

    >>> [text[a:b] for text in ["被中國科協表?yè)P(yáng);", "成效?,F(xiàn)將", "环;ぎa(chǎn)业"] for a, b in find_remains(text)]
    ['?yè)P(yáng)', '?,F(xiàn)', ';ぎa(chǎn)']
    """
    if not _FAST.search(text):
        return ()
    found: list[tuple[int, int]] = []
    anchor = _ANCHOR.search(text)
    while anchor:
        match = _REMAINS.match(text, anchor.start())
        if match and _is_certain(match[0]):
            found.append(match.span())
        anchor = _ANCHOR.search(text, match.end() if match else anchor.end())
    return tuple(found)


def is_remains(text: str, place: int) -> bool:
    """Whether remains begin at a place.

    >>> is_remains("表?yè)P(yáng)", 1), is_remains("怎么办??全力推进", 3)
    (True, False)
    """
    match = _REMAINS.match(text, place)
    return bool(match and _is_certain(match[0]))


def _is_certain(remains: str) -> bool:
    """A lead and something foreign, or a letter with a toned reading: GDP(rén) has neither, `(a)` no tone."""
    syllables = _SYLLABLE.findall(remains)
    return all(map(is_toned, syllables)) if syllables else True
