"""Bounds of printed lines: what just lies within each, and what lies just beyond it."""

import pytest

from newsbot.lines.cached import credit, meta_line
from newsbot.lines.credits import reader
from newsbot.lines.credits.reader import read_credits
from newsbot.lines.credits.signs import Position
from newsbot.lines.forms import read_form
from newsbot.lines.headlines import clean_headline, cuts
from newsbot.lines.measures import is_paragraph
from newsbot.lines.meta_line import parse_meta_line
from newsbot.lines.personal import without_personal
from newsbot.lines.spam import brand_tokens, spam_line
from newsbot.lines.title_scraps import title_scraps
from newsbot.lines.watermark import find_watermarks

HAN = "街道社区组织居民开展文明创建活动推进城市更新工作提升环境面貌" * 40
PLAIN = "日出东山月落西江云卷青峰水绕平林风起长空雁过南楼"
"""Words that neither spam nor the news has."""


@pytest.mark.parametrize(
    ("head", "within", "beyond", "tail"),
    [
        ("免责声明：", 590, 610, ""),
        ("当前位置：首页", 190, 220, ""),
        ("版权所有", 290, 310, ""),
        ("本文链接：", 390, 410, ""),
        ("上一篇：", 190, 210, ""),
        ("相关文章：", 190, 210, ""),
        ("联系电话：", 190, 210, ""),
        ("温馨提示：", 590, 610, ""),
        ("全文共2459字", 55, 70, ""),
        ("原标题：", 150, 170, ""),
        ("关键词：", 290, 310, ""),
        ("", 65, 110, ".png"),
        ("转载请联系原作者，版权归本站所有，侵权删除", 390, 410, ""),
        ("转载请联系我们", 75, 90, ""),
        ("来信请寄电话", 150, 170, "0532-80889999"),
        ("", 12, 14, "0532-80889999"),
    ],
)
def test_a_form_is_told_up_to_a_length(head, within, beyond, tail):
    pad = "a" * 300 if tail == ".png" else HAN
    inside, outside = (
        head + pad[: length - len(head) - (len(tail) if head or tail == ".png" else 0)] + tail for length in (within, beyond)
    )
    assert read_form(inside) is not None
    assert read_form(outside) is None


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("·" * 34 + "返回顶部", True),
        ("·" * 46 + "返回顶部", False),
        ("·" * 50 + "相关链接：" + HAN[:20], True),
        ("·" * 70 + "相关链接：" + HAN[:20], False),
        ("1 2 3 4 5 " * 7 + "下一页", True),
        ("1 2 3 4 5 " * 9 + "下一页", False),
        ("阅读次数：  123456789  次", True),
        ("?" * 11, True),
        ("?" * 14, False),
    ],
)
def test_decorations_pagers_and_counters_have_a_length(line, known):
    assert (read_form(line) is not None) is known


@pytest.mark.parametrize(
    ("text", "running"),
    [
        (HAN[:10] + "。" + HAN[:9] + "，", True),
        (HAN[:10] + "。" + HAN[:6] + "1，", False),
        (HAN[:21] + "。", True),
        (HAN[:18] + "。", False),
        (HAN[:16] + "，", True),
        (HAN[:13] + "12，", False),
        (HAN[:30] + "，" + HAN[:20] + "，" + HAN[:14], True),
        (HAN[:30] + "，" + HAN[:14] + "，" + HAN[:10], False),
        (HAN[:70] + "，" + HAN[:10], False),
        ("abcdefghijklmn，", False),
    ],
)
def test_running_text_has_stops_or_length_and_commas(text, running):
    assert is_paragraph(text) is running


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2023-04-10 14:53 " + HAN[:15], True),
        ("2023-04-10 14:53 " + HAN[:19], False),
        ("2023-04-10 来源：红网 " + HAN[:28], True),
        ("2023-04-10 来源：红网 " + HAN[:34], False),
        ("来源：红网 " + HAN[:7], True),
        ("来源：红网 " + HAN[:11], False),
        ("2023年4月10日 " + HAN[:15], True),
        ("来源：" + HAN[:100], True),
        ("来源：" + HAN[:130], False),
        ("来源：红网 时间：2023-04-10 浏览：" + " " * 190 + "1", True),
        ("来源：红网 时间：2023-04-10 浏览：" + " " * 230 + "1", False),
    ],
)
def test_a_meta_line_has_few_words_besides_its_labels(line, found):
    assert (parse_meta_line(line, None) is not None) is found
    assert (meta_line(line) is not None) is found


def test_names_and_media_are_no_spare_words_of_a_meta_line():
    line = "2019-09-07 10:19 西江都市报 记者 王丽 李强 张三丰 通讯员 欧阳振华 刘奕男 陈倩"
    meta = parse_meta_line(line, None)
    assert meta is not None
    assert meta.times[0].iso == "2019-09-07T10:19:00+08:00"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("建立时间：2016/05/21 11:44", {}),
        ("投诉热线：12345 来源：红网", {"source": "红网", "other": "12345"}),
        ("实际入稿日期：2012-01-11 来源：红网", {"source": "红网"}),
        ("【来源】山西晚报【作者】王丽【发布时间】2013-07-15 08:16", {"source": "山西晚报", "author": "王丽"}),
        ("来源 | 驻马店日报 编辑 | 王丽", {"source": "驻马店日报", "editor": "王丽"}),
        ("摘自：云南日报 日期：2020-01-27", {"source": "云南日报"}),
        ("[来源：Cult of Mac]", {"source": "Cult of Mac"}),
    ],
)
def test_a_label_that_no_list_has_names_neither_medium_nor_person(line, fields):
    meta = parse_meta_line(line, None)
    assert meta is not None
    assert meta.fields == fields


