"""Which paragraphs of one text others lack, and close over."""

import pytest

from newsbot.reposts.fingerprints import Text
from newsbot.reposts.passages import inserted_passages, lacking
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
    assert lacking(with_passages(at, ALIEN), text(*body(5))) == [at]
    assert lacking(with_passages(at, ALIEN), text(*body(5), title=f"{TITLE}（组图）")) == [at]


def test_nothing_is_lacking_in_a_copy_that_has_all_or_has_other_words_there() -> None:
    assert lacking(with_passages(2, ALIEN), with_passages(2, ALIEN)) == []
    assert lacking(with_passages(2, ALIEN), with_passages(2, SECOND)) == []


def test_what_moved_is_not_lacking() -> None:
    assert lacking(with_passages(1, ALIEN), with_passages(3, ALIEN)) == []


def test_passages_that_follow_each_other_are_found_together() -> None:
    own = with_passages(2, ALIEN, SECOND)
    long = Text(TITLE, [*own.body, *body(6), *body(7)])
    copy = text(*body(5), *body(6), *body(7))
    assert lacking(long, copy) == [2, 3]
    assert inserted_passages(long, [("b.example", copy), ("c.example", copy)]) == [2, 3]


def test_a_quarter_of_a_text_and_more_is_not_inserted() -> None:
    own = with_passages(2, ALIEN, SECOND)
    copy = text(*body(5))
    assert inserted_passages(own, [("b.example", copy), ("c.example", copy)]) == []
