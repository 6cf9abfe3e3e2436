"""Keywords as a page prints them."""

from newsbot.facts.keywords import split_keywords


def test_keywords_are_split_and_kept_once():
    assert split_keywords(["文明城市,志愿服务、社区 社区"]) == ["文明城市", "志愿服务", "社区"]
    assert split_keywords([""]) == []


def test_no_more_keywords_are_kept_than_a_reader_would_print():
    assert len(split_keywords([" ".join(f"词{n}" for n in range(60))])) == 30


def test_a_keyword_as_long_as_a_sentence_is_none():
    assert split_keywords(["文" * 30, "明" * 31]) == ["文" * 30]
