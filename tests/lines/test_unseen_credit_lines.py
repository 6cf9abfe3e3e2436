"""Credits in forms that nobody had shown: roles of one character, offices before names, lists that a long sentence follows, posts."""

from __future__ import annotations

import pytest

from newsbot.lines.credits import (
    NAMES_AFTER_DATELINE,
    OPENING,
    Position,
    caption_credit,
    closing_credit,
    credit_line,
    opening_credits,
    read_credits,
)
from newsbot.lines.forms import read_form

TEXT = "近日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物，居民的居住环境得到明显改善。"


def people(line, position=Position.END):
    return {(author.name, author.role) for author in read_credits(line, position).authors}


@pytest.mark.parametrize(
    "line", ["编：王立群 审：李建国", "编　王立群　　审　李建国", "编/王立群 审/李建国", "编 王立群 | 校 周小燕 | 审 李建国"]
)
def test_roles_of_one_character(line):
    found = credit_line(line)
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("王立群", "editor")]


@pytest.mark.parametrize("line", ["新编 王立群", "主编：王立群", "会审：王立群"])
def test_a_character_inside_a_word_is_no_role(line):
    assert ("王立群", "editor") not in people(line)


@pytest.mark.parametrize("line", ["〈记者〉崔永刚 〈编辑〉骆冰", "记者·崔永刚　编辑·骆冰"])
def test_marks_around_a_role(line):
    assert people(line) == {("崔永刚", "reporter"), ("骆冰", "editor")}


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("（三河镇　黎明　陶静）", {"黎明", "陶静"}),
        ("（柳河街道：邵阳春 段丽娟）", {"邵阳春", "段丽娟"}),
        ("（临河镇 彭亮）", {"彭亮"}),
        ("（临河镇 高清图）", set()),
        ("（柳河街道 安全 宣传）", set()),
    ],
)
def test_an_office_or_a_town_before_names_is_none(bracket, names):
    found = closing_credit(f"{TEXT}{bracket}")
    assert {author.name for author in found.authors} == names if found else not names


@pytest.mark.parametrize("line", ["冉启明／青山日报 2026-03-12 08:00", "青山日报/冉启明"])
def test_a_name_beside_a_medium_and_a_stroke(line):
    assert people(line, Position.META) == {("冉启明", "author")}


@pytest.mark.parametrize(
    ("opening", "authors"),
    [
        ("本报讯（毕文静，葛亮）", [("毕文静", "author"), ("葛亮", "author")]),
        ("□ 本报记者 冉启明　", [("冉启明", "reporter")]),
        ("本报讯 驻柳河记者冉启明报道：", [("冉启明", "reporter")]),
        ("青山融媒记者 罗雅琴 蔡永春 ", [("罗雅琴", "reporter"), ("蔡永春", "reporter")]),
        ("【民众日报记者陈志强嘉义报道】", [("陈志强", "reporter")]),
        ("（中央社记者林美惠、陈志强屏东县12日电）", [("林美惠", "reporter"), ("陈志强", "reporter")]),
    ],
)
def test_an_opening_leaves_the_text_with_all_its_names(opening, authors):
    found = [credit for credit in opening_credits(opening + TEXT) if credit.rule == OPENING]
    assert [(author.name, author.role) for credit in found for author in credit.authors] == authors
    assert found[-1].end == len(opening)


def test_a_word_after_a_name_goes_on_with_no_list():
    assert people("记者 罗雅琴 方便 群众 办事", Position.LEAD) == {("罗雅琴", "reporter")}


def test_who_took_a_picture_stands_after_its_sentence():
    found = caption_credit("社区工作人员整理共享单车。德吉央宗 摄")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("德吉央宗", "photographer")]
    assert not people("社区工作人员整理共享单车。通讯员 摄", Position.CAPTION)


def test_who_took_a_picture_stands_alone_in_a_bracket():
    found = caption_credit("社区长者共餐。（林美惠摄）")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("林美惠", "photographer")]
    assert not people("社区长者共餐。（居民摄）", Position.CAPTION)


def test_names_alone_behind_the_dateline_of_a_town_are_read_without_the_sentence():
    found = opening_credits(f"柳河讯（贺子涵）{TEXT}")
    assert [(credit.rule, [author.name for author in credit.authors]) for credit in found] == [(NAMES_AFTER_DATELINE, ["贺子涵"])]


