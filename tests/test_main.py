"""The command `newsbot`: from any folder, a quiet terminal, a table at the end."""

import re
import subprocess
import sys
import unicodedata

import pytest

from newsbot.extensions.table import fitted, place_of, repairs_of
from newsbot.main import COMMANDS, LOG_FILE, main, quietly, read
from newsbot.row import Division, Place, Repairs
from tests.test_run import DOCUMENTS, PATIENCE, Ran, environment


def newsbot(folder, *arguments):
    env = {name: value for name, value in environment().items() if name != "SCRAPY_SETTINGS_MODULE"}
    command = [sys.executable, "-W", "error", "-m", "newsbot", *map(str, arguments)]
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return Ran(ran.returncode, ran.stdout + ran.stderr, folder)


def test_the_first_command_of_a_reader_ends_with_a_table_and_says_where_everything_lies(tmp_path):
    ran = newsbot(tmp_path, "read", DOCUMENTS, "-O", "reports.jsonl")
    assert ran.code == 0, ran.log
    rows = ran.rows("reports.jsonl")
    assert len(rows) == 5
    assert all(row["title"][:15] in ran.log for row in rows)
    assert "5 rows of 5 pages (5 report)" in ran.log
    assert "written: reports.jsonl" in ran.log
    assert str(LOG_FILE) in ran.log
    assert len(ran.log.splitlines()) < 20
    assert "Spider closed (finished)" in (tmp_path / LOG_FILE).read_text("utf-8")


def test_a_run_that_fails_says_why_on_the_terminal(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "index.jsonl").write_text("")
    ran = newsbot(tmp_path, "read", "empty", "-O", "reports.jsonl")
    assert ran.code == 66
    assert "ended with code 66" in ran.log
    assert newsbot(tmp_path, "crawl", "-a", "topic=civc").code == 2


def test_other_commands_are_handed_on(tmp_path):
    (tmp_path / "x.html").write_text("<title>x</title><p>光明街道推动文明城市创建，志愿者深入社区，受到居民欢迎。</p>", encoding="utf-8")
    explained = newsbot(tmp_path, "explain", "x.html")
    assert explained.code == 0, explained.log
    assert "光明街道" in explained.log
    assert newsbot(tmp_path, "export", "x.jsonl").code == 2
    assert "ledger" in newsbot(tmp_path, "doctor").log


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert set(re.findall(r"^  newsbot (\w+)", said, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize(
    ("given", "words"), [(["craul"], "Did you mean crawl?"), (["read"], "name at least one"), (["read", "a,b"], "comma")]
)
def test_what_is_no_command_is_refused_in_words(capsys, given, words):
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_paths_stand_before_the_options():
    assert read(["a", "b", "-O", "c"]) == ["crawl", "civic_news", "-a", "replay=a,b", "-O", "c"]


def test_only_a_crawl_is_quiet_and_only_where_nobody_asks_for_its_log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert quietly(["crawl", "civic_news"])["TABLE"] is True
    assert quietly(["crawl", "civic_news", "-L", "DEBUG"]) == quietly(["export", "x.csv"]) == {}


@pytest.mark.parametrize("text", ["", "x", "社区", "社区治理" * 20, "a" * 60, "社a区b" * 12, "\x1b[31m红"])
@pytest.mark.parametrize("columns", [10, 11, 44])
def test_a_cell_fills_its_columns_whatever_stands_in_it(text, columns):
    cell = fitted(text, columns)
    assert sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in cell) == columns
    assert "\x1b" not in cell


def test_places_and_repairs_in_words():
    assert place_of(Place(province=Division("湖北省"), city=Division("黄冈市"), county=Division("黄州区"))) == "黄冈市黄州区"
    assert place_of(Place(province=Division("湖北省"))) == "湖北省"
    assert place_of(Place()) == repairs_of(Repairs()) == "-"
    assert repairs_of(Repairs(pinyin_annotations=416, byte_shifts=2)) == "416 pinyin annotations, 2 byte shifts"
