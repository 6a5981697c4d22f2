"""Properties of the repair over the damage of the workshop: it gives back what was there, or leaves it and says so."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workshop.byteshift import FOLD, shift_bytes
from workshop.pages import MIXES, annotate, choose_keywords, damage_page
from workshop.signs import ALL, misread

from audit.repair import repair_text
from audit.repair.byteshift import judge_cuts
from audit.repair.damage_model import Habits, run_forward
from audit.repair.digits import find_losses

SENTENCES = (
    "全市完成固定资产投资3.2亿元，比上年增长5.1%，占全省12.5%。",
    "新增就业4.27万人，登记失业率控制在3.5%以内；",
    "规模以上工业企业达到1083家，科技成果转化12项，建成高校科研平台。",
    "一般公共预算收入726.81亿元，其中税收收入500.3亿元、非税收入226.51亿元。",
    "常住人口108万人，城镇化率62.3%，居民收入42487元。",
)
TRADITIONAL = (
    "　（一）持續強化統籌。全縣完成投資3.2億元，保基層、保工資。",
    "各高校科研成果在羅湖轉化，創新環境優化，產業聯動發展。",
    "受到中國科協表揚。現將情況報告如下：日常科普活動12場。",
    "　（三）圍繞儲備項目庫，推動綠色環保化工產業發展，會同企業開展科技創新。",
)
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5).map("\n".join)
pages = st.lists(st.sampled_from(TRADITIONAL), min_size=1, max_size=6).map("\n".join)
chances = st.integers(0, 10_000).map(random.Random)


def check_way_back(damaged: str) -> str:
    """The repaired text, after its undo and its places were checked."""
    repaired = repair_text(damaged)
    assert repaired.undo() == damaged
    places = [repaired.clean.offsets.source(at, at + 1) for at in range(len(repaired.text))]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(damaged) for start, end in places)
    for start, end in repaired.clean.doubtful:
        assert 0 <= start < end <= len(repaired.text)
    return repaired.text


@pytest.mark.parametrize("damage", ALL, ids=lambda damage: damage.__name__)
@settings(max_examples=20, deadline=None)
@given(text=texts, chance=chances)
def test_each_damage_is_undone(damage, text, chance):
    assert check_way_back(damage(text, chance)) == text


@settings(max_examples=30, deadline=None)
@given(texts, st.lists(st.sampled_from(ALL), unique=True, max_size=3), chances)
def test_damage_upon_damage_keeps_the_way_back(text, damages, chance):
    damaged = text
    for damage in damages:
        damaged = damage(damaged, chance)
    check_way_back(damaged)


@pytest.mark.parametrize(("written", "read"), [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gb18030"), ("gb18030", "latin-1")])
@pytest.mark.parametrize("text", [*SENTENCES, "全市经济总量达到500亿元", "统筹推进各项改革工作"])
def test_a_line_in_the_wrong_encoding_is_read_as_written(written, read, text):
    shown = misread(text, written, read)
    if shown:
        assert check_way_back(f"序言。\n{shown}\n") == f"序言。\n{text}\n"


@settings(max_examples=20, deadline=None)
@given(pages, chances, st.sampled_from(["()", "（）"]))
def test_annotations_are_taken_away_and_nothing_else(page, chance, brackets):
    clean = repair_text(page).text
    assert check_way_back(annotate(page, choose_keywords(page, 20, chance), brackets)) == clean


@settings(max_examples=30, deadline=None)
@given(pages, st.sampled_from(MIXES), chances)
def test_cut_bytes_are_restored_right_or_left(page, mix, chance):
    """What is restored is what stood there, and the damage model of the repair is that of the workshop."""
    damaged = damage_page(page, mix, chance)
    check_way_back(damaged.text)
    for verdict in judge_cuts(damaged.text):
        truth = {
            run.truth.translate(FOLD) for run in damaged.runs if run.start < verdict.end and verdict.start < max(run.end, run.start + 1)
        }
        assert verdict.text.translate(FOLD) in truth


@settings(max_examples=30, deadline=None)
@given(pages, st.sampled_from(MIXES), chances)
def test_both_models_damage_alike(page, mix, chance):
    readings = choose_keywords(page, mix.keywords, chance)
    made = run_forward(page, readings, Habits(mix.lone, mix.keeps_private))
    assert made == shift_bytes(page, readings, mix.lone, mix.keeps_private).text


@pytest.mark.parametrize("numeral", [*"一二三四五六七八九十", "十一"])
@pytest.mark.parametrize("word", ["持續強化", "圍繞發展", "推動創新"])
def test_a_heading_with_all_its_bytes_is_exact(numeral, word):
    """Private cells kept, nothing is lost but the indent's first byte."""
    page = f"創新、強化、發展、推動。持續圍繞。\n　（{numeral}）{word}。"
    damaged = shift_bytes(page, {"續": "xù", "繞": "rào", "動": "dòng"}, "?", keeps_private=True)
    whole = [run for run in damaged.runs if "?" not in damaged.text[run.start + 1 : run.end]]
    found = {(verdict.start, verdict.text) for verdict in judge_cuts(damaged.text) if verdict.proof == "exact"}
    assert all((run.start, run.truth) in found for run in whole if run.truth.startswith("　"))


def test_missing_digits_are_seen_and_sound_ones_are_not():
    assert not [text for text in SENTENCES if list(find_losses(text, cut=True))]
    broken = [text.replace("3.2亿", ".亿").replace("4.27万人", "4.27万人，110月", 1) for text in SENTENCES[:2]]
    assert all(list(find_losses(text, cut=False)) for text in broken)
