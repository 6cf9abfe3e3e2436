"""Furniture that recurs on the pages of a site: found when a ledger is settled, and left out of the rows of that site.

What a page was read to say stays in the ledger as it was; beside it stands which lines of it its row leaves out. That is a function of the
pages that the ledger knows of the site, whatever their order: of all of them, or of :data:`SAMPLE` that their bytes draw. Copies are
compared by what their pages were read to say, so that nothing here shows in which pages are one report.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from newsbot.boilerplate.apart import SiteFurniture, furniture_of, left_out_of
from newsbot.boilerplate.pages import LEAST_TEXTS, SitePage
from newsbot.ledger.reports import revise
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import notes, pages, reports
from newsbot.ledger.texts import STORED, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from contextlib import AbstractContextManager

SAMPLE: Final = 200
"""Pages of a site that are laid beside each other, those with the smallest hashes of their bytes: what stands on a twentieth of the pages
of a large site stands on ten of them."""
SITES_TOGETHER: Final = 50
"""Sites that are looked at in one transaction."""
SITES_A_LOOK: Final = 5_000
"""Sites that are asked for with one query: of a report that is everywhere each copy may stand on a site of its own."""
PAGES_A_STEP: Final = 100
"""Pages that are read between two pauses."""
NOTED: Final = "furniture "
"""Before a site's name: the note of what it prints on its pages, with the number of texts that each of it stood in."""
_PARTS: Final = ("lines", "ends")
_DRAWN: Final = "drawn"
"""What a note holds: what recurs, and a digest of the pages on which that was found."""
WITHOUT_SITE: Final = "documents.test"
"""The site of documents whose address is unknown: they have none in common."""


def find_boilerplate(begin: Callable[[], AbstractContextManager[Connection]]) -> Iterator[None]:
    """Find, in steps, what recurs on the sites of the pages that came in since the last settling, each in transactions of ``begin``."""
    after = ""
    while True:
        with begin() as connection:
            waiting = select(pages.c.site).where(pages.c.settled == 0, pages.c.site > after).distinct()
            sites = connection.execute(waiting.order_by(pages.c.site).limit(SITES_A_LOOK)).scalars().all()
        if not sites:
            return
        for some in chunks(sites, SITES_TOGETHER):
            with begin() as connection:
                for site in _with_texts(connection, some):
                    yield from renew_site(connection, site)
            yield
        after = sites[-1]


def _with_texts(connection: Connection, sites: Sequence[str]) -> list[str]:
    """Return those of the sites of which something was noted, or of which there are pages enough to lay beside each other."""
    noted = select(notes.c.name).where(notes.c.name.in_([NOTED + site for site in sites]))
    known = {name.removeprefix(NOTED) for name in connection.execute(noted).scalars()}
    of_site = select(pages.c.site).where(pages.c.site.in_(sites), pages.c.content.is_not(None))
    known.update(connection.execute(of_site.group_by(pages.c.site).having(func.count() >= LEAST_TEXTS)).scalars())
    return [site for site in sites if site in known]


def renew_site(connection: Connection, site: str) -> Iterator[None]:
    """Find, in steps, what recurs on the pages of a site, and note which of it each page's row leaves out.

    Only new pages are looked at, unless what recurs has changed: then all of the site, and rows that change by it get their next revision.
    What recurs is looked for anew only where other pages are drawn than the last time: of a large site few nights bring one.
    """
    known, before = _noted(connection, site)
    sample, drawn = _drawn(connection, site)
    furniture = known
    if drawn != before:
        furniture, texts = yield from _furniture(connection, sample)
        _note(connection, site, drawn, furniture, texts)
    of_site = select(pages.c.page).where(pages.c.site == site, pages.c.content.is_not(None))
    query = of_site if furniture != known else of_site.where(pages.c.settled == 0)
    if furniture or known:
        numbers = connection.execute(query.order_by(pages.c.page)).scalars().all()
        for chunk in chunks(numbers, PAGES_A_STEP):
            _leave_out(connection, chunk, furniture)
            yield


