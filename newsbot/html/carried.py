"""Text that a page carries and does not print: in fields, frames and templates, for readers without scripts, in the data of its scripts.

Pages that a script writes hold their report all the same, as a state of the program, a JSON-LD object, a template or markup in a field. It
is read where a page prints no report, and its row says so: nobody has seen it as it is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

from newsbot.html.script_data import Article, article_in
from newsbot.words import HAN_RANGE

MIN_CARRIED_HAN: Final = 60
"""Han characters of a text that is worth reading."""
MAX_CARRIERS: Final = 300
"""Elements of a page in which a text is looked for."""
MAX_SCRIPTS_CHARS: Final = 1_000_000
"""Characters of all scripts of a page that are looked through."""
MAX_COUNTED_CHARS: Final = 20_000
"""Characters of a text of which the Han characters are counted."""

_HAN = re.compile(rf"[{HAN_RANGE}]")
_STOP: Final = "。"
_MARKUP = re.compile(r"<(?:p|br|div|span|section|h[1-6]|table)[\s/>]", re.IGNORECASE)
_CARRIER = re.compile(r"<(?:(textarea|noscript|template|noframes|canvas|object|script)\b([^<>]{0,2000})>|iframe\b)", re.IGNORECASE)
_ENDS = {
    name: re.compile(rf"</{name}\b[^<>]{{0,100}}>", re.IGNORECASE)
    for name in ("textarea", "noscript", "template", "noframes", "canvas", "object", "script")
}
_TEMPLATE_TYPE = re.compile(r"type\s{0,3}=\s{0,3}[\"']?(?:text/(?:html|plain|template|x-[\w-]{0,30}template)|x-tmpl)", re.IGNORECASE)
_SRCDOC = re.compile(r"<iframe\b[^<>]{0,500}?\bsrcdoc\s{0,3}=\s{0,3}(?:\"([^\"]*+)\"|'([^']*+)')[^<>]{0,500}>", re.IGNORECASE)
_ESCAPED_LETTERS: Final = ("\\u", "%E", "&#")
"""How scripts write Han characters that are none in their source."""
_ATTRIBUTE = re.compile(
    r"\s(?:data-[\w-]{1,30}|value|:[\w-]{1,30})\s{0,3}=\s{0,3}(?:\"([^\"<>]{200,100000}+)\"|'([^'<>]{200,100000}+)')[^<>]{0,500}>"
)
"""A long attribute that scripts read; the markup in it is escaped."""
_HOLDS_DATA: Final = ("{", "[")
_FRAMES = re.compile(r"</?frame(?:set)?\b[^<>]{0,500}>", re.IGNORECASE)


class Carried(NamedTuple):
    """A page with what it carries printed in its place: ``markup``, and ``by``, the slug of what carried it."""

    markup: str
    by: str


def carried_in(text: str) -> Iterator[Carried]:
    """Yield the page as it would be with what it carries printed, the likeliest reading first; nothing where it carries no text."""
    shown, scripts = _printed(text)
    if shown is not None:
        yield Carried(shown, "element")
    if "&quot;" in text:
        held = ((found.end(), html.unescape(found[1] or found[2])) for found in _ATTRIBUTE.finditer(text))
        scripts += [(end, end, value) for end, value in held if value.startswith(_HOLDS_DATA)]
    written = [(start, end, script) for start, end, script in scripts if _may_hold_text(script)]
    if sum(len(script) for _, _, script in written) > MAX_SCRIPTS_CHARS:
        return
    best: tuple[Article, int, int] | None = None
    for start, end, script in written:
        article = article_in(script, text)
        if article is not None and is_running_text(article.content) and (best is None or len(article.content) > len(best[0].content)):
            best = article, start, end
    if best is None:
        return
    article, start, end = best
    said, content = _said(article), as_markup(article.content)
    if article.title is None or article.title in _without(text, scripts):
        yield Carried(f"{text[:start]}{said}<div>{content}</div>{text[end:]}", "data")
    if article.title is not None:
        title = html.escape(article.title)
        yield Carried(f"<html><head><title>{title}</title>{said}</head><body><h1>{title}</h1><div>{content}</div></body></html>", "data")


def as_markup(content: str) -> str:
    """Return a text that a field or a script holds as markup: itself, without its escapes, or each of its lines as a paragraph.

    >>> as_markup("&lt;p&gt;a&lt;/p&gt;")
    '<p>a</p>'
    """
    if "%3C" in content or "%3c" in content:
        content = unquote(content)
    if not _MARKUP.search(content):
        content = html.unescape(content)
    if _MARKUP.search(content):
        return content
    return "".join(f"<p>{html.escape(line)}</p>" for line in content.splitlines() if line.strip())


def _printed(text: str) -> tuple[str | None, list[tuple[int, int, str]]]:
    """The page with the content of fields, frames and templates printed, None where they hold no text; and its scripts."""
    kept: list[str] = []
    scripts: list[tuple[int, int, str]] = []
    past = 0
    without_end: set[str] = set()
    for count, found in enumerate(_CARRIER.finditer(text)):
        name = (found[1] or "iframe").lower()
        if count >= MAX_CARRIERS:
            break
        if found.start() < past or name in without_end:
            continue
        if name == "iframe":
            if (inner := _SRCDOC.match(text, found.start())) is None:
                continue
            content, end = html.unescape(inner[1] or inner[2] or ""), inner.end()
        elif (closing := _ENDS[name].search(text, found.end())) is None:
            without_end.add(name)
            continue
        else:
            content, end = text[found.end() : closing.start()], closing.end()
            if name == "script" and not _TEMPLATE_TYPE.search(found[2]):
                scripts.append((found.start(), end, content))
                continue
        if is_running_text(html.unescape(content) if name == "textarea" else content):
            kept += text[past : found.start()], "<div>", as_markup(content) if name in {"textarea", "iframe"} else content, "</div>"
            past = end
    printed = "".join((*kept, text[past:])) if kept else None
    if printed is None and "&lt;" in text:
        held = ((found.end(), html.unescape(found[1] or found[2])) for found in _ATTRIBUTE.finditer(text))
        end, content = next(((end, content) for end, content in held if is_running_text(content) and content[:1] == "<"), (0, ""))
        printed = f"{text[:end]}<div>{content}</div>{text[end:]}" if content else None
    return (None if printed is None else _FRAMES.sub("", printed)), scripts


def _without(text: str, scripts: list[tuple[int, int, str]]) -> str:
    kept, past = [], text.lower().find("</head>") + 1
    for start, end, _ in scripts:
        kept.append(text[past : max(start, past)])
        past = max(end, past)
    return "".join((*kept, text[past:]))


def _may_hold_text(script: str) -> bool:
    return len(script) >= MIN_CARRIED_HAN and (is_running_text(script) or any(sign in script for sign in _ESCAPED_LETTERS))


def is_running_text(content: str) -> bool:
    """Return whether a text, its markup aside, has sentences enough to be that of a report."""
    head = content[:MAX_COUNTED_CHARS]
    return len(head) >= MIN_CARRIED_HAN and _STOP in head and len(_HAN.findall(head)) >= MIN_CARRIED_HAN


def _said(article: Article) -> str:
    """What a script says of its article, in the form in which a page says it to machines."""
    said = {"pubdate": article.published, "contentsource": article.source, "article:author": article.author}
    return "".join(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in said.items() if value)
