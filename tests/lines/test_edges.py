"""Bounds of what is looked for in a line: one case at each side, so that none of them can be moved unseen."""

import pytest

from newsbot.facts.credits import authors_of
from newsbot.lines import forms
from newsbot.lines.credits import model
from newsbot.lines.credits.model import marked_spans
from newsbot.lines.credits.name_forms import parted_names
from newsbot.lines.credits.names import _labelled
from newsbot.lines.credits.reader import read_credits
from newsbot.lines.credits.signs import LineSigns, Position
from newsbot.lines.credits.stretches import MIN_BARE_PROBABILITY, closing_credit, opening_credits
from newsbot.lines.credits.vocabulary import folded_marks, places, role_words
from newsbot.lines.headlines import cuts
from newsbot.lines.meta_line import parse_meta_line
from newsbot.lines.personal import without_personal
from newsbot.lines.spam import brand_tokens, spam_line
from newsbot.lines.times import stated_times
from newsbot.lines.title_scraps import title_scraps
from newsbot.lines.watermark import find_watermarks
from newsbot.model import Block, Role

HAN = "街道社区组织居民开展文明创建活动推进城市更新工作提升环境面貌" * 210
PLAIN = "日出东山月落西江云卷青峰水绕平林风起长空雁过南楼"
"""Words that neither spam nor the news has."""


# ----------------------------------------------------------------------------------------------------------------- watermarks


def marks(texts):
    return [(mark.end - mark.start, mark.rule) for mark in find_watermarks(texts)]


@pytest.mark.parametrize(
    ("ending", "rule"),
    [("。ab.cn", "watermark.after paragraphs"), ("ab.cn", "watermark.address in text")],
    ids=["six characters", "five"],
)
def test_a_shared_ending_has_a_length_and_an_address_is_one_anywhere(ending, rule):
    assert {said for _, said in marks([HAN[n : n + 20] + ending for n in range(4)])} == {rule}


@pytest.mark.parametrize(("length", "found"), [(53, 53), (68, 0)])
def test_a_watermark_is_no_longer_than_a_line(length, found):
    ending = "范文汇网资讯平台" + "第" * (length - 8)
    assert {size for size, _ in marks([HAN[n : n + 20] + "。" + ending for n in range(4)])} == ({found} if found else set())


@pytest.mark.parametrize(("length", "sizes"), [(10, {18}), (16, set())])
def test_the_changing_part_of_a_watermark_has_a_length(length, sizes):
    texts = [f"{HAN[n : n + 20]}。{'k' * (length - 1)}{n}范文汇网资讯平台" for n in range(4)]
    assert {size for size, _ in marks(texts)} == sizes


@pytest.mark.parametrize(("length", "with_name"), [(21, True), (30, False)])
def test_the_name_before_an_address_in_brackets_has_a_length(length, with_name):
    name = "范" * length
    texts = [f"{HAN[n : n + 20]}，[{name}www.x1.com]，{HAN[n : n + 20]}" for n in range(3)]
    assert {size for size, _ in marks(texts)} == {len(f"[{name}www.x1.com]") if with_name else len("www.x1.com")}


@pytest.mark.parametrize(("before", "found"), [(4_500, 3), (6_000, 0)])
def test_addresses_are_looked_for_in_a_paragraph_and_not_in_a_book(before, found):
    assert len(marks([HAN[:before] + "www.x1.com" + HAN[n : n + 20] for n in range(3)])) == found


@pytest.mark.parametrize(("endings", "found"), [(2, 6), (3, 9), (5, 9)])
def test_one_page_has_few_watermarks(endings, found):
    texts = [f"{HAN[4 * kind + n : 4 * kind + n + 20]}。{'甲乙丙丁戊'[kind]}文汇网资讯平台" for kind in range(endings) for n in range(3)]
    assert len(marks(texts)) == found


# --------------------------------------------------------------------------------------------------------- scraps of the title

TITLE = "光明路街道清洁工具换新颜"
SCRAPS = ["光明路", "街道清", "洁工具", "换新颜"]


def scraps(pieces, title=TITLE):
    return [mark.end - mark.start for mark in title_scraps(["，" + "，".join(pieces)], title)]


def test_scraps_follow_one_another_through_the_title():
    assert len(scraps(SCRAPS * 2)) == 8
    assert scraps(SCRAPS[:3] * 3) == []


def test_a_scrap_is_short():
    title = TITLE + "文明实践进社区"
    assert scraps(["光明路街道清洁工", "具换新颜", "文明实践", "进社区"] * 2, title) == [8, 4, 4, 3] * 2
    assert scraps(["光明路街道清洁工具换", "新颜文", "明实践", "进社区"] * 2, title) == []


