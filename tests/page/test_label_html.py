"""What every block of a page of HTML is: around, inside and behind the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.html.page import HtmlPage, read_html
from newsbot.model import Block, Role
from newsbot.page.conservation import open_pieces, unbalanced
from newsbot.page.label_html import label_html

TITLE = "槐荫街道志愿服务队走进小区开展文明劝导"
FIRST = "四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把散落在绿化带里的纸屑一一捡起。"
SECOND = "“以前楼道里堆满旧家具，现在清清爽爽。”住在三号楼的居民说，志愿者每周都来，大家也跟着动手。"
THIRD = "街道办事处负责人表示，接下来还将在每个小区设一处议事亭，居民的事由居民商量着办。"


def labelled(body: str, title: str = f"{TITLE}_某市新闻网") -> HtmlPage:
    page = read_html(f"<html><head><title>{title}</title></head><body>{body}</body></html>", "http://news.example.cn/1.html")
    for block in page.blocks:
        block.set_text(block.raw)
    label_html(page, None)
    return page


def role(page: HtmlPage, text: str) -> Role | None:
    return next(block for block in page.blocks if text in block.text).role


def with_role(page: HtmlPage, wanted: Role) -> list[str]:
    return [block.text for block in page.blocks if block.role is wanted]


def report(inside: str, behind: str = "", before: str = "") -> HtmlPage:
    return labelled(f"<h1>{TITLE}</h1><div>2023-04-10 10:20 来源：某市日报</div>{before}<div class=content>{inside}</div>{behind}")


def test_the_usual_page():
    page = labelled(
        f"<div><a href=/>首页</a> <a href=/a>要闻</a></div><div>您当前的位置：<a href=/>首页</a> > 要闻</div><h1>{TITLE}</h1>"
        f"<div>2023-04-10 10:20 来源：某市日报</div><div>字号：大 中 小</div>"
        f"<div class=content><p>{FIRST}</p><p>共建共治</p><p>{SECOND}</p><p>{THIRD}</p></div>"
        "<div>责任编辑：王某</div><div>分享到：</div><div>上一篇：<a href=/2>社区里的春天</a></div>"
        "<h3>相关新闻</h3><ul><li><a href=/3>晨光小区换新颜迎来新气象</a></ul>"
        "<div>版权所有 某市新闻网 未经授权不得转载</div>"
    )
    assert with_role(page, Role.TITLE) == [TITLE]
    assert with_role(page, Role.BODY) == [FIRST, SECOND, THIRD]
    assert with_role(page, Role.SUBHEAD) == ["共建共治"]
    assert role(page, "2023-04-10") is Role.META_LINE
    assert role(page, "责任编辑") is Role.META_LINE
    assert role(page, "您当前的位置") is Role.BREADCRUMB
    assert role(page, "上一篇") is Role.NAVIGATION
    assert role(page, "晨光小区换新颜") is Role.SIDEBAR
    assert role(page, "首页 要闻") is Role.NAVIGATION
    assert not open_pieces(page.blocks)


def test_short_lines_before_and_behind_the_paragraphs_belong_to_the_report():
    page = report(f"<p>红马甲又来了！</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>春风正好，我们一起出发！</p><p>（完）</p>")
    assert with_role(page, Role.BODY) == ["红马甲又来了！", FIRST, SECOND, THIRD, "春风正好，我们一起出发！"]


def test_captions_by_form_by_credit_by_alternative_text_and_by_place():
    page = report(
        f"<p>{FIRST}</p><p align=center><img src=1.jpg></p><p align=center>志愿者在小区里劝导</p>"
        f"<p>{SECOND}</p><p>图为活动现场。</p><p>{THIRD}</p>"
        f"<p><img src=2.jpg alt=居民在议事亭里商量停车位的划线办法></p><p>居民在议事亭里商量停车位的划线办法。</p><p>活动现场 王小明 摄</p>"
    )
    assert with_role(page, Role.CAPTION) == [
        "志愿者在小区里劝导",
        "图为活动现场。",
        "居民在议事亭里商量停车位的划线办法。",
        "活动现场 王小明 摄",
    ]
    shot = next(block for block in page.blocks if "王小明" in block.text)
    assert shot.kept(Role.CAPTION) == "活动现场"
    assert shot.kept(Role.CREDIT).strip() == "王小明 摄"


def test_a_bold_line_behind_a_centred_image_is_a_subhead():
    page = report(
        f"<p>{FIRST}</p><p align=center><img src=1.jpg></p><p><b>议事亭里说新事</b></p><p>{SECOND}</p>"
        f"<p align=center><img src=2.jpg></p><p>{THIRD}</p>"
    )
    assert with_role(page, Role.SUBHEAD) == ["议事亭里说新事"]


def test_an_abstract_right_before_the_text_belongs_to_it():
    page = report(f"<p>{FIRST}</p><p>{SECOND}</p>", before="<div class=post_desc>这支红马甲队伍，走到哪里都受欢迎。</div>")
    assert role(page, "这支红马甲队伍") is Role.BODY


def test_what_speaks_to_the_reader_of_the_medium_is_no_text():
    page = report(
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>还想看更多新闻吗？欢迎下载本报客户端，现在注册还有好礼。</p>"
        "<p>您所浏览的新闻已过查询时效，建议您加入付费会员。</p>"
    )
    assert with_role(page, Role.BODY) == [FIRST, SECOND, THIRD]


def test_link_boxes_inside_the_text_are_taken_out():
    page = report(f"<p>{FIRST}</p><ul><li><a href=/2>议事亭落户晨光小区</a></ul><p>{SECOND}</p><p>{THIRD}</p>")
    assert with_role(page, Role.BODY) == [FIRST, SECOND, THIRD]
    assert role(page, "议事亭落户") is Role.SIDEBAR


def test_other_copies_of_the_headline_are_repeats():
    page = labelled(
        f"<li><a href=/1>{TITLE}</a></li><h1>{TITLE}</h1><p>2023-04-10</p><div><p>{TITLE}</p><p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert [block.role for block in page.blocks if block.text == TITLE] == [Role.REPEAT, Role.TITLE, Role.REPEAT]


def test_an_ellipsis_of_the_headline_is_its_own():
    title = "他放弃高薪来到这里 唯一的要求竟是……"
    page = labelled(f"<h1>{title}</h1><p>2023-04-10</p><div><p>{FIRST}</p><p>{SECOND}</p></div>", title)
    assert page.blocks[0].kept(Role.TITLE) == title


def test_meta_lines_behind_the_report_are_read():
    page = report(f"<p>{FIRST}</p><p>{SECOND}</p>", behind="<table><tr><td>发布日期：2019-03-06 责任编辑：王某</td></tr></table>")
    assert role(page, "发布日期") is Role.META_LINE


def test_hidden_text_is_labelled_as_hidden():
    assert role(report(f"<p>{FIRST}</p><div style='display:none'>暗中的链接</div><p>{SECOND}</p>"), "暗中") is Role.HIDDEN


_TAGS = ["<p>", "</p>", "<div>", "</div>", "<br>", "<td>", "<h1>", "</h1>", "<ul><li>", "</ul>", "<b>", "</span>"]
_TAGS += ["<span/style='display:none'>", "<img/src=a.jpg/alt=图>"]
_TEXTS = (
    FIRST,
    SECOND,
    TITLE,
    "责任编辑：王某",
    "相关新闻",
    "2023-04-10 10:20",
    "来源：某报",
    "<a href=/1>链接</a>",
    "图为现场",
    "\u3000\u3000",
)


@given(st.lists(st.sampled_from((*_TAGS, *_TEXTS)), max_size=40).map("".join))
def test_every_piece_of_any_page_gets_a_role_and_pieces_join_to_their_text(body):
    blocks: list[Block] = labelled(body).blocks
    assert not unbalanced(blocks)
    assert not open_pieces(blocks)


def test_a_heading_behind_the_last_paragraph_is_not_the_reports():
    page = report(f"<p>{FIRST}</p><p>{SECOND}</p><h4>全部回复</h4><div>红叶 发表于 2023-04-11 09:10</div><div>说得好，希望多来几次。</div>")
    assert with_role(page, Role.BODY) == [FIRST, SECOND]
    assert with_role(page, Role.SUBHEAD) == []


def test_an_advertisement_between_two_boxes_of_text_parts_nothing():
    box = "<div class=part><p>{}</p><p>{}</p></div>"
    advert = "<div class=adv><a href=/ad>湖畔生态旅游节火热报名中 扫码抢购早鸟票</a></div>"
    page = report(f"{box.format(FIRST, SECOND)}{advert}{box.format(THIRD, FIRST[::-1])}")
    assert with_role(page, Role.BODY) == [FIRST, SECOND, THIRD, FIRST[::-1]]
    assert role(page, "早鸟票") is Role.SIDEBAR


def test_abstracts_under_linked_headlines_are_other_reports():
    item = "<div class=item><a href=/{0}>另一个街道的居民议事会开得热热闹闹</a><p>{1}</p></div>"
    page = report(f"<p>{FIRST}</p><p>{SECOND}</p>", behind=item.format(2, THIRD) + item.format(3, THIRD))
    assert with_role(page, Role.BODY) == [FIRST, SECOND]


def test_the_sites_own_name_in_the_first_heading_is_no_headline():
    page = labelled(
        "<h1>仙女湖区人民政府</h1><a href=/>首页</a><h2>大雨里的网格员</h2><div>2023-04-10 10:20</div>"
        f"<div><p>{FIRST}</p><p>{SECOND}</p></div>",
        "仙女湖区人民政府 街道动态 大雨里的网格员",
    )
    assert with_role(page, Role.TITLE) == ["大雨里的网格员"]


def test_a_headline_far_above_the_text_is_found_without_the_head():
    share = "".join(f"<li>分享到{name}<a href=/s>{name}</a></li>" for name in ("微信", "微博", "空间", "豆瓣", "有道", "人人"))
    links = "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(12))
    page = labelled(
        f"<h1>{TITLE}</h1><div>2023-04-10 10:20 来源：某市日报</div><ul>{links}{share}</ul><div><p>{FIRST}</p><p>{SECOND}</p></div>", "新闻"
    )
    assert with_role(page, Role.TITLE) == [TITLE]


def test_an_original_title_completes_a_headline_that_is_cut_off():
    page = labelled(
        f"<h1>{TITLE[:12]}...</h1><div>2023-04-10 10:20</div><div><p>{FIRST}</p><p>{SECOND}</p><p>（原标题：{TITLE}）</p></div>",
        f"{TITLE[:12]}...",
    )
    assert [block.kept(Role.TITLE) for block in page.blocks if block.role is Role.TITLE] == [TITLE]


def test_words_that_tags_alone_part_are_two_values():
    line = "<div><span>2023-04-10 10:20</span><span>来源：</span><b>某市日报</b><b>王小帆</b><span>责任编辑：李某</span></div>"
    found = read_html(
        f"<html><head><title>{TITLE}</title></head><h1>{TITLE}</h1>{line}<div><p>{FIRST}</p><p>{SECOND}</p></div>", "http://x.cn/1.html"
    )
    for block in found.blocks:
        block.set_text(block.raw)
    outline, _ = label_html(found, None)
    assert [meta.fields for _, meta in outline.metas] == [{"source": "某市日报", "editor": "李某"}]


def test_a_value_that_is_partly_bold_stays_one():
    line = "<div>2023-04-10 10:20 来源：<a href=/>人民网</a>-<b>湖南频道</b></div>"
    found = read_html(
        f"<html><head><title>{TITLE}</title></head><h1>{TITLE}</h1>{line}<div><p>{FIRST}</p><p>{SECOND}</p></div>", "http://x.cn/1.html"
    )
    for block in found.blocks:
        block.set_text(block.raw)
    outline, _ = label_html(found, None)
    assert [meta.fields["source"] for _, meta in outline.metas] == ["人民网-湖南频道"]


@pytest.mark.parametrize("headline", ["<h2>{}</h2>", "<div class=tt><b>{}</b></div>", "<p>{}</p>"])
@pytest.mark.parametrize("element", ["", "<div class=next>"])
def test_another_report_behind_the_text_is_left_out(headline, element):
    other = "邻县举办春季农产品展销会吸引八方客商"
    line = headline.format(other) + "<div>2023-04-09 08:30 来源：邻县日报</div>"
    page = report(f"<p>{FIRST}</p><p>{SECOND}</p>{element}{line}<p>{THIRD}</p><p>{FIRST[::-1]}</p><p>{SECOND[::-1]}</p>")
    assert with_role(page, Role.BODY) == [FIRST, SECOND]
    assert with_role(page, Role.TITLE) == [TITLE]
    assert role(page, other) not in {Role.BODY, Role.SUBHEAD}


def test_the_days_of_a_chronicle_do_not_end_the_report():
    day = "<p>第{}次入户走访居民</p><p>2023年{}月2日</p>"
    page = report(f"<p>{FIRST}</p>{day.format('一', 3)}<p>{SECOND}</p>{day.format('二', 4)}<p>{THIRD}</p>")
    assert [text for text in with_role(page, Role.BODY) if len(text) > 20] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("place", ["before", "behind"])
@pytest.mark.parametrize(
    "item",
    [
        "<div class=it><h4><a href=/{0}>{1}</a></h4><p>{2}</p></div>",
        "<a href=/{0}>{1}</a><p>{2}</p>",
        "<div class=it><h4>{1}</h4><p>{2}</p><a href=/{0}>阅读全文</a></div>",
        "<h4>{1}</h4><p>{2}<a href=/{0}>[详细]</a></p>",
    ],
)
def test_a_list_of_abstracts_is_not_the_report_however_long_it_is(place, item):
    abstracts = "".join(item.format(n, f"第{n}个社区的居民议事会开得热热闹闹", f"{THIRD[:40]}……。") for n in range(6))
    listed = f"<div class=list>{abstracts}</div>"
    page = labelled(
        f"{listed if place == 'before' else ''}<h1>{TITLE}</h1><div>2023-04-10 10:20 来源：某市日报</div>"
        f"<div class=box><p>{FIRST}</p><p>{SECOND}</p></div>{listed if place == 'behind' else ''}"
    )
    assert with_role(page, Role.BODY) == [FIRST, SECOND]


def test_a_site_rule_does_not_take_the_next_report_in():
    other = "<h2>邻县举办春季农产品展销会吸引八方客商</h2><div>2023-04-09 08:30 来源：邻县日报</div>"
    inside = f"<div class=TRS_Editor><p>{FIRST}</p><p>{SECOND}</p>{other}<p>{THIRD}</p></div>"
    page = read_html(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>2023-04-10 10:20</div>{inside}", "http://www.town.gov.cn/1.html")
    for block in page.blocks:
        block.set_text(block.raw)
    label_html(page, None)
    assert with_role(page, Role.BODY) == [FIRST, SECOND]


def test_a_mark_that_links_a_heading_to_itself_is_none_of_its_text():
    page = labelled(
        f"<h1>{TITLE}<a class=headerlink href='#top'>¶</a></h1><p>{FIRST}</p><h2><a href='#how'>#</a> 居民跟着动手</h2><p>{SECOND}</p>"
        f"<p>{THIRD}<a href='#note'>[1]</a></p>"
    )
    kept = ["".join(piece.text for piece in block.pieces if piece.role is not None and piece.role.kept).strip() for block in page.blocks]
    assert kept == [TITLE, FIRST, "居民跟着动手", SECOND, f"{THIRD}[1]"]
    assert all(piece.role is Role.PERMALINK for block in page.blocks for piece in block.pieces if piece.text in {"¶", "#"})


NAMELESS = (
    f"<header><a class=logo href='{{home}}'>街道观察</a></header><div class=post-main-title>{TITLE}</div><div>字数总计：240</div>"
    f"<div class=text><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
)


@pytest.mark.parametrize("home", ["/", "http://news.example.cn", "./"])
def test_a_head_that_calls_every_page_by_the_sites_name_names_no_headline(home):
    page = labelled(NAMELESS.format(home=home), title="街道观察")
    assert with_role(page, Role.TITLE) == [TITLE]


MOTTO = "街道里的人和事都在这里一一记下来"


@pytest.mark.parametrize("title", [TITLE, "槐荫街道开展文明劝导"])
def test_a_headline_that_links_to_its_own_page_stands_before_the_motto_of_the_site(title):
    page = labelled(
        f"<header><h1>街道观察</h1><h2>{MOTTO}</h2></header><h3 class=post-title><a href='http://news.example.cn/1.html'>{title}</a></h3>"
        f"<div>2023-04-10</div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>",
        title=f"{title} - 街道观察 - {MOTTO}",
    )
    assert with_role(page, Role.TITLE) == [title]


def test_the_headline_that_a_list_has_of_the_page_is_looked_for_on_it():
    body = f"<h2>街道要闻</h2><h2>青山街道要闻周刊</h2><div>{TITLE}</div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    found = {}
    for named in (None, TITLE, TITLE[:14] + "…", "另一篇文章的标题与此无关"):
        page = read_html(f"<html><head><title>青山街道要闻周刊</title></head><body>{body}</body></html>", "http://news.example.cn/1.html")
        for block in page.blocks:
            block.set_text(block.raw)
        label_html(page, None, named=named)
        found[named] = with_role(page, Role.TITLE)
    assert found == {
        None: ["青山街道要闻周刊"],
        TITLE: [TITLE],
        TITLE[:14] + "…": [TITLE],
        "另一篇文章的标题与此无关": ["青山街道要闻周刊"],
    }
