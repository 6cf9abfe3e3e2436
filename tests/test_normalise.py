"""One page in, one report out: the five given documents exactly, and the law of conservation on any document."""

import importlib
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import Page, Rejection, Report, fact_steps, normalise
from newsbot.exceptions import TakesTooLongError
from newsbot.fact_steps import FACTS, facts
from newsbot.lines.measures import squeeze
from newsbot.model import Block, Hints, Outcome, Reason, Role
from newsbot.normalise import STAGES, explained, label, read, restore
from newsbot.page.conservation import open_pieces, removed, repaired, unbalanced
from newsbot.reading import Reading
from newsbot.row import named

COMPOSITION = importlib.import_module("newsbot.normalise")  # its name in the package is that of the function

DOCUMENTS = Path(__file__).parent.parent / "fixtures" / "documents"
FETCHED = datetime.fromisoformat("2024-01-01T00:00:00+08:00")


def document(text: str) -> Page:
    return Page("http://documents.test/a.txt", text.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}, fetched_at=FETCHED)


def visible(text: str) -> str:
    return squeeze(text)


def assert_conserved(reading: Report | Rejection) -> None:
    """Every visible character of the page is in the row or in a labelled removal, once."""
    assert unbalanced(reading.blocks) == []
    assert open_pieces(reading.blocks) == []
    before_script = repaired(reading.blocks, reading.edits)
    assert [len(text) for text in before_script] == [len(block.text) for block in reading.blocks]
    if isinstance(reading, Report):
        kept = [block.kept(Role.BODY, Role.SUBHEAD) for block in reading.blocks]
        assert len("".join(reading.body)) == len("".join(kept))
        shown = len(visible("".join((*reading.body, *reading.captions, reading.title or ""))))
        left_out = sum(len(visible(text)) for text, _, _ in removed(reading.blocks))
        assert shown + left_out == sum(len(visible(block.text)) for block in reading.blocks)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_the_given_documents_come_out_exactly(path):
    report = normalise(
        Page(
            f"http://documents.test/{path.name}",
            path.read_bytes(),
            headers={"Content-Type": "text/plain; charset=utf-8"},
            fetched_at=FETCHED,
        )
    )
    assert isinstance(report, Report)
    said = report.to_dict()
    shown = {name: said[name] for name in named("golden")}
    golden = path.with_suffix(".expected.json")
    if not golden.exists():
        golden.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was missing and has been written: review and commit it")
    assert shown == json.loads(golden.read_text(encoding="utf-8"))
    assert_conserved(report)


LINES = [
    "首页>动态>正文",
    "东城街道:党建引领文明创建“提速升温”",
    "全球快看点丨东城街道:党建引领文明创建“提速升温”",
    "2023-04-10 14:53:03    来源:人民网-湖南频道",
    "(资料图片)",
    "本报讯(记者 祁晓燕 通讯员 乌日娜)为充分发挥党建引领作用,街道组织志愿者开展全国文明城市创建活动,惠及群众4200余人。",
    "社区网格员入户走访,宣传文明城市创建知识。居民们看到了变化,享受了实惠,越来越支持创建工作。(刘奕男)",
    "本報訊(記者 祁曉燕)黨建引領(lǐng)文明創(chuàng)建,社區(qū)組織黨員志愿者參與全國(guó)文明城市創(chuàng)建工作。",
    "关键词: 东城街道",
    "社区党员活动 王某某 摄",
    "极目新闻记者 陈倩",
    "热门排行",
    "- 1工地食堂因饭菜实惠成大学生打卡点 摊主…",
    "全球报道:上海推出“越剧王子”文创酒致敬越剧百年传承",
    "周健报道 越剧名家、文创名家走到一起,近日在上海亮相了一组文创酒,以此致敬越2023-04-10",
    "声明:本网页内容旨在传播知识,若有侵权请联系我们删除。邮件:123456@qq.com",
    "责任编辑:李四",
    "标题:快讯:东城街道党建引领文明创建",
    "AV天堂网,亚洲va久久久,国产精品无码毛片",
    "Top",
    "?",
    "工作?!熬€上”通過網(wǎng)格微信群及時(shí)推送",
    "x\u200by\ue000z\u2028w&nbsp;#xff1a;",
]


@given(st.lists(st.sampled_from(LINES), max_size=14))
@settings(max_examples=150, deadline=None)
def test_every_character_of_a_document_made_of_known_lines_is_accounted_for(lines):
    assert_conserved(normalise(document("\n\n".join(lines)), topic="any"))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_every_character_of_any_text_is_accounted_for(text):
    assert_conserved(normalise(document(text.encode("utf-8", "replace").decode()), topic="any"))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_end_in_a_verdict(body):
    assert isinstance(normalise(Page("http://documents.test/b", body)), Report | Rejection)


