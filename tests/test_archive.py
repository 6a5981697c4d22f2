"""The archive: what changed is read again, editions meet, findings come and go, and a run that is killed loses nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from audit.archive import ArchiveSettings, RunReport, ask_store, identify, open_store, read_overrides, run_archive
from audit.archive.editions import Edition, pair_editions
from audit.archive.history import describe_runs, list_findings
from audit.archive.site import render_archive
from audit.archive.work import read_in_time
from audit.errors import InputError
from audit.model import Reading
from audit.pipeline import read_texts

HEAD = "临江市{}年国民经济和社会发展统计公报\n临江市统计局\n"
OLD = HEAD.format(2022) + "2022年，全市实现地区生产总值1052.3亿元，常住人口186.4万人，其中城镇人口121.2万人、乡村人口65.2万人。\n"
NEW = HEAD.format(2023) + "2023年，全市常住人口188.1万人。2022年全市常住人口为168.4万人。\n"
WRONG = "青禾县2023年工作总结\n全县新办企业56家，其中工业企业31家、服务业企业35家，合计56家。全年完成投资xx亿元。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "存档"
    (folder / "临江市").mkdir(parents=True)
    (folder / "临江市" / "公报2022.txt").write_text(OLD, "utf-8")
    (folder / "临江市" / "公报2023.txt").write_text(NEW, "utf-8")
    (folder / "总结.txt").write_text(WRONG, "utf-8")
    return folder


def run(folder: Path, jobs: int = 1, **more: object) -> RunReport:
    return run_archive(folder, folder.parent / "存档.duckdb", ArchiveSettings(jobs=jobs, **more))  # type: ignore[arg-type]


def exported(store: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that an export holds."""
    with open_store(store, write=False) as opened:
        return {path.name: duckdb.sql(f"SELECT * FROM '{path}'").fetchall() for path in opened.export(folder)}


def test_only_what_changed_is_audited_again(archive: Path) -> None:
    first = run(archive)
    assert (first.documents, first.audited, first.compared, first.fixed, first.reopened) == (3, 3, 1, 0, 0)
    assert first.new == first.open > 0
    again = run(archive)
    assert (again.run, again.audited, again.compared, again.new, again.fixed, again.open) == (2, 0, 0, 0, 0, first.open)
    (archive / "总结.txt").write_text(WRONG.replace("xx亿元", "12亿元"), "utf-8")
    third = run(archive)
    assert (third.audited, third.compared, third.new, third.fixed) == (1, 0, 0, 1)
    (archive / "总结.txt").write_text(WRONG, "utf-8")
    fourth = run(archive)
    assert (fourth.audited, fourth.new, fourth.reopened, fourth.open) == (1, 0, 1, first.open)


def test_an_edition_contradicts_the_one_before(archive: Path) -> None:
    run(archive)
    with open_store(archive.parent / "存档.duckdb", write=False) as store:
        (found,) = list_findings(store, "across", 1, 9)
    assert (found["severity"], found["rule"]) == ("warning", "retold-differently")
    assert (found["document"], found["other"]) == ("临江市/公报2023.txt", "临江市/公报2022.txt")
    assert "168.4万人" in found["message"]
    (archive / "临江市" / "公报2023.txt").write_text(NEW.replace("168.4", "186.4"), "utf-8")
    report = run(archive)
    assert (report.audited, report.compared, report.fixed) == (1, 1, 1)


def test_what_is_gone_is_closed_and_what_returns_is_reopened(archive: Path) -> None:
    first = run(archive)
    (archive / "总结.txt").rename(archive.parent / "总结.txt")
    second = run(archive)
    assert (second.documents, second.gone) == (2, 1)
    assert second.fixed == first.open - second.open > 0
    (archive.parent / "总结.txt").rename(archive / "总结.txt")
    third = run(archive)
    assert (third.audited, third.reopened, third.open) == (1, second.fixed, first.open)


def test_a_moved_archive_is_the_same(archive: Path, tmp_path: Path) -> None:
    first = run(archive)
    moved = archive.rename(tmp_path / "搬走")
    again = run(moved)
    assert (again.audited, again.new, again.open) == (0, 0, first.open)


