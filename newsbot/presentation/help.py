"""What `newsbot -h` and `newsbot COMMAND -h` say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsbot.data import table
from newsbot.presentation.messages import marked, told
from newsbot.presentation.terminal import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH: Final = 80
"""Columns of the help."""


@dataclass(frozen=True, slots=True)
class Help:
    """One command: what it is for, what it takes, examples with what each does, options with what each means."""

    about: str
    usage: str
    examples: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)
    more: str = ""


_CRAWL_OPTIONS: Final[Mapping[str, str]] = {
    "-O FILE, -o FILE": marked("write the rows to FILE, instead of it or at its end: .jsonl .json .csv .xml .parquet"),
    "-a topic=any": marked("take every article, not only civic reports"),
    "-a since=2024-01-01": marked("leave out what was published before that day"),
    "-s LEDGER=FILE": marked("what lasts between runs"),
    "-L INFO": marked("show the log here instead of writing it to a file"),
}
_LEDGER: Final[Mapping[str, str]] = {"-s LEDGER=FILE": marked("the ledger to read; default data/newsbot.sqlite")}

_SUCH_AS: Final = table("example_words.toml")
_WORDS: Final = _SUCH_AS["words"]
_IN: Final = marked("a ledger or file of rows to look in, instead of the ledger")
_HTML: Final = marked("write it as one HTML file")

HELP: Final[Mapping[str, Help]] = {
    "crawl": Help(
        marked("visit the declared sources, or an address, and write what is new"),
        "newsbot crawl [-a NAME=VALUE] [-s NAME=VALUE] [-O FILE]",
        {
            "newsbot crawl -O reports.jsonl -s CONTACT=me@example.org": marked("all declared sources; sites see who asks"),
            "newsbot crawl -a url=https://www.example.org/news/ -O reports.csv": marked("begin at a list, a feed or a single report"),
            "newsbot crawl -a only=people-hn -a since=2024-01-01": marked("one source, and only what is new enough"),
        },
        _CRAWL_OPTIONS,
        marked("All arguments, settings and exit codes stand in README.md; they are those of `scrapy crawl civic_news`."),
    ),
    "read": Help(
        marked("read pages at hand: files, folders, patterns, WARC archives, lists of addresses, standard input"),
        "newsbot read PATH [PATH …] [-O FILE]",
        {
            "newsbot read fixtures/documents -O reports.jsonl": marked("a folder, with an index.jsonl or without one"),
            "newsbot read 'saved/**/*.html' -a topic=any -O articles.csv": marked("every article among saved pages, as a table"),
            "newsbot read CC-NEWS-*.warc.gz -s LEDGER=news.sqlite": marked("archives into a ledger that lasts"),
            "newsbot read addresses.txt -O reports.jsonl": marked("a file with an address on each line: fetched from the network"),
            "curl -s https://www.example.org/1.html | newsbot read - -O -:jsonl": marked("a page, or addresses, from standard input"),
        },
        _CRAWL_OPTIONS,
    ),
    "export": Help(
        marked("write what the ledger holds: rows, tidy tables, a workbook"),
        "newsbot export FILE|FOLDER/",
        {
            "newsbot export reports.csv": marked("one row for each report"),
            "newsbot export reports.parquet -s LEDGER=news.sqlite": marked("of another ledger, with typed columns"),
            "newsbot export tables/": marked("tables of reports, figures, practices, places, copies, phrases, paragraphs, with a card"),
            "newsbot export tables.xlsx": marked("the same tables as one workbook"),
            "newsbot export articles.jsonl --as newsarticle": marked("as schema.org's NewsArticle; --as zyte for Zyte's Article"),
        },
        {**_LEDGER, "--tables csv|parquet": marked("format of the tables in a folder")},
    ),
    "report": Help(
        marked("see it: one HTML file of places, damage, spread and phrases, that opens anywhere without a network"),
        "newsbot report [ROWS.jsonl|LEDGER] [FILE.html]",
        {
            "newsbot report": marked("of the ledger, into report.html"),
            "newsbot report reports.jsonl here.html --archive fixtures/documents": marked("of a file of rows, with the pages as found"),
            "newsbot report --lang zh": marked("beginning in Chinese; the file has both languages"),
        },
        {**_LEDGER, "--archive PATH": marked("archive with the raw pages; default: that of the crawl")},
    ),
    "demo": Help(
        marked("see what it can do: an invented corpus of 60 counties, read, and its report opened"),
        "newsbot demo [FOLDER]",
        {"newsbot demo": marked("into the folder newsbot-demo"), "newsbot demo x --no-open": marked("without opening a browser")},
        {"--pages N": marked("only the first N pages")},
    ),
    "explain": Help(
        marked("show why each value of a report is what it is"),
        "newsbot explain FILE|ADDRESS|ID",
        {
            "newsbot explain fixtures/documents/004_c36778f2f98b188b.txt": marked("a page in a file"),
            "newsbot explain http://www.example.org/1.html --archive data/archive": marked("an address in an archive"),
            "newsbot explain 98fb9545bbc85bdf --in reports.jsonl": marked("a report by its id, or the beginning of it"),
        },
        {
            **_LEDGER,
            "--archive PATH": marked("replay folder or WARC in which the address is looked up"),
            "--url URL": marked("address of a page given as a file"),
            "--fetched-at TIME": marked("clock of a page given as a file, ISO 8601; default: now"),
            "--width N": marked("characters shown of each block; default: all"),
            "--html FILE": _HTML,
        },
    ),
    "trace": Help(
        marked("say where a report comes from, who copied it, and what they changed"),
        "newsbot trace ADDRESS|ID",
        {
            "newsbot trace http://www.example.org/1.html": marked("of a report, or any copy of it"),
            "newsbot trace 98fb --in reports.jsonl --html trace.html": marked("by the beginning of its id, as a file"),
        },
        {**_LEDGER, "--in PLACE": _IN, "--html FILE": _HTML},
    ),
    "brief": Help(
        marked("sum up what was reported of a place: practices, figures, sources"),
        "newsbot brief PLACE [--month YYYY-MM]",
        {
            f"newsbot brief {_SUCH_AS['city']} --month 2023-12": marked("a city in one month"),
            f"newsbot brief {_SUCH_AS['province']} --month 2023 --html hubei.html": marked("a province in one year, as a file"),
        },
        {**_LEDGER, "--in PLACE": _IN, "--html FILE": _HTML, "--docx FILE": marked("write it as a Word file")},
    ),
    "search": Help(
        marked("find reports by words of their text, the best first"),
        "newsbot search WORD [WORD …]",
        {
            f"newsbot search {_WORDS[0]} {_WORDS[1]}": marked("reports that hold both words"),
            f"newsbot search {_WORDS[2]} --in reports.jsonl": marked("in a file of rows"),
        },
        {**_LEDGER, "--in PLACE": _IN, "--most N": marked("how many are shown; default 20")},
    ),
    "explore": Help(
        marked("show the ledger in Datasette: tables, facets, saved questions, search"),
        "newsbot explore [FOLDER]",
        {
            "newsbot explore -s LEDGER=news.sqlite": marked("into the folder newsbot-explore, and served on this machine"),
            "newsbot explore x --no-open": marked("only the files"),
        },
        {**_LEDGER, "--no-open": marked("write the files, and do not start Datasette")},
    ),
    "notify": Help(
        marked("write an Atom feed of the newest reports, and send what is new"),
        "newsbot notify [FILE.xml] [--of PLACE] [--to ADDRESS]",
        {
            "newsbot notify": marked("all places, into reports.xml; for cron"),
            f"newsbot notify x.xml --of {_SUCH_AS['city']} --to mailto://me@example.org": marked(
                "one place, and a message about what is new"
            ),
        },
        {
            **_LEDGER,
            "--in PLACE": _IN,
            "--of PLACE": marked("only reports of this place"),
            "--to URL": marked("where to send it: an address of Apprise's"),
        },
    ),
    "sources": Help(
        marked("list the declared sources, try them, draft a new one"),
        "newsbot sources [check [ID …] | new ADDRESS]",
        {
            "newsbot sources": marked("all sources with their state"),
            "newsbot sources check people-hn": marked("ask one source politely, and say what it holds"),
            "newsbot sources new https://www.example.org/news/": marked("draft a source from a list, a feed or a sitemap"),
        },
    ),
    "doctor": Help(
        marked("look whether everything is in order for the next run"),
        "newsbot doctor [--deep]",
        {"newsbot doctor": marked("ledger, disk, clock, permissions, heartbeat")},
        {**_LEDGER, "--deep": marked("read every page of the ledger, and hold it against its checksum")},
    ),
}
"""The commands, in the order in which a newcomer meets them."""


def overview(version: str, log: str) -> Iterator[str]:
    """Yield the lines of `newsbot -h`."""
    yield told("newsbot {version}: civilised-city reports, collected and repaired", version=version)
    yield ""
    for name, about in HELP.items():
        yield from _beside(f"  newsbot {name:<10} ", told(about.about))
    yield ""
    yield told("Begin with:")
    yield ""
    yield "  newsbot read fixtures/documents -O reports.jsonl"
    yield ""
    yield from wrapped(told("`newsbot COMMAND -h` shows examples. --lang zh or --lang en chooses the language."), WIDTH)
    yield from wrapped(told("The log of a run is written to {log}; -L INFO shows it instead.", log=log), WIDTH)


def of_command(name: str) -> Iterator[str]:
    """Yield the lines of `newsbot NAME -h`."""
    shown = HELP[name]
    yield from wrapped(f"newsbot {name}: {told(shown.about)}", WIDTH)
    yield ""
    yield f"  {shown.usage}"
    yield ""
    yield told("Examples:")
    for command, does in shown.examples.items():
        yield f"  {command}"
        yield from _beside(" " * 6, told(does))
    if shown.options:
        yield ""
        yield told("Options:")
        for option, means in shown.options.items():
            yield from _beside(f"  {option:<20} ", told(means))
    if shown.more:
        yield ""
        yield from wrapped(told(shown.more), WIDTH)


def _beside(head: str, text: str) -> Iterator[str]:
    """Yield a text beside a head, its further lines below its first."""
    for number, line in enumerate(wrapped(text, WIDTH - len(head))):
        yield (" " * len(head) if number else head) + line
