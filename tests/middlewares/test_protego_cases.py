"""What other crawlers' tests ask of a robots.txt, put to our reading of it, and where we answer otherwise.

The questions are those of Protego's tests (https://github.com/scrapy/protego, BSD-3-Clause) in words of our own. The divergences are
known and counted: a new one, or one that is gone, is seen here.
"""

from typing import NamedTuple

import pytest
from scrapy.robotstxt import ProtegoRobotParser

from newsbot.middlewares.robots_rules import product_token, rules_for


class Case(NamedTuple):
    """``allowed``: what Protego's tests expect."""

    lines: str
    agent: str
    path: str
    allowed: bool
    why_not: str = ""
    """Why we answer otherwise."""


BY_RFC = "RFC 9309, 2.2.1: a product token has letters, - and _ alone, and is compared whole"

CASES = [
    Case("User-agent: *|Disallow: /shut/|Allow: /shut/door", "any", "/shut/door", allowed=True),
    Case("User-agent: *|Allow: /shut/door|Disallow: /shut/", "any", "/shut/window", allowed=False),
    Case("User-agent: *|Disallow: /a|Allow: /a", "any", "/a", allowed=True),
    Case("User-agent: *|Disallow: /*?id=", "any", "/x/y?id=7", allowed=False),
    Case("User-agent: *|Disallow: /*.doc$", "any", "/x.doc?v=2", allowed=True),
    Case("User-agent: *|Disallow: /*.doc$", "any", "/x.doc", allowed=False),
    Case("User-agent: *|Disallow:", "any", "/x", allowed=True),
    Case("User-agent: first|User-agent: second|Disallow: /x", "second", "/x", allowed=False),
    Case("User-agent: first|Disallow: /x||User-agent: *|Disallow: /y", "first", "/y", allowed=True),
    Case("User-agent: first|Disallow: /x|User-agent:|Disallow: /y", "first", "/y", allowed=True),
    Case("User-agent: first|User-agent:|User-agent: second|Disallow: /x", "first", "/x", allowed=False),
    Case("User-agent: first|Disallow: /x|user agent|Disallow: /y", "first", "/y", allowed=True),
    Case("user agent two words|disallow /x", "two words", "/x", allowed=False),
    Case("User-agent: *|Disallow\t/x", "any", "/x", allowed=False),
    Case("User-agent: *|Disallow: /x|User-agent is a name: yours|Allow: /x/y", "any", "/x/y", allowed=True),
    Case("User-agent: *|Disallow: /ü", "any", "/%C3%BC", allowed=False),
    Case("User-agent: *|Disallow: /~me", "any", "/%7Eme/a", allowed=False),
    Case("User-agent: *|Disallow: /a%2Fb", "any", "/a/b", allowed=True),
    Case("User-agent: *|Foo: bar|User-agent: other|Disallow: /", "any", "/x", allowed=True, why_not="lines of other kinds end no group"),
    Case("User-agent: 2bot|Disallow: /x", "2bot", "/x", allowed=False, why_not=BY_RFC),
    Case("User-agent: bot1|Disallow: /x||User-agent: bot2|Allow: /x/", "bot2", "/x", allowed=True, why_not=BY_RFC),
    Case("User-agent: fän|Disallow: /x", "fän", "/x", allowed=False),
    Case("User-agent: crawler|Disallow: /x", "crawler-news", "/x", allowed=False, why_not=BY_RFC),
    Case("User-agent: crawler|Disallow: /x", "Mozilla/5.0 (compatible; crawler/1.0)", "/x", allowed=False, why_not=BY_RFC),
]
DIVERGENCES = 5


def allowed(case: Case) -> bool:
    text = case.lines.replace("|", "\n")
    rules = ProtegoRobotParser(rules_for(text, product_token(case.agent)).encode(), None)
    return rules.allowed(f"http://a.test{case.path}", "*")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.lines} {case.agent} {case.path}")
def test_we_answer_as_others_do_or_say_why_not(case):
    assert (allowed(case) == case.allowed) is not bool(case.why_not)


def test_divergences_are_counted():
    assert sum(bool(case.why_not) for case in CASES) == DIVERGENCES