def test_a_medium_in_brackets_is_a_dateline():
    found = opening_credits(f"【临河融媒】（记者 单晓峰）{TEXT}")
    assert [[author.name for author in credit.authors] for credit in found] == [["单晓峰"]]


def test_a_name_that_is_a_place_too_stands_before_another_role():
    assert people("记者 周宁 通讯员 王小明", Position.LEAD) == {("周宁", "reporter"), ("王小明", "correspondent")}


def test_who_reports_and_takes_pictures():
    assert people("采写/摄影：贺子涵") == {("贺子涵", "reporter"), ("贺子涵", "photographer")}


def test_a_number_beside_a_name_is_no_word():
    found = credit_line("记者：贺子涵 13800000000")
    assert found
    assert [author.name for author in found.authors] == ["贺子涵"]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("记者萧雅文／屏东报道", {("萧雅文", "reporter")}),
        ("编辑：萧雅文　图：社会处提供", {("萧雅文", "editor")}),
        ("记者王雅 文/图", {("王雅", "reporter"), ("王雅", "photographer")}),
        ("王雅文 摄", {("王雅文", "photographer")}),
    ],
)
def test_a_name_may_end_as_a_role_word_of_one_character(line, authors):
    assert people(line) == authors


def test_a_role_that_no_list_has_ends_a_list():
    assert people("（实习记者 翁晓霞 指导老师 滕飞）", Position.LEAD) == {("翁晓霞", "reporter")}
    assert people("（记者 翁晓霞 通讯员 区妇联 滕飞）", Position.LEAD) == {("翁晓霞", "reporter"), ("滕飞", "correspondent")}


def test_people_of_other_nations():
    assert people("作者：[日]山田太郎", Position.TAIL) == {("山田太郎", "author")}


def test_a_name_that_is_a_place_too_stands_before_another_place():
    assert people("晚报记者 周宁 石家庄报道") == {("周宁", "reporter")}
    assert not people("晚报记者 周宁报道")


def test_an_outlet_unknown_to_the_grammar_stands_before_a_role():
    found = credit_line("青山LIVE 记者:黄佳蓉")
    assert found
    assert [author.name for author in found.authors] == ["黄佳蓉"]


def test_text_and_pictures_joined_by_a_plus():
    assert people("文字+图片：罗雅琴") == {("罗雅琴", "reporter"), ("罗雅琴", "photographer")}


def test_an_original_with_a_name_is_a_credit_and_no_account():
    assert read_form("原创 罗雅琴 青山融媒") is None
    found = credit_line("原创 罗雅琴 青山融媒")
    assert found
    assert [author.name for author in found.authors] == ["罗雅琴"]
    form = read_form("原创 柳河发布 柳河发布")
    assert form
    assert form.rule == "form.account"


@pytest.mark.parametrize("line", ["图片——龚毅", "图片─ ─龚毅".replace(" ", ""), "图片--龚毅"])
def test_a_long_dash_after_a_role_word_says_what_a_colon_says(line):
    assert people(line) == {("龚毅", "photographer")}


def test_a_dash_after_another_word_leads_nobody():
    assert not people("社区新貌——龚毅家园")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("记者：阿依古丽 热合曼江", {"阿依古丽", "热合曼江"}),
        ("努尔买买提江 迪丽努尔 文/图", {"努尔买买提江", "迪丽努尔"}),
        ("摄影：呼和浩特 龚毅", {"龚毅"}),  # a place is no name, whatever it is written in
    ],
)
def test_names_written_in_sounds_need_no_dot(line, names):
    assert {name for name, _ in people(line)} == names


def test_a_name_with_a_dot_in_the_last_bracket_is_the_author():
    found = closing_credit(f"{TEXT}（古丽努尔·艾合买提）")
    assert found
    assert [author.name for author in found.authors] == ["古丽努尔·艾合买提"]


def test_the_last_bracket_of_one_who_is_nobody_leaves_the_text():
    found = closing_credit(f"{TEXT}（海报设计 靳心悦）")
    assert found
    assert (found.start, found.authors) == (len(TEXT), ())


