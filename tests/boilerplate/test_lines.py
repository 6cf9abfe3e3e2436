"""Lines that recur on the pages of a site: furniture where their texts differ and do not speak of them."""

from itertools import permutations

import pytest

from newsbot.boilerplate.apart import SiteFurniture, furniture_of, left_out_of
from newsbot.boilerplate.lines import BEFORE, BEHIND, BETWEEN
from newsbot.boilerplate.pages import SitePage, SitePages
from tests.boilerplate.made import STORIES, site
from tests.ledger import made

CLOSING = "掌上沅水客户端同步上线"
"""In no list of ours, and worded like nothing in particular."""
THANKS = "感谢您一路陪伴沅江晚风栏目。"


def rules(pages):
    return furniture_of(pages)[0].lines


def bodies(pages):
    """What is left of each page."""
    told, _ = furniture_of(pages)
    left = [{n for n, _ in left_out_of(page, told).lines} for page in pages]
    return [[line for n, line in enumerate(page.body) if n not in gone] for page, gone in zip(pages, left, strict=True)]


@pytest.mark.parametrize("line", [CLOSING, THANKS, "读罢有感 随手点个小红花", "街坊来稿 投递窗口在大厅二号柜"])
def test_a_line_that_ends_every_page_is_furniture_though_no_list_knows_it(line):
    pages = site(behind=[line])
    assert list(rules(pages).values()) == [BEHIND]
    assert bodies(pages) == [list(paragraphs) for _, *paragraphs in STORIES]


def test_lines_before_and_between_the_paragraphs_are_told_too_and_say_where_they_stood():
    pages = site(before=["您正在浏览沅水晚读电子版"], between=["横屏观看体验更佳哦"])
    assert sorted(rules(pages).values()) == [BEFORE, BETWEEN]
    assert bodies(pages) == [list(paragraphs) for _, *paragraphs in STORIES]


def test_a_counter_is_one_line_whatever_it_counts():
    pages = site()
    for number, page in enumerate(pages):
        page.body.append(f"已有街坊读过本页 {number * 37}")
    assert bodies(pages) == [list(paragraphs) for _, *paragraphs in STORIES]


def test_a_page_alone_and_two_pages_tell_nothing():
    assert not rules(site(behind=[CLOSING], stories=STORIES[:1]))
    assert not rules(site(behind=[CLOSING], stories=STORIES[:2]))
    assert rules(site(behind=[CLOSING], stories=STORIES[:4]))


def test_copies_of_one_report_count_once_however_many_they_are():
    headline, *paragraphs = STORIES[0]
    copies = [SitePage(f"{headline}{number}", [*paragraphs, CLOSING]) for number in range(9)]
    assert not rules(copies)
    assert not rules([*copies, *site(behind=[CLOSING], stories=STORIES[1:2])])


def test_bulletins_of_one_form_count_once_though_their_figures_differ():
    bulletins = [SitePage(f"第{number}期通报", [*made.body(number), "现将有关情况刊发于后", CLOSING]) for number in range(9)]
    assert not rules(bulletins)


def test_a_slogan_that_its_reports_speak_of_stays():
    slogan = "让荷花开满水塘，让老人吃上热乎饭"
    speaking = [SitePage(h, [p[0] + "街坊们说，荷花要开满水塘，热乎饭要让老人吃上。", *p[1:], slogan]) for h, *p in STORIES]
    assert not rules(speaking)


def test_what_ends_few_of_many_reports_stays():
    """王毅参加会见。 ends two of sixty reports of a paper, and none of them for its furniture."""
    few = [SitePage(h, [*p, CLOSING] if n < 3 else list(p)) for n, (h, *p) in enumerate(many())]
    most = [SitePage(h, [*p, CLOSING] if n < 20 else list(p)) for n, (h, *p) in enumerate(many())]
    assert not rules(few)
    assert rules(most)


def many():
    """Four times as many stories, each with words of its own: the letters of the others, in another order."""
    for turn in range(4):
        for headline, *paragraphs in STORIES:
            yield headline[turn:], *(turned(paragraph, turn) for paragraph in paragraphs)


def turned(text, turn):
    """Return a text whose runs of letters are others'."""
    return text if not turn else "".join(text[n :: turn + 1] for n in range(turn + 1))


@pytest.mark.parametrize(
    "fact",
    ["本次活动共惠及居民4200余人。", "报名截止到2024年5月6日下午5点。", "活动由浙江省杭州市西湖区北山街道主办。"],
)
def test_a_line_that_states_a_fact_stays_wherever_it_recurs(fact):
    assert not rules(site(behind=[fact]))


def test_a_paragraph_stays_however_often_it_is_printed():
    paragraph = "沅江晚风栏目由几位退休的老编辑在自家阳台上办起，稿子写在烟盒背面，" * 3 + "直到今天仍是如此。"
    assert not rules(site(behind=[paragraph]))


@pytest.mark.parametrize("subhead", ["主要做法", "案情回顾", "专家点评", "【法官说法】", "下一步工作打算", "小区居民这样说"])
def test_subheads_of_a_series_stay(subhead):
    assert not rules(site(between=[subhead]))
    assert not rules(site(before=[subhead]))


def test_a_line_stays_on_the_page_that_speaks_of_it_and_where_the_site_does_not_print_it():
    told, _ = furniture_of(site(behind=[CLOSING]))
    speaks = SitePage("沅水客户端上线", ["掌上沅水客户端昨天同步上线，街坊用它订饭。", CLOSING])
    first = SitePage("别处", [CLOSING, *STORIES[2][1:]])
    assert not left_out_of(speaks, told).lines
    assert not left_out_of(first, told).lines


def test_a_report_keeps_at_least_half_of_itself():
    told, _ = furniture_of(site(behind=[CLOSING, THANKS]))
    assert len(told.lines) == 2
    assert not left_out_of(SitePage("短讯", ["食堂昨天开张。", CLOSING, THANKS]), told).lines


def test_the_order_of_pages_does_not_show():
    pages = site(before=["您正在浏览沅水晚读电子版"], behind=[CLOSING, THANKS], end="沅水客户端", stories=STORIES[:5])
    found = [furniture_of(list(order)) for order in permutations(pages)]
    assert all(one == found[0] for one in found)
    assert found[0][0].lines
    assert found[0][0].ends


def test_what_is_too_short_to_be_told_from_others_is_no_text():
    assert SitePages([SitePage("甲", ["好。"]), SitePage("乙", ["是。"])]).count() == 0
    assert furniture_of([SitePage("", [CLOSING]) for _ in range(5)])[0] == SiteFurniture()
