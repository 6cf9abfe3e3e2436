"""HTML as a stream of tags and text, in time linear in its length.

One regular expression cuts the page into tokens at the speed of C; what must not be read as markup (scripts, styles, comments, titles)
is taken out before. Every repeat is possessive and every alternative begins with another character, so nothing is tried twice. A tag
that does not end before the next one begins ends there.

No limit on depth or attributes is needed: there is no tree to build.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsbot.html.hidden import hiding_script

MAX_TAGS = 20_000
"""Tags of a page. The largest of 78 real news pages and front pages has 5,479."""
MAX_TITLE = 2_000
"""Characters of a <title> before its entities are resolved."""
MAX_SHEETS = 20_000
"""Characters of all style sheets that are read."""
MAX_DATA = 200_000
"""Characters of all JSON-LD scripts that are kept."""
MAX_REST = 20_000
"""Characters kept of what stands behind the last tag that is read, in a page of too many tags."""

_ATTRIBUTES = r"((?:[^<>=]++|=[ \t\r\n]*+(?:\"[^\"]*+\"|'[^']*+'|))*+)"
"""Up to the end of a tag; a quotation mark quotes only behind an equals sign, and one that is never closed does not quote."""
_TOKEN = re.compile(
    rf"<(?:(/?[a-zA-Z][^\s/<>]*+){_ATTRIBUTES}>?"  # a tag: its name, its attributes
    r"|([/?!][^>]*+>?)"  # a declaration
    r"|)"  # nothing: a bare <
    r"([^<]*+)"  # the text behind it
    r"(?:(</\1>)([^<]*+))?"  # where that is all: the end tag, and the text behind it
)
_NOT_MARKUP = re.compile(
    rf"<(?=[!itsnpx])(?:!--|(script|style|title|textarea|iframe|noframes|noembed|xmp|plaintext)(?=[\s/>]){_ATTRIBUTES}(>?))", re.IGNORECASE
)
_TAG_RUN = re.compile(r"(?:<[^<>]*+>[ \t\r\n]{0,99}+){20,}+")
_ANY_TAG = re.compile(r"<[^<>]*+>")
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]++)(?:\s{0,9}+=\s{0,9}+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?+")
_ALL_DOUBLE = re.compile(r"(?:\s{1,99}+[^\s=<>\"'/]{1,99}+=\")*+\s{0,99}+/?")
"""What stands outside the quotes where every attribute has a value in double quotes: nine tags of ten that have any."""
_HREF = re.compile(r"(?:^|[\s\"'/])href\s{0,9}=\s{0,9}(?:\"([^\"]*+)|'([^']*+)|([^\s\"'<>]++))", re.IGNORECASE)
_LD = re.compile(r"application/ld\+json", re.IGNORECASE)
_COMMENT_END = re.compile(r"--!?>")


Token = tuple[str, str, str, str, str, str]
"""Name (a slash before that of an end tag), attributes as written, what is no tag (a declaration), text behind it; where an end tag
of the same name follows at once, that end tag and the text behind it.

