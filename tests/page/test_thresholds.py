"""Where measures of blocks, headlines, captions and signs turn over: each threshold of these modules at its own value and beside it."""

from types import SimpleNamespace
from typing import Any

import pytest

from newsbot.html.machine import MachineData, Statement
from newsbot.html.page import read_html
from newsbot.lines.meta_line import MetaLine
from newsbot.lines.times import find_times
from newsbot.model import Block, Features, Role
from newsbot.page.block_measures import Ground, stands_under_link
from newsbot.page.captions import Look
from newsbot.page.find_report import Found, Span, before_another, find_article, find_span
from newsbot.page.headline import is_list_heading, joined_title, stated_titles, title_candidates
from newsbot.page.is_report import SIGNS, judge, points
from newsbot.page.label_html import label_html
from newsbot.page.roles import Outline, is_credited_picture, label_doubles, label_repeats, label_text

URL = "http://a.cn/1.html"
TEXT = "三月五日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。"
OTHER = "志愿者还向居民发放文明手册，劝导乱停乱放，让老旧小区的楼道变得干净整洁。"
THIRD = "街道负责人表示，将继续完善长效机制，让文明创建走进千家万户，提升居民的获得感。"


def block(text: str, **features: Any) -> Block:
    made = Block(text, features=Features(**features))
    made.set_text(text)
    return made


def page(*blocks: Block, title: str | None = None, url: Any = URL, parents: Any = 3, **metas: Any) -> Any:
    machine = MachineData(metas=[Statement(0, name, value) for name, value in metas.items()])
    return SimpleNamespace(blocks=list(blocks), parents=[0] * parents, title=title, url=url, machine=machine)


def ground(*blocks: Block) -> Ground:
    return Ground.of(page(*blocks))


# ----------------------------------------------------------------------------------------------------------------- block measures


def test_mass_of_short_linked_and_endless_paragraphs():
    assert ground(block("我们社区的路灯，今天晚上都亮起来了，")).mass[0] > 8
    assert ground(block("我们社区路灯，今天晚上亮起来了，")).mass == [0]
    assert ground(block(TEXT, links=0.49)).mass[0] > 0
    assert ground(block(TEXT, links=0.5)).mass == [0]
    long = "，".join([TEXT[:-1]] * 14) + "。"
    assert 380 < ground(block(long)).mass[0] <= 400


def test_a_paragraph_worded_as_furniture_keeps_a_little_of_its_mass():
    notice = "扫描下方二维码关注本报官方微信，精彩资讯每天推送给您，立即下载客户端领取好礼，海量内容等你发现。"
    assert 1 <= ground(block(notice)).mass[0] <= 8
    cookie = "继续使用本站即表示您接受我们的Cookie政策，您可以随时在浏览器的设置里关闭这些功能，更多内容请下载客户端查看。"
    assert ground(block(cookie)).mass[0] >= 3


@pytest.mark.parametrize(("lines", "masses"), [(2, 2), (3, 0)])
def test_abstracts_make_a_list_from_three_on(lines, masses):
    item = [block("社区的居民议事会开得很热闹", links=1.0), block(TEXT)]
    assert sum(mass > 0 for mass in ground(*item * lines).mass) == masses


@pytest.mark.parametrize(("plain", "left"), [(2, 2), (3, 6)])
def test_abstracts_are_most_texts_of_their_look(plain, left):
    items = [block("社区的居民议事会开得很热闹", links=1.0), block(TEXT)] * 3
    free = [block("文明实践在路上"), block(OTHER)] * plain
    assert sum(mass > 0 for mass in ground(*items, *free).mass) == left


def test_the_line_above_a_text():
    assert stands_under_link([block("街道议事会", links=1.0), block(TEXT)], 1) is False
    assert stands_under_link([block("街道议事会开", links=1.0), block(TEXT)], 1) is True
    assert stands_under_link([block("街道议事会开", links=0.7), block(TEXT)], 1) is False
    assert stands_under_link([block("街道议事会开", links=0.75), block(TEXT)], 1) is True
    assert stands_under_link([block("街道议事会开", links=1.0), block("三月五"), block(TEXT)], 2) is True
    assert stands_under_link([block("街道议事会开", links=1.0), block("三月五日"), block(TEXT)], 2) is False
    gap = [block("", tag="img")] * 4
    assert stands_under_link([block("街道议事会开", links=1.0), *gap, block(TEXT)], 5) is True
    assert stands_under_link([block("街道议事会开", links=1.0), *gap, *gap[:1], block(TEXT)], 6) is False


