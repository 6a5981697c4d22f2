"""Baselines over generated edits: text is moved and reflowed, one error comes, one goes, and exactly that is said; and `heshu baseline`."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from conftest import Heshu

from audit.judge.acceptance import compare_baseline, read_baseline, write_baseline
from audit.judge.fingerprint import describe_content
from audit.model import AuditRun, Finding
from audit.pipeline import audit_texts
from audit.ruleset import load_ruleset

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"
NAMES = ("yunling-2021", "yunling-2022", "forum-pasted", "redacted", "gwr-county", "qinghe-budget")
EDITS = 200
ADDED = (
    "全年共有{whole}家商户申请补贴，通过审核{part}家，通过率9{last}%。",
    "抽检灯具{whole}批次，合格{part}批次，合格率为9{last}.6%。",
    "本年度举办讲座三场：一是养老讲座；二是防火讲座。",
    "走访慰问老党员xx名。",
    "志愿者服务队由{part}人增加到{whole}人，增长9{last}%。",
)


def audit(text: str) -> AuditRun:
    return audit_texts({"a.txt": text}, load_ruleset())


def count_contents(findings: tuple[Finding, ...]) -> Counter[str]:
    """What the findings say, wherever they stand."""
    return Counter(describe_content(finding) for finding in findings)


def edit_text(text: str, run: AuditRun, chance: random.Random) -> str | None:
    """One error taken out by leaving away the words it lies in, one put in, paragraphs moved, lines spaced anew."""
    lines = text.splitlines()
    own = [finding for finding in run.findings if finding.spans and all(span.document is None for span in finding.spans)]
    if not own:
        return None
    gone = chance.choice(own)
    first, last = min(span.start for span in gone.spans), max(span.end for span in gone.spans)
    row, end = text[:first].count("\n"), text[:last].count("\n")
    if row != end or "\t" in lines[row]:
        return None
    lines[row] = cut_sentence(lines[row], first - len("\n".join(lines[:row])) - (row > 0))
    plain = [number for number, line in enumerate(lines) if len(line) > 30 and "\t" not in line]
    if len(plain) > 2 and chance.random() < 0.5:  # two paragraphs change places
        one, other = chance.sample(plain, 2)
        lines[one], lines[other] = lines[other], lines[one]
    whole, part = chance.randint(1500, 1900), chance.randint(200, 700)
    lines.insert(chance.randint(1, len(lines)), chance.choice(ADDED).format(whole=whole, part=part, last=chance.randint(0, 9)))
    return reflow(lines, chance)


def cut_sentence(line: str, at: int) -> str:
    """The line without the sentence around a place."""
    begin = max(line.rfind(mark, 0, at) for mark in "。；") + 1
    ends = [found for mark in "。；" if (found := line.find(mark, at)) >= 0]
    return line[:begin] + line[min(ends, default=len(line) - 1) + 1 :]


def reflow(lines: list[str], chance: random.Random) -> str:
    """The lines with other blanks and line ends around them."""
    indent, end = chance.choice(["", "　　", "  "]), chance.choice(["\n", "\r\n"])
    shown = [line if "\t" in line else indent + line.strip(" 　") + end * chance.randint(0, 1) for line in lines]
    return end.join(shown) + end


def generate_edits() -> Iterator[tuple[AuditRun, AuditRun]]:
    """Runs of one document before and after edits that took one finding out and put one in, and changed no other."""
    chance = random.Random(20260301)
    texts = {f"{name}.txt": (FIXTURES / name / "source.txt").read_text("utf-8").replace("\r\n", "\n") for name in NAMES}
    before = dict(zip(texts, audit_apart(texts), strict=True))
    while True:
        edited = {name: edit_text(text, before[name], chance) for name, text in texts.items()}
        after = {name: text for name, text in edited.items() if text is not None}
        for name, new in zip(after, audit_apart(after), strict=True):
            first, last = count_contents(before[name].findings), count_contents(new.findings)
            if (first - last).total() == (last - first).total() == 1:
                yield before[name], new


def audit_apart(texts: dict[str, str]) -> Iterator[AuditRun]:
    """A run of its own for each text, of one audit over all: what is found in one depends on no other."""
    run = audit_texts(texts, load_ruleset())
    yield from (replace(run, documents=(document,)) for document in run.documents)


def test_exactly_one_new_and_one_fixed_over_generated_edits() -> None:
    for before, after in islice(generate_edits(), EDITS):
        settled = compare_baseline(after, read_baseline("b", write_baseline(before)))
        assert Counter(finding.state for finding in settled.findings) == Counter(new=1, known=len(after.findings) - 1)
        assert len(settled.leftovers.fixed) == 1
        content = describe_content(next(finding for finding in settled.findings if finding.state == "new"))
        assert count_contents(after.findings)[content] == count_contents(before.findings)[content] + 1


TEXT = "青山县2023年工作总结\n全年2003家企业申报，通过认定1083家，通过率64%。\n完成技改投资xx.xx亿元。\n另投资xx.xx亿元。\n"


def test_alike_findings_are_known_once_each() -> None:
    known = read_baseline("b", write_baseline(audit(TEXT)))
    more = compare_baseline(audit(TEXT + "又投资xx.xx亿元。\n"), known)
    assert Counter(finding.state for finding in more.findings) == Counter(known=3, new=1)
    less = compare_baseline(audit(TEXT.replace("完成技改投资xx.xx亿元。\n", "")), known)
    assert {finding.state for finding in less.findings} == {"known"} and len(less.leftovers.fixed) == 1


def test_a_baseline_without_contents_is_read() -> None:
    form = json.loads(write_baseline(audit(TEXT)))
    for each in form["findings"]:
        del each["content"]
    settled = compare_baseline(audit(TEXT), read_baseline("b", json.dumps(form)))
    assert {finding.state for finding in settled.findings} == {"known"}


def test_prune_takes_out_what_is_fixed_or_gone(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    (tmp_path / "乙.txt").write_text(TEXT, "utf-8")
    assert heshu("check", "甲.txt", "乙.txt", "--write-baseline", "b.json").returncode == 1
    before = (tmp_path / "b.json").read_bytes()
    assert "没有已改正" not in heshu("baseline", "prune", "b.json").stderr.decode()
    assert (tmp_path / "b.json").read_bytes() == before
    (tmp_path / "甲.txt").write_text(TEXT.replace("64%", "54%"), "utf-8")
    (tmp_path / "乙.txt").unlink()
    shown = heshu("check", "甲.txt", "--baseline", "b.json")
    assert shown.returncode == 0 and "已改正 甲.txt: share-mismatch" in shown.stdout.decode()
    done = heshu("baseline", "prune", "b.json")
    assert done.returncode == 0 and "去掉 4 个已改正的, 留下 2 个" in done.stderr.decode()
    assert {each["document"] for each in json.loads((tmp_path / "b.json").read_text("utf-8"))["findings"]} == {"甲.txt"}
    assert heshu("baseline", "list", "b.json").stdout.decode().count("placeholder-number") == 2


def test_prune_keeps_what_it_cannot_judge(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    heshu("check", "甲.txt", "--write-baseline", "b.json")
    (tmp_path / "甲.txt").write_text(TEXT.replace("64%", "54%").replace("xx.xx", "3.21"), "utf-8")
    assert "留下 1 个" in heshu("baseline", "prune", "b.json", "--select", "placeholder").stderr.decode()
    (tmp_path / "甲.txt").write_bytes(b"\x00\x01\x02\x00")
    assert "留下 1 个" in heshu("baseline", "prune", "b.json").stderr.decode()
    (tmp_path / "坏.json").write_text("[]")
    assert heshu("baseline", "prune", "坏.json").returncode == 2
