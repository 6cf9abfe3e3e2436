"""What makes a reader doubt the medium, the persons, the day and the text of a row is among the signs of its confidence."""

import pytest

from newsbot import Page, Report, normalise
from newsbot.fact_steps import surroundings
from newsbot.facts.confidence import confidence_signs
from newsbot.facts.credit_signs import CERTAIN_CREDIT
from newsbot.normalise import explained

TITLE = "柳河街道老旧院落换新颜"
PARAGRAPHS = (
    "近日，青山区柳河街道对辖区12个老旧院落开展集中整治，拆除违建、疏通管网、补种绿化，居民的居住环境得到明显改善。",
    "据介绍，街道把院落改造与文明创建结合起来，由居民议事会商定改造清单，每月公示进度，已有600余户居民参与评议。",
    "下一步，街道将建立长效管护机制，引导居民共同维护改造成果，让老院落既有颜值又有温度，邻里之间也更加和睦。",
)
ISLAND_TITLE = "社區長者共餐據點開張 鄰里笑開懷"
ISLAND = (
    "為照顧獨居長者，大安里共餐據點十八日正式開張，每週供餐五天，首日就有六十多位長輩到場，現場氣氛熱絡。",
    "里辦公處表示，據點由閒置活動中心整修而成，志工每日清晨備料，並安排健康操、量血壓等活動，讓長輩走出家門。",
    "區公所指出，今年將再增設四處據點，盼結合社區力量，建立在地照顧網絡，讓長者在熟悉的環境中安心生活。",
)


def page(meta: str, *, paragraphs=PARAGRAPHS, title=TITLE, head="", end="") -> Page:
    body = "".join(paragraph if paragraph.startswith("<") else f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><div><h1>{title}</h1>'
        f"<div>{meta}</div><div>{body}</div>{end}</div></body></html>"
    )
    clock = "2024-03-08T12:00:00+08:00"
    return Page("http://signs.test/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}, clock)


def signs(page: Page, field: str) -> set[str]:
    reading, verdict = explained(page, topic="any")
    assert isinstance(verdict, Report)
    return set(confidence_signs(verdict, surroundings(reading))[field])


def report(page: Page) -> Report:
    verdict = normalise(page, topic="any")
    assert isinstance(verdict, Report)
    return verdict


@pytest.mark.parametrize(
    ("meta", "sign", "quiet"),
    [
        ("2024-03-06 09:30", "quiet", True),
        ("2024-03-06 09:30 | 街巷观察 | 柳河圈子", "word_left", False),
        ("2024-03-06 09:30 来源：网络", "void_label", False),
        ("2024-03-06 09:30 来源：", "label_without_source", False),
    ],
)
def test_a_row_without_a_medium_is_sure_where_nothing_names_one(meta, sign, quiet):
    found = signs(page(meta), "source")
    assert {"missing", sign} <= found
    assert ("quiet" in found) == quiet


def test_a_medium_in_a_path_through_the_site_is_doubted():
    assert "in_path" in signs(page("青山网 > 新闻 > 社会 2024年3月6日 09:30"), "source")
    assert "in_path" not in signs(page("青山网 2024年3月6日 09:30"), "source")


@pytest.mark.parametrize(
    ("meta", "sign"),
    [
        ("2024-03-06 09:30 记者：dave", "label_unread"),
        ("2024-03-06 09:30 | 街巷观察 | 柳河圈子", "word_left"),
        ("2024-03-06 09:30 摄影：王志强", "pictures_too"),
        ("2024-03-06 09:30 记者：李静 摄影：王志强", "pictures_too"),
    ],
)
def test_what_was_left_unread_makes_the_persons_less_sure(meta, sign):
    found = signs(page(meta), "authors")
    assert sign in found
    assert not {"quiet", "plainly_credited"} & found


@pytest.mark.parametrize("meta", ["2024-03-06 09:30 作者：柳河街道", "2024-03-06 09:30 作者：佚名", "2024-03-06 09:30 记者：李静 王志强"])
def test_an_office_or_nobody_behind_a_label_is_read(meta):
    assert "label_unread" not in signs(page(meta), "authors")


@pytest.mark.parametrize(("ending", "left"), [("（远山近水）", True), ("（完）", False), ("（化名）", False), ("", False)])
def test_a_short_bracket_at_the_end_may_be_a_name(ending, left):
    text = (*PARAGRAPHS[:-1], PARAGRAPHS[-1] + ending)
    assert ("bracket_left" in signs(page("2024-03-06 09:30", paragraphs=text), "authors")) == left


@pytest.mark.parametrize(("ending", "left"), [("（书聿）", True), ("（街道办）", False), ("（青山网）", False), ("（远山近水）", False)])
def test_two_or_three_characters_that_are_no_office_in_it_may_be_a_pen_name(ending, left):
    text = (*PARAGRAPHS[:-1], PARAGRAPHS[-1] + ending)
    assert ("pen_name_left" in signs(page("2024-03-06 09:30", paragraphs=text), "authors")) == left


@pytest.mark.parametrize(
    ("end", "left"),
    [
        ("<p>青山区文明办　罗雅琴　蔡永春</p>", True),
        ("<p>—翁晓霞</p>", True),
        ("<p>——翁晓霞</p>", False),  # that is read
        ("<p>青山区文明办　文明新风</p>", False),
        ("<p>——来源于网络</p>", False),
        ("<p>作者 单位 简介</p>", False),
    ],
)
def test_names_left_unread_behind_the_text_are_seen_with_any_surname(end, left):
    assert ("name_left" in signs(page("2024-03-06 09:30", end=end), "authors")) == left


def test_a_name_that_the_model_is_not_certain_of_is_doubted():
    assert 0.5 < CERTAIN_CREDIT < 1
    assert "uncertain" not in signs(page("2024-03-06 09:30 记者：李静"), "authors")


PERSON = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"%s"}}</script>'


