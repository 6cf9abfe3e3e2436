"""Sentences at the end of a text that say who made it, and marks with which accounts print who did."""

from __future__ import annotations

import pytest

from newsbot.lines.credits import Position, caption_credit, closing_credit, credit_line, read_credits
from newsbot.lines.credits.author_notes import MAX_NOTE_CHARS, MAX_SENTENCE_CHARS

TEXT = "近日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物，居民的居住环境得到明显改善。"


def people(line):
    found = credit_line(line)
    return {(author.name, author.role) for author in found.authors} if found else set()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("作者简介：阮明珠，女，1986年生，现为青山区文联副主席。", "阮明珠"),
        ("【作者简介】冉星宇，青山市作家协会会员，著有散文集《巷口》。", "冉星宇"),
        ("关于作者：鹿鸣，青年社工，长期关注老旧小区治理。", "鹿鸣"),
        ("作者介绍：扎西卓玛（1990— ），社区工作者。", "扎西卓玛"),
    ],
)
def test_who_is_described_as_the_author_wrote_the_text(line, name):
    assert people(line) == {(name, "author")}


@pytest.mark.parametrize(
    "line",
    [
        "作者简介：教授，博士生导师，长期研究基层治理。",
        "作者简介：阮明珠，笔名山月，现为青山区文联副主席。",
        "作者简介：青山社区，全国文明单位。",
        "作者简介会，下午在社区书屋举行。",
    ],
)
def test_a_description_of_nobody_or_of_who_has_a_pen_name_credits_nobody(line):
    assert people(line) == set()


def test_a_description_is_short():
    line = "作者简介：阮明珠，女，现为青山区文联副主席。"
    assert people(line.ljust(MAX_NOTE_CHARS, "，")) == {("阮明珠", "author")}
    assert people(line.ljust(MAX_NOTE_CHARS + 1, "，")) == set()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("本文由记者尚文静采写，摄影记者项东拍摄。", {("尚文静", "reporter"), ("项东", "photographer")}),
        ("以上图片均由骆宾摄", {("骆宾", "photographer")}),
        ("本文图片均由通讯员项东拍摄", {("项东", "photographer")}),
        ("链接：本文由记者尚文静采写", {("尚文静", "reporter")}),
    ],
)
def test_a_sentence_says_who_made_the_report(line, wanted):
    assert people(line) == wanted


def test_such_a_sentence_is_short():
    line = "本文由记者尚文静采写，摄影记者项东拍摄。"
    assert people("，".join([line[:10], *["照片若干"] * 4, line[11:]])) == set() or len(line) + 20 <= MAX_SENTENCE_CHARS
    assert people(f"本文由{'多位热心的' * 8}社区居民供稿并由记者尚文静采写，摄影记者项东拍摄。") == set()


@pytest.mark.parametrize("line", ["文 ✎ 沐阳 图 ✎ 白露", "——END—— 文 ✎ 沐阳 图 🌿 白露", "（署名：沐阳） 摄影：白露"])
def test_ornaments_and_the_end_of_a_text_part_roles_from_names(line):
    assert people(line) == {("沐阳", "author"), ("白露", "photographer")}


def test_ornaments_behind_the_end_of_a_text():
    assert people("—— END —— 作者 ✎ 沐阳") == {("沐阳", "author")}


def test_a_medium_before_who_reports_beside_a_correspondent():
    line = "（青山日报客户端 车夏 通讯员 武艺 文/图）"
    assert {(a.name, a.role) for a in read_credits(line, Position.LEAD).authors} == {
        ("车夏", "reporter"),
        ("车夏", "photographer"),
        ("武艺", "correspondent"),
        ("武艺", "photographer"),
    }


def test_a_list_of_words_of_which_one_is_a_name():
    assert people("本期作者：简单、复兴 本期编辑：舒畅") == {("简单", "author"), ("复兴", "author"), ("舒畅", "editor")}


def test_whence_a_report_was_sent_is_no_name():
    assert people("记者 方正 实习生 关心 发自青山") == {("方正", "reporter"), ("关心", "reporter")}


def test_an_account_that_ends_a_line_is_nobody():
    assert people("图/云麓发布") == set()


@pytest.mark.parametrize("name", ["习文彦", "李文彦"])
def test_what_they_did_is_no_part_of_the_last_name(name):
    line = f"（记者寿景行、{name}专访）"
    assert {(a.name, a.role) for a in read_credits(line, Position.LEAD).authors} == {("寿景行", "reporter"), (name, "reporter")}


def test_a_sentence_about_the_author_of_this_text():
    assert people("本文作者龙小云，系青山市自由撰稿人。") == {("龙小云", "author")}
    assert people("——作者龙小云，系青山街道干部") == {("龙小云", "author")}
    assert people("作者龙小云，是我们小区的老邻居。") == set()
    assert people("本文作者认为，为老旧小区加装电梯要先商量。") == set()


@pytest.mark.parametrize("line", ["文＼马兰花 图＼石榴", "文＝马兰花　图＝石榴", "文 / 马兰花 · 图 / 石榴"])
def test_strokes_and_equals_signs_part_roles_from_names(line):
    assert people(line) == {("马兰花", "author"), ("石榴", "photographer")}


def test_a_role_behind_a_dot_leads_the_name_behind_it():
    assert people("文·本报记者 卓然 图·本报记者 常青") == {("卓然", "reporter"), ("常青", "photographer")}


def test_a_word_behind_a_role_and_a_stroke_between_blanks():
    assert people("摄影 / 北雁归 编辑 / 小满") == {("北雁归", "photographer"), ("小满", "editor")}


def test_an_office_behind_the_word_for_pictures_gave_them():
    assert people("记者 苗苗 供图 碧水社区") == {("苗苗", "reporter")}
    assert people("记者 苗苗 供图") == {("苗苗", "photographer")}


@pytest.mark.parametrize("line", ["记者阿卜杜热合曼", "记者 阿卜杜热合曼 报道"])
def test_a_name_in_sounds_is_one(line):
    assert {author.name for author in read_credits(line, Position.LEAD).authors} == {"阿卜杜热合曼"}


def test_names_that_are_assumed_credit_nobody():
    assert closing_credit(f"{TEXT}（文中王芳、李强均为化名）") is None


def test_whose_people_a_glued_role_names_is_no_person():
    found = read_credits("（梅岭融媒记者 艾米 图片由平安社区提供）", Position.END)
    assert [(author.name, author.role) for author in found.authors] == [("艾米", "reporter")]
    assert people("（记者艾米采写 通讯员花满楼供图）") == {("艾米", "reporter"), ("花满楼", "photographer")}


def test_a_mark_before_the_next_role_ends_a_list():
    assert people("◆见习记者 费扬 ◆摄影 温泉") == {("费扬", "reporter"), ("温泉", "photographer")}


def test_when_a_picture_was_taken_stands_behind_who_took_it():
    found = caption_credit("改造后的背街小巷干净整洁。（艾米 摄于3月5日）")
    assert found
    assert [(author.name, author.role) for author in found.authors] == [("艾米", "photographer")]


def test_who_gave_text_and_pictures_is_named_behind_the_label():
    assert people("文字提供：骆宾　图片提供：谷丰") == {("骆宾", "author"), ("谷丰", "photographer")}


def test_a_bracket_with_an_office_ends_a_list():
    assert people("撰稿：卫东、建国（兴华街道） 摄影：胜利") == {("卫东", "author"), ("建国", "author"), ("胜利", "photographer")}
