"""The charts of a page: where a figure stated stands to the figure computed, how growth is spread, what each rule came to.

Comes in: a PageView. Goes out: charts as SVG text without words of either language but the rules' titles (which carry both), each with
the rows of the table that says the same. pygal lays out and draws; its styles, scripts and tooltips are taken off, the page's own
style colours what is left, so the page's security policy stands. A chart with too little to show is left out.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from statistics import median, quantiles
from typing import Any
from xml.etree import ElementTree

from audit.interval import Comparison, show_decimal
from audit.model import AuditRun, Figure
from audit.patterns import regex
from audit.report.summary import is_open
from audit.report.view import PageView, Panel
from audit.report.visible import measure_cells, show_line
from audit.report.wording import LANGUAGES, choose_words

_WIDTH, _LABEL, _ROW = 380, 12, 19
_MOST_ROWS = 12
_EDGE = Decimal(100)
_FEWEST_GROWTHS = 8
_BINS = 24
_FENCE = Decimal("1.5")
_STEPS = tuple(Decimal(step) for step in ("0.5", "1", "2", "2.5", "5", "10", "20", "25", "50", "100", "250", "500", "1000"))
_UNWRITABLE = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DROPPED = frozenset({"defs", "desc", "title", "script", "style"})
_KEPT = frozenset({"class", "d", "x", "y", "cx", "cy", "r", "rx", "ry", "width", "height", "transform", "viewBox", "points"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table beside a chart: its label by language, its cells, and the finding it leads to (empty for none)."""

    label: Mapping[str, str]
    cells: tuple[str, ...]
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name in the words of the page, its drawing, its table; `values` fill the sentence that describes it."""

    name: str
    svg: str
    rows: tuple[Row, ...]
    values: Mapping[str, object]


def draw_charts(page: PageView) -> tuple[Chart, ...]:
    """The charts that have something to show; pygal is imported here, and only when a page is made."""
    made = (draw_deviations(page.panels), draw_growth(page), draw_rules(page.run))
    return tuple(chart for chart in made if chart is not None)


def measure_deviation(comparison: Comparison) -> Decimal | None:
    """By how many per cent of the computed value the statement is off at least; None where the computed end is zero.

    >>> from audit.interval import Interval
    >>> measure_deviation(Comparison(Interval(Decimal("63.5"), Decimal("64.5")), Interval(Decimal(50), Decimal(50))))
    Decimal('27.0')
    """
    stated, computed = comparison.stated, comparison.computed
    if stated.low is not None and computed.high is not None and stated.low > computed.high:
        near, end = stated.low, computed.high
    elif stated.high is not None and computed.low is not None:
        near, end = stated.high, computed.low
    else:
        return None
    return (near - end) * 100 / abs(end) if end else None


def draw_deviations(panels: Iterable[Panel]) -> Chart | None:
    """The contradictions, the widest apart first: how far what is stated lies from what is computed."""
    found = []
    for panel in panels:
        comparison = panel.finding.comparison
        away = measure_deviation(comparison) if panel.open and comparison else None
        if away is not None:
            found.append((away, panel))
    if not found:
        return None
    found.sort(key=lambda pair: -abs(pair[0]))
    rows = tuple(Row(_name_panel(panel), (_sign(away),), panel.id) for away, panel in found)
    shown = found[:_MOST_ROWS]
    chart = _make_bars("HorizontalBar", [choose_words(row.label, "zh") for row in rows[: len(shown)]], range=(-100, 100))
    chart.y_labels = [-100, -50, 0, 50, 100]
    chart.add("", [_cap(away) for away, _ in reversed(shown)])
    words = {choose_words(row.label, "zh"): row.label for row in rows}
    worst = {"n": len(found), "worst": rows[0].cells[0]}
    return Chart("deviations", _take_over("deviations", chart, words), rows, worst)


def draw_growth(page: PageView) -> Chart | None:
    """How the growth rates of the documents are spread, the span that is usual in them, and those with an open finding."""
    accused = {(panel.finding.document, number) for panel in page.panels if panel.open for number in panel.finding.figures}
    rates = sorted(_list_rates(page.run), key=lambda pair: pair[0])
    values = [value for value, _ in rates]
    if len(values) < _FEWEST_GROWTHS:
        return None
    low, high = find_usual(values)
    near = [value for value in values if 2 * low - high <= value <= 2 * high - low]
    edges = cut_bins(near)
    bad = [value for value, figure in rates if (figure.document, figure.figure) in accused]
    outside = sorted((pair for pair in rates if not low <= pair[0] <= high), key=lambda pair: -abs(pair[0]))
    rows = tuple(Row(_both(figure.indicator or figure.text), (_sign(value),)) for value, figure in outside)
    told = {"low": show_decimal(low, 1), "high": show_decimal(high, 1), "middle": show_decimal(median(values), 1)}
    counts = {"n": len(values), "outside": len(outside), "beyond": len(values) - len(near)}
    return Chart("growth", _take_over("growth", _make_histogram(values, bad, edges, (low, high)), {}), rows, {**told, **counts})


def _make_histogram(values: Sequence[Decimal], bad: Sequence[Decimal], edges: Sequence[Decimal], usual: tuple[Decimal, Decimal]) -> Any:
    """The usual span behind, all values before it, those with a finding in front."""
    counts, flags = (count_bins(each, edges) for each in (values, bad))
    chart = _make_chart("Histogram", height=180)
    chart.add("", [(max(counts), float(max(usual[0], edges[0])), float(min(usual[1], edges[-1])))])
    for each in (counts, flags):
        chart.add("", [(n, float(start), float(end)) for n, (start, end) in zip(each, pairwise(edges), strict=True) if n])
    return chart


def count_bins(values: Iterable[Decimal], edges: Sequence[Decimal]) -> list[int]:
    """How many values lie in each bin; those beyond the edges in none."""
    found = Counter(bisect_right(edges, value) - 1 for value in values)
    return [found[place] for place in range(len(edges) - 1)]


def find_usual(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The usual span of values: from one and a half times the middle half's width below that half to as much above (Tukey's fences).

    >>> find_usual([Decimal(n) for n in (1, 2, 3, 4, 5, 6, 7, 99)])
    (Decimal('-2.500'), Decimal('11.500'))
    """
    first, _, third = quantiles(values, n=4, method="inclusive")
    reach = (third - first) * _FENCE
    return first - reach, third + reach