def test_names_that_only_machines_are_told_are_doubted():
    found = signs(page("2024-03-06 09:30", head=PERSON % "李静"), "authors")
    assert "names_unprinted" in found
    assert not {"claimed", "machine_agrees", "plainly_credited"} & found
    printed = signs(page("2024-03-06 09:30 记者：李静", head=PERSON % "李静"), "authors")
    assert {"claimed", "machine_agrees", "plainly_credited"} <= printed
    assert "machine_differs" in signs(page("2024-03-06 09:30 记者：李静", head=PERSON % "王志强"), "authors")
    assert "machine_differs" not in signs(page("2024-03-06 09:30 记者：李静", head=PERSON % "青山新闻客户端"), "authors")


def test_what_machines_are_told_is_read_in_the_script_of_the_row():
    told = '<meta name="source" content="臺灣醒報">' + PERSON % "陳靜"
    read = report(page("2024-03-06 09:30", paragraphs=ISLAND, title=ISLAND_TITLE, head=told))
    assert (read.source, [author.name for author in read.authors]) == ("台湾醒报", ["陈静"])


def test_an_account_is_read_from_its_card():
    card = "青山故事</div><div>青山故事 青山区文化馆 讲述身边的故事 128篇原创内容</div><div>2024-03-06 18:08 湖北"
    assert report(page(card)).source == "青山故事"


@pytest.mark.parametrize(
    ("meta", "head", "sign"),
    [
        ("来源：青山日报", "", "undated"),
        ("昨天 09:30", "", "incomplete"),
        ("03-06 09:30", "", "incomplete"),
        ("来源：青山日报", '<meta property="article:published_time" content="2024-03-06T09:30:00+08:00">', "unprinted"),
    ],
)
def test_a_day_that_is_reckoned_or_only_stated_to_machines_is_doubted(meta, head, sign):
    assert sign in signs(page(meta, head=head), "date_published")
    assert sign not in signs(page("2024-03-06 09:30"), "date_published")


