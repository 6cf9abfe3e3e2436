"""The handler of http and https: an end to headers, and certificates that do not hold noted.

It stands by itself since what it derives from brings all of TLS, a tenth of what a command takes to start: only a crawl opens connections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.core.downloader.handlers import http11
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # it has no types

from newsbot.addresses import is_ip
from newsbot.model import UNVERIFIED_TLS

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MAX_HEADER_BYTES: Final = 64 * 1024
"""Of the headers of one answer, 1xx answers before it among them. Browsers stop at 256 KiB, most servers send less than 2; endless
headers took 1.4 GB, since Scrapy puts no end to them."""

HTTPS_PORT: Final = 443


# ------------------------------------------------------------------------------------------------------------------ headers


class EndlessHeadersError(ValueError):
    """The headers of an answer have no end; Twisted gives up the connection, and the request fails."""


class BoundedHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler of http and https, with an end to headers; an answer under a certificate that does not hold has `UNVERIFIED_TLS`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory  # noqa: SLF001  # as Scrapy does
        self._certificates = _WatchedCertificates(self._contextFactory)
        if not crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):  # else Scrapy refuses such connections
            self._contextFactory = cast("IPolicyForHTTPS", self._certificates)

    async def download_request(self, request: Request) -> Response:
        """Return the answer, flagged where its certificate does not hold. Raises as Scrapy's own does."""
        response = await super().download_request(request)
        if response.url.startswith("https:") and self._certificates.doubt(response.url):
            response.flags.append(UNVERIFIED_TLS)
        return response


class _BoundedParser(http11._LenientHTTPClientParser):  # noqa: SLF001  # Scrapy has no public place for it
    """Counts what comes before the body, over all the 1xx answers in front of the one that counts."""

    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.header_bytes += len(line) + 2
        if self.header_bytes > MAX_HEADER_BYTES:
            raise EndlessHeadersError(f"more than {MAX_HEADER_BYTES} bytes of headers")
        super().lineReceived(line)


class _BoundedProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001  # Scrapy has no public place for it
    """A connection whose answers are read by the parser that counts."""

    def request(self, request: Any) -> Any:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _BoundedParser  # Twisted names the class of its parser in the middle of the method, as Scrapy found too
        return answer


class _BoundedFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001  # Scrapy has no public place for it
    """Makes such connections."""

    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802
        del addr
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


# ------------------------------------------------------------------------------------------------------------- certificates


@implementer(IPolicyForHTTPS)
class _WatchedCertificates:
    """Opens connections with Scrapy's options, whatever certificate comes, and notes whether it holds: its chain, its dates, its name.

    Whom the system trusts is OpenSSL's own list, or what SSL_CERT_FILE and SSL_CERT_DIR name.
    """

    def __init__(self, opens: Any) -> None:
        self._opens = opens
        self._doubts: dict[tuple[str, int], str] = {}
        """By host and port: why the certificate of the last connection to it does not hold; without those that do."""

    def doubt(self, url: str) -> str | None:
        """Return why the certificate of the address's host does not hold."""
        parts = urlsplit(url)
        return self._doubts.get(((parts.hostname or "").lower(), parts.port or HTTPS_PORT))

    def creatorForNetloc(self, hostname: bytes, port: int) -> _WatchedConnections:  # noqa: N802
        host = hostname.decode("ascii")
        strict = optionsForClientTLS(host, extraCertificateOptions=self._opens._get_cert_options_kwargs())  # noqa: SLF001
        return _WatchedConnections(strict, host, port, self._doubts)


@implementer(IOpenSSLClientConnectionCreator)
class _WatchedConnections:
    """Makes the connections to one host: those that Twisted would refuse, too."""

    def __init__(self, makes: Any, host: str, port: int, doubts: dict[tuple[str, int], str]) -> None:
        self._makes, self._key, self._doubts = makes, (host.lower(), port), doubts
        self._wanted = IPAddress_ID(host) if is_ip(host) else DNS_ID(host)

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: N802
        connection: SSL.Connection = self._makes.clientConnectionForTLS(protocol)
        self._doubts.pop(self._key, None)
        connection.set_verify(SSL.VERIFY_PEER, self._verify)
        return connection

    def _verify(self, _connection: SSL.Connection, certificate: Any, error: int, depth: int, holds: int) -> bool:
        """Note what is wrong with a certificate of the chain; the connection goes on all the same."""
        if not holds:
            self._doubts[self._key] = f"error {error} at depth {depth}"
        elif depth == 0:
            try:
                verify_service_identity(extract_patterns(certificate), [self._wanted], [])
            except (CertificateError, VerificationError) as wrong:
                self._doubts[self._key] = f"{type(wrong).__name__}: it is not for {self._key[0]}"
        return True
