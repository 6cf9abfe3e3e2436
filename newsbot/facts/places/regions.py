"""Whose news a page carries: the region of the credited medium, of the site and of the declared source.

A region tells namesakes apart, and says which city 我市 is. It never makes a place by itself, but for one thing: what a government or
one of its offices is credited with (天水市委统战部) is about its own division.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from newsbot.addresses import site
from newsbot.data import table
from newsbot.facts.places.chains import chained
from newsbot.facts.places.gazetteer import CITY, PROVINCE, gazetteer
from newsbot.facts.places.mentions import mentions
from newsbot.said import said
from newsbot.words import HAN_RANGE, either


class Region(NamedTuple):
    """A division whose news the page carries, where that is said, and whether its own government says it."""

    division: int
    said: str
    official: bool = False


MIN_MEDIUM_CHARS: Final = 2
"""Characters of the shortest medium in the table of media: what stands after them may name its station."""

MAX_MEDIUM_CHARS: Final = 40
"""Characters of the longest medium or office."""
HOST_LABELS: Final = 3
"""Labels of a government's host: its place, gov, cn."""

_FORMS = table("places.toml")["forms"]
_JOINTS: Final = table("places.toml")["joints"]
_OFFICE = re.compile(
    rf"(?:[{_JOINTS['committees_of']}]?{_JOINTS['committee']}|{either(_JOINTS['government'])}"
    rf"|[{HAN_RANGE}]{{1,8}}(?:{either(_FORMS['offices'])}))(?!{_JOINTS['not_after_office']})"
)
"""A government or one of its offices, after the name of its division."""


_SITE_NAME = re.compile(rf"[_|｜\-—–]\s{{0,3}}([^_|｜\-—–\s]{{2,20}}(?:{either(_FORMS['sites'])}))\s{{0,3}}\Z")
"""The name of a site at the end of a page's <title>."""


def regions(source: str | None, url: str, declared: Sequence[str], head: str | None) -> list[Region]:
    """Return every region that is said, the surest first: by the credited source, the address, the declared source, the site's name."""
    out = [*_of_medium(source or "", lambda name: said("source {name}", name=name)), *_of_address(url), *_declared(declared)]
    if name := _SITE_NAME.search((head or "")[-40:]):
        out += [region._replace(official=False) for region in _of_medium(name[1], lambda name: said("site name {name}", name=name))]
    return out


def _of_medium(name: str, words: Callable[[str], str]) -> Iterator[Region]:
    """The region of a medium or office by its name: 人民网-湖南频道, 长沙晚报, 奎文区人民政府."""
    if home := _home_of(name):
        division, office = home
        yield Region(division, words(name), office)


@lru_cache(maxsize=4096)
def _home_of(name: str) -> tuple[int, bool] | None:
    """The division that a medium or office is named after, and whether it is an office; the same few names stand on many pages."""
    known = gazetteer()
    code = _code_of(name)
    if code:
        home = known.by_code[code]
        # 红网保靖站: the medium's station in one of its region's counties
        inside = [one for m in mentions(name[MIN_MEDIUM_CHARS:]) for one in m.divisions if known.within(one, home)]
        return (inside[0] if len(inside) == 1 else home), False
    if not MIN_MEDIUM_CHARS <= len(name) <= MAX_MEDIUM_CHARS:
        return None
    # 新华日报 is no paper of a district named 新华
    found = [
        m
        for m in chained(name, title=True) or mentions(name)
        if not (m.unsure or m.foreign or (m.weak and known.levels[m.divisions[0]] > CITY))
    ]
    if found and len(found[-1].divisions) == 1:
        division = found[-1].divisions[0]
        return division, found[-1].complete and bool(_OFFICE.match(name, found[-1].end))
    return None


@cache
def _media() -> dict[str, str]:
    return dict(sorted(table("media_regions.toml")["media"].items(), key=lambda entry: -len(entry[0])))


def _code_of(name: str) -> str | None:
    return next((code for medium, code in _media().items() if name.startswith(medium)), None)


@cache
def _sites() -> dict[str, set[str]]:
    """Registered domain -> names of the media that have it."""
    out: dict[str, set[str]] = {}
    for medium, domains in table("media_sites.toml")["sites"].items():
        for domain in domains:
            out.setdefault(domain, set()).add(medium)
    return out


def _of_address(url: str) -> Iterator[Region]:
    """The region of a host: hn.people.com.cn, www.changsha.gov.cn, www.rednet.cn."""
    host = (urlsplit(url).hostname or "") if "//" in url else ""
    if not host:
        return
    known, data, domain = gazetteer(), table("media_regions.toml"), site(url)
    labels = [label for label in host.split(".") if label != "www"]
    if domain in data["channels"]["sites"]:
        code = data["channels"].get(labels[0])
        if isinstance(code, str):
            yield Region(known.by_code[code], said("host {host}", host=host))
    elif elsewhere := next((code for end, code in data["hosts"].items() if host.endswith(f".{end}")), None):
        yield Region(known.by_code[elsewhere], said("host {host}", host=host))
    elif host.endswith(".gov.cn") and len(labels) >= HOST_LABELS:
        label = labels[-3]
        bearers = [known.by_code[data["governments"][label]]] if label in data["governments"] else known.hosts.get(label, ())
        # www.changsha.gov.cn is the city's; its county of that name has another
        top = min((known.levels[one] for one in bearers), default=0)
        highest = [one for one in bearers if known.levels[one] == top]
        if len(highest) == 1:
            yield Region(highest[0], said("host {host}", host=host))
    else:
        found = {region.division for medium in _sites().get(domain, ()) for region in _of_medium(medium, str)}
        if len(found) == 1:
            yield Region(found.pop(), said("site {domain}", domain=domain))


def _declared(names: Sequence[str]) -> Iterator[Region]:
    """The lowest division of a declared source's `region`, a list from the province down."""
    known = gazetteer()
    at = -1
    for name in names:
        inner = [one for one in known.full.get(name, ()) if known.levels[one] == PROVINCE or (at >= 0 and known.within(one, at))]
        if len(inner) == 1:
            at = inner[0]
    if at >= 0:
        yield Region(at, said("declared source"))