@pytest.mark.parametrize(("others", "found"), [(8, 8), (10, 0)])
def test_half_of_the_commas_between_scraps_have_one(others, found):
    assert len(scraps([*SCRAPS, *["街"] * others, *SCRAPS])) == found


def test_one_character_in_common_is_no_scrap():
    assert scraps([*SCRAPS, "光明路", "街心", "街道清", "洁工具", "换新颜"]) == [3] * 8


@pytest.mark.parametrize(("commas", "found"), [(1_600, 8), (2_500, 0)])
def test_scraps_are_looked_for_in_a_report_and_not_in_a_book(commas, found):
    assert len(title_scraps(["一，" * commas + "，".join(SCRAPS * 2)], TITLE)) == found


# ------------------------------------------------------------------------------------------------------------------------ spam


@pytest.mark.parametrize(
    ("brand", "found"), [("万投注", 0), ("万向投注", 4), ("万向城投注", 5), ("万" * 34 + "365bet", 40), ("万" * 40 + "365bet", 0)]
)
def test_a_brand_has_a_length(brand, found):
    texts = [f"{PLAIN[:6]}，{brand}，", f"{PLAIN[8:14]}，{brand}，"]
    assert [mark.end - mark.start for mark in brand_tokens(texts)] == [found] * 2 * bool(found)


def test_one_such_word_makes_no_line_spam_however_much_of_it_it_is():
    assert spam_line("无码" + PLAIN[:4]) is None
    assert spam_line("无码毛片" + PLAIN[:4]) == "spam.porn line"


@pytest.mark.parametrize(("before", "found"), [(4_200, 2), (6_000, 0)])
def test_brands_are_looked_for_in_a_paragraph_and_not_in_a_book(before, found):
    assert len(brand_tokens([HAN[:before] + "万向娱乐官网", HAN[30:50] + "万向娱乐官网"])) == found


# ---------------------------------------------------------------------------------------------------- meta lines, times and forms


@pytest.mark.parametrize("label", ["来 源", "来源", "来  源"])
def test_a_label_of_two_characters_may_be_printed_with_blanks_between_them(label):
    meta = parse_meta_line(f"{label}：红网 2023-04-10", None)
    assert meta is not None
    assert meta.fields == {"source": "红网"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2023年4月10日 西江都市报 记者 王丽丽 李强强 陈倩倩 张敏敏", True),
        ("2023年4月10日 西江都市报 记者 王丽丽 李强强 陈倩倩 张敏敏 通讯员 刘洋洋", False),
        ("2023年4月10日 14:53 西江都市报 记者 王丽丽 李强强 陈倩倩 张敏敏 通讯员 刘洋洋", True),
    ],
    ids=["22 Han characters", "28", "28 and a clock"],
)
def test_a_day_alone_makes_a_short_line_a_meta_line(line, found):
    assert (parse_meta_line(line, None) is not None) is found


@pytest.mark.parametrize(("repeats", "may"), [(36, True), (42, False)])
def test_a_meta_line_after_the_first_paragraph_is_short(repeats, may):
    meta = parse_meta_line("来源：" + "红网" * repeats, None)
    assert meta is not None
    assert meta.may_follow is may


@pytest.mark.parametrize("before", ["GMT+08:00  ：  【  ", "服务器时间  ：  【  ", "现在时间：", "检索"])
def test_what_else_a_time_is_stands_before_it_however_it_is_printed(before):
    assert stated_times(f"{before}2023-04-10", None) == []
    assert len(stated_times(f"{before}。2023-04-10", None)) == 1


@pytest.mark.parametrize(("before", "found"), [("发布  ：   ", 1), ("日期：", 1), ("编号：", 0), ("日期：第", 0)])
def test_a_day_of_eight_digits_is_one_after_its_label(before, found):
    assert len(stated_times(f"{before}20230410", None)) == found


@pytest.mark.parametrize(("length", "known"), [(36, True), (52, False)])
def test_a_line_about_sharing_is_short(length, known):
    assert (forms.read_form(("长按识别" + PLAIN * 3)[:length]) is not None) is known


@pytest.mark.parametrize(("words", "known"), [("转载版权", False), ("转载版权注明", True), ("转载授权", False), ("转载授权删除", True)])
def test_a_long_line_on_rights_has_three_words_of_them(words, known):
    assert (forms.read_form(f"本站{PLAIN * 4}，{words}") is not None) is known


