"""The language model knows what follows what, from words, from marks, and from the document."""

from __future__ import annotations

import pytest

from newsbot.text.mojibake.characters import common_forms, counted, frequency_ranks
from newsbot.text.mojibake.language import EDGE, LanguageModel
from newsbot.text.mojibake.words import words_score


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [("社区", "社取"), ("志愿者", "志原者"), ("。“", "。。"), ("城市，", "城市《"), ("他说", "他苎"), ("吗？", "吗（"), ("學校", "學焦")],
)
def test_what_is_said_is_likelier_than_what_is_not(likely: str, unlikely: str) -> None:
    assert LanguageModel().score(likely) > LanguageModel().score(unlikely)


def test_two_characters_before_tell_more_than_one() -> None:
    model = LanguageModel()
    assert model.follows("志愿", "者") > model.follows("愿", "者") + 0.5
    assert model.follows("实验", "室") > model.follows("检验", "室") + 1
    assert model.score("能够正式出台") > model.score("能够战出台") + 3


def test_the_document_teaches_what_it_says_three_characters_long() -> None:
    model = LanguageModel(["住在银苑小区"] * 3)
    assert model.follows("银苑", "小") > LanguageModel(["银苑", "苑小"] * 3).follows("银苑", "小")


def test_the_document_teaches_its_names() -> None:
    before = LanguageModel().score("冼星海")
    model = LanguageModel(["作曲家冼星海的故居", "冼星海纪念馆"])
    assert model.score("冼星海") > before + 3
    model.learn(["冼星海"])
    assert model.repeated("星") == ["海"]


def test_the_language_is_that_of_news_on_the_web_too() -> None:
    model = LanguageModel()
    assert model.score("网约车") > model.score("网约束")
    assert model.score("产能过剩") > model.score("产能过。")
    assert words_score("网约车") > words_score("网约束")


def test_what_the_table_leaves_to_one_character_is_as_likely_behind_two() -> None:
    after_two, after_one = LanguageModel().after("他的"), LanguageModel().after("的")
    assert all(abs(after_two[char] - after_one[char]) < 1 for char in "颧髋篝")
    assert after_two["手"] > after_one["手"] + 1


def test_what_may_be_damaged_teaches_nothing() -> None:
    assert LanguageModel(["社区?！熬€上"]).repeated("熬") == []


def test_forms_of_one_character_count_alike() -> None:
    assert [counted(char) for char in "區区,，7a著\u3000"] == ["区", "区", "，", "，", "0", "a", "着", " "]
    assert counted(EDGE) == EDGE


def test_the_common_characters_stand_in_order() -> None:
    order = frequency_ranks()
    assert len(order) > 1400
    assert order["的"] == 0
    assert order["的"] < order["市"] < order["锡"]
    assert {"区", "區", "。"} <= common_forms()