def outcome(body: bytes) -> Outcome:
    verdict = normalise(Page("http://documents.test/c", body))
    assert isinstance(verdict, Rejection)
    assert verdict.detail
    return verdict.outcome


def test_pages_that_hold_no_report_say_why():
    assert outcome(b"") is Outcome.EMPTY
    assert outcome(b" \n\n ") is Outcome.EMPTY
    assert outcome(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3" + bytes(range(256)) * 8) is Outcome.UNREADABLE
    assert outcome("首页>动态>正文\n热门排行\n更多".encode()) is Outcome.NO_ARTICLE
    assert (
        outcome("天气预报\n今天白天到夜间,全市以晴到多云天气为主,最高气温二十六度,最低气温十八度,北风三级。".encode()) is Outcome.OFF_TOPIC
    )


def test_an_unknown_topic_is_refused():
    with pytest.raises(ValueError, match="'civc'"):
        normalise(document("a"), topic="civc")  # type: ignore[arg-type]


def test_what_the_source_is_written_in_decides_where_the_bytes_do_not():
    body = "<p>まちをきれいにする</p>".encode("shift_jis")
    page = Page("http://a.test/", body, {"Content-Type": "text/html"}, hints=Hints(charset="shift_jis"))
    assert explained(page, topic="any")[0].encoding == "cp932"
    assert explained(replace(page, hints=None), topic="any")[0].encoding != "cp932"


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="https://www.paper.example/1.html?utm_source=wx">', "http://paper.example/1.html"),
        ('<meta property="og:url" content="http://paper.example/1.html">', "http://paper.example/1.html"),
        (
            '<link rel="canonical" href="/2.html"><meta property="og:url" content="http://paper.example/1.html">',
            "http://paper.example/1.html",
        ),
        ('<link rel="canonical" href="http://m.mirror.example/2.html#top">', None),
        ('<link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="http://[">', None),
        ("", None),
    ],
)
def test_a_page_that_says_where_its_report_belongs_is_heard(head: str, canonical: str | None) -> None:
    body = "".join(f"<p>街道组织志愿者开展文明城市创建活动，第{number}小区清理楼道杂物，居民纷纷点赞。</p>" for number in range(5))
    html = f"<html><head><title>街道开展文明创建</title>{head}</head><body><h1>街道开展文明创建</h1><div>{body}</div></body></html>"
    report = normalise(Page("http://mirror.example/2.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}), topic="any")
    assert isinstance(report, Report)
    assert report.canonical == canonical


def test_blanks_of_every_kind_are_plain_ones_in_a_row() -> None:
    text = "光明路街道\u3000组织志愿者开展全国文明城市创建活动，\u00a0清理小广告，劝导不文明行为，居民纷纷点赞，社区面貌焕然一新。"
    title = "光明路街道&nbsp;推动创城工作"
    html = f"<title>{title}</title><h1>{title}</h1><div>2023-04-10 10:20</div><div><p>{text}</p><p>{text}</p></div>"
    report = normalise(Page("http://a.test/1.html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}), topic="any")
    assert isinstance(report, Report)
    assert report.title == "光明路街道 推动创城工作"
    assert report.body[0].startswith("光明路街道 组织志愿者开展全国文明城市创建活动， 清理小广告")


# --------------------------------------------------------------------------------------------------------- stages that fail


def article() -> Page:
    body = (
        "<h1>槐荫街道志愿服务队走进小区开展文明劝导</h1><div>2023-04-10 10:20 来源：某市日报</div>"
        "<p>四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把绿化带里的纸屑一一捡起。</p>"
        "<p>街道办事处负责人表示，接下来还将在每个小区设一处议事亭，居民的事由居民商量着办，让文明创建走进千家万户。</p>"
    )
    return Page(
        "http://www.example.cn/1.html", f"<html><body><script>var a = '<p>';</script>{body}</body></html>".encode(), fetched_at=FETCHED
    )


def failing(_reading: object, _report: object = None) -> None:
    raise IndexError("string index out of range")


@pytest.mark.parametrize("stage", [read, restore, label], ids=lambda stage: stage.__name__)
def test_a_plainer_reading_takes_the_place_of_a_stage_that_raises(stage, monkeypatch):
    monkeypatch.setattr(COMPOSITION, "PLAINER", {failing: COMPOSITION.PLAINER[stage]})
    reading, report = explained(article(), topic="any", stages=[failing if known is stage else known for known in STAGES])
    assert isinstance(report, Report)
    assert report.title == "槐荫街道志愿服务队走进小区开展文明劝导"
    assert [paragraph[:4] for paragraph in report.body] == ["四月十日", "街道办事"]
    assert report.flags == ["plain_reading"]
    assert [(failure.stage, failure.error) for failure in reading.failures] == [("failing", "IndexError")]
    assert_conserved(report)


def test_a_page_on_which_the_plainer_reading_fails_too_has_failed(monkeypatch):
    monkeypatch.setattr(COMPOSITION, "PLAINER", {failing: failing})
    reading, rejection = explained(article(), topic="any", stages=[failing, *STAGES])
    assert isinstance(rejection, Rejection)
    assert rejection.outcome is Outcome.FAILED
    assert len(reading.failures) == 2


@pytest.mark.parametrize("step", FACTS, ids=lambda step: step.__name__)
def test_a_fact_that_raises_leaves_the_others(step, monkeypatch):
    monkeypatch.setattr(fact_steps, "FACTS", tuple(failing if known is step else known for known in FACTS))
    reading, report = explained(article(), topic="any")
    assert isinstance(report, Report)
    assert len(report.body) == 2
    assert (report.date_published is None) == (step is fact_steps.state_date)
    assert (report.source is None) == (step is fact_steps.credit_source)
    assert report.flags == ["plain_reading"]
    assert [failure.stage for failure in reading.failures] == ["failing"]


def test_a_page_whose_topic_cannot_be_judged_is_kept_aside_rather_than_called_off_topic(monkeypatch):
    monkeypatch.setattr(fact_steps, "topic_of", failing)
    rejection = normalise(article())
    assert isinstance(rejection, Rejection)
    assert rejection.outcome is Outcome.UNREADABLE
    assert isinstance(normalise(article(), topic="any"), Report)


def test_what_ends_a_page_for_its_time_passes_through(monkeypatch):
    def slow(*_: object) -> None:
        raise TakesTooLongError

    with pytest.raises(TakesTooLongError):
        normalise(article(), stages=[slow, *STAGES])
    monkeypatch.setattr(fact_steps, "topic_of", slow)
    with pytest.raises(TakesTooLongError):
        normalise(article(), stages=[*STAGES[:-1], facts])


def test_stages_are_left_out_swapped_and_added_by_handing_others_over():
    def shout(reading: Reading) -> None:
        assert reading.report is not None
        reading.report.title = f"{reading.report.title}!"

    report = normalise(article(), topic="any", stages=[*STAGES[:-1], shout])
    assert isinstance(report, Report)
    assert (report.title, report.date_published) == ("槐荫街道志愿服务队走进小区开展文明劝导!", None)
    with pytest.raises(ValueError, match="no stage made a report"):
        normalise(article(), stages=STAGES[:2])


def test_a_page_without_a_headline_is_no_report_unless_every_article_is_wanted():
    def untitled(reading: Reading) -> None:
        assert reading.report is not None
        reading.report.title = None

    stages = [*STAGES[:-1], untitled, facts]
    rejection = normalise(article(), stages=stages)
    assert isinstance(rejection, Rejection)
    assert (rejection.outcome, rejection.reason) == (Outcome.NO_ARTICLE, Reason.NO_HEADLINE)
    assert isinstance(normalise(article(), topic="any", stages=stages), Report)


def test_a_report_that_style_sheets_hide_is_flagged():
    more = "<p>居民们说，议事亭就设在楼下，谁家有事都愿意去坐一坐，把停车、充电和楼道里的杂物都摆到桌面上来说清楚，办得快也办得好。</p>"
    plain = replace(article(), body=article().body.replace(b"</body>", more.encode() + b"</body>"))
    late = replace(plain, body=plain.body.replace(b"<body>", b"<body><style>.late{display:none}</style><div class=late>"))
    assert normalise(plain).to_dict()["flags"] == []
    assert normalise(late).to_dict()["flags"] == ["shown_by_script"]


def test_blocks_are_looked_for_by_their_roles_anew_when_they_have_others():
    title, both = Block("街道", "街道"), Block("社区。王某 摄", "社区。王某 摄")
    title.set_text("街道")
    both.set_text("社区。王某 摄")
    both.carve(3, 7, Role.CREDIT, "credit")
    both.label(Role.BODY, "body")
    reading = Reading(Page("http://a.example/", b""), blocks=[title, both])
    assert (reading.with_role(Role.BODY), reading.with_role(Role.CREDIT), reading.with_role(Role.TITLE)) == ([1], [1], [])
    title.label(Role.TITLE, "title")
    reading.relabelled()
    assert reading.with_role(Role.CREDIT, Role.TITLE, Role.BODY) == [0, 1]
