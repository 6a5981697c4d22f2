"""Strict loading of rules, their compilation to plain SQL, rule sets, and the catalogue that ships compiled."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import sqlglot

from audit.errors import RuleError
from audit.examples import relate_examples
from audit.judge.duck import ask_rules, list_predicates, open_database, read_answer
from audit.model import RelationRow
from audit.relate.schema import SCHEMAS
from audit.resources import find_rules_folder
from audit.ruleset import Ruleset, describe_rule, load_ruleset, rulefile, rulesetfile, summarise_rules
from audit.ruleset.catalogue import COMPILED, compile_catalogue, read_catalogue, write_compiled
from audit.ruleset.compile import compile_predicate
from audit.ruleset.editorschema import SCHEMA_FILES
from audit.ruleset.manual import list_rules
from audit.ruleset.yamlsource import YamlMap, read_yaml

RULE = """\
- rule: share-test
  since: "0.1"
  severity: error
  category: contradiction
  on: share
  where: status <> 'target'
  fails: NOT meets(stated, computed)
  proves: true
  title: {zh: 标题, en: Title}
  message: {zh: "{part} ÷ {whole} = {computed}", en: "{part} / {whole}, {indicator}"}
  why: {zh: 原因, en: Reason}
  norm: GB/T 8170-2008
  exempt:
    - {when: counted, reason: counted, zh: 整数, en: whole}
  bad:
    - text: 通过率64%。
      hits: [64%]
    - 通过率65%。
  good:
    - 通过率54%。
    - 通过率55%。
