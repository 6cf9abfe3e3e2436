import re
from pathlib import Path

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.settings import default_settings
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from newsbot import settings
from newsbot.middlewares.cookies import CookiesOnRequest

OWN = {
    "BROWSER",
    "ALLOW_PRIVATE",
    "CONTACT",
    "PAGES_PER_HOST",
    "PAGES_PER_RUN",
    "LOOK_BACK_DAYS",
    "PROXY_NAMES",
    "FRONTIER",
    "JOBS",
    "TLS",
    "ARCHIVE",
    "LEDGER",
    "REPOSTS_ENABLED",
    "RUNS",
    "TABLE",
}
PROJECT = {"BOT_NAME", "COMMANDS_MODULE", "NEWSPIDER_MODULE", "SPIDER_MODULES"}
GIVEN = {name for name in vars(settings) if name.isupper()}
SOURCE = Path(settings.__file__).read_text("utf-8")


def test_every_setting_is_one_that_scrapy_knows_or_one_of_our_own():
    known = {name for name in dir(default_settings) if name.isupper()}
    assert known | OWN >= GIVEN
    assert known.isdisjoint(OWN)


@pytest.mark.parametrize("name", sorted(GIVEN - OWN - PROJECT - {"FEED_STORE_EMPTY"}))
def test_what_is_set_deviates_from_the_default(name):
    assert getattr(settings, name) != getattr(default_settings, name)


@pytest.mark.parametrize("name", sorted(GIVEN - PROJECT))
def test_every_deviation_says_why(name):
    before = re.search(rf"^((?:#[^\n]*\n|[A-Z_]+ = [^\n]*\n)*){name} = [^\n]*(#[^\n]*)?", SOURCE, re.MULTILINE)
    assert before is not None
    assert "#" in before[0]


def test_nobody_can_run_code_through_a_console():
    assert settings.REMOTE_CONTROL_ENABLED is False
    assert settings.TELNETCONSOLE_ENABLED is False


def test_the_consoles_are_not_even_imported_and_all_else_of_scrapy_is_there():
    left_out = default_settings.EXTENSIONS_BASE.keys() - settings.EXTENSIONS_BASE.keys()
    assert {name.rpartition(".")[2] for name in left_out} == {"RemoteControl", "TelnetConsole"}
    assert settings.EXTENSIONS_BASE.items() <= default_settings.EXTENSIONS_BASE.items()


def test_cookies_are_scrapys_own_where_they_are_asked_for_and_not_imported_elsewhere():
    left_out = default_settings.DOWNLOADER_MIDDLEWARES_BASE.keys() - settings.DOWNLOADER_MIDDLEWARES_BASE.keys()
    (path,) = left_out
    assert settings.DOWNLOADER_MIDDLEWARES_BASE.items() <= default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    assert (
        settings.DOWNLOADER_MIDDLEWARES["newsbot.middlewares.cookies.CookiesOnRequest"]
        == default_settings.DOWNLOADER_MIDDLEWARES_BASE[path]
    )
    asked = build_from_crawler(CookiesOnRequest, get_crawler(settings_dict={"COOKIES_ENABLED": True}))
    assert type(asked) is load_object(path)
    with pytest.raises(NotConfigured):
        build_from_crawler(CookiesOnRequest, get_crawler(settings_dict={"COOKIES_ENABLED": settings.COOKIES_ENABLED}))


def test_only_the_web_is_fetched():
    assert {scheme for scheme, handler in settings.DOWNLOAD_HANDLERS.items() if handler is None} == {"file", "data", "ftp", "s3"}


def test_what_is_named_exists():
    named = [*settings.ITEM_PIPELINES, *settings.EXTENSIONS, *settings.FEED_EXPORTERS.values(), *settings.FEED_STORAGES.values()]
    for path in [*named, settings.LOG_FORMATTER]:
        assert isinstance(load_object(path), type)
