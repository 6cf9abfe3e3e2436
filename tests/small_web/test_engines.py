"""Sites as fourteen publishing engines make them: what is found from a home page, a category, a feed, a sitemap, and at what price."""

import pytest

from newsbot.addresses import canonical
from tests.small_web.engines import ENGINES, site
from tests.small_web.web import SmallWeb
from tests.test_run import crawl, environment

pytestmark = pytest.mark.slow

HOME_RECALL = 0.95
MOST_PER_NEEDED = 1.3
BEGINNINGS = ("home", "category", "feed", "sitemap")


def wanted(published, beginning):
    """The reports that a crawl from there has to find, and the pages that it needs for them."""
    if beginning == "home":
        return published.reports(), set(published.home_pages)
    if beginning == "category":
        of = [post for post in published.posts if post.category == published.posts[0].category]
        return published.reports(of), set(published.category_pages)
    if beginning == "feed":
        return published.reports(published.named_by_feed), {published.feed}
    if published.home != published.host.url("/") and published.feed is None:  # no list tells what stands at an address
        return published.reports(), {published.host.url(post.path) for post in published.posts}
    others = {published.host.url(path) for path in (ENGINES["shelf"]["sitemap"], *ENGINES["shelf"]["sitemap_before"])}
    return published.reports(), {published.sitemap, *published.home_pages, *(others & set(map(published.host.url, published.host.pages)))}


def start_of(published, beginning):
    return {
        "home": published.home,
        "category": published.category_pages[0],
        "feed": published.feed,
        "sitemap": published.sitemap,
    }[beginning]


class Lab:
    """Every engine's site, crawled from each beginning with a ledger of its own."""

    def __init__(self, folder):
        self.found, self.asked, self.sites, self.said = {}, {}, {}, {}
        for beginning in BEGINNINGS:
            place = folder / beginning
            place.mkdir()
            with SmallWeb() as web:
                sites = {kind: site(web, f"{kind}.test.cn", kind) for kind in ENGINES}
                starts = [start for kind in sites if (start := start_of(sites[kind], beginning))]
                settings = ("-s", "DOWNLOAD_DELAY=0", "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}", "-s", "REPOSTS_ENABLED=0")
                env = {**environment(), "http_proxy": web.proxy}
                ran = crawl(place, "-a", f"url={','.join(starts)}", *settings, "-O", "out.jsonl", env=env)
                assert ran.code == 0, ran.log
                self.sites = sites
                again = crawl(place, "-a", "replay=data/archive", "-s", "REPOSTS_ENABLED=0", "-O", "replayed.jsonl")
                assert again.code == 0, again.log
                assert (place / "replayed.jsonl").read_bytes() == (place / "out.jsonl").read_bytes()
                self.found[beginning] = {canonical(row["url"]) for row in ran.rows()}
                self.asked[beginning] = list(web.requests)
                self.said[beginning] = ran


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return Lab(tmp_path_factory.mktemp("engines"))


CASES = [
    (kind, beginning)
    for kind, engine in ENGINES.items()
    for beginning in BEGINNINGS
    if beginning in {"home", "category"} or beginning in engine
]


@pytest.mark.parametrize(("kind", "beginning"), CASES)
def test_what_the_site_leads_to_is_found_and_nothing_else(lab, kind, beginning):
    published = lab.sites[kind]
    reports, lists = wanted(published, beginning)
    reports = {canonical(url) for url in reports}
    found = {url for url in lab.found[beginning] if f"//{kind}.test.cn/" in url}
    asked = [each for each in lab.asked[beginning] if each.host == f"{kind}.test.cn" and each.path != "/robots.txt"]
    assert not found - {canonical(url) for url in published.reports()}, "rows that are no reports"
    recall = len(found & reports) / len(reports)
    assert recall >= (HOME_RECALL if beginning == "home" else 1.0)
    assert len(asked) <= MOST_PER_NEEDED * len(reports | lists)
    assert len({each.url for each in asked}) == len(asked)
