"""The charts: what they measure, that they are small, safe and the same every time."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from report_sample import HOSTILE, make_clean_run, make_figure, make_run, quote

from audit.interval import Comparison, Interval
from audit.model import AuditRun, DocumentResult, SourceDocument
from audit.pipeline import audit_paths
from audit.report.charts import Chart, count_bins, cut_bins, draw_charts, find_usual, measure_deviation
from audit.report.summary import is_open
from audit.report.view import build_page
from audit.settings import Settings

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
RATES = ("5.1%", "6.2%", "7.3%", "5.8%", "6.6%", "6.1%", "5.5%", "7.0%", "250%")


def draw(run: AuditRun) -> dict[str, Chart]:
    """The charts of a run by name."""
    return {chart.name: chart for chart in draw_charts(build_page(run))}


def make_growth_run() -> AuditRun:
    """A document with nine growth rates, one of them far away."""
    text = "。".join(f"指标{number}增长{rate}" for number, rate in enumerate(RATES))
    figures = tuple(
        replace(make_figure("甲.txt", n, quote(text, f"增长{rate}"), f"指标{n}", "%"), kind="change", value=Decimal(rate[:-1]))
        for n, rate in enumerate(RATES)
    )
    source = SourceDocument("甲.txt", text, "00" * 32, "utf-8", "strict")
    return replace(make_clean_run(), documents=(DocumentResult(source, (), figures, (), (), (), (), (), ()),))


@pytest.mark.parametrize(
    ("stated", "computed", "away"),
    [
        (("63.5", "64.5"), ("54", "54"), "17.59"),
        (("20", "20"), ("25", "40"), "-20"),
        (("10", None), ("4", "5"), "100"),
        (("1", "1"), ("0", "0"), None),
    ],
)
def test_deviation_is_the_least_that_the_intervals_allow(stated: tuple[str, str], computed: tuple[str, str], away: str | None) -> None:
    sides = [Interval(*(None if end is None else Decimal(end) for end in pair)) for pair in (stated, computed)]
    found = measure_deviation(Comparison(*sides))
    assert (found is None) is (away is None)
    assert found is None or abs(found - Decimal(away or 0)) < Decimal("0.01")


def test_growth_has_its_usual_span_and_names_what_lies_outside() -> None:
    chart = draw(make_growth_run())["growth"]
    assert chart.values["n"] == 9 and chart.values["outside"] == chart.values["beyond"] == 1
    assert [(row.label["zh"], row.cells) for row in chart.rows] == [("指标8", ("+250%",))]


def test_few_rates_are_not_drawn() -> None:
    run = make_growth_run()
    few = replace(run.documents[0], figures=run.documents[0].figures[:5])
    assert "growth" not in draw(replace(run, documents=(few,)))
    assert draw(make_clean_run()) == {}


def test_every_value_is_in_one_bin() -> None:
    values = [Decimal(n) / 10 for n in range(-123, 456, 7)]
    edges = cut_bins(values)
    assert len(edges) <= 25 and sum(count_bins(values, edges)) == len(values)
    low, high = find_usual(values)
    assert low < values[0] and high > values[-1]


def test_rules_count_what_the_run_holds() -> None:
    run = make_run()
    rows = {row.label["en"]: row.cells for row in draw(run)["rules"].rows}
    assert sum(int(cells[0]) for cells in rows.values()) == sum(map(is_open, run.findings))
    assert sum(int(cells[1]) for cells in rows.values()) == 2 and sum(int(cells[2]) for cells in rows.values()) == 1


def test_the_widest_apart_leads_to_its_finding() -> None:
    page = build_page(audit_paths([FIXTURES / "linjiang-communique"], Settings()))
    chart = next(chart for chart in draw_charts(page) if chart.name == "deviations")
    assert chart.rows[0].leads in {panel.id for panel in page.panels if panel.finding.severity == "error"}
    sizes = [abs(Decimal(row.cells[0].strip("+%"))) for row in chart.rows]
    assert sizes == sorted(sizes, reverse=True)


def test_drawings_are_small_the_same_and_free_of_style() -> None:
    run = audit_paths([FIXTURES / "linjiang-communique"], Settings())
    first, second = draw(run), draw(run)
    assert first == second and set(first) == {"deviations", "growth", "rules"}
    assert sum(len(chart.svg) for chart in first.values()) < 25_000
    for chart in first.values():
        assert not [part for part in ("<style", "<script", " style=", " id=", "http", "<desc") if part in chart.svg]


def test_other_imports_are_left_alone() -> None:
    draw(make_run())
    assert not [finder for finder in sys.meta_path if type(finder).__module__.startswith("pygal")]


def test_hostile_words_stay_words() -> None:
    run = make_run()
    poison = HOSTILE + chr(0x202E) + chr(0xFFFE) + chr(0) + "]]>&"
    rules = tuple(replace(rule, title={"zh": poison, "en": poison}) for rule in run.rules)
    svg = draw(replace(run, rules=rules))["rules"].svg
    assert "<script" not in svg and chr(0x202E) not in svg and chr(0) not in svg
