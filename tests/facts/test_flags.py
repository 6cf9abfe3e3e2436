"""Warnings about texts that cannot be repaired."""

import pytest

from newsbot.facts.flags import flags_of, says_noindex
from newsbot.model import Block, Role
from newsbot.row import Repairs

CLEAN = ["街道组织志愿者开展全国文明城市创建活动，惠及群众4200余人。", "居民看到了变化，享受了实惠。"]


def block(text: str, role: Role, rule: str = "rule") -> Block:
    made = Block(text)
    made.set_text(text)
    made.label(role, rule)
    return made


def test_a_clean_text_has_no_flag():
    assert flags_of([], CLEAN, Repairs()) == {}


def test_wrong_synonyms_are_a_sign_of_spinning():
    body = ["意愿者们走上街头，提升都会治理水平。", "卖力人说，住民区斑斓家园建设立异不断。"]
    assert "spun" in flags_of([], body, Repairs())


def test_the_farms_reading_time_and_broken_sentences_together_are_another():
    body = ["护国街道开展创建。 积极发挥作用。 明确责任。 推进工作。 形成合力。 取得成效。" + "各部门共同参与," * 8] * 4
    lines = [block("本篇文章2459字,读完约6分钟", Role.READING_TIME)]
    flags = flags_of(lines, body, Repairs())
    assert flags["spun"] == "the reading time in front, blanks after full stops, sentences that stop without a mark"
    assert flags_of(lines, CLEAN, Repairs()) == {}


def test_masked_digits_are_named():
    assert "masked" in flags_of([], ["****年*月*日，街道近**人参加，发放资料*份。", "共**户居民。"], Repairs())
    assert "masked" in flags_of([], ["全市约个社区参加。", "今年月日，第届全国文明城市评选。"], Repairs())


def test_a_text_that_stops_in_mid_sentence_is_cut_off():
    assert "truncated" in flags_of(
        [], [CLEAN[0], "社区党组织始终坚持标准导向，严格对照任务清单，着力深挖创城工作中的重点、难点问题，一项一项抓"], Repairs()
    )


def test_sentences_that_stop_here_and_there_are_cut_too():
    paragraph = (
        "街道组织志愿者走上街头，清理小广告，劝导不文明行为，党员干部下沉到各个网格，逐户走访，建立起清单和台账，逐一销号，形成人人参与的"
    )
    assert "truncated" in flags_of([], [paragraph, f"{paragraph}好局面。", paragraph, paragraph, CLEAN[0]], Repairs())
    assert "truncated" not in flags_of([], [f"{paragraph}好局面。"] * 4 + [paragraph, CLEAN[0]], Repairs())


def test_what_an_agency_prints_after_the_end_is_no_cut():
    last = "街道组织志愿者开展全国文明城市创建活动，惠及群众4200余人，居民看到了变化。"
    for end in ("完", "(完)", "（完）", "1120221", "20230410"):
        assert "truncated" not in flags_of([], [CLEAN[0], last + end], Repairs())


def test_a_button_that_unfolds_the_text_is_no_cut_but_a_missing_rest_is():
    button = block("阅读剩余全文", Role.NAVIGATION)
    assert "truncated" not in flags_of([button], CLEAN, Repairs())
    assert "truncated" in flags_of([button], [*CLEAN, "下一步，街道将继续…"], Repairs())
    assert (
        flags_of([block("因篇幅问题不能全部显示，请点此查看更多", Role.NAVIGATION)], CLEAN, Repairs())["truncated"]
        == "因篇幅问题不能全部显示"
    )


def test_marks_that_meet_support_one_broken_expression():
    body = ["街道清运垃圾73吨。，清理卫生死角907处", "志愿者为居民提供意愿服务。、宣传文明养犬，受到好评。"]
    assert flags_of([], body, Repairs())["spun"] == "意愿服务 (志愿服务), marks that meet"
    assert "spun" not in flags_of([], [body[0], CLEAN[0]], Repairs())


def test_a_report_on_several_pages_says_so():
    assert "multi_part" in flags_of([block("1 2 3 4 下一页", Role.NAVIGATION, "form.page numbers")], CLEAN, Repairs())


def test_shuffled_clauses_are_known_by_quotes_and_stumps():
    body = ["昨日,", "街道“文明，社区志愿者", "创建活动”，走上街头。", "“居民，"]
    assert "shuffled" in flags_of([], body, Repairs())


def test_an_uncertain_repair_is_named():
    assert flags_of([], CLEAN, Repairs(uncertain=1)) == {"uncertain_repair": "doubtful repairs: 1"}


@pytest.mark.parametrize(
    ("header", "meta", "said"),
    [
        ("noindex, nofollow", "", True),
        ("googlebot: noindex", None, True),
        (None, "NOINDEX", True),
        (None, "none", True),
        ("noarchive", "index,follow", False),
        (None, None, False),
    ],
)
def test_a_page_that_asks_not_to_be_shown_says_so_in_its_header_or_its_head(header, meta, said):
    assert says_noindex(header, meta) is said


@pytest.mark.parametrize("body", [
    ["家家参与”的氛围。每去一家，形成“人人争先，挨家挨户发放宣传册。", "让“讲文明树新风、通过这些工作，", "志愿者说，感受到交警的不容易。"],
    ["家家参与”的氛围”。真的”不容易。", "形成“人人争先。", "让“讲文明树新风。把创城的意义讲清。"],
])  # fmt: skip
def test_shuffled_clauses_are_known_by_quotation_marks_that_do_not_pair(body):
    assert "shuffled" in flags_of([], body, Repairs())


@pytest.mark.parametrize("body", [
    ["她说：“社区变化很大。", "“路平了，灯亮了，", "“邻里也熟了。”", "大家都说好。"],  # words quoted over several paragraphs
    ["街道推行“网格+积分”，", "让“小积分”，", "激发“大能量”，", "居民纷纷点赞。"],  # lines broken at their commas
    ["活动以“做‘文明’人”为主题。", "“红马甲”走上街头，“小黄帽”指挥交通，居民说好。", "现场气氛热烈。"],
])  # fmt: skip
def test_quotations_that_pair_are_not_shuffled(body):
    assert "shuffled" not in flags_of([], body, Repairs())
