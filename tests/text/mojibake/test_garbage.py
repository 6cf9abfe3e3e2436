"""What cannot be Chinese as it stands."""

from __future__ import annotations

import pytest

from newsbot.text.mojibake import repair
from newsbot.text.mojibake.garbage import IDEOGRAPHS, broken_spans, may_be_broken
from scripts.build_ideographs import DATA, pairs_in_names, rare_ideographs, text


def test_the_table_of_rare_ideographs_is_what_the_counts_say() -> None:
    rare = rare_ideographs()
    assert {"敝", "呲"} <= rare
    assert rare.isdisjoint("的區区")
    assert DATA.joinpath(IDEOGRAPHS).read_text(encoding="utf-8") == text(), "python -m scripts.build_ideographs"


def test_rare_ideographs_alone_are_a_name_and_no_damage() -> None:
    assert not may_be_broken("国务委员谌贻琴、蒟蒻")
    assert may_be_broken("大家都說好!敝驹刚呲w來了")


def test_names_of_places_with_rare_ideographs_are_no_damage_and_what_is_damaged_beside_them_is() -> None:
    assert pairs_in_names(frozenset("墩")) == sorted(set(pairs_in_names(frozenset("墩"))))
    for name in ("坎墩街道", "莘塍街道", "勐勐镇", "邙山街道", "皤滩乡", "坑梓街道"):
        for line in (f"他们进行改造,对{name}等8个小区的楼道进行修缮。", f"活动在社区举行。{name}组织志愿者参加，", f"“{name}的楼道”"):
            assert not may_be_broken(line)
            assert broken_spans([line], damaged=True) == []
    assert [span[1:] for span in broken_spans(["坎墩街道的居民都說好!敝驹刚呲w來了"])] == [(10, 15)]


def test_a_letter_that_is_half_a_character_behind_a_torn_one_is_broken_in_a_document_without_other_damage():
    line = "開會的有趙正、李?！㈨n正，用地用?！h評等要素，真的?！大家都說好"
    assert may_be_broken(line)
    assert [line[start:end] for _, start, end in broken_spans([line])] == ["?！㈨n", "?！h"]


@pytest.mark.parametrize("line", ["全新？ 9?妓?似桨迦??6210評測", "全新 9?妓?似槳迦??6210評測"])
def test_usual_characters_between_marks_that_read_better_paired_anew_are_broken_before_and_after_a_mirror_changed_their_script(line):
    assert may_be_broken(line)
    assert [line[start:end][1:3] for _, start, end in broken_spans([line])] in (["似桨"], ["似槳"])


@pytest.mark.parametrize("line", ["是吗?真的?我不信", "谁?谁?谁?", "7?好?是?", "为什么?怎么办?你说?", "問誰?誰知道?沒有人"])
def test_questions_that_follow_each_other_are_no_damage(line):
    assert not may_be_broken(line)
    assert broken_spans([line], damaged=True) == []


def test_readings_that_were_too_few_to_tell_are_shown_where_they_stand():
    lines = ["學期結(jié)束後，相關(guān)知識很多", "差異(yì)特別大，不認真聽(tīng)講"]
    assert [lines[number][start:end] for number, start, end in broken_spans(lines)] == ["結(jié)", "關(guān)", "異(yì)", "聽(tīng)"]
    assert len(broken_spans([*lines, "學了漢語拼音的讀音"])) == 4


def test_one_or_two_readings_in_a_text_that_speaks_of_readings_are_its_own():
    assert broken_spans(["漢語拼音裏，結(jié)束的讀音是第二聲"]) == []
    assert broken_spans(["結(jié)", "他叫贠(yùn)某某"]) == []


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("志愿者分成��个小组", ["��"]),
        ("志愿者分成锟斤拷个小组", ["锟斤拷"]),
        ("处罚倍以下的???。第二条", ["???"]),
        ("志愿者分成????小组", ["????"]),
        ("大家问他为什么不去???他没有说", []),
        ("真的吗??，大家都问", []),
        ("车牌是鲁A××××××的轿车······居民", []),
        ("请Müller和São Paulo的朋友", []),
        ("居民说ÇøµÄ好", ["ÇøµÄ"]),
    ],
)
def test_what_a_decoder_could_not_read_is_broken(line, broken):
    assert [line[start:end] for _, start, end in broken_spans([line])] == broken
    assert may_be_broken(line) or not broken


def test_rare_ideographs_that_make_no_words_crowd_and_those_of_words_and_lists_do_not():
    crowd = "大家都說谷凶八魏咎匝桓沦惩榔钙锻厝淖试薪芬窒，来了"
    assert [crowd[start:end] for _, start, end in broken_spans([crowd])] == ["咎匝桓沦惩榔钙锻厝淖"]
    for sound in ("饕餮、蒟蒻、魑魅魍魉", "钴、硒、铬、铂、钯、铱、铑、锇", "合计贰佰叁拾伍万柒仟捌佰玖拾陆元整"):
        assert broken_spans([sound]) == []


def test_a_name_of_rare_characters_behind_a_mark_is_no_damage():
    for line in ("记者：汪倩茹 编辑：陆玥", "通讯员：梁翀 责编：孟蕾", "（摄影：宋滢）", "記者：潘玥 欧阳烨媛"):
        assert broken_spans([line]) == []
        assert not may_be_broken(line)


def test_what_is_left_of_a_reading_that_no_stretch_explains_is_a_lost_character_of_a_damaged_document() -> None:
    whole = "街坊對(duì)此趨(qū)勢(shì)的積(jī)极回{}門(mén)口的長(zhǎng)椅"
    repaired = repair([whole.format("?zhēn)B(shà)")])
    assert repaired.lines == ("街坊對此趨勢的積极回□□門口的長椅",)
    assert [gap.printed for edit in repaired.edits for gap in edit.gaps] == ["?zhēn)", "B(shà)"]
    assert not repaired.broken
    unproved = "街坊燃?xì)很旺"
    assert repair([unproved]).lines == (unproved,)


@pytest.mark.parametrize("line", ["[责编：王辉]", "[责编：童鹏]", "编辑:潘阳|审核:靳长江", "责编：熊璐_青山网"])
def test_a_name_before_a_bracket_or_a_bar_is_no_damage(line: str) -> None:
    assert not broken_spans([line], damaged=True)
