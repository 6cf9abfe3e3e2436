"""What stands between the headline of a page of HTML and its text, within the text's own element."""

import pytest

from newsbot import Page, Report, normalise

TITLE = "桂溪街道志愿者走进老旧小区清理楼道"
PARAGRAPHS = (
    "三月五日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。",
    "志愿者还向居民发放文明手册，劝导乱停乱放，让老旧小区的楼道变得干净整洁。",
    "街道负责人表示，将继续完善长效机制，让文明创建走进千家万户，不断提升居民的获得感。",
)


def read(*lines: str) -> Report:
    text = "".join(f"<p>{line}</p>" for line in (*lines, *PARAGRAPHS))
    menu = '<div><a href="/">首页</a> <a href="/a">新闻</a></div>'
    box = f"<h1>{TITLE}</h1><div>2024-03-06 09:00</div><div>{text}</div>"
    html = f"<html><head><title>{TITLE}-南城网</title></head><body>{menu}{box}</body></html>"
    page = Page(
        "http://a.test/1.html", html.encode(), headers={"Content-Type": "text/html; charset=utf-8"}, fetched_at="2024-04-01T00:00:00+08:00"
    )
    row = normalise(page, topic="any")
    assert isinstance(row, Report)
    return row


@pytest.mark.parametrize("mark", ["◎", "□", "●"])
def test_a_second_headline_and_who_wrote_below_it(mark):
    row = read("——桂溪街道以红马甲助力文明创建", f"{mark} 鲁小雨 段吉雄")
    assert (list(row.body), [author.name for author in row.authors]) == (list(PARAGRAPHS), ["鲁小雨", "段吉雄"])


def test_a_label_of_an_editor_above_the_name():
    row = read("责编：", "鲁小雨")
    assert [(author.name, author.role) for author in row.authors] == [("鲁小雨", "editor")]
