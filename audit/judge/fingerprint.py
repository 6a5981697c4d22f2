"""Names for findings that survive reflow, moved paragraphs and numbers that change elsewhere.

Comes in: findings and the source texts of their documents. Goes out: the same findings with a fingerprint each. White space
never counts; two findings that would be called the same are told apart by their order.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit.model import Finding
from audit.patterns import regex

NEIGHBOURS = 12
"""How many characters on each side of a finding's first place belong to its name; a number among them is one, whatever it says."""

_NUMBER = regex(r"\d+(?:[.,]\d+)*")

LENGTH = 20


def name_findings(findings: Sequence[Finding], sections: Sequence[str], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings with their fingerprints; `sections` holds the heading each stands under, `texts` the source texts by document."""
    seen: Counter[str] = Counter()
    named = []
    for finding, section in zip(findings, sections, strict=True):
        base = describe_place(finding, section, texts.get(finding.document, ""))
        seen[base] += 1
        digest = hashlib.sha256(f"{base}\n{seen[base]}".encode("utf-8", "surrogatepass")).hexdigest()
        named.append(replace(finding, fingerprint=digest[:LENGTH]))
    return tuple(named)


def describe_place(finding: Finding, section: str, text: str) -> str:
    """All that a fingerprint is made of, but for the occurrence number."""
    quotes = sorted((span.role, _squeeze(span.text)) for span in finding.spans)
    return json.dumps([finding.document, finding.rule, quotes, _squeeze(section), _neighbours(finding, text)], ensure_ascii=False)


def _neighbours(finding: Finding, text: str) -> str:
    if not finding.spans:
        return ""
    first = min((span for span in finding.spans if span.document is None), key=lambda span: span.start, default=finding.spans[0])
    before = _NUMBER.sub("0", _squeeze(text[max(0, first.start - 8 * NEIGHBOURS) : first.start]))[-NEIGHBOURS:]
    after = _NUMBER.sub("0", _squeeze(text[first.end : first.end + 8 * NEIGHBOURS]))[:NEIGHBOURS]
    return hashlib.sha256(f"{before}\n{after}".encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _squeeze(text: str) -> str:
    return "".join(text.split())
