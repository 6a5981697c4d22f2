"""How large a report is, how long it takes to write, and how a folder of a thousand pages opens; beside the bounds that were set.

Comes in: nothing; the documents are made of the fixtures. Goes out: one line a measurement with its bound, and exit code 1 where one is
broken. The index is opened in Chromium where that is installed, else this line says so.

    python benchmarks/report.py [DOCUMENTS]
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from audit.model import AuditRun, DocumentResult
from audit.pipeline import audit_texts
from audit.report import write_report
from audit.report.html import LARGEST, render_html
from audit.ruleset import load_ruleset

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
LENGTH, FINDINGS, RUNS = 5_000, 50, 20
BASE, TIMES = 400_000, 3
MOST_SECONDS, MOST_OPENING = 0.150, 2.0


def main() -> int:
    """Measure everything and print it; the exit code."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    return 0 if all([*measure_sizes(), measure_writing(), *measure_site(count)]) else 1


def tell(what: str, value: float, bound: float, form: Callable[[float], str]) -> bool:
    """Print a measurement; whether it keeps its bound."""
    print(f"{what:60} {form(value):>10}   at most {form(bound):>10}   {'ok' if value <= bound else 'BROKEN'}", flush=True)
    return value <= bound


def show_bytes(value: float) -> str:
    """Bytes in thousands."""
    return f"{value / 1000:,.0f} kB"


def show_time(value: float) -> str:
    """Seconds in thousandths."""
    return f"{value * 1000:,.0f} ms"


def measure_sizes() -> Iterator[bool]:
    """The page of each fixture document."""
    for path in sorted(FIXTURES.glob("*/source.txt")):
        text = path.read_text("utf-8")
        size = len(render_html(audit_texts({path.parent.name: text}, load_ruleset("pre-publication"))).encode())
        yield tell(f"one page: {path.parent.name}", size, BASE + TIMES * len(text.encode()), show_bytes)


def make_run() -> AuditRun:
    """A document of 5,000 characters, made of fixtures, with 50 findings: its own, said again as often as it takes."""
    text = ""
    for path in cycle(sorted(FIXTURES.glob("*/source.txt"))):
        text += path.read_text("utf-8")
        if len(text) >= LENGTH:
            break
    run = audit_texts({"总结.txt": text[:LENGTH]}, load_ruleset("pre-publication"))
    document = run.documents[0]
    again = tuple(replace(finding) for finding in islice(cycle(document.findings), FINDINGS))
    return replace(run, documents=(replace(document, findings=again),))


def measure_writing() -> bool:
    """The time of one page, after a first one that loads the libraries."""
    run, times = make_run(), []
    size = len(render_html(run).encode())
    for _ in range(RUNS):
        began = time.process_time()  # it waits for nothing; the machine's other work is no part of it
        render_html(run)
        times.append(time.process_time() - began)
    print(f"{LENGTH} characters, {FINDINGS} findings, {len(run.documents[0].figures)} figures: {show_bytes(size)}")
    return tell("  to write the page, median of 20", statistics.median(times), MOST_SECONDS, show_time)


def measure_site(count: int) -> Iterator[bool]:
    """A folder of so many documents."""
    documents = [found for path in sorted(FIXTURES.glob("*/source.txt")) for found in _audit(path)]
    many = tuple(name_again(document, number) for number, document in enumerate(islice(cycle(documents), count)))
    run = replace(audit_texts({"x": ""}, load_ruleset("pre-publication")), documents=many)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        write_report(run, folder, "site")
        print(f"a folder of {count} documents, written in {time.perf_counter() - began:.1f} s")
        pages = list(Path(folder).glob("*.html"))
        yield tell("  the largest file", max(page.stat().st_size for page in pages), LARGEST, show_bytes)
        yield from measure_opening(Path(folder) / "index.html", count)


def _audit(path: Path) -> tuple[DocumentResult, ...]:
    return audit_texts({path.parent.name: path.read_text("utf-8")}, load_ruleset("pre-publication")).documents


def name_again(document: DocumentResult, number: int) -> DocumentResult:
    """The same document under another name."""
    return replace(document, source=replace(document.source, name=f"{number:04d}/{document.source.name}.txt"))


def measure_opening(page: Path, count: int) -> Iterator[bool]:
    """From asking for the index until its last row can be clicked."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        print("  the index was not opened: Playwright is not installed")
        return
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        opened, times = browser.new_page(), []
        for _ in range(3):
            opened.goto("about:blank")
            began = time.perf_counter()
            opened.goto(page.as_uri())
            opened.locator(".heat tbody tr").nth(count - 1).locator("a").scroll_into_view_if_needed()
            times.append(time.perf_counter() - began)
        yield tell("  to open the index, to its last row, median of 3", statistics.median(times), MOST_OPENING, show_time)
        times.clear()
        for column in (2, 3, 4):
            began = time.perf_counter()
            opened.click(f".heat thead th:nth-child({column}) button")
            opened.wait_for_selector(f".heat th:nth-child({column})[aria-sort=ascending]")
            times.append(time.perf_counter() - began)
        yield tell("  to sort it, median of 3", statistics.median(times), MOST_OPENING, show_time)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
