"""The frozen values that flow from one step to the next; nothing here computes or reads anything.

bytes -> SourceDocument -> CleanText -> Reading -> relation rows -> findings and ledger -> AuditRun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from audit.accepted import NOTHING_LEFT, Leftovers
from audit.interval import Comparison, Interval
from audit.offsets import OffsetMap

Kind = Literal["level", "change", "delta", "share", "multiple", "rank", "ordinal", "ratio"]
Modifier = Literal["eq", "about", "over", "under", "atleast", "atmost"]
Status = Literal["actual", "target", "forecast"]
HoleType = Literal["number", "date", "name", "other"]
HoleCause = Literal["placeholder", "redaction", "template", "error-value", "blank"]
Severity = Literal["error", "warning", "info"]
Verdict = Literal["contradicted", "verified", "undecided", "screened", "unlinked"]

CATEGORIES = ("contradiction", "order", "count", "target", "unit", "growth", "placeholder", "redaction", "damage", "style")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
VERDICTS: tuple[Verdict, ...] = ("contradicted", "verified", "undecided", "screened", "unlinked")


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source text, in code points; `role` says what it is in a relation, `document` only where it is another one."""

    start: int
    end: int
    text: str
    role: str = ""
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in the source that is no part of the document, or could not be read.

    `cause` is a kebab-case name (spam …), `count` how often it stands there, `spans` up to five places; `lossy`: characters are lost.
    """

    cause: str
    count: int
    spans: tuple[Span, ...]
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of a document's canonical text stands in its file: what a person needs to find it there again.

    Numbers count from 1. `part` names what is not body text (footnote, textbox, header …), `sheet` and `cell` a spreadsheet cell,
    `member` a file in an archive, `box` left, top, right, bottom on the page in points from its upper left corner.
    """

    start: int
    end: int
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    part: str | None = None
    member: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document as given: its canonical text, and how it was read.

    For plain text that is the text exactly as decoded (no BOM, line ends untouched); for other formats what the reader makes of them
    (`heshu text PATH` prints it): paragraphs are lines, table rows are lines with tabs between their cells. `places` lead back into
    the file, in order; `furniture` are ranges that are no part of the document (menus, running headers).
    `problem` says in words why a document cannot be audited (empty, binary); its text is then empty.
    """

    name: str
    text: str
    sha256: str
    encoding: str
    encoding_reason: str
    damage: tuple[Damage, ...] = ()
    problem: str | None = None
    format: str = "text"
    places: tuple[Place, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One repair that changed something: its name, how many places, up to three samples (before, after)."""

    name: str
    count: int
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text after repair, the named steps that made it, and the way back to the source."""

    source: SourceDocument
    text: str
    steps: tuple[RepairStep, ...]
    offsets: OffsetMap
    removed: tuple[tuple[str, ...], ...] = ()
    damage: tuple[Damage, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int, role: str = "") -> Span:
        """The source place of a piece of the repaired text."""
        first, last = self.offsets.source(start, end)
        return Span(first, last, self.source.text[first:last], role)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure; the columns of the public figure table, in its order (see docs/reference/figures.md).

    `value`, `low`, `high` and `places` are in the base unit `unit`; percentages stay percentages (54% is 54).
    """

    document: str
    figure: int
    start: int
    end: int
    text: str
    kind: Kind
    known: bool
    value: Decimal | None
    value_high: Decimal | None
    low: Decimal | None
    high: Decimal | None
    places: Decimal | None
    exact: bool
    unit: str
    unit_text: str
    modifier: Modifier
    status: Status
    indicator: str
    of: str | None
    aspect: str | None
    against: str | None
    base_period: str | None
    price: str | None
    scope: str | None
    period: str | None
    placeholder: str | None
    damaged: bool
    sentence: int
    section: str
    row: int | None
    column: int | None

    @property
    def interval(self) -> Interval:
        """The true values that the print allows under rounding; open on both sides where the figure is not known."""
        return Interval(self.low, self.high)

    @property
    def truncated(self) -> Interval:
        """The true values that the print allows if the author cut digits off (toward zero)."""
        if (
            not self.known
            or self.value is None
            or self.places is None
            or self.exact
            or self.modifier != "eq"
            or self.value_high is not None
        ):
            return self.interval
        return Interval(self.value, self.value + self.places) if self.value >= 0 else Interval(self.value - self.places, self.value)

    def span(self, role: str = "") -> Span:
        """The figure's own place."""
        return Span(self.start, self.end, self.text, role)


