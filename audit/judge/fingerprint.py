"""Names for findings that survive reflow, moved paragraphs and numbers that change elsewhere.

Comes in: findings and the source texts of their documents. Goes out: the same findings with a fingerprint each. White space
never counts; findings that quote the same are told apart by their heading and neighbours, and at last by their order.
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
"""How many characters on each side of a place tell it from others; a number among them is one, whatever it says."""

_NUMBER = regex(r"\d+(?:[.,]\d+)*")

LENGTH = 20


def name_findings(findings: Sequence[Finding], sections: Sequence[str], texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings with their fingerprints; `sections` holds the heading each stands under, `texts` the source texts by document.

    What a finding quotes names it wherever it stands; where a document has several such (xx.xx 亿元), its place names all but the first.
    """
    alike, seen = Counter[str](), Counter[str]()
    named = []
    for finding, section in zip(findings, sections, strict=True):
        base = content = describe_content(finding)
        if alike[content]:
            base += f"\n{_describe_place(finding, section, texts.get(finding.document, ''))}"
        alike[content] += 1
        seen[base] += 1
        named.append(replace(finding, fingerprint=_digest(f"{base}\n{seen[base]}")))
    return tuple(named)


def describe_content(finding: Finding) -> str:
    """A digest of what a finding says of which document, wherever it stands there: rule and quoted words by role."""
    quotes = sorted((span.role, _squeeze(span.text), span.document or "") for span in finding.spans)
    return _digest(json.dumps([finding.document.removeprefix("./"), finding.rule, quotes], ensure_ascii=False))


def _describe_place(finding: Finding, section: str, text: str) -> str:
    return f"{_squeeze(section)}\n{_neighbours(finding, text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _neighbours(finding: Finding, text: str) -> str:
    if not finding.spans:
        return ""
    first = min((span for span in finding.spans if span.document is None), key=lambda span: span.start, default=finding.spans[0])
    before = _NUMBER.sub("0", _squeeze(text[max(0, first.start - 8 * NEIGHBOURS) : first.start]))[-NEIGHBOURS:]
    after = _NUMBER.sub("0", _squeeze(text[first.end : first.end + 8 * NEIGHBOURS]))[:NEIGHBOURS]
    return _digest(f"{before}\n{after}")


def _squeeze(text: str) -> str:
    return "".join(text.split())