def test_names_of_which_a_sentence_speaks_before_it_ends_do_not_hide_the_last_bracket():
    found = closing_credit(f"税子铭、李阳等青年到场。{TEXT}（郭旭）")
    assert found
    assert [author.name for author in found.authors] == ["郭旭"]


@pytest.mark.parametrize("mark", ["●", "◆", "——"])
def test_a_mark_of_papers_before_names_alone(mark):
    found = credit_line(f"{mark}赖志刚 尹芳", bare=True)
    assert found
    assert [author.name for author in found.authors] == ["赖志刚", "尹芳"]


def test_several_media_before_their_reporter_open_a_text():
    found = opening_credits(f"◆青山晚报/青山新闻记者 练红宁 {TEXT}")
    assert [(credit.start, [author.name for author in credit.authors]) for credit in found] == [(0, ["练红宁"])]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("【 图文 】江宁发布 麦朵", {("麦朵", "reporter"), ("麦朵", "photographer")}),
        ("摄影：晁家沟社区 钭中华", {("钭中华", "photographer")}),
        ("文/羊城派记者 禤灿雄 通讯员 覃小燕 图/受访单位提供", {("禤灿雄", "reporter"), ("覃小燕", "correspondent")}),
        ("大众网记者 仇大川 通讯员 宿文 济南报道", {("仇大川", "reporter"), ("宿文", "correspondent")}),
    ],
)
def test_the_beginning_of_a_medium_or_of_a_community_is_no_name(line, authors):
    assert people(line) == authors


@pytest.mark.parametrize(("line", "name"), [("作者：信学诚", "信学诚"), ("作者：城管", None)])
def test_a_label_vouches_for_a_surname_that_no_list_has(line, name):
    assert {found for found, _ in people(line)} == ({name} if name else set())


def test_labels_in_english():
    assert people("Reporter: 嵇道明 Editor: 晏殊 2025-09-18", Position.META) == {("嵇道明", "reporter"), ("晏殊", "editor")}
    assert not people("Authority 嵇道明路 2025", Position.META)


@pytest.mark.parametrize(("line", "names"), [("2025.09.18 周四 10:24 文/俞晓菲", {"俞晓菲"}), ("记者 周四海", {"周四海"})])
def test_the_day_of_the_week_is_no_name(line, names):
    assert {name for name, _ in people(line, Position.META)} == names


def test_who_stands_behind_a_label_that_no_list_has_is_nobody():
    found = credit_line("总监：张国平 制片人：米楠 记者：拓明明 摄像：苟伟")
    assert found
    assert {(author.name, author.role) for author in found.authors} == {("拓明明", "reporter"), ("苟伟", "photographer")}


def test_a_name_that_is_a_place_too_took_the_picture():
    assert people("人民网记者 舒兰摄", Position.CAPTION) == {("舒兰", "photographer")}


def test_the_dateline_of_a_medium_stays_before_the_people_of_another():
    found = opening_credits(f"安徽网讯 新安晚报 安徽网 大皖新闻记者 殷骏报道：{TEXT}")
    assert [(credit.start, [author.name for author in credit.authors]) for credit in found] == [(5, ["殷骏"])]


def test_a_medium_behind_its_label_in_the_last_bracket():
    reading = read_credits("（来源：新民晚报 记者：屠瑜）", Position.END)
    assert [reading.cover[0].kind.name, *("（来源：新民晚报 记者：屠瑜）"[start:end] for start, end in reading.media)] == [
        "OPEN",
        "新民晚报",
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("〔记者辜雅琳／彰化报导〕", {"辜雅琳"}),
        ("记者栾奕／鹿港报导", {"栾奕"}),
        ("澎湃新闻记者 蒋子文 实习生 卿滢", {"蒋子文", "卿滢"}),
        ("通讯员 信学诚", {"信学诚"}),
        ("通讯员 前往 现场", set()),
    ],
)
def test_a_role_vouches_for_a_rare_surname_where_the_line_ends_behind_it(line, names):
    assert {name for name, _ in people(line, Position.LEAD)} == names


def test_an_agency_may_follow_who_took_the_picture():
    assert people("图为网格员入户走访。（庄严雪摄/光明图片）", Position.CAPTION) == {("庄严雪", "photographer")}


