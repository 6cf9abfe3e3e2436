"""Which rules of a robots.txt speak to us: groups and product tokens as RFC 9309 has them (2.2.1, 2.2.2).

The parsers that Scrapy offers look for a group's name inside our user agent: for them `newsbot/0.1.0` is nobody and `news` is us. So the
rules that count are taken out here, and the parser (setting ROBOTSTXT_PARSER) gets them as the only group of its file.
"""

from __future__ import annotations

import re
from typing import Final

from newsbot.words import either

_TOKEN: Final = re.compile(r"[A-Za-z_-]{1,100}")
_AGENT: Final = frozenset({"user-agent", "useragent", "user agent"})
_RULES: Final = {
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "Disallow"),
    "allow": "Allow",
    "crawl-delay": "Crawl-delay",
    "crawl delay": "Crawl-delay",
}
"""Names of lines, with the slips of the pen that Google's parser forgives (https://github.com/google/robotstxt)."""

_BARE: Final = re.compile(rf"({either(_AGENT | _RULES.keys())})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
"""A line without a colon after its name."""
_IS_VALUE: Final = re.compile(r"[/*]")
"""What stands in addresses, and in no name of a line: a colon after it belongs to the address."""

_MAX_LINE_CHARS: Final = 16_664
"""Characters of a line that are read, as many as Google's parser reads: eight addresses of the length that browsers allow."""

EVERYBODY: Final = "*"


def product_token(user_agent: str) -> str:
    """Return the name by which a robots.txt calls a user agent: ``newsbot`` for ``newsbot/0.1.0 (+https://…)``; empty for none."""
    found = _TOKEN.match(user_agent.strip())
    return found[0].lower() if found else ""


def rules_for(text: str, token: str) -> str:
    """Return the rules for a product token as a robots.txt with one group, which is for everybody.

    All groups that name the token count together; those for everybody (``*``) count where none does. Lines of other kinds, known or not, do
    not end a group.
    """
    named: list[str] | None = None
    everybody: list[str] = []
    agents: set[str] = set()
    listing = False
    for kind, value in _lines(text):
        if kind in _AGENT:
            agents = agents if listing else set()
            listing = True
            if name := EVERYBODY if value.partition(" ")[0] == EVERYBODY else product_token(value):
                agents.add(name)
            if token in agents and named is None:
                named = []
        elif kind in _RULES:
            listing = False
            rule = f"{_RULES[kind]}: {value}"
            if token in agents and named is not None:
                named.append(rule)
            if EVERYBODY in agents:
                everybody.append(rule)
    return "\n".join(("User-agent: *", *dict.fromkeys(everybody if named is None else named), ""))


def _lines(text: str) -> list[tuple[str, str]]:
    """Return the lines of a robots.txt as kind, in small letters, and value; white space may stand for the colon."""
    found = []
    for line in re.split(r"[\r\n]+", text.removeprefix("\ufeff")):
        plain = line[:_MAX_LINE_CHARS].partition("#")[0].strip()
        kind, colon, value = plain.partition(":")
        if (not colon or _IS_VALUE.search(kind) or value.startswith("//")) and (bare := _BARE.fullmatch(plain)):
            kind, value = bare[1], bare[2] or ""
        if kind := " ".join(kind.lower().split()):
            found.append((kind, value.strip()))
    return found
