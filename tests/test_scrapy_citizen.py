"""newsbot as a Scrapy project among others: Scrapy's commands, its stats, other spiders, other projects, an installation that is a zip."""

import csv
import io
import json
import os
import zipfile

import pytest

from newsbot.addon import THEIRS, NewsbotAddon
from tests.test_run import ARTICLE, ROOT, archive, environment, scrapy, site

__all__ = ["site"]


@pytest.fixture
def local(site):
    return ("-s", f"ALLOW_PRIVATE={site}", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_ENABLED=0")


def left(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def environment_of(folder, settings, text):
    (folder / f"{settings}.py").write_text(text, encoding="utf-8")
    return environment(settings, folder)


# ------------------------------------------------------------------------------------------------------- Scrapy's commands


def test_parse_reads_one_page_and_leaves_nothing(tmp_path, site, local):
    asked = ("--spider=civic_news", "--pipelines", f"http://{site}/article")
    ran = scrapy(
        tmp_path, "parse", *asked, *local, "-s", "LOG_LEVEL=ERROR", warnings="ignore"
    )  # Scrapy's own command is deprecated to itself
    assert ran.code == 0, ran.log
    assert '"outcome": "report"' in ran.log
    assert "光明街道推动文明城市创建" in ran.log
    assert "Traceback" not in ran.log
    assert left(tmp_path) == []


def test_check_holds_the_spider_to_its_contracts_without_asking_any_site(tmp_path):
    ran = scrapy(tmp_path, "check")
    assert ran.code == 0, ran.log
    assert "Ran 2 contracts" in ran.log
    assert left(tmp_path) == []


def test_the_shell_fetches_a_page_and_leaves_nothing(tmp_path, site, local):
    ran = scrapy(tmp_path, "shell", f"http://{site}/article", "-c", "response.status", "--nolog", *local)
    assert (ran.code, ran.log.strip()) == (0, "200")
    assert left(tmp_path) == []


def test_the_benchmark_of_scrapy_crawls(tmp_path):
    ran = scrapy(tmp_path, "bench", "-s", "CLOSESPIDER_PAGECOUNT=20", "-s", "CLOSESPIDER_TIMEOUT=30")
    assert ran.code == 0, ran.log
    assert "'downloader/response_status_count/200'" in ran.log
    assert left(tmp_path) == []


# -------------------------------------------------------------------------------------------------------- stats and formats


def test_the_counts_of_a_run_stand_in_scrapys_stats_and_the_record_has_the_same(tmp_path):
    folder = archive(tmp_path / "two", ARTICLE, ARTICLE, "第二篇。")
    ran = scrapy(tmp_path, "crawl", "civic_news", "-a", f"replay={folder}", "-O", "out.jsonl", "-L", "DEBUG")
    assert ran.code == 0, ran.log
    record = ran.record
    assert record["outcomes"]["mirror"] == 1
    for name, number in record["outcomes"].items():
        assert f"'newsbot/outcome/{name}': {number}," in ran.log
    assert f"'newsbot/pages': {record['pages']}," in ran.log
    assert f"'newsbot/rows': {record['rows']}," in ran.log
    assert f"'newsbot/field/title': {record['fields']['title']}," in ran.log


def test_feeds_of_several_formats_hold_the_same_row(tmp_path):
    folder = archive(tmp_path / "one", ARTICLE)
    outputs = [part for name in ("x.jsonl", "x.csv", "x.json", "x.xml", "x.marshal") for part in ("-O", name)]
    ran = scrapy(tmp_path, "crawl", "civic_news", "-a", f"replay={folder}", *outputs)
    assert ran.code == 0, ran.log
    (row,) = ran.rows("x.jsonl")
    assert json.loads((tmp_path / "x.json").read_text("utf-8")) == [row]
    (cells,) = csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text("utf-8-sig"), newline=""))
    assert cells["body"].split("\n") == row["body"]
    assert {output["path"].rpartition(".")[2] for output in ran.record["outputs"] if output["sha256"]} == {
        *("jsonl", "csv", "json", "xml", "marshal")
    }


def test_a_feed_of_an_unknown_format_is_refused(tmp_path):
    folder = archive(tmp_path / "one", ARTICLE)
    feeds = json.dumps({"x.foo": {"format": "foo"}})
    ran = scrapy(tmp_path, "crawl", "civic_news", "-a", f"replay={folder}", "-s", f"FEEDS={feeds}")
    assert ran.code == 2
    assert "could not be set up" in ran.log


