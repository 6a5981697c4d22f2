"""The page in a real browser: every control does what it says, wide and narrow, light and dark, with and without script."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from report_sample import HOSTILE, make_run

from audit.accepted import KnownFinding, Leftovers
from audit.pipeline import audit_paths
from audit.report import write_report
from audit.settings import Settings

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the hand-written run: every severity, every category, hostile strings."""
    path = tmp_path_factory.mktemp("page") / "报告.html"
    write_report(make_run(), path, "html")
    return path.as_uri()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a real run over one document."""
    path = tmp_path_factory.mktemp("page") / "云岭.html"
    write_report(audit_paths([FIXTURES / "yunling-2022" / "source.txt"], Settings()), path, "html")
    return path.as_uri()


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the hand-written run after a baseline and suppressions: findings in every state, one that is gone."""
    run, states = make_run(), cycle(("new", "known", "suppressed", "reopened"))
    told = [tuple(replace(finding, state=next(states), reason="见附注3") for finding in document.findings) for document in run.documents]
    documents = tuple(replace(document, findings=findings) for document, findings in zip(run.documents, told, strict=True))
    gone = KnownFinding("0" * 20, "share-mismatch", run.documents[0].source.name, "通过率64%")
    path = tmp_path_factory.mktemp("page") / "比较.html"
    write_report(replace(run, documents=documents, leftovers=Leftovers((), (gone,))), path, "html")
    return path.as_uri()


class Visit:
    """A page opened, with what it complained of and asked the network for."""

    def __init__(self, browser: Browser, address: str, **context: object) -> None:
        self._context = browser.new_context(accept_downloads=True, **context)  # type: ignore[arg-type]
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()
        assert not self.complaints
        assert [address for address in self.requests if not address.startswith(("file:", "blob:file", "blob:null"))] == []


