"""Where labels of blocks turn over, in pages of HTML and in plain documents: each bound at its own value and beside it."""

import pytest

from newsbot.model import Role
from newsbot.page import headline_choice, label_around, label_html, label_plain, roles
from newsbot.page.find_report import Found, Span
from newsbot.page.headline_choice import headline_candidates
from newsbot.page.plain_head import _is_under_image, label_meta_lines
from newsbot.page.roles import Outline
from tests.page.pieces import OTHER, TEXT, THIRD, block, ground, page

LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
"""No two alike, so that what a line shares with another is known."""


@pytest.fixture
def odds(monkeypatch):
    """The log odds of furniture of a line, set by hand; of any other a sure text's."""
    said: dict[str, float] = {}
    for room in (headline_choice, label_html, label_plain):
        monkeypatch.setattr(room, "furniture_odds", lambda text: said.get(text, -4.0))
    return said


@pytest.mark.parametrize(("value", "class_"), [(-4.1, 0), (-4.0, 1), (-2.0, 2), (0.0, 3), (1.9, 3), (2.0, 4), (3.9, 4), (4.0, 5)])
def test_classes_of_how_a_headline_is_worded(odds, value, class_):
    line = "志愿者走进老旧小区"
    odds[line] = value
    assert f"furniture {class_}" in dict(headline_candidates([block(line), block(TEXT)], 1))[0]


# -------------------------------------------------------------------------------------------------------------- pages of HTML


@pytest.mark.parametrize(("links", "own"), [(0.49, True), (0.5, False)])
def test_a_line_of_the_reports_own_is_no_link(odds, links, own):
    assert label_html._is_own_line(block("居民们都来了", links=links), 2.0) is own


def test_how_furniture_a_line_between_paragraphs_may_be(odds):
    shown = ground(block(TEXT, container=1), block("居民们都来了", container=1), block("大家一起来", container=2))
    span = Span((0,), 0, 40)
    assert label_html._odds_allowed(shown, span, 1) == 4.5
    assert label_html._odds_allowed(shown, span, 2) == 3.0


@pytest.mark.parametrize(("value", "last"), [(1.9, 2), (2.1, 1)])
def test_how_furniture_a_line_after_the_paragraphs_may_be(odds, value, last):
    odds["居民们都来了"] = value
    shown = ground(block(TEXT), block("居民们都来了"))
    found = Found((), agrees=False, span=Span((0,), 0, 40))
    assert label_html._bounds(shown, Span((0,), 0, 40), found) == (0, last)


@pytest.mark.parametrize(("length", "promotes"), [(120, True), (121, False)])
def test_a_line_that_promotes_the_medium_is_short(length, promotes):
    line = "欢迎扫描二维码关注本报微信，下载客户端"
    assert label_html._promotes(line)
    assert label_html._promotes(line + "街" * (length - len(line))) is promotes


@pytest.mark.parametrize(("gap", "lead"), [(20, True), (21, False)])
def test_an_abstract_stands_right_before_the_text(gap, lead):
    shown = ground(block("居民们都来了。", names="abstract"), block("街" * gap), block(TEXT))
    assert label_html._is_lead(shown, 0, 2) is lead


@pytest.mark.parametrize(("length", "read"), [(80, True), (81, False)])
def test_a_meta_line_after_the_text_is_short(length, read):
    line = "来源：红网 "
    text = line + "编辑：王丽".ljust(length - len(line) - 1) + "1"
    assert (label_around._read_meta(text, None, (), before=False, linked=False) is not None) is read
    blocks = [block(TEXT), block(text)]
    label_meta_lines(blocks, 0, None, Outline(), ())
    assert (blocks[1].role is Role.META_LINE) is read


@pytest.mark.parametrize(("length", "role"), [(8, Role.SIDEBAR), (7, Role.NAVIGATION)])
def test_a_link_after_the_text_is_a_headline_or_the_name_of_a_section(length, role):
    blocks = [block(TEXT), block("街" * length, links=1.0)]
    label_html._label_rest(blocks, Outline(), 0, 1)
    assert blocks[1].role is role


def is_lead(*texts: str, names: str = "x", at: int = 0) -> bool:
    blocks = [block(text, names=names if n == at else "") for n, text in enumerate(texts)]
    roles.label_lead(blocks, 0, len(blocks))
    return blocks[at].role is Role.REPEAT


