"""Furniture that recurs on the pages of a site: found when a ledger is settled, and left out of the rows of that site.

What a page was read to say stays in the ledger as it was; beside it stands which lines of it its row leaves out. That is a function of the
pages that the ledger knows of the site, whatever their order: of all of them, or of :data:`SAMPLE` that their bytes draw. Copies are
compared by what their pages were read to say, so that nothing here shows in which pages are one report.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update

from newsbot.boilerplate.apart import SiteFurniture, furniture_of, left_out_of
from newsbot.boilerplate.marks import marks_as_text, marks_of, marks_told, may_recur
from newsbot.boilerplate.pages import LEAST_TEXTS, SitePage
from newsbot.ledger.listed import is_listed
from newsbot.ledger.reports import revise
from newsbot.ledger.rows import chunks
from newsbot.ledger.schema import notes, pages, reports
from newsbot.ledger.studying import mark_pages

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from newsbot.ledger.texts import Texts

SAMPLE: Final = 200
"""Pages of a site that are laid beside each other, those with the smallest hashes of their bytes: what stands on a twentieth of the pages
of a large site stands on ten of them."""
SITES_TOGETHER: Final = 50
"""Sites whose notes are read and written together."""
PAGES_A_STEP: Final = 100
"""Pages that are read between two pauses."""
NOTED: Final = "furniture "
"""Before a site's name: the note of what it prints on its pages, with the number of texts that each of it stood in."""
_PARTS: Final = ("lines", "ends")
_DRAWN: Final = "drawn"
_MARKS: Final = "marks of pages"
"""What a note holds: what recurs, a digest of the pages on which that was found, and, where nothing recurs, their marks."""
WITHOUT_SITE: Final = "documents.test"
"""The site of documents whose address is unknown: they have none in common."""

_Drawn = tuple["array[int]", str]
"""The pages of a site that are laid beside each other, and a digest of which they are; nothing of too few."""
_TOO_FEW: Final[_Drawn] = array("q"), ""
_UNNOTED: Final = SiteFurniture(), "", ""


class Boilerplate:
    """What recurs on the sites of pages that came in, site by site as their pages are gone through."""

    def __init__(self, texts: Texts, fresh: Sequence[int]) -> None:
        self._texts = texts
        self._homes: dict[int, str] = {}
        self._left: dict[str, list[int]] = {}
        self._drawn: dict[str, _Drawn] = {}
        for chunk in chunks(fresh):
            for row in texts.connection.execute(_SITES, {"wanted": chunk}).all():
                self._homes[row.page] = row.site
                self._left.setdefault(row.site, []).append(row.page)

    def to_mark(self, some: Sequence[int]) -> set[int]:
        """Return those of these pages whose marks `find` will ask for: drawn from sites of which few pages came in."""
        homes = {page: self._homes[page] for page in some if page in self._homes}
        few = [site for site in dict.fromkeys(homes.values()) if len(self._left.get(site, ())) < PAGES_A_STEP and site not in self._drawn]
        for sites in chunks(few):
            enough = _having_texts(self._texts.connection, sites)
            self._drawn.update((site, _drawn(self._texts.connection, site) if site in enough else _TOO_FEW) for site in sites)
        drawn = {site: frozenset(self._drawn[site][0]) for site in set(homes.values()) & self._drawn.keys()}
        return {page for page, site in homes.items() if page in drawn.get(site, ())}

    def find(self, some: Iterable[int], marks: Mapping[int, Sequence[int]]) -> Iterator[None]:
        """Find, in steps, what recurs on the sites of these pages, once for all pages of a site that came in.

        ``marks``: of the pages of which they are known.
        """
        sites = dict.fromkeys(self._homes[page] for page in some if page in self._homes)
        left = {site: self._left.pop(site) for site in sites if site in self._left}
        yield from renew_sites(self._texts, left, marks, {site: self._drawn.pop(site) for site in left if site in self._drawn})


