"""What an error says, in one language.

Comes in: a HeshuError, whose words are Chinese or `Chinese / English: what both share`, and the language. Goes out: one message
with its place and its hint. Refuses nothing: an error without English words shows its reason in English and its own words after it.
"""

from __future__ import annotations

import re

from audit.errors import HeshuError
from audit.patterns import regex

ENGLISH = {
    "binary-file": "this is no text file",
    "bomb": "the archive would swell beyond reason",
    "cannot-write": "cannot be written",
    "damaged-file": "the file is damaged",
    "encrypted": "the file has a password",
    "hostile-html": "the page is nested beyond reason",
    "hostile-xml": "the file holds XML that no office program writes",
    "is-a-folder": "this is a folder, not a file",
    "missing-extra": "a library for this format is not installed",
    "missing-path": "no such file or folder",
    "no-documents": "there is no document to audit here",
    "no-permission": "no permission to read this",
    "no-text": "this document has no text",
    "no-text-layer": "there is no text in this file, only a picture",
    "select-and-ignore": "a rule is both selected and ignored",
    "too-large": "the file is too large",
    "unknown-format": "there is no such format",
    "unknown-rule": "there is no such rule",
    "unknown-suffix": "the suffix does not say which format to write: .txt .json .html",
    "unreadable": "cannot be read",
    "usage": "wrong usage; `heshu COMMAND --help` lists all options",
}
"""The English words of errors that have none of their own, by reason."""

_CHINESE = regex("[\u4e00-\u9fff]")


def describe_error(error: HeshuError, lang: str) -> str:
    """Place, message and hint of an error.

    >>> describe_error(HeshuError("不认识的键 wher / unknown key wher", reason="unknown-key", file="a.yaml", line=3), "en")
    'a.yaml:3: unknown key wher'
    >>> print(describe_error(HeshuError("没有规则", reason="unknown-rule", hint="是不是想写 / did you mean: funnel"), "zh"))
    没有规则
      提示: 是不是想写: funnel
    """
    place = "".join(f"{part}:" for part in (error.file, error.line) if part)
    message = choose_half(error.message, lang)
    if lang == "en" and _CHINESE.search(message) and message == error.message:
        message = f"{ENGLISH.get(error.reason, error.reason)} ({message})"
    hint = choose_half(error.hint, lang)
    label = "提示" if lang == "zh" else "hint"
    shown = hint and (lang == "zh" or hint != error.hint or not _CHINESE.search(hint))
    return f"{place} {message}".lstrip() + (f"\n  {label}: {hint}" if shown else "")


def choose_half(text: str, lang: str) -> str:
    """The words of one language out of `Chinese / English: what both share`; other texts stay whole.

    >>> choose_half("不是合格的 YAML / not valid YAML: found a tab", "zh")
    '不是合格的 YAML: found a tab'
    """
    chinese, slash, english = text.partition(" / ")
    if not slash or not _CHINESE.search(chinese) or not re.match("[A-Za-z]", english):
        return text
    colon, shared = english.partition(": ")[1:]
    return english if lang == "en" else f"{chinese}{colon}{shared}"
