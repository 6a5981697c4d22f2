"""Work shared among processes: the same results whatever their number, and a process that dies takes one name with it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from audit.errors import RuleError
from audit.pipeline import audit_paths
from audit.settings import Settings
from audit.workers import share_work

TEXT = "全年2003家企业申报国高，通过认定1083家，通过率64%。\n"


def spell(names: tuple[str, ...]) -> str:
    """Work that dies of one name and refuses another."""
    if "dies" in names:
        os.kill(os.getpid(), signal.SIGKILL)
    if "refused" in names:
        raise RuleError("不行", reason="bad-yaml", file="a.yaml", line=3)
    return "".join(names)


def mourn(name: str) -> str:
    return f"({name})"


def join_shares(names: list[str], jobs: int) -> str:
    shares = list(share_work(names, spell, mourn, jobs, 4))
    assert sum(size for _, size in shares) == len(names)
    return "".join(said for said, _ in shares)


@pytest.mark.parametrize("jobs", [1, 2, 3, 50])
def test_results_come_in_the_order_of_the_names(jobs: int) -> None:
    names = [chr(0x4E00 + n) for n in range(23)]
    assert join_shares(names, jobs) == "".join(names)
    assert not list(share_work((), spell, mourn, jobs, 4))


@pytest.mark.parametrize("place", [0, 5, 9])
def test_a_process_that_dies_takes_one_name_with_it(place: int) -> None:
    names = [*"abcdefghi"]
    names.insert(place, "dies")
    said = "".join("(dies)" if name == "dies" else name for name in names)
    assert join_shares(names, 2) == said


def test_an_error_of_the_work_goes_through() -> None:
    with pytest.raises(RuleError) as caught:
        list(share_work(["a", "refused", "b"], spell, mourn, 2, 1))
    assert (caught.value.reason, caught.value.line) == ("bad-yaml", 3)


def test_the_number_of_processes_decides_nothing(tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"{n:02}.txt").write_text(TEXT * (n % 3 + 1), "utf-8")
    (tmp_path / "空.txt").write_text("", "utf-8")
    told: list[tuple[int, int]] = []
    alone = audit_paths([tmp_path], Settings(), lambda done, total: told.append((done, total)))
    assert told == [(n, 41) for n in range(1, 42)]
    together = audit_paths([tmp_path], Settings(jobs=2), lambda done, total: told.append((done, total)))
    assert told[41:] == [(16, 41), (32, 41), (41, 41)]
    assert alone == together
    assert len(alone.documents) == 41
