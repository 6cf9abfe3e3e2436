"""Plain documents of forms that nobody had shown the reader: lines broken by a column, adverts between paragraphs, the head of a series."""

from __future__ import annotations

from newsbot import Page, Report, normalise

TITLE = "晋阳街道推行“错时延时”服务"
BODY = (
    "从2月24日起，晋阳街道便民服务中心推行“错时延时”服务，将每天的办事时间延长两个小时，周六上午照常开门。",
    "“下了班也能来办事，再不用专门请假了。”在窗口办理完居住证的上班族小郝说，整个过程不到十分钟。",
    "据街道工作人员介绍，延时服务首周，窗口共受理业务136件，其中社保、医保类占到六成。",
    "下一步，街道还将把延时服务推广到下辖的19个社区。",
)
COLUMN = 16


def document(*lines: str) -> Report:
    page = Page(
        "http://a.test/1.txt", "\n".join(lines).encode(), {"Content-Type": "text/plain; charset=utf-8"}, "2026-03-20T09:00:00+08:00"
    )
    found = normalise(page, topic="any")
    assert isinstance(found, Report)
    return found


def broken(paragraph: str) -> list[str]:
    """A paragraph in lines of a column, two blanks before the first."""
    text = f"　　{paragraph}"
    return [text[at : at + COLUMN] for at in range(0, len(text), COLUMN)]


def test_lines_that_a_column_broke_are_whole_paragraphs():
    lines = ["山城日报", "2026年3月6日 星期五", "第03版 城事", TITLE, "本报记者 何静", ""]
    found = document(*lines, *(line for paragraph in BODY for line in broken(paragraph)))
    assert (found.title, found.body) == (TITLE, list(BODY))


def test_advertisements_between_and_behind_the_paragraphs_leave_the_text():
    adverts = ("奶茶加盟哪家好？总部扶持，三个月回本，点击咨询", "免费领取：一年级语文下册全套课件", "全屋定制限时五折，先到先得")
    lines = [line for pair in zip(BODY, (*adverts, ""), strict=True) for line in pair]
    assert document(TITLE, "2026-02-25 09:40 来源：汾河晨报", *lines, adverts[2]).body == list(BODY)


def test_an_offer_that_the_report_speaks_of_stays():
    offer = "延时服务全程免费，先到先得"
    assert offer in document(TITLE, "2026-02-25 09:40 来源：汾河晨报", BODY[0], offer, *BODY[1:]).body


def test_the_number_of_a_series_below_the_headline_is_no_caption():
    found = document(TITLE, "2026-02-25 09:40", "晋阳区创建全国文明城市见闻之十五", *BODY)
    assert (found.title, found.captions, found.body) == (TITLE, [], list(BODY))


def test_what_stands_above_the_headline_in_other_words_is_no_caption():
    found = document(TITLE, "2026-02-25 09:40", "汾河边上便民利民有新招", "推行“错时延时”服务", *BODY)
    assert (found.title, found.captions) == (TITLE, [])


def test_the_first_line_of_a_text_that_lost_its_marks_is_no_caption():
    bare = [line.removesuffix("。") for line in BODY]
    assert document(TITLE, "2026-02-25 09:40 来源：汾河晨报", *bare[:3]).body == bare[:3]


def test_the_name_of_the_paper_above_the_headline_is_none():
    lines = ["山城都市报", "2026.02.12  星期四  责编 周琳  05", TITLE, "", "山城都市报讯(记者 丁一 通讯员 姚远)"]
    assert document(*lines, *BODY).title == TITLE