def cut_bins(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Edges of at most 24 bins of a round width over sorted values; the last bin ends beyond the last value.

    >>> [str(edge) for edge in cut_bins([Decimal("1.2"), Decimal("9.9")])]
    ['1.0', '1.5', '2.0', '2.5', '3.0', '3.5', '4.0', '4.5', '5.0', '5.5', '6.0', '6.5', '7.0', '7.5', '8.0', '8.5', '9.0', '9.5', '10.0']
    """
    span = values[-1] - values[0]
    step = next((step for step in _STEPS if span / step < _BINS - 1), span / (_BINS - 2) or Decimal(1))
    start = values[0] // step * step - (step if values[0] < 0 and values[0] % step else 0)
    number = int((values[-1] - start) // step) + 1
    return tuple(start + step * place for place in range(number + 1))


def draw_rules(run: AuditRun) -> Chart | None:
    """What each rule came to: findings, rows that hold, rows that could not be decided; the busiest rules."""
    failed = Counter(finding.rule for finding in run.findings if is_open(finding))
    held = Counter(decided.rule for document in run.documents for decided in document.verified)
    doubtful = Counter(decided.rule for document in run.documents for decided in document.undecided)
    titles = {rule.rule: rule.title for rule in run.rules}
    names = sorted({*failed, *held, *doubtful}, key=lambda name: (-failed[name], -held[name] - doubtful[name], name))
    if not names:
        return None
    rows = tuple(Row(titles.get(name, _both(name)), tuple(str(each[name]) for each in (failed, held, doubtful))) for name in names)
    shown = names[:_MOST_ROWS]
    labels = [{lang: _shorten(choose_words(row.label, lang)) for lang in LANGUAGES} for row in rows[: len(shown)]]
    chart = _make_bars("HorizontalStackedBar", [label["zh"] for label in labels])
    for each in (failed, held, doubtful):
        chart.add("", [each[name] for name in reversed(shown)])
    counts = {"n": len(names), "failed": sum(map(bool, failed.values()))}
    return Chart("rules", _take_over("rules", chart, {label["zh"]: label for label in labels}), rows, counts)


def _list_rates(run: AuditRun) -> Iterator[tuple[Decimal, Figure]]:
    for figure in (figure for document in run.documents for figure in document.figures):
        if figure.kind == "change" and figure.unit == "%" and figure.known and figure.value is not None:
            yield figure.value, figure


def _name_panel(panel: Panel) -> Mapping[str, str]:
    stated = next((span.text for span in panel.finding.spans if span.role == "stated"), panel.finding.spans[0].text)
    name = f"{_shorten(panel.indicator, 7)} {_shorten(stated, 9)}".strip()
    return _both(name)


def _both(text: str) -> Mapping[str, str]:
    return dict.fromkeys(LANGUAGES, _shorten(text, 40))


def _shorten(text: str, most: int = 12) -> str:
    """A label on one line, at most so many wide characters long."""
    shown = _UNWRITABLE.sub("□", show_line(text)).strip()
    while measure_cells(shown) > 2 * most:
        shown = shown[: -2 if shown.endswith("…") else -1] + "…"
    return shown


def _sign(value: Decimal) -> str:
    return f"{'+' if value > 0 else ''}{show_decimal(value, 1 if abs(value) >= 1 else 3)}%"


def _cap(value: Decimal) -> float:
    return float(max(-_EDGE, min(_EDGE, value)))


def _make_bars(kind: str, labels: Sequence[str], **options: object) -> Any:
    """Horizontal bars; pygal takes every character for a narrow one, so the margin makes room for the wide ones."""
    wider = max((measure_cells(label) for label in labels), default=0) - max(map(len, labels), default=0)
    chart = _make_chart(kind, height=46 + _ROW * len(labels), margin_left=8 + wider * _LABEL * 0.55, order_min=0, **options)
    chart.x_labels = labels[::-1]  # pygal begins below
    return chart


def _make_chart(kind: str, **options: object) -> Any:
    pygal = _load_pygal()
    style = pygal.style.Style(label_font_size=_LABEL, major_label_font_size=_LABEL)
    without = {"show_legend": False, "print_values": False, "truncate_label": -1, "js": [], "css": [], "disable_xml_declaration": True}
    shared = {"width": _WIDTH, "margin": 8, "spacing": 4, "max_scale": 6, "value_formatter": _write_number, "style": style}
    return getattr(pygal, kind)(**without, **shared, **options)


@cache
def _load_pygal() -> Any:
    """pygal without the finder that it hangs into Python's imports for plugins of its own: others' imports are none of its business."""
    before = list(sys.meta_path)
    import pygal

    sys.meta_path[:] = before
    return pygal


def _write_number(value: float) -> str:
    return f"{value:g}"


def _take_over(name: str, chart: Any, labels: Mapping[str, Mapping[str, str]]) -> str:
    """The drawing as the page takes it: shapes, places and classes; a label that has two languages as two texts."""
    root = ElementTree.fromstring(chart.render(is_unicode=True))  # noqa: S314 - written by pygal a moment ago
    _clean(root)
    _speak(root, labels)
    root.attrib.update({"class": "plot", "role": "img", "aria-labelledby": f"chart-{name} chart-{name}-what"})
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _clean(element: ElementTree.Element) -> None:
    element.tag = element.tag.rpartition("}")[2]
    for name in [name for name in element.attrib if name not in _KEPT]:
        del element.attrib[name]
    element.tail = None
    for child in list(element):
        if child.tag.rpartition("}")[2] in _DROPPED or {"tooltip", "background"} & set(child.get("class", "").split()):
            element.remove(child)
        else:
            _clean(child)


def _speak(root: ElementTree.Element, labels: Mapping[str, Mapping[str, str]]) -> None:
    for parent in list(root.iter()):
        for text in [child for child in parent if child.tag == "text" and child.text in labels]:
            words = labels[str(text.text)]
            if len(set(words.values())) < len(LANGUAGES):
                continue
            for lang in LANGUAGES:
                said = ElementTree.SubElement(parent, "text", {**text.attrib, "lang": lang})
                said.text = words[lang]
            parent.remove(text)
