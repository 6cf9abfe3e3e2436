r"""Sources as data: one TOML file each, whose name is the source's id. Adding one changes no code.

    name = "人民网湖南频道"
    region = ["湖南省"]                               # whose news it carries, from the province down: what 我市 means there
    lists = ["http://hn.people.com.cn/GB/index.html"] # where to look; also feeds, sitemaps, and start for what may be any of them
    article = '/n2/\d{4}/\d{4}/c\d{1,8}-\d{1,10}\.html$'

Only one address is needed, and all keys are checked: a wrong one is named with its file, and what was probably meant is said. What a
page is, is found out from what it holds in any case; the keys only say what to expect. :data:`KEYS` lists them all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import quote

from newsbot.addresses import parts_of, shard, site, why_not_visited
from newsbot.data import table
from newsbot.exceptions import ArgumentError
from newsbot.facts.places.gazetteer import PROVINCE, gazetteer
from newsbot.html.selectors import check_selectors
from newsbot.model import RULE_FIELDS, Hints, is_rule
from newsbot.said import lines_said, said, said_of

UNVERIFIED: Final = "unverified"
LONGEST_PATTERN = 200
"""Characters of the pattern of article addresses."""
LONGEST_DELAY = 120.0
"""Seconds; a longer one is a mistake, and a host that asks for more in its robots.txt is not crawled but dripped."""
MAX_DECLARED_CHARS: Final = 500
"""Characters of a declared text: a name, an address."""
MOST_SOURCES_NAMED: Final = 40
"""Declared sources that a message lists."""
MOST_DECLARED_ADDRESSES = 200
"""Addresses to look at in one source; one with more wants splitting."""

MOST_RESULT_PAGES = 10
"""Pages of one search that are looked at: what is new stands on the first."""

_PLACE = re.compile(r"\{(?:terms|page)\}")
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Source:
    """A declared source. Every address in it is absolute, http or https."""

    id: str
    name: str = ""
    region: tuple[str, ...] = ()
    """Names of the division that the source reports on, from the province down: a prior for the place of its reports."""
    role: Literal["original", "mirror"] = "original"
    """mirror: visited to measure reposts; what stands there first stood elsewhere."""
    anything: tuple[str, ...] = ()
    """The key ``start``: addresses of any kind."""
    lists: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    search: str | None = None
    """Address of the site's own search, with ``{terms}`` and perhaps ``{page}`` in it."""
    terms: tuple[str, ...] = ()
    """What is searched for; those of data/link_terms.toml where the source names none."""
    article: re.Pattern[str] | None = None
    """What the address of an article looks like (searched in it). None: any address may be one."""
    paging: str | None = None
    """Name of a list's further pages, such as ``index_{n}.html``, where the list itself does not say."""
    first_page: int = 1
    """The number that ``paging`` gives to the page after the first: 1 in most systems, 2 in some."""
    charset: str | None = None
    """What its pages are written in: one vote among others where their bytes do not prove it."""
    browser: bool = False
    """Whether scripts are run where a page of it shows nothing without them; see newsbot.middlewares.browser."""
    delay: float | None = None
    """Seconds between two requests; only ever more than the run's own."""
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A site rule for its pages, tried before those of data/site_rules.toml and written like them: CSS or XPath selectors by field."""
    verified: str = UNVERIFIED
    """``unverified`` until a run has seen reports there, then the day, ``YYYY-MM-DD``."""
    experimental: bool = False
    """Whether its addresses have changed often, or are known from one reading only: it is the first to break."""
    note: str = ""

    @property
    def start(self) -> tuple[str, ...]:
        """Every address to begin at: lists, feeds, sitemaps, the unknown, and the site's search for each term."""
        return tuple(dict.fromkeys((*self.feeds, *self.lists, *self.sitemaps, *self.anything, *self.searches())))

    @property
    def hints(self) -> Hints:
        """What the source says of its pages."""
        return Hints(self.region, self.charset, self.rules, original=self.role == "original")

    @property
    def sites(self) -> frozenset[str]:
        """Registered domains of the start addresses: a page on one of them may be a page of this source."""
        return frozenset(site(address) for address in self.start)

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts of the start addresses: where several sources share a site, the host tells whose page it is."""
        return frozenset(_host(address) for address in self.start)

    def searches(self, page: int = 1) -> tuple[str, ...]:
        """Return the addresses of the site's search for every term, result page ``page`` (1-based)."""
        if self.search is None:
            return ()
        terms = self.terms or tuple(table("link_terms.toml")["search"])
        filled = (self.search.replace("{terms}", quote(term, encoding=self.charset or "utf-8")) for term in terms)
        return tuple(address.replace("{page}", str(page)) for address in filled)

    def search_after(self, url: str) -> str | None:
        """Return the address of the result page after this one; None where it is no search of this source, or is not numbered."""
        if self.search is None or "{page}" not in self.search:
            return None
        for number in range(1, MOST_RESULT_PAGES):
            if url in (results := self.searches(number)):
                return self.searches(number + 1)[results.index(url)]
        return None

    def may_be_article(self, url: str) -> bool:
        """Return whether the address looks like one of an article: True where the source does not say how they look."""
        return self.article is None or bool(self.article.search(url[: LONGEST_PATTERN * 5]))


