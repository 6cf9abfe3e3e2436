"""Where requests may go. Every address of these tests is on loopback, or is never connected to."""

import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.misc import load_object
from twisted.internet.address import IPv4Address

from newsbot import settings
from newsbot.middlewares.guards import (
    BAD_PORTS,
    AllowedPrivate,
    AnswerGuardMiddleware,
    GuardMiddleware,
    Refused,
    is_public,
    literal,
    why_refused,
)
from newsbot.middlewares.guards_network import GuardedResolver, proxies_of_environment
from newsbot.scrapy_internals.connections import MAX_HEADER_BYTES, EndlessHeadersError, _BoundedParser
from tests.test_run import crawl

NONE = AllowedPrivate()
SPELLINGS_OF_LOOPBACK = [
    "127.0.0.53",
    "127.53",
    "2130706485",
    "0x7f000035",
    "0x7f.0.0.0x35",
    "0177.0.0.065",
    "017700000065",
    "127.0.0.53.",
    "127%2e0%2e0%2e53",
    "１２７.0.0.53",
    "127。0。0。53",
    "①②⑦.0.0.53",
    "[::1]",
    "[::ffff:127.0.0.53]",
    "[::ffff:7f00:35]",
    "[::127.0.0.53]",
    "[64:ff9b::7f00:35]",
    "[2002:7f00:35::]",
    "[::]",
    "0.0.0.0",
    "0",
    "localhost",
    "LOCALHOST.",
    "printer.localhost",
]
OTHER_PRIVATE_PLACES = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "[fe80::1]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "metadata.google.internal",
    "router.lan",
    "intranet",
    "nas.local",
]


@pytest.mark.parametrize("host", [*SPELLINGS_OF_LOOPBACK, *OTHER_PRIVATE_PLACES])
@pytest.mark.parametrize("port", ["", ":8080"])
def test_no_spelling_of_a_private_address_is_asked_for(host, port):
    assert why_refused(f"http://{host}{port}/latest/meta-data", NONE)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.people.com.cn/n1/2024/0506/c1-2.html",
        "https://www.gov.cn:8443/a",
        "http://1.1.1.1/",
        "http://[2400:3200::1]/",
        "http://xn--fiq228c.cn/",
        "http://中国.cn/",
        "http://127.0.0.1.example.com/",
        "http://0x7f.example.com/",
    ],
)
def test_public_places_are_asked_for(url):
    assert why_refused(url, NONE) is None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "data:text/html,x",
        "gopher://example.com/",
        "javascript:alert(1)",
        "//example.com/",
        "http://",
        "http:///x",
        "http://[::1",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://user@example.com/",
        "http://:pw@example.com/",
        "http://gov.cn@example.com/",
        "http://" + "a" * 300 + ".test/",
        "http://" + "a." * 200 + "test/",
        "http://a b.test/",
        "http://exa mple..test/",
        "http://\u202e.test/",
        "http://a%00b.test/",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    assert why_refused(url, NONE)


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 11211])
def test_ports_of_other_services_are_refused(port):
    assert port in BAD_PORTS
    assert "port" in str(why_refused(f"http://example.com:{port}/", NONE))


def test_long_addresses_are_refused_where_there_is_a_limit():
    url = "http://example.com/" + "a" * 2000
    assert why_refused(url, NONE, longest=1024)
    assert why_refused(url, NONE) is None


def test_only_the_host_and_port_that_are_named_are_excepted():
    exceptions = AllowedPrivate(["127.0.0.1:8000", "wiki.lan:80"])
    assert why_refused("http://127.0.0.1:8000/x", exceptions) is None
    assert why_refused("http://wiki.lan/x", exceptions) is None
    assert why_refused("http://127.0.0.1:8001/x", exceptions)
    assert why_refused("http://127.0.0.2:8000/x", exceptions)
    assert why_refused("http://wiki.lan:8000/x", exceptions)


