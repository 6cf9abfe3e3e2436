import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.discovery.sources import read_sources
from newsbot.exceptions import ArgumentError
from newsbot.model import Hints, Page
from newsbot.run.arguments import MAY_BE, Arguments


@pytest.fixture
def archive(tmp_path):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "index.jsonl").write_text("", encoding="utf-8")
    return str(tmp_path / "archive")


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "hunan.toml").write_text('start = ["http://hn.people.com.cn/", "http://www.rednet.cn/list"]', encoding="utf-8")
    (folder / "sichuan.toml").write_text('start = ["http://www.sichuan.test/"]', encoding="utf-8")
    return str(folder)


def problem(**given):
    with pytest.raises(ArgumentError) as caught:
        Arguments.parse(given)
    return str(caught.value)


def test_what_is_given_is_read(archive, sources):
    read = Arguments.parse(
        {"replay": f"{archive}, {archive}", "sources": sources, "only": "hunan", "topic": "any", "since": "2023-01-31", "shard": "2/5"}
    )
    assert read.replay is not None
    assert len(read.replay.archives) == 2
    assert [source.id for source in read.sources] == ["hunan"]
    assert (read.topic, read.since, read.shard) == ("any", "2023-01-31", (2, 5))


def test_without_arguments_about_them_all_civic_reports_of_all_days_and_sites_are_wanted(archive):
    read = Arguments.parse({"replay": archive})
    assert (read.topic, read.since, read.shard, read.only) == ("civic", None, None, ())
    assert read.wants("http://anything.test/")


def test_an_argument_that_does_not_exist_is_named_with_all_that_do():
    text = problem(nonsense="1")
    assert "-a nonsense: there is no such argument" in text
    assert all(name in text for name in MAY_BE)


@pytest.mark.parametrize(
    ("wrong", "meant"), [("replays", "replay"), ("topics", "topic"), ("urls", "url"), ("shards", "shard"), ("Since", "since")]
)
def test_a_misspelt_name_is_recognised(wrong, meant):
    assert f"Did you mean {meant}?" in problem(**{wrong: "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("replay", "/nowhere/at/all"),
        ("replay", ""),
        ("replay", " , "),
        ("url", "people.com.cn"),
        ("url", "ftp://a.test/"),
        ("url", "http://"),
        ("url", "http://a.test:99999/"),
        ("url", "http://[::1"),
        ("sources", "/nowhere/at/all"),
        ("topic", "civc"),
        ("topic", ""),
        ("topic", "Civic"),
        ("since", "2023-02-30"),
        ("since", "20230401"),
        ("since", "2023-4-1"),
        ("since", "yesterday"),
        ("shard", "0/4"),
        ("shard", "5/4"),
        ("shard", "4"),
        ("shard", "-1/4"),
        ("shard", "1/99999"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_may_be(archive, name, value):
    text = problem(**{"replay": archive, name: value})
    assert f"-a {name}={value}: " in text
    assert MAY_BE[name].split(",")[0][:12] in text or "should be" in text or "cannot be read" in text


def test_a_misspelt_topic_is_recognised(archive):
    assert "Did you mean civic?" in problem(replay=archive, topic="civc")


def test_all_that_is_wrong_is_said_at_once(archive):
    text = problem(replay=archive, nonsense="1", topic="x", shard="0/0")
    assert [line.split(":")[0].split("=")[0] for line in text.splitlines()] == ["-a nonsense", "-a topic", "-a shard"]


def test_passwords_in_addresses_are_refused():
    assert "password" in problem(url="http://user:secret@a.test/")


def test_a_replay_does_not_begin_elsewhere(archive):
    assert "leave out either url or replay" in problem(replay=archive, url="http://a.test/")


def test_a_run_with_nothing_to_visit_says_how_to_give_it_something(tmp_path, monkeypatch):
    monkeypatch.setattr("newsbot.run.arguments.bundled_sources", lambda: ())
    text = problem()
    assert "-a replay=" in text
    assert "-a url=" in text


def test_sources_that_are_not_declared_are_named_with_those_that_are(archive, sources):
    text = problem(replay=archive, sources=sources, only="hunna")
    assert "there is no source hunna" in text
    assert "Did you mean hunan?" in text
    assert "sichuan" in text


@pytest.mark.parametrize("content", ["start = [", "start = []", "other = 1", 'start = ["ftp://a.test"]', "start = [1]"])
def test_a_source_that_cannot_be_read_is_named(tmp_path, content):
    place = tmp_path / "one.toml"
    place.write_text(content, encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"one\.toml"):
        read_sources(place)


def test_only_pages_of_the_sources_asked_for_are_wanted(archive, sources):
    read = Arguments.parse({"replay": archive, "sources": sources, "only": "hunan"})
    assert read.wants("http://hn.people.com.cn/n2/2023/c1.html")
    assert read.wants("http://moment.rednet.cn/x")
    assert not read.wants("http://www.sichuan.test/x")
    assert read.declared("http://hn.people.com.cn/x")[0] == "hunan"
    assert read.declared("http://elsewhere.test/") == (None, Hints())


def test_what_the_archive_recorded_of_a_page_stands_unless_sources_are_given(archive, sources):
    page = Page("http://hn.people.com.cn/x", b"", source="then", hints=Hints(("湖南省",)))
    assert Arguments.parse({"replay": archive}).declared(page.url, page) == ("then", Hints(("湖南省",)))
    assert Arguments.parse({"replay": archive, "sources": sources}).declared(page.url, page)[0] == "hunan"


@given(st.integers(1, 20), st.text("abcdefgh", min_size=1, max_size=8))
def test_every_site_falls_in_exactly_one_part(tmp_path_factory, parts, name):
    folder = tmp_path_factory.mktemp("shard")
    (folder / "index.jsonl").touch()
    (folder / "one.toml").write_text('start = ["http://a.test/"]', encoding="utf-8")
    given = {"replay": str(folder), "sources": str(folder / "one.toml")}  # the bundled ones take a while to read, and are not asked about
    runs = [Arguments.parse({**given, "shard": f"{part}/{parts}"}) for part in range(1, parts + 1)]
    assert sum(run.wants(f"http://www.site{name}.cn/x") for run in runs) == 1
    assert [run.wants(f"http://www.site{name}.cn/x") for run in runs] == [run.wants(f"https://news.site{name}.cn/y?z=1") for run in runs]
