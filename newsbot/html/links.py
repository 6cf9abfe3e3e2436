"""Links of a page: what they say, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from newsbot.html.machine import MAX_URL_CHARS

MAX_LABEL_CHARS: Final = 300
"""Characters of a link's text."""
_NO_PAGES: Final = ("javascript:", "mailto:", "tel:", "about:", "data:")


class Link:
    """A link of the page. ``block`` is the index of the block in which it stands.

    ``href`` is as written, character references undone and without white space around it; ``text`` as printed, with single blanks;
    ``attributes`` are all it has, those without a value empty.
    """

    __slots__ = ("_resolve", "_url", "attributes", "block", "href", "text")

    def __init__(self, attributes: Mapping[str, str], text: str, block: int, resolve: Resolver) -> None:
        self.attributes, self.block = attributes, block
        self.href = attributes.get("href", "").strip()
        self.text = " ".join(text.split())[:MAX_LABEL_CHARS]
        self._resolve = resolve
        self._url: str | None = None

    @property
    def url(self) -> str:
        """The absolute address, made when it is first asked for; ``href`` itself where it is none, empty where it is endless."""
        if self._url is None:
            self._url = self._resolve(self.href) if len(self.href) <= MAX_URL_CHARS else ""
        return self._url

    @property
    def leads_away(self) -> bool:
        """Whether it leads to another page: neither to a place of this one, nor to a script, nor to a mail address."""
        href = self.href
        return 0 < len(href) <= MAX_URL_CHARS and href[0] != "#" and not href[:11].lower().startswith(_NO_PAGES)

    def __repr__(self) -> str:
        return f"Link({self.href!r}, {self.text!r}, block={self.block})"


class Resolver:
    """Relative addresses to absolute ones; the common forms without a call of urljoin, which is slow."""

    __slots__ = ("base", "origin", "scheme")

    def __init__(self, base: str) -> None:
        self.base = base
        parts = urlsplit(base) if _is_url(base) else None
        self.scheme = f"{parts.scheme}:" if parts else ""
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts else ""

    def __call__(self, href: str) -> str:
        """Return the absolute address of ``href``, or ``href`` itself where it is no address (``javascript:``, bad brackets)."""
        if href.startswith(("http://", "https://")):
            return href
        if href.startswith("//"):
            return self.scheme + href
        if href.startswith("/") and "/." not in href:
            return self.origin + href
        return absolute(self.base, href)


def absolute(base: str, href: str) -> str:
    """Return the absolute address of ``href``, or ``href`` itself where it is none."""
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _is_url(url: str) -> bool:
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:
        return False
