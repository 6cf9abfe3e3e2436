"""A response decoded once, and its tree built once: what a page is, what it offers and what it says are all read from the same ReadPage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from newsbot.gzips import GZIP_MAGIC, gunzip_as_far
from newsbot.html.page import HtmlPage, read_html
from newsbot.html.plain import read_plain
from newsbot.model import Block, Page
from newsbot.said import said
from newsbot.text.charset import Decoded, decode, looks_binary

MAX_UNPACKED_BYTES: Final = 16 << 20
"""Of a packed body; what stands after them is not read. The sitemap protocol allows 50 MiB, but its 50,000 addresses take 4 to 10."""
DECLARED_WITHIN: Final = 4_000
"""Characters in which a page shows whether it is HTML or XML, declarations and comments before its outermost element among them."""
_HEAD_BYTES: Final = 64 * 1024
"""Bytes of a packed body by which it is seen whether the rest is worth unpacking."""

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|table|p|br|meta|title|article)[\s>/]", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})(?=[\s/>])")
_BLANKS = "\ufeff \t\r\n\0"


@dataclass(frozen=True)
class ReadPage:
    """A page, decoded; its tree is built when it is first asked for, and kept.

    ``because`` says in one sentence how it was decoded. ``not_text`` says what a body is that is no text, None for a text; a packed
    sitemap is none either, but has its text here. ``as_it_came``: whether the page's body is the text in UTF-8 to the last byte.
    """

    page: Page
    text: str = ""
    encoding: str = ""
    because: str = ""
    not_text: str | None = None
    as_it_came: bool = False

    @property
    def url(self) -> str:
        """The address of the page."""
        return self.page.url

    @cached_property
    def root(self) -> str:
        """The name of the outermost element, lower case, without prefix; empty where the text does not begin as markup does."""
        return root_of(self.text)

    @cached_property
    def in_utf8(self) -> bytes:
        """The text in UTF-8, in which the parser reads it and site rules look for their marks: the body itself where that is it."""
        return self.page.body if self.as_it_came else self.text.encode("utf-8", "replace")

    @cached_property
    def html(self) -> HtmlPage | None:
        """The page as HTML: as its header says, or, where that says nothing of use, as its first characters look; None where it is none."""
        if self.page.content_type == "text/plain" or not self.text:
            return None
        is_markup = self.page.content_type in {"text/html", "application/xhtml+xml"} or _MARKUP.search(self.text[:DECLARED_WITHIN])
        return read_html(self.text, self.page.url, self.in_utf8) if is_markup else None

    @cached_property
    def blocks(self) -> list[Block]:
        """The page as blocks, of HTML or of plain text."""
        return self.html.blocks if self.html is not None else read_plain(self.text)


def read_page(page: Page) -> ReadPage:
    """Decode a page. Never raises on any bytes."""
    if page.text is not None:
        return ReadPage(page, page.text, "utf-8", said("given as text"))
    body, packed = page.body, page.body.startswith(GZIP_MAGIC)
    is_list = begins_as_list(gunzip_as_far(body, _HEAD_BYTES) if packed else body)
    if packed and is_list:
        body = gunzip_as_far(body, MAX_UNPACKED_BYTES)
    not_text = looks_binary(page.body)
    if not_text is not None and not is_list:
        return ReadPage(page, not_text=not_text)
    decoded: Decoded = decode(body, page.headers.get("content-type"), hint=page.hints.charset if page.hints else None)
    return ReadPage(page, decoded.text, decoded.encoding, decoded.because, not_text, decoded.as_it_came and body is page.body)


def begins_as_list(body: bytes) -> bool:
    """Return whether the bytes begin as XML that is no page of HTML, or as a plain list of addresses."""
    head = body[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"http://", b"https://")):
        return True
    return head.startswith(b"<") and not head.startswith((b"<html", b"<!doctype html", b"<head", b"<body", b"<div"))


def root_of(text: str) -> str:
    """Return the name of the outermost element, lower case, without prefix; empty where the text does not begin as markup does.

    Only the first characters are looked at, of which declarations and comments are passed over.

    >>> root_of('<?xml version="1.0"?><!-- a feed --><rdf:RDF xmlns="…">')
    'rdf'
    """
    head = text[:DECLARED_WITHIN].lstrip(_BLANKS)
    while head.startswith(("<?", "<!")):
        end, past = ("-->", 3) if head.startswith("<!--") else (">", 1)
        if head[:9].lower() == "<!doctype" and "[" in head[: head.find(">") + 1]:
            end, past = "]>", 2
        found = head.find(end)
        if found < 0:
            return ""
        head = head[found + past :].lstrip()
    root = _ROOT.match(head)
    return root[2].lower() if root else ""