def test_what_a_reader_might_have_left_in_the_text_is_doubted():
    assert not {"paragraph_repeated", "doubtful_cut"} & signs(page("2024-03-06 09:30"), "body")
    long = PARAGRAPHS[1] + "院落改造后，社区又在墙边加装了长椅和晾衣架。"
    twice = (PARAGRAPHS[0], long, long, PARAGRAPHS[2])
    assert "paragraph_repeated" in signs(page("2024-03-06 09:30", paragraphs=twice), "body")
    pictured = (PARAGRAPHS[0], '<p><img src="1.jpg"></p>', "整治后的院落里新添了长椅。", *PARAGRAPHS[1:])
    assert "doubtful_cut" in signs(page("2024-03-06 09:30", paragraphs=pictured), "body")


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("柳河街道一张张印有电话的“连心", "quotation_open"),
        ("柳河街道老旧？妓？似桨院落换新颜", "letters_lost"),
    ],
)
def test_a_headline_that_was_cut_or_lost_letters_is_doubted(title, sign):
    assert sign in signs(page("2024-03-06 09:30", title=title), "title")
    assert not {"quotation_open", "letters_lost"} & signs(page("2024-03-06 09:30", title="院落怎么改？居民说了算“一张图”"), "title")


def test_a_day_inside_the_text_of_a_page_that_states_none_is_doubted():
    dated = "114年3月5日，青山区柳河街道的志愿者走进院落，和居民一起清扫楼道，更换路灯，补种绿化，忙了整整一天。"
    assert "dated_inside" in signs(page("", paragraphs=(dated, *PARAGRAPHS)), "date_published")
    assert "dated_inside" not in signs(page("2024-03-06 09:30", paragraphs=(dated, *PARAGRAPHS)), "date_published")
    assert "dated_inside" not in signs(page(""), "date_published")


def test_a_picture_and_a_passage_that_speaks_otherwise_in_the_text_are_doubted():
    pictured = ("居民在整治后的院落里乘凉，孩子们在一旁跑来跑去。王小明 摄", *PARAGRAPHS)
    assert "picture_kept" in signs(page("2024-03-06 09:30", paragraphs=pictured), "body")
    advert = "本店诚聘店长，月薪五千，包吃包住，欢迎来电！新店开张，您进店即送好礼一份，充值还有折扣，名额有限，先到先得，您还在等什么？"
    sold = (*PARAGRAPHS[:2], advert, PARAGRAPHS[2])  # so much of the text that it stays
    assert "speaks_otherwise" in signs(page("2024-03-06 09:30", paragraphs=sold), "body")
    assert not {"picture_kept", "speaks_otherwise"} & signs(page("2024-03-06 09:30"), "body")


def test_who_is_read_in_the_first_words_with_a_role_and_is_no_author_is_missed():
    opening = "青山网消息，记者 赵云飞 昨日在柳河街道看到，居民在整治后的院落里乘凉，孩子们在一旁跑来跑去。"
    assert "opening_left" in signs(page("2024-03-06 09:30", paragraphs=(opening, *PARAGRAPHS)), "authors")
    credited = "本报讯（记者 赵云飞）昨日，居民在整治后的院落里乘凉，孩子们在一旁跑来跑去，一派热闹景象。"
    assert "opening_left" not in signs(page("2024-03-06 09:30", paragraphs=(credited, *PARAGRAPHS)), "authors")


def test_a_picture_of_whose_taker_nothing_was_read_is_doubted():
    pictured = ("居民在整治后的院落里乘凉，孩子们在一旁跑来跑去。图像中心摄", *PARAGRAPHS)
    assert "picture_left" in signs(page("2024-03-06 09:30", paragraphs=pictured), "authors")
    assert "picture_left" not in signs(page("2024-03-06 09:30"), "authors")


def test_a_line_beside_what_was_cut_out_of_a_text_and_a_line_at_its_edge_are_doubted():
    advert = "本店诚聘店长，月薪五千，包吃包住，欢迎来电！"
    boxed = (PARAGRAPHS[0], "院落里乘凉", advert, *PARAGRAPHS[1:])
    text = "\n".join(("柳河街道完善服务体系", "2024-03-06 09:30", *boxed))
    assert "beside_a_cut" in signs(Page("http://signs.test/1.txt", text.encode(), {"Content-Type": "text/plain; charset=utf-8"}), "body")
    assert "line_at_edge" in signs(page("2024-03-06 09:30", paragraphs=("●院落里", *PARAGRAPHS)), "body")
    assert not {"beside_a_cut", "line_at_edge"} & signs(page("2024-03-06 09:30"), "body")


