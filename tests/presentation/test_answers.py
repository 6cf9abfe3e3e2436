"""Trace, brief and search: answers about one report, one place, some words."""

import io
import re
import zipfile

import pytest

from newsbot.commands.looking import Looking
from newsbot.exceptions import ArgumentError
from newsbot.ledger import Ledger
from newsbot.presentation.brief import brief
from newsbot.presentation.collection import Collection, read_collection, texts_of
from newsbot.presentation.document import A4_MM, HAN_TYPEFACE, Document, Grid, NamedEntry, Section
from newsbot.presentation.messages import LANGUAGES
from newsbot.presentation.search import pairs, search
from newsbot.presentation.terminal import width_of
from newsbot.presentation.trace import row_of, trace
from tests.ledger.made import body, report
from tests.presentation.made import copy, row


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")


def text(document: Document) -> str:
    return "\n".join(document.lines(200))


def test_a_report_is_found_by_its_id_its_address_and_that_of_a_copy():
    collection = Collection([row(1, copies=[copy("http://www.farm.example/1.html")]), row(2)])
    for wanted in (f"{1:016x}", "http://paper.example/1.html", "https://m.paper.example/1.html", "http://farm.example/1.html"):
        assert row_of(collection, wanted)["id"] == f"{1:016x}"
    for wanted in ("ffff", "http://other.example/"):
        with pytest.raises(ArgumentError, match="there is no report"):
            row_of(collection, wanted)
    with pytest.raises(ArgumentError, match="2 reports"):
        row_of(collection, "0000")


def test_a_trace_shows_copies_by_day_and_what_they_changed(tmp_path):
    place = str(tmp_path / "ledger.sqlite")
    shortened = [*body(1)[:3], "小编提醒您扫码关注本站获取更多精彩内容。"]
    with Ledger.open(place, run="one", version="1") as opened:
        opened.record(report(1, date="2023-05-02"))
        opened.record(report(1, host="farm.example", later=9, paragraphs=shortened, date="2023-05-01"))
        opened.settle()
    collection = read_collection(place)
    found = row_of(collection, "http://farm.example/1.html")
    shown = text(trace(found, texts_of(place, [each["url"] for each in found["copies"]])))
    other = found["copies"][0]
    table = shown.partition("Copies by day")[2]
    assert table.index("2023-05-01") < table.index("2023-05-02")
    assert f"cut at {other['site']}" in shown
    assert f"added at {other['site']}" in shown
    assert "小编提醒您" in shown
    assert "1 of 4 sentences" in shown


def test_a_copy_that_states_an_earlier_time_is_named():
    given = row(1, date_published="2023-05-02", copies=[copy("http://farm.example/1", day="2023-05-01")], copies_count=1)
    given["contested"] = [{"field": "figures", "value": "4200余人", "url": "http://farm.example/1"}]
    shown = text(trace(given, {}))
    assert "an earlier time is stated at http://farm.example/1" in shown
    assert "4200余人" in shown
    assert "earlier" not in text(trace(row(1, copies=[copy("http://farm.example/1", day="2099-05-01")]), {}))


def test_a_brief_sums_up_a_place_and_a_month():
    practice = {"name": "四包", "kind": "机制", "paragraph": 0}
    figure = {"value": 1200.0, "unit": "名", "what": "志愿者", "text": "1200余名", "approximate": "余", "paragraph": 0}
    said = ["街道推行“四包”机制，组织志愿者1200余名。其余如常。"]
    rows = [
        row(3, date_published="2023-12-04", body=said, practices=[practice], figures=[figure], source="黄冈日报", copies_count=2),
        row(6, date_published="2023-12-09", contested=[{"field": "figures", "value": "80户", "url": "http://farm.example/"}]),
        row(9, date_published="2023-11-09"),
        row(4, date_published="2023-12-09"),
    ]
    shown = text(brief(rows, "黄冈市", "2023-12"))
    assert "2 reports of 1 places, credited to 1 media, copied 2 times" in shown
    assert "四包机制 (1)" in shown
    assert "街道推行“四包”机制，组织志愿者1200余名。" in shown
    assert "其余如常" not in shown
    assert "志愿者 1200余名" in shown
    assert "80户" in shown
    assert "2023-11" not in shown
    assert "3 reports" in text(brief(rows, "湖北", "2023"))
    with pytest.raises(ArgumentError, match="of any time there are 3"):
        brief(rows, "黄冈市", "2020-01")


