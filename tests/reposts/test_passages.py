"""Which paragraphs of one text others lack, and close over."""

import pytest

from newsbot.reposts.fingerprints import Text
from newsbot.reposts.passages import ALL_OF_IT, inserted_passages, lacking, sentences, without_passages
from tests.ledger.made import body

TITLE = "双清街道第5次行动绘就文明底色"
ALIEN = "想要装修新房又怕被坑？我们旗下二十年老店为您免费量房、免费设计，本月签约立减3000元，名额有限，赶快拨打热线预约吧！"
SECOND = "本网站创办于两千零八年，是一家综合性门户网站，设有财经、娱乐、汽车等栏目，竭诚为广大网友提供最新最全的资讯服务。"


def text(*paragraphs: str, title: str = TITLE) -> Text:
    return Text(title, paragraphs)


def with_passages(at: int, *passages: str) -> Text:
    return text(*body(5)[:at], *passages, *body(5)[at:])


@pytest.mark.parametrize("at", range(5))
def test_what_a_copy_closes_over_is_found_wherever_it_stands(at: int) -> None:
    assert lacking(with_passages(at, ALIEN), text(*body(5))) == [(at, ALL_OF_IT)]
    assert lacking(with_passages(at, ALIEN), text(*body(5), title=f"{TITLE}（组图）")) == [(at, ALL_OF_IT)]


def test_nothing_is_lacking_in_a_copy_that_has_all_or_has_other_words_there() -> None:
    assert lacking(with_passages(2, ALIEN), with_passages(2, ALIEN)) == []
    assert lacking(with_passages(2, ALIEN), with_passages(2, SECOND)) == []


def test_what_moved_is_not_lacking() -> None:
    assert lacking(with_passages(1, ALIEN), with_passages(3, ALIEN)) == []


def test_passages_that_follow_each_other_are_found_together() -> None:
    own = with_passages(2, ALIEN, SECOND)
    long = Text(TITLE, [*own.body, *body(6), *body(7)])
    copy = text(*body(5), *body(6), *body(7))
    assert lacking(long, copy) == [(2, ALL_OF_IT), (3, ALL_OF_IT)]
    assert inserted_passages(long, [("b.example", copy), ("c.example", copy)]) == [ALIEN, SECOND]


def test_a_quarter_of_a_text_and_more_is_not_inserted() -> None:
    own = with_passages(2, ALIEN, SECOND)
    copy = text(*body(5))
    assert inserted_passages(own, [("b.example", copy), ("c.example", copy)]) == []


def within(paragraph: int, at: int, *passages: str) -> Text:
    """The text with sentences put into one of its paragraphs."""
    said = body(5)
    parts = sentences(said[paragraph].replace("，", "。"))
    return text(*said[:paragraph], "".join([*parts[:at], *passages, *parts[at:]]), *said[paragraph + 1 :])


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("paragraph", range(4))
def test_sentences_that_a_copy_closes_over_are_found_in_a_paragraph_that_stays(paragraph: int, at: int) -> None:
    own, copy = within(paragraph, at, ALIEN), within(paragraph, at)
    alien = sentences(ALIEN)
    assert "".join(alien) == ALIEN
    assert lacking(own, copy) == [(paragraph, n) for n in range(at, at + len(alien))]
    assert inserted_passages(own, [("b.example", copy), ("c.example", copy)]) == [ALIEN]
    assert inserted_passages(own, [("b.example", copy), ("b.example", copy)]) == []


def test_of_a_paragraph_that_differs_otherwise_no_sentence_is_taken() -> None:
    changed = [body(5)[1].replace("社区党支部牵头召开协商议事会", "各单位轮流主持的恳谈在周末举行"), body(5)[1][-20:]]
    for paragraph in changed:
        own = within(1, 1, ALIEN)
        copy = text(body(5)[0], paragraph, *body(5)[2:])
        assert lacking(own, copy) == []


def test_parts_of_sentences_are_not_taken() -> None:
    first, rest = body(5)[1].split("，", 1)
    own = text(body(5)[0], f"{first}，{ALIEN[:-1].replace('？', '，')}，{rest}", *body(5)[2:])
    assert lacking(own, text(*body(5))) == []


def test_sentences_that_take_half_a_pair_of_marks_with_them_or_stand_twice_stay() -> None:
    for own in (within(1, 1, f"“{ALIEN}"), text(*within(1, 1, ALIEN).body, f"读者来信：{ALIEN}")):
        copy = text(*within(1, 1).body, *own.body[4:])
        assert inserted_passages(own, [("b.example", copy), ("c.example", copy)]) == []


def test_what_is_taken_out_of_a_body_is_told_by_paragraph() -> None:
    own = ["甲。乙。丙。", "丁。", "乙。丁。"]
    assert without_passages(own, ["丁。"]) == ([1], {})
    assert without_passages(own, ["乙。"]) == ([], {0: "甲。丙。"})
    assert without_passages(own, ["甲。", "丙。", "戊。"]) == ([], {0: "乙。"})
