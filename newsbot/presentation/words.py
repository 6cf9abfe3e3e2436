"""Slugs in words, in the reader's language: outcomes, repairs, kinds of copies, flags, fields, why a copy was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from newsbot.presentation.messages import marked, told
from newsbot.row import Place, Repairs, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTCOMES: Final[Mapping[str, str]] = {
    "report": marked("report"),
    "mirror": marked("copy of a report"),
    "off_topic": marked("off topic"),
    "too_old": marked("too old"),
    "list_page": marked("list page"),
    "part": marked("further page of a report"),
    "no_article": marked("no article"),
    "spam": marked("spam"),
    "not_report": marked("not a report"),
    "empty": marked("empty"),
    "unreadable": marked("unreadable"),
    "missing_file": marked("missing file"),
    "bad_record": marked("bad record"),
    "not_modified": marked("not modified"),
    "withdrawn": marked("withdrawn"),
    "forbidden": marked("forbidden"),
    "failed": marked("failed"),
}
OUTCOME_MEANINGS: Final[Mapping[str, str]] = {
    "report": marked("gave a report"),
    "mirror": marked("is a copy of a report that stands elsewhere; the report's row names it"),
    "off_topic": marked("is an article, but not on civilised-city building or neighbourhood governance"),
    "too_old": marked("was published before the day given as `since`"),
    "list_page": marked(
        "lists other pages: a channel, a home page, search results. A page that was asked for as a list is one, "
        "whatever it holds, and so is one that shows articles which stand in full on pages of their own"
    ),
    "part": marked("is a further page of an article, joined to its first"),
    "no_article": marked(
        "has text, but no paragraph that reads as a report, or no headline; or its text is written by scripts (reason "
        "`needs_script`), which are not run: the site's feed, or an address for printing, may hold it, or its source "
        "says `browser = true`"
    ),
    "spam": marked("holds little else than spam"),
    "not_report": marked(
        "holds text, but no report: an advert, an essay, a notice of the site, a forum post, an entry of an encyclopaedia, a model text"
    ),
    "empty": marked("has no content, or none that is visible"),
    "unreadable": marked(
        "is no text (an image, an archive, a broken body), or was given up: reading it took more than two seconds of "
        "CPU, or the process that read it died"
    ),
    "missing_file": marked("is in the archive's index, but its file is not there"),
    "bad_record": marked("is a record of an archive that cannot be understood"),
    "not_modified": marked("has not changed since it was last read"),
    "withdrawn": marked("was taken out of the ledger with `scrapy forget`, and stays out"),
    "forbidden": marked("was not asked for, because robots.txt forbids it"),
    "failed": marked("could not be fetched, or the program failed on it; the log says which"),
}
"""What each outcome says of a page, as docs/outcomes.md tells it (scripts/fields.py)."""
REPAIRS: Final[Mapping[str, str]] = {
    "pinyin_annotations": marked("pinyin annotations"),
    "byte_shifts": marked("byte shifts"),
    "watermarks": marked("watermarks"),
    "doubled_punctuation": marked("doubled punctuation"),
    "entities": marked("entities"),
    "stray_characters": marked("stray characters"),
    "uncertain": marked("uncertain"),
}
COPY_KINDS: Final[Mapping[str, str]] = {
    "same": marked("same text"),
    "mirror": marked("mirror"),
    "excerpt": marked("excerpt"),
    "digest": marked("digest"),
    "rewrite": marked("reworded"),
}
FIELDS: Final[Mapping[str, str]] = {
    "title": marked("title"),
    "title_raw": marked("title as printed"),
    "date_published": marked("published"),
    "date_modified": marked("modified"),
    "source": marked("source"),
    "authors": marked("authors"),
    "keywords": marked("keywords"),
    "captions": marked("captions"),
    "images": marked("images"),
    "place": marked("place"),
    "figures": marked("figures"),
    "practices": marked("practices"),
    "topic": marked("topic"),
    "script": marked("script"),
    "repairs": marked("repairs"),
    "flags": marked("flags"),
    "body": marked("body"),
    "site": marked("site"),
    "chosen_because": marked("why this copy"),
    "copies": marked("copies"),
    "contested": marked("other copies say"),
    "provenance": marked("provenance"),
    "names": marked("names"),
    "dates": marked("dates"),
    "places": marked("places"),
}
DISPUTED: Final[Mapping[str, str]] = {**FIELDS, "body": marked("passage put in, left out here")}
"""The fields of `contested`."""
ROLE_WORDS: Final[Mapping[str, str]] = {
    "title": marked("title"),
    "body": marked("body"),
    "subhead": marked("subhead"),
    "caption": marked("caption"),
    "meta line": marked("meta line"),
    "credit": marked("credit"),
    "keywords": marked("keywords"),
    "repeat": marked("repeated"),
    "placeholder": marked("placeholder"),
    "breadcrumb": marked("breadcrumb"),
    "navigation": marked("navigation"),
    "sidebar": marked("sidebar"),
    "share": marked("share buttons"),
    "disclaimer": marked("disclaimer"),
    "contact": marked("contact line"),
    "permalink": marked("permalink"),
    "reading time": marked("reading time"),
    "watermark": marked("watermark"),
    "spam": marked("spam line"),
    "advert": marked("advertisement"),
    "tail": marked("after the end"),
    "header": marked("before the title"),
    "hidden": marked("hidden"),
    "damage": marked("damage"),
    "open": marked("undecided"),
}
AUTHORS: Final[Mapping[str, str]] = {
    "author": marked("author"),
    "reporter": marked("reporter"),
    "correspondent": marked("correspondent"),
    "photographer": marked("photographer"),
    "editor": marked("editor"),
}
FLAGS: Final[Mapping[str, str]] = {
    "spun": marked("reworded by a machine"),
    "shuffled": marked("clauses in random order"),
    "masked": marked("digits or words replaced"),
    "truncated": marked("cut short"),
    "multi_part": marked("one page of several"),
    "uncertain_repair": marked("doubtful repairs"),
    "contested": marked("contested"),
    "unverified_tls": marked("its certificate does not hold"),
    "plain_reading": marked("read by the plainer reading"),
    "damaged": marked("damaged in the ledger"),
    "noindex": marked("asks search engines not to show it"),
    "shown_by_script": marked("hidden until a script has run"),
    "foreign_passage": marked("a paragraph breaks with the rest"),
}
BECAUSE: Final = (
    marked("the only copy"),
    marked("is more than a scrap"),
    marked("stands on the site of the medium credited"),
    marked("is found by a declared source"),
    marked("stands on the site of an authority or a medium"),
    marked("says nothing else than an older or more trusted copy"),
    marked("says what most sites say"),
    marked("is not reworded"),
    marked("holds the whole report"),
    marked("is undamaged"),
    marked("came with a certificate that holds"),
    marked("is the most complete"),
    marked("was seen in an earlier run"),
    marked("is named as canonical by a copy on another site"),
    marked("states the earliest time"),
    marked("credits a source"),
    marked("has the smallest address"),
)
"""Why a copy was chosen, as the rows say it."""
PLACE_LEVELS: Final = ("province", "city", "county", "street", "community", "zone")
_LEVELS: Final = ("city", "county", "street", "community")


def slug_in_words(words: Mapping[str, str], slug: str) -> str:
    """Return a slug in words; one that has none with blanks for its underscores."""
    return told(words[slug]) if slug in words else slug.replace("_", " ")


def place_in_words(place: Place) -> str:
    """Return a place in words, from the city down, or the province alone."""
    return place_words(plain(place))


def place_words(place: Mapping[str, Any]) -> str:
    """Return a place of a row of plain data in words, from the city down, or the province alone."""
    said = ""
    for level in _LEVELS:
        if division := place.get(level):
            name: str = division["name"]
            said += name.removeprefix(said)  # a few streets are named with their city and county
    return said or ((place.get("province") or {}).get("name") or "-")


def repairs_of(repairs: Repairs) -> str:
    """Return the repairs of a row in words: ``416 pinyin annotations, 2 byte shifts``."""
    return repairs_words(plain(repairs))


def repairs_words(repairs: Mapping[str, Any]) -> str:
    """Return the repairs of a row of plain data in words."""
    counts = {name: value for name, value in repairs.items() if isinstance(value, int) and value}
    return (
        told(", ").join(told("{count:,} {what}", count=value, what=slug_in_words(REPAIRS, name)) for name, value in counts.items()) or "-"
    )


NAMES: Final = (
    # forms in which a time is printed (newsbot/lines/times.py)
    marked("year-month-day"),
    marked("clock before date"),
    marked("compact"),
    marked("day first"),
    marked("month first"),
    marked("date command"),
    marked("year of the Republic"),
    marked("English month"),
    marked("Chinese numerals"),
    marked("ago"),
    marked("named day"),
    marked("year of two digits"),
    marked("without year"),
    # forms by which a practice is known (newsbot/facts/practices.py)
    marked("formula and kind"),
    marked("numbered and kind"),
    marked("clauses and kind"),
    marked("phrase and kind"),
    marked("kind ahead of formula"),
    marked("kind ahead of numbered"),
    marked("kind ahead of clauses"),
    marked("kind ahead of phrase"),
    marked("formula introduced"),
    marked("numbered introduced"),
    marked("clauses introduced"),
    marked("bare formula"),
    marked("bare clauses"),
    marked("bare clauses of actors"),
    marked("bare number"),
    marked("bare posts"),
    marked("bare points"),
    marked("bare method"),
    marked("kind inside"),
    marked("times in clauses"),
    marked("body that is made"),
    marked("used as a kind"),
    marked("several clauses and kind"),
    marked("clause and kind"),
    marked("phrase in use and kind"),
    marked("posts in use"),
    # kinds of pages (newsbot/listings/page_kind.py)
    marked("feed"),
    marked("sitemap"),
    marked("list"),
    marked("posts"),
    # signs of a report (newsbot/page/is_report.py)
    marked("headline_in_head"),
    marked("headline_in_head_alone"),
    marked("furniture_for_text"),
    marked("speaks_to_customers"),
    marked("headline_short_or_not_in_head"),
    marked("no_headline"),
    marked("text_after_headline"),
    marked("text_far_from_headline"),
    marked("headline_again_and_again"),
    marked("time_or_source"),
    marked("stated_to_machines"),
    marked("many_dates_before_text"),
    marked("long_text"),
    marked("medium_text"),
    marked("little_text"),
    marked("several_paragraphs"),
    marked("text_elsewhere"),
    marked("list_of_abstracts"),
    marked("address_of_front_page"),
    marked("error_in_headline"),
    marked("notice_for_text"),
    # flags
    marked("spun"),
    marked("shuffled"),
    marked("masked"),
    marked("truncated"),
    marked("multi_part"),
    marked("uncertain_repair"),
    marked("foreign_passage"),
    marked("noindex"),
    marked("unverified_tls"),
    marked("shown_by_script"),
    # bodies that are no text (newsbot/text/charset.py)
    marked("PDF"),
    marked("a PNG image"),
    marked("a JPEG image"),
    marked("a GIF image"),
    marked("a bitmap image"),
    marked("a zip archive or an office file"),
    marked("an empty zip archive"),
    marked("an old office file"),
    marked("gzip data"),
    marked("a rar archive"),
    marked("a 7z archive"),
    marked("an icon"),
    marked("an MP3 file"),
    marked("an Ogg file"),
    marked("a Matroska film"),
    marked("a Flash film"),
    marked("Flash"),
    marked("a font"),
    marked("a program"),
    marked("an RTF file"),
    marked("a database"),
    marked("a TIFF image"),
    marked("zstd data"),
    marked("bzip2 data"),
    marked("xz data"),
)
"""Names of the code that a sentence of a lower room has in it (`newsbot.said.SaidText`)."""
OF_ARGPARSE: Final = (
    marked("expected one argument"),
    marked("expected at least one argument"),
    marked("argument %(argument_name)s: %(message)s"),
    marked("invalid %(type)s value: %(value)r"),
    marked("invalid choice: %(value)r (choose from %(choices)s)"),
    marked("unrecognized arguments: %s"),
    marked("ambiguous option: %(option)s could match %(matches)s"),
    marked("the following arguments are required: %s"),
)
"""What Python's argparse says of wrong options, as it asks gettext for it."""
WHY_LOST: Final = (
    marked("headline"),
    marked("since"),
    marked("window"),
    marked("shape"),
    marked("shard"),
    marked("robots"),
    marked("status"),
)
"""Why an address was not asked for, as the account of a run names it."""
SCRIPTS: Final[Mapping[str, str]] = {"Hans": marked("simplified (Hans)"), "Hant": marked("traditional (Hant)")}
PROVENANCE: Final[Mapping[str, str]] = {
    "run": marked("run"),
    "source": marked("declared source"),
    "archive": marked("page"),
    "content_sha256": marked("sha256 of its bytes"),
    "encoding": marked("encoding"),
    "version": marked("version"),
}
