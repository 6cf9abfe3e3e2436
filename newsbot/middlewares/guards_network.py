"""The last gate before a connection: names resolve to public addresses only.

It stands as near to the network as Scrapy lets us: a resolver for the whole process. The headers of an answer have their bound in the
download handler, see :class:`newsbot.scrapy_internals.connections.BoundedHandler`.
"""

from __future__ import annotations

import ipaddress
import logging
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # it has no types

from newsbot.middlewares.guards import DEFAULT_PORTS, AllowedPrivate, is_host_name, is_public, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)

MAX_RESOLVED_NAMES: Final = 10_000
"""Resolved names that are remembered."""


# -------------------------------------------------------------------------------------------------------------------- names


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves names, and hands on the addresses that may be connected to: none means that there is no such host for us.

    Who connects gets the address that was checked, so a name cannot change its mind in between. IPv4 only, as with Scrapy's own resolver:
    on machines without IPv6 an address of it costs a failed connection each time.
    """

    def __init__(
        self, reactor: Any, inner: Any, exceptions: AllowedPrivate, timeout: float, proxies: Iterable[tuple[str, int]] = ()
    ) -> None:
        self.reactor = reactor
        self.inner = inner
        self.exceptions = exceptions
        self.timeout = timeout
        self.proxies = frozenset(proxies)
        """Hosts and ports that the environment names as proxies: whoever runs us chose them."""
        self._known: dict[str, list[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Read DNS_TIMEOUT and ALLOW_PRIVATE."""
        settings = crawler.settings
        return cls(reactor, reactor.nameResolver, AllowedPrivate.read(settings), settings.getfloat("DNS_TIMEOUT"), proxies_of_environment())

    def install_on_reactor(self) -> None:
        """Take the place of Twisted's own resolver, for everything in this process."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  # Twisted's name
        self,
        receiver: Any,
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve a name, in at most DNS_TIMEOUT seconds."""
        resolution = _Resolution(hostName)
        receiver.resolutionBegan(resolution)
        known = (
            self._known.get(hostName) if is_host_name(hostName) or literal(hostName) else []
        )  # Twisted never answers for what is no name
        if known is not None:
            self._answer(receiver, hostName, portNumber, known)
            return resolution
        collected = _Collected(self, receiver, hostName, portNumber)
        collected.deadline = self.reactor.callLater(self.timeout, collected.resolutionComplete)
        self.inner.resolveHostName(collected, hostName, portNumber, addressTypes or [IPv4Address], transportSemantics)
        return resolution

    def addresses_of(self, name: str, port: int) -> Deferred[list[str]]:
        """Look up all addresses of a name of either kind, in at most DNS_TIMEOUT seconds; none where it is no name or has none."""
        found: Deferred[list[str]] = Deferred()
        if not is_host_name(name):
            found.callback([])
            return found
        collected = _Collected(_Handed(found), None, name, port)
        collected.deadline = self.reactor.callLater(self.timeout, collected.resolutionComplete)
        self.inner.resolveHostName(collected, name, port, [IPv4Address, IPv6Address], "TCP")
        return found

    def resolved(self, receiver: Any, name: str, port: int, addresses: list[str]) -> None:
        """Take in what a name resolves to."""
        if addresses:
            if len(self._known) >= MAX_RESOLVED_NAMES:
                self._known.clear()
            self._known[name] = addresses
        self._answer(receiver, name, port, addresses)

    def may_connect(self, name: str, port: int, address: str) -> bool:
        """Return whether a connection to this address and port, which somebody called by this name, is allowed."""
        if (name, port) in self.proxies or (not port and name in {host for host, _ in self.proxies}):
            return True  # a tunnel through a proxy asks for it without its port
        return (name, port) in self.exceptions or (address, port) in self.exceptions or is_public(ipaddress.ip_address(address))

    def _answer(self, receiver: Any, name: str, port: int, addresses: list[str]) -> None:
        allowed = [address for address in addresses if self.may_connect(name, port, address)]
        if addresses and not allowed:
            logger.warning("%s is refused: it resolves to %s, no public address.", ascii(name)[1:-1][:300], addresses[0])
        for address in allowed:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


def proxies_of_environment() -> list[tuple[str, int]]:
    """Return host and port of the proxies that http_proxy and https_proxy name."""
    found = []
    for url in getproxies().values():
        try:
            parts = urlsplit(url if "//" in url else f"//{url}", scheme="http")
            found.append((parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 80)))
        except ValueError:
            continue
    return found


@implementer(IResolutionReceiver)
class _Collected:
    """Collects what Twisted's resolver finds, until it is complete or time is up."""

    def __init__(self, resolver: GuardedResolver | _Handed, receiver: Any, name: str, port: int) -> None:
        self.resolver, self.receiver, self.name, self.port = resolver, receiver, name, port
        self.addresses: list[str] = []
        self.deadline: Any = None
        self.done = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        del resolution  # the receiver has one

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if isinstance(address, (IPv4Address, IPv6Address)):
            self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self.done:
            return
        self.done = True
        if self.deadline is not None and self.deadline.active():
            self.deadline.cancel()
        self.resolver.resolved(self.receiver, self.name, self.port, self.addresses)


class _Handed:
    """Hands on what was found to whoever waits for it."""

    def __init__(self, found: Deferred[list[str]]) -> None:
        self.found = found

    def resolved(self, receiver: Any, name: str, port: int, addresses: list[str]) -> None:
        """Take in what a name resolves to."""
        del receiver, name, port  # who waits knows them
        self.found.callback(addresses)


class _Resolution:
    """What Twisted wants to have in hand of a resolution; it cannot be called off."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Do nothing: the answer is thrown away by whoever does not want it any more."""
