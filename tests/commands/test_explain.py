"""What `newsbot explain` tells of a page."""

import argparse
import json
import re
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsbot.archive import Replay
from newsbot.boilerplate.lines import BEHIND
from newsbot.boilerplate.titles import GLUED_END
from newsbot.commands.explain import Command
from newsbot.exceptions import ArgumentError
from newsbot.ledger import Ledger
from newsbot.model import Page, Rejection
from newsbot.normalise import explained
from newsbot.presentation.explanation import explanation, explanation_of_row
from newsbot.presentation.terminal import width_of
from tests.boilerplate.made import STORIES
from tests.ledger.made import deliver, report
from tests.presentation.made import copy, row

TEXT = """天天快资讯:东城街道党建引领文明创建“提速升温”
2023-04-10 14:53:03    来源:人民网-湖南频道
本报讯(记者 祁晓燕)为充分发挥黨建引領(lǐng)作用,街道组织志愿者开展全国文明城市創(chuàng)建活动,惠及群众4200余人。
热门排行
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")


def made(text: str):
    page = Page("http://documents.test/a", text.encode(), {"Content-Type": "text/plain"}, "2024-01-01T00:00:00+08:00")
    return explanation(*explained(page, topic="any"))


def told(text: str, width: int = 200) -> str:
    return "\n".join(made(text).lines(width))


def test_every_block_stands_there_with_its_role_and_rule():
    shown = told(TEXT)
    for expected in (
        "glue.prefix",
        "title.headline",
        "meta line.labels",
        "credit.opening",
        "body.paragraph",
        "form.list heading",
    ):
        assert expected in shown


def test_control_characters_of_a_page_never_reach_the_terminal():
    told_of = made("\x1b[31m红色\x1b[0m" + TEXT)
    assert not any("\x1b" in line for width in (80, 200) for line in told_of.lines(width))
    assert "\x1b" not in told_of.html("en")


def test_every_field_stands_there_with_its_confidence_and_evidence():
    lines = [line.strip() for line in told(TEXT).splitlines()]
    at = next(n for n, line in enumerate(lines) if line.startswith("published  "))
    assert lines[at].endswith("%")
    assert lines[at + 1] == "2023-04-10T14:53:03+08:00"
    assert lines[at + 2].startswith("[meta line in block 1")
    assert "祁晓燕 (reporter)" in lines


def test_the_verdict_comes_first_and_a_terminal_of_80_columns_has_room_for_the_text():
    lines = told(TEXT, 80).splitlines()
    assert lines[1].startswith("report: 东城街道党建引领文明创建“提速升温”")
    assert all(width_of(line) <= 80 for line in lines if " " in line.strip())
    assert max(map(width_of, lines)) > 70


def test_repairs_stand_together_with_before_and_after():
    assert "pinyin annotations  2" in told(TEXT)
    assert "領(lǐng) → 領; 創(chuàng) → 創" in told(TEXT)


def test_a_page_without_a_report_says_why_and_what_that_means():
    shown = told("首页>动态>正文\n热门排行")
    assert "no row: no article, " in shown
    assert "The page has text, but no paragraph that reads as a report" in shown


def test_fields_of_which_nothing_is_known_stand_in_one_line_and_the_others_say_where_they_were_read():
    lines = [line.strip() for line in told(TEXT).splitlines()]
    assert lines[lines.index("nothing found") + 1] == "modified, keywords, captions, images, practices, flags"
    assert lines[lines.index("祁晓燕 (reporter)") + 1] == "[from block 2]"
    assert any(line.startswith("[of title and body; from 5 on") for line in lines)


FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = [page for page in Replay([FIXTURES / "pages", FIXTURES / "documents"]) if isinstance(page, Page)]
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[a-z]{2,}")


def said_by_us(document) -> list[str]:
    """What a document says of a page in our words: no text of the page, no name of a rule."""
    verdict, notes = document.verdict.partition(" · ")[2], []
    for section in document.sections:
        notes += [section.heading, *section.paragraphs]
        for record in section.records:
            notes += [re.sub(r"[\w ]+\.[\w ]+", "", record.head), record.note]
    return [verdict, *notes]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url.rpartition("/")[2])
def test_in_chinese_nothing_of_ours_is_left_in_english(page, monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "zh")
    for topic in ("any", "civic"):
        reading, verdict = explained(page, topic=topic)
        document = explanation(reading, verdict)
        words = said_by_us(document)
        if isinstance(verdict, Rejection):
            words.append(document.verdict)
        assert [text for text in words if ENGLISH.search(text)] == []


def test_a_row_without_its_page_says_what_it_knows_in_chinese_too(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "zh")
    shown = "\n".join(explanation_of_row(row(1, copies=[copy("http://farm.example/1")])).lines(200))
    assert "http://farm.example/1（" in shown
    assert "、编码 utf-8" in shown
    assert "没有找到" in shown
    assert not ENGLISH.search(shown)


def test_english_that_is_left_would_be_seen():
    assert ENGLISH.search("信息行：meta line in block 3")
    assert not ENGLISH.search("utf-8（合法的 UTF-8），字体 Hant")


def test_control_characters_of_a_page_never_reach_the_terminal_nor_a_file():
    assert "\x1b" not in told("\x1b[31m红色\x1b[0m" + TEXT)
    assert "\x1b" not in made("\x1b[31m红色\x1b[0m" + TEXT).html("en")


def test_what_a_page_says_is_text_in_the_file():
    page = made(TEXT + "<script>alert(1)</script>\n").html("zh")
    assert "<script" not in page
    assert 'lang="zh-Hans"' in page


def test_places_figures_and_practices_read_as_words():
    body = "长沙市开福区通泰街街道推行“四包”机制，组织志愿者1200余名，清理小广告3.5万处，为创建全国文明城市贡献力量。"
    shown = told(
        f"通泰街街道：志愿服务助力创城\n2023-04-10 14:53:03 来源:红网\n{body}\n{body[:30]}居民纷纷点赞，社区面貌焕然一新，邻里更加和睦。"
    )
    assert "湖南省 430000, 长沙市 430100, 开福区 430105, 通泰街街道" in shown
    assert "1200余名 = 1,200 名 (余) 志愿者" in shown
    assert "四包 机制" in shown


def said(capsys, *words, **options):
    command = Command()
    command.settings = Settings({"LEDGER": "none.sqlite", "ARCHIVE": ""})
    given = {"archive": None, "place": None, "url": None, "fetched_at": None, "width": 0, "html": None, **options}
    command.act(list(words), argparse.Namespace(**given))
    return capsys.readouterr().out


def test_a_file_an_address_and_an_id_are_explained(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    page = tmp_path / "a.txt"
    page.write_text(TEXT, encoding="utf-8")
    (tmp_path / "index.jsonl").write_text(json.dumps({"url": "http://www.a.example/1.html", "file": "a.txt"}) + "\n")
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps(row(1, url="http://www.a.example/1.html")) + "\n")
    assert "report: 东城街道" in said(capsys, str(page))
    assert "report: 东城街道" in said(capsys, "https://a.example/1.html", archive=[str(tmp_path)])
    with_page = said(capsys, f"{1:016x}", place=str(rows), archive=[str(tmp_path)])
    assert "report: 东城街道" in with_page
    assert "[meta line in block 1" in with_page
    assert "not at hand" in said(capsys, f"{1:016x}", place=str(rows))
    said(capsys, str(page), html=tmp_path / "a.html")
    assert "东城街道" in (tmp_path / "a.html").read_text("utf-8")


def test_what_recurs_on_its_site_is_shown_with_the_rule_and_the_number_of_texts(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    place, closing, end = str(tmp_path / "ledger.sqlite"), "掌上沅水客户端同步上线", "湖畔融媒速览"
    with Ledger.open(place, run="one", version="1") as ledger:
        for number, (headline, *paragraphs) in enumerate(STORIES):
            ledger.record(report(number, paragraphs=[*paragraphs, closing], title=headline + end))
        deliver(ledger)
    shown = said(capsys, "http://paper.example/1.html", place=place)
    section = shown[shown.index("Left out, for the site prints it on pages of other reports: 2") :]
    for expected in (BEHIND, closing, GLUED_END, end, "in 8 texts"):
        assert expected in section
    with Ledger.open(place, run="two", version="1") as ledger:
        for number in range(2, len(STORIES)):
            ledger.forget(f"http://paper.example/{number}.html")
        deliver(ledger)
    assert "Left out" not in said(capsys, "http://paper.example/1.html", place=place)


@pytest.mark.parametrize("words", [["nothing.html"], [], ["http://b.example/"], ["abcdef"]])
def test_what_is_not_there_is_refused_in_words(words, capsys, tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps(row(1)) + "\n")
    with pytest.raises(ArgumentError):
        said(capsys, *words, place=str(rows))