def test_barriers():
    dated = block("2023-04-10 08:30 来源：某县日报")
    assert ground(block(TEXT), block("邻县举办农产品展销"), dated).barrier == [0, 6, 0]
    assert ground(block(TEXT), block("邻县举办农产品"), dated).barrier == [0, 0, 0]
    assert ground(block(TEXT), block("邻县举办农产品展销", links=0.5), dated).barrier == [0, 0, 0]
    assert ground(block(TEXT), block("邻县举办农产品展销", links=0.4), dated).barrier == [0, 6, 0]
    assert ground(block("邻县举办农产品展销"), dated).barrier == [0, 0]
    assert ground(block("相关新闻"), block("我市举行活动", tag="h1")).barrier == [2, 6]
    gap = [block("", tag="img")] * 2
    assert ground(block(TEXT), block("邻县举办农产品展销"), *gap, dated).barrier[1] == 6
    assert ground(block(TEXT), block("邻县举办农产品展销"), *gap, *gap[:1], dated).barrier[1] == 0


# ---------------------------------------------------------------------------------------------------------------------- headlines


def candidates(*blocks: Block, title: str) -> list[int]:
    return title_candidates(page(*blocks, title=title))


def test_titles_of_the_head():
    assert stated_titles(page(title="街道新闻", **{"og:title": "街道新"})) == ["街道新闻"]
    assert stated_titles(page(title="街" * 400)) == ["街" * 300]


def test_lines_that_agree_with_the_head():
    assert candidates(block("志愿者走"), title="志愿者走进小区") == [0]
    assert candidates(block("志愿者"), title="志愿者走进小区") == []
    assert candidates(block("街" * 120), title="街" * 200) == [0]
    assert candidates(block("街" * 121), title="街" * 200) == []
    assert candidates(block("（志愿）志愿者走进小"), title="志愿者走进小") == [0]
    assert candidates(block("（志愿）志愿者走进"), title="志愿者走进") == []
    assert candidates(block("志愿者走进小甲乙丙丁"), title="志愿者走进小区清理") == [0]
    assert candidates(block("志愿者走进小甲乙丙丁戊己"), title="志愿者走进小区清理") == []
    assert candidates(block("志愿者走进甲"), title="志愿者走进小区清理") == []
    assert len(candidates(*[block("志愿者走进小区")] * 20, title="志愿者走进小区")) == 10


@pytest.mark.parametrize(("better", "worse"), [
    ({"tag": "h1"}, {"tag": "h2"}), ({"tag": "h2"}, {"tag": "h3"}), ({"tag": "h3"}, {"tag": "h4"}), ({"tag": "h4"}, {"tag": "p"}),
    ({"tag": "h5"}, {"tag": "p"}), ({"names": "title"}, {"tag": "h4"}), ({"tag": "h3"}, {"names": "title"}), ({"tag": "p"}, {"links": 0.8}),
    ({"links": 0.7}, {"links": 0.8}), ({"tag": "p"}, {"tag": "h1", "links": 0.8}),
], ids=str)  # fmt: skip
def test_of_two_lines_the_heading_is_preferred(better, worse):
    line = "志愿者走进小区清理"
    assert candidates(block(line, **worse), block(line, **better), title=line)[0] == 1


def test_weights_of_agreement():
    longer, shorter = block("志愿者走进小区清理楼道杂物和死角"), block("志愿者走进小区清理楼", tag="h1")
    assert candidates(shorter, longer, title="志愿者走进小区清理楼道杂物和死角")[0] == 1
    assert candidates(shorter, block("志愿者走进小区清理楼道杂物"), title="志愿者走进小区清理楼道杂物和死角")[0] == 0
    more = block("（志愿）志愿者走进小区清理楼道")
    assert candidates(more, block("志愿者走进小区清理"), title="志愿者走进小区清理楼道")[0] == 0
    assert candidates(more, block("志愿者走进小区清理楼道"), title="志愿者走进小区清理楼道")[0] == 1
    name = block("某某市人民政府门户网站", tag="h1")
    assert candidates(name, block("志愿者走进小区清理"), title="某某市人民政府门户网站 志愿者走进小区清理")[0] == 1
    assert candidates(name, block("志愿者走进小区"), title="某某市人民政府门户网站 志愿者走进小区")[0] == 0


