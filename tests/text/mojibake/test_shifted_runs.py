"""Runs read one byte out of step are read again in step, and how far they can be trusted."""

from __future__ import annotations

import pytest

from newsbot.text.mojibake import cp936
from newsbot.text.mojibake.language import LanguageModel
from newsbot.text.mojibake.partial_readings import OTHER_KIND, UNUSED, DamagedDocument, ShiftedRun
from newsbot.text.mojibake.printed import printed_characters
from newsbot.text.mojibake.shifted_runs import LineReader
from tests.text.mojibake.damage import damaged, traditional

CONTEXT = ["社区居民参与文明城市建设，我们的生活环境越来越好，大家都说好。", "福海花园小区的居民在广场上参加庆祝活动，领导出席会议。"]


def runs(line: str) -> list[ShiftedRun]:
    return LineReader(line, DamagedDocument(LanguageModel(CONTEXT), mirrored=True, private=True)).runs(lambda run: run.gain > 0)


@pytest.mark.parametrize(
    "text",
    [
        "环境越来越好。“我们的生活好了”",
        "大家都说好。”居民说",
        "走进福海花园小区",
        "会议结束。《城市》的作者",
        "“他说好。”",
        "庆祝活动：大家好",
    ],
)
def test_every_byte_but_the_first_is_still_there(text: str) -> None:
    old = traditional(text)
    spoilt = damaged(old, "")
    assert spoilt != old
    (run,) = runs(spoilt)
    assert spoilt[: run.start] + run.text + spoilt[run.end :] == old
    assert run.lost == 0


def test_a_swallowed_digit_is_counted_as_lost() -> None:
    old = traditional("大家都说好。“我们有人参加”")
    spoilt = damaged(old, "", (b"\xa3\xa1",))
    start = spoilt.index("?")
    cut = spoilt[: start + 4] + "?" + spoilt[start + 6 :]  # as if a digit had stood after the third character
    (run,) = runs(cut)
    assert run.lost == 1


@pytest.mark.parametrize("text", ["真的嗎?!", "好?!我們都來參加", "什麼?", "?", "!?", "好?,是的?;對"])
def test_question_marks_are_left(text: str) -> None:
    assert [run for run in runs(text) if run.gain > 3] == []


def test_a_torn_reading_names_its_bytes() -> None:
    (run,) = runs("全面?zhèn)鋺?zhàn)創城")
    assert (run.text, run.keyed, run.lost) == ("備戰", True, 0)


def test_what_is_left_of_a_closing_tag_belongs_to_the_run() -> None:
    (run,) = runs("他說“大家好?！?/p>")
    assert (run.text, run.end) == ("。”", len("他說“大家好?！?/p>"))


def test_tokens_carry_the_readings_behind_them() -> None:
    tokens = printed_characters("創(chuàng)?zhèn)鋺(wǎn )a")
    assert [(token.char, token.reading, token.torn) for token in tokens] == [
        ("創", "chuàng", False),
        ("?", "zhèn", True),
        ("鋺", "wǎn", False),
        ("a", "", False),
    ]


def test_work_is_bounded() -> None:
    document = DamagedDocument(LanguageModel(), work=500)
    LineReader("?！" * 5000, document).runs(lambda _: True)
    assert document.work < 0


def test_bytes_and_characters_are_told_both_ways() -> None:
    assert cp936.character(*"熬".encode("gbk")) == "熬"
    assert cp936.byte_pair("熬") == (0xB0, 0xBE)
    assert cp936.byte_pair("€") is None
    assert cp936.byte_pair("a") is None
    assert cp936.is_private(cp936.character(0xAA, 0xA1) or "")
    assert cp936.character(0xB0, 0x20) is None


def test_what_was_common_is_asked_again_after_more_of_the_document_is_learned():
    document = DamagedDocument(LanguageModel())
    rare = next(
        (byte, pair) for byte in range(0x81, 0xFE) for pair in cp936.with_trail(byte) if pair not in document.common_with_trail(byte).pairs
    )
    byte, pair = rare
    document.learn([pair[1]])
    assert pair in document.common_with_trail(byte).pairs


def test_a_rare_character_whose_reading_is_printed_is_found_behind_a_dropped_one() -> None:
    spoilt = damaged(traditional("民警提醒大家。“引诱老人投资的人不能相信"), "誘", keep_private=False)
    document = DamagedDocument(LanguageModel(CONTEXT), listed={"誘": "yòu"}, mirrored=True)
    (run,) = LineReader(spoilt, document).runs(lambda run: run.gain > 0)
    assert run.text.startswith("。“引誘")


def test_a_listed_character_without_its_reading_costs_more_the_more_of_them_the_mirror_annotates() -> None:
    few = DamagedDocument(LanguageModel(CONTEXT), listed={"區": "qū"}, annotated=0.05, present=frozenset("區會"))
    many = DamagedDocument(LanguageModel(CONTEXT), listed={"區": "qū"}, annotated=0.9, present=frozenset("區會"))
    assert few.bare("區") < many.bare("動") < few.bare("動") < 0 == few.bare("會") == few.bare("社")
    assert few.unlisted("會") < few.unlisted("動") < many.unlisted("動") < 0 == many.unlisted("區")


def test_a_mark_before_which_the_mirror_splits_hardly_stands_within_a_run() -> None:
    document = DamagedDocument(LanguageModel(CONTEXT), splits=frozenset("，"))
    assert document.bare("，") < 0 == document.bare("、")


def test_a_run_that_was_certain_before_is_not_read_again() -> None:
    spoilt = damaged(traditional("大家都说好。“我们的生活好了”居民说。“环境越来越好"), "", (b"\xa3\xa1",))
    document = DamagedDocument(LanguageModel(CONTEXT), mirrored=True, private=True)
    first, second = LineReader(spoilt, document).runs(lambda run: run.gain > 0)
    known = first._replace(text="。“你們")
    again = LineReader(spoilt, document).runs(lambda run: run.gain > 0, {first.start: known})
    assert again[0] is known
    assert [run.text for run in again] == ["。“你們", second.text]


@pytest.mark.parametrize(
    ("shown", "likely", "unlikely"), [("。", "”", "」"), ("。”", "”", "」"), ("。「", "」", "”"), ("。「“", "」", "》")]
)
def test_quotation_marks_are_of_the_kind_that_the_document_uses(shown: str, likely: str, unlikely: str) -> None:
    document = DamagedDocument(LanguageModel(CONTEXT), mirrored=True, present=frozenset(shown))
    assert document.cost(likely)[0] == 0
    assert document.cost(unlikely)[0] == (OTHER_KIND if unlikely != "》" else 0)


def test_a_mark_that_the_document_never_shows_is_less_likely() -> None:
    assert DamagedDocument(LanguageModel(CONTEXT), present=frozenset("。")).cost("…")[0] == UNUSED
    assert DamagedDocument(LanguageModel(CONTEXT), present=frozenset("。…")).cost("…")[0] == 0


def test_quotations_in_corners_are_read_as_those_in_curls() -> None:
    lines = [traditional("居民说：「环境越来越好。」我们的生活好了。"), traditional("大家都说好。「我们的生活好了」居民说")]
    spoilt = damaged(lines[1], "", (b"\xa3\xa1",))
    document = DamagedDocument(LanguageModel(lines[:1]), mirrored=True, private=True, present=frozenset(lines[0] + spoilt))
    (run,) = LineReader(spoilt, document).runs(lambda run: run.gain > 0)
    assert run.text.startswith("。「")
