"""Thresholds of credits, each at its own value and beside it: how far a line is looked at, and how long a credit is where it stands."""

from dataclasses import replace

import pytest

from newsbot.lines.credits import stretches
from newsbot.lines.credits.glued_names import all_names
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.name_forms import parted_names
from newsbot.lines.credits.reader import read_credits
from newsbot.lines.credits.signs import PAD, LineSigns, Position, _brackets, _edges, _left, _padded, _right, _run_of
from newsbot.lines.credits.stretches import closing_credit, credit_line, opening_credits
from newsbot.lines.credits.vocabulary import MEDIUM, folded_marks, places, role_words

TEXT = "街道社区组织居民开展文明创建活动推进城市更新工作提升环境面貌"
OTHER = "云卷青峰水绕平林风起"
"""Words that no credit has."""


def names(many: int) -> str:
    return " ".join((["王丽", "李强", "陈倩", "张敏"] * 12)[:many])


# ---------------------------------------------------------------------------------------------------- what the model is told


def test_runs_and_edges_are_told_apart_up_to_a_bound():
    assert _run_of(8)[0] == (8, 0, 4)
    assert _run_of(20)[10] == (9, 4, 4)
    assert _run_of(20)[3] == (9, 3, 4)
    assert _edges(20)[10] == (4, 5)
    assert _edges(20)[15] == (4, 4)
    assert PAD == len(_padded("")) // 2 == 2


def test_distances_to_role_words_are_told_apart_up_to_a_bound():
    text = f"{'街' * 20}记者{'街' * 20}"
    roles = list(role_words(text))
    assert [_left(text, roles)[22 + after][2] for after in (10, 12, 14)] == [5, 6, 6]
    assert [_right(text, roles)[20 - before][1] for before in (5, 6, 7)] == [4, 5, 5]


@pytest.mark.parametrize(("length", "size"), [(5, "s"), (6, "m"), (16, "m"), (17, "l")])
def test_brackets_are_short_or_long(length, size):
    assert _brackets(f"街({'街' * length})街街街")[2][0] == size


@pytest.mark.parametrize(("length", "short", "size"), [(12, "1", 2), (13, "0", 2), (17, "0", 2), (18, "0", 3), (60, "0", 9)])
def test_lines_are_short_or_long(length, short, size):
    signs = LineSigns("街" * length, []).all(Position.LEAD)[0]
    assert f"hs:00{size}" in signs
    assert [sign[-1] for sign in signs if sign.startswith("wr:")] == [short]


# ------------------------------------------------------------------------------------------------------------------------ names


@pytest.mark.parametrize(("sure", "found"), [(0.5, 3), (0.49, 1)])
def test_the_rest_of_a_run_is_names_where_the_first_is_likely(sure, found):
    text = "记者王丽李强陈倩"
    assert len(all_names(text, [Marked(2, 4, is_medium=False, probability=sure)])) == found


@pytest.mark.parametrize(("rest", "found"), [(14, 8), (16, 1)])
def test_a_run_of_names_has_a_length(rest, found):
    text = "记者王丽" + "李强陈倩张敏刘伟王芳李静陈刚张勇"[:rest]
    assert len(all_names(text, [Marked(2, 4, is_medium=False, probability=0.9)])) == found


def test_names_run_together_fit():
    assert parted_names("王丽李强") == ["王丽", "李强"]
    assert parted_names("王") is None


# --------------------------------------------------------------------------------------------------------------- where they stand


@pytest.mark.parametrize(("many", "credit"), [(36, True), (37, False)])
def test_a_line_of_credits_has_a_length(many, credit):
    assert (credit_line(f"记者 {names(many)}") is not None) is credit


@pytest.mark.parametrize(("many", "sure", "credit"), [(10, 0.85, True), (10, 0.84, False), (11, 0.85, False)])
def test_names_alone_are_few_and_likely(many, sure, credit, monkeypatch):
    monkeypatch.setattr(stretches, "read_credits", lambda line, position: replace(read_credits(line, position), certainty=sure))
    assert (credit_line(names(many), bare=True) is not None) is credit


@pytest.mark.parametrize(("words", "credit"), [(6, True), (7, False)])
def test_words_that_no_credit_has_are_few(words, credit):
    assert (credit_line(f"{OTHER[:words]}记者 王丽") is not None) is credit
    assert (credit_line(f"图：{OTHER[:words]}") is not None) is credit


@pytest.mark.parametrize(("before", "credit"), [(45, True), (46, False)])
def test_a_dateline_has_a_length(before, credit):
    assert bool(opening_credits(f"{'新' * (before - 4)}新华社电（记者 王丽）{TEXT}")) is credit


@pytest.mark.parametrize(("many", "credit"), [(26, True), (27, False)])
def test_a_bracket_at_the_end_has_a_length(many, credit):
    assert (closing_credit(f"{TEXT}（记者 {names(many)}）") is not None) is credit


@pytest.mark.parametrize(("end", "credit"), [(f"记者 {names(12)}", True), (f"记者 {names(13)}", False), ("王丽", True), ("丽", False)])
def test_names_after_the_last_sentence_have_a_length(end, credit):
    assert (closing_credit(f"{TEXT}。{end}") is not None) is credit


# --------------------------------------------------------------------------------------------------------------------- vocabulary


@pytest.mark.parametrize(("before", "whole"), [(14, True), (15, False)])
def test_a_mediums_name_has_a_length(before, whole):
    assert (MEDIUM.fullmatch("长" * before + "日报") is not None) is whole


@pytest.mark.parametrize(("printed", "spaced"), [("责 编：", True), ("通 讯 员：", True), ("本 报 记 者：", False)])
def test_role_words_of_two_or_three_characters_are_spaced(printed, spaced):
    word = printed.replace(" ", "").rstrip("：")
    assert (word in [role.word for role in role_words(folded_marks(printed))]) is spaced


def test_a_district_of_three_characters_is_known_with_its_level_alone():
    assert "城关区" in places()
    assert "城关" not in places()
    assert {"岳麓区", "浦东新区", "浦东"} & places()