def test_words_of_two_characters_are_found_and_the_title_counts_more():
    rows = [
        row(1, title="光明街道开展清扫", body=["街道动员居民参与创城，党建引领聚合力。"]),
        row(2, title="创城在行动", body=["网格员每天入户走访。"]),
        row(3, title="别的事", body=["城创一词与此无关，引领建党亦然。"]),
    ]
    assert [hit.row["title"] for hit in search(rows, ["创城"])] == ["创城在行动", "光明街道开展清扫"]
    assert [hit.row["title"] for hit in search(rows, ["网格员"])] == ["创城在行动"]
    assert [hit.row["title"] for hit in search(rows, ["党建引领"])] == ["光明街道开展清扫"]
    assert [hit.row["title"] for hit in search(rows, ["创城", "居民"])] == ["光明街道开展清扫"]
    assert [hit.row["title"] for hit in search(rows, ["扫"])] == ["光明街道开展清扫"]
    assert search(rows, ["党建引领"], marks=("<", ">"))[0].text == "街道动员居民参与创城，<党建引领>聚合力。"
    assert search(rows, ['创" OR "城']) == []
    assert len(search(rows, ["创城"], most=1)) == 1
    with pytest.raises(ArgumentError, match="at least one word"):
        search(rows, ["，"])


def test_pairs_of_characters():
    assert pairs("社区A4纸12.5%、建") == ["社区", "a4", "纸", "12.5%", "建"]


def document() -> Document:
    return Document(
        "题<b>", "结论", [Section("节", ["段" * 90], [NamedEntry("头", "文\x07", "注")], Grid(("a", "b"), [("1", "<i>"), ("2", "")]))]
    )


def test_a_document_fits_a_terminal_and_is_text_in_a_file():
    assert all(width_of(line) <= 80 for line in document().lines(80))
    page = document().html("zh")
    assert "题&lt;b&gt;" in page
    assert "<td>&lt;i&gt;</td>" in page
    assert "\x07" not in page
    assert not re.search("<script|https?://", page)


def test_a_word_file_holds_the_same(tmp_path, monkeypatch, capsys):
    pytest.importorskip("docx")
    Looking().show(document(), None, tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        said = packed.read("word/document.xml").decode()
    assert "题&lt;b&gt;" in said
    assert "结论" in said
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ArgumentError, match=r"newsbot\[docx\]"):
        Looking().show(document(), None, tmp_path / "b.docx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_file_of_a_brief_has_the_headings_of_the_brief_and_a_typeface_for_chinese(language, monkeypatch):
    docx = pytest.importorskip("docx")
    monkeypatch.setenv("NEWSBOT_LANG", language)
    made = brief([row(n) for n in range(4)], "黄冈市")
    read = docx.Document(io.BytesIO(made.docx()))
    headings = [(each.style.name, each.text) for each in read.paragraphs if each.style.name.startswith(("Title", "Heading"))]
    assert headings == [("Title", made.title), *(("Heading 1", section.heading) for section in made.sections)]
    assert len(headings) >= 3
    assert any(re.search("[一-鿿]", text) for _, text in headings[1:]) == (language == "zh")
    fonts = read.styles["Normal"].element.rPr.rFonts
    assert fonts.get(docx.oxml.ns.qn("w:eastAsia")) == HAN_TYPEFACE
    assert (read.core_properties.title, round(read.sections[0].page_width.mm)) == (made.title, A4_MM[0])
    for table in read.tables:
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
