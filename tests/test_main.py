"""The command `newsbot`: from any folder, a quiet terminal, a table at the end."""

import json
import re
import subprocess
import sys

import pytest

from newsbot.main import COMMANDS, LOG_FILE, main, quietly
from newsbot.presentation.help import HELP
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
    assert set(re.findall(r"^  newsbot (\w+)  ", said, re.MULTILINE)) == set(COMMANDS) == set(HELP)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_with_examples_in_both_languages(name, capsys, monkeypatch):
    said = {}
    for language in ("en", "zh"):
        monkeypatch.setenv("NEWSBOT_LANG", language)
        with pytest.raises(SystemExit) as ended:
            main([name, "-h"])
        assert ended.value.code == 0
        said[language] = capsys.readouterr().out
    assert f"  newsbot {name}" in said["en"]
    assert "Examples:" in said["en"]
    assert "示例：" in said["zh"]
    commands = [re.findall(r"^  (?!-)\S.*", text, re.MULTILINE) for text in said.values()]
    assert commands[0] == commands[1]


def test_the_language_is_asked_for_anywhere_on_the_line(capsys, monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")
    for line in (["--lang", "zh", "-h"], ["-h", "--lang=zh"]):
        monkeypatch.setenv("NEWSBOT_LANG", "en")
        with pytest.raises(SystemExit):
            main(line)
        assert "从这里开始" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "fr"])
    assert ended.value.code == 2


def test_a_run_speaks_chinese_where_the_environment_does(tmp_path):
    ran = newsbot(tmp_path, "read", DOCUMENTS / "000_739077fb25da51b6.txt", "-O", "reports.csv", "--lang", "zh")
    assert ran.code == 0, ran.log
    assert "1 个网页，得 1 行" in ran.log
    assert "已写入：reports.csv" in ran.log


def test_rows_that_go_to_standard_output_stand_there_alone(tmp_path):
    ran = newsbot(tmp_path, "read", DOCUMENTS / "000_739077fb25da51b6.txt", "-O", "-:jsonl")
    assert ran.code == 0
    assert [json.loads(text)["status"] for text in ran.log.splitlines()] == ["valid"]


def test_the_declared_sources_stand_in_a_table(tmp_path):
    said = newsbot(tmp_path, "sources").log
    assert "people-hn" in said
    assert "49 sources" in said
    assert newsbot(tmp_path, "sources", "people-hm").code == 2


@pytest.mark.parametrize(
    ("given", "words"), [(["craul"], "Did you mean crawl?"), (["read"], "name at least one"), (["read", "a,b"], "comma")]
)
def test_what_is_no_command_is_refused_in_words(capsys, given, words, monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_only_a_crawl_is_quiet_and_only_where_nobody_asks_for_its_log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert quietly(["crawl", "civic_news"])["TABLE"] is True
    assert quietly(["crawl", "civic_news", "-o", "-:csv"])["TABLE"] is False
    assert quietly(["crawl", "civic_news", "-L", "DEBUG"]) == quietly(["export", "x.csv"]) == {}