def shown(page: Page) -> int:
    """How many findings are to be seen."""
    return page.locator("[data-panel]:not([hidden])").count()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_overflows_and_axe_is_content(browser: Browser, report: str, viewport: dict[str, int], colours: str) -> None:
    with Visit(browser, report, viewport=viewport, color_scheme=colours) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        grave = [
            (rule["id"], node["html"][:120])
            for rule in Axe().run(visit.page).response["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]
        assert grave == []


def test_hostile_strings_stay_text(browser: Browser, report: str) -> None:
    with Visit(browser, report, viewport=WIDE) as visit:
        assert HOSTILE in visit.page.inner_text("body")
        assert visit.page.locator("script").count() == 1
        assert visit.page.locator("img").count() == 0


def test_walking_chooses_one_finding_after_the_other(browser: Browser, real: str) -> None:
    with Visit(browser, real, viewport=WIDE) as visit:
        page = visit.page
        page.click("#next")
        first = page.evaluate("location.hash")
        assert page.locator(".panel.here, .slip.here").count() == 1
        assert page.locator(".mark.here").count() >= 1
        page.keyboard.press("p")
        page.keyboard.press("n")
        assert page.evaluate("location.hash") == first


def test_a_chosen_contradiction_ties_its_figures(browser: Browser, real: str) -> None:
    with Visit(browser, real, viewport=WIDE) as visit:
        page = visit.page
        page.locator(".mark.error").first.click()
        assert page.locator(".tie circle").count() == page.locator(".mark.here[id]").count() >= 2
        line = page.locator(".panel.here .numberline")
        assert line.locator("rect").count() == 2
        assert line.locator(".ends").first.inner_text()


def test_pointer_and_focus_show_the_finding_at_its_mark(browser: Browser, real: str) -> None:
    with Visit(browser, real, viewport=WIDE) as visit:
        page = visit.page
        mark = page.locator(".mark.error").first
        title = page.locator(".panel.error h4").first.inner_text()
        mark.hover()
        assert title in page.inner_text("#peek")
        page.mouse.move(2, 2)
        assert page.locator("#peek").is_hidden()
        page.locator(".underline").first.focus()
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.mark')"):
                break
        assert page.locator("#peek").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("#peek").is_hidden()


def test_filters(browser: Browser, report: str) -> None:
    with Visit(browser, report, viewport=WIDE) as visit:
        page = visit.page
        everything = shown(page)
        page.uncheck("input[name=severity][value=error]")
        assert 0 < shown(page) < everything
        page.check("input[name=severity][value=error]")
        page.select_option("select[name=category]", "placeholder")
        assert 0 < shown(page) < everything
        page.select_option("select[name=category]", "")
        page.fill("input[name=text]", "没有这样的字")
        assert shown(page) == 0
        page.click("#none-shown button")
        page.wait_for_function(f"document.querySelectorAll('[data-panel]:not([hidden])').length === {everything}")


def test_filters_by_state_and_what_changed(browser: Browser, settled: str) -> None:
    with Visit(browser, settled, viewport=WIDE) as visit:
        page = visit.page
        everything = shown(page)
        page.click(".since summary")
        assert "通过率64%" in page.inner_text(".since details")
        for state in ("new", "known", "suppressed"):
            page.select_option("select[name=state]", state)
            assert 0 < shown(page) < everything
            assert {found.get_attribute("data-state") for found in page.locator("[data-panel]:not([hidden])").all()} == {state}
        page.select_option("select[name=state]", "")
        page.click(".since .known a")
        assert page.input_value("select[name=state]") == "known"
        page.click(".since .known a")
        assert shown(page) == everything
        rule = page.locator("select[name=rule] option").nth(1).get_attribute("value")
        page.select_option("select[name=rule]", rule)
        assert {found.get_attribute("data-rule") for found in page.locator("[data-panel]:not([hidden])").all()} == {rule}


def test_a_count_at_the_top_filters_and_graver_ones_come_first(browser: Browser, report: str) -> None:
    with Visit(browser, report, viewport=WIDE) as visit:
        page = visit.page
        page.click("[data-pick=category][data-value=placeholder]")
        assert {found.get_attribute("data-category") for found in page.locator("[data-panel]:not([hidden])").all()} == {"placeholder"}
        page.click("[data-pick=category][data-value=placeholder]")
        order = "all => all.map(one => ['error', 'warning', 'info'].findIndex(name => one.classList.contains(name)))"
        first = page.locator("#findings-1 > :is(.panel, .group)")
        before = first.evaluate_all(order)
        page.select_option("select[name=order]", "severity")
        assert first.evaluate_all(order) == sorted(before) != before
        page.click("#next")
        assert page.locator(".here[data-severity=error]").count() == 1
        page.select_option("select[name=order]", "place")
        assert first.evaluate_all(order) == before


def test_a_suggestion_is_copied(browser: Browser, report: str) -> None:
    with Visit(browser, report, viewport=WIDE, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        button = page.locator(".suggestion .copy").first
        wanted = button.get_attribute("data-copy")
        button.click()
        page.wait_for_function("document.querySelector('#spoken').textContent === '已复制'")
        page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'pasted'}))")
        page.focus("#pasted")
        page.keyboard.press("Control+V")
        assert page.input_value("#pasted") == wanted


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_charts_are_drawn_and_have_tables(browser: Browser, real: str, viewport: dict[str, int]) -> None:
    with Visit(browser, real, viewport=viewport) as visit:
        page = visit.page
        if viewport is NARROW:
            page.click(".charts > summary")
        for name in ("deviations", "rules"):
            box = page.locator(f".chart.{name} svg rect").first.bounding_box()
            assert box and box["width"] >= 0 and box["height"] > 5
            page.click(f".chart.{name} details > summary")
            assert page.locator(f".chart.{name} tbody tr").first.is_visible()
        said = page.locator(".chart.deviations svg").get_attribute("aria-labelledby") or ""
        assert all(page.locator(f"#{part}").inner_text() for part in said.split())
        page.locator(".chart.deviations .keys a").click()
        assert page.locator(".panel.here.error").is_visible()
        page.click("#language")
        assert not page.locator(".chart text[lang=zh]:visible").count()


def test_ledger_is_searched_sorted_and_exported(browser: Browser, real: str) -> None:
    with Visit(browser, real, viewport=WIDE) as visit:
        page = visit.page
        page.click("details.ledger > summary")
        rows = page.locator(".figures tbody tr")
        before = rows.count()
        page.click(".figures .c-value button")
        keys = page.locator(".figures .c-value[data-key]").evaluate_all("all => all.map(cell => cell.dataset.key)")
        values = [float(key) for key in keys if key]
        assert values == sorted(values)
        page.fill(".ledger-search", "创新平台")
        assert 0 < page.locator(".figures tbody tr:visible").count() < before
        with page.expect_download() as caught:
            page.click(".export")
        written = Path(caught.value.path()).read_text("utf-8-sig")
        table = list(csv.reader(io.StringIO(written)))
        assert len(table) == 1 + page.locator(".figures tbody tr:visible").count()
        assert table[0][:3] == ["数字", "指标", "数值"]


def test_export_is_safe_from_formulas(browser: Browser, tmp_path: Path) -> None:
    run = make_run()
    figure = replace(run.documents[0].figures[0], indicator='=HYPERLINK("http://x","甲")', text="+1+cmd")
    document = replace(run.documents[0], figures=(figure, *run.documents[0].figures[1:]))
    write_report(replace(run, documents=(document,)), tmp_path / "a.html", "html")
    with Visit(browser, (tmp_path / "a.html").as_uri(), viewport=WIDE) as visit:
        visit.page.click("details.ledger > summary")
        with visit.page.expect_download() as caught:
            visit.page.click(".export")
        table = list(csv.reader(io.StringIO(Path(caught.value.path()).read_text("utf-8-sig"))))
        assert not [cell for row in table for cell in row if cell[:1] in "=+@" and cell]


