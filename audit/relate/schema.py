"""The published columns of every relation table: what a rule may read, and what a relation builder must fill.

An `operand` X brings X_low, X_high, X_known, X_status, X_period and X_unit; an `interval` X brings X_low, X_high, X_known
and the same under truncation (X_truncated_low, X_truncated_high). Every table also has the columns of `COMMON`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

DECIMAL = "DECIMAL(38,12)"
TEXT = "VARCHAR"
FLAG = "BOOLEAN"
WHOLE = "BIGINT"

COMMON: dict[str, str] = {"document": TEXT, "sentence": WHOLE, "section": TEXT, "why_not": TEXT, "damaged": FLAG}
"""On every row: where it stands, why it cannot be decided (or NULL), whether damage touches one of its figures."""


@dataclass(frozen=True, slots=True)
class RelationSchema:
    """One relation: its default category, what a row is, the roles that its spans may have, and its columns by name."""

    name: str
    category: str
    meaning: str
    roles: tuple[str, ...]
    operands: tuple[str, ...] = ()
    intervals: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    columns: dict[str, str] = field(init=False, compare=False, repr=False)
    """Column names and their SQL types, common ones first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", dict(self._list_columns()))

    def _list_columns(self) -> Iterator[tuple[str, str]]:
        yield from COMMON.items()
        for name in (*self.operands, *self.intervals):
            yield from ((f"{name}_low", DECIMAL), (f"{name}_high", DECIMAL), (f"{name}_known", FLAG))
            if name in self.operands:
                yield from ((f"{name}_{side}", TEXT) for side in ("status", "period", "unit"))
            else:
                yield from ((f"{name}_truncated_{end}", DECIMAL) for end in ("low", "high"))
        for names, sort in ((self.texts, TEXT), (self.flags, FLAG), (self.wholes, WHOLE)):
            yield from ((name, sort) for name in names)


_FIGURE = RelationSchema(
    "figure",
    "style",
    "one figure, with the columns of the figure table",
    ("figure",),
    texts=(
        "text",
        "kind",
        "unit",
        "unit_text",
        "modifier",
        "status",
        "indicator",
        "of",
        "aspect",
        "against",
        "base_period",
        "price",
        "scope",
        "period",
        "placeholder",
    ),
    flags=("known", "exact"),
    wholes=("figure",),
    intervals=("value",),
)

