"""Where a request may go: public addresses only, at every step of every way there.

Pages, redirects, feeds and sitemaps name addresses, and whoever writes them would like ours to be asked: the cloud's metadata service,
a router, a database on this machine. So every request is looked at before it leaves (scheme, port, credentials, the host in all the
spellings of an address), and every name is looked at again when it has been resolved: the connection goes to the address that was
checked, whatever the name says a moment later. Only what ALLOW_PRIVATE names, by host and port, is excepted.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import unicodedata
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote, urljoin

from scrapy.exceptions import IgnoreRequest, NotConfigured

from newsbot.addresses import parts_of, why_not_visited
from newsbot.middlewares import REDIRECTION
from newsbot.of_crawler import run_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from newsbot.run.run import Run

    IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

logger = logging.getLogger(__name__)

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
MAX_CODINGS: Final = 2
"""Packings of one body, one inside the other; a server that is in earnest uses one."""

BAD_PORTS: Final = frozenset(
    # origin: "bad ports" of the WHATWG Fetch standard, which no browser connects to (https://fetch.spec.whatwg.org/#port-blocking)
    {0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115}
    | {117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587}
    | {601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679}
    | {6697, 10080}
    # and services that speak HTTP, or near enough, and are never a news site: Docker, etcd, Redis, PostgreSQL, MySQL, memcached, Elastic
    | {2375, 2376, 2379, 2380, 3306, 5432, 6379, 9200, 9300, 10250, 11211, 27017}
)
"""Ports of mail, name, file and database servers: an address that names one wants us to talk to it."""

LOCAL_NAMES: Final = ("localhost", "local", "internal", "lan", "intranet", "corp", "home", "home.arpa", "localdomain", "private")
"""Last labels of names that only a local network knows (RFC 6761, 6762, 8375; the private-use name of ICANN, and habit)."""

MAX_HOST_NAME_CHARS: Final = 253
"""Characters of a name (RFC 1035)."""

_NAME: Final = re.compile(r"[a-z0-9_.-]{1,253}", re.IGNORECASE)
_SPELT: Final = re.compile(r"(?<![0-9])(?=([0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9]{1,3}(?:-[0-9]{1,3}){3})(?![0-9]))")
"""Four numbers in a name, as 10.0.0.1.nip.io and 10-0-0-1.sslip.io have them."""
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_LABEL_DOTS: Final = re.compile("[\u3002\uff0e\uff61]")
"""Full stops that IDNA takes for dots."""


class Refused(IgnoreRequest):
    """An address that is not asked for. Its text holds no credentials."""


class AllowedPrivate:
    """The hosts and ports of ALLOW_PRIVATE."""

    def __init__(self, pairs: Iterable[str] = ()) -> None:
        self.pairs = frozenset(pair.strip().lower() for pair in pairs if pair.strip())

    @classmethod
    def read(cls, settings: BaseSettings) -> Self:
        """Read the setting: ``host:port,host:port``."""
        return cls(part for value in settings.getlist("ALLOW_PRIVATE") for part in str(value).split(","))

    def __contains__(self, where: tuple[object, int]) -> bool:
        """Return whether this host, or address, and this port are named."""
        host, port = where
        return f"{host}:{port}" in self.pairs or f"[{host}]:{port}" in self.pairs


# ------------------------------------------------------------------------------------------------------------- judging addresses


def is_public(address: IPAddress) -> bool:
    """Return whether an address belongs to the public Internet, and so does the one that may be packed inside it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and (address in _NAT64 or int(address) >> 32 == 0):  # 64:ff9b::a.b.c.d, and ::a.b.c.d of old
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def literal(host: str) -> IPAddress | None:
    """Return the address that a host spells out, None where it is a name.

    Whatever a resolver of C would take for an address is one: ``127.0.0.1``, ``2130706433``, ``0x7f.1``, ``0177.0.0.1``, ``127.1``, with
    full-width digits, a dot at the end, percent-encoded or in brackets.
    """
    plain = unicodedata.normalize("NFKC", unquote(host[:1000]))
    plain = _LABEL_DOTS.sub(".", plain).strip().strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(plain)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(plain))
    except (OSError, UnicodeError, ValueError):
        return None


