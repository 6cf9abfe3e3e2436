"""What pages say, as it is compared and sorted, wherever their rows come from: it imports no database, as a second process has none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsbot.exceptions import ContentDamaged
from newsbot.ledger.content import opened
from newsbot.model import UNVERIFIED_TLS
from newsbot.reposts.choice import Contender
from newsbot.reposts.clusters import headlines
from newsbot.reposts.fingerprints import Text
from newsbot.reposts.trust import trust_in
from newsbot.reposts.wording import fluency
from newsbot.text.mojibake import DamageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TEXTS_TOGETHER = 128
"""Texts that are compared before the next are read. Each grows to 200 KiB of anchors meanwhile."""

KEPT_TEXTS = 10_000
"""Pages kept in memory, of some 2 KiB each besides their characters, …"""

KEPT_BESIDE = 1_500
"""… fewer where a second process reads most of them, …"""

KEPT_CHARACTERS = 8_000_000
"""… and of long ones fewer: so many characters of bodies, of four bytes each, as they are held twice."""

KEPT_OUTLINES = 20_000
"""Pages of which is kept, in a KiB each, what is asked of them besides their text: those of the largest piece that are compared, with what
they are compared with, so that few are read again where they are sorted into reports."""

KEPT_ANCHORS = 64
"""Pages that keep their anchors."""


class PageRead:
    """What is asked of one page: what it says, and what the choice between copies asks."""

    __slots__ = ("_text", "body", "contender", "size", "title", "url")

    def __init__(self, contender: Contender, url: str, title: str | None, body: list[str]) -> None:
        self.contender = contender
        self.url = url
        self.title = title
        self.body = body
        self.size = sum(map(len, body))
        self._text: Text | None = None

    @property
    def page(self) -> int:
        """Its number in the table `pages`."""
        return self.contender.page

    @property
    def text(self) -> Text:
        """Its text as it is compared."""
        if self._text is None:
            self._text = Text(self.title, self.body)
        return self._text


class PageOutline(NamedTuple):
    """What is asked of a page besides its text."""

    contender: Contender
    headlines: tuple[str, ...]
    """The lines of its body that may be headlines."""


class PagesRead(ABC):
    """The pages that were read last, the least recently used forgotten first, wherever their rows come from."""

    def __init__(self, now: int = 0, most: int = KEPT_TEXTS) -> None:
        """``now``: after how many births of delivered reports pages came that are seen for the first time; ``most``: pages kept."""
        self.now = now
        self._most = most
        self._kept: dict[int, PageRead] = {}
        self._characters = 0
        self._with_anchors: dict[int, Text] = {}
        self._outlines: dict[int, PageOutline] = {}
        self._fluencies: dict[int, float] = {}

    def read(self, numbers: Sequence[int], damaged: set[int]) -> dict[int, PageRead]:
        """Return pages, up to `IN_ONE_QUERY` of them, by their number in the table `pages`.

        A page that is gone is left out, and one that is damaged, which goes into ``damaged``.
        """
        found: dict[int, PageRead] = {}
        missing = []
        kept = self._kept
        for number in numbers:
            page = kept.pop(number, None)
            if page is None:
                missing.append(number)
            else:
                found[number] = page
        if missing:
            for row, said in readable(self.rows(missing).values(), damaged):
                found[row["page"]] = page = page_read(row, said, self.now)
                self._characters += page.size
        kept.update(found)
        self._forget(found)
        return found

    @abstractmethod
    def rows(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Return the columns `STORED` of pages that say something, by their number in the table `pages`."""

    def _forget(self, found: Mapping[int, PageRead]) -> None:
        """Let go of the pages that were read longest ago, where more are kept than may be; ``found``: those read last."""
        kept = self._kept
        forgotten, left = [], len(kept)
        for number, page in kept.items():
            if left <= len(found) or (left <= self._most and self._characters <= KEPT_CHARACTERS):
                break
            forgotten.append(number)
            self._characters -= page.size
            left -= 1
        for number in forgotten:
            del kept[number]
            self._with_anchors.pop(number, None)

    def laid_out(self, numbers: Sequence[int], damaged: set[int]) -> dict[int, PageRead]:
        """Return pages to be compared: their texts keep their anchors for a while."""
        read = self.read(numbers, damaged)
        self.keep_anchors(read)
        for page, one in read.items():
            self._outlined(page, one)
        return read

    def take_in(self, outlines: Mapping[int, PageOutline], fluencies: Mapping[int, float]) -> None:
        """Keep what was found elsewhere: what is asked of pages besides their text, and how fluent their wordings are."""
        for page, outline in outlines.items():
            self._keep_outline(page, outline)
        self._fluencies.update(fluencies)

    def outlines(self, numbers: Iterable[int], damaged: set[int]) -> dict[int, PageOutline]:
        """Return what is asked of pages besides their text; those that are gone or damaged are left out, as by `read`."""
        found: dict[int, PageOutline] = {}
        missing = []
        for number in numbers:
            if number in self._outlines:
                found[number] = self._outlines[number]
            else:
                missing.append(number)
        if missing:
            found.update((page, self._outlined(page, one)) for page, one in self.read(missing, damaged).items())
        return found

    def _outlined(self, page: int, one: PageRead) -> PageOutline:
        known = self._outlines.get(page)
        return known or self._keep_outline(page, PageOutline(one.contender, headlines(one.body)))

    def _keep_outline(self, page: int, outline: PageOutline) -> PageOutline:
        if len(self._outlines) >= KEPT_OUTLINES and page not in self._outlines:
            del self._outlines[next(iter(self._outlines))]
        self._outlines[page] = outline
        return outline

    def known_fluency(self, page: int) -> float | None:
        """Return how fluent the wording of a page is, where that was found before."""
        return self._fluencies.get(page)

    def judge(self, one: PageRead) -> float:
        """Return how fluent the wording of a page is, found once."""
        found = self._fluencies.get(one.page)
        if found is None:
            found = self._fluencies[one.page] = fluency(one.text.key_of_body)
        return found

    def fluencies(self, numbers: Iterable[int], damaged: set[int]) -> dict[int, float]:
        """Return how fluent the wordings of pages are; those that are gone or damaged are left out."""
        wanted = list(numbers)
        found = {number: self._fluencies[number] for number in wanted if number in self._fluencies}
        missing = [number for number in wanted if number not in found]
        if missing:
            found.update((page, self.judge(one)) for page, one in self.read(missing, damaged).items())
        return found

    def keep_anchors(self, read: dict[int, PageRead]) -> None:
        """Let these pages keep what is found in their texts, and those that were looked at longest ago let go of it."""
        anchors = self._with_anchors
        for page, one in read.items():
            anchors.pop(page, None)
            anchors[page] = one.text
        for page in list(islice(anchors, max(0, len(anchors) - len(read) - KEPT_ANCHORS))):
            anchors.pop(page).lighten()


