"""The download handler of a replay: it takes the network's place, for every request of anyone.

Pages come with their requests, so that they go the normal path (scheduler, middlewares, callback) and can be archives of any size:
only those in hand are held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

from newsbot.model import Page

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

PAGE = "newsbot_page"
"""Key of a request's meta under which its archived page travels."""


class NotInArchive(IgnoreRequest):
    """A request in a replay for a page that the archive does not hold."""


class ReplayHandler(BaseDownloadHandler):
    """Answers with the archived page; refuses what is in no archive. Never opens a connection."""

    async def download_request(self, request: Request) -> Response:
        """Return the response as archived. Raises NotInArchive."""
        page = request.meta.get(PAGE)
        if not isinstance(page, Page):
            raise NotInArchive(f"not in the archive: {request.url}")
        kind = responsetypes.from_args(headers={b"Content-Type": page.content_type.encode("latin-1", "replace")}, url=page.url)
        return kind(url=page.url, status=page.status, headers=dict(page.headers), body=page.body)
