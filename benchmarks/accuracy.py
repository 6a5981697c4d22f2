"""How many alarms each rule raises on a folder of documents, and how many that is for a thousand figures.

Comes in: files or folders. Goes out: a Markdown table, one line a rule, errors first; with `--quotes` every alarm below it with its
place, message and quotes, to be read by hand. It does not know which alarms are right: docs/accuracy.md says what a reader found.

    python benchmarks/accuracy.py [--quotes] PATH...
"""

from __future__ import annotations

import sys
from collections import Counter

from audit.model import SEVERITIES, AuditRun, Finding
from audit.pipeline import audit_paths
from audit.settings import Settings

QUOTE = 40


def main() -> None:
    """Audit what is named and print the table."""
    paths = [argument for argument in sys.argv[1:] if argument != "--quotes"]
    if not paths:
        sys.exit(__doc__)
    run = audit_paths(paths, Settings())
    print("\n".join(describe_run(run)))
    if "--quotes" in sys.argv:
        print("\n".join(describe_alarm(finding) for finding in run.findings))


def describe_run(run: AuditRun) -> list[str]:
    """The lines of the table."""
    documents = [document for document in run.documents if document.figures]
    figures = sum(len(document.figures) for document in documents)
    counts = Counter((finding.severity, finding.rule) for finding in run.findings)
    order = sorted(counts, key=lambda key: (SEVERITIES.index(key[0]), -counts[key], key[1]))
    lines = [f"{len(documents)} documents, {figures} figures, {sum(counts.values())} alarms", ""]
    lines += ["| rule | severity | alarms | a thousand figures |", "| --- | --- | ---: | ---: |"]
    for severity, rule in order:
        number = counts[severity, rule]
        lines.append(f"| {rule} | {severity} | {number} | {1000 * number / max(1, figures):.2f} |")
    return lines


def describe_alarm(finding: Finding) -> str:
    """One alarm for a reader: document, place, message, quotes."""
    quotes = " … ".join(span.text[:QUOTE].replace("\n", " ") for span in finding.spans)
    place = finding.spans[0].start if finding.spans else 0
    return f"\n{finding.severity} {finding.rule} {finding.document}:{place}\n  {finding.message['zh']}\n  {quotes}"


if __name__ == "__main__":
    main()