# ------------------------------------------------------------------------------------------------------------------- headlines


@pytest.mark.parametrize(("length", "cut"), [(24, 24), (36, 0)])
def test_two_headlines_that_end_alike_for_long_are_one_headline(length, cut):
    question = (PLAIN + HAN)[: length - 1] + "？"
    assert [one.end - one.start for one in cuts(HAN[:14] + question, [HAN[33:47] + question])] == [cut] * bool(cut)


# --------------------------------------------------------------------------------------------------------------------- credits


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("卜水强冉强", ["卜水强", "冉强"]),
        ("冉桥苗街三", None),
        ("张三舒街", ["张三", "舒街"]),
        ("展路一吴一", None),
        ("滕桥展车", None),
        ("吴水展博路", ["吴水", "展博路"]),
    ],
)
def test_a_run_is_taken_apart_where_surnames_are_frequent_or_given_names_usual(run, names):
    assert parted_names(run) == names


def test_a_name_that_the_model_passed_over_would_be_none_without_its_role_word():
    text = "记者:纪文博 滕悦"
    found = _labelled(text, [], list(role_words(text)))
    assert [text[one.start : one.end] for one in found] == ["纪文博", "滕悦"]
    assert all(one.probability < MIN_BARE_PROBABILITY for one in found)


@pytest.mark.parametrize(("before", "read"), [(90, True), (108, False)])
@pytest.mark.parametrize("position", [Position.LEAD, Position.END])
def test_names_are_read_at_the_head_of_a_line_or_at_its_end(before, read, position):
    credit = "（记者 祁晓燕）"
    line = HAN[:before] + credit if position is Position.LEAD else credit + HAN[:before]
    assert [author.name for author in read_credits(line, position).authors] == ["祁晓燕"] * read


@pytest.mark.parametrize(("place", "found"), [("从街道社区组织", 2), ("从街道社区组织居民", 1)])
def test_little_stands_between_a_name_and_what_says_that_he_reports(place, found):
    assert len(opening_credits(f"本报讯 记者王丽{place}报道：{HAN[:30]}")) == found


@pytest.mark.parametrize(("length", "found"), [(78, True), (84, False)])
def test_a_bracket_at_the_end_has_a_length(length, found):
    inside = ("记者 " + " ".join(["王丽", "李强", "陈倩", "张敏"] * 10))[:length]
    assert (closing_credit(f"{HAN[:30]}。（{inside.strip()}{'丽' * (length - len(inside.strip()))}）") is not None) is found


def test_a_district_with_a_short_name_is_known_without_its_level_where_that_says_so():
    assert {"台江", "杏花岭"} <= places()
    assert places().isdisjoint({"城关", "城中", "新城"})


@pytest.mark.parametrize("line", ["编辑朱山。（", "记者王丽 李强", "街道社区组织居民开展活动", "来源：西江日报 责编：陈倩"])
def test_what_is_left_out_of_what_is_weighed_changes_no_probability(line, monkeypatch):
    text = folded_marks(line)
    signs = LineSigns(text, list(role_words(text)))
    found = marked_spans(signs, Position.META)
    monkeypatch.setattr(model, "PATH_MARGIN", 1_000_000)
    every = marked_spans(signs, Position.META)
    assert [(one.start, one.end) for one in found] == [(one.start, one.end) for one in every]
    assert [one.probability for one in found] == pytest.approx([one.probability for one in every], abs=1e-4)


@pytest.mark.parametrize(("before", "names"), [(3, ["刘艺", "杨吉"]), (5, [])])
def test_the_dateline_stands_in_one_of_the_first_paragraphs(before, names):
    blocks = [Block(text) for text in (*[PLAIN + "。"] * before, f"新华社北京5月19日电（刘艺、杨吉）{PLAIN}，{PLAIN}。", PLAIN + "。")]
    for block in blocks:
        block.set_text(block.raw)
        block.label(Role.BODY, "test")
    assert [author.name for author in authors_of(blocks, ())] == names


# --------------------------------------------------------------------------------------------------------------- personal data


def test_a_datum_that_lies_over_the_end_of_a_step_is_found_whole():
    mail = "a" * 40 + "@vip.foxmail.com"
    assert without_personal("街" * 19_990 + mail + "街") == "街" * 19_991


@pytest.mark.parametrize(("number", "personal"), [("6222021234567894", True), ("6222021234567895", False), ("6222021234567819", False)])
def test_a_bank_card_has_a_check_digit(number, personal):
    assert (number not in without_personal(f"尾号之外为{number}，")) is personal