@given(st.integers(0, 2**32 - 1))
def test_all_numeric_spellings_mean_the_same_address(number):
    address = ipaddress.IPv4Address(number)
    a, b, c, d = address.packed
    spellings = [
        str(address),
        str(number),
        hex(number),
        oct(number).replace("0o", "0"),
        f"{a}.{b}.{c * 256 + d}",
        f"{a:#x}.0{b:o}.{c}.{d}.",
    ]
    assert {literal(each) for each in spellings} == {address}
    assert is_public(ipaddress.IPv6Address(f"::ffff:{address}")) == is_public(address)


@given(st.text(max_size=200))
def test_no_text_makes_the_guard_fail(text):
    assert why_refused(text, NONE) is None or isinstance(why_refused(text, NONE), str)
    assert why_refused(f"http://{text}", NONE) is None or isinstance(why_refused(f"http://{text}", NONE), str)


# -------------------------------------------------------------------------------------------------------------- middleware


def test_a_refusal_does_not_repeat_credentials():
    with pytest.raises(Refused) as refused:
        GuardMiddleware(NONE, 1024).process_request(Request("http://editor:SECRET@example.com/"))
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    "place", [b"http://127.0.0.1:9/", b"//10.0.0.1/", b"file:///etc/passwd", b"http://u:SECRET@example.com/", b"http://[::1"]
)
def test_a_redirect_to_a_forbidden_place_ends_where_it_starts(place):
    guard = AnswerGuardMiddleware(NONE, 1024)
    with pytest.raises(Refused) as refused:
        guard.process_response(Request("http://example.com/"), Response("http://example.com/", status=302, headers={"Location": place}))
    assert "SECRET" not in str(refused.value)


def test_other_answers_pass():
    guard = AnswerGuardMiddleware(NONE, 1024)
    for answer in (
        Response("http://example.com/", status=301, headers={"Location": b"/moved"}),
        Response("http://example.com/", headers={"Content-Encoding": b"gzip"}),
        Response("http://example.com/", status=304),
    ):
        assert guard.process_response(Request("http://example.com/"), answer) is answer


def test_a_body_packed_many_times_is_not_unpacked():
    packed = Response("http://example.com/", headers={"Content-Encoding": [b"gzip, gzip", b"br"]})
    with pytest.raises(Refused):
        AnswerGuardMiddleware(NONE, 1024).process_response(Request("http://example.com/"), packed)


def test_what_may_come_at_any_length_may_not_unpack_to_any():
    request = Request("http://example.com/robots.txt", meta={"download_maxsize": 0})
    packed = Response(request.url, headers={"Content-Encoding": b"gzip"})
    AnswerGuardMiddleware(NONE, 1024, 6000).process_response(request, packed)
    assert request.meta["download_maxsize"] == 6000


def test_the_settings_put_the_guards_in_their_places():
    order = {name.rpartition(".")[2]: place or 0 for name, place in settings.DOWNLOADER_MIDDLEWARES.items()}
    assert order["GuardMiddleware"] < order["RobotsMiddleware"]
    assert order["AnswerGuardMiddleware"] > 600
    assert load_object(settings.TWISTED_DNS_RESOLVER) is GuardedResolver


# -------------------------------------------------------------------------------------------------------------------- names


class Names:
    """A name server and a clock."""

    def __init__(self, **addresses):
        self.addresses = addresses
        self.asked = 0
        self.later = []

    def resolveHostName(self, receiver, name, port, *_):  # noqa: N802
        self.asked += 1
        for address in self.addresses.get(name, []):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        if name != "never":
            receiver.resolutionComplete()

    def callLater(self, seconds, what):  # noqa: N802
        self.later.append(Call(seconds, what))
        return self.later[-1]


class Call:
    def __init__(self, seconds, what):
        self.seconds, self.what, self.waiting = seconds, what, True

    def active(self):
        return self.waiting

    def cancel(self):
        self.waiting = False


class Receiver:
    def __init__(self):
        self.began, self.got, self.complete = 0, [], 0

    def resolutionBegan(self, resolution):  # noqa: N802
        resolution.cancel()
        self.began += 1

    def addressResolved(self, address):  # noqa: N802
        self.got.append((address.host, address.port))

    def resolutionComplete(self):  # noqa: N802
        self.complete += 1


