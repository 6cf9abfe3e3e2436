"""The settling of many archives that were read apart: into one ledger, in the order of the archives, then rows as a replay writes them.

Restartable: a ledger beside the shards notes which of them it has, and settles piece by piece. Articles in several pages are put together
here, where all pages are known: these few are read again from their archives.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from newsbot import __version__
from newsbot.addresses import canonical
from newsbot.archive.bodies import printable_name
from newsbot.batch.shards import ShardEntry, read_shard, shard_name
from newsbot.discovery.multi_page import PendingArticles, Whole
from newsbot.exceptions import ArchiveUnreadError, ArgumentError, OutputError
from newsbot.ledger import Ledger
from newsbot.model import Outcome, Page, Reason, Rejection, Report
from newsbot.normalise import STAGES, join, run_stage
from newsbot.output.files import WholeFile
from newsbot.output.lines import line
from newsbot.run.run import now
from newsbot.run.triage import archived_as, in_time, later_part, look_at, not_answered
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsbot.reading import Reading
    from newsbot.run.arguments import Arguments

LEDGER_NAME: Final = "ledger.sqlite"
"""In the folder of the shards, where no other ledger is named."""
_DONE: Final = "batch "
"""Before the name of a shard: the note that the ledger has it."""


def settle_shards(arguments: Arguments, folder: Path, rows: Path, *, ledger: str | None = None, reposts: bool = True, jobs: int = 1) -> int:
    """Take all shards of the archives of ``arguments`` into a ledger, settle it, and write its rows; return how many.

    Raises ArgumentError where a shard is missing, ArchiveUnreadError (code 66) where an archive held no page, and what the ledger raises.
    """
    assert arguments.replay is not None
    archives = arguments.replay.archives
    shards = [folder / shard_name(number, archive.place) for number, archive in enumerate(archives)]
    if missing := [path.name for path in shards if not path.exists()]:
        raise ArgumentError(
            said(
                "{folder} lacks {names}{which}: read these archives first.",
                folder=folder,
                names=", ".join(missing[:5]),
                which=" …" if missing[5:] else "",
            )
        )
    several = _of_several(shards)
    place = ledger or str(folder / LEDGER_NAME)
    pending: PendingArticles[Reading] = PendingArticles()
    unread = []
    with Ledger.open(
        place, run=arguments.replay.run, version=__version__, reposts=reposts, topic=arguments.topic, since=arguments.since
    ) as book:
        for path, archive in zip(shards, archives, strict=True):
            known = book.recall(_DONE + path.name) == path.stat().st_size
            read = _Again(archive.read(max_bytes=arguments.replay.max_bytes))
            pages = 0
            for entry in read_shard(path):
                pages += entry.is_page
                if entry.is_page and canonical(entry.url) in several:
                    for verdict in _together(entry, read, pending, arguments):
                        book.record(verdict)
                elif entry.visit is not None and not known:
                    book.take_in({**entry.visit, "run": arguments.replay.run})
            if not pages:
                unread.append(printable_name(PurePath(archive.place.name)))
            book.remember({_DONE + path.name: path.stat().st_size})
        for whole in pending.rest():
            book.record(_verdict(whole, arguments.since))
        for _ in book.settling(jobs):
            pass
        count = _write(book, rows)
    if unread:
        raise ArchiveUnreadError(said("no page could be read from {unread}.", unread=", ".join(unread)))
    return count


def _of_several(shards: Sequence[Path]) -> frozenset[str]:
    """Return the addresses of all pages that may belong to an article in several: those that say so, and those that these name."""
    found = set()
    for path in shards:
        for entry in read_shard(path, ["number", "url", "kind", "parts"]):
            if entry.parts is not None and entry.parts.several:
                found |= {canonical(url) for url in (entry.url, entry.parts.head, *(url for _, url in entry.parts.parts))}
    return frozenset(found)


class _Again:
    """The pages of an archive, read once more up to those that are asked for, in their order."""

    def __init__(self, found: Iterator[Page | Rejection]) -> None:
        self._found = enumerate(found)

    def page(self, number: int) -> Page | Rejection:
        """Return the record of that number. Raises ArgumentError where the archive has become another."""
        for at, record in self._found:
            if at == number:
                return record
        raise ArgumentError(said("an archive holds fewer records than when it was read: it was changed; read it again."))


def _together(entry: ShardEntry, again: _Again, pending: PendingArticles[Reading], arguments: Arguments) -> Iterator[Report | Rejection]:
    """Yield what comes of a page that may be one of several, as the spider does in a replay."""
    record = again.page(entry.number)
    if isinstance(record, Rejection):
        yield record
        return
    page = archived_as(record, arguments)
    if (rejection := not_answered(page)) is not None:
        yield rejection
        yield from (_verdict(whole, arguments.since) for whole in pending.lost(page.url))
        return
    look = look_at(page, arguments.topic, None, now())
    if look.reading is None:
        yield look.as_list()
    elif look.rejection is not None:
        yield look.rejection
    elif look.parts is None:
        yield _verdict(Whole(look.reading), arguments.since)
    else:
        look.let_tree_go()
        taken = pending.take(page.url, look.reading, look.parts)
        if taken.part:
            yield later_part(look.reading, look.parts)
        for whole in taken.whole:
            yield _verdict(whole, arguments.since)


def _verdict(whole: Whole[Reading], since: str | None) -> Report | Rejection:
    """Return what comes of an article that is whole."""
    reading = whole.head
    read, restore, label, *rest = STAGES
    del read
    for stage in (restore, label, None, *rest):
        if stage is None:
            join(reading, whole.parts)
        elif rejection := run_stage(stage, reading):
            return rejection
    report = reading.report
    if report is None:
        return Rejection(reading.page, Outcome.FAILED, Reason.NO_VERDICT, "no stage came to a verdict")
    if not whole.complete and "truncated" not in report.flags:
        report.flags.append("truncated")
    return in_time(report, since)


def _write(book: Ledger, rows: Path) -> int:
    """Write the valid row of every report, as often as asked for; return how many. Raises OutputError where the file cannot be written."""
    file, count = WholeFile(rows), 0
    for row in book.export():
        file.write(line(row))
        count += 1
    try:
        file.commit()
    except OSError as error:
        raise OutputError(said("{rows} could not be written ({why}).", rows=rows, why=error.strerror)) from error
    return count