SCHEMAS: dict[str, RelationSchema] = {
    schema.name: schema
    for schema in (
        _FIGURE,
        RelationSchema(
            "growth",
            "contradiction",
            "a level, its previous level (stated, or implied by a change or a difference) and the stated change",
            ("level", "previous", "delta", "stated"),
            operands=("level", "previous"),
            intervals=("stated", "computed", "implied"),
            texts=("indicator", "against", "price", "status", "period", "reading"),
            flags=("counted", "whole_exists"),
        ),
        RelationSchema(
            "parts_growth",
            "contradiction",
            "the growth of a total and the levels and growths of all its parts; `range` is from the smallest to the largest of these",
            ("stated", "part", "level"),
            intervals=("stated", "computed", "range"),
            texts=("indicator", "price", "period"),
            wholes=("parts",),
        ),
        RelationSchema(
            "delta_sum",
            "contradiction",
            "the difference of a total and the differences of its parts; those of all shares of one whole make 0",
            ("total", "part"),
            intervals=("stated", "computed"),
            texts=("indicator", "period"),
            wholes=("parts",),
        ),
        RelationSchema(
            "point",
            "contradiction",
            "two levels or shares of one thing and the stated difference between them",
            ("stated", "first", "second"),
            operands=("first", "second"),
            intervals=("stated", "computed"),
            texts=("indicator", "unit", "period"),
        ),
        RelationSchema(
            "share",
            "contradiction",
            "a part, its whole and the stated percentage or fraction; also a result, its plan and the degree of completion",
            ("part", "whole", "stated", "beside"),
            operands=("part", "whole"),
            intervals=("stated", "computed"),
            texts=("indicator", "of", "status", "period"),
            flags=("counted", "whole_exists", "implied", "explained"),
        ),
        RelationSchema(
            "share_change",
            "contradiction",
            "the change of a share in 个百分点, and what the growth of its part and its whole make of it; `exact` where the whole is named",
            ("stated", "share", "part", "whole"),
            intervals=("stated", "computed"),
            texts=("indicator", "of", "period"),
            flags=("exact",),
        ),
        RelationSchema(
            "sum",
            "contradiction",
            "a total and its parts; `complete` where the list names all of them, else the list is open (其中)",
            ("total", "part"),
            operands=("total",),
            intervals=("stated", "computed"),
            texts=("indicator", "status", "period", "closed_by", "slip"),
            flags=("complete", "additive"),
            wholes=("parts",),
        ),
        RelationSchema(
            "shares_of_one",
            "contradiction",
            "percentages of one whole; `complete` where they are all its parts",
            ("share",),
            intervals=("stated", "computed"),
            texts=("of", "period", "slip"),
            flags=("complete",),
            wholes=("parts",),
        ),
        RelationSchema(
            "mean",
            "contradiction",
            "a total, the number of those who share it, and the stated mean (户均, 人均, 平均每个)",
            ("total", "count", "stated"),
            operands=("total", "count"),
            intervals=("stated", "computed"),
            texts=("indicator", "status", "period"),
        ),
        RelationSchema(
            "funnel",
            "order",
            "an earlier or wider figure and a later or narrower one, which cannot be larger",
            ("earlier", "later"),
            operands=("earlier", "later"),
            texts=("indicator", "link", "status", "period"),
        ),
        RelationSchema(
            "stock_flow",
            "order",
            "what is new against what there is in all",
            ("flow", "stock"),
            operands=("flow", "stock"),
            texts=("indicator", "link"),
            flags=("far",),
        ),
        RelationSchema(
            "target",
            "target",
            "a target and its result with the word that claims it (`claim`: exceeded, met, missed), a result and its limit, "
            "or a plan and what was reached before; `reading` is claim, claim-elsewhere (the target stands in another document), "
            "limit, expected or the sort of plan",
            ("target", "result", "claim"),
            operands=("target", "result"),
            texts=("indicator", "claim", "reading"),
            flags=("far",),
        ),
        RelationSchema(
            "restatement",
            "contradiction",
            "one fact stated twice: indicator, scope, period, aspect and basis are equal",
            ("first", "second"),
            operands=("first", "second"),
            texts=("indicator", "kind", "unit", "period", "scope", "aspect"),
            flags=("soft_meets",),
        ),
        RelationSchema(
            "tally",
            "count",
            "an announced count and the list it counts (`what` = list), items and their 分别 numbers (respectively), "
            "a numbering and its next number (numbering), one named set with two numbers (recount), "
            "or events and the places they are held at (places)",
            ("announced", "listed", "item", "heading"),
            operands=("announced",),
            texts=("what", "indicator"),
            flags=("open",),
            wholes=("listed", "listed_high"),
        ),
        RelationSchema(
            "period_sum",
            "contradiction",
            "a year and its halves or quarters",
            ("total", "part"),
            operands=("total",),
            intervals=("stated", "computed"),
            texts=("indicator", "period"),
        ),
        RelationSchema(
            "rank",
            "contradiction",
            "two claims of the place of one thing among the same others (`field`: 全市, 全省) at one time",
            ("first", "second"),
            operands=("first", "second"),
            texts=("indicator", "field", "period"),
        ),
        RelationSchema(
            "edition",
            "contradiction",
            "the edition of an event and its year, beside another edition of it in the document or the one its first year gives",
            ("edition", "other"),
            texts=("event", "status"),
            wholes=("edition", "year", "other_edition", "other_year", "expected"),
            flags=("yearly",),
        ),
        RelationSchema(
            "unit_use",
            "unit",
            "an indicator and the unit it is used with, beside what it needs or what it is used with elsewhere",
            ("figure", "other"),
            texts=("indicator", "kind", "unit", "unit_text", "dimension", "expected_dimension", "other_unit", "other_unit_text", "what"),
        ),
        RelationSchema(
            "bounds",
            "unit",
            "a figure and the bounds that its kind or its indicator sets",
            ("figure",),
            intervals=("stated", "limit", "usual"),
            texts=("indicator", "kind", "unit", "status"),
        ),
        RelationSchema(
            "identity",
            "contradiction",
            "a formula that a rule declares (一般公共预算收入 = 税收收入 + 非税收入) and the figures that fill it; `rule` is that rule",
            ("left", "right"),
            intervals=("stated", "computed"),
            texts=("rule", "formula", "comparison", "scope", "period", "status"),
        ),
        RelationSchema(
            "hole",
            "placeholder",
            "a placeholder, redaction, template token, error value or blank",
            ("hole",),
            texts=("type", "cause", "token", "indicator", "unit"),
            wholes=("places",),
        ),
        RelationSchema(
            "damage",
            "damage",
            "a repair that was made or could not be made, or text that is no part of the document",
            ("damage",),
            texts=("cause", "sample"),
            flags=("lossy",),
            wholes=("places",),
        ),
        RelationSchema(
            "title",
            "contradiction",
            "two places that say which document this is (heading line, closing line, sections) and their years",
            ("first", "second"),
            texts=("what",),
            wholes=("first_year", "second_year"),
        ),
        RelationSchema(
            "across",
            "contradiction",
            "what this document says beside what another document of the same body (last year's edition, an annex) leads to; "
            "`what` is prior, growth, delta, retold, stock or copied",
            ("level", "previous", "flow", "delta", "stated", "first", "second", "here", "there"),
            intervals=("stated", "computed"),
            texts=("what", "indicator", "period", "price", "status", "other_document"),
            flags=("same",),
        ),
        RelationSchema(
            "wording",
            "style",
            "hedges around one number that repeat or contradict each other, and forms that are written in two ways",
            ("figure", "other"),
            texts=("what", "before_hedge", "after_hedge", "first_form", "second_form"),
        ),
    )
}
"""Every relation by name."""