def test_the_number_of_processes_changes_nothing(archive: Path, tmp_path: Path) -> None:
    for number in range(70):
        (archive / f"简报{number}.txt").write_text(WRONG.replace("56家，", f"{56 + number}家，"), "utf-8")
    run_archive(archive, tmp_path / "一.duckdb", ArchiveSettings(jobs=1))
    run_archive(archive, tmp_path / "二.duckdb", ArchiveSettings(jobs=3))
    assert exported(tmp_path / "一.duckdb", tmp_path / "一") == exported(tmp_path / "二.duckdb", tmp_path / "二")


def test_a_killed_run_is_gone_on_with(archive: Path, tmp_path: Path) -> None:
    for number in range(150):
        (archive / f"简报{number}.txt").write_text(WRONG.replace("56家，", f"{56 + number}家，"), "utf-8")
    run_archive(archive, tmp_path / "完整.duckdb", ArchiveSettings(jobs=1))
    store, chance = tmp_path / "中断.duckdb", random.Random(7)
    words = ["archive", "run", str(archive), "--store", str(store), "--jobs", "2", "--fail-on", "never"]
    command = [sys.executable, "-m", "audit", *words]
    killed = 0
    for _ in range(6):
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(0.6 + 1.2 * chance.random())
        if started.poll() is None:
            killed += 1
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    report = run_archive(archive, store, ArchiveSettings(jobs=1))
    assert killed > 0
    assert report.documents == 153
    if report.run == 1:
        assert exported(store, tmp_path / "a") == exported(tmp_path / "完整.duckdb", tmp_path / "b")


def test_what_the_keeper_says_goes_first(archive: Path) -> None:
    first = run(archive)
    said = read_overrides("document,place,kind,year\n总结.txt,临江市,communique,2024\n", "表.csv")
    second = run(archive, overrides=said)
    assert (first.compared, second.audited, second.compared) == (1, 1, 1)
    asked = "SELECT place, year, confidence FROM documents WHERE document = '总结.txt'"
    columns, rows = ask_store(archive.parent / "存档.duckdb", asked)
    assert (columns, rows) == (["place", "year", "confidence"], [("临江市", 2024, "high")])


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("place\n临江市\n", "bad-identities"),
        ("document,year\na.txt,二三\n", "bad-identities"),
        ("document,colour\na,b\n", "bad-identities"),
    ],
)
def test_a_wrong_table_of_identities_is_refused(table: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read_overrides(table, "表.csv")
    assert (caught.value.reason, caught.value.file) == (reason, "表.csv")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", OLD, ("临江市", "临江市统计局", "communique", 2022)),
        (
            "报告.txt",
            "政府工作报告\n2024年1月20日在临江市第八届人民代表大会上\n各位代表：现在，我代表市人民政府，向大会报告工作。\n",
            ("临江市", "临江市人民政府", "work-report", 2024),
        ),
        ("2021年总结.txt", "工作总结\n今年以来，我局新办企业12家。\n", ("", "", "summary", 2021)),
        ("b.txt", "关于青禾县2023年财政决算的报告\n青禾县财政局\n全县收入12.3亿元。\n", ("青禾县", "青禾县财政局", "final-account", 2023)),
    ],
)
def test_whose_document_it_is(name: str, text: str, expected: tuple[object, ...]) -> None:
    (reading,) = read_texts({name: text})
    assert isinstance(reading, Reading)
    found = identify(reading)
    assert (found.place, found.body, found.kind, found.year) == expected


def test_pairs_are_of_one_place_and_few() -> None:
    editions = [Edition(f"{year}.txt", "临江市", "communique", year) for year in range(2010, 2020)]
    editions += [Edition("要点2018.txt", "临江市", "agenda", 2018), Edition("别处.txt", "青禾县", "communique", 2018)]
    pairs = dict(pair_editions(editions))
    assert pairs["2019.txt"] == ("2018.txt", "要点2018.txt")
    assert "别处.txt" not in pairs
    assert all(document not in others and len(others) <= 6 for document, others in pairs.items())


def test_a_second_run_at_once_is_refused(archive: Path, tmp_path: Path) -> None:
    store = tmp_path / "忙.duckdb"
    run_archive(archive, store, ArchiveSettings(jobs=1))
    hold = f"import duckdb, sys; c = duckdb.connect({str(store)!r}); print('ready', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "ready\n"
        with pytest.raises(InputError) as caught:
            run_archive(archive, store, ArchiveSettings(jobs=1))
        assert caught.value.reason == "store-busy"
    finally:
        holder.communicate("")


