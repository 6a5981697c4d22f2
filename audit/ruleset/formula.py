"""Formulas as rule authors write them: 一般公共预算收入 = 税收收入 + 非税收入, 城镇化率 = 城镇人口 / 常住人口 * 100.

Comes in: the text of a formula and the indicators that may stand in it. Goes out: a Formula whose names are the lexicon's own. Refuses
names that the lexicon lacks, operators other than + - * / and one of = <= >=, and sides that measure different things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from audit.knowledge import COUNTED, Indicator
from audit.relate.formula import ARITHMETIC, COMPARISONS, Formula, is_name
from audit.ruleset.predicate import PredicateError

DEFAULT_PER = ("document", "scope", "period", "status")
FORMULA_MESSAGES = {
    "=": {
        "zh": "{formula}: 文中 {left}，按 {right} 应为 {computed}",
        "en": "{formula}: the text says {left}, {right} make {computed}",
    },
    "<=": {
        "zh": "{formula}: 文中 {left} 大于 {right}",
        "en": "{formula}: {left} are more than {right}",
    },
    ">=": {
        "zh": "{formula}: 文中 {left} 小于 {right}",
        "en": "{formula}: {left} are less than {right}",
    },
}
"""What a formula rule says where it brings no message of its own."""
LONGEST = 300
DEEPEST = 8
_TERM = re.compile(r"\s*(?P<term>[+\-*/()]|[<>=!≤≥≠×÷^%＝＋－]+|[^\s+\-*/()<>=!≤≥≠×÷^%＝＋－]+)\s*")
_NUMERAL = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_SIGNS = frozenset((*ARITHMETIC, *COMPARISONS, "(", ")"))
_WRITTEN = {"≤": "<=", "≥": ">=", "＝": "=", "==": "=", "×": "*", "÷": "/", "＋": "+", "－": "-", "<": "<=", ">": ">="}
_RATES = frozenset(("percent", "permille", "points", "multiple"))
_NUMBER = "number"


def parse_formula(rule: str, text: str, per: tuple[str, ...], tolerance: Decimal, indicators: Mapping[str, Indicator]) -> Formula:
    """The formula of a rule. Raises PredicateError for whatever is wrong with it.

    >>> from audit.knowledge import load_indicators
    >>> parse_formula("a-b", "GDP = 第一产业增加值 + 第二产业增加值 + 第三产业增加值", ("document",), Decimal(0), load_indicators()).left
    ('地区生产总值',)
    """
    if len(text) > LONGEST:
        raise PredicateError(f"公式超过 {LONGEST} 字 / longer than {LONGEST} characters")
    terms = _split(text)
    places = [place for place, term in enumerate(terms) if term in COMPARISONS]
    if len(places) != 1:
        hint = "收入总计 = 支出总计"
        raise PredicateError(f"公式要有且只有一个 = <= >= / exactly one of = <= >=: {text}", hint)
    left, right = _Side(terms[: places[0]], indicators).read(), _Side(terms[places[0] + 1 :], indicators).read()
    comparison = terms[places[0]]
    _check_sides(left, right, indicators)
    names = [term for term in (*left, *right) if is_name(term)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PredicateError(f"一个指标在公式里只能出现一次 / a name stands twice: {'、'.join(twice)}")
    statement = " ".join(indicators[term].name if term in indicators else term for term in terms)
    return Formula(rule, statement.replace("( ", "(").replace(" )", ")"), left, comparison, right, per, tolerance)


def write_predicates(formula: Formula) -> tuple[str, str]:
    """The `where` and `fails` of a formula's rule: which rows of `identity` are its own, and which of them fail.

    What holds when all digits are cut off is no failure of the formula itself; `formula-truncated` speaks of it.
    """
    own = f"rule = '{formula.rule}'"
    if formula.comparison == "=":
        return f"{own} AND (meets(stated, computed) OR NOT meets_truncated(stated, computed))", "NOT meets(stated, computed)"
    return own, "above(stated, computed)" if formula.comparison == "<=" else "below(stated, computed)"


def _split(text: str) -> list[str]:
    terms, at = [], 0
    while at < len(text):
        match = _TERM.match(text, at)
        if match is None:
            raise PredicateError(f"公式读不懂 / cannot be read: {text[at:]}")
        terms.append(match["term"])
        at = match.end()
    for term in terms:
        if term not in _SIGNS and term[0] in "<>=!≤≥≠×÷^%＝＋－":
            hint = f"是不是想写 / did you mean: {_WRITTEN[term]}" if term in _WRITTEN else "可用 / known: + - * / = <= >="
            raise PredicateError(f"没有运算符 {term} / no operator {term}", hint)
    return terms


@dataclass(slots=True)
class _Side:
    """Reads one side by recursive descent; `out` gathers it in postfix order."""

    terms: list[str]
    indicators: Mapping[str, Indicator]
    at: int = 0
    out: list[str] = field(default_factory=list)

    def read(self) -> tuple[str, ...]:
        self._read_sum(0)
        if self.at < len(self.terms):
            raise PredicateError(f"公式里多了 {self.terms[self.at]} / unexpected {self.terms[self.at]}")
        if not any(is_name(term) for term in self.out):
            raise PredicateError("公式两边都要有指标 / each side needs an indicator")
        return tuple(self.out)

    def _read_sum(self, depth: int) -> None:
        self._read_row("+-", lambda: self._read_row("*/", lambda: self._read_atom(depth)))

    def _read_row(self, operators: str, read_part: Callable[[], None]) -> None:
        read_part()
        while self.at < len(self.terms) and self.terms[self.at] in operators:
            self.at += 1
            sign = self.terms[self.at - 1]
            read_part()
            self.out.append(sign)

    def _read_atom(self, depth: int) -> None:
        term = self.terms[self.at] if self.at < len(self.terms) else ""
        self.at += 1
        if term == "(" and depth < DEEPEST:
            self._read_sum(depth + 1)
            if self.at >= len(self.terms) or self.terms[self.at] != ")":
                raise PredicateError("括号不配对 / unbalanced brackets")
            self.at += 1
        elif not term or term in ARITHMETIC or term in "()":
            raise PredicateError(f"运算符两边都要有指标或数 / an operand is missing before: {term or '…'}")
        else:
            self.out.append(term if _NUMERAL.fullmatch(term) else self._find_name(term))

    def _find_name(self, name: str) -> str:
        if name not in self.indicators or name[0].isdecimal():
            message = f"指标词表里没有 {name} / the indicator lexicon has no {name}"
            close = get_close_matches(name, self.indicators, n=1, cutoff=0.6)
            more = "规则集的 indicators 可以补充指标 / a rule set's indicators may add it"
            raise PredicateError(message, f"是不是想写 / did you mean: {close[0]}" if close else more)
        return self.indicators[name].name


def _check_sides(left: tuple[str, ...], right: tuple[str, ...], indicators: Mapping[str, Indicator]) -> None:
    first, second = _measure(left, indicators), _measure(right, indicators)
    if not _alike(first, second):
        raise PredicateError(f"公式两边量纲不同 / the sides measure different things: {first}, {second}")


def _measure(side: tuple[str, ...], indicators: Mapping[str, Indicator]) -> str:
    """What a side measures: a dimension, `number` for a pure number, or a quotient."""
    stack: list[str] = []
    for term in side:
        if term in ARITHMETIC:
            second, first = stack.pop(), stack.pop()
            stack.append(_combine(term, first, second))
        else:
            stack.append(_measure_name(indicators[term]) if is_name(term) else _NUMBER)
    return stack.pop()


def _measure_name(known: Indicator) -> str:
    """A mean number of things (每万人发明专利拥有量) is a pure number, and so is a number of days beside the days of a year."""
    mean = known.nature == "rate" and known.dimension in COUNTED
    return _NUMBER if mean or known.dimension == "time" else known.dimension


def _combine(sign: str, first: str, second: str) -> str:
    if sign in "+-":
        if first != second:
            raise PredicateError(f"量纲不同的不能加减 / cannot add or subtract {first} and {second}")
        return first
    if sign == "*":
        return second if first == _NUMBER else first if second == _NUMBER else f"{first}·{second}"
    if first == second or {first, second} <= COUNTED:
        return _NUMBER
    return first if second == _NUMBER or second in COUNTED else f"{first}/{second}"


def _alike(first: str, second: str) -> bool:
    """Equal dimensions, a rate and a pure number, or a compound unit and a quotient."""
    pure = _RATES | {_NUMBER}
    quotient = "compound" in (first, second) and any("/" in each for each in (first, second))
    return first == second or {first, second} <= pure or quotient
