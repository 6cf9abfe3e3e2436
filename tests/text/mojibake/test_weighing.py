"""Readings that the search gave up are weighed once more, by words and sentences, and may win."""

from __future__ import annotations

from math import log

import pytest

from newsbot.text.mojibake.language import LanguageModel
from newsbot.text.mojibake.partial_readings import Alternative, DamagedDocument, How, ShiftedRun
from newsbot.text.mojibake.weighing import Surroundings, signs_between, weighed
from newsbot.text.mojibake.words import as_words, words_score

BY_WORDS = {"characters_same": 1.0, "characters_longer": 1.0, "characters_shorter": 1.0, "characters_first": 1.0} | {
    f"words_{kind}": 1.0 for kind in ("same", "longer", "shorter", "first")
}
DOCUMENT = DamagedDocument(LanguageModel(), mirrored=True, present=frozenset("社區居民"))


def run(text: str, *others: Alternative, how: str = "") -> ShiftedRun:
    parts = tuple(map(How, how or "k" * len(text)))
    places = tuple(range(len(text)))
    return ShiftedRun(0, len(text), text, places, parts, gain=10.0, lost=0, guessed=0, keyed=False, bare=False, alternatives=others)


def signs(read: ShiftedRun, before: str, after: str = "\n") -> dict[str, float]:
    return signs_between(read, read.alternatives[0], Surroundings(before, after), DOCUMENT)


def test_a_word_that_stands_in_text_is_likelier_than_two_characters_that_do_not():
    assert words_score("提出停火") > words_score("提出。火")
    assert words_score("今年0月") == words_score(as_words("今年12月"))


def test_a_reading_that_was_given_up_wins_by_its_words_and_the_chosen_one_becomes_its_rival():
    read = weighed(run("一名打斿围棋", Alternative(3, 4, "败", 1.0)), Surroundings("\n", "冠军\n"), DOCUMENT, BY_WORDS)
    assert read.text == "一名打败围棋"
    (rival,) = read.alternatives
    assert (rival.start, rival.end, rival.text) == (3, 4, "斿")
    assert rival.lead > 0


def test_two_characters_may_take_the_place_of_one_and_what_follows_moves():
    alternatives = Alternative(1, 2, "集中", 1.0), Alternative(5, 6, "题", 3.0)
    read = weighed(run("极夹解决问是", *alternatives), Surroundings("\n", "\n"), DOCUMENT, BY_WORDS)
    assert read.text == "极集中解决问题"
    assert len(read.how) == len(read.places) == len(read.text)
    assert [read.how[place] for place in (1, 2)] == [How.DROPPED, How.DROPPED]


def test_nothing_is_turned_where_the_chosen_reading_is_the_likelier_one():
    read = weighed(run("志愿者来了", Alternative(1, 2, "远", 2.0)), Surroundings("\n", "\n"), DOCUMENT, BY_WORDS)
    assert read.text == "志愿者来了"
    assert read.alternatives[0].lead > 2.0


def test_a_reading_never_wins_that_would_leave_nothing():
    read = weighed(run("斿", Alternative(0, 1, "", -5.0)), Surroundings("\n好", "好\n"), DOCUMENT, BY_WORDS)
    assert read.text == "斿"


def at_mark(char: str, rest: str, other: str) -> ShiftedRun:
    return run(char + rest, Alternative(0, 1, other, 1.0), how="f" + "k" * len(rest))


@pytest.mark.parametrize("length", [4, 40])
def test_a_full_stop_ends_a_long_sentence_rather_than_a_short_one(length):
    found = signs(at_mark("。", "基地", "海"), "\n" + "好" * (length - 1))
    assert found["characters_first"] == 1.0
    assert found["sentence"] == pytest.approx(log(length / 20))
    assert "quotation" not in found


def test_sentences_of_any_length_speak_for_a_stop_no_more_than_long_ones():
    one, two = (signs(at_mark("。", "基地", "海"), "\n" + "好" * length)["sentence"] for length in (160, 400))
    assert one == two == pytest.approx(log(150 / 20))


@pytest.mark.parametrize(("opened", "closed"), ["“”", "「」"])
def test_a_quotation_of_four_characters_speaks_against_a_stop_in_it_and_one_of_sixteen_for_it(opened, closed):
    found = [signs(at_mark("海", closed + "说", "。"), "\n他说" + opened + "好" * (length - 1))["quotation"] for length in (4, 16)]
    assert found == [pytest.approx(-log(4 / 8)), pytest.approx(-log(16 / 8))]


def test_words_speak_no_more_than_twelve_and_only_those_near_the_difference():
    assert signs(run("斿斿斿斿斿斿", Alternative(0, 6, "社区居民参与", 1.0)), "\n")["words_same"] == -12.0
    near, far = (signs(run("打斿", Alternative(1, 2, "败", 1.0)), "\n", after) for after in ("好好好好好斿斿斿\n", "好好好好好们你我\n"))
    assert near == far
    assert near != signs(run("打斿", Alternative(1, 2, "败", 1.0)), "\n", "好好好斿斿斿斿斿\n")


def test_a_character_that_no_mirror_leaves_speaks_against_a_reading_of_a_text_made_traditional():
    assert signs(run("能夠戰出台", Alternative(2, 3, "战", 1.0)), "\n")["foreign"] == 1
    assert signs(run("能夠战出台", Alternative(2, 3, "正式", 1.0)), "\n")["foreign"] == -1
    read = run("能夠战出台", Alternative(2, 3, "正式", 1.0))
    for document in (DamagedDocument(LanguageModel()), DamagedDocument(LanguageModel(), mirrored=True, present=frozenset("战"))):
        assert "foreign" not in signs_between(read, read.alternatives[0], Surroundings("\n", "\n"), document)


def test_marks_that_close_what_is_not_open_or_leave_it_open_speak_against_a_reading():
    never_opened = signs(run("紅海。", Alternative(1, 3, "。”", 1.0)), "\n他說駛過")
    assert (never_opened["misplaced"], never_opened["left_open"]) == (1, 0)
    left_open = signs(run("聯繫”。", Alternative(2, 4, "、", 1.0)), "\n他們“")
    assert (left_open["misplaced"], left_open["left_open"]) == (0, 1)
    assert signs(run("聯繫）", Alternative(2, 3, "。", 1.0)), "\n他們（", "好").get("left_open", 0) == 0  # the line goes on
    assert "misplaced" not in signs(run("紅海", Alternative(1, 2, "牛", 1.0)), "\n“")


def test_how_many_characters_more_or_fewer_a_reading_has_is_a_sign():
    fewer = signs(run("能夠戰出台", Alternative(2, 3, "正式", 1.0)), "\n")
    assert fewer["fewer_characters"] == -1
    assert "more_characters" not in fewer
    assert signs(run("能夠正式出台", Alternative(2, 4, "戰", 1.0)), "\n")["more_characters"] == 1
