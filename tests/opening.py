"""Pages as the rooms of listings take them: decoded, with their tree."""

from newsbot.model import Page
from newsbot.read_page import ReadPage, read_page


def opened(body: bytes | str, url: str = "http://www.a.test/", content_type: str = "") -> ReadPage:
    """Return the page at ``url`` as it is read, once, from these bytes or this text."""
    return read_page(Page(url, body, {"Content-Type": content_type} if content_type else {}))
