"""feedparser's own test files against our reader of feeds: titles and links of first entries, with the divergences that are known.

The files are in its source distribution (BSD); the folder that holds it unpacked is named by NEWSBOT_SUITES. Without it nothing is run.
"""

import ast
import os
import re
from pathlib import Path

import pytest

from newsbot.listings.feeds import plain_title, read_feed
from newsbot.listings.xml import read_xml
from tests.opening import opened

SUITES = Path(os.environ.get("NEWSBOT_SUITES") or "/nowhere")
ROOT = next(iter(sorted(SUITES.glob("feedparser*/tests"))), None)
LEAST_CASES = 80
"""Cases that the suite has at least: a changed layout of it must not pass as nothing to test."""
DIVERGES = {
    "wellformed/atom/entry_title_base64_2.xml": "an escaped tag that a title speaks of is lost: in feeds of the genre it is markup",
    "wellformed/atom/entry_title_inline_markup_2.xml": "the same",
    "wellformed/atom10/entry_title_base64_2.xml": "the same",
    "wellformed/atom10/entry_title_inline_markup_2.xml": "the same",
    "wellformed/cdf/item_href_map_link.xml": "CDF, which ended in 2001, has its links in attributes",
}

pytestmark = pytest.mark.skipif(ROOT is None, reason="NEWSBOT_SUITES names no folder with feedparser's source distribution")

_EXPECTED = re.compile(
    rb"Expect:[^\n]{0,200}entries\[0\]\[?['.]?(title|link)'?\]? == (u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")\s*$", re.MULTILINE
)
_HEADER = re.compile(rb"Header:\s*([\w-]+):([^\n]+)")


def cases():
    """Yield name, bytes, what is asked, and the answer for every file that asks for the title or link of its first entry."""
    assert ROOT is not None
    for path in sorted(ROOT.rglob("*.xml")):
        body = path.read_bytes()
        if expected := _EXPECTED.search(body[:4000]):
            yield path.relative_to(ROOT).as_posix(), body, expected[1].decode(), ast.literal_eval(expected[2].decode("utf-8", "replace"))


def answer(body, asked):
    headers = {name.decode().lower(): value.decode().strip() for name, value in _HEADER.findall(body[:4000])}
    page = opened(body, headers.get("content-location", "http://127.0.0.1:8097/feed.xml"), headers.get("content-type", ""))
    if asked == "link":
        return next((lead.url for lead in read_feed(page)), None)
    first = next(iter(read_xml(page.text, frozenset({"item", "entry"})).entries), None)
    return plain_title(first.fields.get("title", "")) if first else None


def test_titles_and_links_are_those_that_feedparser_reads_but_for_the_known_ones():
    found = list(cases())
    assert len(found) >= LEAST_CASES
    wanted = {name: " ".join(re.sub(r"<[^<>]{0,300}>", "", want).split()) if asked == "title" else want for name, _, asked, want in found}
    wrong = {name for name, body, asked, _ in found if answer(body, asked) != wanted[name]}
    assert wrong == DIVERGES.keys()
