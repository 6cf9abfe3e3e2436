"""The plainest labels, for a page on which the usual way failed."""

from newsbot.model import Block, Features, Role
from newsbot.page.conservation import open_pieces
from newsbot.page.label_plainer import label_plainer

TEXT = "四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法。"


def labelled(*lines: tuple[str, Features]) -> tuple[int | None, list[Role | None]]:
    blocks = [Block(text, features=features) for text, features in lines]
    for block in blocks:
        block.set_text(block.raw)
    title = label_plainer(blocks)
    assert not open_pieces(blocks)
    return title, [block.role for block in blocks]


P = Features(container=1)


def test_headline_and_paragraphs():
    title, roles = labelled(("首页", P), ("志愿服务队走进小区", P), (TEXT, P), ("短行", P), (TEXT, P), ("尾", P))
    assert title == 1
    assert roles == [Role.HEADER, Role.TITLE, Role.BODY, Role.ADVERT, Role.BODY, Role.TAIL]


def test_a_heading_comes_before_the_nearest_line():
    title, _ = labelled(("志愿服务队走进小区", Features(tag="h1")), ("来源是某市的日报社", P), (TEXT, P))
    assert title == 0


def test_the_bounds_of_a_headline():
    assert labelled(("街街街街街", P), (TEXT, P))[0] is None
    assert labelled(("街街街街街街", P), (TEXT, P))[0] == 0
    assert labelled(("街" * 60, P), (TEXT, P))[0] in {0, None}
    assert labelled(("街" * 61, P), (TEXT, P))[0] is None
    assert labelled(("志愿服务队走进小区", Features(links=0.6)), (TEXT, P))[0] is None
    assert labelled(("志愿服务队走进小区", Features(links=0.4)), (TEXT, P))[0] == 0


def test_a_page_without_paragraphs_and_hidden_lines():
    assert labelled(("首页", P)) == (None, [Role.TAIL])
    assert labelled((TEXT, Features(hidden=True)), (TEXT, P))[1] == [Role.HIDDEN, Role.BODY]