def renew_sites(
    texts: Texts,
    sites: Mapping[str, Sequence[int]],
    marks: Mapping[int, Sequence[int]] = MappingProxyType({}),
    drawn_before: Mapping[str, _Drawn] = MappingProxyType({}),
) -> Iterator[None]:
    """Find, in steps, what recurs on the pages of sites, and note which of it each page's row leaves out.

    Only the new pages given are looked at, unless what recurs has changed: then all that were settled before, too, and rows that change by
    it get their next revision; those that wait to be settled have their turn. What recurs is looked for anew only where other pages are
    drawn than the last time: of a large site few nights bring one. ``marks``: of pages of which they are known, ``drawn_before``: which
    pages are drawn of sites, where that is.
    """
    for some in chunks(sorted(sites), SITES_TOGETHER):
        noted = _noted(texts.connection, some)
        renewed: dict[str, str] = {}
        unknown = [site for site in some if site not in noted and site not in drawn_before]
        enough = _having_texts(texts.connection, unknown)
        having = [site for site in some if site in noted or site in enough or drawn_before.get(site, _TOO_FEW) != _TOO_FEW]
        few = (page for site in having if len(sites[site]) < PAGES_A_STEP for page in sites[site] if page not in marks)
        for chunk in chunks(few, PAGES_A_STEP):
            texts.read(chunk, set())  # with one query, not one for each site
            yield
        drawn = {site: drawn_before.get(site) or _drawn(texts.connection, site) for site in having}
        told: dict[str, dict[int, Sequence[int]]] = {}
        for site, (sample, digest) in drawn.items():
            _, before, marked = noted.get(site, _UNNOTED)
            stale = set(sites[site])
            if digest != before or not stale.isdisjoint(sample):
                told[site] = {page: those for page, those in marks_told(marked).items() if page not in stale}
                told[site].update((page, marks[page]) for page in sample if page in marks)
        unmarked = [page for site, marked_there in told.items() for page in drawn[site][0] if page not in marked_there]
        found = yield from _marked(texts, unmarked)
        for site in having:
            sample, digest = drawn[site]
            furniture = known = noted.get(site, _UNNOTED)[0]
            if site in told:
                mine = told[site] | {page: found[page] for page in sample if page in found}
                furniture, often, left = yield from _furniture(texts, sample, mine)
                renewed[site] = _note(digest, furniture, often, left)
            changed = texts.connection.execute(_SETTLED_OF_SITE, {"wanted": site}).scalars() if furniture != known else ()
            for chunk in chunks((*sites[site], *changed) if furniture or known else (), PAGES_A_STEP):
                _leave_out(texts, chunk, furniture)
                yield
        _keep(texts.connection, renewed)
        yield


def _marked(texts: Texts, numbers: Sequence[int]) -> Generator[None, None, dict[int, Sequence[int]]]:
    """Return, in steps, the marks of pages that can be read: of a first settling these are most of what is drawn of its sites."""
    asked = [texts.tasks.ask(mark_pages, chunk, chunk) for chunk in chunks(numbers, PAGES_A_STEP)]
    found: dict[int, Sequence[int]] = {}
    for task in asked:
        found.update((yield from texts.tasks.answer(task, set())))
        yield
    return found


def _having_texts(connection: Connection, sites: Sequence[str]) -> set[str]:
    """Return those of the sites of which there are pages enough to lay beside each other.

    Of a report that is everywhere each copy may stand on a site of its own.
    """
    return set(connection.execute(_HAVING_TEXTS, {"wanted": sites, "least": LEAST_TEXTS}).scalars()) if sites else set()


def furniture_noted(connection: Connection, site: str) -> dict[str, tuple[str, int]]:
    """Return what a site was found to print whatever its pages report: the rule, and the number of texts it stood in."""
    said = _said(connection.execute(_NOTES, {"wanted": [NOTED + site]}).scalars().first())[0]
    return {what: (rule, texts) for part in said.values() for what, (rule, texts) in part.items()}


def _drawn(connection: Connection, site: str) -> _Drawn:
    """Return the pages of a site that are laid beside each other, and a digest of which they are; nothing of too few."""
    if site == WITHOUT_SITE:
        return _TOO_FEW
    rows = connection.execute(_FIRST_OF_SITE, {"wanted": site, "most": SAMPLE + 1}).all()  # all of it stands in an index
    if len(rows) < LEAST_TEXTS:
        return _TOO_FEW
    if len(rows) > SAMPLE and rows[-1].content_sha256 == rows[-2].content_sha256:
        rows = connection.execute(_FIRST_BY_ADDRESS, {"wanted": site, "most": SAMPLE}).all()
    drawn = array("q", sorted(row.page for row in rows[:SAMPLE]))
    return drawn, hashlib.blake2b(drawn.tobytes(), digest_size=8).hexdigest()


def _furniture(
    texts: Texts, drawn: Sequence[int], marked: Mapping[int, Sequence[int]]
) -> Generator[None, None, tuple[SiteFurniture, dict[str, int], dict[int, Sequence[int]]]]:
    """Return what recurs on pages of a site, in how many texts each, and the marks of the pages where nothing can; in steps.

    Where the marks of the pages drawn say that nothing can recur, only those are read of which none are known.
    """
    marks = {page: marked[page] for page in drawn if page in marked}
    for chunk in chunks([page for page in drawn if page not in marks], PAGES_A_STEP):
        marks.update((page, marks_of(said)) for page, said in _pages(texts, chunk).items())
        yield
    if not may_recur(marks.values()):
        return SiteFurniture(), {}, marks
    sample: list[SitePage] = []
    for chunk in chunks(drawn, PAGES_A_STEP):
        sample += _pages(texts, chunk).values()
        yield
    furniture, often = furniture_of(sample)
    return furniture, often, {}