def test_headlines_on_several_lines():
    def joined(*lines: str, title: str) -> list[int]:
        return joined_title(page(*(block(line) if line else block("", tag="img") for line in lines), title=title), 0)

    assert joined("志愿者走进小区", "清理", title="志愿者走进小区清理") == [0, 1]
    assert joined("志愿者走进小区", "清", title="志愿者走进小区清") == [0]
    assert joined("志愿者走进小区", "", "", "清理楼道", title="志愿者走进小区清理楼道") == [0, 3]
    assert joined("志愿者走进小区", "", "", "", "清理楼道", title="志愿者走进小区清理楼道") == [0]


def test_headings_of_lists():
    assert is_list_heading(block("相关新闻")) is True
    assert is_list_heading(block("·" * 4 + "相关" + "新" * 8 + ":" * 5)) is True
    assert is_list_heading(block("·" * 4 + "相关" + "新" * 8 + ":" * 5 + "> >")) is False


# ----------------------------------------------------------------------------------------------------------------------- captions


def caption(text: str, image: str | None = "", **features: Any) -> str | None:
    picture = None if image is None else block(image, tag="img")
    around = [block(TEXT), block(OTHER), block(THIRD)]
    return Look(around, 0, len(around)).is_caption(block(text, **features), picture)


def test_captions_by_form_length_and_credit():
    assert caption("图为" + "街" * 158, None) == "caption.form"
    assert caption("图为" + "街" * 159, None) is None
    assert caption("街" * 70 + " 王小明 摄", None) == "caption.credit"
    assert caption("街" * 80 + " 王小明 摄", None) is None
    assert caption("街" * 109 + "（市委宣传部提供）") == "caption.form"
    assert caption("街" * 112 + "（市委宣传部提供）") is None


def test_captions_by_alternative_text():
    assert caption("志愿者在楼道里清理杂物。还有", "志愿者在楼道里清") == "caption.alternative text"
    assert caption("志愿者在楼道里清理杂物" + "街" * 60, "志愿者在楼道里") is None
    assert caption("志愿者在楼道里清理杂物和小广告呢" + "甲", "志愿者在楼道里清理杂物和小广告呀") == "caption.alternative text"


def test_lines_after_an_image():
    assert caption("街" * 60) == "caption.after an image"
    assert caption("街" * 61) is None
    assert caption("街" * 29 + "！") == "caption.after an image"
    assert caption("街" * 31 + "！") is None
    assert caption("街" * 59 + "，" + "道" + "。", centred=True) == "caption.look"
    assert caption("街" * 61 + "，" + "道" + "。", centred=True) is None


def test_a_class_tells_a_caption_unless_all_paragraphs_have_it():
    assert caption("议事亭里", None, names="photo-info") == "caption.class"
    boxed = [block(text, names="leftphotoinfo_s") for text in (TEXT, OTHER, THIRD)]
    assert Look(boxed, 0, 3).is_caption(boxed[0], None) is None
    assert caption("议事亭里", None, names="x" * 40 + " photo") is None
    assert caption("议事亭里", None, names="x" * 34 + " photo") == "caption.class"


# -------------------------------------------------------------------------------------------------------------------------- roles


def test_repeats_of_the_title():
    def repeated(text: str, title: str) -> bool:
        line = block(text)
        label_repeats([line], title)
        return line.role is Role.REPEAT

    assert repeated("志愿者走进小区", "志愿者走进小") is True
    assert repeated("志愿者走进小", "志愿者走进") is False
    assert repeated("志愿者走进小区清理楼" + "甲" * 10, "志愿者走进小区清理楼") is True
    assert repeated("志愿者走进小区清理楼" + "甲" * 11, "志愿者走进小区清理楼") is False
    assert repeated("志愿者走进小区清理楼。", "志愿者走进小区清理楼") is False


def test_paragraphs_printed_twice():
    def doubled(*texts: str) -> list[Role | None]:
        blocks = [block(text) for text in texts]
        for each in blocks:
            each.label(Role.BODY, "x")
        label_doubles(blocks)
        return [each.role for each in blocks]

    assert doubled(TEXT, OTHER, TEXT) == [Role.BODY, Role.BODY, Role.REPEAT]
    assert doubled("街" * 20, "街" * 20) == [Role.BODY, Role.REPEAT]
    assert doubled("街" * 19, "街" * 19) == [Role.BODY, Role.BODY]
    assert doubled("街" * 20, "本报讯" + "记" * 5 + "街" * 20) == [Role.BODY, Role.REPEAT]
    assert doubled("街" * 20, "本报讯" + "记" * 6 + "街" * 20) == [Role.BODY, Role.BODY]


