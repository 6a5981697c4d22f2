"""Whose document it is: the place, the body, the kind of document and the year of the edition, each with where it was read.

Comes in: a reading, and what an archive's keeper says of single documents. Goes out: an Identity. What is nowhere written stays
empty; documents without a place, a kind or a year are compared with no other.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import StringIO
from pathlib import PurePosixPath

from audit.errors import InputError
from audit.lexicon import lexicon_folder
from audit.model import Reading
from audit.patterns import regex
from audit.relate.across import find_place_name
from audit.resources import read_entries

_HEAD = 400
"""So many characters of a text are its title and letterhead."""
_YEAR = regex(r"(?<!\d)((?:19|20)\d{2})(?=年|[^\d]|$)")
_ORGAN = regex(
    r"人民政府(?:办公[室厅])?|统计局|财政局|科学技术局|科技局|发展和改革(?:局|委员会)|发改[局委]|审计局|教育局|人力资源和社会保障局|卫生健康(?:局|委员会)"
    r"|工业和信息化局|商务局|农业农村局|文化和旅游局|民政局|公安局|生态环境局|住房和城乡建设局|交通运输局|水利局|应急管理局|市场监督管理局|管理委员会|国务院"
)
_NEAR_PLACE = regex(r"(?:^|[^\u4e00-\u9fff])((?!\p{Han}{0,4}代表)\p{Han}{2,8}(?:自治区|自治州|实验区|新区|地区|[省市区县州盟旗]))$")
_STATE = regex(r"国务院|中华人民共和国\d{4}年国民经济|我国|全国")
_LEADING = regex(r"^.*(?:代表|提交|会上|会议上|[在向由对年月日])(?=\p{Han}{2,})")
_SPACE = regex(r"\s+")
COLUMNS = ("document", "place", "body", "kind", "year")


@dataclass(frozen=True, slots=True)
class Identity:
    """`grounds` tells for each of the four where it was read: title, head, name (of the file), text, keeper; `year` None: not known."""

    place: str = ""
    body: str = ""
    kind: str = ""
    year: int | None = None
    grounds: Mapping[str, str] | None = None

    @property
    def confidence(self) -> str:
        """High where place, kind and year stand in the title or come from the keeper; low where one of them is missing; else medium."""
        places = self.grounds or {}
        if not (self.place and self.kind and self.year):
            return "low"
        return "high" if all(places.get(name) in ("title", "keeper") for name in ("place", "kind", "year")) else "medium"


def identify(reading: Reading, overrides: Mapping[str, Mapping[str, str]] | None = None) -> Identity:
    """The identity of a document; what the keeper says of it goes before what is read."""
    name = reading.clean.source.name
    title = _SPACE.sub("", reading.title)
    stem = PurePosixPath(name.replace("\\", "/")).stem
    sources = {"title": title, "name": stem, "head": _SPACE.sub("", reading.clean.text[:_HEAD])}
    grounds: dict[str, str] = {}
    place = _find_place(reading, sources, grounds)
    body = _find_body(place, sources, grounds)
    found = Identity(place, body, _find_kind(sources, grounds), _find_year(reading, sources, grounds), grounds)
    said = (overrides or {}).get(name, {})
    return _apply(found, said, grounds) if said else found


def _find_place(reading: Reading, sources: Mapping[str, str], grounds: dict[str, str]) -> str:
    """The place without the words before it (在广东省, 向大会提交唐山市); the country where the text speaks for it and names no place."""
    place = _LEADING.sub("", find_place_name(reading))
    if place:
        grounds["place"] = next((where for where, text in sources.items() if place in text), "text")
    elif _STATE.search(sources["title"] + sources["head"]):
        place, grounds["place"] = "全国", "head"
    return place


def _find_body(place: str, sources: Mapping[str, str], grounds: dict[str, str]) -> str:
    """The body with the place that stands before it, else with that of the document: 我代表省人民政府 is 甘肃省人民政府."""
    for where, text in sources.items():
        if (match := _ORGAN.search(text)) is not None:
            grounds["body"] = where
            before = text[: match.start()]
            if match.group() == "国务院":
                return match.group()
            near = None if place and before.endswith(place) else _NEAR_PLACE.search(before)
            return f"{near.group(1) if near else place}{match.group()}"
    return ""


def _find_kind(sources: Mapping[str, str], grounds: dict[str, str]) -> str:
    for where in ("title", "head", "name"):
        for kind, words in _load_kinds():
            if any(word in sources[where] for word in words):
                grounds["kind"] = where
                return kind
    return ""


def _find_year(reading: Reading, sources: Mapping[str, str], grounds: dict[str, str]) -> int | None:
    for where in ("title", "name"):
        if (match := _YEAR.search(sources[where])) is not None:
            grounds["year"] = where
            return int(match.group(1))
    if reading.year:
        grounds["year"] = "text"
    return reading.year


@cache
def _load_kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    entries = read_entries(lexicon_folder() / "kinds.yaml", ("kind", "words"))
    return tuple((entry.text("kind"), entry.texts("words")) for entry in entries)


def _apply(found: Identity, said: Mapping[str, str], grounds: dict[str, str]) -> Identity:
    changes: dict[str, str | int] = {name: said[name] for name in ("place", "body", "kind") if said.get(name)}
    if said.get("year"):
        changes["year"] = int(said["year"])
    return replace(found, **changes, grounds=grounds | dict.fromkeys(changes, "keeper"))  # type: ignore[arg-type]


def read_overrides(text: str, file: str) -> dict[str, dict[str, str]]:
    """What a keeper's table says, by document; empty cells say nothing.

    Raises InputError with file and line for a table without a column `document`, with unknown columns or with a year that is none.

    >>> read_overrides("document,kind,year\\n甲/公报.txt,communique,2023\\n", "表.csv")
    {'甲/公报.txt': {'kind': 'communique', 'year': '2023'}}
    """
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    names = [name.strip() for name in reader.fieldnames or ()]
    if "document" not in names or set(names) - set(COLUMNS):
        hint = "表头: " + ",".join(COLUMNS)
        raise InputError("指认表的表头不对 / wrong header", reason="bad-identities", file=file, line=1, hint=hint)
    found: dict[str, dict[str, str]] = {}
    for row in reader:
        cells = {(key or "").strip(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        year = cells.get("year", "")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            message = f"年份应为四位数 / not a year: {year}"
            raise InputError(message, reason="bad-identities", file=file, line=reader.line_num, hint="例如 2023")
        name = cells.pop("document", "")
        found[name] = {key: value for key, value in cells.items() if value}
    return found