def test_a_replay_of_a_run_leaves_the_record_of_that_run_alone(tmp_path, site, local):
    first = scrapy(tmp_path, "crawl", "civic_news", "-a", f"url=http://{site}/article", "-a", "topic=any", *local, "-O", "live.jsonl")
    assert first.code == 0, first.log
    (live,) = (tmp_path / "data" / "runs").glob("*.json")
    before = live.read_bytes()
    again = scrapy(tmp_path, "crawl", "civic_news", "-a", "replay=data/archive", "-a", "topic=any", "-O", "again.jsonl")
    assert again.code == 0, again.log
    assert live.read_bytes() == before
    assert {path.name for path in live.parent.iterdir()} == {live.name, f"replay-{live.name}"}
    assert first.rows("live.jsonl")[0]["provenance"]["run"] == again.rows("again.jsonl")[0]["provenance"]["run"] == live.stem


# ---------------------------------------------------------------------------------------------------- other spiders, projects

SECOND = """
{settings}
import scrapy
from newsbot import Page
from newsbot.spiders import PageSpider

class Second(PageSpider):
    name = "second"
    async def start(self):
        yield scrapy.Request(self.address)
    def parse(self, response):
        yield self.visit(response)

class Stranger(scrapy.Spider):
    name = "stranger"
    async def start(self):
        yield scrapy.Request(self.address)
    def parse(self, response):
        yield Page(response.url, response.body)

class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        yield scrapy.Request(self.address)
    def parse(self, response):
        yield {{"url": response.url}}
"""
OF_OURS = "from newsbot.settings import *\nSPIDER_MODULES = ['second_settings']"
WITH_ADDON = "BOT_NAME = 'other'\nSPIDER_MODULES = ['second_settings']\nADDONS = {'newsbot.addon.NewsbotAddon': 100}"


@pytest.mark.parametrize("settings", [OF_OURS, WITH_ADDON], ids=["settings", "addon"])
def test_a_second_spider_gets_rows_and_one_without_a_run_leaves_plain_items(tmp_path, site, local, settings):
    env = environment_of(tmp_path, "second_settings", SECOND.format(settings=settings))
    where = ("-a", f"address=http://{site}/article", *local)
    ran = scrapy(tmp_path, "crawl", "second", *where, "-a", "topic=any", "-O", "out.jsonl", env=env)
    assert ran.code == 0, ran.log
    (row,) = ran.rows()
    assert row["title"] == "光明街道推动文明城市创建"
    assert row["provenance"]["run"] == ran.record["run"]
    plain = scrapy(tmp_path, "crawl", "plain", *where, "-O", "plain.jsonl", env=env)
    assert plain.code == 0, plain.log
    assert plain.rows("plain.jsonl") == [{"url": f"http://{site}/article"}]


def test_pages_of_a_spider_without_a_run_are_refused_in_words(tmp_path, site, local):
    env = environment_of(tmp_path, "second_settings", SECOND.format(settings=OF_OURS))
    ran = scrapy(tmp_path, "crawl", "stranger", "-a", f"address=http://{site}/article", *local, "-O", "out.jsonl", env=env)
    assert ran.code == 2
    assert "let its class derive from newsbot.spiders.PageSpider" in ran.log


def test_the_addon_leaves_a_project_what_it_has():
    from scrapy.settings import Settings  # noqa: PLC0415

    own = {"ITEM_PIPELINES": {"theirs.Pipeline": 1}, "DOWNLOAD_DELAY": 9, "BOT_NAME": "other", "USER_AGENT": "other/1"}
    settings = Settings(own)
    NewsbotAddon.update_pre_crawler_settings(settings)
    assert settings.getdict("ITEM_PIPELINES")["theirs.Pipeline"] == 1
    assert "newsbot.pipelines.IntoLedger" in settings.getdict("ITEM_PIPELINES")
    assert settings.getint("DOWNLOAD_DELAY") == 9
    assert settings["REPOSTS_ENABLED"] is True
    assert [settings[name] for name in ("BOT_NAME", "USER_AGENT")] == ["other", "other/1"]
    assert "SPIDER_MODULES" in THEIRS


def test_an_installation_that_is_a_zip_runs(tmp_path):
    """As scrapyd deploys a project: an egg, never unpacked."""
    egg = tmp_path / "newsbot.egg"
    with zipfile.ZipFile(egg, "w") as packed:
        for path in sorted((ROOT / "newsbot").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                packed.write(path, path.relative_to(ROOT))
    folder = archive(tmp_path / "one", ARTICLE)
    env = {**environment(), "PYTHONPATH": os.fspath(egg)}
    ran = scrapy(tmp_path, "crawl", "civic_news", "-a", f"replay={folder}", "-O", "out.jsonl", env=env)
    assert ran.code == 0, ran.log
    assert len(ran.rows()) == 1
    where = scrapy(tmp_path, "shell", "-c", "__import__('newsbot').__file__", "--nolog", env=env)
    assert where.log.startswith(os.fspath(egg))
