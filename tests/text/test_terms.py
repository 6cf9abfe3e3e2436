"""Terms found in a text."""

from newsbot.text.terms import Terms


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