FIGURE_COLUMNS: tuple[str, ...] = tuple(Figure.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Hole:
    """Something left unfilled or made unreadable on purpose: a typed hole, never a number.

    `token` is the hole as written (`xx.xx`), `figure` the figure it would be, if it stands for one.
    """

    span: Span
    token: str
    type: HoleType
    cause: HoleCause
    figure: int | None
    indicator: str
    unit: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a figure stands in its sentence's repaired text (`start`, `end` count from the sentence's start).

    `lead` is where the words that belong to the number begin (近, 超), `tail` where they end (以上).
    """

    figure: int
    start: int
    end: int
    lead: int
    tail: int


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of the repaired text with its figures in order; `at` is its first character's place in that text."""

    index: int
    text: str
    at: int
    paragraph: int
    section: str
    slots: tuple[Slot, ...]
    is_heading: bool = False
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered or unnumbered heading: `level` 1 is 一、, 2 （一）, 3 1., 4 (1), 5 一是; `number` is None without numbering."""

    level: int
    number: int | None
    mark: str
    title: str
    span: Span
    sentence: int


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All that was read out of one document; `parsed`: it is a table of figures that another system read, each sentence a row of it."""

    clean: CleanText
    title: str
    year: int | None
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    holes: tuple[Hole, ...]
    headings: tuple[Heading, ...]
    flow: OffsetMap = field(default_factory=OffsetMap)
    parsed: bool = False

    def place(self, sentence: Sentence, start: int, end: int, role: str = "") -> Span:
        """The source place of a piece of a sentence, given by places inside the sentence."""
        first, last = self.flow.source(sentence.at + start, sentence.at + end)
        return Span(first, last, self.clean.source.text[first:last], role)

    def figures_of(self, sentence: Sentence) -> tuple[Figure, ...]:
        """The figures of a sentence in reading order."""
        return tuple(self.figures[slot.figure] for slot in sentence.slots)


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One row of a relation table: figures that speak of each other.

    `columns` are the flat columns that the relation's schema declares (decimals, text, booleans, None); `spans` the places by
    role; `figures` the numbers of all figures it rests on; `why_not` is from `WHY_NOT` or None; `repairs` single slips, by figure.
    """

    relation: str
    document: str
    columns: Mapping[str, object]
    spans: tuple[Span, ...]
    figures: tuple[int, ...]
    arithmetic: str
    why_not: str | None = None
    suggestion: str | None = None
    repairs: tuple[tuple[int, str], ...] = ()


WHY_NOT = (
    "operand-missing", "operand-is-placeholder", "operand-is-damaged", "different-basis", "different-period", "open-list",
    "several-readings", "hedged",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One alarm. `why` and `title` are the rule's own words; `state` is new, known, suppressed (`inline`: by its text), fixed, reopened."""

    rule: str
    category: str
    severity: Severity
    document: str
    spans: tuple[Span, ...]
    message: Mapping[str, str]
    title: Mapping[str, str]
    why: Mapping[str, str]
    arithmetic: str
    suggestion: str | None
    figures: tuple[int, ...]
    fingerprint: str
    state: str = "new"
    reason: str | None = None
    comparison: Comparison | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A row for which a rule did not fail: it holds (`reason` None), or could not be decided for `reason`.

    `proves` says that the rule compares with an independent operand: then its figures are verified, else screened.
    """

    rule: str
    document: str
    spans: tuple[Span, ...]
    figures: tuple[int, ...]
    arithmetic: str
    proves: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that failed while running."""
    rule: str
    problem: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The verdict on one figure, with the reason of an undecided one and the rules that spoke of it."""
    figure: int
    verdict: Verdict
    reason: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Everything the reports show of one document."""

    source: SourceDocument
    steps: tuple[RepairStep, ...]
    figures: tuple[Figure, ...]
    holes: tuple[Hole, ...]
    headings: tuple[Heading, ...]
    findings: tuple[Finding, ...]
    verified: tuple[Decided, ...]
    undecided: tuple[Decided, ...]
    ledger: tuple[LedgerEntry, ...]

    def count(self, verdict: Verdict) -> int:
        """How many figures ended with this verdict."""
        return sum(entry.verdict == verdict for entry in self.ledger)


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """What a report needs to know of a rule."""
    rule: str
    category: str
    severity: Severity
    title: Mapping[str, str]
    why: Mapping[str, str]
    norm: str | None
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class AuditRun:
    """One run over any number of documents, all that reports and the gate see; in those of `against`, by name, nothing is found."""

    version: str
    ruleset: str
    ruleset_sha256: str
    rules: tuple[RuleSummary, ...]
    documents: tuple[DocumentResult, ...]
    broken: tuple[BrokenRule, ...] = ()
    against: tuple[SourceDocument, ...] = ()
    leftovers: Leftovers = NOTHING_LEFT

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, document by document, in reading order."""
        return tuple(finding for document in self.documents for finding in document.findings)
