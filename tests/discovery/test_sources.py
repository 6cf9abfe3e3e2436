import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.addresses import shard
from newsbot.discovery.sources import KEYS, UNVERIFIED, Owners, Source, bundled_sources, chosen, read_source, read_sources, sources_of_part
from newsbot.exceptions import ArgumentError
from newsbot.model import Hints

FULL = """
name = "某某网"
region = ["湖南省", "长沙市"]
role = "original"
start = ["http://a.test/"]
lists = ["http://a.test/list/"]
feeds = ["http://feeds.a.test/rss.xml"]
sitemaps = ["http://a.test/sitemap.xml.gz"]
search = "http://search.a.test/?q={terms}&p={page}"
terms = ["文明城市", "社区"]
article = '/20\\d{2}/\\d{4}/c\\d{1,8}\\.html$'
paging = "index_{n}.html"
first_page = 2
charset = "gb18030"
delay = 3
verified = 2024-05-01
note = "seen"

[rules]
body = ["#text", ".article_body > p"]
leave = [".editor"]
"""


def write(folder, text, name="one.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problem(folder, text, name="one.toml"):
    with pytest.raises(ArgumentError) as caught:
        read_source(write(folder, text, name))
    return str(caught.value)


def test_everything_that_a_file_may_say_is_read(tmp_path):
    source = read_source(write(tmp_path, FULL))
    assert (source.id, source.name, source.region, source.first_page) == ("one", "某某网", ("湖南省", "长沙市"), 2)
    assert source.start[:4] == ("http://feeds.a.test/rss.xml", "http://a.test/list/", "http://a.test/sitemap.xml.gz", "http://a.test/")
    assert source.sites == {"a.test"}
    assert source.hosts == {"a.test", "feeds.a.test", "search.a.test"}
    assert (source.delay, source.verified, source.rules["body"]) == (3, "2024-05-01", ("#text", ".article_body > p"))
    rules = {"body": ("#text", ".article_body > p"), "leave": (".editor",)}
    assert source.hints == Hints(("湖南省", "长沙市"), "gb18030", rules, original=True)


def test_one_address_is_enough(tmp_path):
    source = read_source(write(tmp_path, 'start = ["http://a.test/"]'))
    assert source == Source("one", anything=("http://a.test/",))
    assert source.verified == UNVERIFIED
    assert source.may_be_article("http://a.test/whatever")


def test_the_search_is_filled_with_its_words_in_the_charset_of_the_site(tmp_path):
    source = read_source(write(tmp_path, FULL))
    assert source.searches(2) == (
        "http://search.a.test/?q=%CE%C4%C3%F7%B3%C7%CA%D0&p=2",
        "http://search.a.test/?q=%C9%E7%C7%F8&p=2",
    )


def test_civic_words_are_searched_for_where_the_source_names_none(tmp_path):
    source = read_source(write(tmp_path, 'search = "https://a.test/s?q={terms}"'))
    assert "https://a.test/s?q=%E6%96%87%E6%98%8E%E5%9F%8E%E5%B8%82" in source.start


def test_article_addresses_are_told_by_the_pattern(tmp_path):
    source = read_source(write(tmp_path, FULL))
    assert source.may_be_article("http://a.test/2023/0410/c1.html")
    assert not source.may_be_article("http://a.test/index.html")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no address"),
        ('name = "x"', "names no address"),
        ("start = []", "names no address"),
        ('start = ["ftp://a.test"]', "ftp://a.test"),
        ('start = ["http://user:secret@a.test/"]', "password"),
        ("start = [1]", "start should be a list"),
        ('start = "http://a.test/"', "start should be a list"),
        ('list = ["http://a.test/"]', "Did you mean lists?"),
        ('start = ["http://a.test/"]\nregion = "湖南省"', "region should be a list of names"),
        ('start = ["http://a.test/"]\nregion = ["湘省"]', "湘省 is no province"),
        ('start = ["http://a.test/"]\nregion = ["湖南省", "南宁市"]', "南宁市 is no division of 湖南省"),
        ('start = ["http://a.test/"]\nregion = ["湖南省", "湖南省"]', "湖南省 is no division of 湖南省"),
        ('start = ["http://a.test/"]\nrole = "copy"', "original or mirror"),
        ('start = ["http://a.test/"]\narticle = "c.*html"', "without bound"),
        ('start = ["http://a.test/"]\narticle = "(c"', "no regular expression"),
        ('start = ["http://a.test/"]\ncharset = "klingon"', "klingon"),
        ('start = ["http://a.test/"]\ndelay = -1', "delay should be seconds"),
        ('start = ["http://a.test/"]\ndelay = true', "delay should be seconds"),
        ('start = ["http://a.test/"]\nverified = "yes"', "verified should be"),
        ('start = ["http://a.test/"]\npaging = "index.html"', "{n}"),
        ('search = "http://a.test/?q="', "{terms}"),
        ('search = "http://a.test/?q={words}"', "{terms}"),
        ('start = ["http://a.test/"]\n[rules]\nbodies = ["p"]', "rules should be"),
        ('start = ["http://a.test/"]\n[rules]\nleave = ["p"]', "with body"),
        ('start = ["http://a.test/"]\n[rules]\nbody = ["div["]', "body: 'div[' is no CSS selector"),
        ("start = [", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path, text, said):
    message = problem(tmp_path, text)
    assert "one.toml" in message
    assert said in message


def test_all_that_is_wrong_in_a_folder_is_said_at_once(tmp_path):
    write(tmp_path, "start = [1]\ndelay = 999\n", "one.toml")
    write(tmp_path, "nam = 1", "two.toml")
    with pytest.raises(ArgumentError) as caught:
        read_sources(tmp_path)
    assert [line.partition(": ")[0].rpartition("/")[2] for line in str(caught.value).splitlines()] == ["one.toml", "one.toml", "two.toml"]


def test_a_file_needs_a_name_that_can_be_an_id(tmp_path):
    assert "none: a-z" in problem(tmp_path, 'start = ["http://a.test/"]', "人民网.toml")


def test_a_folder_without_sources_is_an_error(tmp_path):
    with pytest.raises(ArgumentError, match=r"holds no \.toml"):
        read_sources(tmp_path)
    assert read_sources(tmp_path, empty=True) == ()


# ---------------------------------------------------------------------------------------------------------- of many, which


def declared(*pairs):
    return tuple(Source(name, anything=tuple(addresses)) for name, *addresses in pairs)


def test_sources_are_chosen_by_id_and_close_matches_are_named():
    sources = declared(("hunan", "http://hn.test/"), ("sichuan", "http://sc.test/"))
    assert [source.id for source in chosen(sources, ["sichuan"])] == ["sichuan"]
    with pytest.raises(ArgumentError, match=r"no source hunna\. Did you mean hunan\? Declared are hunan, sichuan"):
        chosen(sources, ["hunna"])


def test_a_page_belongs_to_the_source_on_its_host_and_to_nobody_where_several_share_the_site():
    sources = declared(
        ("hn", "http://hn.people.com.cn/"), ("sc", "http://sc.people.com.cn/"), ("rednet", "http://hn.rednet.cn/", "http://www.rednet.cn/")
    )
    owners = Owners(sources)
    found = [owners.of(f"http://{host}/x") for host in ("sc.people.com.cn", "society.people.com.cn", "moment.rednet.cn", "else.test")]
    assert [source.id if source else None for source in found] == ["sc", None, "rednet", None]


@given(st.lists(st.text("abcdef", min_size=1, max_size=8), unique=True, max_size=12), st.integers(1, 5))
def test_the_parts_of_the_sources_are_all_sources(names, parts):
    sources = declared(*((name, f"http://www.site{name}.cn/") for name in names))
    found = [source.id for number in range(1, parts + 1) for source in sources_of_part(sources, number, parts)]
    assert sorted(found) == sorted(names)
    assert all(shard(f"site{source.id}.cn", parts) == 1 for source in sources_of_part(sources, 1, parts))


# ------------------------------------------------------------------------------------------------------------- the bundled


def test_the_bundled_sources_are_many_and_cover_where_reports_first_appear():
    sources = {source.id: source for source in bundled_sources()}
    assert len(sources) >= 30
    assert {"people-hn", "people-sc", "wenming", "ctdsb"} <= sources.keys()
    assert sum(source.role == "mirror" for source in sources.values()) >= 3
    assert all(
        source.name and (source.region or source.role == "mirror" or source.id in {"wenming", "people-politics"})
        for source in sources.values()
    )


@pytest.mark.parametrize("source", bundled_sources(), ids=lambda source: source.id)
def test_a_bundled_source_is_unverified_or_says_when_it_was_seen(source):
    assert source.verified == UNVERIFIED or re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.verified)


def test_no_two_bundled_sources_begin_at_the_same_address():
    addresses = [address for source in bundled_sources() for address in source.start]
    assert len(addresses) == len(set(addresses))


def test_every_key_is_described():
    assert all(expected and attribute in Source.__dataclass_fields__ for attribute, _, expected in KEYS.values())