@pytest.mark.parametrize("line", ["骆冰（文） 崔永刚（图）", "骆冰（文）、崔永刚（摄）"])
def test_roles_in_brackets_behind_names(line):
    made = {("骆冰", "author"), ("崔永刚", "photographer")}
    for found in (credit_line(line), closing_credit(TEXT + line)):
        assert found
        assert {(author.name, author.role) for author in found.authors} == made


def test_pictures_in_brackets_alone_credit_nobody():
    assert not people("王家新貌（图）")


@pytest.mark.parametrize("end", ["（完）记者：贺子涵", "（完） 记者 贺子涵", "[END] 记者 贺子涵"])
def test_people_behind_the_end_of_a_report(end):
    found = closing_credit(TEXT + end)
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("贺子涵", "reporter")]
    assert (line := credit_line(end))
    assert line.authors == found.authors


def test_who_wrote_and_took_pictures_has_both_roles_where_labels_say_so():
    both = {("贺子涵", "author"), ("贺子涵", "photographer")}
    assert people("文字：贺子涵 摄影：贺子涵", Position.META) == both
    assert people("贺子涵 摄影：贺子涵") == {("贺子涵", "photographer")}


def test_a_name_that_ends_as_its_role_word():
    assert people("骆冰文/文 崔永刚/图") == {("骆冰文", "author"), ("崔永刚", "photographer")}


def test_a_surname_that_no_list_has_in_letters_apart_behind_a_label():
    assert people("记者：向 明 通讯员：补 佳", Position.META) == {("向明", "reporter"), ("补佳", "correspondent")}


def test_names_in_sounds_in_a_list():
    assert people("作者：次仁央宗 丹增罗布 2024-03-05", Position.META) == {("次仁央宗", "author"), ("丹增罗布", "author")}


def test_a_medium_in_latin_letters_is_nobody():
    reading = read_credits("Reporter: Chen Jia | Green Hill Daily | 2021-06-05", Position.META)
    assert [author.name for author in reading.authors] == ["Chen Jia"]
    assert len(reading.media) == 1


def test_two_names_of_a_medium_with_a_dot_between():
    found = closing_credit(f"{TEXT}新青山·青山日报记者 贺子涵")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("贺子涵", "reporter")]


@pytest.mark.parametrize("bar", "∣‖∥▏┊")
def test_bars_of_every_kind_part_roles_from_names(bar):
    line = f"文字 {bar} 贺子涵　图片 {bar} 骆冰　编辑 {bar} 崔永刚"
    assert people(line, Position.TAIL) == {("贺子涵", "author"), ("骆冰", "photographer"), ("崔永刚", "editor")}


def test_two_brackets_open_a_text():
    found = opening_credits(f"（记者 贺子涵）（通讯员 冉启明）{TEXT}")
    assert [[(author.name, author.role) for author in credit.authors] for credit in found] == [
        [("贺子涵", "reporter")],
        [("冉启明", "correspondent")],
    ]
    assert found[-1].end == len("（记者 贺子涵）（通讯员 冉启明）")


def test_a_medium_in_round_brackets_is_a_dateline_too():
    found = opening_credits(f"（青山传媒临河新闻）【记者林美惠／台中报导】{TEXT}")
    assert [[author.name for author in credit.authors] for credit in found] == [["林美惠"]]


@pytest.mark.parametrize("line", ["青山新闻Gnews记者 贺子涵", "□首席记者 贺子涵 文/片"])
def test_a_medium_with_latin_letters_and_pictures_by_their_other_word(line):
    found = credit_line(line)
    assert found
    assert {author.name for author in found.authors} == {"贺子涵"}
    assert ("贺子涵", "photographer") in {(author.name, author.role) for author in found.authors} or "文/片" not in line


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("青山新闻/杨菁惠", ["杨菁惠"]),
        ("【青山新闻/郭希诚】", ["郭希诚"]),
        ("体育频道/高尔夫", None),
        ("青山新闻/社区服务", None),
    ],
)
def test_a_medium_a_stroke_and_who_wrote_are_a_line(line, names):
    found = credit_line(line)
    assert (found and [author.name for author in found.authors]) == names