def test_sentences_that_are_captions():
    assert is_credited_picture("街" * 80 + "。王小明 摄") is True
    assert is_credited_picture("街" * 90 + "。王小明 摄") is False
    assert is_credited_picture("街道清理楼道。记者王小明") is False


def test_subheads():
    def role(text: str) -> Role | None:
        line = block(text)
        label_text(line)
        return line.role

    assert role("街" * 40) is Role.SUBHEAD
    assert role("街" * 41) is Role.BODY


# ---------------------------------------------------------------------------------------------------------------- finding a report


def test_paragraphs_before_the_text_and_after_a_gap():
    body = [block(TEXT, container=1), block(OTHER, container=1)]
    link = block("乘车路线", links=1.0)
    near = find_span(Ground.of(page(*body, block("街" * 290, links=0.6), block(THIRD, container=2))), None)
    far = find_span(Ground.of(page(*body, block("街" * 310, links=0.6), block(THIRD, container=2))), None)
    assert near is not None
    assert far is not None
    assert (near.members, far.members) == ((0, 1, 3), (0, 1))
    assert link.features.links == 1


def test_before_another_headline():
    members = [0, 2, 4]
    blocks = [block(TEXT), block("甲", tag="h1"), block(OTHER), block("乙"), block(THIRD)]
    assert before_another(ground(*blocks), members) == [0]


def test_a_printed_end_counts_unless_the_text_goes_on_at_length():
    end = block("责任编辑：王某")
    assert (long := find_span(ground(block(TEXT), block(OTHER), end, block(THIRD)), None)) is not None
    assert long.members == (0, 1, 3)
    lines = [block(TEXT), block(OTHER), block(THIRD), block(TEXT[::-1] + "。")]
    assert (cut := find_span(ground(*lines, end, block(OTHER[::-1] + "。")), None)) is not None
    assert cut.members == (0, 1, 2, 3)


def test_a_headline_far_from_any_text_is_not_its_own():
    title = "志愿者走进小区清理楼道"

    def agrees(gap: int) -> bool:
        return find_article(page(block(title), block("街" * gap, links=0.6), block(TEXT), title=title), _ground(title, gap)).agrees

    def _ground(title: str, gap: int) -> Ground:
        return ground(block(title), block("街" * gap, links=0.6), block(TEXT))

    assert agrees(1490) is True
    assert agrees(1510) is False


# ----------------------------------------------------------------------------------------------------------------- is it a report?


def held(
    *blocks: Block, span: Span | None = None, title: tuple[int, ...] = (), dates: int = 0, url: str = "http://a.cn/1.html"
) -> set[str]:
    """The signs of a page."""
    shown = page(*blocks, url=url)
    whole = Ground.of(shown)
    metas = [(0, MetaLine(tuple(find_times("2023-04-10 10:20", None)), {}, frozenset())) for _ in range(dates)]
    members = tuple(n for n, each in enumerate(blocks) if n not in title and len(each.text) > 15)
    found = span or Span(members, 0, sum(whole.mass[n] for n in members))
    return set(points(shown, whole, Found(title, agrees=False, span=found), found, Outline(metas=metas)).because)


def of_mass(mass: int) -> Span:
    return Span((1,), 0, mass)


PAIR = (block("志愿者走进小区"), block(TEXT))


@pytest.mark.parametrize(("mass", "sign"), [(400, "long_text"), (399, "medium_text"), (150, "medium_text"), (59, "little_text")])
def test_signs_of_length(mass, sign):
    assert sign in held(*PAIR, span=of_mass(mass))


def test_lengths_between_the_signs():
    assert not {"long_text", "medium_text", "little_text"} & held(*PAIR, span=of_mass(149))
    assert not {"long_text", "medium_text", "little_text"} & held(*PAIR, span=of_mass(60))


def test_signs_of_the_headline():
    assert "headline_in_head" in held(block("志愿者走进小区里"), block(TEXT), title=(0,))
    assert "headline_short_or_not_in_head" in held(block("志愿者走进小区"), block(TEXT), title=(0,))
    assert "no_headline" in held(*PAIR)


@pytest.mark.parametrize(("gap", "sign"), [(290, "text_after_headline"), (310, None), (790, None), (810, "text_far_from_headline")])
def test_signs_of_the_gap(gap, sign):
    signs = {"text_after_headline", "text_far_from_headline"} & held(
        block("志愿者走进小区里"), block("街" * gap, links=0.6), block(TEXT), title=(0,), span=Span((2,), 0, 40)
    )
    assert signs == ({sign} if sign else set())


