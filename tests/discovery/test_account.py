"""What the account of a round says of entries of sitemaps that are passed over."""

from itertools import pairwise

from newsbot.discovery.sources import Source
from newsbot.listings.sitemaps import MAX_INDEX_DEPTH
from tests.discovery.test_planner import MAPPED, SITEMAP, Crawl, sitemap_of
from tests.notebook import Notebook


def test_entries_of_sitemaps_that_are_passed_over_are_accounted_for_by_source():
    pages = sitemap_of(1, 2)
    pages[SITEMAP] = pages[SITEMAP].replace(b"<urlset>", b"<urlset><url><loc>http://b.test/1.html</loc></url><url><loc>/1.jpg</loc></url>")
    said = Crawl(Notebook(), pages, (MAPPED,)).go().end().round.addresses()["a"]
    assert said["sitemap"] == {"names": 2, "read": 2, "owed": 0, "skipped": {"no_page": 1, "other_site": 1}}
    assert said["known"] == 2


def test_sitemaps_in_indexes_in_indexes_are_accounted_for_where_they_are_not_followed():
    names = [f"http://a.test/s{n}.xml" for n in range(MAX_INDEX_DEPTH + 2)]
    pages = {one: f"<sitemapindex><sitemap><loc>{other}</loc></sitemap></sitemapindex>".encode() for one, other in pairwise(names)}
    said = Crawl(Notebook(), pages, (Source("a", sitemaps=(names[0],)),)).go().end().round.addresses()["a"]
    assert said["sitemap"] == {"names": 0, "read": 0, "owed": 0, "skipped": {"too_deep": 1}}
