"""What somebody put between the paragraphs of a report, in the same element: told by its manner and for want of common words."""

import pytest

from newsbot import Page, Report, normalise
from newsbot.lines.measures import letter_pairs
from newsbot.page.cohesion import pairs_of
from newsbot.page.inserted import MOST_INSERTED, _sharing_little, inserted, manner_signs, standing_apart

TITLE = "槐荫街道志愿者清理河道 两岸居民点赞"
TEXT = (
    "四月十日上午，槐荫街道组织六十名志愿者清理清水河的河道，两岸居民自发加入，半天捞起水草和垃圾两吨多。",
    "清水河穿过槐荫街道的四个社区，河道两岸住着一万多名居民。过去河里漂着垃圾，夏天的气味让居民不敢开窗。",
    "街道办事处今年把河道交给志愿者队伍看管，每周清理两次，垃圾当天运走，居民发现水草也可以拍照告诉志愿者。",
    "“河道干净了，晚饭后我们又愿意在河边散步了。”住在两岸小区的居民说，志愿者来得比约定的还勤。",
)
SHOP = "装修旺季来电即送好礼，地板、瓷砖厂家直供，下单满千元免费上门测量，老客户介绍新客户可领取优惠券一张。"
COURSE = "您家孩子的英语还在拖后腿吗？名师一对一辅导，零基础也能轻松提分，现在报名即可免费试听两节课，名额有限。"
WARNING = "请您妥善保管账号和密码，切勿点击陌生链接，如有疑问请联系客服热线咨询，我们将竭诚为您服务。"
PLEA = "我上回网购也碰到过，客服打了三遍都没人接，实在受不了，请问楼主最后怎么办的，有没有人支招，谢谢大家！"


def read(*lines: str) -> Report:
    inside = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<h1>{TITLE}</h1><div>2023-04-10 10:20 来源：某市日报</div>"
    outcome = normalise(
        Page("http://news.test/2023/1.html", f"<title>{TITLE}</title><body><div>{head}<div>{inside}</div></div></body>"), topic="any"
    )
    assert isinstance(outcome, Report), outcome.detail
    return outcome


@pytest.mark.parametrize("passage", [SHOP, COURSE, WARNING, PLEA])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_passage_between_the_paragraphs_is_left_out(passage, at):
    assert read(*TEXT[:at], passage, *TEXT[at:]).body == list(TEXT)


@pytest.mark.parametrize("own", [
    "有人问李大爷图什么，他总是摆摆手：日子是大家的，路也是大家的。",
    "入夏以来气温升高，蚊虫滋生，这让负责人心里一直不踏实。",
    "姓名：赵冬 年龄：三十岁 特长：长跑、书法 座右铭：一步一个脚印。",
])  # fmt: skip
def test_a_paragraph_that_speaks_to_nobody_stays_however_little_it_shares(own):
    assert own in read(*TEXT[:2], own, *TEXT[2:]).body


def test_a_short_sentence_to_the_reader_stays():
    short = "住户如需代办，请您拨打服务热线咨询，名额有限。"
    assert short in read(*TEXT[:2], short, *TEXT[2:]).body


def test_an_appeal_that_speaks_of_what_the_report_speaks_of_stays():
    appeal = "街道办事处提醒两岸居民，请您不要向清水河的河道倾倒垃圾，发现水草和垃圾请联系志愿者队伍。"
    assert appeal in read(*TEXT, appeal, TEXT[0].replace("四月十日", "五月八日")).body


def test_a_text_that_speaks_so_as_a_whole_keeps_its_paragraphs():
    lines = [TEXT[0], SHOP, COURSE, WARNING]
    assert inserted(lines, letter_pairs(TITLE)) == []
    assert sum(map(len, lines[1:])) > MOST_INSERTED * sum(map(len, lines))


def test_the_first_paragraph_is_never_taken_for_inserted():
    assert 0 not in inserted([SHOP, *TEXT], letter_pairs(TITLE))


def test_too_short_a_text_says_nothing_of_what_is_in_it():
    assert inserted([TEXT[0][:30], SHOP], letter_pairs(TITLE)) == []


def test_a_paragraph_is_compared_with_the_pairs_of_all_others():
    lines = [*TEXT[:2], SHOP, *TEXT[2:]]
    compared = dict(_sharing_little(lines))
    assert 2 in compared
    for n, shared in compared.items():
        others = pairs_of([*lines[:n], *lines[n + 1 :]])
        assert shared == (pairs_of([lines[n]]), len(pairs_of([lines[n]]) & others), len(others))


def test_two_words_of_one_manner_are_two_signs():
    assert manner_signs("点击") == ("manner offer 1",)
    assert "manner sale 2" in manner_signs("限时优惠")


def test_what_breaks_with_the_rest_and_is_too_much_to_be_taken_out_raises_a_flag():
    mixed = read(*TEXT[:2], SHOP, COURSE, WARNING, *TEXT[2:])
    assert SHOP in mixed.body
    assert mixed.flags == ["foreign_passage"]
    assert mixed.evidence["flags"].endswith(SHOP[:20])
    assert read(*TEXT).flags == []


@pytest.mark.parametrize(("odds", "apart"), [(-6.1, [2, 3, 4]), (-5.9, [])])
def test_shared_words_tell_less_of_few_paragraphs(odds, apart, monkeypatch):
    monkeypatch.setattr("newsbot.page.inserted._odds", lambda *_: odds)
    monkeypatch.setattr("newsbot.page.inserted.says_inserted", lambda *_: True)
    assert standing_apart([*TEXT[:2], SHOP, *TEXT[2:]], letter_pairs(TITLE)) == apart