def furniture_noted(connection: Connection, site: str) -> dict[str, tuple[str, int]]:
    """Return what a site was found to print whatever its pages report: the rule, and the number of texts it stood in."""
    said, _ = _said(connection, site)
    return {what: (rule, texts) for part in said.values() for what, (rule, texts) in part.items()}


def _drawn(connection: Connection, site: str) -> tuple[list[int], str]:
    """Return the pages of a site that are laid beside each other, and a digest of what they say; nothing where they are too few."""
    if site == WITHOUT_SITE:
        return [], ""
    of_site = select(*pages.c["page", "checksum"]).where(pages.c.site == site, pages.c.content.is_not(None))
    rows = connection.execute(of_site.order_by(pages.c.content_sha256, pages.c.address).limit(SAMPLE)).all()
    if len(rows) < LEAST_TEXTS:
        return [], ""
    return [row.page for row in rows], hashlib.blake2b(b"".join(row.checksum or b"" for row in rows), digest_size=8).hexdigest()


def _furniture(connection: Connection, numbers: Sequence[int]) -> Generator[None, None, tuple[SiteFurniture, dict[str, int]]]:
    """Return what recurs on pages of a site, and in how many texts each; in steps."""
    sample: list[SitePage] = []
    for chunk in chunks(numbers, PAGES_A_STEP):
        sample += [page for _, page in _pages(connection, chunk)]
        yield
    return furniture_of(sample)


def _pages(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, SitePage]]:
    """Yield what pages were read to say; one that is damaged is left out, and found by whoever needs it."""
    for row, kept in readable(connection.execute(select(*STORED).where(pages.c.page.in_(numbers))).mappings(), set()):
        yield row["page"], SitePage(row["title"], kept["body"])


def _leave_out(connection: Connection, numbers: Sequence[int], furniture: SiteFurniture) -> None:
    """Write down what the rows of these pages leave out, and give those that change by it their revision."""
    held = {row.page: row.left_out for row in connection.execute(select(*pages.c["page", "left_out"]).where(pages.c.page.in_(numbers)))}
    found = {page: left_out_of(said, furniture).packed() for page, said in _pages(connection, numbers)}
    changed = {page: left for page, left in found.items() if left != held[page]}
    if not changed:
        return
    change = update(pages).where(pages.c.page == bindparam("which")).values(left_out=bindparam("left"))
    connection.execute(change, [{"which": page, "left": left} for page, left in changed.items()])
    revise(connection, connection.execute(select(reports.c.id).where(reports.c.page.in_(list(changed)))).scalars().all())


def _noted(connection: Connection, site: str) -> tuple[SiteFurniture, str]:
    """Return what was found on a site, and the digest of the pages that it was found on."""
    said, drawn = _said(connection, site)
    return SiteFurniture(*({what: rule for what, (rule, _) in said.get(part, {}).items()} for part in _PARTS)), drawn


def _said(connection: Connection, site: str) -> tuple[dict[str, dict[str, tuple[str, int]]], str]:
    """Return the note on a site; nothing where there is none, or none that can be read."""
    text = connection.execute(select(notes.c.note).where(notes.c.name == NOTED + site)).scalar_one_or_none()
    try:
        said: dict[str, Any] = json.loads(text or "{}")
        found = {part: {what: (str(rule), int(texts)) for what, (rule, texts) in said.get(part, {}).items()} for part in _PARTS}
        return found, str(said.get(_DRAWN, ""))
    except (ValueError, TypeError, AttributeError):
        return {}, ""


def _note(connection: Connection, site: str, drawn: str, furniture: SiteFurniture, texts: dict[str, int]) -> None:
    parts = {part: {what: (rule, texts[what]) for what, rule in getattr(furniture, part).items()} for part in _PARTS}
    connection.execute(delete(notes).where(notes.c.name == NOTED + site))
    if drawn:
        note = json.dumps({_DRAWN: drawn, **parts}, ensure_ascii=True)
        connection.execute(notes.insert().values(name=NOTED + site, note=note))
