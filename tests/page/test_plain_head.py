"""Where the bounds of the head of a plain document lie: each is held from both sides."""

import pytest

from newsbot.model import Role
from newsbot.page import plain_head
from newsbot.page.headline_choice import Choice
from newsbot.page.plain_head import headline_lines, label_head, opening_paragraph
from newsbot.page.roles import Outline
from tests.page.pieces import OTHER, TEXT, THIRD, block

TITLE = "桂溪街道志愿者走进老旧小区清理楼道"
SHORT = "居民在议事亭里商量"


@pytest.fixture
def odds(monkeypatch):
    """The log odds of furniture of a line, set by hand; of any other a sure text's."""
    said: dict[str, float] = {}
    monkeypatch.setattr(plain_head, "furniture_odds", lambda text: said.get(text, -4.0))
    return said


def role(line: str, *, opened: bool = False) -> Role | None:
    blocks = [block(TITLE), block(line), block(TEXT)]
    blocks[0].label(Role.TITLE, "title.headline")
    label_head(blocks, 2, Outline(title=0), TITLE, opened=opened)
    return blocks[1].role


@pytest.mark.parametrize(("line", "opened", "value", "expected"), [
    (OTHER, False, 4.0, Role.BODY), (OTHER, False, 7.0, Role.HEADER), (OTHER, True, 0.8, Role.BODY), (OTHER, True, 1.2, Role.HEADER),
    (SHORT, False, 2.0, Role.CAPTION), (SHORT, False, 3.0, Role.HEADER),
])  # fmt: skip
def test_how_furniture_a_line_between_headline_and_text_must_be(odds, line, opened, value, expected):
    odds[line] = value
    assert role(line, opened=opened) is expected


def test_how_much_of_the_title_makes_a_line_the_title_again(odds):
    assert role(TITLE[:4] + "大家都来看一看") is Role.CAPTION
    assert role(TITLE[:6] + "大家来看看") is Role.REPEAT


def test_how_far_from_the_first_paragraph_the_dateline_may_be(odds):
    opening = "本报讯（记者 王小明）" + TEXT
    notices = [OTHER, THIRD, OTHER + THIRD, THIRD + OTHER]
    odds.update(dict.fromkeys(notices, 5.0))
    assert opening_paragraph([*map(block, notices[:3]), block(opening)], 0) == 3
    assert opening_paragraph([*map(block, notices), block(opening)], 0) is None
    odds[THIRD] = -1.0
    assert opening_paragraph([*map(block, notices[:3]), block(opening)], 0) is None


def lines(*texts: str, chosen: int) -> list[int]:
    scores = {None: -1.0, 0: 2.0, 1: 2.0, chosen: 5.0}
    return headline_lines([*map(block, texts), block(TEXT)], Choice(chosen, 5.0, 3.0, {}, scores))


def test_what_a_kicker_is(odds):
    kicker = "小小红马甲温暖一座城"
    for value, joined in ((0.8, [0, 1]), (1.2, [1])):
        odds[kicker] = value
        assert lines(kicker, TITLE, chosen=1) == joined
    assert lines(TITLE[:7] + "暖人心田", TITLE, chosen=1) == [0, 1]
    assert lines(TITLE[:10] + "暖", TITLE, chosen=1) == [1]
    assert lines("小小红马甲", TITLE, chosen=1) == [1]


def test_what_the_second_line_under_a_name_is(odds):
    rest = "清理楼道杂物再加力"
    for value, joined in ((1.6, [0, 1]), (2.4, [0])):
        odds[rest] = value
        assert lines("桂溪街道办事处", rest, chosen=0) == joined
    odds[rest] = -1.0
    assert lines("南城区桂溪街道办事处", rest, chosen=0) == [0, 1]
    assert lines("南城市南城区桂溪街道天华社区", rest, chosen=0) == [0]


@pytest.mark.parametrize(("line", "expected"), [
    ("“楼道什么时候能亮起来？”", Role.BODY), ("志愿者朋友们：", Role.BODY), ("今天轮到谁值班？", Role.BODY),
    ("“灯亮了，心也亮了。”", Role.BODY),
    ("晨光小区篮球比赛现场。", Role.CAPTION), (SHORT, Role.CAPTION),
])  # fmt: skip
def test_who_speaks_right_above_the_text_opens_it(odds, line, expected):
    assert role(line) is expected
