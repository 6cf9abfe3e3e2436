import re

import pytest
from scrapy.settings import Settings

from newsbot import settings as project
from newsbot.exceptions import ArgumentError
from newsbot.spiders.options import processors, read_options


def options(given=(), *, replay=True):
    settings = Settings()
    settings.setmodule(project)
    settings.setdict(dict(given), priority="cmdline")
    return read_options(settings, replay=replay)


def test_the_ledger_of_a_replay_is_private_unless_the_command_line_names_one(tmp_path):
    assert options().ledger is None
    assert options({"LEDGER": str(tmp_path / "own.sqlite")}).ledger == str(tmp_path / "own.sqlite")
    assert options(replay=False).ledger == project.LEDGER


@pytest.mark.parametrize(("text", "value"), [("0", False), ("1", True), ("False", False), ("yes", True)])
def test_repost_detection_can_be_switched_off(text, value):
    assert options({"REPOSTS_ENABLED": text}).reposts is value


def test_an_empty_archive_keeps_nothing():
    assert options({"ARCHIVE": ""}).archive is None
    assert str(options().archive) == project.ARCHIVE


def test_private_addresses_are_given_by_host_and_port():
    assert options({"ALLOW_PRIVATE": "127.0.0.1:8080, localhost:80,[::1]:443"}).allow_private == {
        "127.0.0.1:8080",
        "localhost:80",
        "[::1]:443",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPOSTS_ENABLED", "maybe"),
        ("ALLOW_PRIVATE", "127.0.0.1"),
        ("ALLOW_PRIVATE", "127.0.0.1:99999"),
        ("ALLOW_PRIVATE", "http://127.0.0.1:80"),
        ("ARCHIVE", __file__),
        ("LEDGER", "/"),
        ("LEDGER", ""),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_may_be(name, value):
    with pytest.raises(ArgumentError, match=re.escape(f"-s {name}={value}: ") + ".*It may be "):
        options({name: value})


def test_a_misspelt_setting_of_ours_is_recognised_and_others_are_left_to_scrapy():
    with pytest.raises(ArgumentError, match=r"-s LEGDER: there is no such setting\. Did you mean LEDGER\?"):
        options({"LEGDER": "x"})
    assert options({"SOME_PLUGIN_SETTING": "x", "CONCURRENT_REQUESTS": "1"}).reposts is True


def test_jobs_are_a_number_of_processes_and_0_is_one_for_each_processor():
    assert options().jobs == 1
    assert options({"JOBS": "3"}).jobs == 3
    assert options({"JOBS": "0"}).jobs == processors() >= 1
    for wrong in ("two", "-1", "1.5", "²", "9999"):
        with pytest.raises(ArgumentError, match=f"JOBS={wrong}.*a number of processes"):
            options({"JOBS": wrong})


def test_workers_that_share_a_queue_share_a_ledger_on_a_server():
    with pytest.raises(ArgumentError, match=r"FRONTIER=redis://.*(LEDGER=postgresql://|newsbot\[cluster\])"):
        options({"FRONTIER": "redis://127.0.0.1"}, replay=False)
    with pytest.raises(ArgumentError, match=r"no address of a Redis server.*redis://host:6379/0"):
        options({"FRONTIER": "127.0.0.1:6379", "LEDGER": "postgresql://me@db.test/news"}, replay=False)
    with pytest.raises(ArgumentError, match=r"FRONTIER=redis://me:\*\*\*@x") as raised:
        options({"FRONTIER": "redis://me:secret@x"}, replay=False)
    assert "secret" not in str(raised.value)


def test_a_queue_that_workers_share_needs_the_server_and_no_replay_needs_it():
    pytest.importorskip("redis")
    assert options({"FRONTIER": "redis://x.test/0", "LEDGER": "postgresql://me@db.test/news"}, replay=False).frontier == "redis://x.test/0"
    assert options().frontier is None
