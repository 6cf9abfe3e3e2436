"""Text and links come out as a browser has them: own cases, the standard's where they are at hand, and a plain walk over real pages."""

import gzip
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsbot.html.page import HtmlPage, read_html
from newsbot.text.charset import decode

ROOT = Path(__file__).parents[2]
URL = "http://a.test/b/c.html"
TEXTLESS = frozenset(
    [
        *("script", "style", "title", "template", "noscript", "iframe", "noframes", "noembed", "svg", "object", "applet", "canvas"),
        *("video", "audio", "math", "datalist", "map", "head", "rt", "rp", "rtc"),
    ]
)


def bare(text: str) -> str:
    """Text without white space and without what stands for unreadable characters."""
    return re.sub(r"[\s\x00\ufeff\ufffd]+", "", text)


def visible(page: HtmlPage) -> str:
    return bare("".join(block.raw for block in page.blocks if not block.features.hidden and block.features.tag != "img"))


def texts(html: str) -> list[str]:
    return [block.raw for block in read_html(html, URL).blocks]


# --------------------------------------------------------------------------------------------------------------- own cases

CASES = {
    "a title closes itself in svg": ("<div><svg class=icon><title/><path/></svg></div>文<p>章", "文章"),
    "a style closes itself in svg": ("<svg><style/></svg>文", "文"),
    "a script closes itself in svg": ("<svg><script/></svg>文", "文"),
    "html ends an svg that is open": ("<svg><g><p>文</p>", "文"),
    "a title closes itself nowhere else": ("<title/>文", ""),
    "noscript is not markup": ("<noscript><iframe></noscript>文", "文"),
    "noscript in the head": ("<head><noscript><img src=a></noscript><title>题</title>文", "文"),
    "a template that is open": ("<template><tr></template>文", "文"),
    "a cell outside of a table": ("<tr><td>文<td>章", "文章"),
    "text in a table": ("<table>文<tr><td>章</table>", "文章"),
    "nested links": ("<a href=x>文<a href=y>章</a>", "文章"),
    "formatting across paragraphs": ("<p><b>文<p>章</b>，<p>市", "文章，市"),
    "a script with a comment and a script in it": ("<script><!--<script></script>文--></script>章", "章"),
    "text area": ("<textarea>\n<b>文</textarea>", "<b>文"),
    "listing and xmp": ("<xmp><b></xmp><listing>\n文</listing>", "<b>文"),
    "lines after a script": ("<pre>文<script></script>章\n市", "文章市"),
    "plain text": ("文<plaintext></b>章", "文</b>章"),
    "entities without semicolons": ("&lt文&ampersand &notit; &#x6587 &#22478;", "<文&ersand¬it;文城"),
    "entities of old Windows": ("&#150;文&#x80;", "–文€"),
    "comments": ("文<!-->章<!--->城<!-- a -- > b --!>市<!-- 末", "文章城市"),
    "declarations": ("<!DOCTYPE html><?xml version='1.0'?>文<![CDATA[无]]>章<![if !IE]>市<![endif]>", "文章市"),
    "CDATA in svg and math": ("<math><![CDATA[无]]></math>文", "文"),
    "a tag that never ends": ("文<p class=", "文"),
    "a quote that is never closed": ("文<a href='x>章</a>", "文"),
    "tag in a tag": ("<div <p>文", "文"),
    "bare brackets": ("1 < 2 <3 <文> 末<", "1<2<3<文>末<"),
    "ruby": ("<ruby>街<rp>(</rp><rt>jiē</rt><rp>)</rp></ruby>道", "街道"),
    "readings without ruby": ("<rt>文</rt><rp>章</rp>", "文章"),
    "framesets": ("<frameset><frame src=a></frameset><noframes>无</noframes>", ""),
    "a button in a select": ("<select><option>大<option>小</select>文", "大小文"),
    "two heads of tables": ("<table><caption>表</caption><thead><tr><th>甲<tbody><tr><td>乙</table>", "表甲乙"),
    "an end tag without a start": ("文</p>章</br>市", "文章市"),
    "NUL": ("文\0章", "文章"),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES.keys())
def test_text_is_what_a_browser_shows(html, expected):
    assert visible(read_html(html, URL)) == expected


def test_entities_in_addresses_end_as_in_a_browser():
    names = ["section", "current", "region", "timestamp", "notice", "paramId", "copy", "times", "lang"]
    page = read_html("".join(f'<a href="/show.jsp?id=1&{name}=5&amp;b=&lt;">文</a>' for name in names), URL)
    assert [link.href for link in page.links] == [f"/show.jsp?id=1&{name}=5&b=<" for name in names]
    page = read_html('<img src="/a.jsp?id=1&section=2">', URL)
    assert page.blocks[0].features.target == "http://a.test/a.jsp?id=1&section=2"


def test_areas_of_a_map_are_links():
    page = read_html("<img usemap=#m><map name=m>无<area href=/a.html alt=街道><area href=/b.html title=社区><area></map><p>文", URL)
    assert [(link.url, link.text) for link in page.links] == [("http://a.test/a.html", "街道"), ("http://a.test/b.html", "社区")]
    assert visible(page) == "文"