@pytest.mark.parametrize(("dates", "sign"), [(1, "time_or_source"), (5, "time_or_source"), (6, "many_dates_before_text")])
def test_signs_of_dates(dates, sign):
    assert sign in held(*PAIR, dates=dates, span=of_mass(60))


def test_a_template_prints_its_headline_again_and_again():
    heads = [block("志愿者走", tag="h2")]
    assert "headline_again_and_again" in held(*heads * 4, block(TEXT), title=(0,))
    assert "headline_again_and_again" not in held(*heads * 3, block(TEXT), title=(0,))
    assert "headline_again_and_again" not in held(*[block("志愿者", tag="h2")] * 4, block(TEXT), title=(0,))


def test_signs_of_paragraphs_and_of_text_elsewhere():
    assert "several_paragraphs" in held(block(TEXT), block(OTHER), block(THIRD))
    assert "several_paragraphs" not in held(block(TEXT), block(OTHER))
    boxes = [block(text, container=n) for n, text in enumerate((TEXT, OTHER, THIRD, TEXT))]
    whole = sum(Ground.of(page(*boxes)).mass)
    assert "text_elsewhere" in held(*boxes, span=Span((0,), 0, int(0.29 * whole)))
    assert "text_elsewhere" not in held(*boxes, span=Span((0,), 0, int(0.31 * whole) + 1))
    assert "text_elsewhere" not in held(*boxes[:3], span=Span((0,), 0, 9))


def test_signs_of_errors_and_notices():
    gone = "抱歉，您访问的页面不存在或已被删除，五秒后自动跳转。"
    assert "notice_for_text" in held(block("提示"), block(gone), span=of_mass(99))
    assert "notice_for_text" not in held(block("提示"), block(gone), span=of_mass(100))
    assert "error_in_headline" in held(block("404"), block(TEXT), title=(0,), span=of_mass(149))
    assert "error_in_headline" not in held(block("404"), block(TEXT), title=(0,), span=of_mass(150))
    assert "address_of_front_page" in held(*PAIR, url="http://a.cn/index.html")
    assert "address_of_front_page" not in held(*PAIR, url="http://a.cn/?id=1")


def test_a_list_of_abstracts_needs_four_of_them():
    item = [block("社区的居民议事会开得很热闹", links=1.0, names="a"), block(TEXT, names="a")]
    other = [block("社区的居民议事会开得很热闹", links=1.0, names="b"), block(OTHER, names="b")]
    assert "list_of_abstracts" in held(*item * 2, *other * 2)
    assert "list_of_abstracts" not in held(*item * 2, *other)


@pytest.mark.parametrize(("links", "chars", "outcome"), [(12, 8, "list_page"), (11, 8, "no_article"), (12, 7, "no_article")])
def test_links_make_a_list_page(links, chars, outcome):
    shown = page(*[block("街" * chars, links=0.5)] * links)
    verdict = judge(shown, Ground.of(shown), Found((), agrees=False, span=None), Outline())
    assert verdict is not None
    assert verdict[0] == outcome


def test_a_report_needs_three_points():
    shown = page(block("志愿者走进小区里"), block(TEXT), block(OTHER))
    whole = Ground.of(shown)
    enough = judge(shown, whole, Found((0,), agrees=True, span=Span((1, 2), 0, 70)), Outline())
    assert enough is None
    assert judge(shown, whole, Found((), agrees=False, span=Span((1, 2), 0, 70)), Outline()) is not None


@pytest.mark.parametrize(("slug", "value"), [
    ("headline_in_head", 2), ("headline_short_or_not_in_head", 1), ("no_headline", -1), ("text_after_headline", 1),
    ("text_far_from_headline", -1), ("headline_again_and_again", -3), ("time_or_source", 2), ("stated_to_machines", 1),
    ("many_dates_before_text", -2), ("long_text", 2), ("medium_text", 1), ("little_text", -1), ("several_paragraphs", 1),
    ("text_elsewhere", -2), ("list_of_abstracts", -5), ("address_of_front_page", -2), ("error_in_headline", -4), ("notice_for_text", -6),
])  # fmt: skip
def test_the_points_were_tuned_on_real_pages_and_change_only_with_a_figure(slug, value):
    assert {sign.slug: sign.points for sign in SIGNS}[slug] == value


# ------------------------------------------------------------------------------------------------------------------ pages of HTML

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
    assert roles(f"{BODY}<p>{promotion}</p>")[promotion] is Role.ADVERT
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
