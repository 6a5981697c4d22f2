"""How fast rules are: six generic checks beside the libraries for tables, and relations with all built-in rules over many documents.

Comes in: nothing; frame and documents are generated. Goes out, printed: the median of eleven runs for each engine with what it found, and
for each number of figures the seconds of extraction, of relations and of rules, figures a second, and the most memory used.

    python benchmarks/rules.py [ROWS [FIGURES …]]        1000000 rows and 10000 100000 1000000 figures unless given
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from engines import CHECKS, list_engines, make_frame

from audit.ingest import build_document
from audit.judge.judgement import judge_rows
from audit.model import Reading
from audit.pipeline import read_source
from audit.relate import build_relations
from audit.ruleset import load_ruleset

RUNS = 11
FIGURES = 50
"""In one generated document."""
BATCH = 250
"""Documents that one process reads, relates and judges at a time."""
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What one batch took: figures, rows, findings, and the seconds of each stage."""

    figures: int = 0
    rows: int = 0
    findings: int = 0
    extract: float = 0.0
    relate: float = 0.0
    judge: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(*(getattr(self, name) + getattr(other, name) for name in Cost.__dataclass_fields__))


def main() -> None:
    """Run both parts."""
    given = [int(number) for number in sys.argv[1:]]
    compare_engines(given[0] if given else 1_000_000)
    for figures in given[1:] or ([10_000, 100_000, 1_000_000] if not given else []):
        measure_documents(figures)


def compare_engines(rows: int) -> None:
    """Time the checks of every engine on the same frame, by turns, and print the medians."""
    engines = dict(list_engines(make_frame(rows)))
    found = {name: run() for name, run in engines.items()}
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(RUNS):
        for name, run in engines.items():
            started = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - started)
    print(f"{rows} rows; {', '.join(CHECKS)}; median of {RUNS} (least–most), seconds of the checks alone")
    for name, took in seconds.items():
        print(f"  {name:<52} {statistics.median(took):7.3f} ({min(took):.3f}–{max(took):.3f})  found {found[name]}")


def measure_documents(figures: int) -> None:
    """Generate documents with so many figures, and time each stage over all of them."""
    batches = [(start, min(BATCH, figures // FIGURES - start)) for start in range(0, figures // FIGURES, BATCH)]
    started = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        total = sum(pool.map(measure_batch, batches), Cost())
    wall = time.perf_counter() - started
    judged = (total.relate + total.judge) / PROCESSES
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 * PROCESSES
    print(
        f"{total.figures} figures, {figures // FIGURES} documents: {wall:.1f} s in all; processor seconds: extraction {total.extract:.1f},"
        f" relations {total.relate:.1f}, rules {total.judge:.1f}; relations and rules on {PROCESSES} cores {judged:.1f} s,"
        f" {total.figures / max(judged, 1e-9):.0f} figures/s; {total.rows} rows, {total.findings} findings, at most {memory:.0f} MB"
    )


def measure_batch(batch: tuple[int, int]) -> Cost:
    """Read, relate and judge some documents."""
    ruleset = load_ruleset("built-in")
    at = [time.process_time()]
    readings = [read_one(number) for number in range(batch[0], sum(batch))]
    at.append(time.process_time())
    tables = build_relations(readings)
    at.append(time.process_time())
    judgement = judge_rows(tables, readings, ruleset)
    at.append(time.process_time())
    figures = sum(len(reading.figures) for reading in readings)
    rows = sum(map(len, tables.values()))
    findings = sum(len(verdicts.findings) for verdicts in judgement.documents.values())
    return Cost(figures, rows, findings, *(end - start for start, end in pairwise(at)))


def read_one(number: int) -> Reading:
    """One generated document, read."""
    reading = read_source(build_document(f"{number}.txt", write_document(number).encode()))
    assert isinstance(reading, Reading)
    return reading


def write_document(number: int) -> str:
    """A report with about fifty figures, one sentence in ten with a wrong number."""
    draw = random.Random(number)
    sentences = [write_sentence(draw) for _ in range(FIGURES // 4)]
    paragraphs = ["".join(sentences[place : place + 4]) for place in range(0, len(sentences), 4)]
    return f"滨江区{2000 + number % 24}年工作总结\n一、工作成效\n" + "\n".join(paragraphs) + "\n"


def write_sentence(draw: random.Random) -> str:
    """One sentence with three or four figures that speak of each other."""
    wrong = draw.random() < 0.1
    name = draw.choice(("高新技术企业", "专利授权量", "市场主体", "规模以上工业企业", "众创空间"))
    level, rise, other = draw.randint(200, 9000), draw.randint(10, 190), draw.randint(20, 150)
    kind = draw.randrange(4)
    if kind == 0:
        rate = 100 * rise / (level - rise) + 9 * wrong
        return f"全年新增{name}{level}家，上年为{level - rise}家，增长{rate:.1f}%，其中民营企业{level - 19}家。"
    if kind == 1:
        return f"全年{level}家企业申报{name}，通过认定{other}家，通过率{100 * other / level + 9 * wrong:.1f}%，培训{rise}人次。"
    if kind == 2:
        parts = f"税收收入{level / 10:.1f}亿元、非税收入{rise / 10:.1f}亿元"
        return f"一般公共预算收入{(level + rise + 77 * wrong) / 10:.1f}亿元，其中{parts}，增长{other / 10:.1f}%。"
    return f"全年发放补贴{level * 10}万元，惠及企业{rise}家，户均{level * 10 / rise * (1 + wrong):.1f}万元，完成任务的{other}.5%。"


if __name__ == "__main__":
    main()
