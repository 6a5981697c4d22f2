"""The run as commands of a GitHub workflow: each finding becomes a note beside its line in the changed files.

Comes in: an AuditRun and a language. Goes out: lines such as `::error file=…,line=…::…` and plain lines for what is known or suppressed.
The graver ones stand first, because a step shows ten of each kind. No text of a document can be a command: it never begins a line.
"""

from __future__ import annotations

from collections.abc import Mapping

from audit.model import AuditRun, Finding
from audit.report.spots import Atlas, clean_line, describe_finding, describe_state, name_file, rank_findings
from audit.report.summary import describe_states, describe_verdict, is_new
from audit.report.wording import choose_words, say

COMMAND: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(run: AuditRun, lang: str = "zh") -> str:
    """The run as lines for the log of a workflow."""
    atlas = Atlas.of(run, lang)
    lines = [_write_command(finding, atlas) if is_new(finding) else _write_settled(finding, atlas) for finding in rank_findings(run)]
    lines += [f"::error title=heshu::{escape_data(say(lang, 'broken', rule=each.rule, problem=each.problem))}" for each in run.broken]
    verdict, grounds = describe_verdict(run, lang)
    gone = [say(lang, "settled", state=say(lang, "fixed"), document=e.document, rule=e.rule, what=e.text) for e in run.leftovers.fixed]
    said = [f"{verdict}{say(lang, 'colon')}{grounds}" if grounds else verdict, *describe_states(run, lang), *gone]
    return "\n".join([*lines, *(f"heshu: {clean_line(text)}" for text in said)]) + "\n"


def _write_command(finding: Finding, atlas: Atlas) -> str:
    spot = atlas.locate_all(finding)[0]
    place = {"file": name_file(spot.document, atlas.sources.get(spot.document)), "line": spot.line}
    if spot.exact:
        place |= {"endLine": spot.end_line}
        if spot.line == spot.end_line:  # columns of a place on several lines are refused
            place |= {"col": spot.column, "endColumn": spot.end_column}
    place["title"] = f"{choose_words(finding.title, atlas.lang)} ({finding.rule})"
    properties = ",".join(f"{key}={escape_property(str(value))}" for key, value in place.items())
    where = f"{spot.words}{say(atlas.lang, 'colon')}" if spot.words else ""
    return f"::{COMMAND[finding.severity]} {properties}::{escape_data(where + describe_finding(finding, atlas.lang))}"


def _write_settled(finding: Finding, atlas: Atlas) -> str:
    """A finding that does not count: in the log, not beside the line."""
    spot = atlas.locate_all(finding)[0]
    return f"heshu: {clean_line(spot.document)}:{spot.line} {clean_line(finding.rule)} [{describe_state(finding, atlas.lang)}]"


def escape_data(text: str) -> str:
    """The text of a command.

    >>> escape_data("占54%")
    '占54%25'
    """
    return clean_line(text).replace("%", "%25")


def escape_property(text: str) -> str:
    """A value before the second pair of colons, a file name too: it may hold neither what ends it nor what hides.

    >>> escape_property("a,b::c.txt")
    'a%2Cb%3A%3Ac.txt'
    """
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
