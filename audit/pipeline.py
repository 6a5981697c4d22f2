"""The whole story of one run on one screen: paths or texts in, an AuditRun out.

Each document is read, repaired and read for figures by itself, so a bad one stops no other: it is kept with its problem and a
damage finding. A few documents at a time are related and judged together; what is found in one depends on no other but those of
`against`, so the grouping changes nothing. Refuses paths that hold no document at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from audit.bridges.schemas import check_table
from audit.errors import HeshuError, InputError
from audit.extract import read_figures
from audit.gathering import divide_names, join_runs, order_documents, settle_findings
from audit.ingest import build_document, find_documents, read_document
from audit.judge.judgement import Judgement, judge_rows
from audit.knowledge import find_overlay, overlay_indicators
from audit.model import AuditRun, Damage, DocumentResult, Reading, RelationRow, SourceDocument
from audit.parsed import find_table, read_parsed, split_table
from audit.relate import build_relations
from audit.relate.formula import Formula
from audit.repair import repair_document
from audit.ruleset import Ruleset, load_ruleset, summarise_rules
from audit.settings import VERSION, Settings
from audit.workers import count_processors, share_work

Outcome = Reading | SourceDocument
"""What became of one document: its reading, or the document with the problem that kept it from being read."""

GROUP = 16
"""So many documents are audited together: few enough to be held at a time, enough for the cost of asking the rules not to count."""

FEW = 4
"""So many documents are worth a process."""

STANDARD_INPUT = "-"
"""The name that only this process can read."""

Progress = Callable[[int, int], None]
"""Is told how many documents are done, and how many there are."""


def audit_paths(paths: Sequence[str | Path], settings: Settings, progress: Progress | None = None) -> AuditRun:
    """Audit files, folders and globs. Raises InputError where there is nothing to audit, RuleError for a bad rule set."""
    return settle_findings(audit_files(find_documents(paths), settings, progress), settings)


def audit_files(names: Sequence[str], settings: Settings, progress: Progress | None = None) -> AuditRun:
    """Audit documents by name; what is known of their findings is not asked."""
    tell = count_up(len(names), progress)
    return order_documents(join_runs([audit_alike(group, chosen, tell) for chosen, group in divide_names(names, settings)]), names)


def audit_alike(names: Sequence[str], settings: Settings, tell: Callable[[int], None]) -> AuditRun:
    """Audit documents for which the same settings hold; what is known of their findings is not asked."""
    ruleset = load_ruleset(settings.ruleset, select=settings.select, ignore=settings.ignore)
    with overlay_indicators(ruleset.indicators):
        against = tuple(read_paths(settings.against, settings.jobs)) if settings.against else ()
        jobs = choose_jobs(settings.jobs, names)
        work = partial(audit_names, ruleset=ruleset, against=against, tell=tell if jobs == 1 else None)
        shares = share_work(names, work, partial(give_up, ruleset=ruleset), jobs, GROUP)
        return join_runs((run for run, _ in shares) if jobs == 1 else tell_runs(shares, tell))


def audit_names(
    names: Sequence[str], ruleset: Ruleset, against: Sequence[Outcome] = (), tell: Callable[[int], None] | None = None
) -> AuditRun:
    """Audit a few documents in this process; `tell` is called whenever one has been read."""
    with overlay_indicators(ruleset.indicators):
        outcomes: list[Outcome] = []
        for name in names:
            outcomes.extend(read_name(name))
            if tell:
                tell(1)
        return audit_outcomes(outcomes, ruleset, against)


def choose_jobs(jobs: int | None, names: Sequence[str]) -> int:
    """How many processes share the documents: as many as are wished for, else one a processor with a few documents each."""
    if STANDARD_INPUT in names:
        return 1
    return jobs or max(1, min(count_processors(), len(names) // FEW))


def give_up(name: str, ruleset: Ruleset) -> AuditRun:
    """The run over a document whose process died twice: that is its finding."""
    return audit_outcomes(mourn_name(name), ruleset)


def count_up(total: int, progress: Progress | None) -> Callable[[int], None]:
    """What tells of so many more documents each time it is called."""
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, total)

    return tell


def tell_runs(shares: Iterable[tuple[AuditRun, int]], tell: Callable[[int], None]) -> Iterator[AuditRun]:
    """The runs as they come from other processes, each told of with its documents."""
    for run, size in shares:
        tell(size)
        yield run


def audit_texts(texts: Mapping[str, str], ruleset: Ruleset, against: Mapping[str, str] | None = None) -> AuditRun:
    """Audit texts by name, as examples and tests do; `against` are texts to compare with."""
    with overlay_indicators(ruleset.indicators):
        return audit_outcomes(tuple(read_texts(texts)), ruleset, tuple(read_texts(against or {})))


def read_texts(texts: Mapping[str, str]) -> Iterator[Outcome]:
    """What is read out of texts by name."""
    yield from (read_source(build_document(name, text.encode("utf-8", "surrogatepass"))) for name, text in texts.items())


def audit_outcomes(outcomes: Sequence[Outcome], ruleset: Ruleset, against: Sequence[Outcome] = ()) -> AuditRun:
    """Relate and judge what was read, and put each document's results together; nothing is found in the documents of `against`."""
    return judge_outcomes(outcomes, relate_outcomes(outcomes, against, ruleset.formulas), ruleset, against)