def test_an_abstract_is_the_beginning_of_the_text():
    text = LETTERS + "。"
    assert is_lead(LETTERS[:39] + "。", text) is False
    assert is_lead(LETTERS[:40] + "。", text) is True
    assert is_lead(LETTERS[:14], text) is False
    assert is_lead(LETTERS[:15], text) is True
    assert is_lead(LETTERS[:20] + "甲乙", text) is True
    assert is_lead(LETTERS[:20] + "甲乙丙", text) is False
    assert is_lead(LETTERS[30:50], text) is True
    assert is_lead(LETTERS[31:51], text) is False
    assert is_lead(LETTERS[:60] + "街街街", text) is True
    assert is_lead(LETTERS[:30], *["街道。"] * 5, text) is True
    assert is_lead(LETTERS[:30], *["街道。"] * 6, text) is False
    assert is_lead("街道", "街道", LETTERS[:30], text, at=2) is True
    assert is_lead("街道", "街道", "街道", LETTERS[:30], text, at=3) is False


@pytest.mark.parametrize(("links", "role"), [(0.8, Role.CREDIT), (0.81, None)])
def test_a_line_around_the_report_that_is_mostly_linked_credits_nobody(links, role):
    blocks = [block(TEXT), block("记者 王丽", links=links)]
    shown = page(*blocks)
    shown.seams = {}
    found = Found((), agrees=False, span=Span((0,), 0, 40))
    label_around.label_around(shown, ground(*blocks), found, (0, 1), outline=Outline(), clock=None)
    assert blocks[1].role is role


# ------------------------------------------------------------------------------------------------------------ plain documents


@pytest.mark.parametrize(("words", "meta"), [(9, True), (10, False)])
def test_a_line_with_a_day_and_more_words_is_a_sentence(words, meta):
    blocks = [block("2023年4月10日 " + LETTERS[:words]), block(TEXT)]
    label_meta_lines(blocks, 1, None, Outline(), ())
    assert (blocks[0].role is Role.META_LINE) is meta


@pytest.mark.parametrize(("length", "headline"), [(4, False), (5, True), (90, True), (91, False)])
def test_a_headline_of_a_list_has_a_length(length, headline):
    assert label_plain._is_headline("街" * length) is headline


def test_items_and_titles_end_the_report():
    def sign(text: str, title: str = "") -> bool:
        return label_plain._tail_sign([block(text)], 0, title) is not None

    assert sign("街道新风2023-04-10")
    assert not sign("街道新2023-04-10")
    assert sign("志愿者走进小", "志愿者走进小")
    assert not sign("志愿者走进", "志愿者走进")


@pytest.mark.parametrize(("items", "listed"), [(3, True), (2, False)])
def test_three_items_make_a_list(items, listed):
    assert label_plain._listed([block("·街道新风")] * items + [block("街道")], 0) is listed


@pytest.mark.parametrize(("length", "role"), [(60, Role.CAPTION), (61, Role.BODY)])
def test_a_line_after_an_image_is_a_caption_up_to_a_length(odds, length, role):
    image = block("图")
    image.label(Role.PLACEHOLDER, "made")
    line = block("街" * length)
    label_plain._label_inside([block(TEXT), image, line, block(OTHER), block(THIRD)], 0, 5, "")
    assert line.role is role


@pytest.mark.parametrize(("length", "under"), [(60, True), (61, False)])
def test_a_line_under_an_image_above_the_text_is_short(length, under):
    image = block("图")
    image.label(Role.PLACEHOLDER, "made")
    assert _is_under_image([image, block("街" * length)], 1) is under


def leads(*texts: str) -> list[bool]:
    blocks = [block(text) for text in texts]
    label_plain._label_leads(blocks)
    return [each.role is Role.REPEAT for each in blocks]


def test_an_abstract_cut_off_is_the_beginning_of_what_follows():
    text = LETTERS + "。"
    comma = LETTERS[:10] + "，" + LETTERS[10:]
    assert leads(comma[:21], text)[0] is True
    assert leads(comma[:20], text)[0] is False
    assert leads(comma[:31], "街" * 60 + text)[0] is True
    assert leads(comma[:31], "街" * 61 + text)[0] is False
    assert leads(comma[:31], *["街道"] * 10, text)[0] is True
    assert leads(comma[:31], *["街道"] * 11, text)[0] is False
    assert leads(text, comma[:31])[1] is True
    assert leads(text, comma[:30])[1] is False
