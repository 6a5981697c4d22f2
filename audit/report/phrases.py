"""Text for the page: escaped once, hidden characters made visible, Chinese and English beside each other.

Comes in: text of a document or a rule (hostile), or a key of the reports' own words. Goes out: `Safe` strings, which a template
puts in as they are. Nothing else may make a `Safe` string.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape

from audit.model import SEVERITIES, AuditRun, Figure
from audit.report.summary import Summary, describe_idle, describe_ledger, describe_verdict
from audit.report.view import Panel
from audit.report.visible import HIDDEN, show_code
from audit.report.wording import LANGUAGES, choose_words, say, say_code

_LARGE = 10_000


class Safe(str):
    """HTML that is escaped already; Jinja asks for `__html__` and then leaves it alone."""

    def __html__(self) -> str:
        return str(self)


def escape_visible(text: object) -> Safe:
    """The text as HTML, its hidden characters as marks.

    >>> escape_visible("<b>增长</b>" + chr(0x202E))
    '&lt;b&gt;增长&lt;/b&gt;<span class="code">U+202E</span>'
    """
    if isinstance(text, Safe):
        return text
    plain = escape(str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return Safe(HIDDEN.sub(lambda found: f'<span class="code">{show_code(found[0])}</span>', plain))


def escape_flat(text: object) -> Safe:
    """The same on one line: line ends and tabs are blanks."""
    return escape_visible(" ".join(part for part in str(text).replace("\t", " ").splitlines()))


def pair_languages(make: Callable[[str], str]) -> Safe:
    """What `make` gives for each language; the page shows one of them. Equal words stand once."""
    shown = {lang: escape_visible(make(lang)) for lang in LANGUAGES}
    if len(set(shown.values())) == 1:
        return shown["zh"]
    return Safe("".join(f'<span lang="{lang}">{text}</span>' for lang, text in shown.items()))


@cache
def _pair_plain(key: str) -> Safe:
    return pair_languages(lambda lang: say(lang, key))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The functions that the templates call; `lang` is the language that stands where only one can (attributes, options)."""

    lang: str

    def words(self, key: str, **values: object) -> Safe:
        """The reports' own words."""
        return pair_languages(lambda lang: say(lang, key, **values)) if values else _pair_plain(key)

    def rule_words(self, given: Mapping[str, str]) -> Safe:
        """A rule's own words: title, why, or a message with words of the document in it."""
        return pair_languages(lambda lang: choose_words(given, lang))

    def code_words(self, code: str, family: str = "") -> Safe:
        """The words of a reason, role, repair step or cause."""
        return pair_languages(lambda lang: say_code(lang, code, family))

    def ledger_words(self, summary: Summary) -> Safe:
        """How far the figures were checked, in one sentence."""
        return pair_languages(lambda lang: describe_ledger(summary, lang))

    def idle_words(self, run: AuditRun) -> tuple[Safe, ...]:
        """Suppressions that matched nothing."""
        said = {lang: describe_idle(run, lang) for lang in LANGUAGES}
        return tuple(pair_languages(dict(zip(LANGUAGES, each, strict=True)).__getitem__) for each in zip(*said.values(), strict=True))

    def verdict(self, run: AuditRun) -> tuple[Safe, Safe]:
        """The verdict and its grounds."""
        return pair_languages(lambda lang: describe_verdict(run, lang)[0]), pair_languages(lambda lang: describe_verdict(run, lang)[1])

    def say(self, key: str) -> str:
        """The reports' own words in one language."""
        return say(self.lang, key)

    def labelled(self, attribute: str, key: str, count: int | None = None) -> Safe:
        """An attribute in the first language, with both at hand for the script; `count` stands behind the words."""
        tail = "" if count is None else f" {count}"
        first, zh, en = (escape(say(lang, key) + tail) for lang in (self.lang, *LANGUAGES))
        return Safe(f'{attribute}="{first}" data-attribute="{attribute}" data-zh="{zh}" data-en="{en}"')

    def title_of(self, panel: Panel) -> str:
        """A panel's title in one language."""
        return choose_words(panel.finding.title, self.lang)


def find_worst(panels: tuple[Panel, ...], numbers: tuple[int, ...]) -> str:
    """The style of a mark: the gravest severity of its open findings, `closed` where none is open."""
    found = {panels[number].finding.severity for number in numbers if panels[number].open}
    return next((severity for severity in SEVERITIES if severity in found), "closed")


def show_value(figure: Figure) -> str:
    """A figure's value for people: grouped digits, both ends of a range, nothing where it is not known."""
    ends = [value for value in (figure.value, figure.value_high) if value is not None]
    return "—".join(group_digits(value) for value in ends) if figure.known else ""


def group_digits(value: Decimal) -> str:
    """A decimal digit for digit, in groups of three; a large whole number (312.5亿元 in 元) without the noughts behind its point.

    >>> group_digits(Decimal("1.20E+6")), group_digits(Decimal("31250000000.0")), group_digits(Decimal("9.20"))
    ('1,200,000', '31,250,000,000', '9.20')
    """
    whole = abs(value) >= _LARGE and value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value:,f}"
