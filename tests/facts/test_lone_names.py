"""Who is named by two characters that stand alone: read, and doubted where they may be a word as well; in documents of text, too."""

import pytest

from newsbot import Page, Report, normalise

TEXT = [
    "3月5日，柳湾街道组织党员、网格员和志愿者走上街头，开展楼道整治行动，清理杂物和卫生死角，受到居民好评。",
    "志愿者分成六个小组，对背街小巷逐一巡查，劝导不文明行为，并把发现的问题登记造册，逐项销号。",
    "下一步，街道将继续完善长效机制，把文明创建做到群众心坎上，不断提升居民的获得感。",
]
TITLE = "柳湾街道：志愿者清理楼道杂物"


def read(last: str, *, plain: bool) -> Report:
    lines = [TITLE, "2024-03-06 09:12 来源：青山日报", *TEXT, last]
    body = "\n\n".join(lines) if plain else f"<h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    kind = "text/plain" if plain else "text/html"
    row = normalise(Page("http://news.qingshan.example/a/1.html", body, {"Content-Type": f"{kind}; charset=utf-8"}), topic="any")
    assert isinstance(row, Report)
    assert row.body == TEXT
    return row


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(("last", "sure"), [("王伟", True), ("（张帆）", True), ("高清", False), ("（江城）", False), ("（高雄）", False)])
def test_two_characters_alone_are_doubted_where_they_may_be_a_word(last: str, *, sure: bool, plain: bool) -> None:
    row = read(last, plain=plain)
    assert row.confidence is not None
    assert ((row.confidence.authors or 0) > 0.9) is sure


@pytest.mark.parametrize("last", ["李明敏", "李明敏 王小明", "● 李明敏", "青山社区 李明敏"])
def test_names_alone_behind_the_last_paragraph_of_a_document_are_read(last: str) -> None:
    assert "李明敏" in {author.name for author in read(last, plain=True).authors}


@pytest.mark.parametrize("last", ["点击查看更多", "金牌", "联系我们", "温馨提示"])
def test_furniture_behind_the_last_paragraph_of_a_document_names_nobody(last: str) -> None:
    assert not read(last, plain=True).authors


@pytest.mark.parametrize("last", ["青观 王敏聪", "青观/王敏聪"])
def test_a_name_behind_another_word_is_doubted_where_it_stays_unread(last: str) -> None:
    lines = [TITLE, "2024-03-06 09:12 来源：青山日报", *TEXT, last]
    body = f"<h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    row = normalise(Page("http://news.qingshan.example/a/1.html", body), topic="any")
    assert isinstance(row, Report)
    assert row.confidence is not None
    assert row.authors or (row.confidence.authors or 0) <= 0.9
