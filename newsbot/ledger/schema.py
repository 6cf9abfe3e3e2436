"""The tables of the ledger, the views that answer a person's questions, and the steps from one version of the schema to the next.

Numbers and names that point into another table are no foreign keys: a merged report keeps its page, a withdrawn one has none left.

Everything here is common SQL, the same for SQLite and PostgreSQL; what only one of them knows stands in :mod:`newsbot.ledger.engine`
and :mod:`newsbot.ledger.server`. Texts are compared by their code points on both, whatever the language of a server.
A person opens the file with any SQLite browser and reads the views ``view_reports``, ``view_copies`` …; programs use the tables.
"""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    inspect,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.schema import CreateColumn

from newsbot.exceptions import ArgumentError, LedgerDamaged, LedgerTooNew
from newsbot.ledger.content import SEALED, decoded, seal
from newsbot.reposts.postings import PART_BITS, bits_for, blocks_of, pack_postings, unpack_planes
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

VERSION = 9
"""Raised with every change of the tables; each raise has its step in `MIGRATIONS`."""

metadata = MetaData()

ByteOrderText: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that a server compares by its bytes, as a file does."""

ledger_schema = Table("ledger_schema", metadata, Column("version", Integer, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("run", ByteOrderText, primary_key=True),
    Column("version", ByteOrderText, nullable=False),  # of the program
    Column("topic", ByteOrderText, nullable=False),  # the arguments that decide whether off_topic and too_old hold in a later run
    Column("since", ByteOrderText),
)

pages = Table(
    "pages",
    metadata,
    Column("page", Integer, primary_key=True),
    Column("address", ByteOrderText, nullable=False, unique=True),  # canonical: one for all spellings
    Column("url", ByteOrderText, nullable=False),  # as visited
    Column("site", ByteOrderText, nullable=False),
    Column("outcome", ByteOrderText, nullable=False),  # "report" for every page with a report, chosen or not: see the view `outcomes`
    Column("reason", ByteOrderText, nullable=False, default=""),  # a slug, see newsbot.model.Reason
    Column("detail", ByteOrderText, nullable=False, server_default=""),  # a sentence
    Column("run", ByteOrderText, nullable=False),
    Column("fetched_at", ByteOrderText),
    Column("first_seen", ByteOrderText),
    Column("title", ByteOrderText),
    Column("title_raw", ByteOrderText),
    Column("date_published", ByteOrderText),
    Column("source", ByteOrderText),
    Column("province", ByteOrderText),
    Column("city", ByteOrderText),
    Column("county", ByteOrderText),
    Column("street", ByteOrderText),
    Column("community", ByteOrderText),
    Column("content_sha256", ByteOrderText),
    Column("content", LargeBinary),  # everything the page says: zlib of JSON, see newsbot.ledger.content
    Column("checksum", LargeBinary),  # of the content and the columns beside it, see newsbot.ledger.content
    Column("report", ByteOrderText),  # the report this page is a copy of; None for a page of several reports
    Column("number", Integer, unique=True),  # in the index: given at settling, in the order of the addresses that came in together
    Column("seen", Integer),  # after how many births of delivered reports its bytes came: of two pages the smaller is the elder
    Column("text_digest", LargeBinary),  # of the text as it is compared: equal texts meet by it, however many there are
    Column("leader", Integer),  # the page of equal text that is in the index in its stead; None: it is there itself
    Column("gone_since", ByteOrderText),  # when its address was found deleted, ISO 8601
    Column("left_out", ByteOrderText),  # what recurs on its site and its row leaves out, JSON: see newsbot.boilerplate.apart
    Column("settled", Integer, nullable=False, default=1),  # 0: came in since the last settling
    Index("pages_of_report", "report"),
    Index("pages_to_settle", "settled"),
    Index("pages_of_text", "text_digest", "number"),
    Index("pages_of_site", "site", "content_sha256"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", ByteOrderText, primary_key=True),
    Column("born", Integer, nullable=False),  # counts up: of two ids that are one report the smaller stays
    Column("status", ByteOrderText, nullable=False),  # one of STATUSES
    Column("merged_into", ByteOrderText),
    Column("page", Integer),  # the chosen copy
    Column("because", ByteOrderText, nullable=False, default="[]"),  # reasons for the choice: JSON list
    Column("contested", ByteOrderText, nullable=False, server_default="[]"),  # what other copies say differently: JSON list
    Column("first_seen", ByteOrderText),
    Column("url", ByteOrderText, nullable=False),  # of the chosen copy: rows come in the order of first_seen and url
    Column("revision", Integer, nullable=False),
    Column("digest", ByteOrderText, nullable=False),  # of the row with this revision
    Column("delivered_revision", Integer, nullable=False, default=0),
    Column("delivered_digest", ByteOrderText, nullable=False, default=""),
    Column("given_revision", Integer, nullable=False, server_default="0"),  # of the row that went into a file, if nobody said yet that …
    Column("given_digest", ByteOrderText, nullable=False, server_default=""),  # … it stands: the id is known outside, and never changes
    Index("reports_of_page", "page"),
)

STATUSES: Final = ("valid", "merged", "withdrawn")

IS_GIVEN: Final = (reports.c.delivered_revision > literal_column("0")) | (reports.c.given_revision > literal_column("0"))
"""Whether the id of a report may be known outside, and so is no proposal any more."""

GIVEN_REPORTS: Final = Index("reports_given", reports.c.born, sqlite_where=IS_GIVEN)
"""The few of them that are left to ask for. What a server is told of it stands in :mod:`newsbot.ledger.server`: to say it here would import
PostgreSQL's dialect, 4 MB, for every ledger that is a file."""

