"""What a page is, from what it holds: a feed, a sitemap, a list of headlines, or a page to read. Never from its name."""

from __future__ import annotations

from enum import StrEnum

from newsbot.gzips import MAGIC
from newsbot.html.page import HtmlPage
from newsbot.listings import feeds, sitemaps
from newsbot.listings.feeds import leads_in_answer
from newsbot.listings.lists import is_list
from newsbot.listings.xml import root_of, unpacked
from newsbot.text.charset import decode

_LOOK = 64 * 1024
"""Bytes that are looked at: declarations and comments before the outermost element are short."""


_ANYWHERE = "http://anywhere.invalid/"
"""What relative addresses count from where nothing but their being there matters."""


class Kind(StrEnum):
    """Kinds of pages, as far as discovery tells them apart."""

    FEED = "feed"
    """RSS, Atom, or headlines as JSON."""
    SITEMAP = "sitemap"
    LIST = "list"
    PAGE = "page"
    """To be read: an article, or nothing of use."""

    @property
    def offers(self) -> bool:
        """Whether such a page is visited for the addresses in it, and is never a report itself."""
        return self in {Kind.FEED, Kind.SITEMAP}


def kind_of(body: bytes, page: HtmlPage | None = None) -> Kind:
    """Return what the bytes are. ``page`` is what the HTML reader made of them; without it an HTML page is a PAGE. Never raises."""
    if (body.startswith(MAGIC) or _may_be_xml(body)) and (kind := _xml_kind(body)) is not None:
        return kind
    if leads_in_answer(body, _ANYWHERE):
        return Kind.FEED
    return Kind.LIST if page is not None and is_list(page) else Kind.PAGE


def _may_be_xml(body: bytes) -> bool:
    """Whether the bytes begin as XML, or as a plain list of addresses; a look at a few of them, so that pages of HTML cost nothing."""
    head = body[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"http://", b"https://")):
        return True
    return head.startswith(b"<") and not head.startswith((b"<html", b"<!doctype html", b"<head", b"<body", b"<div"))


def _xml_kind(body: bytes) -> Kind | None:
    text = decode(unpacked(body, _LOOK)[:_LOOK]).text
    root = root_of(text)
    if root in feeds.ROOTS:
        return Kind.FEED
    if root in sitemaps.ROOTS or sitemaps.is_plain_list(text):
        return Kind.SITEMAP
    return None
