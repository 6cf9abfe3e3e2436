"""Captions above a text, and credits that stand within it or at its end, on pages of HTML from the first byte to the row."""

import pytest

from newsbot import Page, Report, normalise
from newsbot.page import label_html
from newsbot.row import Image

TITLE = "槐荫街道志愿服务队走进小区开展文明劝导"
FIRST = "四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把散落在绿化带里的纸屑一一捡起。"
SECOND = "“以前楼道里堆满旧家具，现在清清爽爽。”住在三号楼的居民说，志愿者每周都来，大家也跟着动手，邻里关系更近了。"
THIRD = "街道办事处负责人表示，接下来还将在每个小区设一处议事亭，居民的事由居民商量着办，一件一件落到实处。"
META = "<div class=info>2023-04-10 10:20 来源：槐荫日报 <img src=/style/2.png></div>"
PHOTOGRAPH = "/upload/20230410/10233.jpg"


def report(inside: str, above: str = "", meta: str = META) -> Report:
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{meta}{above}<div class=content>{inside}</div></body></html>"
    found = normalise(Page("http://news.example.cn/1.html", html, fetched_at="2023-04-11T00:00:00+08:00"), topic="any")
    assert isinstance(found, Report)
    return found


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


TEXT = paragraphs(FIRST, SECOND, THIRD)


def people(found: Report) -> list[tuple[str, str]]:
    return [(author.name, author.role) for author in found.authors]


@pytest.mark.parametrize(
    ("line", "caption", "photographers"),
    [
        ("志愿者在晨光小区劝导居民", "志愿者在晨光小区劝导居民", []),
        ("志愿者在晨光小区劝导居民。 本报记者 王小明 摄", "志愿者在晨光小区劝导居民。", [("王小明", "photographer")]),
    ],
)
def test_what_stands_under_a_photograph_above_the_text_is_its_caption(line, caption, photographers):
    found = report(TEXT, f"<div><img src={PHOTOGRAPH}></div><div>{line}</div>")
    assert (found.captions, people(found), found.body) == ([caption], photographers, [FIRST, SECOND, THIRD])
    assert found.images == [Image(f"http://news.example.cn{PHOTOGRAPH}", caption)]


def test_a_paragraph_under_a_photograph_that_says_who_took_it_is_its_caption():
    line = "四月十日，志愿者在晨光小区的议事亭旁合影留念。当日，街道组织的文明劝导活动在小区里举行，一百多人参加，孩子们也来了。"
    found = report(f"<p><img src={PHOTOGRAPH}></p><p>{line} 本报记者 王小明 摄</p>{TEXT}")
    assert (found.captions, people(found), found.body) == ([line], [("王小明", "photographer")], [FIRST, SECOND, THIRD])


@pytest.mark.parametrize("image", ["/style/print.png", "/upload/avatar/20230410.jpg"])
def test_what_stands_beside_a_button_above_the_text_is_no_caption(image):
    assert report(TEXT, f"<div><img src={image}></div><div>请点击这里查看大字版页面</div>").captions == []


def test_the_name_beside_a_portrait_above_the_time_and_a_counter_are_no_captions():
    portrait = f"<div><img src={PHOTOGRAPH}></div><div>晨光小区的老街坊们</div>"
    assert report(TEXT, META, portrait).captions == []
    assert report(TEXT, f"<div><img src={PHOTOGRAPH}></div><div>图片 1 / 2</div>").captions == []


@pytest.mark.parametrize("mark", ["（完）", " （完）", "(完)", "完", "【完】", "(全文完)"])
def test_what_an_agency_prints_behind_the_last_sentence_stays_with_it_and_a_line_of_its_own_does_not(mark):
    kept = "".join(report(paragraphs(FIRST, SECOND, THIRD + mark)).body)
    assert kept.replace("(", "（").replace(")", "）") == FIRST + SECOND + THIRD + mark.replace("(", "（").replace(")", "）")
    assert report(paragraphs(FIRST, SECOND, THIRD, mark.strip())).body == [FIRST, SECOND, THIRD]


def test_a_last_word_that_ends_so_stays():
    last = "这件事还没有完"
    assert report(paragraphs(FIRST, SECOND, f"{THIRD}{last}")).body == [FIRST, SECOND, f"{THIRD}{last}"]


def test_a_text_put_together_by_the_medium_says_so_outside_it():
    found = report(paragraphs(FIRST, SECOND, f"{THIRD}本报综合报道"))
    assert (found.body, found.authors, found.flags) == ([FIRST, SECOND, THIRD], [], [])


