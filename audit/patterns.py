r"""Regular expressions that are compiled when they are first used.

Comes in: a pattern and its flags, as for `re.compile`, and `\p{Han}` for a Chinese character. Goes out: what stands for the
compiled pattern. heshu has hundreds of patterns, many of which most documents never reach; to compile them all would take
longer than to audit a short document.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_HAN = r"[^\W\d_a-zA-Z²³¹]"
r"""A letter that is no Latin one. Compiling `[\u4e00-\u9fff]` takes 40 times as long: `re` enters all 20,992 characters in a map."""

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _LatePattern:
    """Stands for a pattern until one of its methods is asked for; from then on the methods are the compiled pattern's own."""

    def __init__(self, source: Any, flags: int) -> None:
        self.pattern = source.replace(r"\p{Han}", _HAN) if isinstance(source, str) else source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__ |= {method: getattr(compiled, method) for method in _METHODS}
        return getattr(compiled, name)


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    r"""The pattern; what is wrong in it is found when it is first used.

    >>> regex("[0-9]+").findall("全年新增12家、注销3家")
    ['12', '3']
    >>> regex(r"(?<=\p{Han}),(?=\p{Han})").sub("，", "增长较快,达1,580万元")
    '增长较快，达1,580万元'
    """
    return cast("re.Pattern[AnyStr]", _LatePattern(source, flags))
