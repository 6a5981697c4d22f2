"""How many of Recognizers-Text's public Chinese cases for numbers and percentages heshu reads as they do.

Comes in: paths of its files `Specs/Number/Chinese/NumberModel.json` and `PercentModel.json` (they are not part of this project).
Goes out, printed: for each file the share that passes, the cases that do not, and how many are set apart because they ask for what
public documents do not print (powers, k and M, dozens) or because heshu says more (ranges, points apart from per cent).

    python benchmarks/spec.py NumberModel.json PercentModel.json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from audit.extract.numerals import read_number
from audit.ingest import build_document
from audit.model import Figure, Reading
from audit.pipeline import read_source
from audit.repair import repair_document

_APART = (
    r"\^|\d\s*[kKmMＫＭ]|[\d０-９][eE]",
    r"[一壹二三四五六七八九十百两兩]\s*[打双对雙對]|半百|[打半][对對]?折",
    r"[\d０-９] [\d０-９]+[/／]|百分之2\.2$",
    r"二三十|\d-\d+%",
)
APART = re.compile("|".join(_APART))
"""Powers, k and M; dozens, pairs and halves; 1 3/5 and fractions (which are shares here); ranges, of which they read one end or nothing."""

_WORDS = "零〇一二两三四五六七八九十百千万亿兆壹贰叁肆伍陆柒捌玖拾佰仟俩半"
_SPACES = (
    rf"(?<=[{_WORDS}点分之又多余几个]) +(?=[{_WORDS}\d点分之又多余几成折负个百])",
    rf"(?<=\d) +(?=[{_WORDS}点分之又成折个])",
    rf"(?<=折|成) +(?=[{_WORDS}])",
)
_JOINED = re.compile("|".join(_SPACES))
_ARABIC = r"(?:\d+(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d*\.?\d+)(?:[多余几]?[十百千万亿]+(?:\d+[十百千万亿]*)*)?"
_PLAIN = rf"(?:{_ARABIC}|[{_WORDS}]+(?:[多余几][十百千万亿]+)?(?:点[{_WORDS}]+)?)"
_FRACTION = rf"(?P<below>{_PLAIN})分之(?P<minus>负)?(?P<above>{_PLAIN})|(?P<top>\d+)/(?P<base>\d+)"
_NUMBER = re.compile(rf"(?<![.\d])(?P<sign>[-负])?(?:(?P<whole>{_PLAIN})又)?(?:{_FRACTION}|(?P<plain>{_PLAIN}))(?!切)")
_CLOSE = Decimal("1e-9")


def main() -> None:
    """Score every file named on the command line."""
    for path in map(Path, sys.argv[1:]):
        cases = json.loads(path.read_text(encoding="utf-8"))
        percent = "Percent" in path.name
        kept = [case for case in cases if not APART.search(case["Input"])]
        failed = [case for case in kept if not passes(case, percent)]
        passed = len(kept) - len(failed)
        print(f"{path.name}: {passed} of {len(kept)} pass ({passed / len(kept):.3f}); {len(cases) - len(kept)} set apart")
        for case in failed:
            stated = [result["Resolution"]["value"] for result in case["Results"]]
            print(f"  {case['Input'][:60]}  stated {stated}  read {list(map(str, read_values(case, percent)))}")


def passes(case: dict[str, Any], percent: bool) -> bool:
    """Whether the values of a case are found, in order, and nothing else."""
    stated = [Decimal(result["Resolution"]["value"].removesuffix("%")) for result in case["Results"]]
    found = read_values(case, percent)
    return len(found) == len(stated) and all(abs(a - b) <= _CLOSE * max(Decimal(1), abs(b)) for a, b in zip(found, stated, strict=True))


def read_values(case: dict[str, Any], percent: bool) -> list[Decimal]:
    """The percentages of a case as figures, its numbers by numeral; a text that should hold none is read for figures."""
    text = repair_text(case["Input"])
    if case["Results"] and not percent:
        return list(find_numbers(text))
    figures = [figure for figure in read_figures(text) if (figure.unit in ("%", "个百分点")) is percent]
    return [figure.value for figure in figures if figure.value is not None]


def repair_text(text: str) -> str:
    """The repaired text, with the spaces inside numbers taken out."""
    repaired = repair_document(build_document("a.txt", text.encode())).text
    return _JOINED.sub("", repaired)


def read_figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text."""
    reading = read_source(build_document("a.txt", text.encode()))
    return reading.figures if isinstance(reading, Reading) else ()


def find_numbers(text: str) -> Iterator[Decimal]:
    """Every number of a text, with a unit or without."""
    for match in _NUMBER.finditer(text):
        parts = match.groupdict()
        value = _value_of(parts["plain"]) if parts["plain"] else _divide(parts["above"] or parts["top"], parts["below"] or parts["base"])
        whole = _value_of(parts["whole"]) if parts["whole"] else Decimal(0)
        if value is None or whole is None:
            continue
        negative = bool(parts["sign"]) != bool(parts["minus"])
        yield -(whole + value) if negative else whole + value


def _divide(above: str | None, below: str | None) -> Decimal | None:
    upper, lower = _value_of(above or ""), _value_of(below or "")
    return upper / lower if upper is not None and lower else None


def _value_of(text: str) -> Decimal | None:
    text = f"0{text}" if text.startswith(".") else text
    number = read_number(re.sub(r"零?[多余几](?=[十百千万亿])", "", text))
    return None if number is None else number.value


if __name__ == "__main__":
    main()