def test_a_paragraph_worded_as_a_report_that_was_left_out_beside_its_text_is_doubted():
    other = "6月10日，全市第八届端午龙舟邀请赛在柳湖公园鸣锣开赛，来自各地的24支队伍同场竞技，吸引上万名观众。"
    cut = page("2024-03-06 09:30", paragraphs=(*PARAGRAPHS, "相关阅读", other))
    assert "text_left" in signs(cut, "body")
    row = normalise(cut, topic="any")
    assert isinstance(row, Report)
    assert (row.confidence.body or 1) < 0.95
    assert "text_left" not in signs(page("2024-03-06 09:30", paragraphs=(*PARAGRAPHS, "相关阅读", "点击查看更多精彩内容")), "body")


def test_a_row_of_short_lines_without_a_word_of_the_text_is_doubted():
    box = ("正在放映", "名角齐登场，好戏看不停")
    assert "headings_apart" in signs(page("2024-03-06 09:30", paragraphs=(PARAGRAPHS[0], *box, *PARAGRAPHS[1:])), "body")
    one = (PARAGRAPHS[0], box[0], *PARAGRAPHS[1:])
    assert "headings_apart" not in signs(page("2024-03-06 09:30", paragraphs=one), "body")


def test_a_document_without_a_headline_whose_text_has_one_inside_is_doubted():
    text = "\n".join(("本文共869字，读完约2分钟", PARAGRAPHS[0], "让院落更暖心 柳河街道完善服务体系", *PARAGRAPHS[1:]))
    untitled = Page("http://signs.test/1.txt", text.encode(), {"Content-Type": "text/plain; charset=utf-8"}, "2024-03-08T12:00:00+08:00")
    assert report(untitled).title is None
    assert "headline_inside" in signs(untitled, "title")
    assert "headline_inside" in signs(untitled, "body")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("2024-03-06 09:30 青山网杨雪我要评论(0)", True),
        ("青山资讯网╱健康新闻中心林晓静 2024-03-06 09:30", True),
        ("【（李晓燕/四川成都）】 2024-03-06 09:30", True),
        ("2024-03-06 09:30 来源：青山网", False),
        ("2024-03-06 09:30 首页/新闻/社会", False),
    ],
)
def test_a_name_beside_a_medium_or_a_stroke_of_which_nobody_was_read(line, left):
    assert ("name_near" in signs(page(line), "authors")) == left


@pytest.mark.parametrize(
    ("line", "left"), [("作者：Steed(青山网主编，业余天文爱好者)", True), ("作者：佚名", False), ("作者：青山社区", False)]
)
def test_a_label_of_who_wrote_before_the_text_of_which_nobody_was_read(line, left):
    assert ("label_at_head" in signs(page(f"2024-03-06 09:30</div><div>{line}"), "authors")) == left


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("（署名：一棵开花的树）", True),
        ("【作者简介】笔名山月的阮明珠，青山区居民。", True),
        ("作者：青山社区", False),
        ("作者就是我们小区的老高，他写楼道里的事写了十几年。", False),
    ],
)
def test_a_label_of_who_wrote_at_the_end_of_a_text_of_which_nobody_was_read(line, left):
    assert ("label_at_head" in signs(page("2024-03-06 09:30", paragraphs=(*PARAGRAPHS, line)), "authors")) == left


def test_the_medium_of_an_original_is_the_account_behind_an_office():
    assert report(page("原创 融媒体中心 青山发布 2024-03-06 19:10 浙江")).source == "青山发布"
    by_two = report(page("原创 花满楼 成岗 青山生活 2024-03-06 20:20 广东"))
    assert (by_two.source, [author.name for author in by_two.authors]) == ("青山生活", ["花满楼", "成岗"])
    assert report(page("原创 花满楼 青山日报 2024-03-06")).source == "青山日报"


@pytest.mark.parametrize("line", ["柳河街道 | 白芷 蔡永春", "柳河街道丨白芷丨蔡永春"])
def test_names_behind_an_office_and_a_bar_at_the_end_are_a_doubt(line):
    assert "name_left" in signs(page("2024-03-06 09:30", paragraphs=(*PARAGRAPHS, line)), "authors")
