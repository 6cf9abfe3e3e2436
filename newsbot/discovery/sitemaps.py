"""Sitemaps: urlset, sitemapindex, news sitemaps, plain lists of addresses, each also gzipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from newsbot.addresses import site
from newsbot.discovery.feeds import moment, plain
from newsbot.discovery.leads import Lead, best, scored, why_no_page
from newsbot.discovery.xml import read_xml, unpacked
from newsbot.text.charset import decode

ROOTS = frozenset({"urlset", "sitemapindex"})
MOST_LEADS = 2_000
"""Leads taken from one sitemap: the most promising, of the newest."""
MOST_SITEMAPS = 50
"""Sitemaps taken from one index: the newest. A hostile index grew for ever (12,800 in 45 s)."""
MAX_DEPTH = 3
"""Of indexes in indexes; the protocol allows none."""

_ENTRIES = frozenset({"url", "sitemap"})
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap holds: articles to be, and more sitemaps, the newest first."""

    leads: tuple[Lead, ...] = ()
    sitemaps: tuple[Lead, ...] = ()


def read_sitemap(body: bytes, url: str, *, charset: str | None = None) -> Sitemap:
    """Read the sitemap at ``url``; empty where it is none. Addresses of other sites do not count, as the protocol has it. Never raises."""
    document = read_xml(body, _ENTRIES, charset=charset)
    if document.root not in ROOTS:
        return Sitemap(tuple(_plain_list(body, url, charset)))
    found: list[Lead] = []
    for entry in document.entries:
        fields = entry.fields
        try:
            address = urljoin(url, fields.get("loc", "").strip())
        except ValueError:
            continue
        if not fields.get("loc") or site(address) != site(url):
            continue
        changed = moment(fields.get("lastmod"))
        found.append(Lead(address, plain(fields.get("title", "")), moment(fields.get("publication_date")), changed=changed))
    if document.root == "sitemapindex":
        return Sitemap(sitemaps=tuple(_newest(found)[:MOST_SITEMAPS]))
    return Sitemap(tuple(best(scored(lead for lead in _newest(found) if not why_no_page(lead.url)), MOST_LEADS)))


def is_plain_list(text: str) -> bool:
    """Whether the text is nothing but addresses, one a line (the protocol's plain form)."""
    lines = [line.strip() for line in text[:20_000].splitlines()[:200] if line.strip()]
    return len(lines) >= 2 and all(line.startswith(("http://", "https://")) and " " not in line for line in lines[: len(lines) - 1])


def _plain_list(body: bytes, url: str, charset: str | None) -> list[Lead]:
    try:
        text = decode(unpacked(body), charset).text
    except ValueError:
        return []
    if not is_plain_list(text):
        return []
    addresses = (line.strip() for line in text.splitlines())
    leads = (Lead(address) for address in addresses if site(address) == site(url) and not why_no_page(address))
    return best(scored(leads), MOST_LEADS)


def _newest(leads: list[Lead]) -> list[Lead]:
    """Newest first, as far as is said; where nothing is said, by the numbers in the name: sitemap-12 behind sitemap-9, so before it."""
    return sorted(leads, key=lambda lead: (lead.stated or lead.changed or lead.day or "", _numbers(lead.url)), reverse=True)


def _numbers(url: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(urlsplit(url).path[-100:]))