def resolve(resolver, name, port=80):
    receiver = Receiver()
    resolver.resolveHostName(receiver, name, port)
    return receiver


def resolver(names, *allowed, proxies=()):
    return GuardedResolver(names, names, AllowedPrivate(allowed), 10.0, proxies)


def test_a_name_that_leads_into_a_private_network_has_no_address_for_us(caplog):
    names = Names(evil=["169.254.169.254"], both=["10.0.0.1", "1.1.1.1"], good=["1.1.1.1"])
    guarded = resolver(names)
    assert resolve(guarded, "evil").got == []
    assert "no public address" in caplog.text
    assert resolve(guarded, "both").got == [("1.1.1.1", 80)]
    assert resolve(guarded, "good", 443).got == [("1.1.1.1", 443)]


def test_an_exception_holds_for_its_port_only_also_when_the_name_is_remembered():
    names = Names(here=["127.0.0.1"])
    guarded = resolver(names, "127.0.0.1:8000")
    assert resolve(guarded, "here", 8000).got == [("127.0.0.1", 8000)]
    assert resolve(guarded, "here", 8001).got == []
    assert names.asked == 1


def test_the_proxy_of_the_environment_may_be_private(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.lan:3128")
    proxies = proxies_of_environment()
    guarded = resolver(Names(**{"proxy.lan": ["10.0.0.9"]}), proxies=proxies)
    assert resolve(guarded, "proxy.lan", 3128).got == [("10.0.0.9", 3128)]
    assert resolve(guarded, "proxy.lan", 80).got == []


def test_a_name_server_that_does_not_answer_is_not_waited_for():
    names = Names()
    receiver = Receiver()
    resolver(names).resolveHostName(receiver, "never", 80)
    assert receiver.complete == 0
    (call,) = names.later
    assert call.seconds == 10.0
    call.what()
    call.what()
    assert (receiver.complete, receiver.got) == (1, [])


def test_what_is_no_name_is_not_asked_for():
    names = Names()
    assert resolve(resolver(names), "a" * 300 + ".test").complete == 1
    assert names.asked == 0


def test_an_answer_in_time_takes_the_deadline_back():
    names = Names(good=["1.1.1.1"])
    resolve(resolver(names), "good")
    assert not names.later[0].active()


# ------------------------------------------------------------------------------------------------------------------ headers


class Transport:
    disconnecting = False
    producing = True

    def stopProducing(self):  # noqa: N802
        self.producing = False


class Asked:
    method = b"GET"


def parser():
    made = _BoundedParser(Asked(), print)
    made.makeConnection(Transport())
    return made


def test_headers_have_an_end():
    reading = parser()
    reading.dataReceived(b"HTTP/1.1 200 OK\r\n")
    line = b"X-Filler: " + b"a" * 1000 + b"\r\n"
    reading.dataReceived(line * 50)
    with pytest.raises(EndlessHeadersError):
        reading.dataReceived(line * 20)


def test_early_answers_without_end_have_an_end_too():
    reading = parser()
    answer = b"HTTP/1.1 102 Processing\r\n\r\n"
    with pytest.raises(EndlessHeadersError):
        reading.dataReceived(answer * (MAX_HEADER_BYTES // 20))


# ------------------------------------------------------------------------------------------------------------- a real crawl


@pytest.fixture
def canary():
    """A server on loopback that counts who comes."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                came.append(connection.recv(100))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], came
        stop.set()
        thread.join()


@pytest.mark.slow
def test_a_live_run_connects_to_no_private_address(canary, tmp_path):
    port, came = canary
    ran = crawl(tmp_path, "-a", f"url=http://127.0.0.1:{port}/,http://localhost:{port}/,http://0x7f.1:{port}/", "-O", "rows.jsonl")
    assert (came, ran.code) == ([], 69)
    assert "refused" in ran.log
