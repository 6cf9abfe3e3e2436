"""Invisible and stray characters go, look-alikes become what they look like, everything else stays."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.text.mojibake.edits import Change, applied
from newsbot.text.mojibake.stray import entity_changes, folded, strange, stray_changes, unreadable_changes
from newsbot.text.restore import restore_lines

SENTENCE = "据南城文明网消息，街道社区的志愿者近日走上街头，开展清洁家园活动，受到居民好评。"
KEPT = "…①㎡℃½⁴（）“”‘’「」《》·—～￥％℡№Ⅲ🏙é한あ\u00a0\u3000\t"


def test_characters_that_a_normal_form_would_spoil_are_kept() -> None:
    text = KEPT.replace("％", "")
    assert restore_lines([text]).lines == (text,)
    assert restore_lines([text]).edits == ()


@pytest.mark.parametrize("char", "\u200b\u200d\u200e\u202e\u2066\u2069\ufeff\u00ad\u180e\u3164\ufe0f\x00\x07\x7f\ud800\udfff\ufffc\ufffe")
def test_invisible_characters_are_dropped_and_told(char: str) -> None:
    restored = restore_lines([f"城{char}市"])
    assert restored.lines == ("城市",)
    assert [(edit.before, edit.after, edit.kind) for edit in restored.edits] == [(char, "", "stray_characters")]


@pytest.mark.parametrize("char", "\u2028\u2029\x85\x0b\x0c")
def test_line_separators_inside_a_line_become_spaces(char: str) -> None:
    assert restore_lines([f"城{char}市"]).lines == ("城 市",)


def test_a_private_use_character_is_dropped_at_the_end() -> None:
    assert restore_lines(["城\ue000市\U000f0000"]).lines == ("城市",)


def test_a_private_use_character_in_a_sentence_of_a_sound_document_stands() -> None:
    sentence = "他对这座城市有\ue2e5较深的了解，常来。"
    assert restore_lines([sentence]).lines == (sentence,)
    damaged = ["文明創(chuàng)建動(dòng)員會(huì)議在社區(qū)召開。", "他對城市有\ue2e5較深的了解。"]
    assert "\ue2e5" not in restore_lines(damaged).lines[1]


def test_a_private_use_character_in_a_note_beside_a_sentence_is_dropped() -> None:
    assert restore_lines(["居民排队领取，大多是老人。(冯\ue5c7新摄)"]).lines == ("居民排队领取，大多是老人。(冯新摄)",)
    clause = "这座城市（他说，有\ue2e5较深的了解）要变样。"
    assert restore_lines([clause]).lines == (clause,)


def test_an_icon_beside_a_sentence_is_dropped() -> None:
    assert restore_lines(["\ue60b分享，收藏。"]).lines == ("分享，收藏。",)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("甲&nbsp;乙", "甲\u00a0乙"),
        ("甲&amp;nbsp;乙", "甲\u00a0乙"),
        ("&ldquo;好&rdquo;", "“好”"),
        ("AT&amp;T", "AT&T"),
        ("来源#xff1a;日报", "来源：日报"),
        ("&#8203;好", "好"),
        ("&#x4e2d;&#22269;", "中国"),
        ("甲&nbsp乙", "甲\u00a0乙"),
    ],
)
def test_entities_left_over_are_read(raw: str, plain: str) -> None:
    assert restore_lines([raw]).lines == (plain,)


@pytest.mark.parametrize("text", ["a?b=1&copy=2&lt=3", "R&D; 研发", "#1;", "颜色#fff;", "&;", "第&号", "http://a.cn/#1234;"])
def test_what_only_looks_like_an_entity_is_left(text: str) -> None:
    assert restore_lines([text]).lines == (text,)


def test_look_alikes_are_folded_one_by_one() -> None:
    assert folded("２０２３年Ａ栋５％⼀⽂⻋豈凉\ufa0e") == "2023年A栋5%一文车豈凉\ufa0e"


def test_every_fold_keeps_the_length() -> None:
    every = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x30000)]))
    assert len(folded(every)) == len(every)
    assert all(unicodedata.category(new)[0] in "LNPS" for old, new in zip(every, folded(every), strict=True) if old != new)


@given(st.text(alphabet=st.characters(), max_size=40))
def test_the_gate_lets_nothing_through_that_would_be_changed(text: str) -> None:
    if not strange(text):
        assert stray_changes(text) == unreadable_changes(text, sound=False) == []
        assert folded(text) == text


PRINTED = ("&amp;", "&nbsp;", "&lt;", "&#20013;", "&#x4e2d;", "&amp", "&", "#", ";", "0", "x", "nbsp", " ", "中")


@given(st.lists(st.sampled_from(PRINTED), max_size=20).map("".join))
def test_changes_of_entities_are_in_order(text: str) -> None:
    changes: list[Change] = entity_changes(text)
    assert all(left.end <= right.start for left, right in itertools.pairwise(changes))
    assert isinstance(applied(text, changes), str)


def test_entities_of_marks_need_no_semicolon():
    text = "&ldquo以前又滑又脏&rdquo，现在&hellip好多了 &ldquo;好&rdquo; R&D &mdashes"
    assert applied(text, entity_changes(text)) == "“以前又滑又脏”，现在…好多了 “好” R&D &mdashes"


@pytest.mark.parametrize(("line", "left"), [
    (f"? {SENTENCE}", SENTENCE),
    ("? 如何办理居住证", "? 如何办理居住证"),  # an item of a list
    (f"真的? {SENTENCE}", f"真的? {SENTENCE}"),
])  # fmt: skip
def test_one_question_mark_and_a_blank_before_a_text(line, left):
    assert restore_lines([line]).lines[0] == left
