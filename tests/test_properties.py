"""What must not change a verdict: other units, other names, another order of paragraphs, numbers in Chinese numerals, wider intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.examples import relate_examples
from audit.judge.duck import ask_rules, open_database
from audit.model import RelationRow
from audit.pipeline import audit_texts
from audit.relate.schema import SCHEMAS
from audit.ruleset import Rule, load_ruleset

RULESET = load_ruleset("built-in")
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
DIGITS = "零一二三四五六七八九"

amounts = st.decimals(min_value="1.1", max_value="999.9", places=1)
counts = st.integers(min_value=3, max_value=99)
slips = st.sampled_from([0, 0, 1])
names = st.text("珩玢玥琬琰璟瑄翊", min_size=2, max_size=4)


def judge(*documents: Sequence[str]) -> list[Counter[str]]:
    """The verdicts on each document: the rules that report something, and how many figures ended with which verdict."""
    run = audit_texts({f"{place}.txt": "\n".join(paragraphs) for place, paragraphs in enumerate(documents)}, RULESET)
    return [
        Counter(finding.rule for finding in document.findings if finding.severity != "info")
        + Counter(entry.verdict for entry in document.ledger)
        for document in run.documents
    ]


def write_sum(parts: Sequence[Decimal], slip: int, unit: str = "亿元", factor: int = 1) -> str:
    """A total with its two parts, right or clearly wrong."""
    total = sum(parts) + slip * Decimal("37.3")
    shown = [f"{number * factor:f}".removesuffix(".0") if factor > 1 else f"{number:f}" for number in (total, *parts)]
    return f"全年一般公共预算收入{shown[0]}{unit}，其中税收收入{shown[1]}{unit}、非税收入{shown[2]}{unit}。"


def write_share(part: int, rest: int, slip: int, *, chinese: bool = False) -> str:
    """A part, its whole and its share, right or clearly wrong."""
    share = round(Decimal(100 * part) / (part + rest)) + slip * 17
    if not chinese:
        return f"全年{part + rest}家企业申报高新技术企业，通过认定{part}家，通过率{share}%。"
    return f"全年{spell(part + rest)}家企业申报高新技术企业，通过认定{spell(part)}家，通过率百分之{spell(share)}。"


def spell(number: int) -> str:
    """A number below a thousand in Chinese numerals."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    middle = "" if not tens and not (head and ones) else "零" if not tens else "十" if tens == 1 and not head else f"{DIGITS[tens]}十"
    return head + middle + (DIGITS[ones] if ones or not number else "")


@FEW
@given(st.tuples(amounts, amounts), slips)
def test_units_do_not_matter(parts: tuple[Decimal, Decimal], slip: int) -> None:
    told, other = judge([write_sum(parts, slip)], [write_sum(parts, slip, "万元", 10_000)])
    assert told == other
    assert bool(told["contradicted"]) == bool(slip)


@FEW
@given(names, names, counts, counts, slips)
def test_names_that_no_list_knows_do_not_matter(first: str, second: str, base: int, rise: int, slip: int) -> None:
    level = base + rise

    def write(name: str) -> tuple[str, str]:
        rate = round(Decimal(100 * rise) / level, 1) + slip * 41
        restated = level + rise + slip * 1000
        return (
            f"2021年，全区{name}中心由{level}个增加到{level + rise}个，增长{rate}%。",
            f"2021年，全区{name}中心总数为{restated}个。",
        )

    told, other = judge(write(first), write(second))
    assert told == other
    assert bool(told["contradicted"]) == bool(slip)


@FEW
@given(st.tuples(amounts, amounts), slips, counts, counts, slips, st.permutations(range(3)))
def test_the_order_of_paragraphs_does_not_matter(
    parts: tuple[Decimal, Decimal], wrong_sum: int, part: int, rest: int, wrong_share: int, order: Sequence[int]
) -> None:
    paragraphs = (write_sum(parts, wrong_sum), write_share(part, rest, wrong_share), "全市新建5G基站860个，累计建成1620个。")
    told, other = judge(paragraphs, [paragraphs[place] for place in order])
    assert told == other


@FEW
@given(counts, counts, slips)
def test_chinese_numerals_are_numbers(part: int, rest: int, slip: int) -> None:
    told, other = judge([write_share(part, rest, slip)], [write_share(part, rest, slip, chinese=True)])
    assert told == other
    assert bool(told["contradicted"]) == bool(slip)


def test_numbers_are_spelled() -> None:
    spelled = {7: "七", 10: "十", 12: "十二", 20: "二十", 105: "一百零五", 110: "一百一十", 198: "一百九十八"}
    assert {number: spell(number) for number in spelled} == spelled


@cache
def list_held() -> list[tuple[Rule, RelationRow]]:
    """Every row of the rules' examples that a rule verifies."""
    tables = relate_examples(RULESET).tables
    with open_database() as database:
        answers = [each for name in SCHEMAS for each in ask_rules(database, RULESET.over(name), tables[name]) if each.rule.proves]
    return [(each.rule, row) for each in answers for row, said in zip(tables[each.rule.on], each.answers, strict=True) if said == "holds"]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(widths=st.lists(st.decimals(min_value=0, max_value=1000, places=3), min_size=7, max_size=7))
def test_wider_intervals_accuse_nobody(widths: list[Decimal]) -> None:
    held = list_held()
    rules = {rule.rule: rule for rule, _ in held}
    with open_database() as database:
        for name, rule in rules.items():
            rows = [widen(row, widths[place % 7 :] + widths[: place % 7]) for place, (each, row) in enumerate(held) if each.rule == name]
            (answers,) = ask_rules(database, (rule,), rows)
            assert "fails" not in answers.answers, name


def widen(row: RelationRow, widths: Sequence[Decimal]) -> RelationRow:
    """A row whose intervals are all a little or a lot wider."""
    columns = dict(row.columns)
    ends = [name for name, value in row.columns.items() if isinstance(value, Decimal) and name.endswith(("_low", "_high"))]
    for place, name in enumerate(ends):
        value, width = row.columns[name], widths[place % len(widths)]
        assert isinstance(value, Decimal)
        columns[name] = value - width if name.endswith("_low") else value + width
    return replace(row, columns=columns)


def test_many_rows_are_held() -> None:
    held = list_held()
    assert len(held) > 50
    assert len({rule.rule for rule, _ in held}) > 10
