"""Cookies where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.downloadermiddlewares.cookies import CookiesMiddleware


class CookiesOnRequest:
    """Stands in the place of Scrapy's own, and makes one where COOKIES_ENABLED is set.

    Scrapy imports what stands among the middlewares though it be switched off, and for the public suffixes of cookies this one brings
    ``requests`` and the rest of tldextract: 130 modules, 6 MB.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CookiesMiddleware:
        """Return Scrapy's own. Raises NotConfigured where cookies are switched off."""
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        from scrapy.downloadermiddlewares.cookies import CookiesMiddleware  # noqa: PLC0415

        return CookiesMiddleware.from_crawler(crawler)