def test_a_second_dateline_within_a_text_loses_its_bracket_as_the_first_does():
    second = "槐荫日报4月10日讯（记者 陈永明）"
    found = report(paragraphs(f"槐荫日报4月10日讯（记者 王小明）{FIRST}", SECOND, THIRD, f"{second}{SECOND}{THIRD}"))
    assert people(found) == [("王小明", "reporter"), ("陈永明", "reporter")]
    assert found.body[-1] == f"槐荫日报4月10日讯{SECOND}{THIRD}"


def test_a_bracket_at_the_head_of_a_later_paragraph_is_no_credit():
    later = f"（记者 王小明）{SECOND}{THIRD}"
    assert report(paragraphs(f"本报讯（记者 李大勇）{FIRST}", SECOND, THIRD, f"{FIRST[::-1]}。", later)).body[-1] == later


@pytest.mark.parametrize("link", [">>>楼道里的议事亭", "【详细】", "[全文]", "＞＞ 邻里节怎么办"])
def test_a_link_behind_a_paragraph_is_no_part_of_it(link):
    assert report(paragraphs(FIRST, SECOND + link, THIRD)).body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("end", [">5人的小组另行抽签", "【详见附件】"])
def test_other_ends_of_a_paragraph_stay(end):
    assert report(paragraphs(FIRST, SECOND + end, THIRD)).body[1].startswith(SECOND)
    assert len(report(paragraphs(FIRST, SECOND + end, THIRD)).body[1]) > len(SECOND)


def test_of_an_abstract_at_the_head_of_a_text_the_place_further_down_stands():
    assert report(f"<div><p>{THIRD}</p></div><div>{TEXT}</div>").body == [FIRST, SECOND, THIRD]
    long = f"{FIRST[::-1]}。"
    assert report(paragraphs(THIRD, SECOND, FIRST, THIRD, SECOND, long)).body == [FIRST, THIRD, SECOND, long]


def test_of_a_text_that_stands_twice_the_first_stays():
    assert report(paragraphs(FIRST, SECOND, THIRD, FIRST, SECOND, THIRD)).body == [FIRST, SECOND, THIRD]
    assert report(f"{TEXT}<div><p>{FIRST}</p></div>").body == [FIRST, SECOND, THIRD]
    assert report(paragraphs(FIRST, FIRST, SECOND)).body == [FIRST, SECOND]


def test_who_wrote_a_part_stands_before_the_heading_of_the_next():
    found = report(f"{paragraphs(FIRST, f'{SECOND} 许卓恒')}<p><b>议事亭里议家事</b></p>{paragraphs(THIRD, FIRST[::-1] + '。', SECOND)}")
    assert people(found) == [("许卓恒", "author")]
    assert found.body[1] == SECOND


def test_a_list_that_a_text_ends_with_has_all_its_items():
    last = "★如果家里有旧家具要处理，请提前一天联系网格员，由网格员安排车辆统一清运处置"
    items = ["★居民不把纸屑丢在绿化带", "★居民不在楼道里堆放杂物", last]
    inside = f"{TEXT}<p>{'<br>'.join(items)}<br>资料来源：王丽、李强</p>"
    found = report(inside)
    assert (found.body[-3:], found.flags) == (items, [])


def test_what_an_author_is_may_stand_behind_the_name_in_a_long_bracket():
    who = "青山大学公共管理学院教授，长期研究基层治理，曾在槐荫街道办事处挂职，著有《邻里》等书，现居青山"
    assert people(report(TEXT, f"<p>作者：王丽(微博)({who})</p>")) == [("王丽", "author")]


HEADING = "社区版iPhone 9S扑朔迷离"


@pytest.mark.parametrize(
    ("about", "kept"), [("居民问起的社区版iPhone 9S何时到货，至今仍扑朔迷离。", True), ("居民问起的事，至今没有答案。", False)]
)
def test_a_line_worded_as_furniture_stays_where_the_text_speaks_of_it(about, kept, monkeypatch):
    monkeypatch.setattr(label_html, "BOX_ODDS", 3.0)
    assert (HEADING in report(paragraphs(FIRST, HEADING, f"{SECOND}{about}", THIRD)).body) == kept


def test_an_agency_that_issued_a_picture_leaves_its_caption():
    inside = f"<p>{FIRST}</p><p><img src=/upload/20230410/1.jpg></p><p>图为活动现场。青山社发（王小明 摄）</p>{paragraphs(SECOND, THIRD)}"
    found = report(inside)
    assert (found.captions, people(found)) == (["图为活动现场。"], [("王小明", "photographer")])


def test_headlines_under_a_line_that_announces_others_are_none_of_the_text():
    others = ["居民的事由居民商量着办", "孩子们把纸屑一一捡起"]
    assert report(paragraphs("近期热门文章导读：", *others, FIRST, SECOND, THIRD)).body == [FIRST, SECOND, THIRD]
    assert report(paragraphs(others[0], FIRST, SECOND, THIRD)).body == [others[0], FIRST, SECOND, THIRD]
