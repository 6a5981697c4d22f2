"""PDF files: paragraphs, tables, running lines and places out of what is drawn; hostile and unreadable files refused in time."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from audit.errors import InputError
from audit.ingest import apart
from audit.ingest.pdf import read_pdf
from audit.model import SourceDocument
from tests.page_sample import HEIGHT, Sheet, Table, lay_out
from tests.pdf_hostile import write_loop, write_nameless, write_page, write_stream, write_swollen
from tests.pdf_sample import FONT, write_pdf

OPENING = (
    "2025年是“十四五”规划收官之年，全区一般公共预算收入完成171.59亿元，剔除特殊因素影响后增长3.2%，其中税收收入120.3亿元，"
    "非税收入51.29亿元。全区上下坚持稳中求进工作总基调，财政收入平稳有序，重点支出保障有力。"
)
REVENUE = "（一）收入情况。全年完成12,345.67万元，完成预算的102%。"
TABLE = [["指标", "绝对额（亿元）", "比上年增长（%）"], ["地区生产总值", "1234.5", "5.6"], ["其中：第一产业", "", "3.2"]]
BLOCKS: list[str | Table] = ["一、预算执行情况", OPENING, REVENUE, TABLE, "全年接待游客1083万人次。"]
LINES = ["一、预算执行情况", OPENING, REVENUE, *("\t".join(row) for row in TABLE), "全年接待游客1083万人次。"]


def read(data: bytes) -> SourceDocument:
    return read_pdf("报告.pdf", data)


def body(document: SourceDocument) -> list[str]:
    """The lines that are no furniture."""
    text = document.text
    for start, end in reversed(document.furniture):
        text = text[:start] + text[end:]
    return text.splitlines()


def test_paragraphs_and_tables_are_whole() -> None:
    document = read(write_pdf(lay_out(BLOCKS)))
    assert document.text.splitlines() == LINES
    assert (document.format, document.damage, document.furniture, document.problem) == ("pdf", (), (), None)


def test_paragraphs_go_on_over_pages() -> None:
    document = read(write_pdf(lay_out(BLOCKS * 9, "云溪区财政局文件", "— {} —")))
    assert body(document) == LINES * 9
    found = [document.text[start:end].strip() for start, end in document.furniture]
    assert found.count("云溪区财政局文件") == len(found) / 2
    assert [line for line in found if line.startswith("—")] == [f"— {n + 1} —" for n in range(len(found) // 2)]


@pytest.mark.parametrize("footer", ["{}", "第 {} 页", "第{}页 共9页", "- {} -", "{}/9"])
def test_page_numbers_are_furniture(footer: str) -> None:
    assert body(read(write_pdf(lay_out(BLOCKS * 4, footer=footer)))) == LINES * 4


def test_a_number_that_counts_no_pages_is_text() -> None:
    sheets = lay_out([OPENING] * 12)
    for sheet, number in zip(sheets, ("17", "4", "1083"), strict=False):
        sheet.texts.append((280, 790, 10, number))
    document = read(write_pdf(sheets))
    assert document.furniture == ()
    assert "1083" in document.text.splitlines()


def test_places_lead_to_page_and_box() -> None:
    document = read(write_pdf(lay_out(BLOCKS * 9)))
    for before, after in zip(document.places, document.places[1:], strict=False):
        assert before.start < before.end <= after.start
    place = next(place for place in document.places if document.text[place.start : place.end] == "1234.5")
    assert (place.page, place.table, place.row, place.column) == (1, 1, 2, 2)
    assert place.box is not None
    assert 90 < place.box[0] < place.box[2] < 506
    assert document.places[-1].page == len(lay_out(BLOCKS * 9))


def test_short_lines_and_indents_begin_paragraphs() -> None:
    lines = ["云溪区财政局", "2026年1月", "附件：1.收入表", "2.支出表"]
    assert read(write_pdf(lay_out([OPENING, *lines]))).text.splitlines() == [OPENING, *lines]


def test_merged_cells_and_stacked_numbers() -> None:
    sheet = Sheet(
        [(100, 125, 12, "指标"), (100, 155, 12, "收入"), (100, 175, 12, "支出"), (250, 155, 12, "171.59"), (250, 175, 12, "180.2")]
    )
    sheet.strokes = [(90, y, 400, y) for y in (105, 135, 190)] + [(x, 105, x, 190) for x in (90, 400)] + [(240, 135, 240, 190)]
    assert read(write_pdf([sheet])).text == "指标\n收入\t171.59\n支出\t180.2\n"


def test_columns_without_rules_are_rows() -> None:
    rows = [("指标", "2025年", "增长%"), ("地区生产总值", "1234.5", "5.6"), ("第一产业", "", "3.2"), ("第二产业", "600.2", "")]
    texts = [(x, 120 + 28 * n, 16, text) for n, row in enumerate(rows) for x, text in zip((90, 300, 420), row, strict=True) if text]
    lines = ["指标\t2025年\t增长%", "地区生产总值\t1234.5\t5.6", "第一产业\t\t3.2", "第二产业\t600.2"]
    signed = [(90.0, 300.0, 16.0, "甲局"), (400.0, 300.0, 16.0, "2026年1月")]
    assert read(write_pdf([Sheet([*texts, *signed])])).text.splitlines() == [*lines, "甲局 2026年1月"]


def test_frame_is_no_table() -> None:
    sheets = lay_out([OPENING])
    sheets[0].strokes = [(60, 60, 540, 60), (60, 800, 540, 800), (60, 60, 60, 800), (540, 60, 540, 800)]
    assert read(write_pdf(sheets)).text.splitlines() == [OPENING]


def test_watermark_is_set_apart() -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont(FONT, 40)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    document = read(write_pdf(lay_out(BLOCKS), stamp))
    assert body(document) == LINES
    assert {place.part for place in document.places} == {None, "watermark"}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_upright(turn: int) -> None:
    assert read(write_pdf(lay_out(BLOCKS), lambda canvas: canvas.setPageRotation(turn))).text.splitlines() == LINES


def test_notes_at_the_foot_follow_the_paragraph_they_interrupt() -> None:
    sheets = lay_out([OPENING * 8, REVENUE])
    sheets[0].texts += [(90, 765, 10, "[1]本报告中的数字为初步统计数，"), (90, 780, 10, "增长速度按可比价计算。")]
    document = read(write_pdf(sheets))
    assert document.text.splitlines() == [OPENING * 8, "[1]本报告中的数字为初步统计数，", "增长速度按可比价计算。", REVENUE]


def test_bold_by_drawing_twice_is_read_once() -> None:
    sheets = lay_out([REVENUE])
    sheets[0].texts += [(left + 0.4, baseline, size, text) for left, baseline, size, text in sheets[0].texts]
    assert read(write_pdf(sheets)).text.splitlines() == [REVENUE]


def test_password_to_change_is_no_hindrance() -> None:
    assert read(write_pdf(lay_out(BLOCKS), encrypt=StandardEncryption("", "管理".encode().hex(), canCopy=0))).text.splitlines() == LINES


def test_single_scanned_pages_are_damage() -> None:
    picture = ImageReader(io.BytesIO(b"P6 2 2 255 " + bytes(12)))
    sheets = [*lay_out(BLOCKS * 9), Sheet()]
    document = read(write_pdf(sheets, lambda canvas: canvas.drawImage(picture, 0, 0, 595, HEIGHT)))
    assert [(damage.cause, damage.count) for damage in document.damage] == [("pages-without-text", 1)]


def test_glyphs_without_characters() -> None:
    """A text layer that is nothing else is refused; some of them in a text are damage."""
    with pytest.raises(InputError) as problem:
        read(write_nameless(range(300, 330)))
    assert problem.value.reason == "no-text-layer"
    document = read(write_nameless(range(300, 306), REVENUE * 3))
    assert [(damage.cause, damage.lossy) for damage in document.damage] == [("unmapped-glyphs", True)]
    assert document.text.endswith(document.damage[0].spans[0].text + "\n")


def write_scan() -> bytes:
    """Pages that are pictures, one of them with a word on it."""
    picture = ImageReader(io.BytesIO(b"P6 2 2 255 " + bytes(12)))
    return write_pdf([Sheet([(90, 100, 16, "封面")]), Sheet(), Sheet()], lambda canvas: canvas.drawImage(picture, 0, 0, 595, HEIGHT))


GOOD = write_pdf(lay_out(BLOCKS))
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "password": ("encrypted", lambda: write_pdf(lay_out(BLOCKS), encrypt=StandardEncryption("a", "b"))),
    "blank": ("no-text-layer", lambda: write_pdf([Sheet()])),
    "scan": ("no-text-layer", write_scan),
    "loop": ("no-text-layer", write_loop),
    "cut in half": ("damaged-file", lambda: GOOD[: len(GOOD) // 2]),
    "only a head": ("damaged-file", lambda: b"%PDF-1.7\n"),
    "10,000 pages": ("too-many-pages", lambda: write_page(write_stream(b""), 10_000)),
    "bomb": ("damaged-file", lambda: write_page(write_swollen(b" " * 1_000_000, 900))),
    "bomb in a bomb": ("no-text-layer", lambda: write_page(write_stream(bytes(100_000_000), 2))),
    "paths": ("damaged-file", lambda: write_page(write_swollen(b"0 0 m 100 0 l S " * 1000, 4000))),
}


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=REFUSED)
def test_refused(reason: str, make: Callable[[], bytes]) -> None:
    data, start = make(), time.monotonic()
    with pytest.raises(InputError) as problem:
        read(data)
    assert (problem.value.reason, problem.value.file) == (reason, "报告.pdf")
    assert problem.value.hint
    assert time.monotonic() - start < 10


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.02)
    with pytest.raises(InputError) as problem:
        read(GOOD)
    assert problem.value.reason == "too-slow"


def test_pages_may_be_fewer() -> None:
    with pytest.raises(InputError) as problem:
        read_pdf("a.pdf", write_pdf(lay_out(BLOCKS * 9)), most_pages=1)
    assert problem.value.reason == "too-many-pages"


def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.ingest.pdf.find_spec", lambda _: None)
    with pytest.raises(InputError) as problem:
        read(GOOD)
    assert (problem.value.reason, problem.value.hint) == ("missing-extra", "请运行: pip install 'heshu[pdf]'")


def test_bent_files_give_a_text_or_a_reason(root: Path) -> None:
    """Two hundred bent files in one process, as the benchmark tries ten thousand."""
    command = [sys.executable, str(root / "benchmarks" / "fuzz_pages.py"), "pdf", "--count", "200"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "read" in done.stdout
