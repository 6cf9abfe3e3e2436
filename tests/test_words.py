"""Words as parts of patterns, and terms found in a text."""

import re

from newsbot.words import (
    BLANKS_TO_SPACE,
    WIDE_TO_ASCII,
    TermGroups,
    Terms,
    any_of,
    either,
    is_han,
    pair_key,
    pair_keys,
    places_of,
    surnames,
)


def test_the_longest_stands_at_a_place_and_none_begins_inside_another():
    terms = Terms(["文明", "文明城市", "城市管理", "管理"])
    assert list(terms.find("创建文明城市管理，文明")) == [(2, "文明城市"), (6, "管理"), (9, "文明")]


def test_a_term_may_stand_at_either_end_and_nothing_is_found_in_nothing():
    terms = Terms(["社区", "网格员"])
    assert [term for _, term in terms.find("社区有网格员")] == ["社区", "网格员"]
    assert list(terms.find("社")) == []
    assert list(terms.find("")) == []
    assert list(Terms([]).find("社区")) == []


def test_the_order_in_which_terms_are_given_changes_nothing():
    words = ["志愿", "志愿者", "志愿服务", "志愿服务队"]
    text = "志愿服务队里的志愿者"
    assert list(Terms(words).find(text)) == list(Terms(reversed(words)).find(text))


def test_an_alternation_tries_the_longer_word_first_and_escapes_marks():
    pattern = re.compile(either(["报", "日报", "A+"]))
    assert [m[0] for m in pattern.finditer("日报A+报")] == ["日报", "A+", "报"]


def test_one_range_tells_han_from_everything_else():
    assert is_han("㐀街道鿿")
    assert not any(map(is_han, ("街道1", "カナ", "")))


def test_the_width_folds_keep_lengths():
    assert "（ＡＢ　１２：３０）".translate(WIDE_TO_ASCII | BLANKS_TO_SPACE) == "(AB 12:30)"


def test_surnames_are_read_once_and_the_frequent_ones_are_single_ones():
    names = surnames()
    assert names is surnames()
    assert "欧阳" in names.compound
    assert "王" in names.frequent <= names.single


def test_terms_are_found_in_reading_order_after_characters_outside_the_basic_plane_too():
    terms = Terms(["文明城市", "街道", "折"])
    assert [term for _, term in terms.find("创建文明城市，街道打折。𠮷祥街道")] == ["文明城市", "街道", "折", "街道"]
    assert list(terms.find("𠮷𠮷街道𠮷文明城市")) == [(2, "街道"), (5, "文明城市")]


def test_terms_of_several_groups_hide_only_those_of_their_own():
    groups = TermGroups({"long": ["文明城市", "城市"], "short": ["文明", "市民", "区"]})
    assert groups.found("文明城市民区") == {"long": {"文明城市"}, "short": {"文明", "市民", "区"}}
    assert groups.found("街道") == {}


def test_any_of_many_words_is_found_the_longest_first():
    assert any_of(["报", "日报", "a+"]).findall("日报、报a+aa") == ["日报", "报", "a+"]


def test_of_many_terms_that_begin_alike_the_longest_is_found():
    terms = Terms(["志愿", "志愿者", "志愿服务", "志愿服务队"])
    assert [term for _, term in terms.find("志愿服务队、志愿者和志愿服务")] == ["志愿服务队", "志愿者", "志愿服务"]


def test_a_character_outside_the_basic_plane_begins_a_term_as_any_other():
    assert list(Terms(["𠮷祥街"]).find("在𠮷祥街上")) == [(1, "𠮷祥街")]
    assert places_of("街街", "街街街") == [0, 1]


def test_numbers_made_together_are_those_made_one_by_one_beyond_the_basic_plane_too():
    pairs = ["文明", "城市", "\U00020000城", "a1"]
    assert pair_keys(pairs[:2]) == [pair_key(pair) for pair in pairs[:2]]
    assert pair_keys(pairs) == [pair_key(pair) for pair in pairs]
