"""Ten things that a new user does, done in a browser by hand's actions only: for the pictures in docs/, and as a test.

Comes in: a browser, a report and a server that `open_desk` starts. Goes out: docs/images/tasks/*.png and docs/images/report.png, with
each task's number of actions on standard output. An action is a click, a key, a text typed, a file or an option chosen; `Hand` counts
them. Refuses a task that takes more than three or does not end where it should. Needs Playwright and Chromium.

    python docs/tasks.py
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))  # the code beside the pictures, not one that is installed

from audit.accepted import KnownFinding, Leftovers
from audit.judge.acceptance import compare_baseline
from audit.pipeline import audit_texts
from audit.report import render_report
from audit.ruleset import load_ruleset

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "images"
MOST_ACTIONS = 3
PASTED = "全年2003家企业申报高新技术企业，通过认定1083家，通过率64%。"
LAST_RUN = "全年1604家企业申报高新技术企业，通过认定962家，通过率70%。新增孵化器12家，累计达到9家。全年完成投资xx亿元。"
THIS_RUN = "全年1604家企业申报高新技术企业，通过认定962家，通过率70%。新增孵化器12家，累计达到19家。引进人才520人，其中博士638人。"
NAME = "总结.txt"


@dataclass(slots=True)
class Hand:
    """Somebody at the page: every method but `page` is one action."""

    page: Page
    actions: int = 0
    log: list[str] = field(default_factory=list)

    def click(self, place: str) -> None:
        """Click what a selector finds first."""
        self._count(f"click {place}")
        self.page.locator(place).first.click()

    def type(self, place: str, text: str) -> None:
        """Type a text into a field."""
        self._count(f"type into {place}")
        self.page.fill(place, text)

    def choose_file(self, place: str, path: Path) -> None:
        """Choose a file, or drop it."""
        self._count(f"file into {place}")
        self.page.set_input_files(place, path)

    def download(self, place: str) -> Path:
        """Click what gives a file."""
        with self.page.expect_download() as caught:
            self.click(place)
        return Path(caught.value.path())

    def print(self) -> bytes:
        """Print the page on A4."""
        self._count("print")
        return self.page.pdf(format="A4", prefer_css_page_size=True)

    def _count(self, said: str) -> None:
        self.actions += 1
        self.log.append(said)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the tasks are done on: the addresses of a report, of one after a baseline, of the local page, and a Word file."""

    report: str
    compared: str
    serve: str
    word: Path


@dataclass(frozen=True, slots=True)
class Task:
    """One task: what its picture is called, where it begins, what the hand does, and how one sees that it is done."""

    name: str
    begins: Callable[[Desk], str]
    do: Callable[[Hand, Desk], object]
    done: Callable[[Page, object], bool]


def _see_why(hand: Hand, _: Desk) -> None:
    hand.click(".mark.error:has-text('4.9%')")


def _see_other(hand: Hand, _: Desk) -> None:
    hand.click(".mark.error[data-panels]:visible")
    hand.click(".panel.here .places li:nth-child(2) a")


def _find_figure(hand: Hand, _: Desk) -> None:
    hand.click("details.ledger > summary")
    hand.type(".ledger-search >> visible=true", "进出口")


def _export(hand: Hand, _: Desk) -> Path:
    hand.click("details.ledger > summary")
    return hand.download(".export")


def _check_pasted(hand: Hand, _: Desk) -> None:
    hand.type("textarea[name=text]", PASTED)
    hand.click("button[type=submit]")
    hand.click("a.button")


def _get_word(hand: Hand, desk: Desk) -> Path:
    hand.choose_file("input[type=file]", desk.word)
    hand.click("button[type=submit]")
    return hand.download("a[href$='.docx']")


