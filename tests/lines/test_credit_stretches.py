"""Where a credit begins and ends in a text, and that no name is lost with it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.lines.credits import (
    CLOSING,
    CLOSING_NAMES,
    NAMES_AFTER_DATELINE,
    OPENING,
    OWN_DATELINE,
    PICTURE,
    UNIT_CREDIT,
    authors_of_credit,
    caption_credit,
    closing_credit,
    credit_line,
    opening_credits,
)
from newsbot.lines.credits.stretches import _may_open

SENTENCE = "近日，光明路街道组织志愿者清理背街小巷，受到居民好评。"


def people(authors):
    return [(author.name, author.role) for author in authors]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("本报记者 张三丰 通讯员 李梦瑶", [("张三丰", "reporter"), ("李梦瑶", "correspondent")]),
        ("【联合报╱记者周雅婷╱台北即时报导】", [("周雅婷", "reporter")]),
        ("编辑｜王丽 审核｜李强", [("王丽", "editor")]),
        ("文/王丽 图/李强", [("王丽", "author"), ("李强", "photographer")]),
        ("记者：阿依古丽·买买提", [("阿依古丽·买买提", "reporter")]),
        ("稿件由光明路街道提供", []),
        ("责编： 校对：", []),
        ("青山商报(微博)记者 王丽 实习生 李强", [("王丽", "reporter"), ("李强", "reporter")]),
        ("作者：王丽[微博]", [("王丽", "author")]),
    ],
)
def test_a_line_that_is_nothing_else_is_a_credit(line, expected):
    found = credit_line(line)
    assert found is not None
    assert people(found.authors) == expected


@pytest.mark.parametrize("line", ["王丽 李强", "（罗森）"])
def test_names_alone_are_a_credit_only_where_one_is_expected(line):
    assert credit_line(line) is None
    assert (found := credit_line(line, bare=True)) is not None
    assert found.authors


@pytest.mark.parametrize("line", ["文明创建", "社区简介", "红马甲", "王丽 李强 " * 6, "记者王丽说，这里变了样。以后会更好。", "街道办事处"])
def test_other_lines_are_none_even_where_one_is_expected(line):
    assert credit_line(line, bare=True) is None


@pytest.mark.parametrize(
    ("text", "left", "expected", "rules"),
    [
        (
            "本报讯 记者李静 通讯员王五林报道：" + SENTENCE,
            SENTENCE,
            [("李静", "reporter"), ("王五林", "correspondent")],
            [OWN_DATELINE, OPENING],
        ),
        ("本报讯 记者李静报道：" + SENTENCE, SENTENCE, [("李静", "reporter")], [OWN_DATELINE, OPENING]),
        ("本网讯 通讯员李晓红报道：" + SENTENCE, SENTENCE, [("李晓红", "correspondent")], [OWN_DATELINE, OPENING]),
        ("本报讯（记者 李静）" + SENTENCE, SENTENCE, [("李静", "reporter")], [OWN_DATELINE, OPENING]),
        ("记者梁爽报道：" + SENTENCE, SENTENCE, [("梁爽", "reporter")], [OPENING]),
        ("本台记者梁爽、李静报道：" + SENTENCE, SENTENCE, [("梁爽", "reporter"), ("李静", "reporter")], [OPENING]),
        ("本报记者李静报道：" + SENTENCE, SENTENCE, [("李静", "reporter")], [OPENING]),
        ("新华社北京4月4日电（记者 张三丰）" + SENTENCE, "新华社北京4月4日电" + SENTENCE, [("张三丰", "reporter")], [OPENING]),
        ("新华社北京4月4日电（刘艺、杨吉）" + SENTENCE, None, [("刘艺", "author"), ("杨吉", "author")], [NAMES_AFTER_DATELINE]),
        ("本报讯 " + SENTENCE, SENTENCE, [], [OWN_DATELINE]),
    ],
)
def test_the_opening_credit_leaves_the_first_paragraph(text, left, expected, rules):
    found = opening_credits(text)
    assert [credit.rule for credit in found] == rules
    assert [pair for credit in found for pair in people(credit.authors)] == expected
    for credit in reversed(found):
        text = text[: credit.start] + text[credit.end :]
    assert left is None or text == left


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "近日，记者王丽在社区看到，居民称赞。",
        "居民代表（王丽、李强）参加了活动。",
        "在光明路街道文明创建工作推进会上作了题为城市更新的发言并且得到好评的是志愿者代表（记者 王丽）",
    ],
)
def test_an_ordinary_paragraph_holds_no_opening_credit(text):
    assert opening_credits(text) == []


@pytest.mark.parametrize(
    ("end", "expected", "rule"),
    [
        ("（王丽）", [("王丽", "author")], CLOSING_NAMES),
        ("（记者 王丽 通讯员 李强）", [("王丽", "reporter"), ("李强", "correspondent")], CLOSING),
        ("（王丽报道）", [("王丽", "reporter")], CLOSING),
        ("记者 王丽", [("王丽", "reporter")], CLOSING),
        ("（单位供图）", [], UNIT_CREDIT),
        ("（青山台湾网 王怡然）", [("王怡然", "author")], CLOSING_NAMES),
        ("（立秋/编译）", [("立秋", "author")], CLOSING),
        (" 青山社发 王怡然 摄", [("王怡然", "photographer")], CLOSING),
        ("本报综合报道", [], UNIT_CREDIT),
    ],
)
def test_the_end_of_a_paragraph_credits_somebody(end, expected, rule):
    found = closing_credit(SENTENCE + end)
    assert found is not None
    assert (found.start, found.rule, people(found.authors)) == (len(SENTENCE), rule, expected)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        SENTENCE + "（二期）",
        SENTENCE + "（分类/整理）",
        SENTENCE + "综合施策",
        "王丽，网格员（光明路街道）",
        SENTENCE + "他说" + "一" * 60 + "记者 王丽",
    ],
)
def test_other_ends_credit_nobody(text):
    assert closing_credit(text) is None


@pytest.mark.parametrize(
    ("caption", "left", "expected"),
    [
        ("志愿者清扫街道。王丽 摄", "志愿者清扫街道。", [("王丽", "photographer")]),
        ("志愿者清扫街道 新华社记者 王丽 摄", "志愿者清扫街道", [("王丽", "photographer")]),
        ("志愿者清扫街道。（记者王丽摄）", "志愿者清扫街道。", [("王丽", "photographer")]),
        ("志愿者清扫街道。 图/王丽", "志愿者清扫街道。", [("王丽", "photographer")]),
        ("图：王丽", "", [("王丽", "photographer")]),
        ("志愿者清扫街道。（青山网 王怡然 摄）", "志愿者清扫街道。", [("王怡然", "photographer")]),
        ("志愿者清扫街道。（青山网 王怡然、李强 摄）", "志愿者清扫街道。", [("李强", "photographer"), ("王怡然", "photographer")]),
        ("水位降至24.77米，低于24.80米的最低值。本报记者 王丽 摄", "水位降至24.77米，低于24.80米的最低值。", [("王丽", "photographer")]),
        ("本报记者王丽摄影报道", "", [("王丽", "photographer"), ("王丽", "reporter")]),
    ],
)
def test_who_took_a_picture_is_credited_as_its_photographer(caption, left, expected):
    found = caption_credit(caption)
    assert found is not None
    assert found.rule == PICTURE
    assert (caption[: found.start], sorted(people(found.authors))) == (left, expected)


@pytest.mark.parametrize(("caption", "left"), [
    ("志愿者清扫“小红花”街区“邻里节”供图/CFP", "志愿者清扫“小红花”街区“邻里节”"),
    ("志愿者清扫街道 图片来源：视觉中国", "志愿者清扫街道"),
    ("志愿者清扫街道。东方IC供图", "志愿者清扫街道。"),
    ("志愿者清扫街道。图/东方IC", "志愿者清扫街道。"),
    ("志愿者清扫街道。社区提供", "志愿者清扫街道。"),
])  # fmt: skip
def test_an_agency_or_unit_that_gave_a_picture_leaves_its_caption(caption, left):
    found = caption_credit(caption)
    assert found is not None
    assert (caption[: found.start], found.authors) == (left, ())


@pytest.mark.parametrize("caption", ["植物园（南区温室群、北区温室群、盆景园、兰室）", "10号展区（王家大院、兰室）"])
def test_a_list_of_things_of_which_one_looks_like_a_name_is_no_credit(caption):
    assert caption_credit(caption) is None


@pytest.mark.parametrize("caption", ["他们说，这是居民提供", "午餐由（社区）提供", "社区把图书 提供给居民"])
def test_what_is_provided_is_no_credit(caption):
    assert caption_credit(caption) is None


@pytest.mark.parametrize("caption", ["图为王丽（左）在清扫街道", "志愿者清扫街道", "网格员王丽入户走访"])
def test_a_person_in_the_picture_is_no_photographer(caption):
    assert caption_credit(caption) is None


NAMES = st.sampled_from(
    ["王丽", "李强", "张三丰", "欧阳振华", "阿依古丽·买买提", "纪文博", "塗岳", "嘎晨", "贺兰", "文明办", "小编", "翻摄画面"]
)
WORDS = st.sampled_from(
    [
        "记者",
        "通讯员",
        "本报记者",
        "摄",
        "文/图",
        "编辑：",
        "审核：",
        "报道",
        "（",
        "）",
        " ",
        "、",
        "：",
        "本报讯",
        "新华社4月4日电",
        SENTENCE,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(NAMES, WORDS), min_size=1, max_size=9))
def test_what_leaves_a_text_is_read_again_with_all_its_persons(parts):
    """The law: a piece of a page carries its label alone, so its persons must come out of its own characters."""
    text = "".join(parts)
    for credit in (*opening_credits(text), closing_credit(text), caption_credit(text), credit_line(text, bare=True)):
        if credit is None or credit.rule == NAMES_AFTER_DATELINE:
            continue
        assert 0 <= credit.start < credit.end <= len(text)
        assert authors_of_credit(text[credit.start : credit.end], credit.rule) == credit.authors
        assert all(author.name in re.sub(r"\s", "", text[credit.start : credit.end]) for author in credit.authors)


@pytest.mark.parametrize(
    "head",
    [
        "本报讯（记者 王丽）近日，街道清理小巷。",
        "新华社北京5月19日电（王丽、李强）近日，街道清理小巷。",
        "（王丽）近日，街道清理小巷。",
        "本报讯 记者王丽报道：近日，街道清理小巷。",
        "记者 王丽 近日，街道清理小巷。",
    ],
)
def test_a_head_with_a_bracket_or_a_role_word_before_the_first_mark_may_have_a_credit(head):
    assert _may_open(head, 3 if head.startswith("本报讯") else 0)


@pytest.mark.parametrize(
    "head",
    [
        "近日，光明路街道组织志愿者清理背街小巷。",
        "记者注意到，小巷变了样。",
        "近日，街道（社区）组织志愿者清理小巷。",
        "昨天上午街道组织百名志愿者来到背街小巷开展清理活动（左为王丽）",
    ],
)
def test_other_heads_are_read_no_further(head):
    assert not _may_open(head, 0)
    assert opening_credits(head) == []
