"""Runs the cases of fixtures/repair/ and the properties that any repair must have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import RuleError
from audit.ingest import build_document
from audit.model import CleanText, SourceDocument
from audit.repair import STEP_NAMES, repair_document, undo
from audit.repair.furniture import load_words
from audit.repair.script import load_left_words

FOLDER = Path(__file__).parent.parent / "fixtures" / "repair"


def load_cases(name: str) -> list[dict[str, object]]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def repair(text: str, skip: frozenset[str] = frozenset()) -> CleanText:
    return repair_document(SourceDocument("甲.txt", text, "", "utf-8", ""), skip)


def pieces(clean: CleanText, ranges: tuple[tuple[int, int], ...]) -> list[str]:
    return [clean.text[start:end] for start, end in ranges]


@pytest.mark.parametrize("case", load_cases("wild.yaml") + load_cases("synthetic.yaml"), ids=lambda case: case["name"])
def test_damage_is_repaired(case):
    clean = repair(case["text"])
    assert clean.text == case["repaired"]
    assert undo(clean) == case["text"]
    if "damage" in case:
        assert {damage.cause: damage.count for damage in clean.damage} == case["damage"]
    assert pieces(clean, clean.doubtful) == case.get("left", pieces(clean, clean.doubtful))
    assert pieces(clean, clean.furniture) == case.get("furniture", [])
    for damage in clean.damage:
        assert all(case["text"][span.start : span.end] == span.text for span in damage.spans)


@pytest.mark.parametrize("case", [case for case in load_cases("wild.yaml") if "spans" in case], ids=lambda case: case["name"])
def test_places_lead_back_to_the_source(case):
    clean = repair(case["text"])
    for quote, source in case["spans"].items():
        at = clean.text.index(quote)
        assert clean.span(at, at + len(quote)).text == source


@pytest.mark.parametrize("text", load_cases("negative.yaml"))
def test_what_looks_broken_stays(text):
    clean = repair(text)
    assert (clean.text, clean.damage) == (text, ())
    assert (clean.furniture, clean.doubtful) == ((), ())


@pytest.mark.parametrize("case", load_cases("known-failures.yaml"), ids=lambda case: case["name"])
def test_known_failures_still_fail(case):
    assert repair(case["text"]).text != case["wanted"], "it works now: move the case to wild.yaml"


# Hanzi with one traditional form each, and readings for them; enough to damage a text as pages do.
PAIRS = dict(zip("区产业实万个创", zip("區產業實萬個創", "qū chǎn yè shí wàn gè chuàng".split(), strict=True), strict=True))
plain_texts = st.text(alphabet="区产业实万个创新完成的市一二123456.%,。、（）", min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(plain_texts, st.sets(st.sampled_from(sorted(PAIRS)), min_size=1), st.booleans())
def test_damage_then_repair_gives_back(text, annotated, wide):
    """A page that writes traditional characters and annotates some of them always, as the real ones do."""
    opening, closing = "（）" if wide else "()"
    damaged, places = "", []
    for character in text:
        places.append(len(damaged))
        form, reading = PAIRS.get(character, (character, ""))
        damaged += form + (f"{opening}{reading}{closing}" if character in annotated else "")
    if not damaged.strip():
        return
    clean = repair(damaged)
    assert clean.text == text
    assert undo(clean) == damaged
    for index, character in enumerate(text):
        place = clean.span(index, index + 1)
        assert (place.start, place.text) == (places[index], PAIRS.get(character, (character, ""))[0])


NOISE = "\u200b \ue001 [size=1em] <br> &nbsp; (qū) 區 <sup>2</sup> ?。 ㄒ m(xù) \ufffd ５ | 首页 [b] (a) 小编".split(" ")
noise = st.sampled_from([*NOISE, "\xa0", "\r\n"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(plain_texts, noise, st.text(max_size=6)), max_size=12).map("".join))
def test_any_text_is_undone_and_mapped(text):
    """No crash on any text, the source comes back, and places keep their order and stay inside it."""
    clean = repair_document(SourceDocument("甲.txt", text, "", "utf-8", ""))
    source = clean.source.text
    assert undo(clean) == source
    starts = [clean.offsets.source(place, place + 1) for place in range(len(clean.text))]
    assert all(0 <= start <= end <= len(source) for start, end in starts)
    assert starts == sorted(starts)
    for start, end in (*clean.furniture, *clean.doubtful):
        assert 0 <= start < end <= len(clean.text)


@settings(max_examples=60, deadline=None)
@given(plain_texts)
def test_repair_of_repaired_text_changes_nothing(text):
    clean = repair(f"{text}(qū)\u200b[size=1em]")
    assert repair(clean.text).text == clean.text


@pytest.mark.parametrize("step", STEP_NAMES)
def test_a_step_can_be_left_out(step):
    text = "?。ㄒ唬┏掷m(xù)進。\n持續(xù)推進[b]１[/b]個項目\n|"
    names = [made.name for made in repair(text, frozenset({step})).steps]
    assert step not in names
    assert (step == "furniture") == (not repair(text, frozenset({step})).furniture)


def test_a_step_is_recorded_only_where_it_changed_something():
    assert repair("全市完成投资3亿元。").steps == ()
    steps = repair("全區(qū)12個(gè),全區(qū)3個(gè)").steps
    assert [(step.name, step.count) for step in steps] == [("annotation", 4), ("script", 4)]
    assert steps[0].samples == (("區(qū)", "區"), ("個(gè)", "個"))


def test_undecodable_bytes_are_damage_and_doubtful():
    clean = repair_document(build_document("甲.txt", "增长2\ufffd.5%，完成3项".encode()))
    assert [(damage.cause, damage.lossy) for damage in clean.damage] == [("undecodable-bytes", True)]
    assert pieces(clean, clean.doubtful) == ["2\ufffd.5%"]


@pytest.mark.parametrize(("text", "imported"), [("全市完成投资3亿元。", "False"), ("全區完成投資3億元。", "True")])
def test_opencc_is_imported_only_for_traditional_text(text, imported):
    code = (
        "import sys; from audit.ingest import build_document; from audit.repair import repair_document\n"
        f"repair_document(build_document('甲.txt', {text!r}.encode())); print('opencc' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=FOLDER.parent.parent, capture_output=True, text=True)
    assert done.stdout.strip() == imported


@pytest.mark.parametrize("phrase", [*load_words().phrases, *load_words().lines], ids=lambda phrase: phrase.example[:20])
def test_every_furniture_pattern_fits_its_example_and_not_what_stays(phrase):
    assert phrase.has in phrase.example
    assert phrase.pattern.search(phrase.example)
    assert not any(phrase.pattern.search(text) for text in phrase.stays)


def test_word_lists_hold_each_word_once():
    words = load_words()
    for group in (words.spam, words.beside, words.titles, load_left_words()):
        assert len(group) == len(set(group))
    assert not set(words.spam) & set(words.beside)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("- kind: menue\n  words: [首页]", "unknown-value"),
        ("- kind: menu\n  word: [首页]", "unknown-key"),
        ("- kind: line\n  has: a\n  pattern: '(a'\n  example: a", "bad-pattern"),
        ("- kind: phrase\n  has: a\n  pattern: a", "missing-key"),
    ],
)
def test_a_bad_word_list_is_refused(tmp_path, entry, reason):
    (tmp_path / "furniture.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_words(tmp_path)
    assert caught.value.reason == reason
    assert caught.value.line
