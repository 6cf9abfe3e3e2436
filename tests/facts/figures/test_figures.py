"""Counted facts: value, unit, noun, approximation, and the words as printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot import Page, Report, normalise
from newsbot.facts.figures.figures import figures_of
from newsbot.facts.figures.numerals import chinese_number, value_of
from newsbot.row import Figure


def one(text: str) -> Figure:
    [figure] = figures_of([text])
    return figure


def told(text: str) -> list[tuple[float, str, str | None]]:
    return [(figure.value, figure.unit, figure.approximate) for figure in figures_of([text])]


def test_a_figure_says_how_many_of_what_and_where():
    [figure] = figures_of(["没有数字的一段。", "活动吸引200余名居民参加。"])
    assert figure == Figure(200, "名", "居民", "200余名", "余", 1)


def test_two_counters_share_one_noun():
    members, people = figures_of(["成立志愿者服务队12支102人，每季度至少开展1次活动。"])[:2]
    assert (members.value, members.unit, people.value, people.unit) == (12, "支", 102, "人")
    assert members.what == people.what == "志愿者服务队"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("印发倡议书1.2万份。", 12000, "份"),
        ("筹措资金30万元。", 300000, "元"),
        ("总投资2.4亿元。", 240000000, "元"),
        ("完成投资1亿2000万元。", 120000000, "元"),
        ("清理面积1,280平方米。", 1280, "平方米"),
        ("修补路面３５０平方米。", 350, "平方米"),
        ("满意度达98.6%。", 98.6, "%"),
        ("提高2.3个百分点。", 2.3, "个百分点"),
        ("百分之九十五的商户签了字。", 95, "%"),
        ("流转土地16亩。", 16, "亩"),
        ("两千名党员报到。", 2000, "名"),
        ("连续奋战15天。", 15, "天"),
        ("全长1.5公里。", 1.5, "公里"),
        ("服务21万居民。", 210000, "居民"),
        ("面对75万的产业服务人口。", 750000, "人"),
    ],
)
def test_numbers_are_read_as_they_are_written(text, value, unit):
    assert told(text) == [(value, unit, None)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("发放资料8000余份。", "余"),
        ("占地200多平方米。", "多"),
        ("近百名志愿者上街。", "近"),
        ("清洗墙面约5万平方米。", "约"),
        ("每月至少开展2次。", "至少"),
        ("覆盖率超过40%。", "超过"),
        ("不少于3名网格员上门。", "不少于"),
        ("有30%以上的居民参加。", "以上"),
        ("报名的不到50人。", "不到"),
        ("上百场活动同步开展。", "上"),
        ("十几位老人围坐。", "几"),
        ("稳定在96%左右。", "左右"),
    ],
)
def test_the_approximation_is_the_word_printed(text, word):
    assert one(text).approximate == word


def test_near_in_front_of_a_time_says_which_time():
    assert told("近三十年来变化很大。") == [(30, "年", None)]
    assert told("整治用了近30天。") == [(30, "天", "近")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("配备3至5名网格员。", 3, 5),
        ("奖励500—800元。", 500, 800),
        ("补贴3-5万元。", 30000, 50000),
        ("经费3万元至5万元。", 30000, 50000),
        ("占比15%-20%。", 15, 20),
    ],
)
def test_a_range_is_two_figures(text, low, high):
    assert [(value, word) for value, _, word in told(text)] == [(low, "至"), (high, "至")]


def test_a_change_is_no_range():
    assert told("从3个到12个。") == [(3, "个", None), (12, "个", None)]
    assert told("由15天缩短到3天。") == [(15, "天", None), (3, "天", None)]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("惠及群众4200余人。", "群众"),
        ("满意度达到98%。", "满意度"),
        ("退让出1200平方米的空地。", "空地"),
        ("504名“两新”党组织党员干部争当排头兵。", "“两新”党组织党员干部"),
        ("开展“我们的节日”主题活动18场。", "“我们的节日”主题活动"),
        ("10000余名在册党员就地转化为志愿者。", "在册党员"),
        ("垃圾清运量为3吨，同比下降12%。", "垃圾清运量"),
        ("整改率由86.3%提升至99.1%。", "整改率"),
    ],
)
def test_the_noun_is_after_the_figure_or_before_it(text, noun):
    assert figures_of([text])[0].what == noun


@pytest.mark.parametrize(
    ("lost", "text"),
    [("masked", "活动吸引近**人参加，发放资料300份。"), ("missing", "共个小区约个楼栋参加，近户居民受益，发放资料300份。")],
)
def test_a_sentence_that_lost_digits_gives_no_figure(lost, text):
    body = f"街道组织志愿者500名上街，清理小广告。{text}活动结束后，社区居民纷纷点赞，说这样的志愿服务很好。"
    page = Page("http://documents.test/a.txt", f"街道开展文明城市创建志愿服务\n{body}".encode(), {"content-type": "text/plain"})
    report = normalise(page, topic="any")
    assert isinstance(report, Report)
    assert [figure.value for figure in report.figures] == [500], lost


def test_explain_has_evidence_for_figures_and_practices():
    body = "街道组织志愿者500名，推行“四包”机制，把责任落实到每个网格，居民满意度不断提高，环境面貌焕然一新。"
    page = Page("http://documents.test/a.txt", f"街道推进文明城市创建\n{body}".encode(), {"content-type": "text/plain"})
    report = normalise(page, topic="any")
    assert isinstance(report, Report)
    assert report.evidence["figures"] == "1 in 1 paragraphs, 0 doubtful places"
    assert report.evidence["practices"] == "numbered and kind"


def test_a_number_past_all_counting_is_left_out():
    assert told("总投资999999999999万亿元。") == []
    assert told("总投资22万亿元。") == [(22 * 10**12, "元", None)]


def test_a_time_or_the_number_of_a_list_before_it_is_no_part_of_a_figure():
    assert told("早上7:30，20名志愿者集合。") == [(20, "名", None)]
    assert told("1.20名志愿者上岗。") == []
    assert told("1.2万名志愿者上岗。") == [(12000, "名", None)]


def test_the_end_of_a_number_in_groups_of_three_is_no_figure():
    assert told("共有党员1 246名。") == []
    assert told("5月3 20名志愿者集合，来了2000 300人。") == [(20, "名", None), (300, "人", None)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("二十", 20),
        ("一百零五", 105),
        ("两千", 2000),
        ("一万二", 12000),
        ("三百五", 350),
        ("一亿二千万", 120000000),
        ("十几", 10),
        ("数百", 100),
    ],
)
def test_chinese_numerals(written, number):
    assert chinese_number(written) == number


@pytest.mark.parametrize("written", ["二〇二三", "二三十", "千百"])
def test_what_is_not_one_number_has_no_value(written):
    assert value_of(written) is None


PARTS = [
    "12",
    "１２",
    "3.5",
    "1,200",
    "十",
    "两千",
    "几",
    "万",
    "亿",
    "余",
    "多",
    "个",
    "名",
    "%",
    "元",
    "年",
    "月",
    "至",
    "-",
    "+",
    "第",
    "约",
    "百分之",
    "点",
]


@given(st.lists(st.sampled_from([*PARTS, "居民", "小区", "，", "。", "“", "”", "《", "》", " ", "的", "人口"]), max_size=30).map("".join))
def test_every_figure_is_printed_in_its_paragraph(text):
    figures = figures_of([text])
    assert all(figure.text in text and figure.unit and figure.value >= 0 for figure in figures)
    assert figures == figures_of([text])


@pytest.mark.parametrize("text", ["几十名志愿者来到现场。", "数百户居民受益。", "几百人参加。"])
def test_a_number_that_is_not_said_is_no_figure(text):
    assert figures_of([text]) == []


def test_points_are_counted_where_they_are_earned():
    found = figures_of(["清扫楼道可得2至5分，最高1260分。"])
    assert [(figure.value, figure.unit) for figure in found] == [(2, "分"), (5, "分"), (1260, "分")]
    assert figures_of(["乘坐860路公交车，在第3分区下车。"]) == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("纠正违规行为8593余起。", "违规行为"),
        ("查处违规行为为38起。", "违规行为"),
        ("修订居民公约48份。", "修订居民公约"),
        ("满意度为98%。", "满意度"),
        ("参与人数约300人次。", "人数"),
        ("文明交通劝导岗值守1172人次。", "文明交通劝导岗值守"),
        ("推动巡查员到位30人。", "巡查员到位"),
        ("设立服务站12个。", "服务站"),
        ("发动队伍12支。", "队伍"),
        ("清理站点30个。", "站点"),
    ],
)
def test_a_noun_keeps_its_last_letter_and_the_verb_that_is_a_part_of_it(text, noun):
    assert [figure.what for figure in figures_of([text], {})] == [noun]
