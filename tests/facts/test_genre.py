"""Is a text a report? Labelled texts of every genre, the table's floors, and how a page of another genre ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsbot import Page, Rejection, Report, normalise
from newsbot.data import table
from newsbot.facts.genre import defines, genre_of, genre_signs, is_placed, is_report, names_a_day, sentences_in
from newsbot.model import Outcome, Reason
from newsbot.row import Division, Place

FIXTURES = Path(__file__).parents[2] / "fixtures"
LEAST_KNOWN = 0.96
"""Share of the labelled texts that are judged rightly; the table was fitted on them, held out it is .95."""


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines()]


def page(title: str, *paragraphs: str) -> Page:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>2024-03-06 09:30</div><div>{body}</div></body></html>"
    return Page("http://genre.test/2024/1.html", html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def test_most_labelled_texts_are_judged_rightly():
    civic = [row for row in rows("topics.jsonl") if row["civic"]]
    texts = [(row, row.get("report", True)) for row in civic] + [(row, False) for row in rows("not_reports.jsonl")]
    right = sum(is_report(genre_of(row["title"], row["body"])) == wanted for row, wanted in texts)
    assert right / len(texts) >= LEAST_KNOWN


def test_every_genre_of_the_contract_has_labelled_texts():
    kinds = {row["kind"] for row in rows("not_reports.jsonl")}
    assert {"advert", "essay", "notice", "forum", "gazetteer", "model_text"} <= kinds


ADVERT = (
    "社区文明公益广告牌 厂家直销",
    "本公司专业承接社区文明宣传栏、志愿服务站标识牌制作，价格优惠，欢迎拨打热线咨询，现在下单立减三百元。",
)
ESSAY = (
    "文明的灯火",
    "小时候，我总跟着母亲去社区做志愿服务。岁月无声，那盏文明实践站的灯仿佛还亮着。愿我们每个人都成为一盏灯，温柔地照亮创建文明城市的路。",
)
REPORT = (
    "向阳街道：志愿服务进楼栋",
    "3月5日，向阳街道组织60余名志愿者清理楼道杂物，推进文明城市创建。“楼道宽敞了，心里也敞亮。”居民李奶奶说。",
)


@pytest.mark.parametrize(("title", "text"), [ADVERT, ESSAY])
def test_civic_words_make_no_report_of_another_genre(title, text):
    verdict = normalise(page(title, text, "社区志愿服务、文明创建、网格治理，我们一起参与。"))
    assert isinstance(verdict, Rejection)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_REPORT, Reason.OTHER_GENRE)
    assert "a report: " in verdict.detail


def test_every_article_is_a_row_where_every_article_is_wanted():
    verdict = normalise(page(*ESSAY, "社区志愿服务、文明创建、网格治理，我们一起参与。"), topic="any")
    assert isinstance(verdict, Report)
    assert genre_of(verdict.title, verdict.body).report < 0.5


def test_a_report_says_what_counted():
    verdict = normalise(page(*REPORT, "活动中，志愿者分成六个小组，把发现的问题登记造册，社区治理有了新抓手。"))
    assert isinstance(verdict, Report)
    assert "quoted speech +" in verdict.evidence["genre"]


def test_what_persons_are_quoted_with_says_nothing_of_the_genre():
    assert "lyric" not in genre_signs(None, ["“小时候，母亲常说岁月无声。”居民说。"])
    assert genre_signs(None, ["小时候，母亲常说岁月无声。"])["lyric"] > 1.0


def test_numbers_without_an_event_say_less_of_a_report():
    described = "青山社区辖7个居民小区，共3201户7513人，党员38名。"
    assert "counted_untold" in genre_signs(None, [described])
    assert "counted_untold" not in genre_signs(None, ["3月5日，" + described])
    weights = table("genre_weights.toml")["weights"]
    assert weights["counted_untold"] < 0 < weights["counted"] + weights["counted_untold"]


EDITORIAL = (
    "把小事办到心坎上",
    "群众的事没有小事。有的地方热衷于造盆景，却对漏雨的屋檐视而不见。为民办事，不能只看动静大不大，而要看老百姓点不点头。只有俯下身子听得进牢骚，归根到底，少一些花架子，多一些真功夫，民心自然会靠过来。",
)
ENTRY = (
    "社区议事厅",
    "社区议事厅是居民协商公共事务的固定场所，一般设在社区服务中心内，由主持人、记录员和居民代表组成。其特点是议题公开、程序简便，通常按照提出、讨论、表决的顺序进行，分为定期和临时两类。",
)
PLEA = (
    "楼下的垃圾桶到底归谁管",
    "我家住一楼，窗户底下摆着六个垃圾桶，夏天根本不敢开窗。找物业，物业说是社区定的点，找社区又让我去问物业，来回跑了四趟，简直是踢皮球。有没有人能管一管啊？创建文明城市就是这样创的吗？",
)
SHOP = (
    "社区宣传展板多少钱一块",
    "社区宣传展板多少钱一块？厂家告诉您：常规规格几百元起，异形款式另算，五块起订，量大从优。支持来图定制，三天发货，质保一年，点击头像即可领取报价单，老客户下单更优惠。",
)


@pytest.mark.parametrize(("title", "text"), [EDITORIAL, ENTRY, PLEA, SHOP])
def test_texts_in_which_nothing_happened_to_anybody_are_no_reports(title, text):
    assert not is_report(genre_of(title, [text]))
    assert "untold" in genre_signs(title, [text])


def test_an_entry_opens_with_its_own_title():
    assert "opens_with_title" in genre_signs(ENTRY[0], [ENTRY[1]])
    assert "opens_with_title" in genre_signs("议事厅（社区）", ["议事厅，是居民协商的场所。"])
    assert "opens_with_title" not in genre_signs("社区议事厅开张", [ENTRY[1]])
    assert "opens_with_title" not in genre_signs("社区议事厅", ["社区议事厅里坐满了居民。"])


def test_a_report_without_numbers_and_quotes_stays_one():
    lines = [
        "昨天一早，柳河村的文化广场上支起了两口大锅，村里的妇女忙着揉面、剁馅，为独居老人包饺子。",
        "活动由村妇联组织，已经办到第四个年头。老人李德福吃完饭，又跟着志愿者学起了手机视频。",
    ]
    assert is_report(genre_of("柳河村：一锅饺子暖了寒冬", lines))


def test_a_text_says_that_something_happened():
    told = "untold"
    assert told in genre_signs(None, [EDITORIAL[1]])
    for happened in ("3月5日，居民开会。", "“路灯亮了，我们放心。”", "王大爷今年七十岁。", "清理杂物30件。"):
        assert told not in genre_signs(None, [happened + EDITORIAL[1]])
    assert told in genre_signs(None, ["介绍一下。" + EDITORIAL[1]])  # one word of telling is none


def test_a_text_about_a_community_is_about_somebody():
    assert "untold" not in genre_signs(None, [EDITORIAL[1]], place=Place(community=Division("向阳社区", None)))
    assert is_placed(Place(community=Division("向阳社区", None)))
    assert not is_placed(Place(province=Division("浙江省", "330000"), city=Division("杭州市", "330100")))


def test_three_words_of_a_sign_count_fully_and_more_in_longer_texts():
    words = "优惠、立减、包邮"
    assert genre_signs(None, [f"{words}。"])["sale"] == 1.0
    assert genre_signs(None, ["优惠。"])["sale"] == pytest.approx(1 / 3, abs=0.001)
    assert genre_signs(None, [f"{words}。{'文' * 795}"])["sale"] == pytest.approx(0.5, abs=0.01)
    laden = "优惠、立减、包邮、特惠、抢购、礼包、首付、户型"
    assert genre_signs(None, [f"{laden}。"])["sale"] == 2.0


def test_a_kind_of_text_inside_a_title_is_what_the_report_is_about():
    assert "kind" in genre_signs("向阳社区居民公约", ["一、爱护公物。"])
    assert "kind" not in genre_signs("居民公约上墙 文明新风入心", ["近日，社区把公约画上墙。"])


def test_only_the_beginning_of_a_long_text_is_read():
    assert "sale" not in genre_signs(None, ["文" * 3000 + "优惠立减包邮"])


def test_a_report_says_when_at_its_beginning():
    assert "dated" in genre_signs(None, ["3月5日，志愿者上街。"])
    assert "dated" not in genre_signs(None, ["文" * 60 + "3月5日，志愿者上街。"])


def test_every_weight_has_a_sign_and_the_floor_is_a_probability():
    data = table("genre_weights.toml")
    names = {name for part in ("text", "title") for name in table("genre_signs.toml")[part]}
    shapes = {
        "bias",
        "kind",
        "said",
        "self",
        "counted",
        "counted_untold",
        "dated",
        "items",
        "questions_asked",
        "exclaimed",
        "decorated",
        "labelled",
        "we",
        "talk",
        "aged",
        "particles",
        "dated_inside",
        "opens_with_title",
        "untold",
        "placed",
    }
    assert data["weights"].keys() <= names | shapes
    assert 0 < data["floor"] < 1


@pytest.mark.parametrize(("title", "text", "entry"), [
    ("社区议事厅", "社区议事厅是居民协商公共事务的场所。", True),
    ("石门街道", "石门街道，隶属河东区。", True),
    ("石门街道（河东区）", "石门街道位于河东区西部。", True),
    ("社区议事厅", "社区议事厅里坐满了居民。", False),
    ("社区议事厅开张，居民有了说话的地方，大家都来了", "社区议事厅是居民协商的场所。", False),
    ("", "是居民协商的场所。", False),
])  # fmt: skip
def test_an_entry_says_what_its_title_is(title, text, entry):
    assert defines(title, text) is entry


def test_a_day_is_named_by_its_number_or_as_one_of_late():
    assert names_a_day("3月5日")
    assert names_a_day("近日，")
    assert not names_a_day("每月一次")


def test_a_text_without_a_stop_is_one_sentence():
    assert sentences_in("没有句号") == 1
    assert sentences_in("一句。两句！三句？") == 3


def test_what_was_taken_out_as_a_credit_tells_of_a_reporter():
    body = ["光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎。", "下一步，街道将完善长效机制，不断提升群众满意度。"]
    bare, credited = genre_of("光明街道推动文明创建", body), genre_of("光明街道推动文明创建", body, credited="本报讯（记者张明）")
    assert credited.signs["told"] > bare.signs.get("told", 0)
    assert credited.report > bare.report
    assert is_report(credited)


def test_who_is_welcome_to_others_invites_nobody():
    assert "addressed" not in genre_signs(None, ["活动受到居民欢迎，志愿者深受欢迎。"])
    assert "addressed" in genre_signs(None, ["欢迎广大居民参加。"])


def test_the_present_as_an_age_names_no_day():
    assert not names_a_day("在城市化快速发展的今天，老旧小区的改造成为重要议题。")
    assert names_a_day("今天，桂溪街道组织志愿者清理楼道。")