def readable(rows: Iterable[Mapping[Any, Any]], damaged: set[int]) -> Iterator[tuple[Mapping[Any, Any], dict[str, Any]]]:
    """Yield each row (with the columns `STORED`) with what it holds; the numbers of pages that are damaged go into ``damaged``."""
    for row in rows:
        try:
            kept = opened(row)
        except ContentDamaged as error:
            damaged.add(error.page)
        else:
            yield row, kept


def page_read(row: Mapping[Any, Any], kept: dict[str, Any], now: int) -> PageRead:
    """Return a page as it is asked about; ``row`` has the columns `STORED`, ``kept`` is what it holds. ``now``: see `PagesRead`."""
    repairs, flags = kept.get("repairs", {}), kept.get("flags", ())  # pages of an older program lack what it did not know
    contender = Contender(
        page=row["page"],
        address=row["address"],
        site=row["site"],
        source=row["source"],
        date=row["date_published"],
        canonical=kept.get("canonical"),
        spun="spun" in flags,
        damaged=kept.get("script") == "Hant" or any(repairs.get(kind) for kind in _DAMAGE) or "uncertain_repair" in flags,
        unverified=UNVERIFIED_TLS in flags,
        trust=trust_in(row["site"], declared=kept.get("declared_original", False)),
        seen=now if row["seen"] is None else row["seen"],
        title=row["title"] or "",
    )
    return PageRead(contender, row["url"], row["title"], kept["body"])


_SLIGHT = frozenset({DamageKind.DOUBLED_PUNCTUATION, DamageKind.ENTITIES, DamageKind.STRAY_CHARACTERS})
"""Damage that originals have, too."""

_DAMAGE = ("uncertain", *(kind for kind in DamageKind if kind not in _SLIGHT))


def compared_text(row: Mapping[Any, Any], kept: dict[str, Any]) -> Text:
    """Return the text of a page as it is compared."""
    return Text(row["title"], kept["body"])