TASKS = (
    Task(
        "1-worst", lambda d: d.report, lambda h, _: h.click(".deviations .keys a"),
        lambda p, _: p.locator(".panel.here.error").is_visible(),
    ),
    Task("2-why", lambda d: d.report, _see_why, lambda p, _: p.locator(".panel.here .numberline").is_visible()),
    Task("3-other-place", lambda d: d.report, _see_other, lambda p, _: p.locator(".mark:target").is_visible()),
    Task(
        "4-placeholders", lambda d: d.report, lambda h, _: h.click("[data-value=placeholder]"),
        lambda p, _: {e.get_attribute("data-category") for e in p.locator("[data-panel]:not([hidden])").all()} == {"placeholder"},
    ),
    Task("5-figure", lambda d: d.report, _find_figure, lambda p, _: 0 < p.locator(".figures tbody tr:visible").count() < 10),
    Task("6-export", lambda d: d.report, _export, lambda _, got: Path(str(got)).read_text("utf-8-sig").count("\n") > 50),
    Task(
        "7-last-run", lambda d: d.compared, lambda h, _: h.click(".since .new a"),
        lambda p, _: {e.get_attribute("data-state") for e in p.locator("[data-panel]:not([hidden])").all()} == {"new"},
    ),
    Task("8-paste", lambda d: d.serve, _check_pasted, lambda p, _: "64%" in p.locator(".panel.error").first.inner_text()),
    Task("9-word", lambda d: d.serve, _get_word, lambda _, got: Path(str(got)).read_bytes()[:2] == b"PK"),
    Task("10-print", lambda d: d.report, lambda h, _: h.print(), lambda _, got: isinstance(got, bytes) and got[:5] == b"%PDF-"),
)  # fmt: skip
"""The tasks, in the order of the page that lists them."""


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """The reports, a Word file and a server on this machine; all of it is gone afterwards."""
    import docx

    (folder / "report.html").write_text((ROOT / "reports" / "sample.html").read_text("utf-8"), "utf-8")
    (folder / "compared.html").write_text(write_compared(), "utf-8")
    document = docx.Document()
    document.add_paragraph(PASTED)
    document.save(str(folder / "总结.docx"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    command = [sys.executable, "-m", "audit", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as server:
        try:
            found = re.search(r"http://\S+?/", server.stderr.readline() if server.stderr else "")
            if not found:
                raise SystemExit("heshu serve did not start")
            yield Desk((folder / "report.html").as_uri(), (folder / "compared.html").as_uri(), found.group(0), folder / "总结.docx")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def write_compared() -> str:
    """A report of a document after its first run's findings were taken as the baseline: one is new, one is known, two are gone."""
    ruleset = load_ruleset("pre-publication")
    before = audit_texts({NAME: LAST_RUN}, ruleset).findings
    known = [KnownFinding(finding.fingerprint, finding.rule, NAME, finding.spans[0].text) for finding in before]
    run = compare_baseline(audit_texts({NAME: THIS_RUN}, ruleset), known)
    if not isinstance(run.leftovers, Leftovers) or not run.leftovers.fixed:
        raise SystemExit("the two runs do not differ as they should")
    return render_report(run, "html")


def perform(task: Task, browser: Browser, desk: Desk, picture: Path | None = None) -> Hand:
    """Do one task; SystemExit where it takes too many actions or does not end where it should."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.goto(task.begins(desk))
    hand = Hand(page)
    got = task.do(hand, desk)
    page.wait_for_load_state()
    if hand.actions > MOST_ACTIONS or not task.done(page, got):
        raise SystemExit(f"{task.name}: {hand.actions} actions, {hand.log}, not done")
    if picture:
        take_picture(page, got, picture)
    context.close()
    return hand


def take_picture(page: Page, got: object, picture: Path) -> None:
    """What one sees in the end: the page, or the sheet that came out of the printer."""
    if isinstance(got, bytes):
        import pypdfium2

        shrink_picture(pypdfium2.PdfDocument(got)[0].render(scale=0.9).to_pil(), picture)
        return
    page.wait_for_timeout(200)
    page.mouse.move(2, 2)
    shrink_picture(Image.open(io.BytesIO(page.screenshot())), picture)


def shrink_picture(image: Image.Image, picture: Path) -> None:
    """Keep a picture with 160 colours, a third of its size."""
    image.convert("RGB").quantize(160).save(picture, optimize=True)


def main() -> None:
    """Do all tasks and keep the pictures."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    (PICTURES / "tasks").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder)) as desk, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for task in TASKS:
            hand = perform(task, browser, desk, PICTURES / "tasks" / f"{task.name}.png")
            print(f"{task.name:15} {hand.actions} actions")
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(desk.report)
        page.locator(".mark.error").first.click()
        take_picture(page, None, PICTURES / "report.png")
        browser.close()


if __name__ == "__main__":
    main()