def test_readings_are_annotations_of_the_block_in_which_they_stand():
    page = read_html("<p>甲<p><ruby>街<rt> jiē </rt>道<rt>dào<rtc>x</rtc></ruby>", URL)
    assert [block.raw for block in page.blocks] == ["甲", "街道"]
    assert page.machine.readings == [(1, "jiē"), (1, "dào"), (1, "x")]


def test_seams_are_counted_on_text_whose_entities_are_undone():
    page = read_html("<p>来源：<b>人民网</b>网友评论&#160;(<em>0</em>)</p><p>甲&amp;<i>乙</i>&nbsp;<i>丙</i></p>", URL)
    assert page.seams == {0: (3, 6, 12, 13), 1: (2,)}
    for block, seams in page.seams.items():
        assert all(0 < seam < len(page.blocks[block].raw) for seam in seams)


def test_a_comment_or_a_script_leaves_no_seam():
    page = read_html("<p>来源：<!-- x -->人民网<script>y</script>王某<b>编</b></p>", URL)
    assert page.blocks[0].raw == "来源：人民网王某编"
    assert page.seams == {0: (8,)}


# ------------------------------------------------------------------------------------------------------- the standard's own

SUITES = os.environ.get("NEWSBOT_SUITES")
needs_suites = pytest.mark.skipif(not SUITES, reason="NEWSBOT_SUITES names no folder that holds html5lib-tests")

DIVERGENCES = {"webkit02.dat": 4}
"""Cases of html5lib-tests that come out otherwise, by file: in four <selectedcontent> repeats the option that is chosen, which browsers
fill in after parsing; a row wants each text once."""


def standard_cases(path: Path) -> list[tuple[str, list[str]]]:
    """The whole documents of a file of tree-construction tests, with scripting: markup, and the lines of the tree that is expected."""
    keys = {"data", "errors", "new-errors", "document-fragment", "document", "script-on", "script-off"}
    tests: list[dict[str, list[str]]] = []
    key = ""
    for line in path.read_bytes().decode("utf-8").split("\n"):
        if line[:1] == "#" and line[1:] in keys:
            key = line[1:]
            if key == "data":
                tests.append({})
            tests[-1].setdefault(key, [])
        elif tests:
            tests[-1][key].append(line)
    whole = [test for test in tests if "document-fragment" not in test and "script-off" not in test]
    return [("\n".join(test["data"]), test.get("document", [])) for test in whole]


def text_of_tree(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        if line.startswith("| "):
            items.append(line[2:])
        elif items:
            items[-1] += "\n" + line
    around: list[str] = []
    shown = []
    for item in items:
        depth = (len(item) - len(item.lstrip(" "))) // 2
        body = item.lstrip(" ")
        if body.startswith('"'):
            body = body.rstrip("\n")
            if TEXTLESS.isdisjoint(around[:depth]):
                shown.append(body[1:-1] if body.endswith('"') else body[1:])
        elif tag := re.match(r"<(?:(svg|math) )?([^!>][^>]*)>", body):
            del around[depth:]
            around += [""] * (depth - len(around)) + [tag[1] or tag[2]]
    return bare("".join(shown))


@needs_suites
def test_text_is_what_the_standard_says():
    different: Counter[str] = Counter()
    files = sorted(Path(SUITES or "").glob("**/tree-construction/*.dat"))
    assert files, "html5lib-tests has a folder tree-construction"
    for path in files:
        for markup, tree in standard_cases(path):
            different[path.name] += visible(read_html(markup, URL)) != text_of_tree(tree)
    assert dict(+different) == DIVERGENCES


# ----------------------------------------------------------------------------------------------- a plain walk, page by page


def real_pages() -> list[Path]:
    """Golden pages, and those of the folder that NEWSBOT_PAGES names."""
    more = os.environ.get("NEWSBOT_PAGES")
    found = sorted((ROOT / "fixtures" / "pages").glob("*.html"))
    return found + (sorted(path for path in Path(more).rglob("*.htm*")) if more else [])


def walked(markup: str) -> tuple[str, Counter[str]]:
    """Text that is no element's without text, and addresses of links, as the parser alone has them."""
    root = LexborHTMLParser(markup.encode("utf-8", "replace"), scripting=True).root
    assert root is not None
    shown, links = [], Counter[str]()
    for node in root.traverse(include_text=True):
        link = node.tag in {"a", "area"} and "href" in node.attributes
        if node.text_content is None and not link:
            continue
        around, above = set(), node.parent
        while above is not None:
            around.add(above.tag)
            above = above.parent
        if link and around.isdisjoint(TEXTLESS - {"map"}):
            links[(node.attributes["href"] or "").strip()] += 1
        elif node.text_content is not None and around.isdisjoint(TEXTLESS):
            shown.append(node.text_content)
    return "".join(shown), links


def test_golden_pages_have_the_text_and_links_of_a_plain_walk():
    for path in real_pages():
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        markup = decode(body).text.replace("\0", "")
        page = read_html(markup, URL)
        text, links = walked(markup)
        assert Counter(link.href for link in page.links) == links, path.name
        if page.cut:
            continue
        mine = Counter(bare("".join(block.raw for block in page.blocks if block.features.tag != "img")))
        assert mine == Counter(bare(text)), path.name
