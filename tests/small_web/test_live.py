"""The live crawl on a small web of twelve hosts: what it finds, what it asks for, and what the next day brings."""

import json
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from newsbot.addresses import canonical
from tests.small_web.days import first_day, second_day, write_sources
from tests.small_web.sending import SENT, SILENT
from tests.small_web.web import SmallWeb
from tests.test_run import crawl, environment

DELAY = 0.15
TIMEOUT = 60
"""Seconds: nobody runs into it but the silent host, which has less."""
SETTINGS = (
    "-s",
    f"DOWNLOAD_DELAY={DELAY}",
    "-s",
    f"DOWNLOAD_TIMEOUT={TIMEOUT}",
    "-s",
    "RETRY_TIMES=1",
    "-s",
    "CONTACT=editor@newsbot.test",
)


class Days:
    """Three runs with one ledger: the first day, the same web again, the second day; then the first run's archive, replayed."""

    def __init__(self, folder):
        self.folder = folder
        self.sent: dict[str, list[tuple[float, str]]] = {}
        self.given_up: dict[str, list[float]] = {}
        sources = write_sources(folder / "sources")
        with SmallWeb() as web:
            env = {**environment("tests.small_web.sending"), "http_proxy": web.proxy}
            arguments = ("-a", f"sources={sources}", *SETTINGS, "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}")
            first_day(web)
            self.truth, self.parts, self.lists = set(web.civic), set(web.parts), set(web.lists)
            self.first, self.asked = self.run(web, "first", arguments, env)
            self.again, self.asked_again = self.run(web, "again", arguments, env)
            self.fresh, self.changed, self.late = second_day(web)
            self.second, self.asked_second = self.run(web, "second", arguments, env)
        archive = sorted((folder / "data" / "archive").glob(f"{self.first[1]['run']}*"))
        ran = crawl(folder, "-a", f"replay={','.join(map(str, archive))}", "-a", f"sources={sources}", "-O", "replayed.jsonl")
        self.replayed = ran

    def run(self, web, name, arguments, env):
        web.requests.clear()
        before = set((self.folder / "data" / "runs").glob("*.json"))
        ran = crawl(self.folder, *arguments, "-O", f"{name}.jsonl", env=env)
        assert ran.code == 0, ran.log
        lines = (self.folder / SENT).read_text("utf-8").split("\n")[:-1]
        (self.folder / SENT).unlink()
        noted = [(float(moment), urlsplit(url)) for moment, url in map(str.split, lines)]
        self.sent[name] = [(moment, url.netloc) for moment, url in noted if url.path != "/robots.txt" and not url.fragment]
        self.given_up[name] = [moment for moment, url in noted if url.fragment]
        (record,) = set((self.folder / "data" / "runs").glob("*.json")) - before
        return (ran, json.loads(record.read_text("utf-8"))), list(web.requests)

    def rows(self, name):
        return self.first[0].rows(f"{name}.jsonl")


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    return Days(tmp_path_factory.mktemp("days"))


def addresses(rows):
    return {canonical(url) for row in rows for url in (row["url"], *(copy["url"] for copy in row["copies"]))}


def test_every_civic_report_is_found_and_nothing_else(days):
    found = addresses(days.rows("first"))
    assert found == {canonical(url) for url in days.truth}


def test_an_article_of_several_pages_is_one_report(days):
    (row,) = [row for row in days.rows("first") if row["url"].endswith("c356999-40834999.html")]
    assert len(row["body"]) == 4
    assert "truncated" not in row["flags"]


def test_nothing_that_robots_forbid_is_asked_for(days):
    asked = days.asked + days.asked_again + days.asked_second
    assert not [each.path for each in asked if each.path.startswith(("/private/", "/admin/"))]
    assert {each.path for each in asked if each.host == "cs.wenming.cn"} == {"/robots.txt"}


def test_hosts_are_left_their_time(days):
    for sent in (days.sent["first"], days.sent["second"]):
        hosts = {host for _, host in sent}
        assert hosts
        for host in hosts:
            least = 0.5 if host == "sc.people.com.cn" else DELAY
            moments = [moment for moment, each in sent if each == host]
            assert all(later - earlier >= least - 1e-6 for earlier, later in pairwise(moments)), host
    assert sum(host == "sc.people.com.cn" for _, host in days.sent["first"]) > 3


def test_few_requests_are_made_that_were_not_needed(days):
    needed = days.truth | days.parts | days.lists
    well = {urlsplit(url).netloc for url in needed}
    asked = [each for each in days.asked if each.host in well and each.path != "/robots.txt"]
    assert len(asked) <= 1.3 * len(needed)
    assert len({each.url for each in asked}) == len(asked)


def test_a_second_run_on_an_unchanged_web_asks_for_lists_alone_and_brings_no_row(days):
    assert days.rows("again") == []
    well = [each for each in days.asked_again if each.url in days.truth | days.parts | days.lists]
    assert {each.url for each in well} <= days.lists
    offered = [each for each in well if each.host != "www.ctdsb.net"]
    assert offered
    assert {each.status for each in offered} == {304}
    assert "/robots.txt" not in {each.path for each in days.asked_again if each.status == 200}


def test_the_second_day_brings_what_is_new_or_changed(days):
    rows = days.rows("second")
    assert addresses(rows) >= {canonical(url) for url in {*days.fresh, days.changed, days.late}}
    articles = {each.url for each in days.asked_second if each.url in days.truth | days.fresh | {days.changed, days.late}}
    assert articles == {*days.fresh, days.changed, days.late}
    (changed,) = [row for row in rows if canonical(days.changed) in addresses([row])]
    assert changed["revision"] == 2


def test_the_replay_of_a_live_run_gives_the_same_bytes(days):
    assert days.replayed.code == 0, days.replayed.log
    assert (days.folder / "replayed.jsonl").read_bytes() == (days.folder / "first.jsonl").read_bytes()


def test_hosts_in_trouble_are_named_and_slow_nobody(days):
    said = days.first[1]["discovery"]
    assert {name for name, about in said.items() if "trouble" in about} == {"broken", "silent", "login", "wenming-cs"}
    assert "500" in said["broken"]["trouble"]
    assert "headlines" in said["login"]["trouble"]
    (silent,) = [each.at for each in days.asked if each.host == SILENT]  # not asked twice in one run
    (given_up,) = days.given_up["first"]
    meanwhile = {each.host for each in days.asked if silent < each.at < given_up}
    assert len(meanwhile) >= 3


def test_the_agent_says_who_it_is(days):
    (agent,) = {each.agent for each in days.asked if each.host != SILENT}
    assert agent.startswith("newsbot/")
    assert "editor@newsbot.test" in agent


def test_every_page_has_one_outcome(days):
    for _, record in (days.first, days.again, days.second):
        assert sum(record["outcomes"].values()) == record["pages"]
    assert days.first[1]["outcomes"]["part"] == 1
    assert days.again[1]["outcomes"]["not_modified"] >= 6
