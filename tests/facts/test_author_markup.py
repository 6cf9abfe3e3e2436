"""The author by the markup of a page: what engines and themes mark as naming the author counts where nobody is credited in words."""

import pytest

from newsbot import Page, normalise
from newsbot.facts.credits import reporters_told_to_machines
from newsbot.model import Hints
from newsbot.row import Author

PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把绿化带里的纸屑一一捡起，受到居民欢迎。",
        "街道办事处负责人表示，接下来还将在每个小区设一处议事亭，居民的事由居民商量着办，让文明创建走进千家万户。",
    )
)


def authors(byline, *, text=PARAGRAPHS):
    head = "<h1>槐荫街道志愿服务队走进小区开展文明劝导</h1><div class=meta>2023-04-10 10:20</div>"
    page = f"<html><body>{head}{text}<footer><div>{byline}</div></footer></body></html>"
    return [(author["name"], author["role"]) for author in normalise(Page("http://a.test/1.html", page), topic="any").to_dict()["authors"]]


@pytest.mark.parametrize(
    "byline",
    [
        "<span class='byline'>By <a href='/author/u4' rel='author'>陈思远</a></span>",
        "By <a class='author-link' rel='nofollow author' href='/u/4'>陈思远</a>",
        "by</div><div class='post-author'><p class='post-author__name'>陈思远</p>",
        "</div><div class='author'><span class='name'>陈思远</span> <span class='badge'>Lv4</span>",
        "</div><p style='display:none'>更新于 2023-04-10</p><div><img src='/avatar/1.png'><p class='name'>陈思远</p><p>没有</p></div><div>",
        "</div><address class='vcard author'>By <a class='url fn' href='/author/4.html'>陈思远</a></address><div>",
    ],
)
def test_what_is_marked_as_the_author_names_one(byline):
    assert authors(byline) == [("陈思远", "author")]


@pytest.mark.parametrize(
    "byline",
    [
        "By <a rel='author' href='/author/1'>admin</a>",
        "By <a rel='author' href='/author/1'>社区网站编辑部</a>",
        "By <a rel='tag' href='/tag/1'>陈思远</a>",
        "</div><ol class='comment-list'><li><img src='/avatar/1.png'><p class='name'>陈思远</p><p>写得好</p></li></ol><div>",
        "</div><div class='meta'><img src='/cover/1.png'><p class='name'>陈思远</p></div><div>",
        "<span class='authors-corner'>By 陈思远</span>",
        "By <a rel='author' href='/author/1'>陈思远</a> and <a rel='author' href='/author/2'>周雨桐</a>",
    ],
)
def test_no_names_no_marks_and_several_people_name_nobody(byline):
    assert authors(byline) == []


def test_a_credit_in_words_wins():
    credited = PARAGRAPHS.replace("<p>", "<p>本报讯（记者王秀兰）", 1)
    assert authors("By <a rel='author' href='/author/1'>陈思远</a>", text=credited) == [("王秀兰", "reporter")]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("written by 陈思远 on 2023-04-10", ["陈思远"]),
        ("Posted by 陈思远 | 2023-04-10", ["陈思远"]),
        ("2023-04-10 by 社区网站编辑部", []),
    ],
)
def test_a_line_under_the_headline_may_say_it_in_english(line, people):
    page = f"<html><body><h1>槐荫街道志愿服务队走进小区开展文明劝导</h1><p class=meta>{line}</p>{PARAGRAPHS}</body></html>"
    verdict = normalise(Page("http://a.test/1.html", page), topic="any").to_dict()
    assert [author["name"] for author in verdict["authors"]] == people


def test_a_feed_names_the_author_of_a_page_that_does_not():
    page = f"<html><body><h1>槐荫街道志愿服务队走进小区开展文明劝导</h1><div>2023-04-10 10:20</div>{PARAGRAPHS}</body></html>"
    for said, people in (("陈思远", ["陈思远"]), ("admin", []), (None, [])):
        verdict = normalise(Page("http://a.test/1.html", page, hints=Hints(author=said)), topic="any").to_dict()
        assert [author["name"] for author in verdict["authors"]] == people


def test_sizes_of_letters_in_a_byline_are_nobody():
    sizes = "<div class='byline'><h4>字体大小:</h4><a>小</a><a>中</a><a>大</a></div>"
    page = f"<html><body><h1>槐荫街道志愿服务队走进小区开展文明劝导</h1>{sizes}<div>2023-04-10 10:20</div>{PARAGRAPHS}</body></html>"
    assert normalise(Page("http://a.test/1.html", page), topic="any").to_dict()["authors"] == []


def test_whom_the_head_names_and_the_first_line_calls_a_reporter_is_one_where_only_others_are_read():
    opening = "（青山社记者洪学广高雄11日电）消防局今天凌晨接获报案，立即派员抢救。"
    editor, reporter = Author("陈怡璇", "editor"), Author("洪学广", "reporter")
    assert reporters_told_to_machines(["洪学广", "洪学广"], [editor], opening) == [reporter]
    assert reporters_told_to_machines(["洪学广"], [], opening) == [reporter]
    assert reporters_told_to_machines(["李学广", "陈怡璇"], [editor], opening) == []
    assert reporters_told_to_machines(["洪学广"], [Author("李学广", "correspondent")], opening) == []