@pytest.mark.parametrize(("names", "found"), [(8, True), (40, False)])
def test_a_credit_line_has_a_length(names, found):
    assert (credit("记者 " + " ".join(["王丽", "李强", "陈倩", "张敏"] * 10)[: names * 3]) is not None) is found


@pytest.mark.parametrize(
    ("headline", "cleaned"),
    [
        ("天天快资讯：" + HAN[:5], HAN[:5]),
        ("天天快资讯：" + HAN[:4], "天天快资讯：" + HAN[:4]),
        (HAN[:10] + "这究竟是怎么回事？", HAN[:10]),
        (HAN[:9] + "这究竟是怎么回事？", HAN[:9] + "这究竟是怎么回事？"),
        ("天天快资讯：" + HAN[:150], HAN[:150]),
        ("天天快资讯：" + HAN[:160], "天天快资讯：" + HAN[:160]),
        ("天天快资讯：环球快讯：国际热讯：全球速递：" + HAN[:12], HAN[:12]),
        ("天天快资讯：环球快讯：国际热讯：全球要闻：即时看点：" + HAN[:12], "即时看点：" + HAN[:12]),
    ],
)
def test_what_is_cut_off_a_headline_leaves_a_headline(headline, cleaned):
    assert clean_headline(headline) == cleaned


@pytest.mark.parametrize(("question", "shared"), [("好事成双？", True), ("成双好？", False)])
def test_a_question_that_headlines_share_has_a_length(question, shared):
    assert bool(cuts(HAN[:14] + question, [HAN[20:34] + question])) is shared


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("无码毛片" + PLAIN[:8], "spam.porn line"),
        ("无码毛片" + PLAIN[:16], None),
        ("无码," + PLAIN[:8] + ",毛片," + PLAIN[:8] + ",人妻," + PLAIN[:8], "spam.porn line"),
        ("无码," + PLAIN[:8] + ",毛片," + ",".join([PLAIN[:8]] * 5), None),
        (",".join(word + PLAIN[:8] for word in ("无码", "毛片", "人妻", "", "", "")), "spam.porn line"),
        (",".join(word + PLAIN[:8] for word in ("无码", "毛片", "人妻", "", "", "", "")), None),
        ("无码" + PLAIN[9:24] + "毛片" + PLAIN[9:24] + "人妻" + PLAIN[9:24] + "熟女", "spam.porn line"),
        ("无码" + PLAIN[9:24] + "毛片" + PLAIN[9:24] + "人妻" + PLAIN[9:24], None),
        ("官网,下载,注册,登录,平台," + PLAIN[9:13], "spam.chain of bait words"),
        ("官网,下载,注册," + ",".join([PLAIN[9:13]] * 3), None),
        ("官网,下载,注册,登录,平台", None),
        ("无码毛片" * 490, "spam.porn line"),
        ("无码毛片" * 510, None),
    ],
)
def test_a_line_is_spam_by_how_much_of_it_such_words_make_up(line, rule):
    assert spam_line(line) == rule


def test_a_brand_stands_in_two_places_at_least_and_not_in_a_report_on_gambling():
    texts = [HAN[:20] + "万向娱乐官网", HAN[30:50] + "万向娱乐官网"]
    assert len(brand_tokens(texts)) == 2
    assert brand_tokens(texts[:1]) == []
    assert len(brand_tokens([*texts, "民警提醒"])) == 2
    assert brand_tokens([*texts, "警方查处"]) == []


@pytest.mark.parametrize(
    ("ending", "blocks", "found"), [("范文汇资讯网站", 3, False), ("范文汇网资讯平台", 3, True), ("范文汇网资讯平台", 2, False)]
)
def test_a_watermark_has_a_length_and_stands_after_several_paragraphs(ending, blocks, found):
    texts = [HAN[n : n + 20] + "。" + ending for n in range(blocks)]
    assert bool(find_watermarks(texts)) is found


@pytest.mark.parametrize(
    ("different", "complete", "found"), [(2, 4, True), (1, 4, False), (4, 2, True), (4, 1, False)], ids=["two", "one", "half", "a quarter"]
)
def test_a_watermark_stands_after_two_texts_and_half_of_them_are_complete(different, complete, found):
    texts = [HAN[n % different : n % different + 20] + "。" * (n < complete) + "范文汇资讯网站" + "平台" for n in range(4)]
    assert bool(find_watermarks(texts)) is found


def test_personal_data_are_found_in_long_texts_and_a_list_of_them_goes_as_a_whole():
    assert "13812345678" not in without_personal("一" * 19_990 + "电话13812345678，" + "一" * 20)
    few, many = (" ".join(f"138{n:08d}" for n in range(count)) for count in (150, 250))
    assert without_personal(few).strip() == ""
    assert without_personal(f"开头{many}结尾") == ""
    assert "结尾" in without_personal(f"开头{few}结尾")


def test_scraps_of_a_title_are_many_and_follow_one_another():
    title = "光明路街道清洁工具换新颜"
    scraps = ["光明路", "街道清", "洁工具", "换新颜"] * 2
    assert len(title_scraps(["，" + "，".join(scraps)], title)) == 8
    assert title_scraps(["，" + "，".join(scraps[:3])], title) == []


def test_of_a_long_paragraph_no_more_is_remembered_than_is_read():
    reader.read_part.cache_clear()
    paragraph = "（记者 祁晓燕）" + "街" * 50_000
    assert [author.name for author in read_credits(paragraph, Position.LEAD).authors] == ["祁晓燕"]
    assert read_credits(paragraph + "道", Position.LEAD) == read_credits(paragraph, Position.LEAD)
    assert reader.read_part.cache_info().misses == 1
