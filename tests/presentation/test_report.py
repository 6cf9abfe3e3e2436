"""The report: one file that asks nothing of anybody, says everything in both languages, and runs nothing that a page brought along."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from newsbot.archive.replay import Replay
from newsbot.commands.looking import Looking
from newsbot.exceptions import ArgumentError
from newsbot.ledger import Ledger
from newsbot.model import Page, Rejection
from newsbot.normalise import normalise
from newsbot.presentation.collection import Collection, read_collection
from newsbot.presentation.damage import damage_of
from newsbot.presentation.demo import unpack_demo
from newsbot.presentation.html_page import html_page, report_file
from newsbot.presentation.messages import LANGUAGES
from newsbot.presentation.phrases import travelling
from newsbot.presentation.report.build import report_data, report_html, sampled
from newsbot.presentation.report.words import SAID, catalogues
from tests.presentation.made import copy, row

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


def data_of(page: str) -> Any:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


@pytest.fixture(scope="module")
def page():
    rows = [row(n) for n in range(12)]
    rows[3] = row(
        3, title=EVIL, copies=[copy("http://farm.example/1")], contested=[{"field": "figures", "value": EVIL, "url": "http://x/"}]
    )
    return report_html(Collection(rows, {"report": 12, "mirror": 1}), "en")


def test_the_policy_allows_the_one_script_and_the_one_style_and_nothing_else(page):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    policy = policy.replace("&#x27;", "'")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind, name in (("style", "report.css"), ("script", "report.js")):
        digest = base64.b64encode(hashlib.sha256(report_file(name).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
        assert report_file(name) in page


def test_nothing_is_asked_of_anybody(page):
    asks = r"""(?:src|href|action)\s*=\s*["'](?!#)|@import|url\(|fetch\(|XMLHttpRequest|WebSocket|innerHTML|insertAdjacent|eval\("""
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(asks, outside)
    assert page.count("<script") == 2


def test_what_a_page_brought_along_is_text(page):
    assert EVIL not in page
    shown = [each for each in data_of(page)["reports"] if each.get("t") == EVIL]
    assert len(shown) == 1
    assert shown[0]["x"] == [["figures", EVIL, "http://x/"]]


def test_the_script_says_nothing_that_has_no_words_in_both_languages():
    script = report_file("report.js")
    asked = {word for word in re.findall(r"""\bt\("([^"]+)"[,)]""", script) if word != "repair uncertain"}
    asked |= set(re.findall(r"\b([A-Z]\w+): screen", script))
    assert len(asked) > 40
    assert asked <= set(SAID)
    words = catalogues()
    assert set(words) == set(LANGUAGES)
    assert words["en"].keys() == words["zh"].keys()
    assert not [key for key, text in words["zh"].items() if not re.search("[\u3400-\u9fff、；（：]", text)]
    assert not [key for key, text in words["en"].items() if re.search("[\u3400-\u9fff]", text)]


def test_a_large_ledger_is_sampled_evenly_and_says_so():
    rows = [row(n) for n in range(60)]
    assert sampled(rows, 60) == sorted(rows, key=lambda each: (each["date_published"], each["id"]))
    few = sampled(rows, 6)
    assert [each["date_published"][:7] for each in few] == ["2023-01", "2023-03", "2023-05", "2023-07", "2023-09", "2023-11"]
    assert "{shown}" in catalogues()["en"]["A sample: {shown} of {all} reports, evenly over time."]


def test_a_phrase_travels_from_where_it_stands_first():
    shared = "把支部建在网格上、把服务送到家门口"
    rows = [row(n) for n in range(6)]
    alone = "只在这里的一句话而已"
    for n, extra in ((3, f"{shared}12次。"), (1, f"“{shared}33次。”"), (2, f"{shared}7次。"), (4, f"{alone}。"), (0, f"{alone}。")):
        rows[n]["body"].append(extra)
    found = {phrase.text: phrase for phrase in travelling(rows)}
    phrase = found[f"{shared}◯次"]
    assert (phrase.places, phrase.reports) == (3, 3)
    assert [day for day, _, _ in phrase.steps] == ["2023-02-02", "2023-03-03", "2023-04-04"]
    assert phrase.steps[0][1:] == ("开福区", 1)
    assert alone not in found
    assert "把服务送到家门口◯次" not in found  # a clause of what travels whole


def test_a_phrase_of_two_places_does_not_travel():
    rows = [row(n) for n in range(2)]
    for each in rows:
        each["body"].append("把支部建在网格上，把服务送到家门口。")
    assert travelling(rows) == []


def test_a_damaged_page_stands_beside_what_was_made_of_it():
    paragraph = "街道組織(zhī)志願者開展(zhǎn)全國文明城市創(chuàng)建活動(dòng),惠及群眾4200餘人,社區(qū)面貌煥然一新。"
    title = "天天快资讯:光明街道黨建引領(lǐng)推動(dòng)創(chuàng)城"
    text = f"{title}\n2023-04-10 14:53:03    来源:红网\n{paragraph}\n{paragraph}\n热门排行"
    found: Any = damage_of(Page("http://documents.test/a", text, {"Content-Type": "text/plain"}, "2024-01-01T00:00:00+08:00"))
    assert found["repairs"] >= 8
    first, handed = found["blocks"][0]
    assert ["(lǐng)", "", "pinyin_annotations", True] in first
    assert "".join(report_file if isinstance(report_file, str) else report_file[0] for report_file in first) == text.splitlines()[0]
    assert [piece[1:] for piece in handed if not piece[3]]
    assert "".join(piece[0] for piece in handed).startswith("天天快资讯")
    assert damage_of(Page("http://documents.test/b", "", {})) is None


def test_a_ledger_gives_copies_their_text_and_an_archive_the_pages_as_found(tmp_path):
    unpack_demo(tmp_path / "pages", 12)
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1") as opened:
        for found in Replay([tmp_path / "pages"]):
            assert isinstance(found, Page)
            verdict = normalise(found)
            assert not isinstance(verdict, Rejection)
            opened.record(verdict)
        opened.settle()
        opened.outcomes()
    collection = read_collection(place)
    assert collection.outcomes["report"] == len(collection.rows)
    data = report_data(collection, "zh", [tmp_path / "pages"])
    copied = [each for each in data["reports"] if "c" in each]
    assert copied
    assert all(data["texts"][other[0]] for each in copied for other in each["c"])
    assert any(shown["repairs"] for shown in data["damage"])
    assert all(0 <= shown["n"] < len(data["reports"]) for shown in data["damage"])
    assert json.dumps(data) == json.dumps(report_data(read_collection(place), "zh", [tmp_path / "pages"]))


def test_a_file_of_rows_is_enough_and_the_last_row_of_an_id_counts(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [row(1), row(2), row(1, title="后来的标题"), row(2, status="withdrawn")]
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    assert [each["title"] for each in read_collection(str(path)).rows] == ["后来的标题"]
    path.write_text("{}\n")
    with pytest.raises(ArgumentError, match="holds no rows"):
        read_collection(str(path))
    with pytest.raises(ArgumentError, match="cannot be read"):
        read_collection(str(tmp_path / "none.jsonl"))
    with pytest.raises(ArgumentError, match="no ledger"):
        read_collection(str(tmp_path / "none.sqlite"))


def test_a_page_without_a_script_allows_none():
    assert "script-src" not in html_page("<题>", "<p>x</p>", language="zh", style="p{}")
    assert "<title>&lt;题&gt;</title>" in html_page("<题>", "", language="zh", style="")


def test_a_file_takes_its_place_whole(tmp_path):
    Looking.write(tmp_path / "a.html", "字")
    assert (tmp_path / "a.html").read_text("utf-8") == "字"