def read_source(path: Traversable) -> Source:
    """Read one file. Raises ArgumentError naming the file, the key and what it may be; all that is wrong at once."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ArgumentError(said("{path} cannot be read ({why}).", path=path, why=said_of(error))) from error
    read: dict[str, Any] = {}
    source_id = PurePath(path.name).stem
    wrong = [] if _ID.fullmatch(source_id) else [f"the file's name is the source's id, and {source_id} is none: a-z, 0-9, -, _ and dots"]
    for name, value in given.items():
        if name not in KEYS:
            close = get_close_matches(name, KEYS, n=1)
            meant = f" Did you mean {close[0]}?" if close else ""
            wrong.append(said("there is no key {name}.{meant} There are {keys}.", name=name, meant=meant, keys=", ".join(KEYS)))
            continue
        attribute, reader, expected = KEYS[name]
        try:
            read[attribute] = reader(value)
        except (TypeError, ValueError) as error:
            wrong.append(
                said(
                    "{name} should be {expected}{which}.",
                    name=name,
                    expected=expected,
                    which=f": {error}" if str(error) else "",
                )
            )
    found = Source(source_id, **read) if not wrong else None
    if found is not None and not found.start:
        wrong.append(
            said('it names no address to look at. It needs at least one list of them: start = ["http://…"], lists, feeds or sitemaps.')
        )
    if found is not None and len(found.start) > MOST_DECLARED_ADDRESSES:
        wrong.append(
            said(
                "it names {what} addresses, and may name {most_declared_addresses}; split it.",
                what=len(found.start),
                most_declared_addresses=MOST_DECLARED_ADDRESSES,
            )
        )
    if wrong or found is None:
        raise ArgumentError(lines_said(f"{path}: {text}" for text in wrong))
    return found


def read_sources(place: Path, *, empty: bool = False) -> tuple[Source, ...]:
    """Read a TOML file, or every one in a folder, in the order of their names. Raises ArgumentError saying which is wrong and why."""
    paths = sorted(place.glob("*.toml")) if place.is_dir() else [place]
    if not paths and not empty:
        raise ArgumentError(said("the folder {place} holds no .toml file.", place=place))
    return _read_all(paths)


def _read_all(paths: Iterable[Traversable]) -> tuple[Source, ...]:
    """Read files in the order of their names. Raises ArgumentError saying which are wrong and why."""
    found, wrong = [], []
    for path in sorted(paths, key=lambda path: path.name):
        try:
            found.append(read_source(path))
        except ArgumentError as error:
            wrong.append(said_of(error))
    if wrong:
        raise ArgumentError(lines_said(wrong))
    return tuple(found)


def bundled_sources() -> tuple[Source, ...]:
    """Return the sources that come with the program, also where it runs from a zip or an egg."""
    return _read_all(file for file in (files("newsbot") / "sources").iterdir() if file.name.endswith(".toml"))


def chosen(declared: Iterable[Source], only: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources of these ids, in the order declared. Raises ArgumentError for an id that is not declared."""
    declared = tuple(declared)
    known, wanted = [source.id for source in declared], tuple(only)
    for name in wanted:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            meant = f" Did you mean {close[0]}?" if close else ""
            more = " …" if len(known) > MOST_SOURCES_NAMED else ""
            listed = f"Declared are {', '.join(known[:MOST_SOURCES_NAMED])}{more}." if known else "No source is declared."
            raise ArgumentError(said("there is no source {name}.{meant} {listed}", name=name, meant=meant, listed=listed))
    return tuple(source for source in declared if source.id in wanted)


def sources_of_part(sources: Iterable[Source], number: int, parts: int) -> tuple[Source, ...]:
    """Return the sources with an address on a site of part ``number`` of ``parts`` (1-based)."""
    return tuple(source for source in sources if any(shard(where, parts) == number for where in source.sites))


