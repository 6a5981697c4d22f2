"""Measures the repair: what it gives back of damaged pages, and how fast it is beside ftfy and OpenCC alone.

Comes in: a folder of clean .txt documents (`--corpus`; the project's own fixtures by default). Goes out, printed: annotations
restored; cuts proved, right, wrong, left; what repair changes in the clean documents; characters a second on clean and on annotated
text. Needs the `bench` extra. The seed is fixed (`--seed`), so two runs damage alike.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import ftfy
from opencc import OpenCC

from audit.repair import repair_text
from audit.repair.byteshift import judge_cuts
from audit.repair.verdicts import Verdict

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from workshop.byteshift import FOLD, Damaged, Run  # noqa: E402
from workshop.pages import MIXES, annotate, choose_keywords, damage_page  # noqa: E402

_QUIET = ("annotation", "byteshift")


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "fixtures" / "documents", help="folder with clean .txt documents")
    parser.add_argument("--show", action="store_true", help="print every wrong reading")
    parser.add_argument("--seed", type=int, default=20230101, help="of all that is left to chance")
    options = parser.parse_args()
    names = sorted(options.corpus.rglob("*.txt"))
    texts = [path.read_text(encoding="utf-8-sig") for path in names]
    print(f"{len(texts)} documents, {sum(map(len, texts))} characters")
    measure_clean(names, texts)
    traditional = [OpenCC("s2t").convert(text) for text in texts]
    measure_annotations(traditional, options.seed)
    measure_cuts(traditional, options.seed, options.show)
    measure_speed(texts, traditional, options.seed)


def measure_clean(names: Iterable[Path], texts: Iterable[str]) -> None:
    """What the steps change in documents without damage; the two that restore lost text must change nothing."""
    steps: Counter[str] = Counter()
    losses = 0
    for name, text in zip(names, texts, strict=True):
        repaired = repair_text(text)
        steps.update({step.name: step.count for step in repaired.steps})
        losses += sum(damage.count for damage in repaired.clean.damage if damage.lossy)
        for step in repaired.steps:
            if step.name in _QUIET:
                print(f"  {name.name}: {step.name} {step.samples}")
    print(
        f"clean text: annotation and byteshift changed {sum(steps[name] for name in _QUIET)} places; others {dict(steps)}; losses {losses}"
    )


def measure_annotations(texts: Iterable[str], seed: int) -> None:
    """Share of pages, and of readings, that come back."""
    chance, pages, whole, readings = random.Random(seed), 0, 0, 0
    for text in texts:
        keywords = choose_keywords(text, 80, chance)
        readings += sum(map(text.count, keywords))
        pages += 1
        whole += repair_text(annotate(text, keywords)).text == repair_text(text).text
    print(f"annotations: {readings} readings on {pages} pages, {whole} pages restored whole")


def measure_cuts(texts: Iterable[str], seed: int, show: bool) -> None:
    """Each page damaged as each kind of page does it; each cut judged against what stood there."""
    chance, tally, listed = random.Random(seed), Counter[str](), list(texts)
    for mix in MIXES:
        for text in listed:
            damaged = damage_page(text, mix, chance)
            verdicts = list(judge_cuts(damaged.text))
            tally.update(name_outcome(damaged, run, verdicts, show) for run in damaged.runs)
            tally["beside any cut"] += sum(not any(_touches(run, verdict) for run in damaged.runs) for verdict in verdicts)
    for name, count in sorted(tally.items()):
        print(f"cuts: {name:24} {count}")
    provable, right = tally["exact, right"], sum(count for name, count in tally.items() if name.endswith(", right"))
    wrong = sum(count for name, count in tally.items() if name.endswith(", wrong"))
    rest = sum(tally.values()) - provable - tally["beside any cut"]
    print(
        f"cuts: provable {provable} restored, {tally['provable, left']} left; of the other {rest}: right {right - provable}, wrong {wrong}"
    )


def name_outcome(damaged: Damaged, run: Run, verdicts: Iterable[Verdict], show: bool) -> str:
    """How one cut ended: its proof, right or wrong; or left, provable or not."""
    verdict = next((verdict for verdict in verdicts if _touches(run, verdict)), None)
    if verdict is None:
        return "provable, left" if _is_provable(damaged, run) else "left"
    right = verdict.text.translate(FOLD) == run.truth.translate(FOLD)
    if show and not right:
        print(f"  {damaged.text[verdict.start - 8 : verdict.end + 8]!r} read as {verdict.text}, was {run.truth}")
    return f"{verdict.proof}, {'right' if right else 'wrong'}"


def _is_provable(damaged: Damaged, run: Run) -> bool:
    """A heading of which every byte is there but the indent's first."""
    return run.truth.startswith("\u3000（") and run.lost == 1


def _touches(run: Run, verdict: Verdict) -> bool:
    return verdict.start < max(run.end, run.start + 1) and run.start < verdict.end


def measure_speed(texts: list[str], traditional: list[str], seed: int) -> None:
    """Characters a second of processor time, the same texts for all."""
    chance = random.Random(seed)
    annotated = [annotate(text, choose_keywords(text, 80, chance)) for text in traditional]
    convert = OpenCC("t2s").convert
    for name, pages in (("clean", texts), ("annotated", annotated)):
        for tool, run in (("heshu repair", repair_text), ("ftfy", ftfy.fix_text), ("OpenCC t2s", convert)):
            print(f"speed: {name:10} {tool:13} {_time(run, pages):>12,.0f} characters a second")


def _time(run: Callable[[str], object], pages: list[str]) -> float:
    run(pages[0])
    start = time.process_time()
    for page in pages:
        run(page)
    return sum(map(len, pages)) / (time.process_time() - start)


if __name__ == "__main__":
    main()