Name and what is no tag are both empty for a bare <.
"""


@dataclass(slots=True)
class Markup:
    """A page without what is not markup: ``text`` to be cut into tokens.

    ``sheets``: its style sheets; ``hidden``: the ids that scripts hide; ``data``: its JSON-LD; ``rest``: text behind the last tag that
    is read; ``cut`` counts characters left out by a bound.
    """

    text: str
    title: str | None = None
    sheets: str = ""
    hidden: set[str] = field(default_factory=set)
    data: list[str] = field(default_factory=list)
    rest: str = ""
    cut: int = 0


def take_out(page: str) -> Markup:
    """Take out scripts, style sheets, comments and the like; keep the first title, the style sheets, JSON-LD, what scripts hide.

    The text of <textarea> and <xmp> is shown as it stands, so its angle brackets become entities.
    """
    markup = Markup("")
    kept: list[str] = []
    sheets: list[str] = []
    room, data_room = MAX_SHEETS, MAX_DATA
    at = 0
    while match := _NOT_MARKUP.search(page, at):
        kept.append(page[at : match.start()])
        if not match[1]:
            at = _comment_end(page, match.end())
            continue
        if not match[3]:  # a tag that is never closed: nothing to take out
            kept.append(match[0])
            at = match.end()
            continue
        name = match[1].lower()
        end = len(page) if name == "plaintext" else _end_tag(page, name, match.end())
        inside = page[match.end() : end]
        at = len(page) if (close := page.find(">", end)) < 0 else close + 1
        if name == "title":
            markup.title = inside[:MAX_TITLE] if markup.title is None else markup.title
        elif name == "style":
            if room > 0 and "print" not in match[2][:200]:
                sheets.append(inside[:room])
                room -= len(inside)
        elif name == "script":
            if len(inside) <= data_room and _LD.search(match[2][:200]):
                markup.data.append(inside.strip())
                data_room -= len(inside)
            elif "document" in inside[:40]:
                hidden, written = hiding_script(inside)
                kept.append(written)
                if hidden:
                    markup.hidden.add(hidden)
        elif name in {"textarea", "xmp", "plaintext"}:
            kept.append(f"<{name}{match[2]}>{inside.replace('<', '&lt;')}</{name}>")
    kept.append(page[at:])
    markup.text = "".join(kept)
    markup.sheets = "\n".join(sheets)
    _limit_tags(markup)
    return markup


def _end_tag(page: str, name: str, start: int) -> int:
    """Where the end tag of ``name`` behind ``start`` begins, in whatever case it is written; the page's end where there is none."""
    wanted = "</" + name
    at = page.find(wanted, start)
    end = len(page) if at < 0 else at
    at = page.find("</", start, end)
    while 0 <= at < end:
        if page[at : at + len(wanted)].lower() == wanted:
            return at
        at = page.find("</", at + 2, end)
    return end


def _comment_end(page: str, start: int) -> int:
    """Where a comment that begins before ``start`` ends; at the page's end where nothing ends it, as in a browser."""
    if page.startswith((">", "->"), start):
        return page.index(">", start) + 1
    end = _COMMENT_END.search(page, start)
    return end.end() if end else len(page)


def _limit_tags(markup: Markup) -> None:
    """Cut a page that has more than MAX_TAGS tags. Runs of twenty and more tags without text between them count as one break."""
    text = markup.text
    if len(text) <= MAX_TAGS * 3 or text.count("<") <= MAX_TAGS:
        return
    text = _TAG_RUN.sub("<br>", text)
    end = -1
    for _ in range(MAX_TAGS + 1):
        end = text.find("<", end + 1)
        if end < 0:
            markup.text = text
            return
    window = text[end : end + 10 * MAX_REST]
    rest = _ANY_TAG.sub(" ", window)
    markup.text, markup.rest = text[:end], rest[:MAX_REST]
    markup.cut = max(len(rest) - MAX_REST, 0) + len(text) - end - len(window)


def tokens(text: str) -> list[Token]:
    """Cut markup into tokens, at most MAX_TAGS of them. Text before the first tag is put behind a <body>."""
    return _TOKEN.findall("<body>" + text.replace("&nbsp;", "\xa0"))


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, the first of each, without resolving entities."""
    parts = text.split('"')
    names, values = '"'.join(parts[::2]).lower(), parts[1::2]
    if len(parts) % 2 and _ALL_DOUBLE.fullmatch(names):
        found = dict(zip(names.replace('="', " ").split(), values, strict=False))
        if len(found) == len(values):
            return found
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found


def href_of(attrs: str) -> str | None:
    """The address that the attributes of a link name, as written; None where they name none."""
    at = attrs.find("href")
    if at > 0 and attrs[at - 1].isspace() and attrs.startswith('="', at + 4) and (end := attrs.find('"', at + 6)) > 0:
        return attrs[at + 6 : end]  # nearly all; a search of letters in either case takes five times as long
    match = _HREF.search(attrs)
    return (match[1] or match[2] or match[3] or "") if match else None
