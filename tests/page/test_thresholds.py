"""Where measures of blocks, headlines, captions and signs turn over: each threshold of these modules at its own value and beside it."""

from typing import Any

import pytest

from newsbot.model import Block, Role
from newsbot.page.block_measures import Ground, stands_under_link
from newsbot.page.captions import CaptionStyle, is_credited_picture
from newsbot.page.find_report import find_article, find_span
from newsbot.page.headline import is_list_heading, joined_title, stated_titles, title_candidates
from newsbot.page.roles import label_doubles, label_repeats, label_text
from newsbot.page.text_end import before_another
from tests.page.pieces import OTHER, TEXT, THIRD, block, ground, page

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
    return CaptionStyle(around, 0, len(around)).is_caption(block(text, **features), picture)


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
    assert CaptionStyle(boxed, 0, 3).is_caption(boxed[0], None) is None
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
    race = block("六月十日，第八届端午龙舟邀请赛在柳湖公园鸣锣开赛，各地队伍同场竞技。")
    assert (cut := find_span(ground(*lines, end, race), None)) is not None
    assert cut.members == (0, 1, 2, 3)


def test_a_headline_far_from_any_text_is_not_its_own():
    title = "志愿者走进小区清理楼道"

    def agrees(gap: int) -> bool:
        return find_article(page(block(title), block("街" * gap, links=0.6), block(TEXT), title=title), _ground(title, gap)).agrees

    def _ground(title: str, gap: int) -> Ground:
        return ground(block(title), block("街" * gap, links=0.6), block(TEXT))

    assert agrees(1490) is True
    assert agrees(1510) is False
