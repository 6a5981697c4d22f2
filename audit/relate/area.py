"""Whether 全市 or 全省 is the area that a document is about, so that a share of it is one of the document's own totals.

Comes in: a reading and the whole of a share. Goes out: yes or no. The title says it (南京市江宁区: 全区), else the word that the text
uses most.
"""

from __future__ import annotations

import re
from collections import Counter

from audit.model import Reading

_WHOLE = re.compile(r"[全我本](?P<area>[省市州县区旗国])(?:总量|总额|总数)?")
_TITLE = re.compile(r"(?<!开发)(?<!高新)(?<!地)(?<!园)(?<!社)(?<!辖)(?P<area>[省市州县区旗])")
_USED = re.compile(r"[全我](?P<area>[省市州县区旗国])")


def is_own_area(reading: Reading, whole: str | None) -> bool:
    """Whether the whole of a share is the document's area: 占全市比重 in a city's report, not in a district's."""
    named = _WHOLE.fullmatch(whole or "")
    return named is not None and named.group("area") == _find_area(reading)


def _find_area(reading: Reading) -> str:
    titled = [match.group("area") for match in _TITLE.finditer(reading.title)]
    if titled:
        return titled[-1]
    used = Counter(match.group("area") for sentence in reading.sentences for match in _USED.finditer(sentence.text))
    return used.most_common(1)[0][0] if used else ""