copies = Table(
    "copies",
    metadata,
    Column("report", ByteOrderText, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("kind", ByteOrderText, nullable=False),  # same, mirror, excerpt, digest, rewrite
    Column("similarity", Float, nullable=False),
    Column("place", ByteOrderText),  # among those of the same similarity: first_seen and url of the page
    Index("copies_of_page", "page"),
    Index("copies_in_order", "report", text("similarity DESC"), "place"),  # the nearest first, as rows list them
)

relations = Table(
    "relations",
    metadata,
    Column("page", Integer, primary_key=True),
    Column("other", Integer, primary_key=True),  # always the larger number
    Column("share", Float, nullable=False),  # of the page's text, how much stands in the other
    Column("other_share", Float, nullable=False),
    Column("density", Float, nullable=False),  # anchors a character: low where one of the two was reworded
    Column("start", Integer, nullable=False),  # where the common text lies in the page's key text …
    Column("stop", Integer, nullable=False),
    Column("other_start", Integer, nullable=False),  # … and in the other's
    Column("other_stop", Integer, nullable=False),
    Column("spans", ByteOrderText),  # JSON: the stretches one by one, on both sides; null where there is one
    Column("conflicts", Integer, nullable=False, server_default="0"),  # facts that differ at aligned places
    Column("doubtful", Integer, nullable=False, server_default="0"),  # a NumberDoubt: see newsbot.reposts.relations
    Index("relations_of_other", "other"),
)

gram_runs = Table(
    "gram_runs",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("postings", Integer, nullable=False),
    Column("bits", Integer, nullable=False, server_default="8"),  # by so many first bits its grams are divided into blocks
)

gram_parts = Table(
    "gram_parts",
    metadata,
    Column("part", Integer, primary_key=True),  # a block: what the grams in it begin with
    Column("run", Integer, primary_key=True),
    Column("postings", LargeBinary, nullable=False),  # sorted: see newsbot.reposts.postings
)

damaged = Table(
    "damaged",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("address", ByteOrderText, nullable=False),  # of the page; canonical
    Column("content", LargeBinary, nullable=False),  # as it was found
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("address", ByteOrderText, primary_key=True),  # canonical; pages withdrawn by `scrapy forget`, so that they stay away
)

notes = Table(
    "notes",
    metadata,
    Column("name", ByteOrderText, primary_key=True),  # "source people-hn", "list http://…", "robots http://…"
    Column("note", ByteOrderText, nullable=False),  # JSON: what discovery remembers between runs, see newsbot.discovery.frontier
)

turns = Table(
    "turns",
    metadata,
    Column("name", ByteOrderText, primary_key=True),
    Column("holder", ByteOrderText, nullable=False),  # of several processes the one that settles and hands over rows
    Column("until", Float, nullable=False),  # by the server's clock, seconds since 1970: afterwards the holder counts as dead
)

ROW_DIGESTS: Final = "row digests"
"""Name of the note of what the digests of rows are made of, by column."""

VERSION_NOTE: Final = "version"
"""Name of the note that states the version a second time, as the programs do that know it: of two that differ one is damaged."""

outcomes = Table(
    "outcomes",
    metadata,
    Column("run", ByteOrderText, primary_key=True),
    Column("outcome", ByteOrderText, primary_key=True),
    Column("visits", Integer, nullable=False),
)

VIEWS: Mapping[str, str] = {
    # which reports are there?
    "view_reports": """
        SELECT r.id, r.revision, r.first_seen, p.date_published, p.title, p.source, p.province, p.city, p.county, p.street,
               p.community, r.url, p.site, (SELECT count(*) FROM copies c WHERE c.report = r.id) AS copies
        FROM reports r JOIN pages p ON p.page = r.page WHERE r.status = 'valid'""",
    # where else does a report stand?
    "view_copies": """
        SELECT r.id, c.kind, c.similarity, p.url, p.site, p.title, p.date_published, p.source, p.first_seen, r.url AS chosen
        FROM copies c JOIN reports r ON r.id = c.report JOIN pages p ON p.page = c.page WHERE r.status = 'valid'""",
    # how many reports has a place?
    "view_by_place": """
        SELECT p.province, p.city, p.county, p.street, count(*) AS reports, min(p.date_published) AS earliest,
               max(p.date_published) AS latest
        FROM reports r JOIN pages p ON p.page = r.page WHERE r.status = 'valid'
        GROUP BY p.province, p.city, p.county, p.street""",
    # how many reports has a medium?
    "view_by_source": """
        SELECT p.source, count(*) AS reports, min(p.date_published) AS earliest, max(p.date_published) AS latest
        FROM reports r JOIN pages p ON p.page = r.page WHERE r.status = 'valid' GROUP BY p.source""",
    # what became of the pages of a site?
    "view_by_site": """
        SELECT site, outcome, count(*) AS pages, max(fetched_at) AS latest FROM pages GROUP BY site, outcome""",
}


MADE_ANEW: Final = frozenset({"relations", "gram_runs", "gram_parts", "turns"})
"""Tables that follow from the pages, or hold nothing that lasts."""


def _to_2(connection: Connection) -> None:
    """Tell the reason, which can be counted, from the sentence, which ledgers of version 1 held alone; give each content a checksum.

    Content that does not decode gets none, and so counts as damaged.
    """
    _add(connection, pages.c.detail)
    connection.execute(update(pages).values(detail=pages.c.reason, reason=""))
    for column in (pages.c.checksum, pages.c.seen, reports.c.contested, relations.c.spans, relations.c.conflicts):
        _add(connection, column)
    connection.execute(update(pages).where(pages.c.content.is_not(None)).values(seen=0))
    known = connection.execute(select(pages.c.page).where(pages.c.content.is_not(None)).order_by(pages.c.page)).scalars().all()
    change = update(pages).where(pages.c.page == bindparam("which")).values(checksum=bindparam("made"))
    for number in known:
        row = connection.execute(select(*pages.c[("content", *SEALED)]).where(pages.c.page == number)).mappings().one()
        with suppress(ValueError):
            decoded(row["content"])
            connection.execute(change, {"which": number, "made": seal(row)})


def _to_3(connection: Connection) -> None:
    """Give copies their order; pages get the digest of their text when they come again."""
    _add(connection, pages.c.text_digest)
    _add(connection, copies.c.place)
    order = select(func.coalesce(pages.c.first_seen, "") + " " + pages.c.url).where(pages.c.page == copies.c.page).scalar_subquery()
    connection.execute(update(copies).values(place=order))
    for index in (*pages.indexes, *copies.indexes):
        index.create(connection, checkfirst=True)


def _to_4(connection: Connection) -> None:
    """Give pages a place for when they were found deleted."""
    _add(connection, pages.c.gone_since)


def _to_5(connection: Connection) -> None:
    """Give relations a place for a doubt."""
    _add(connection, relations.c.doubtful)


def _to_6(connection: Connection) -> None:
    """Give reports a place for the row that went out last."""
    _add(connection, reports.c.given_revision)
    _add(connection, reports.c.given_digest)


def _to_7(connection: Connection) -> None:
    """Give pages a place for what their rows leave out, and an order within their site."""
    _add(connection, pages.c.left_out)
    for index in pages.indexes:
        index.create(connection, checkfirst=True)


def _to_8(connection: Connection) -> None:
    """Give pages a place for the one that stands for their text; so far each does so itself."""
    _add(connection, pages.c.leader)


def _to_9(connection: Connection) -> None:
    """Divide the index into blocks. A part that cannot be read becomes blocks that are not whole: it is made anew when one is looked at."""
    _add(connection, gram_runs.c.bits)
    for run, count in connection.execute(select(*gram_runs.c["run", "postings"])).all():
        of_run = gram_parts.c.run == run
        bits = bits_for(count)
        old = connection.execute(select(*gram_parts.c["part", "postings"]).where(of_run)).all()
        connection.execute(delete(gram_parts).where(of_run))
        connection.execute(update(gram_runs).where(gram_runs.c.run == run).values(bits=bits))
        for part, stored in old:
            blocks: Iterable[tuple[int, bytes]] = ((block, b"") for block in range(part << bits - PART_BITS, part + 1 << bits - PART_BITS))
            with suppress(zlib.error):
                postings = sorted(unpack_planes(zlib.decompress(stored)))
                blocks = ((block, pack_postings(some)) for block, some in blocks_of(postings, bits))
            connection.execute(gram_parts.insert(), [{"run": run, "part": block, "postings": packed} for block, packed in blocks])


MIGRATIONS: Mapping[int, Callable[[Connection], None]] = dict(enumerate((_to_2, _to_3, _to_4, _to_5, _to_6, _to_7, _to_8, _to_9), 2))
"""version -> what brings a ledger of the version before it to this one. Views are made anew after the last step."""


def _add(connection: Connection, column: Column[Any]) -> None:
    """Add a column to its table; it can be null, or has a default of the server's."""
    described = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {described}"))


def prepare(connection: Connection, place: str, row_columns: str, *, create: bool = True) -> None:
    """Create the tables of a new ledger, or bring an older one up to `VERSION`.

    A new one notes what the digests of its rows are made of. Raises LedgerTooNew when a newer program wrote it, LedgerDamaged when there
    are tables but none of ours, ArgumentError without ``create`` when there are none at all.
    """
    known = inspect(connection).get_table_names()
    if ledger_schema.name not in known:
        if not create:
            raise ArgumentError(said("There is no ledger at {place}. Name the one that the crawl writes with -s LEDGER=….", place=place))
        if known:
            raise LedgerDamaged(
                said(
                    "{place} is a database, but not a newsbot ledger: it has no table {name}. Name another LEDGER.",
                    place=place,
                    name=ledger_schema.name,
                )
            )
        metadata.create_all(connection)
        connection.execute(ledger_schema.insert().values(version=VERSION))
        connection.execute(notes.insert().values(name=ROW_DIGESTS, note=json.dumps(row_columns)))
        _note_version(connection)
        _renew_views(connection)
        return
    found = connection.execute(select(ledger_schema.c.version)).scalar_one()
    if found > VERSION:
        raise LedgerTooNew(
            said(
                "{place} was written by a newer newsbot (schema {found}, this program knows up to {version}). Install "
                "the newer version again, or restore the ledger's back-up from before the upgrade.",
                place=place,
                found=found,
                version=VERSION,
            )
        )
    if found < VERSION:
        for version in range(found + 1, VERSION + 1):
            MIGRATIONS[version](connection)
        metadata.create_all(connection)
        connection.execute(ledger_schema.update().values(version=VERSION))
        _renew_views(connection)
    for index in reports.indexes:
        index.create(connection, checkfirst=True)  # one came later, and needs no other version: a program that does not know it keeps it
    _note_version(connection)


def _note_version(connection: Connection) -> None:
    """Note the version, where it is not noted yet."""
    which = notes.c.name == VERSION_NOTE
    noted = connection.execute(select(notes.c.note).where(which)).scalar()
    if noted is None:
        connection.execute(notes.insert().values(name=VERSION_NOTE, note=str(VERSION)))
    elif noted != str(VERSION):
        connection.execute(update(notes).where(which).values(note=str(VERSION)))


def _renew_views(connection: Connection) -> None:
    for name, query in VIEWS.items():
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
        connection.execute(text(f"CREATE VIEW {name} AS {query}"))
