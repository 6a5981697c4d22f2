"""Formulas: how they are read and refused, which figures fill them, and indicators that a rule set brings of its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from audit.errors import RuleError
from audit.ingest import build_document
from audit.interval import Interval
from audit.knowledge import find_indicator, load_indicators, overlay_indicators
from audit.model import Reading, RelationRow
from audit.pipeline import audit_texts, read_source
from audit.relate import build_relations
from audit.relate.formula import compare, compute_side, widen
from audit.ruleset import describe_rule, load_ruleset
from audit.ruleset.formula import parse_formula

RULE = """\
- rule: revenue-parts
  since: "0.1"
  severity: error
  category: contradiction
  formula: 一般公共预算收入 = 税收收入 + 非税收入
  per: [document, scope, period, status]
  title: {zh: 标题, en: Title}
  why: {zh: 原因, en: Reason}
  bad: [收入1元。, 收入2元。]
  good: [收入3元。, 收入4元。]
"""
FORMULA = "一般公共预算收入 = 税收收入 + 非税收入"

BROKEN = {
    "unknown name": (FORMULA, "一般公共预算收入 = 税收收入 + 非税收人", "bad-formula", 5, "非税收入"),
    "unknown operator": (FORMULA, "一般公共预算收入 ≤ 税收收入", "bad-formula", 5, "<="),
    "two comparisons": (FORMULA, "税收收入 = 非税收入 = 契税", "bad-formula", 5, "="),
    "no comparison": (FORMULA, "税收收入 + 非税收入", "bad-formula", 5, "="),
    "unbalanced brackets": (FORMULA, "一般公共预算收入 = (税收收入 + 非税收入", "bad-formula", 5, ""),
    "operand missing": (FORMULA, "一般公共预算收入 = 税收收入 +", "bad-formula", 5, ""),
    "number and unit": (FORMULA, "一般公共预算收入 = 2倍 * 税收收入", "bad-formula", 5, ""),
    "percent sign": (FORMULA, "税收收入 <= 80% * 一般公共预算收入", "bad-formula", 5, ""),
    "a side without a name": (FORMULA, "一般公共预算收入 = 5", "bad-formula", 5, ""),
    "a name twice": (FORMULA, "GDP = 地区生产总值", "bad-formula", 5, ""),
    "different dimensions": (FORMULA, "一般公共预算收入 = 常住人口", "bad-formula", 5, ""),
    "a sum of different dimensions": (FORMULA, "一般公共预算收入 = 税收收入 + 常住人口", "bad-formula", 5, ""),
    "per without document": ("[document, scope, period, status]", "[scope]", "bad-per", 6, "document"),
    "unknown per": ("[document, scope, period, status]", "[document, month]", "bad-per", 6, ""),
    "predicate beside a formula": ("  per:", "  fails: stated_low > 1\n  per:", "unknown-key", 6, ""),
    "title missing": ("  title: {zh: 标题, en: Title}\n", "", "missing-key", 1, "title"),
    "tolerance": ("  per:", '  tolerance: "50"\n  per:', "bad-tolerance", 6, ""),
}


def read_text(text: str) -> Reading:
    reading = read_source(build_document("a.txt", text.encode()))
    assert isinstance(reading, Reading)
    return reading


def fill_formula(formula: str, text: str, *per: str) -> tuple[RelationRow, ...]:
    """The identity rows of one formula over one text."""
    parts = per or ("document", "scope", "period", "status")
    parsed = parse_formula("a-b", formula, parts, Decimal(0), load_indicators())
    return build_relations((read_text(text),), formulas=(parsed,))["identity"]


@pytest.mark.parametrize("case", BROKEN)
def test_wrong_formula_is_refused(case: str, tmp_path: Path) -> None:
    before, after, reason, line, hint = BROKEN[case]
    assert before in RULE
    path = tmp_path / "own.yaml"
    path.write_text(RULE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_ruleset(str(path))
    assert (caught.value.reason, caught.value.file, caught.value.line) == (reason, str(path), line)
    assert hint in f"{caught.value.hint}"


def test_aliases_stand_for_their_indicator() -> None:
    formula = parse_formula("a-b", "GDP=(税收收入+非税收入)*2", ("document",), Decimal(0), load_indicators())
    assert formula.names == ("地区生产总值", "税收收入", "非税收入")
    assert formula.right == ("税收收入", "非税收入", "+", "2", "*")
    assert formula.statement == "地区生产总值 = (税收收入 + 非税收入) * 2"


def test_minus_and_division_go_from_left_to_right() -> None:
    values = {"甲": Interval.of(12), "乙": Interval.of(4), "丙": Interval.of(3)}
    assert compute_side(("甲", "乙", "-", "丙", "-"), values) == Interval.of(5)
    assert compute_side(("甲", "乙", "/", "丙", "*"), values).show() == "9"


def test_open_ends_can_always_fit() -> None:
    over = Interval(Decimal(10), None)
    assert compare(over, "=", Interval.of(12))
    assert not compare(over, "<=", Interval.of(9))
    assert compare(Interval(None, Decimal(10)), ">=", Interval.of(10))
    assert widen(Interval(Decimal(-100), Decimal(100)), Decimal(5)) == Interval(Decimal("-105.00"), Decimal("105.00"))


def test_missing_operand_makes_no_row() -> None:
    assert fill_formula(FORMULA, "全年一般公共预算收入100亿元，税收收入70亿元。") == ()


def test_placeholder_cannot_be_decided() -> None:
    (row,) = fill_formula(FORMULA, "全年一般公共预算收入100亿元。税收收入xx亿元，非税收入30亿元。")
    assert row.why_not == "operand-is-placeholder"


def test_other_scope_period_and_status_do_not_meet() -> None:
    assert fill_formula(FORMULA, "全市一般公共预算收入100亿元。市级税收收入20亿元，市级非税收入30亿元。") == ()
    assert fill_formula(FORMULA, "2023年一般公共预算收入100亿元。2022年税收收入20亿元，非税收入30亿元。") == ()


def test_any_honest_choice_is_enough() -> None:
    text = "全年一般公共预算收入100亿元。税收收入70亿元，非税收入30亿元。上划税收收入40亿元。全年税收收入45亿元。"
    (row,) = fill_formula(FORMULA, text)
    assert row.why_not is None
    assert [span.text for span in row.spans] == ["100亿元", "70亿元", "30亿元"]


def test_two_unfitting_values_are_several_readings() -> None:
    text = "全年一般公共预算收入100亿元。税收收入75亿元，增长3.1%。非税收入30亿元。\n\n全年税收收入78亿元。"
    (row,) = fill_formula(FORMULA, text)
    assert row.why_not == "several-readings"


def test_bodies_fill_formulas_of_their_own() -> None:
    text = "全年甲公司营业收入100亿元，乙公司营业收入20亿元。甲公司利润总额30亿元，乙公司利润总额25亿元。"
    rows = fill_formula("利润总额 <= 营业收入", text)
    assert {tuple(span.text for span in row.spans) for row in rows} == {("30亿元", "100亿元"), ("25亿元", "20亿元")}


def test_units_of_one_dimension_agree() -> None:
    assert fill_formula("进口额 <= 出口额", "全年外贸进口90亿元，外贸出口12亿美元。") == ()


def test_formula_rule_shows_its_formula() -> None:
    rule = load_ruleset("built-in").rule("gdp-per-head")
    assert rule is not None
    assert "人均地区生产总值 = 地区生产总值 / 常住人口, ±5%" in describe_rule(rule)


def test_own_indicators_go_before_the_shipped(tmp_path: Path) -> None:
    own_list = "- {name: 科普活动, dimension: occurrence, source: 本局}\n- {name: 税收收入, dimension: money-cny, source: 本局}"
    (tmp_path / "own.yaml").write_text(own_list, encoding="utf-8")
    with overlay_indicators((tmp_path / "own.yaml",)):
        own = find_indicator("各项税收收入")
        assert own is not None and own.source == "本局"
        assert find_indicator("科普活动") is not None
    assert find_indicator("科普活动") is None


def test_ruleset_brings_indicators_and_formulas(tmp_path: Path) -> None:
    names = "- {name: 线上活动, dimension: occurrence, source: 本局}\n- {name: 全部活动, dimension: occurrence, source: 本局}"
    (tmp_path / "names.yaml").write_text(names, encoding="utf-8")
    rule = RULE.replace(FORMULA, "线上活动 <= 全部活动")
    (tmp_path / "rules.yaml").write_text(rule, encoding="utf-8")
    (tmp_path / "set.yaml").write_text("name: own\nindicators: [names.yaml]\nrules: [rules.yaml]\n", encoding="utf-8")
    ruleset = load_ruleset(str(tmp_path / "set.yaml"))
    run = audit_texts({"a.txt": "全年举办全部活动30场，线上活动45场。"}, ruleset)
    assert [finding.rule for finding in run.findings] == ["revenue-parts"]


def test_wrong_list_of_indicators_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("- {name: 活动, dimension: occurrence}", encoding="utf-8")
    (tmp_path / "set.yaml").write_text("name: own\nextends: gate\nindicators: [names.yaml]\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_ruleset(str(tmp_path / "set.yaml"))
    assert (caught.value.reason, caught.value.file) == ("missing-key", str(tmp_path / "names.yaml"))
