"""Addresses: one address for every way of writing it, the site it belongs to, and the part of the sites that a shard visits.

`canonical` gives a key, not a link: two addresses with the same key lead to the same page, and the key is never requested. Each rule
below is one function of a few lines with a test of its own; they are applied in the order of `canonical`.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from publicsuffixlist import PSLFILE, PublicSuffixList

LONGEST = 4096
"""Characters of an address that are looked at; longer ones are traps, and are cut so that they stay one address each."""

DOORS = frozenset({"www", "m", "wap", "3g", "mobile"})
"""First labels of a host that only choose the layout of the same pages (desktop, phone)."""

_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:s?html?|php|jspx?|aspx?|do)$", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|sessionid|sid|phpsessid)=[^/;?]{0,200}", re.IGNORECASE)
_SESSION_NAME = re.compile(r"(?:jsessionid|phpsessid|aspsessionid[a-z]{0,12}|cfid|cftoken|sessionid|session_id)$", re.IGNORECASE)
_MAYBE_SESSION_NAME = re.compile(r"(?:sid|session|sess|s|token)$", re.IGNORECASE)
_RANDOM_VALUE = re.compile(r"(?=[0-9a-z]{0,64}[0-9])(?=[0-9a-z]{0,64}[a-z])[0-9a-z]{24,64}$", re.IGNORECASE)
"""What only a session has for a value: the shortest that servers give has 24 characters, while articles are numbered with fewer."""
_UNRESERVED = "-._~"
_PATH_SAFE = _UNRESERVED + "!$&'()*+,;=:@/"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NO_PARTS = SplitResult("", "", "", "", "")
_REGISTRIES = "// ===BEGIN ICANN DOMAINS===", "// ===END ICANN DOMAINS==="
_LAST_LABELS = 256
"""Last labels of hosts whose suffixes are remembered."""


@lru_cache(maxsize=65536)
def canonical(url: str) -> str:
    """Return the one address of all spellings of ``url``: a key to compare, not a link to follow.

    http and https are one, as are www, phone and bare hosts; fragments, credentials, tracking parameters, session ids, index pages,
    default ports, doubled slashes, dot segments, a trailing slash and needless percent-encoding go; query parameters are sorted.
    Anything that is no http address is returned stripped, otherwise as it is; nothing is ever raised.
    """
    text = url.strip()[:LONGEST]
    try:
        parts = urlsplit(_safe(text))
        port = parts.port
    except ValueError:
        return text
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return text
    host = _without_door(_host(parts))
    host = f"[{host}]" if ":" in host else host
    where = f"{host}:{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else host
    path = _without_index_page(_without_session(_tidy_path(parts.path)))
    query = _query(parts.query)
    return f"http://{where}{path}{'?' if query else ''}{query}"


def parts_of(url: str) -> SplitResult:
    """Split an address as ``urlsplit`` does; without any parts where it is none (a bracket that never closes, a port that is no number)."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return _NO_PARTS
    return parts


