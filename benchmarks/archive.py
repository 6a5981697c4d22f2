"""An archive made up with known lies: what a run finds of them, what it takes, and what the second run takes.

    python benchmarks/archive.py [REGIONS [YEARS]]     # 200 regions x 10 years by default

Each document is a yearly communiqué of one region. One in five documents holds one lie that only the edition before gives away: a
restated level, swapped digits, a wrong growth rate, a shifted scale, an edition number, a paragraph of last year. Prints recall of the
lies by sort, precision of the findings between documents, documents a second, peak memory of this process, the size of the store,
and the time of a second run after 1% of the documents changed.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from audit.archive import ArchiveSettings, open_store, run_archive

FIRST = 2010
LIES = ("restated", "swapped", "growth", "scale", "edition", "copied")
NAMES = "临青云禾山河石柳桐梅兰松柏泉溪湖江海岭原"


@dataclass(frozen=True, slots=True)
class Year:
    """What is true of one region in one year."""

    people: Decimal
    retail: Decimal
    revenue: Decimal
    firms: int
    beds: int
    edition: int
    visitors: int
    schools: int
    metres: int


def grow(year: Year, chance: random.Random) -> Year:
    """The year after."""
    return Year(
        year.people + Decimal(chance.randint(5, 40)) / 10,
        (year.retail * Decimal(chance.randint(1020, 1120)) / 1000).quantize(Decimal("0.01")),
        (year.revenue * Decimal(chance.randint(1010, 1090)) / 1000).quantize(Decimal("0.01")),
        year.firms + chance.randint(5, 60),
        year.beds + chance.randint(50, 400),
        year.edition + 1,
        chance.randint(1000, 9000),
        chance.randint(20, 90),
        chance.randint(10, 99),
    )


def rate(now: Decimal, before: Decimal) -> Decimal:
    """The growth in percent, to one place."""
    return ((now / before - 1) * 100).quantize(Decimal("0.1"))


def write(region: str, number: int, now: Year, before: Year) -> list[str]:
    """The paragraphs of one communiqué."""
    return [
        f"{region}{number}年国民经济和社会发展统计公报",
        f"{region}统计局",
        f"{number}年末全市常住人口{now.people}万人，上年末为{before.people}万人。",
        f"{number}年全市社会消费品零售总额{now.retail}亿元，比上年增长{rate(now.retail, before.retail)}%。",
        f"{number}年全市一般公共预算收入{now.revenue}亿元，比上年增长{rate(now.revenue, before.revenue)}%。",
        f"{number}年末全市高新技术企业{now.firms}家，上年末为{before.firms}家。",
        f"{number}年末全市医疗机构床位{now.beds}张，比上年末增长{rate(Decimal(now.beds), Decimal(before.beds))}%。",
        f"{number}年成功举办第{now.edition}届{region[:-1]}科技节，参观人数{now.visitors}人次。",
        describe_deeds(number, now),
    ]


def describe_deeds(number: int, now: Year) -> str:
    """A paragraph of deeds, whose numbers no two years share."""
    return (
        f"{number}年，全市新建学校{now.schools}所，维修道路{now.metres}公里，走访企业{now.visitors // 7}家，"
        f"受理群众来信{now.visitors // 11}件，"
        f"组织培训{now.schools + 13}场，开放图书馆{now.metres + 3}座。"
    )


def swap(text: str) -> str:
    """A number with two neighbouring digits exchanged; the same where all are alike."""
    for at in range(len(text) - 1):
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1] and (at or text[at + 1] != "0"):
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def lie(sort: str, paragraphs: list[str], last: list[str], now: Year, before: Year) -> list[str]:
    """The paragraphs with one lie, which the edition before gives away."""
    if sort == "restated":
        return [each.replace(f"上年末为{before.firms}家", f"上年末为{before.firms + 37}家") for each in paragraphs]
    if sort == "swapped":
        return [each.replace(f"上年末为{before.people}万人", f"上年末为{swap(str(before.people))}万人") for each in paragraphs]
    if sort == "growth":
        true = rate(Decimal(now.beds), Decimal(before.beds))
        return [each.replace(f"增长{true}%", f"增长{true + Decimal('3.4')}%") if "床位" in each else each for each in paragraphs]
    if sort == "scale":
        return [each.replace(f"收入{now.revenue}亿元", f"收入{now.revenue}万元") for each in paragraphs]
    if sort == "edition":
        return [each.replace(f"第{now.edition}届", f"第{now.edition + 1}届") for each in paragraphs]
    return [*paragraphs[:-1], f"{paragraphs[-1][:4]}{last[-1][4:]}"]


def make_archive(folder: Path, regions: int, years: int, chance: random.Random) -> dict[str, str]:
    """Write the documents; the lies by the name of the document."""
    lies: dict[str, str] = {}
    for count in range(regions):
        region = "".join(NAMES[int(digit)] for digit in f"{count:03}") + "市"
        people, retail, revenue = (Decimal(chance.randint(*ends)) for ends in ((500, 9000), (5000, 90000), (2000, 40000)))
        firms, beds, edition = (chance.randint(*ends) for ends in ((100, 900), (4000, 9000), (3, 20)))
        before = Year(people / 10, retail / 100, revenue / 100, firms, beds, edition, 2000, 30, 20)
        last: list[str] = []
        (folder / region).mkdir(parents=True)
        lied = False
        for number in range(FIRST, FIRST + years):
            now = grow(before, chance)
            paragraphs = write(region, number, now, before)
            told = paragraphs
            if last and not lied and chance.random() < 0.25:
                sort = LIES[len(lies) % len(LIES)]
                told = lie(sort, paragraphs, last, now, before)
                if told != paragraphs:
                    lies[f"{region}/{number}.txt"] = sort
            lied = told != paragraphs
            (folder / region / f"{number}.txt").write_text("\n".join(told) + "\n", "utf-8")
            before, last = now, told
    return lies


def tell(label: str, figure: str) -> None:
    """One line of the result."""
    print(f"{label:34} {figure}")


def main(regions: int, years: int) -> None:
    """Make an archive, run it, change it, run it again."""
    chance = random.Random(8)
    with tempfile.TemporaryDirectory() as work:
        folder, path = Path(work) / "archive", Path(work) / "store.duckdb"
        lies = make_archive(folder, regions, years, chance)
        began = time.perf_counter()
        report = run_archive(folder, path, ArchiveSettings())
        first = time.perf_counter() - began
        with open_store(path, write=False) as store:
            across = store.rows("SELECT document, rule FROM findings WHERE other <> ''")
            own = store.rows("SELECT document, rule FROM findings WHERE other = ''")
        found = {document for document, _ in (*across, *own)}
        heirs = {f"{Path(name).parent}/{int(Path(name).stem) + 1}.txt" for name in lies}
        tell("documents, lies", f"{report.documents}, {len(lies)}")
        for sort in LIES:
            names = [name for name, each in lies.items() if each == sort]
            tell(f"  found of {sort}", f"{len([name for name in names if name in found])} of {len(names)}")
        hit = len([name for name in lies if name in found])
        tell("recall", f"{hit / max(1, len(lies)):.3f} ({hit}/{len(lies)})")
        true = len([1 for document, _ in (*across, *own) if document in lies or document in heirs])
        tell("precision", f"{true / max(1, len(across) + len(own)):.3f} ({true}/{len(across) + len(own)})")
        false = Counter(rule for document, rule in (*across, *own) if document not in lies and document not in heirs)
        tell("  rules of false ones", str(dict(false)))
        tell("first run", f"{first:.1f} s, {report.documents / first:.0f} documents/s, {report.compared} pairs")
        for name in chance.sample(sorted(p.as_posix() for p in folder.rglob("*.txt")), max(1, report.documents // 100)):
            Path(name).write_text(Path(name).read_text("utf-8") + "全年绿化面积12.3公顷。\n", "utf-8")
        began = time.perf_counter()
        again = run_archive(folder, path, ArchiveSettings())
        second = time.perf_counter() - began
        shown = f"{second:.1f} s = {second / first:.3f} of the first, {again.audited} audited, {again.compared} compared"
        tell("second run, 1% changed", shown)
        tell("store", f"{path.stat().st_size / 1e6:.1f} MB")
        usage = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        tell("peak memory, this process, largest child", f"{usage[0]:.0f} MB, {usage[1]:.0f} MB")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [200, 10][len(given) :]))