def test_language_switches_everything(browser: Browser, report: str) -> None:
    with Visit(browser, report, viewport=NARROW) as visit:
        page = visit.page
        page.click("#language")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert "Ledger of figures" in page.inner_text("body")
        assert "数字台账" not in page.inner_text("main")


def test_without_script_it_can_still_be_read(browser: Browser, real: str) -> None:
    with Visit(browser, real, viewport=WIDE, java_script_enabled=False) as visit:
        page = visit.page
        assert page.locator(".panel").first.is_visible()
        assert page.locator(".paper .text").is_visible()
        assert page.locator(".js-only:visible").count() == 0


def test_a_link_to_a_finding_opens_it(browser: Browser, report: str) -> None:
    with Visit(browser, report, viewport=WIDE) as visit:
        address = visit.page.locator("details.group [data-panel]").first.get_attribute("id")
    with Visit(browser, f"{report}#{address}", viewport=WIDE) as visit:
        assert visit.page.locator(f"#{address}.here").is_visible()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a document that attacks it: script in its text, name, indicators and rules, a line of 1 MB, 10,000 findings."""
    run, poison = make_run(), HOSTILE + "'\"><img src=http://evil.example/x onerror=alert(1)></style>" + chr(0x202E)
    first = run.documents[0]
    source = replace(first.source, name=f"{poison}.txt", text=first.source.text + poison + "长" * 1_000_000)
    figures = tuple(replace(figure, indicator=poison, unit=poison) for figure in first.figures)
    words = {"zh": poison, "en": poison}
    told = {"document": source.name, "message": words, "title": words, "why": words, "suggestion": poison, "rule": poison}
    seeds = [replace(finding, **told) for finding in first.findings]  # type: ignore[arg-type]
    findings = tuple(replace(finding, fingerprint=f"{number:020x}") for number, finding in enumerate(islice(cycle(seeds), 10_000)))
    rules = tuple(replace(rule, rule=poison, title=words, why=words, norm=poison, bad=poison, good=poison) for rule in run.rules)
    path = tmp_path_factory.mktemp("page") / "攻击.html"
    write_report(replace(run, documents=(replace(first, source=source, figures=figures, findings=findings),), rules=rules), path, "html")
    assert path.stat().st_size <= 5_000_000
    return path.as_uri()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_hostile_document_does_nothing(browser: Browser, hostile: str, viewport: dict[str, int], script: bool) -> None:
    with Visit(browser, hostile, viewport=viewport, java_script_enabled=script, color_scheme="dark") as visit:
        page = visit.page
        assert page.locator("script").count() == 1 and page.locator("img, iframe, object, embed").count() == 0
        assert page.locator(".panel").first.is_visible()
        panels = page.locator("[data-panel]").count()
        assert str(10_000 - panels) in page.locator(".findings .notice").inner_text()
        assert HOSTILE in page.locator(".panel .message").first.inner_text()
        if script:
            page.click("#next")
            assert page.locator(".panel.here").count() == 1
            page.click("#language")
            if viewport is WIDE:
                page.fill("input[name=text]", "alert")
            assert shown(page) == panels


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_folder_of_pages(browser: Browser, tmp_path: Path, viewport: dict[str, int]) -> None:
    run = make_run()
    many = tuple(replace(d, source=replace(d.source, name=f"{n}/{d.source.name}")) for n in range(60) for d in run.documents)
    write_report(replace(run, documents=many), tmp_path, "site")
    assert len(list(tmp_path.glob("*.html"))) == len(many) + 1
    with Visit(browser, (tmp_path / "index.html").as_uri(), viewport=viewport) as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        grave = [rule["id"] for rule in Axe().run(page).response["violations"] if rule["impact"] in ("serious", "critical")]
        assert grave == []
        rows = page.locator(".heat tbody tr")
        assert rows.count() == len(many)
        page.click(".heat thead th:nth-child(2) button")
        page.click(".heat thead th:nth-child(2) button")
        counts = [int(key) for key in page.locator(".heat tbody td:nth-child(2)").evaluate_all("all => all.map(cell => cell.dataset.key)")]
        assert counts == sorted(counts, reverse=True)
        page.fill(".ledger-search", "7/")
        assert 0 < page.locator(".heat tbody tr:visible").count() < len(many)
        page.locator(".heat tbody tr:visible a").first.click()
        page.wait_for_selector(".panel")
