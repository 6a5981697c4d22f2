"""Turns texts into Word files, annotates them, and compares: the body must be the same but for comments and shades.

Comes in: a folder of .txt files (the fixtures where none is named). Goes out: one line a document with its findings and comments, and
exit code 1 where a body, a text or a number of comments differs. With LibreOffice installed every copy is also opened and printed to PDF.

    python benchmarks/roundtrip.py [FOLDER]
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from audit.ingest.docx import read_docx
from audit.model import SourceDocument
from audit.pipeline import judge_outcomes, read_source, relate_outcomes
from audit.report.comments import comment_docx
from audit.ruleset import load_ruleset

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
_MARKS = ("w:commentRangeStart", "w:commentRangeEnd")
_LONGEST_RUN = 40


def main() -> int:
    """Go through the folder."""
    paths = sorted(Path(sys.argv[1]).glob("*.txt")) if len(sys.argv) > 1 else sorted(FIXTURES.glob("*/source.txt"))
    office = shutil.which("soffice")
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(paths):
            began = time.perf_counter()
            before, after, comments, findings = annotate_text(path.read_text("utf-8"))
            same = flatten_body(before) == flatten_body(after) and read_docx("", before).text == read_docx("", after).text
            good = same and comments == findings
            bad += not good
            (Path(folder) / f"{number:03d}.docx").write_bytes(after)
            name = path.stem if path.stem != "source" else path.parent.name
            took, said = time.perf_counter() - began, "same" if good else "DIFFERS"
            print(f"{name[:48]:50} {findings:4} findings {comments:4} comments {took:5.1f} s  {said}")
        print(f"{len(paths)} documents, {bad} differ")
        if office:
            bad += len(paths) - print_all(office, Path(folder))
    return 1 if bad else 0


def annotate_text(text: str) -> tuple[bytes, bytes, int, int]:
    """A Word file of a text before and after; how many comments it has, and how many findings there are."""
    before = write_word(text)
    ruleset = load_ruleset("pre-publication")
    source: SourceDocument = read_docx("文件.docx", before)
    outcomes = (read_source(source),)
    run = judge_outcomes(outcomes, relate_outcomes(outcomes, (), ruleset.formulas), ruleset)
    after = comment_docx(before, run.documents[0])
    return before, after, len(list(docx.Document(io.BytesIO(after)).comments)), len(run.findings)


def write_word(text: str) -> bytes:
    """A Word file of a text, a paragraph a line, in runs of chance length and look."""
    chance, document = random.Random(7), docx.Document()
    for line in text.splitlines():
        paragraph, at = document.add_paragraph(), 0
        while at < len(line):
            step = chance.randint(1, _LONGEST_RUN)
            run = paragraph.add_run("".join(char for char in line[at : at + step] if char.isprintable()))
            run.italic, run.bold = chance.random() < 0.3, chance.random() < 0.3
            at += step
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def flatten_body(data: bytes) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """All elements of a body with attributes and text; comments and shades are left out, and neighbouring runs of one look are joined."""
    body = docx.Document(io.BytesIO(data)).element.body
    for element in list(body.iter(*map(qn, _MARKS), qn("w:shd"))):
        element.getparent().remove(element)
    for reference in list(body.iter(qn("w:commentReference"))):
        reference.getparent().getparent().remove(reference.getparent())
    for look in [look for look in body.iter(qn("w:rPr")) if not len(look)]:
        look.getparent().remove(look)
    for paragraph in body.iter(qn("w:p")):
        _join_runs(paragraph)
    return [(str(each.tag), tuple(sorted(_attributes(each))), each.text or "") for each in body.iter()]


def _attributes(element: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in element.attrib.items() if not name.endswith("}space")]


def _join_runs(paragraph: Any) -> None:
    last, look = None, None
    for run in list(paragraph.iterchildren(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        mine = [(part.tag, sorted(part.attrib.items())) for part in run.iterfind(f"{qn('w:rPr')}/*")]
        if last is not None and mine == look and len(texts) == 1 and run.getprevious() is last:
            last.find(qn("w:t")).text += texts[0].text or ""
            paragraph.remove(run)
        else:
            last, look = (run, mine) if len(texts) == 1 else (None, None)


def print_all(office: str, folder: Path) -> int:
    """How many of the copies LibreOffice opens and prints."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], capture_output=True, timeout=600, check=False)
    made = [path for path in folder.glob("*.pdf") if path.stat().st_size > 1000]
    print(f"LibreOffice printed {len(made)} of {len(list(folder.glob('*.docx')))}")
    return len(made)


if __name__ == "__main__":
    sys.exit(main())