"""

BROKEN = {
    "misspelt key": ("fails:", "fials:", "unknown-key", 7, "fails"),
    "missing key": ("  why: {zh: 原因, en: Reason}\n", "", "missing-key", 1, "why"),
    "unknown relation": ("on: share", "on: shares", "unknown-relation", 5, "share"),
    "unknown column": ("status <> 'target'", "statsu <> 'target'", "bad-predicate", 6, "status"),
    "unknown interval": ("meets(stated,", "meets(sated,", "bad-predicate", 7, "stated"),
    "column in an exemption": ("when: counted", "when: conted", "bad-predicate", 14, "counted"),
    "placeholder": ("{indicator}", "{indicater}", "unknown-placeholder", 10, "indicator"),
    "unbalanced braces": ("{indicator}", "{indicator", "bad-message", 10, ""),
    "format in a placeholder": ("{indicator}", "{indicator.x}", "unknown-placeholder", 10, ""),
    "language missing": ("{zh: 标题, en: Title}", "{zh: 标题}", "missing-key", 9, "en"),
    "title is no map": ("{zh: 标题, en: Title}", "标题", "missing-words", 9, "zh"),
    "one good example": ("    - 通过率55%。\n", "", "missing-example", 19, ""),
    "hit outside the text": ("hits: [64%]", "hits: [63%]", "bad-example", 17, ""),
    "severity": ("severity: error", "severity: fatal", "bad-severity", 3, "error"),
    "category": ("category: contradiction", "category: contradictions", "bad-category", 4, "contradiction"),
    "name": ("rule: share-test", "rule: ShareTest", "bad-name", 1, ""),
    "number for text": ('since: "0.1"', "since: 0.1", "yaml-type", 2, ""),
    "truth value": ("proves: true", "proves: yes", "yaml-type", 8, ""),
    "key twice": ("  proves: true\n", "  proves: true\n  proves: true\n", "yaml-duplicate-key", 9, ""),
    "alias": ("norm: GB/T 8170-2008", "norm: *x", "yaml-alias", 12, ""),
}

REFUSED = (
    "status", "counted; counted", "length(status) = 3", "stated_low + 1 > 3", "stated_low * 2 > stated_high", "status || 'a' = 'b'",
    "counted::int = 1", "status IN (SELECT 1)", "EXISTS (SELECT 1)", "(SELECT true)", "CASE WHEN counted THEN true END", "share.counted",
    '"counted"', "status = 3", "status > true", "meets(stated)", "meets(stated, part_low)", "meets_truncated(part, stated)",
    "meets(stated, 'x')", "read_text('x') = 'y'", "status LIKE 3", "stated = 3", "1", "", "counted AND", "(" * 400 + "counted" + ")" * 400,
    "counted OR " * 300 + "counted", "$1 = 2", "? = 2", "* = 1", "counted = ALL(SELECT 1)", 'meets(stated, "part")',
    "status SIMILAR TO 'x'", "status ~ 'x'", "indicator LIKE '%a%b%'", "indicator LIKE status",
)  # fmt: skip

MEETS = {
    # stated low, high, known; computed low, high, known -> meets(stated, computed), below(stated, computed)
    (1, 2, 1, 2, 3, 1): (1, 0),
    (1, 2, 1, 3, 4, 1): (0, 1),
    (3, 4, 1, 1, 2, 1): (0, 0),
    (1, None, 1, 5, 6, 1): (1, 0),
    (None, 4, 1, 5, 6, 1): (0, 1),
    (None, None, 1, 5, 6, 1): (1, 0),
    (1, 2, None, 5, 6, 1): (None, None),
    (1, 2, 1, None, None, 0): (None, None),
    (1, 2, 1, None, None, 1): (1, 0),
}


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(RULE, "utf-8")
    return path


@pytest.fixture(scope="module")
def built_in() -> Ruleset:
    return load_ruleset("built-in")


@pytest.fixture(scope="module")
def example_rows(built_in: Ruleset) -> Mapping[str, Sequence[RelationRow]]:
    return relate_examples(built_in).tables


def load_schema(name: str) -> dict[str, object]:
    """The published JSON Schema of rule files or rule sets."""
    found: dict[str, object] = json.loads((find_rules_folder() / name).read_text("utf-8"))
    return found


def plain(content: object) -> object:
    """What a YAML file holds without its lines, as an editor sees it."""
    if isinstance(content, YamlMap):
        return {key: plain(value) for key, value in content.values.items()}
    return [plain(item) for item in content] if isinstance(content, list) else content


def refuse(path: Path) -> RuleError:
    with pytest.raises(RuleError) as caught:
        load_ruleset(str(path))
    return caught.value


def test_rule_is_read(rule_file: Path) -> None:
    (rule,) = load_ruleset(str(rule_file)).rules
    assert (rule.rule, rule.on, rule.proves, rule.line, rule.file) == ("share-test", "share", True, 1, str(rule_file))
    assert rule.title == {"zh": "标题", "en": "Title"}
    assert rule.bad[0].hits == ("64%",)
    assert rule.exempt[0].reason == "counted"


@pytest.mark.parametrize("case", BROKEN)
def test_loading_is_strict(rule_file: Path, case: str) -> None:
    before, after, reason, line, hint = BROKEN[case]
    assert RULE.count(before) == 1
    rule_file.write_text(RULE.replace(before, after), "utf-8")
    error = refuse(rule_file)
    assert (error.reason, error.file, error.line) == (reason, str(rule_file), line)
    assert hint in error.hint


def test_same_rule_twice(rule_file: Path) -> None:
    rule_file.write_text(RULE + RULE, "utf-8")
    assert refuse(rule_file).reason == "duplicate-rule"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a: [", "yaml-invalid"),
        (b"\xff\xfe\x00", "yaml-unreadable"),
        (b"[" * 100_000, "yaml-too-deep"),
        (b"- x\n" * 300_000, "yaml-too-large"),
        (b"- &a [*a]\n", "yaml-alias"),
        (b"- !!python/object/apply:os.system [x]\n", "rule-not-a-map"),
        (b"", "rules-not-a-list"),
        (b"just text\n", "rules-not-a-list"),
    ],
)
def test_odd_files(rule_file: Path, content: bytes, reason: str) -> None:
    rule_file.write_bytes(content)
    assert refuse(rule_file).reason == reason


@pytest.mark.parametrize("text", REFUSED)
def test_predicates_only_compare(text: str) -> None:
    with pytest.raises(RuleError):
        compile_predicate(text, SCHEMAS["share"])


@pytest.mark.parametrize(("bounds", "expected"), MEETS.items())
def test_open_ends_and_unknown_sides(bounds: tuple[int | None, ...], expected: tuple[int | None, int | None]) -> None:
    names = "stated_low, stated_high, stated_known, computed_low, computed_high, computed_known"
    wanted = [compile_predicate(text, SCHEMAS["share"]) for text in ("meets(stated, computed)", "below(stated, computed)")]
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE t ({names})")
        database.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", bounds)
        assert database.execute(f"SELECT {', '.join(wanted)} FROM t").fetchone() == expected


def test_interval_words_turn_and_take_numbers() -> None:
    schema = SCHEMAS["bounds"]
    assert compile_predicate("above(stated, limit)", schema) == compile_predicate("below(limit, stated)", schema).replace(
        "limit_known AND stated_known", "stated_known AND limit_known"
    )
    assert "stated_high < -100" in compile_predicate("below(stated, -100)", schema)
    assert "stated_truncated_low" in compile_predicate("meets_truncated(stated, limit)", schema)


@pytest.mark.parametrize("dialect", ["spark", "postgres", "sqlite"])
def test_rules_mean_the_same_on_every_engine(built_in: Ruleset, dialect: str) -> None:
    """The text that a rule compiles to needs no translation: every dialect reads it as DuckDB does and would write it so itself."""
    predicates = [sql for rule in built_in.rules for sql in (rule.where_sql, rule.fails_sql, *(each.sql for each in rule.exempt)) if sql]
    for sql in predicates:
        plain = sqlglot.parse_one(sql, read="duckdb")
        assert sqlglot.parse_one(sql, read=dialect) == plain
        assert sqlglot.parse_one(plain.sql(dialect=dialect), read=dialect) == plain
    assert len(predicates) > len(built_in.rules)
    assert sqlglot.parse_one("regexp_matches(status, 'x')", read="duckdb").sql(dialect=dialect) != "regexp_matches(status, 'x')"


def test_rules_answer_alike_on_sqlite(built_in: Ruleset, example_rows: Mapping[str, Sequence[RelationRow]]) -> None:
    """SQLite, which knows neither decimals nor truth values, gives the answers of DuckDB for the rows of all examples."""
    asked = 0
    with sqlite3.connect(":memory:") as other, open_database() as database:
        for schema in SCHEMAS.values():
            rows, rules = example_rows[schema.name], built_in.over(schema.name)
            columns = ", ".join(f'"{name}"' for name in schema.columns)
            other.execute(f"CREATE TABLE {schema.name} ({columns})")
            values = [[float(value) if isinstance(value, Decimal) else value for value in row.columns.values()] for row in rows]
            assert all(list(row.columns) == list(schema.columns) for row in rows)
            other.executemany(f"INSERT INTO {schema.name} VALUES ({', '.join('?' * len(schema.columns))})", values)
            for answers in ask_rules(database, rules, rows):
                found = other.execute(f"SELECT {', '.join(list_predicates(answers.rule))} FROM {schema.name} ORDER BY rowid").fetchall()
                truths = [tuple(None if value is None else bool(value) for value in line) for line in found]
                assert list(map(read_answer, truths)) == list(answers.answers), answers.rule.rule
                asked += len(found)
    assert asked > 1000


def test_compiled_catalogue_is_current() -> None:
    folder = find_rules_folder()
    assert (folder / COMPILED).read_text("utf-8") == write_compiled(folder), "run python -m audit.ruleset"
    assert read_catalogue(folder) == compile_catalogue(folder)


def test_changed_sources_are_compiled_afresh(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RULE, "utf-8")
    (tmp_path / COMPILED).write_text(write_compiled(tmp_path), "utf-8")
    assert [rule.rule for rule in read_catalogue(tmp_path).rules] == ["share-test"]
    (tmp_path / "a.yaml").write_text(RULE.replace("share-test", "share-other"), "utf-8")
    assert [rule.rule for rule in read_catalogue(tmp_path).rules] == ["share-other"]
    (tmp_path / COMPILED).write_text('{"form": 1', "utf-8")
    assert [rule.rule for rule in read_catalogue(tmp_path).rules] == ["share-other"]


def test_select_and_ignore(built_in: Ruleset) -> None:
    chosen = load_ruleset(select=["count", "share-mismatch"], ignore=["numbering-gap"])
    names = {rule.rule for rule in chosen.rules}
    assert "share-mismatch" in names
    assert "list-count" in names
    assert "numbering-gap" not in names
    assert {rule.category for rule in chosen.rules} == {"count", "contradiction"}
    with pytest.raises(RuleError, match="share-mismach") as caught:
        load_ruleset(select=["share-mismach"])
    assert "share-mismatch" in caught.value.hint


def test_built_in_sets() -> None:
    assert load_ruleset().name == "pre-publication"
    assert {rule.severity for rule in load_ruleset("gate").rules} == {"error"}
    assert len(load_ruleset("archive").rules) >= len(load_ruleset().rules) >= 32


def test_a_set_extends_and_regrades(rule_file: Path) -> None:
    own = rule_file.parent / "set.yaml"
    own.write_text("name: ours\nextends: gate\nrules: [mine.yaml]\nignore: [placeholder]\nseverity: {share-mismatch: info}\n", "utf-8")
    found = load_ruleset(str(own))
    assert found.name == "ours"
    assert found.rule("share-test")
    mismatch = found.rule("share-mismatch")
    assert mismatch
    assert mismatch.severity == "info"
    assert all(rule.category != "placeholder" for rule in found.rules)
    assert found.sha256 != load_ruleset("gate").sha256


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("name: a\nextnds: gate\n", "unknown-key", 2),
        ("name: a\nextends: gaet\n", "unknown-ruleset", 2),
        ("name: a\nextends: set.yaml\n", "ruleset-cycle", 1),
        ("name: a\nextends: gate\nignore: [no-such-rule]\n", "unknown-rule", 3),
        ("name: a\nextends: gate\nselect: [count-*, no-such-*]\n", "unknown-rule", 3),
        ("name: a\nextends: gate\nseverity: {no-such-rule: info}\n", "unknown-rule", 3),
        ("name: a\nextends: gate\nbounds: {no-such-rule: {most: 1}}\n", "unknown-rule", 3),
        ("name: a\nextends: pre-publication\nbounds:\n  growth-extreme: {most: 1}\n", "unknown-bound", 4),
        ("name: a\nextends: gate\nbounds: [a]\n", "not-a-map", 3),
        ("name: a\nextends: gate\nseverity: {share-mismatch: bad}\n", "bad-share-mismatch", 3),
        ("name: a\nextends: gate\nseverities: [fatal]\n", "bad-severity", 3),
        ("name: a\nextends: gate\nselect: style\n", "not-a-list", 3),
        ("name: a\nrules: [missing.yaml]\n", "yaml-unreadable", None),
        ("name: a\n", "no-rules", None),
    ],
)
def test_sets_are_read_strictly(tmp_path: Path, content: str, reason: str, line: int | None) -> None:
    own = tmp_path / "set.yaml"
    own.write_text(content, "utf-8")
    error = refuse(own)
    assert error.reason == reason
    assert line is None or error.line == line


def test_folder_of_rules(rule_file: Path) -> None:
    (rule_file.parent / "b.yaml").write_text(RULE.replace("share-test", "share-other"), "utf-8")
    assert [rule.rule for rule in load_ruleset(str(rule_file.parent)).rules] == ["share-other", "share-test"]


def test_yaml_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\nb:\n  - x\nc: {d: true, e: null}\n", "utf-8")
    content = read_yaml(path)
    assert getattr(content, "lines", None) == {"a": 1, "b": 2, "c": 4}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_manual(built_in: Ruleset, lang: str) -> None:
    for rule in built_in.rules:
        page = describe_rule(rule, lang)
        assert rule.title[lang] in page
        assert rule.good[0].text.strip().splitlines()[0] in page
    assert len(list_rules(built_in.rules, lang).splitlines()) == len(built_in.rules)


def test_summaries(built_in: Ruleset) -> None:
    assert [each.rule for each in summarise_rules(built_in)] == [rule.rule for rule in built_in.rules]


def test_every_category_has_a_rule(built_in: Ruleset) -> None:
    expected = {"contradiction", "order", "count", "target", "unit", "growth", "placeholder", "redaction", "damage", "style"}
    assert {rule.category for rule in built_in.rules} == expected


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_published_schemas_are_current(name: str) -> None:
    assert (find_rules_folder() / name).read_text("utf-8") == SCHEMA_FILES[name](), "run python -m audit.ruleset"
    jsonschema.Draft7Validator.check_schema(load_schema(name))


def test_published_schemas_take_what_ships() -> None:
    folder = find_rules_folder()
    for name, pattern in (("schema.json", "*.yaml"), ("rulesets/schema.json", "rulesets/*.yaml")):
        check = jsonschema.Draft7Validator(load_schema(name))
        for path in folder.glob(pattern):
            assert not [error.message for error in check.iter_errors(plain(read_yaml(path)))], path


def test_published_schemas_know_every_key() -> None:
    rules = load_schema("schema.json")["items"]
    assert isinstance(rules, dict)
    assert set(rules["properties"]) == rulefile.KEYS | rulefile.FORMULA_KEYS
    assert set(load_schema("rulesets/schema.json")["properties"]) == rulesetfile.KEYS  # type: ignore[call-overload]


SEEN_BY_EDITORS = ("misspelt key", "missing key", "unknown relation", "language missing", "title is no map", "one good example",
                   "severity", "category", "name")  # fmt: skip


@pytest.mark.parametrize("case", SEEN_BY_EDITORS)
def test_published_schemas_refuse_what_the_reader_refuses(tmp_path: Path, case: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULE.replace(*BROKEN[case][:2]), "utf-8")
    assert not jsonschema.Draft7Validator(load_schema("schema.json")).is_valid(plain(read_yaml(path)))


BOUNDED = RULE.replace("fails: NOT meets(stated, computed)", "fails: stated_low > most\n  bounds: {most: 100}")


def test_bounds_are_set_by_rule_sets(rule_file: Path) -> None:
    rule_file.write_text(BOUNDED, "utf-8")
    own = rule_file.parent / "set.yaml"
    own.write_text('name: ours\nrules: [mine.yaml]\nbounds:\n  share-test: {most: "99.5"}\n', "utf-8")
    assert load_ruleset(str(rule_file)).rules[0].fails_sql == "stated_low > 100"
    assert load_ruleset(str(own)).rules[0].fails_sql == "stated_low > 99.5"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("{most: 100}", "{least: 100}", "bad-bound"),
        ("{most: 100}", "{most: 100, unused: 3}", "bad-bound"),
        ("{most: 100}", "{most: a lot}", "not-a-number"),
        ("{most: 100}", "{most: true}", "not-a-number"),
        ("{most: 100}", "100", "not-a-map"),
        ("{most: 100}", "{stated_low: 100}", "bad-bound"),
        ("{most: 100}", '{most: "1 OR 1"}', "not-a-number"),
    ],
)
def test_bounds_are_numbers_that_are_used(rule_file: Path, before: str, after: str, reason: str) -> None:
    rule_file.write_text(BOUNDED.replace(before, after), "utf-8")
    assert refuse(rule_file).reason == reason


def test_globs_pick_rules(built_in: Ruleset) -> None:
    names = {rule.rule for rule in load_ruleset(select=["placeholder-*", "unit"], ignore=["*-name"]).rules}
    expected = {rule.rule for rule in built_in.rules if rule.rule.startswith("placeholder-") or rule.category == "unit"}
    assert names == {name for name in expected if not name.endswith("-name")}
    with pytest.raises(RuleError, match=r"nothing-\*"):
        load_ruleset(select=["nothing-*"])
