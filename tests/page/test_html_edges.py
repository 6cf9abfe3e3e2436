"""What stands at the edges of a report on a page of HTML: abstracts, promotion, banners, heads that say nothing, second reports."""

import pytest

from newsbot.html.page import read_html
from newsbot.model import Role
from newsbot.page.label_html import label_html
from tests.page.pieces import OTHER, TEXT, THIRD, URL

TITLE = "桂溪街道志愿者走进老旧小区清理楼道"


def roles(inside: str, before: str = "", after: str = "", head: str = f"<title>{TITLE}</title>") -> dict[str, Role | None]:
    read = read_html(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{before}<div class=content>{inside}</div>{after}</body></html>", URL)
    for each in read.blocks:
        each.set_text(each.raw)
    label_html(read, None)
    return {each.text: each.role for each in read.blocks}


BODY = f"<p>{TEXT}</p><p>{OTHER}</p><p>{THIRD}</p>"


def test_abstracts_that_the_text_begins_with_are_repeats():
    def first(lead: str, text: str = TEXT) -> Role | None:
        return roles(f"<p><b>{lead}</b></p><p>{text}</p><p>{OTHER}</p>")[lead]

    long = "三月五日桂溪街道组织志愿者走进老旧小区清理楼道杂物和卫生死角居民纷纷点赞街坊邻里一起动手大家都说好"
    assert first(f"{long[:40]}。", f"{long}。") is Role.REPEAT
    assert first(f"{long[:38]}。", f"{long}。") is not Role.REPEAT
    assert first(f"摘要：{long[:15]}", f"{long}。") is Role.REPEAT
    assert first(f"摘要：{long[:14]}", f"{long}。") is not Role.REPEAT
    assert first(f"摘要：{long[:20]}", f"{'甲' * 30}{long}。") is Role.REPEAT
    assert first(f"摘要：{long[:20]}", f"{'甲' * 31}{long}。") is not Role.REPEAT


def test_subheads_and_linked_lines_inside_the_text():
    assert roles(f"<p>{TEXT}</p><p>{'街' * 40}</p><p>{OTHER}</p><p>{THIRD}</p>")["街" * 40] is Role.SUBHEAD
    found = roles(f"<p>{TEXT}</p><p>看<a href=/1>街道里的春天</a></p><p>{OTHER}</p><p>{THIRD}</p>")
    assert found["看街道里的春天"] is Role.SIDEBAR


def test_wording_of_lines_around_the_text_weighs_by_place():
    call = "春风正好，我们一起出发！"
    assert roles(f"{BODY}<p>{call}</p>")[call] is Role.BODY
    follow = "扫描二维码关注桂溪发布"
    assert roles(f"{BODY}<p>{follow}</p>")[follow] not in {Role.BODY, Role.SUBHEAD}
    promotion = "还想看更多新闻吗？欢迎下载本报客户端，现在注册还有好礼，海量资讯实时推送给您。"
    assert roles(f"{BODY}<p>{promotion}</p>")[promotion] in {Role.ADVERT, Role.TAIL}
    subhead = "4.用高压锅更快更营养"
    assert roles(f"<p>{TEXT}</p><p>{subhead}</p><p>{OTHER}</p><p>{THIRD}</p>")[subhead] is Role.SUBHEAD


def test_meta_lines_are_looked_for_near_headline_and_text():
    meta = "2023-04-10 10:20 来源：某县日报"
    filler = "".join(f"<div>文明实践第{n}期</div>" for n in range(31))
    assert roles(BODY, after="<div>责任编辑：王某</div>")["责任编辑：王某"] is Role.META_LINE
    assert roles(BODY, after=f"{filler}<div>责任编辑：王某</div>")["责任编辑：王某"] is not Role.META_LINE
    assert roles(BODY, before=f"<div>{meta}</div>")[meta] is Role.META_LINE


def test_a_banner_anywhere_costs_nothing():
    banner = (
        "<div><p>本网站使用Cookie以改善浏览体验，继续访问即视为您接受我们的隐私政策，您可以随时在设置中更改。</p><a href=/x>同意</a></div>"
    )
    nav = "".join(f"<a href=/{n}>栏目{n}</a>" for n in range(14))
    for title in (TITLE, "桂溪街道见闻"):
        for before, between in ((banner, ""), ("", banner)):
            html = f"<title>{title}</title><body>{before}<div>{nav}</div><h1>{title}</h1>{between}<div>{BODY}</div></body>"
            read = read_html(html, URL)
            for each in read.blocks:
                each.set_text(each.raw)
            assert label_html(read, None)[1] is None
            assert [each.text for each in read.blocks if each.role is Role.BODY] == [TEXT, OTHER, THIRD]
            assert [each.text for each in read.blocks if each.role is Role.TITLE] == [title]


@pytest.mark.parametrize("head", ["", "<title>新闻</title>", "<title>桂溪网</title>"])
def test_a_head_that_says_nothing_costs_nothing(head):
    found = roles(BODY, before="<div>2023-04-10 10:20 来源：某县日报</div>", head=head)
    assert found[TITLE] is Role.TITLE
    assert [text for text, role in found.items() if role is Role.BODY] == [TEXT, OTHER, THIRD]


def test_a_second_report_does_not_take_the_place_of_the_first_whose_head_has_other_words():
    other = "邻县举办春季农产品展销会吸引八方客商"
    second = f"<div><h2>{other}</h2><div>2023-04-09 08:30 来源：邻县日报</div><p>{OTHER[::-1]}。</p><p>{THIRD[::-1]}。</p></div>"
    head = "<title>桂溪街道的志愿者清理老旧小区楼道杂物</title>"
    found = roles(f"<p>{TEXT}</p><p>{OTHER}</p>", after=second, head=head)
    assert found[TITLE] is Role.TITLE
    assert [text for text, role in found.items() if role is Role.BODY] == [TEXT, OTHER]