def _pages(texts: Texts, numbers: Sequence[int]) -> dict[int, SitePage]:
    """Return what pages were read to say; one that is damaged is left out, and found by whoever needs it."""
    return {number: SitePage(page.title or "", page.body) for number, page in texts.read(numbers, set()).items()}


def _leave_out(texts: Texts, numbers: Sequence[int], furniture: SiteFurniture) -> None:
    """Write down what the rows of these pages leave out, and give those that change by it their revision."""
    connection = texts.connection
    held = {
        row.page: row.left_out for row in connection.execute(select(*pages.c["page", "left_out"]).where(is_listed(pages.c.page, numbers)))
    }
    found = {page: left_out_of(said, furniture).packed() for page, said in _pages(texts, numbers).items()}
    changed = {page: left for page, left in found.items() if left != held[page]}
    if not changed:
        return
    change = update(pages).where(pages.c.page == bindparam("which")).values(left_out=bindparam("left"))
    connection.execute(change, [{"which": page, "left": left} for page, left in changed.items()])
    revise(connection, connection.execute(select(reports.c.id).where(is_listed(reports.c.page, changed))).scalars().all())


def _noted(connection: Connection, sites: Sequence[str]) -> dict[str, tuple[SiteFurniture, str, str]]:
    """Return what is noted of sites, up to `IN_ONE_QUERY` of them: what recurs, the digest of the pages drawn, their marks as text."""
    rows = connection.execute(_NOTES_BY_NAME, {"wanted": [NOTED + site for site in sites]}).all()
    found = {}
    for row in rows:
        said, drawn, marks = _said(row.note)
        furniture = SiteFurniture(*({what: rule for what, (rule, _) in said.get(part, {}).items()} for part in _PARTS))
        found[row.name.removeprefix(NOTED)] = furniture, drawn, marks
    return found


def _said(text: str | None) -> tuple[dict[str, dict[str, tuple[str, int]]], str, str]:
    """Return what a note on a site says; nothing where there is none, or none that can be read."""
    try:
        said: dict[str, Any] = json.loads(text or "{}")
        found = {part: {what: (str(rule), int(texts)) for what, (rule, texts) in said.get(part, {}).items()} for part in _PARTS}
        return found, str(said.get(_DRAWN, "")), str(said.get(_MARKS, ""))
    except (ValueError, TypeError, AttributeError):
        return {}, "", ""


def _note(drawn: str, furniture: SiteFurniture, texts: dict[str, int], marks: Mapping[int, Sequence[int]]) -> str:
    """Return the note on a site; an empty one where too few pages can be drawn."""
    parts = {part: {what: (rule, texts[what]) for what, rule in getattr(furniture, part).items()} for part in _PARTS}
    return json.dumps({_DRAWN: drawn, **parts, _MARKS: marks_as_text(marks)}, ensure_ascii=True, separators=(",", ":")) if drawn else ""


def _keep(connection: Connection, found: dict[str, str]) -> None:
    """Write notes on sites in the place of those that were there."""
    if found:
        connection.execute(_FORGET_NOTES, {"wanted": [NOTED + site for site in found]})
    if rows := [{"name": NOTED + site, "note": note} for site, note in found.items() if note]:
        connection.execute(notes.insert(), rows)


# ------------------------------------------------------------------------------------------------------------------ queries

_SITES: Final = select(*pages.c["page", "site"]).where(is_listed(pages.c.page), pages.c.content.is_not(None))
_SETTLED_OF_SITE: Final = (
    select(pages.c.page)
    .where(pages.c.site == bindparam("wanted"), pages.c.content.is_not(None), pages.c.settled == 1)
    .order_by(pages.c.page)
)
_HAVING_TEXTS: Final = (
    select(pages.c.site)
    .where(is_listed(pages.c.site), pages.c.content_sha256.is_not(None))
    .group_by(pages.c.site)
    .having(func.count() >= bindparam("least"))
)
_OF_SITE: Final = (
    select(*pages.c["page", "content_sha256"])
    .where(pages.c.site == bindparam("wanted"), pages.c.content_sha256.is_not(None))
    .limit(bindparam("most"))
)
_FIRST_OF_SITE: Final = _OF_SITE.order_by(pages.c.content_sha256)
_FIRST_BY_ADDRESS: Final = _OF_SITE.order_by(pages.c.content_sha256, pages.c.address)
_NOTES: Final = select(notes.c.note).where(is_listed(notes.c.name))
_NOTES_BY_NAME: Final = select(notes).where(is_listed(notes.c.name))
_FORGET_NOTES: Final = delete(notes).where(is_listed(notes.c.name))