@pytest.fixture
def strange(tmp_path: Path) -> dict[str, Path]:
    paths = {name: tmp_path / f"{name}.duckdb" for name in ("text", "foreign", "newer")}
    paths["text"].write_text("这是一份文件，不是数据库。" * 100, "utf-8")
    with duckdb.connect(str(paths["foreign"])) as other:
        other.execute("CREATE TABLE sales (amount INTEGER)")
    with open_store(paths["newer"]) as store:
        store.database.execute("UPDATE meta SET value = '99'")
    return paths


@pytest.mark.parametrize(("name", "reason"), [("text", "store-unreadable"), ("foreign", "not-a-store"), ("newer", "newer-store")])
def test_a_file_that_is_no_store_is_left_alone(strange: dict[str, Path], name: str, reason: str) -> None:
    before = strange[name].read_bytes()
    with pytest.raises(InputError) as caught, open_store(strange[name]):
        pass
    assert caught.value.reason == reason
    assert strange[name].read_bytes() == before


@pytest.mark.parametrize(
    "question",
    [
        "DELETE FROM findings", "SELECT 1; SELECT 2", "COPY findings TO 'out.csv'", "SELECT * FROM read_text('/etc/passwd')",
        "ATTACH 'x.db'", "SELECT nothing FROM findings", "SET enable_external_access = true", "",
    ],
)  # fmt: skip
def test_a_question_can_only_read_the_store(archive: Path, question: str) -> None:
    run(archive)
    with pytest.raises(InputError) as caught:
        ask_store(archive.parent / "存档.duckdb", question)
    assert caught.value.reason == "bad-query"


def test_a_document_that_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.archive.work.read_name", lambda name: time.sleep(30))
    began = time.monotonic()
    (outcome,) = read_in_time("慢.txt", 1)
    assert not isinstance(outcome, Reading)
    assert outcome.problem == "1 秒没有读完，放弃了"
    assert time.monotonic() - began < 5


def test_a_bad_document_stops_no_other(archive: Path) -> None:
    (archive / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    report = run(archive)
    assert (report.documents, report.audited) == (4, 4)
    _, rows = ask_store(archive.parent / "存档.duckdb", "SELECT rule FROM findings WHERE document = '坏.docx'")
    assert rows == [("document-unreadable",)] or len(rows) == 1


def test_the_page_escapes_what_documents_contain(archive: Path) -> None:
    (archive / "<img src=x onerror=alert(1)>.txt").write_text(WRONG.replace("青禾县", "<script>alert(1)</script>"), "utf-8")
    run(archive)
    with open_store(archive.parent / "存档.duckdb", write=False) as store:
        pages = [render_archive(store, lang) for lang in ("zh", "en")]
        assert [each["open"] for each in describe_runs(store)] == [len(store.rows("SELECT 1 FROM findings"))]
    for page in pages:
        assert "<script>" not in page and "<img" not in page
        assert "&lt;img src=x" in page
    assert "本次新增" in pages[0] and "New in the last run" in pages[1]


def test_the_command_tells_what_is_new(archive: Path, tmp_path: Path) -> None:
    def heshu(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "audit", "archive", *words]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    store = str(tmp_path / "库.duckdb")
    first = heshu("run", str(archive), "--store", store)
    assert first.returncode == 1
    assert "第 1 次: 共 3 份, 核查 3 份, 对照 1 对" in first.stderr
    assert "临江市/公报2023.txt ↔ 临江市/公报2022.txt: warning" in first.stdout
    second = heshu("run", str(archive), "--store", store)
    assert (second.returncode, second.stdout) == (0, "")
    history = heshu("history", store, "--format", "json")
    assert [each["run"] for each in json.loads(history.stdout)["runs"]] == [1, 2]
    counted = heshu("query", store, "SELECT count(*) AS n FROM documents", "--format", "csv")
    assert counted.stdout == "n\n3\n"
    report = heshu("report", store, "-o", str(tmp_path / "月报.html"))
    assert report.returncode == 0 and (tmp_path / "月报.html").is_file()
    assert len(heshu("export", store, "-o", str(tmp_path / "表")).stdout.splitlines()) == 4
    assert "communique" in heshu("identify", str(archive), "--format", "csv").stdout
    for words in (("run", str(archive)), ("run",), ("history", str(tmp_path / "没有.duckdb")), ("report", store), ("query", store)):
        assert heshu(*words).returncode == 2
