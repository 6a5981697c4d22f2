"""The judge on hand-made relation rows: three answers, damage, broken rules, messages, fingerprints, the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest

from audit.interval import Interval
from audit.judge.duck import ask_rules, open_database
from audit.judge.judgement import ask_all
from audit.judge.ledger import build_ledger
from audit.judge.message import fill_message, shorten, show_interval
from audit.judge.verdicts import Verdicts
from audit.model import BrokenRule, Figure, RelationRow, Span
from audit.relate.schema import SCHEMAS
from audit.ruleset import Rule, Ruleset, load_ruleset
from audit.ruleset.compile import compile_predicate
from audit.ruleset.declaration import Exemption, make_ruleset

SHARE = load_ruleset("built-in").rule("share-mismatch")
TEXT = "全年2003家企业申报，通过认定1083家，通过率64%。后来2003家企业申报，通过认定1083家，通过率64%。"


def make_rule(**changes: object) -> Rule:
    """A rule over shares that fails where the stated share misses the computed one; its predicates are compiled here."""
    assert SHARE
    plain = replace(SHARE, **({"where": None, "fails": "NOT meets(stated, computed)"} | changes))  # type: ignore[arg-type]
    schema = SCHEMAS[plain.on]
    where_sql = None if plain.where is None else compile_predicate(plain.where, schema)
    return replace(plain, where_sql=where_sql, fails_sql=compile_predicate(plain.fails, schema))


def make_row(stated: object = 64, computed: object = 54, *, at: int = 0, why_not: str | None = None, **columns: object) -> RelationRow:
    """A share row over figures 0, 1 and 2; a missing value is not known."""
    values: dict[str, object] = {"section": "一、成效", "why_not": why_not, "damaged": False, "status": "actual", "indicator": "高企"}
    for name, value in (("stated", stated), ("computed", computed)):
        number = None if value is None else Decimal(str(value))
        values |= {f"{name}_low": number, f"{name}_high": number, f"{name}_known": number is not None}
    whole, part = TEXT.index("2003家", at), TEXT.index("1083家", at)
    share = TEXT.index("64%", at)
    spans = (
        Span(whole, whole + 5, "2003家", "whole"),
        Span(part, part + 5, "1083家", "part"),
        Span(share, share + 3, "64%", "stated"),
    )
    return RelationRow("share", "a.txt", values | columns, spans, (0, 1, 2), "1083 ÷ 2003 = 54.07%", why_not, "54%")


def judge(rows: list[RelationRow], *rules: Rule, texts: Mapping[str, str] | None = None) -> tuple[Verdicts, tuple[BrokenRule, ...]]:
    return ask_all({"share": rows}, texts or {"a.txt": TEXT}, make_ruleset("test", rules or (make_rule(),)))


def make_figure(number: int, *, known: bool = True, damaged: bool = False, placeholder: str | None = None) -> Figure:
    value = Decimal(1) if known else None
    return Figure(
        "a.txt", number, number, number + 1, "1", "level", known, value, None, value, value, None, known, "家", "家", "eq", "actual",
        "高企", None, None, None, None, None, None, None, placeholder, damaged, 0, "", None, None,
    )  # fmt: skip


def test_a_row_fails() -> None:
    verdicts, broken = judge([make_row()])
    (finding,) = verdicts.findings
    assert finding.message["zh"] == "1083家 ÷ 2003家 = 54%，文中写 64%"
    assert (finding.suggestion, finding.arithmetic, finding.figures) == ("54%", "1083 ÷ 2003 = 54.07%", (0, 1, 2))
    assert finding.document == "a.txt"
    assert len(finding.fingerprint) == 20
    assert not (verdicts.verified or verdicts.undecided or broken)


def test_a_row_holds() -> None:
    proved, _ = judge([make_row(54)], make_rule(proves=True))
    screened, _ = judge([make_row(54)], make_rule(proves=False))
    assert (len(proved.verified), len(proved.screened)) == (1, 0)
    assert (len(screened.verified), len(screened.screened)) == (0, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (make_row(None, why_not="operand-is-placeholder"), "operand-is-placeholder"),
        (make_row(64, None), "operand-missing"),
        (make_row(damaged=True), "operand-is-damaged"),
        (make_row(why_not="different-basis"), "different-basis"),
    ],
)
def test_a_row_is_undecided(row: RelationRow, reason: str) -> None:
    verdicts, _ = judge([row])
    assert [each.reason for each in verdicts.undecided] == [reason]
    assert not verdicts.findings


def test_where_is_three_valued() -> None:
    rows = [make_row(), make_row(status="target"), make_row(status=None)]
    verdicts, _ = judge(rows, make_rule(where="status = 'actual'"))
    assert len(verdicts.findings) == 1
    assert [each.reason for each in verdicts.undecided] == ["operand-missing"]


def test_an_exemption_gives_its_reason() -> None:
    excuse = Exemption("status = 'target'", "status = 'target'", "plan", {"zh": "计划", "en": "plan"})
    verdicts, _ = judge([make_row(status="target"), make_row(status=None)], make_rule(exempt=(excuse,)))
    assert [each.reason for each in verdicts.undecided] == ["plan"]
    assert len(verdicts.findings) == 1


def test_a_broken_rule_leaves_the_others_alone() -> None:
    broken = replace(make_rule(rule="share-broken"), fails_sql="no_such_column > 1")
    verdicts, problems = judge([make_row()], broken, make_rule())
    assert [each.rule for each in verdicts.findings] == ["share-mismatch"]
    assert [each.rule for each in problems] == ["share-broken"]
    assert "no_such_column" in problems[0].problem


def test_one_row_one_undecided_verdict() -> None:
    both = (make_rule(), make_rule(rule="share-other"))
    assert len(judge([make_row(None)], *both)[0].undecided) == 1
    decided, _ = judge([make_row()], make_rule(), replace(make_rule(rule="share-other"), fails_sql="NULL"))
    assert not decided.undecided


def test_same_places_and_category_keep_the_more_severe() -> None:
    warning = make_rule(rule="share-warning", severity="warning")
    style = make_rule(rule="share-style", category="style", severity="info")
    verdicts, _ = judge([make_row()], warning, make_rule(), style)
    assert [each.rule for each in verdicts.findings] == ["share-mismatch", "share-style"]


def test_fingerprints_tell_equal_quotes_apart_and_survive_reflow() -> None:
    second = TEXT.index("后来")
    first, other = judge([make_row(), make_row(at=second)])[0].findings
    assert first.fingerprint != other.fingerprint
    moved = make_row()
    spread = replace(moved, spans=tuple(replace(s, start=s.start + 4, end=s.end + 4) for s in moved.spans))
    again, _ = judge([spread], texts={"a.txt": "  \n\n" + TEXT.replace("，", "， ", 1)})
    assert judge([make_row()])[0].findings[0].fingerprint == first.fingerprint
    assert again.findings[0].message == first.message


def test_white_space_does_not_change_a_fingerprint() -> None:
    text = "甲乙丙\n  丁 2003家企业，  通过1083家\n，通过率 64%。"
    plain = "甲乙丙丁2003家企业，通过1083家，通过率64%。"

    def find(source: str) -> str:
        spans = tuple(Span(source.index(q), source.index(q) + len(q), q, role) for q, role in (("2003家", "whole"), ("64%", "stated")))
        return judge([replace(make_row(), spans=spans)], texts={"a.txt": source})[0].findings[0].fingerprint

    assert find(text) == find(plain)


def test_large_and_long_numbers_stay_exact() -> None:
    fine, _ = judge([make_row(Decimal("0.000000000001"), Decimal("0.000000000002"))])
    assert len(fine.findings) == 1
    beyond, broken = judge([make_row(Decimal(10) ** 30, 1), make_row()])
    assert [each.reason for each in beyond.undecided] == ["operand-missing"]
    assert len(beyond.findings) == 1
    assert not broken


def test_quotes_in_texts_are_data() -> None:
    verdicts, broken = judge([make_row(indicator="'); DROP TABLE x; -- {}\"\\")])
    assert len(verdicts.findings) == 1
    assert not broken


OUTSIDE = ("SELECT * FROM read_text('/etc/hostname')", "COPY (SELECT 1) TO '/tmp/x'", "INSTALL httpfs", "SET threads = 4")


@pytest.mark.parametrize("statement", OUTSIDE)
def test_the_database_reaches_nothing(statement: str) -> None:
    with open_database() as database, pytest.raises(duckdb.Error):
        database.execute(statement)


def test_no_rows_and_no_rules() -> None:
    with open_database() as database:
        assert ask_rules(database, (), [make_row()]) == ()
        assert [each.answers for each in ask_rules(database, (make_rule(),), [])] == [()]
    assert ask_all({}, {}, Ruleset("none", "", ())) == (Verdicts((), (), (), ()), ())


def test_damage_rows_accuse_although_damaged() -> None:
    columns = {"cause": "byte-shift", "places": 2, "damaged": True, "lossy": True}
    row = RelationRow("damage", "a.txt", columns, (Span(0, 1, "全", "damage"),), (), "")
    verdicts, _ = ask_all({"damage": [row]}, {}, load_ruleset("built-in"))
    assert [each.rule for each in verdicts.findings] == ["byte-shift-remains"]


def test_ledger_takes_the_strongest_verdict() -> None:
    figures = [*map(make_figure, range(4)), make_figure(4, known=False, placeholder="xx"), make_figure(5)]
    rows = [
        replace(make_row(), figures=(0,)),
        replace(make_row(54), figures=(0, 1)),
        replace(make_row(None, why_not="operand-is-placeholder"), figures=(1, 2, 4)),
    ]
    screen = make_rule(rule="share-bound", fails="stated_low > 100", proves=False)
    verdicts, _ = judge([*rows, replace(make_row(54, None), figures=(3,))], make_rule(), screen)
    ledger = build_ledger(figures, verdicts)
    assert [entry.verdict for entry in ledger] == ["contradicted", "verified", "undecided", "undecided", "undecided", "unlinked"]
    assert [entry.reason for entry in ledger] == [None, None, "operand-is-placeholder", "operand-missing", "operand-is-placeholder", None]
    assert len(ledger) == len(figures)


def test_unknown_figures_start_undecided() -> None:
    figures = [make_figure(0, known=False, damaged=True), make_figure(1, known=False, placeholder="x.x")]
    ledger = build_ledger(figures, Verdicts((), (), (), ()))
    assert [entry.verdict for entry in ledger] == ["undecided", "undecided"]
    assert [entry.reason for entry in ledger] == ["operand-is-damaged", "operand-is-placeholder"]


def test_style_findings_do_not_contradict() -> None:
    verdicts, _ = judge([make_row()], make_rule(category="style"))
    assert build_ledger([make_figure(0)], verdicts)[0].verdict == "unlinked"


@pytest.mark.parametrize(
    ("template", "lang", "expected"),
    [
        ("{part}、{whole}", "zh", "1083家、2003家"),
        ("{computed}% {indicator}", "zh", "54% 高企"),
        ("{stated} {of}", "zh", "64% …"),
        ("{{x}}", "zh", "{x}"),
    ],
)
def test_messages(template: str, lang: str, expected: str) -> None:
    assert fill_message(template, make_row(), lang) == expected


def test_many_spans_of_one_role() -> None:
    spans = tuple(Span(i, i + 1, str(i), "part") for i in range(10))
    assert fill_message("{part}", replace(make_row(), spans=spans)) == "0、1、2、3、4、5、6、7、…"
    assert fill_message("{part}", replace(make_row(), spans=spans[:2]), "en") == "0, 1"
    assert len(shorten("长" * 100)) == 40


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("2350000000", "2350000000", "23.5亿"),
        ("2345000000", "2355000000", "[23.45, 23.55]亿"),
        ("823000", "823000", "82.3万"),
        ("99.5", "100.5", "[99.5, 100.5]"),
        ("500", None, "[500, …]"),
        (None, None, "…"),
    ],
)
def test_intervals_in_messages(low: str | None, high: str | None, expected: str) -> None:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    assert show_interval(Interval(*ends)) == expected
