"""Word comments: each finding at its figure, the document otherwise as it was."""

from __future__ import annotations

import html
import importlib.util
import io
import random
import re
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from audit.cli import main
from audit.ingest.docx import read_docx
from audit.ingest.docxruns import Piece
from audit.pipeline import audit_paths
from audit.report.comments import comment_docx
from audit.report.wordrange import align_pieces
from audit.settings import Settings

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "documents").glob("*/source.txt"))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPEC = importlib.util.spec_from_file_location("roundtrip", Path(__file__).parent.parent / "benchmarks" / "roundtrip.py")
assert SPEC and SPEC.loader
roundtrip = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(roundtrip)
SENTENCE = "全年2003家企业申报高新技术企业，通过认定1083家，通过率64%。"


def save(document: Document) -> bytes:
    """The bytes of a document."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def annotate(folder: Path, data: bytes, *options: str) -> Document:
    """The annotated copy of these bytes, opened again."""
    source, target = folder / "原稿.docx", folder / "批注.docx"
    source.write_bytes(data)
    assert main(["annotate", str(source), "-o", str(target), "--fail-on", "never", *options]) == 0
    assert read_docx("", target.read_bytes()).text == read_docx("", data).text
    return docx.Document(str(target))


def commented(document: Document) -> dict[str, str]:
    """What each comment says, by the text that it covers."""
    covered: dict[int, str] = {}
    open_ones: set[int] = set()
    for element in document.element.iter():
        name = element.tag.rpartition("}")[2]
        if name in ("commentRangeStart", "commentRangeEnd"):
            number = next(int(value) for key, value in element.attrib.items() if key.endswith("}id"))
            covered.setdefault(number, "")
            (open_ones.add if name.endswith("Start") else open_ones.discard)(number)
        elif name == "t":
            for number in open_ones:
                covered[number] += element.text or ""
    return {covered[comment.comment_id]: comment.text for comment in document.comments}


def test_each_finding_stands_at_its_figure(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    copy = annotate(tmp_path, save(document))
    found = commented(copy)
    assert list(found) == ["1083家"]
    assert "1083家 ÷ 2003家" in found["1083家"] and "64%" in found["1083家"] and "[share-mismatch]" in found["1083家"]
    assert [comment.author for comment in copy.comments] == ["heshu"]
    shaded = [run.text for run in copy.paragraphs[0].runs if run._r.xpath("./w:rPr/w:shd")]
    assert shaded == ["2003家", "1083家", "64%"]


def test_look_of_a_cut_run_stays(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run(SENTENCE)
    run.bold = True
    copy = annotate(tmp_path, save(document))
    runs = [run for run in copy.paragraphs[0].runs if run.text]
    assert len(runs) == 7 and all(run.bold for run in runs)


def write_run(text: str, look: str = "") -> str:
    """A run in XML."""
    return f"<w:r>{look}<w:t>{text}</w:t></w:r>"


INNER = {
    "figure in two runs": write_run("全年2003家企业申报，通过认定10") + write_run("83家，通过率64%。", "<w:rPr><w:b/></w:rPr>"),
    "link": f"<w:hyperlink>{write_run(SENTENCE)}</w:hyperlink>",
    "tracked": f"<w:ins w:id='1' w:author='甲'>{write_run(SENTENCE)}</w:ins>",
    "several parts in a run": "<w:r><w:t>全年2003家企业申报，通过认定</w:t><w:tab/><w:t>1083家，通过率64%。</w:t><w:tab/></w:r>",
    "deleted words between": write_run("全年2003家企业申报，通过认定")
    + "<w:del w:id='2' w:author='甲'><w:r><w:delText>999家</w:delText></w:r></w:del>"
    + write_run("1083家，通过率64%。"),
}


@pytest.mark.parametrize("inner", [pytest.param(inner, id=name) for name, inner in INNER.items()])
def test_runs_of_every_kind(tmp_path: Path, inner: str) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    assert list(commented(annotate(tmp_path, save(document)))) == ["1083家"]


def test_cells_and_text_boxes(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), ("指标", "比重（%）", "研发机构覆盖率", "136"), strict=True):
        cell.text = text
    box = f"<w:r {W}><w:pict><w:txbxContent><w:p><w:r><w:t>完成投资xx.xx亿元。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    paragraph = document.add_paragraph("全市科技工作情况")
    paragraph._p.append(parse_xml(box))
    found = commented(annotate(tmp_path, save(document)))
    assert any("[placeholder-number]" in words or "xx.xx" in words for words in found.values())
    assert any("136" in text for text in found)


def test_numbers_that_word_adds_are_no_text() -> None:
    pieces: list[Piece] = [("1.2亿元 ", parse_xml(f"<w:t {W}/>"))]
    assert align_pieces("1.1.2亿元", pieces) == (None, None, (0, 0), (0, 1), (0, 2), (0, 3), (0, 4))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_text_and_styles_stay_whatever_the_runs(path: Path, tmp_path: Path) -> None:
    chance, document = random.Random(7), docx.Document()
    for line in path.read_text("utf-8").splitlines():
        paragraph = document.add_paragraph()
        for start in range(0, len(line), step := chance.randint(1, 40)):
            paragraph.add_run("".join(char for char in line[start : start + step] if char.isprintable())).italic = chance.random() < 0.5
    data = save(document)
    (tmp_path / "a.docx").write_bytes(data)
    result = audit_paths([tmp_path / "a.docx"], Settings()).documents[0]
    copy = docx.Document(io.BytesIO(comment_docx(data, result)))
    for before, after in zip(docx.Document(io.BytesIO(data)).paragraphs, copy.paragraphs, strict=True):
        looks = [[(char, run.italic) for run in paragraph.runs for char in run.text] for paragraph in (before, after)]
        assert looks[0] == looks[1]
        assert after._p.pPr is None or before._p.pPr is not None
    assert len(list(copy.comments)) == len([finding for finding in result.findings if finding.state == "new"])


@pytest.mark.parametrize("name", ["总结.txt", "总结.csv"])
def test_other_formats_become_a_plain_copy(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SENTENCE + "\n\x07第二行\n", "utf-8")
    target = tmp_path / "批注.docx"
    assert main(["annotate", str(tmp_path / name), "-o", str(target)]) == 1
    assert "1083家" in commented(docx.Document(str(target)))


@pytest.mark.parametrize("name", ["总结.txt", "总结.docx"])
def test_a_page_is_a_copy_too(tmp_path: Path, name: str) -> None:
    hostile = "<script>alert(1)</script>"
    if name.endswith(".docx"):
        document = docx.Document()
        for line in (SENTENCE, hostile):
            document.add_paragraph(line)
        (tmp_path / name).write_bytes(save(document))
    else:
        (tmp_path / name).write_text(f"{SENTENCE}\n{hostile}\n", "utf-8")
    target = tmp_path / "批注.html"
    assert main(["annotate", str(tmp_path / name), "-o", str(target)]) == 1
    page = target.read_text("utf-8")
    assert hostile not in page and "<script></script>" not in page and "share-mismatch" not in page
    text = re.search(r'<div class="text".*?</div>', page, re.DOTALL)
    assert text
    assert re.findall(r'class="mark error"[^>]*>([^<]*)</a>', text[0])[:3] == ["2003家", "1083家", "64%"]
    lines = re.findall(r"<p[^>]*>(.*?)</p>", text[0])
    assert [html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]*>", "", line)) for line in lines] == [SENTENCE, hostile]
    notes = re.findall(r'href="#(note-\d+)"', page)
    assert notes[:3] == ["note-1"] * 3 and all(f'id="{note}"' in page for note in notes)


@pytest.mark.parametrize("path", FIXTURES[:3], ids=lambda path: path.parent.name)
def test_the_body_is_the_same_but_for_marks(path: Path) -> None:
    before, after, comments, findings = roundtrip.annotate_text(path.read_text("utf-8"))
    assert roundtrip.flatten_body(before) == roundtrip.flatten_body(after)
    assert comments == findings > 0


def test_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "原稿.docx"
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    source.write_bytes(save(document))
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04broken")
    for arguments, said in (
        ([str(source), "-o", str(source)], "不能覆盖原文件"),
        ([str(source), "-o", str(tmp_path / "a.pdf")], "批注只能写成 .docx 或 .html"),
        ([str(tmp_path / "坏.docx"), "-o", str(tmp_path / "b.docx")], "坏.docx"),
        ([str(tmp_path / "无.docx"), "-o", str(tmp_path / "b.docx")], "无.docx"),
    ):
        assert main(["annotate", *arguments]) == 2
        assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["原稿.docx", "坏.docx"]
