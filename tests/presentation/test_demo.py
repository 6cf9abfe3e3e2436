"""The invented corpus: it is what its script makes, names nobody's site, and `newsbot demo` shows it."""

import json
import lzma
import re
from importlib.resources import files

import pytest

from newsbot.commands.looking import has_screen
from newsbot.presentation.demo import CORPUS, unpack_demo
from scripts.build_demo import lines
from tests.test_main import newsbot

PAGES = lzma.decompress(files("newsbot.data").joinpath(*CORPUS).read_bytes()).decode().splitlines()


def test_every_page_is_invented_and_says_so_by_its_address():
    assert len(PAGES) > 600
    hosts = {json.loads(line)["url"].split("/")[2] for line in PAGES}
    assert all(host.endswith(".example") for host in hosts)
    assert len([host for host in hosts if re.search(r"-\d{6}\.example$", host)]) == 60


@pytest.mark.slow
def test_the_corpus_is_what_its_script_makes():
    assert list(lines()) == PAGES


def test_it_unpacks_into_a_replay_folder(tmp_path):
    assert unpack_demo(tmp_path / "x", 7) == 7
    records = [json.loads(line) for line in (tmp_path / "x" / "index.jsonl").read_text("utf-8").splitlines()]
    assert [(tmp_path / "x" / record["file"]).read_text("utf-8") for record in records] == [json.loads(line)["text"] for line in PAGES[:7]]


@pytest.mark.slow
def test_the_demo_ends_with_a_report(tmp_path):
    ran = newsbot(tmp_path, "demo", "here", "--no-open", "--pages", "40")
    assert ran.code == 0, ran.log
    assert "40 invented pages" in ran.log
    page = (tmp_path / "here" / "report.html").read_text("utf-8")
    assert '"damage":[{' in page
    assert '"texts":{"http' in page
    again = newsbot(tmp_path, "demo", "here", "--no-open", "--pages", "40")
    assert "reports written" in again.log
    assert "not written" not in again.log  # the second begins as the first did


@pytest.mark.parametrize(("name", "shown"), [("DISPLAY", True), ("LC_ALL", False)])
def test_no_browser_is_started_where_none_can_show_itself(monkeypatch, name, shown):
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv(name, ":0")
    assert has_screen() is shown
