"""What goes through a proxy is held to the same addresses as what goes without: a proxy of ours on loopback, and names of ours."""

import asyncio
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from newsbot.middlewares.guards import AllowedPrivate, Refused
from newsbot.middlewares.proxied_names import UNKNOWN_IN_A_ROW, ProxiedNamesMiddleware
from tests.hostile_web import article
from tests.middlewares.names_of_ours import KNOWS_NONE
from tests.test_run import crawl, environment

PROXY = "http://proxy.lan:3128"
HOME = "http://town.newsbot.example/"


def asked(guard, url, proxy=PROXY):
    return asyncio.run(guard.process_request(Request(url, meta={"proxy": proxy} if proxy else {})))


def guard(*allowed, **addresses):
    """A guard that knows these names, and a list of those that it looked up."""
    looked_up = []

    def look_up(name, port):
        looked_up.append(name)
        return succeed(addresses.get(name.partition(".")[0], []))

    return ProxiedNamesMiddleware(look_up, AllowedPrivate(allowed)), looked_up


def test_a_name_with_any_address_that_is_not_public_is_refused():
    names, _ = guard(good=["1.1.1.1", "2606:4700::1"], inner=["10.0.0.7"], both=["1.1.1.1", "10.0.0.7"], six=["1.1.1.1", "fd00::1"])
    assert asked(names, "http://good.example/") is None
    for name in ("inner", "both", "six"):
        with pytest.raises(Refused, match="no public address"):
            asked(names, f"http://{name}.example/")


def test_a_name_is_looked_up_once_and_only_for_a_proxy():
    names, looked_up = guard(good=["1.1.1.1"])
    asked(names, "http://good.example/", proxy=None)
    asked(names, "http://1.2.3.4/")
    assert looked_up == []
    for path in ("a", "b"):
        asked(names, f"http://good.example/{path}")
    assert looked_up == ["good.example"]


def test_where_names_are_found_one_without_an_address_is_an_error():
    names, _ = guard(good=["1.1.1.1"])
    asked(names, "http://good.example/")
    with pytest.raises(DNSLookupError, match="PROXY_NAMES"):
        asked(names, "http://unknown.example/")


def test_where_no_name_is_ever_found_they_are_left_to_the_proxy_and_that_is_said(caplog):
    names, looked_up = guard()
    for number in range(UNKNOWN_IN_A_ROW + 5):
        assert asked(names, f"http://n{number}.example/") is None
    assert len(looked_up) == UNKNOWN_IN_A_ROW
    assert caplog.text.count("left to the proxy") == 1


@pytest.mark.parametrize("allowed", ["inner.example:80", "10.0.0.7:80", "proxy.lan:3128"])
def test_what_is_excepted_and_what_is_behind_a_proxy_that_is_excepted_passes(allowed):
    names, _ = guard(allowed, good=["1.1.1.1"], inner=["10.0.0.7"])
    asked(names, "http://good.example/")
    assert asked(names, "http://inner.example/") is None


SPELT = ["10.0.0.1.nip.io", "app-192-168-1-9.sslip.io", "x.127.0.0.1.test.cn", "a10.0.0.1.cn", "169-254-169-254.cn"]
NOT_SPELT = ["8.8.8.8.nip.io", "2024-05-06.news.cn", "110.0.0.1234.cn", "300.1.1.1.cn", "news-10-0-0.cn"]


@pytest.mark.parametrize("host", SPELT)
def test_a_name_that_spells_a_private_address_is_refused_whoever_knows_it(host):
    names, looked_up = guard()
    with pytest.raises(Refused, match="spells"):
        asked(names, f"http://{host}/")
    assert looked_up == []
    assert asked(guard(f"{host}:80")[0], f"http://{host}/") is None


@pytest.mark.parametrize("host", NOT_SPELT)
def test_other_numbers_in_names_are_no_addresses(host):
    assert asked(guard()[0], f"http://{host}/") is None


# ----------------------------------------------------------------------------------------------------------------- a real crawl


@pytest.fixture
def proxy():
    """A forward proxy that answers for every name, and counts the hosts that it is asked for."""
    hosts: Counter[str | None] = Counter()

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            hosts[parts.hostname] += 1
            place = {"/1": "http://inner.newsbot.example/2", "/2": "http://both.newsbot.example/3"}.get(parts.path)
            links = "".join(
                f'<a href="{at}">光明街道第{at[-1]}次推动文明城市创建</a>' for at in ("/1", "/2", "/5", "http://inner.newsbot.example/4")
            )
            body = links if parts.path == "/" else article(int(parts.path[1:] or 0)) if parts.path[1:].isdigit() else ""
            data = f"<html><body>{body}</body></html>".encode()
            self.send_response(302 if place else 200 if body else 404)
            if place:
                self.send_header("Location", place)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", hosts
        server.shutdown()


def through(proxy, folder, *more, **variables):
    env = {**environment("tests.middlewares.names_of_ours"), "http_proxy": proxy, **variables}
    return crawl(folder, "-a", f"url={HOME}", *more, "-O", "out.jsonl", env=env)


@pytest.mark.slow
def test_a_live_run_through_a_proxy_asks_for_no_private_name(proxy, tmp_path):
    address, hosts = proxy
    ran = through(address, tmp_path)
    assert [row["url"] for row in ran.rows()] == [f"{HOME}5"], ran.log
    assert set(hosts) == {"town.newsbot.example"}


@pytest.mark.slow
@pytest.mark.parametrize(("setting", "variables"), [((), {KNOWS_NONE: "1"}), (("-s", "PROXY_NAMES=proxy"), {})])
def test_names_can_be_left_to_the_proxy(proxy, tmp_path, setting, variables):
    address, hosts = proxy
    ran = through(address, tmp_path, *setting, **variables)
    assert ran.code == 0, ran.log
    assert hosts["inner.newsbot.example"]