def why_not_visited(url: str) -> str | None:
    """Return why no page can be asked for at an address, by its form alone; None where one can.

    >>> why_not_visited("ftp://a.test/"), why_not_visited("http://a.test/")
    ('it is no http or https address', None)
    """
    parts = parts_of(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return "it is no http or https address"
    if parts.username is not None or parts.password is not None:
        return "there is a name or password in it"  # they belong neither in rows nor in logs
    return None


@lru_cache(maxsize=16384)
def site(url: str) -> str:
    """Return the registered domain of ``url`` (``http://hn.people.com.cn/x`` -> ``people.com.cn``).

    A local government's domain is a site of its own (``hunan.gov.cn``), and so is bare ``gov.cn``, the central government's, although
    that is a public suffix. An IP address or a host of one label is its own site. Empty for what is no address with a host.
    """
    try:
        parts = urlsplit(url.strip()[:LONGEST])
        host = _host(parts)
    except ValueError:
        return ""
    return _site_of(host)


@lru_cache(maxsize=16384)
def _site_of(host: str) -> str:
    if not host or is_ip(host):
        return host
    registered: str | None = _suffixes(_last_label(host)).privatesuffix(host)
    if registered and registered.partition(".")[0] in DOORS and registered.partition(".")[2] == "gov.cn":
        return "gov.cn"  # www.gov.cn is the central government's own host, not a site named www
    if registered:
        return registered
    return ".".join(_without_door(host).split(".")[-2:])  # no known suffix: a name of tests or of a local network


def shard(where: str, parts: int) -> int:
    """Return which of ``parts`` equal parts (1-based) the site ``where`` falls in: always the same, on every machine."""
    digest = hashlib.blake2b(where.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % parts + 1


_PLAIN = re.compile(r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,9}(?:/[A-Za-z0-9._~/-]{0,4096}(?:\?[A-Za-z0-9._~=&-]{1,4096})?)?")
"""Addresses that need no encoding, which most are."""


def _safe(address: str) -> str:
    """The address with what may not stand in it encoded. Raises ValueError."""
    if _PLAIN.fullmatch(address):
        return address
    from w3lib.url import safe_url_string  # noqa: PLC0415 - brings urllib.request, http and ssl: a tenth of what importing newsbot takes

    return safe_url_string(address)


# ------------------------------------------------------------------------------------------------------------------ hosts


def _host(parts: SplitResult) -> str:
    """Lower case, in punycode, without the root's dot; a number of IPv6 in its one form, without brackets."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host and is_ip(host):
        return ipaddress.ip_address(host).compressed
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def is_ip(host: str) -> bool:
    """Return whether a host is a number, not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _without_door(host: str) -> str:
    """Drop `www.`, `m.`, `wap.` …, as long as a registered domain is left behind it (m.cn is a domain of its own)."""
    first, _, rest = host.partition(".")
    while first in DOORS and "." in rest and not is_ip(host):
        if _suffixes(_last_label(rest)).publicsuffix(rest) == rest and rest != "gov.cn":
            break
        host = rest
        first, _, rest = host.partition(".")
    return host


def _last_label(host: str) -> str:
    """The last label of a host in ASCII, by which its suffixes are found; empty for one that the list prints in letters of its own."""
    label = host.rstrip(".").rpartition(".")[2].lower()
    return label if label.isascii() and not label.startswith("xn--") else ""


@lru_cache(maxsize=_LAST_LABELS)
def _suffixes(label: str) -> PublicSuffixList:
    """Return those lines of the list inside the package that hold ``label``, all for an empty one; nothing is fetched.

    To read all ten thousand takes a hundred times as long, and a suffix is made of one line that ends with the last label of the host.
    """
    rules = [line for line in _registries() if label in line.lower()]
    return PublicSuffixList(rules, accept_unknown=False)


@cache
def _registries() -> tuple[str, ...]:
    """Return the lines of the list's part that registries keep."""
    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    begin, end = (next(n for n, line in enumerate(lines) if line.rstrip() == mark) for mark in _REGISTRIES)
    return tuple(line for line in lines[begin + 1 : end] if line and not line.startswith("//"))


# -------------------------------------------------------------------------------------------------------------- the path


def _tidy_path(path: str) -> str:
    """Doubled slashes, dot segments and needless percent-encoding go; a trailing slash too."""
    kept: list[str] = []
    for segment in path.split("/"):
        plain = unquote_to_bytes(segment)
        if plain == b"..":
            del kept[-1:]
        elif plain not in {b"", b"."}:
            kept.append(quote(plain, safe=_PATH_SAFE.replace("/", "")))
    return "/" + "/".join(kept)


def _without_session(path: str) -> str:
    return _PATH_SESSION.sub("", path)


def _without_index_page(path: str) -> str:
    return _INDEX_PAGE.sub("", path) or "/"


# ------------------------------------------------------------------------------------------------------------- the query


def _query(query: str) -> str:
    """Sorted, without tracking parameters and session ids. A parameter without a value stays (some sites number pages so)."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape", max_num_fields=None)
    kept = [(name, value) for name, value in pairs if not _is_tracking(name.lower(), value) and not _is_session(name, value)]
    kept.sort()
    return urlencode(kept, safe=_UNRESERVED, errors="surrogateescape").replace("=&", "&").removesuffix("=")


def _is_session(name: str, value: str) -> bool:
    """Return whether a parameter carries a visitor's session: by its name, or by a doubtful name with a random-looking value."""
    if _SESSION_NAME.match(name):
        return True
    return bool(_MAYBE_SESSION_NAME.match(name) and _RANDOM_VALUE.match(value))


def _is_tracking(name: str, value: str) -> bool:
    names, beginnings, values = _tracking()
    return name in names or name.startswith(beginnings) or value.lower() in values.get(name, ())


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...], dict[str, frozenset[str]]]:
    """Whole names, beginnings of names, and names that count only with certain values, from data/tracking_parameters.txt."""
    names, beginnings, values = set(), [], {}
    for line in (files("newsbot") / "data" / "tracking_parameters.txt").read_text("utf-8").splitlines():
        name, _, only = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if only and only != "*":
            values[name] = frozenset(only.split("|"))
        elif name.endswith("*"):
            beginnings.append(name[:-1])
        else:
            names.add(name)
    return frozenset(names), tuple(beginnings), values