class Owners:
    """Whose page an address is: the source's that begins on its host, else that of the only source that begins on its site."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._hosts: dict[str, Source] = {}
        self._sites: dict[str, Source | None] = {}
        for source in sources:
            for host in source.hosts:
                self._hosts.setdefault(host, source)
            for where in source.sites:
                self._sites[where] = None if where in self._sites else source

    def of(self, url: str) -> Source | None:
        """Return the source, None where the address belongs to none, or to nobody knows which (society.people.com.cn)."""
        return self._hosts.get(_host(url)) or self._sites.get(site(url))


# ---------------------------------------------------------------------------------------------------------- single values


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_DECLARED_CHARS:
        raise ValueError
    return value.strip()


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(_text(item) for item in value)


def _region(value: object) -> tuple[str, ...]:
    """Names of divisions from the province down. Raises ValueError naming the one that is none, or lies elsewhere."""
    names, known = _names(value), gazetteer()
    above: list[int] = []
    for outer, name in zip(("", *names), names, strict=False):
        here = [
            division
            for division in known.full.get(name, ())
            if (
                any(division != other and known.within(division, other) for other in above) if above else known.levels[division] == PROVINCE
            )
        ]
        if not here:
            raise ValueError(f"{name} is no division of {outer}" if outer else f"{name} is no province")
        above = here
    return names


def _addresses(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(http_address(item) for item in value)


def http_address(value: object) -> str:
    """Return ``value``, if it is an address that may be visited. Raises ValueError with what is wrong."""
    address = value if isinstance(value, str) else ""
    if why := why_not_visited(address):
        shown = "" if parts_of(address).password or parts_of(address).username else f"{value!r:.200}: "
        raise ValueError(said("{shown}{why}", shown=shown, why=why))
    return address


def _template(value: object) -> str:
    address = http_address(value)
    if "{terms}" not in address or "{" in _PLACE.sub("", address):
        raise ValueError(said("{address!r} needs {{terms}} where the words go, may have {{page}}, and no other braces", address=address))
    return address


def _paging(value: object) -> str:
    name = _text(value)
    if name.count("{n}") != 1 or "{" in name.replace("{n}", "") or "/" in name.split("?")[0].strip("/"):
        raise ValueError(said("{name!r} needs {{n}} once, and is the name of a page in the list's own folder", name=name))
    return name


def _pattern(value: object) -> re.Pattern[str]:
    text = _text(value)
    if len(text) > LONGEST_PATTERN:
        raise ValueError(said("it has more than {longest_pattern} characters", longest_pattern=LONGEST_PATTERN))
    try:
        compiled = re.compile(text)
    except re.error as error:
        raise ValueError(said("{text!r} is no regular expression ({why})", text=text, why=said_of(error))) from error
    if re.search(r"(?<!\\)[*+]|(?<!\\)\{\d{0,9},\}", re.sub(r"\[[^\]]{1,100}\]", "[]", text)):
        raise ValueError(said("{text!r} repeats without bound; write {{1,20}} instead of + and {{0,20}} instead of *", text=text))
    return compiled


def _number(least: float, most: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise ValueError
        return value

    return read


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _role(value: object) -> str:
    if value not in {"original", "mirror"}:
        raise ValueError
    return value


def _charset(value: object) -> str:
    try:
        "".encode(name := _text(value))
    except LookupError:
        raise ValueError(said("{value!r} is none that Python knows", value=value)) from None
    return name


def _rules(value: object) -> Mapping[str, tuple[str, ...]]:
    """Selectors by field. Raises ValueError naming the field and the selector; a rule without body finds nothing."""
    if not isinstance(value, dict) or not is_rule(value):
        raise ValueError
    if wrong := next((name for name, written in value.items() if not isinstance(written, list)), None):
        raise ValueError(said("{wrong} is no list", wrong=wrong))
    read = {name: _names(written) for name, written in value.items()}
    check_selectors(read)
    return MappingProxyType(read)


def _verified(value: object) -> str:
    text = value.isoformat() if isinstance(value, date) else _text(value)
    if text != UNVERIFIED:
        date.fromisoformat(text)
    return text


def _host(url: str) -> str:
    return (parts_of(url).hostname or "").rstrip(".")


KEYS: Final[Mapping[str, tuple[str, Callable[[object], Any], str]]] = {
    "name": ("name", _text, "a text"),
    "region": ("region", _region, f"a list of names from the province down, such as {table('example_words.toml')['region']}"),
    "role": ("role", _role, "original or mirror"),
    "start": ("anything", _addresses, "a list of http or https addresses"),
    "lists": ("lists", _addresses, "a list of http or https addresses"),
    "feeds": ("feeds", _addresses, "a list of http or https addresses"),
    "sitemaps": ("sitemaps", _addresses, "a list of http or https addresses"),
    "search": ("search", _template, "an address with {terms} in it"),
    "terms": ("terms", _names, "a list of texts"),
    "article": ("article", _pattern, "a regular expression with bounded repeats"),
    "paging": ("paging", _paging, "a name such as index_{n}.html"),
    "first_page": ("first_page", lambda value: int(_number(0, 9)(value)), "a number from 0 to 9"),
    "charset": ("charset", _charset, "a charset such as gb18030"),
    "browser": ("browser", _yes_or_no, "true or false"),
    "delay": ("delay", _number(0, LONGEST_DELAY), f"seconds, at most {LONGEST_DELAY:g}"),
    "rules": ("rules", _rules, f"a table with body, a list of CSS or XPath selectors, and perhaps {', '.join(RULE_FIELDS[1:])}"),
    "verified": ("verified", _verified, f"{UNVERIFIED} or a day, YYYY-MM-DD"),
    "experimental": ("experimental", _yes_or_no, "true or false"),
    "note": ("note", _text, "a text"),
}
"""Key of the file -> attribute of the source, what reads it, and what it should be."""