def relate_outcomes(
    outcomes: Sequence[Outcome], against: Sequence[Outcome] = (), formulas: Sequence[Formula] = ()
) -> dict[str, tuple[RelationRow, ...]]:
    """All relation tables of what was read; a document that could not be read is a row of damage."""
    readings, others = select_readings(outcomes), select_readings(against)
    if against and not others:
        raise InputError("用来对照的文件都没能读", reason="nothing-to-compare", file=find_source(against[0]).name)
    problems = (row for outcome in outcomes if isinstance(outcome, SourceDocument) for row in describe_problem(outcome))
    relations = dict(build_relations(readings, others, formulas))
    relations["damage"] = (*relations.get("damage", ()), *problems)
    return relations


def judge_outcomes(
    outcomes: Sequence[Outcome], relations: Mapping[str, Sequence[RelationRow]], ruleset: Ruleset, against: Sequence[Outcome] = ()
) -> AuditRun:
    """Judge what was read and related, and put each document's results together."""
    judgement = judge_rows(relations, select_readings(outcomes), ruleset)
    documents = tuple(assemble_document(outcome, judgement) for outcome in outcomes)
    beside = tuple(sorted(map(find_source, against), key=lambda source: source.name))
    return AuditRun(VERSION, ruleset.name, ruleset.sha256, summarise_rules(ruleset), documents, judgement.broken, beside)


def select_readings(outcomes: Sequence[Outcome]) -> tuple[Reading, ...]:
    """The documents that could be read."""
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Reading))


def find_source(outcome: Outcome) -> SourceDocument:
    """The document that an outcome came of."""
    return outcome if isinstance(outcome, SourceDocument) else outcome.clean.source


def read_paths(paths: Sequence[str | Path], jobs: int | None = 1, progress: Progress | None = None) -> Iterator[Outcome]:
    """The outcomes of all documents, in the order of their names; `jobs` processes read them."""
    names = find_documents(paths)
    tell = count_up(len(names), progress)
    work = partial(read_names, indicators=find_overlay())
    for outcomes, size in share_work(names, work, mourn_name, choose_jobs(jobs, names), 1):
        tell(size)
        yield from outcomes


def read_names(names: Sequence[str], indicators: tuple[Path, ...] = ()) -> tuple[Outcome, ...]:
    """The outcomes of a few documents, read in this process with these indicators before the shipped ones."""
    with overlay_indicators(indicators):
        return tuple(outcome for name in names for outcome in read_name(name))


def mourn_name(name: str) -> tuple[Outcome, ...]:
    """What stands for a document that no process outlives."""
    return (make_problem(name, "核查这份文件的进程意外终止，没有核查它"),)


def read_name(name: str) -> tuple[Outcome, ...]:
    """One document from its name to its figures; what goes wrong on the way, a defect of heshu too, becomes its problem.

    A table of parsed figures is as many documents as its rows speak of.
    Raises RuleError for a word list that cannot be loaded: that is no document's fault.
    """
    try:
        return read_documents(read_document(name))
    except InputError as error:
        return (make_problem(name, f"{error.message}。{error.hint}" if error.hint else error.message),)
    except HeshuError:
        raise
    except Exception as defect:  # noqa: BLE001 - the other documents are audited all the same
        return (make_problem(name, f"heshu 自身出错，没有核查这份文件: {type(defect).__name__}: {defect}"),)


def read_documents(source: SourceDocument) -> tuple[Outcome, ...]:
    """A document from its text to its figures, or, where it is a table of parsed figures, the documents that its rows speak of.

    Raises InputError (`bad-metrics`) for such a table whose cells do not fit the schema of the figure table.
    """
    table = find_table(source)
    if table is None:
        return (read_source(source),)
    check_table(table)
    return tuple(read_parsed(part) for part in split_table(table))


def read_source(source: SourceDocument) -> Outcome:
    """One document from its text to its figures."""
    return source if source.problem else read_figures(repair_document(source))


def make_problem(name: str, problem: str) -> SourceDocument:
    """The document that stands for one that could not be read."""
    return SourceDocument(name, "", "", "", problem, (Damage("unreadable-document", 1, (), lossy=True),), problem)


def describe_problem(source: SourceDocument) -> Iterator[RelationRow]:
    """The damage rows of a document that could not be read: they have no place in its text, because there is none."""
    for damage in source.damage:
        columns = {
            "document": source.name, "sentence": None, "section": "", "why_not": None, "damaged": True,
            "cause": damage.cause, "sample": source.problem, "lossy": damage.lossy, "places": damage.count,
        }  # fmt: skip
        yield RelationRow("damage", source.name, columns, damage.spans, (), "")


def assemble_document(outcome: Outcome, judgement: Judgement) -> DocumentResult:
    """One document's part of the run."""
    share = judgement.of(find_source(outcome).name)
    if isinstance(outcome, SourceDocument):
        return DocumentResult(outcome, (), (), (), (), share.findings, (), share.undecided, share.ledger)
    return DocumentResult(
        source=outcome.clean.source,
        steps=outcome.clean.steps,
        figures=outcome.figures,
        holes=outcome.holes,
        headings=outcome.headings,
        findings=share.findings,
        verified=(*share.verified, *share.screened),
        undecided=share.undecided,
        ledger=share.ledger,
    )