def is_host_name(host: str) -> bool:
    """Return whether a host can be asked for at a name server: labels of 63 characters at most, and no others than names have."""
    try:
        plain = host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return len(plain) <= MAX_HOST_NAME_CHARS and _NAME.fullmatch(plain) is not None


def is_local_name(host: str) -> bool:
    """Return whether a name can only mean something in a local network: one label, or a last label that is never public."""
    name = host.lower().rstrip(".")
    return "." not in name or any(name == last or name.endswith(f".{last}") for last in LOCAL_NAMES)


def spells_private(host: str) -> bool:
    """Return whether a name holds an address that is not public, as those of services that resolve to what their names spell.

    >>> spells_private("10.0.0.1.nip.io"), spells_private("app-192-168-1-9.sslip.io"), spells_private("8.8.8.8.nip.io")
    (True, True, False)
    """
    for match in _SPELT.finditer(host[:MAX_HOST_NAME_CHARS]):
        try:
            if not is_public(ipaddress.IPv4Address(re.sub("-", ".", match[1]))):
                return True
        except ValueError:
            continue
    return False


def why_refused(url: str, exceptions: AllowedPrivate, *, longest: int = 0) -> str | None:
    """Return why an address is not asked for, None where it may be. ``longest``: characters it may have, 0 for any number."""
    if longest and len(url) > longest:
        return "its address is too long"
    if why := why_not_visited(url):
        return why
    parts = parts_of(url)
    host = parts.hostname or ""
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    address = literal(host)
    if (host, port) in exceptions or (address is not None and (address, port) in exceptions):
        return None
    if address is not None and not is_public(address):
        return "it is no public address"
    if address is None and not is_host_name(host):
        return "its host is no name"
    if address is None and is_local_name(host):
        return "its host is one of a local network"
    return f"nobody publishes on port {port}" if port in BAD_PORTS else None


# ------------------------------------------------------------------------------------------------------------------ middleware


class GuardMiddleware:
    """The first to see a request, and after redirects to see a response: every step of every way is looked at."""

    def __init__(self, exceptions: AllowedPrivate, longest: int, run: Run | None = None) -> None:
        self.exceptions = exceptions
        self.longest = longest
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured in a replay: nothing leaves this machine."""
        run = run_of(crawler)
        if run is not None and run.arguments.replay:
            raise NotConfigured
        return cls(AllowedPrivate.read(crawler.settings), crawler.settings.getint("URLLENGTH_LIMIT"), run)

    def process_request(self, request: Request) -> None:
        """Raise Refused for an address that is not asked for, and count it."""
        if why := why_refused(request.url, self.exceptions, longest=self.longest):
            if self.run is not None:
                self.run.refused()
            raise Refused(f"refused: {why}")


class AnswerGuardMiddleware:
    """Nearer to the network than redirects and unpacking: looks at a response before they do."""

    def __init__(self, exceptions: AllowedPrivate, longest: int, largest: int = 0) -> None:
        self.exceptions = exceptions
        self.longest = longest
        self.largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured in a replay: nothing leaves this machine."""
        guard = GuardMiddleware.from_crawler(crawler)
        return cls(guard.exceptions, guard.longest, crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise Refused for a redirect to where nothing is asked for, and for a body packed too often.

        The redirect is stopped here, not when it is followed: the address may hold a password, which then would stand in logs.
        """
        if response.status in REDIRECTION and (place := response.headers.get("Location")):
            try:
                target = urljoin(request.url, place.decode("utf-8", "replace").strip())
            except ValueError:
                target = ""
            if why := why_refused(target, self.exceptions, longest=self.longest):
                raise Refused(f"refused: it redirects to where nothing is asked for: {why}")
        codings = b",".join(response.headers.getlist("Content-Encoding"))
        if codings.count(b",") >= MAX_CODINGS:
            raise Refused(f"refused: its body is packed {codings.count(b',') + 1} times")
        if codings and not request.meta.get("download_maxsize", self.largest):
            request.meta["download_maxsize"] = self.largest  # a robots.txt may come at any length, but not unpack to any
        return response
