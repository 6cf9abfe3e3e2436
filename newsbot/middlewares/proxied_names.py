"""Through a proxy the connection goes to the proxy, and the gate at the connection sees only that: so names are looked up here before.

A page may name, or redirect to, a name that leads into a private network. What is looked up here is what this machine is told; the proxy
looks the name up again and may be told otherwise, by a name server that means to deceive as by one that serves it alone. Only the proxy
can close that gap.
"""

from __future__ import annotations

import ipaddress
import logging
from typing import TYPE_CHECKING, Final, NoReturn, Self

from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newsbot.middlewares.guards import DEFAULT_PORTS, AllowedPrivate, Refused, is_public, literal, spells_private
from newsbot.middlewares.guards_network import MAX_RESOLVED_NAMES, GuardedResolver
from newsbot.of_crawler import run_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler

    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

UNKNOWN_IN_A_ROW: Final = 3
"""Names without an address after which a machine that never found one has no name server. Before the first page is read the names are
those of sources and of --url, so that no page can make it so."""


class ProxiedNamesMiddleware:
    """The last before the network: refuses what goes through a proxy to a name with an address that is not public.

    A name without any is an error, as it is without a proxy. Where this machine finds no name at all, as behind proxies that alone have
    a name server, names are left to the proxy, and that is said.
    """

    def __init__(self, look_up: Callable[[str, int], Deferred[list[str]]], exceptions: AllowedPrivate, run: Run | None = None) -> None:
        self.look_up = look_up
        self.exceptions = exceptions
        self.run = run
        self._known: dict[str, list[str]] = {}
        self._found, self._unknown = False, 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raise NotConfigured in a replay, and where PROXY_NAMES leaves names to the proxy."""
        run = run_of(crawler)
        if (run is not None and run.arguments.replay) or crawler.settings.get("PROXY_NAMES") == "proxy":
            raise NotConfigured

        def look_up(name: str, port: int) -> Deferred[list[str]]:
            from twisted.internet import reactor  # noqa: PLC0415 - the reactor is chosen when the crawl begins

            resolver = getattr(reactor, "nameResolver", None)
            if not isinstance(resolver, GuardedResolver):
                resolver = GuardedResolver.from_crawler(crawler, reactor)
            return resolver.addresses_of(name, port)

        return cls(look_up, AllowedPrivate.read(crawler.settings), run)

    async def process_request(self, request: Request) -> None:
        """Raise Refused for a name with an address that is not public, DNSLookupError for one without any."""
        proxy = request.meta.get("proxy")
        parts = urlparse_cached(request)
        host, port = (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        if not proxy or literal(host) is not None or (host, port) in self.exceptions or _place(proxy) in self.exceptions:
            return
        if spells_private(host):
            self._refuse(host, "spells an address that is not public")
        if not self._found and self._unknown >= UNKNOWN_IN_A_ROW:
            return
        addresses = self._known.get(host)
        if addresses is None:
            addresses = await maybe_deferred_to_future(self.look_up(host, port))
            self._take(host, addresses)
        if not addresses and self._found:
            raise DNSLookupError(f"no address of {host[:300]} is known here; PROXY_NAMES=proxy leaves names to the proxy")
        if private := next((one for one in addresses if not self._may_be(one, port)), None):
            self._refuse(host, f"resolves to {private}, no public address")

    def _refuse(self, host: str, why: str) -> NoReturn:
        logger.warning("%s is refused: it %s.", ascii(host)[1:-1][:300], why)
        if self.run is not None:
            self.run.refused()
        raise Refused(f"refused: through the proxy its name {why}")

    def _take(self, host: str, addresses: list[str]) -> None:
        self._unknown = 0 if addresses else self._unknown + 1
        self._found |= bool(addresses)
        if len(self._known) >= MAX_RESOLVED_NAMES:
            self._known.clear()
        self._known[host] = addresses
        if not self._found and self._unknown == UNKNOWN_IN_A_ROW:
            logger.warning("No name is found on this machine: they are left to the proxy, and so is where they lead.")

    def _may_be(self, address: str, port: int) -> bool:
        return (address, port) in self.exceptions or is_public(ipaddress.ip_address(address))


def _place(proxy: str) -> tuple[str, int]:
    """Host and port of a proxy's address."""
    host, _, port = proxy.rpartition("//")[2].rpartition("@")[2].rstrip("/").rpartition(":")
    return (host.lower(), int(port)) if port.isascii() and port.isdigit() else (proxy, 0)
