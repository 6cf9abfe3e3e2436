"""Sites never seen before, given by hand: every civic report is found, whatever form the list has, and little else is asked for."""

import pytest

from newsbot.addresses import canonical
from tests.small_web.forms import Forms
from tests.small_web.web import SmallWeb
from tests.test_run import crawl, environment

with SmallWeb() as empty:
    NAMES = list(Forms(empty).reports)


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    with SmallWeb() as web:
        forms = Forms(web)
        settings = ("-s", "DOWNLOAD_DELAY=0", "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}")
        ran = crawl(
            folder, "-a", f"url={','.join(forms.starts)}", *settings, "-O", "out.jsonl", env={**environment(), "http_proxy": web.proxy}
        )
        assert ran.code == 0, ran.log
        rows = ran.rows("out.jsonl")
        assert crawl(folder, "-a", "replay=data/archive", "-O", "replayed.jsonl").code == 0
        assert (folder / "replayed.jsonl").read_bytes() == (folder / "out.jsonl").read_bytes()
        return forms, {canonical(url) for row in rows for url in (row["url"], *(copy["url"] for copy in row["copies"]))}, list(web.requests)


@pytest.mark.parametrize("name", NAMES)
def test_all_civic_reports_of_a_site_are_found_with_few_requests(visited, name):
    forms, found, requests = visited
    asked = [each.url for each in requests if each.host == name and each.path != "/robots.txt"]
    assert {canonical(url) for url in forms.reports[name]} == {url for url in found if f"//{name}/" in url}
    assert len(asked) <= 1.3 * len(forms.reports[name] | forms.lists[name])


def test_nothing_but_reports_is_found(visited):
    forms, found, _ = visited
    assert found == {canonical(url) for urls in forms.reports.values() for url in urls}
