"""What came of the pages of one archive, as a Parquet file: whole or not there, so that reading goes on where it was broken off.

Reading is the work, and knows nothing of other pages; what several pages have to do with each other is settled later
(:mod:`newsbot.batch.settle`). An entry is what the ledger keeps of a page, or, of a page that belongs to an article in several, only which
ones these are: such pages are read again when all are known.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsbot import __version__
from newsbot.archive import Replay
from newsbot.exceptions import ArgumentError, OutputError
from newsbot.ledger.visits import visit_of
from newsbot.listings.pagers import Parts
from newsbot.model import Outcome, Page, Reason, Rejection
from newsbot.run.triage import ReadApart, archived_as, in_time, not_answered, read_apart
from newsbot.said import said
from newsbot.uncollected import seldom_collected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsbot.reading import TopicName
    from newsbot.run.arguments import Arguments

logger = logging.getLogger(__name__)

ENTRIES_TOGETHER: Final = 512
"""Entries that are held in memory and written together."""
_BYTES: Final = ("content", "checksum")
"""What of a visit is no JSON."""


@dataclass(frozen=True, slots=True)
class ShardEntry:
    """What came of one record of an archive, the ``number`` of which counts from 0.

    ``visit``: what the ledger keeps; None where the page is one of several, which ``parts`` names. ``parts`` None: it is no page to read.
    """

    number: int
    url: str
    is_page: bool
    visit: dict[str, Any] | None
    parts: Parts | None = None


def read_archive(found: Iterable[Page | Rejection], arguments: Arguments, run: str = "") -> Iterator[ShardEntry]:
    """Yield an entry for each record of an archive, in its order: what `newsbot.run.triage` says of each page by itself."""
    for number, record in enumerate(found):
        if isinstance(record, Rejection):
            yield ShardEntry(number, record.page.url, is_page=False, visit=visit_of(record, run, __version__))
        elif arguments.wants(record.url):
            page = archived_as(record, arguments)
            apart = _read(page, arguments.topic)
            verdict = in_time(apart.verdict, arguments.since) if apart.verdict is not None else None
            yield ShardEntry(
                number,
                record.url,
                is_page=True,
                visit=visit_of(verdict, run, __version__) if verdict is not None else None,
                parts=apart.parts,
            )


def _read(page: Page, topic: TopicName) -> ReadApart:
    """Read a page; a fault of the program is an outcome of that page, and the others go on."""
    if (rejection := not_answered(page)) is not None:
        return ReadApart(rejection)
    try:
        return read_apart(page, topic)
    except Exception as error:  # whatever it is, it is one page's
        logger.exception("Fault on %s; the page counts as failed.", ascii(page.url))
        return ReadApart(Rejection(page, Outcome.FAILED, Reason.FAULT, f"a fault of the program: {type(error).__name__}"))


def shard_name(number: int, place: Path) -> str:
    """Return the name of an archive's file: its place among the archives, and its own name."""
    return f"{number:06}-{place.name}.parquet"


def write_shard(path: Path, entries: Iterable[ShardEntry]) -> int:
    """Write the entries of an archive; return how many. Raises OutputError where the file cannot be written."""
    pa, parquet = _arrow()
    schema = pa.schema([(name, pa.int64() if name == "number" else pa.binary() if name in _BYTES else pa.string()) for name in _COLUMNS])
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    count = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for group in _groups(entries):
                writer.write_table(pa.Table.from_pylist([_as_row(entry) for entry in group], schema=schema))
                count += len(group)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(said("{path} could not be written ({why}).", path=path, why=error.strerror)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return count


def read_shard(path: Path, columns: Sequence[str] | None = None) -> Iterator[ShardEntry]:
    """Yield the entries of a file in their order, some hundred in memory at a time."""
    _, parquet = _arrow()
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ENTRIES_TOGETHER, columns=columns):
            yield from map(_of_row, batch.to_pylist())


def read_archives(number: int, places: Sequence[Path], folder: Path, given: dict[str, str]) -> int:
    """Read one of the archives into its file in the folder, unless it is there; return how many entries it has, -1 where it was there."""
    from newsbot.run.arguments import Arguments  # noqa: PLC0415 - read in the process that reads, whose engine may have pickled this

    archive = Replay(places).archives[number]
    path = folder / shard_name(number, archive.place)
    if path.exists():
        return -1
    arguments = Arguments.parse({**given, "replay": ",".join(map(str, places))})
    assert arguments.replay is not None
    with seldom_collected():
        return write_shard(path, read_archive(archive.read(max_bytes=arguments.replay.max_bytes), arguments))


# ---------------------------------------------------------------------------------------------------------------- rows

_COLUMNS: Final = ("number", "url", "kind", "address", "outcome", "visit", *_BYTES, "parts")


def _as_row(entry: ShardEntry) -> dict[str, Any]:
    visit = entry.visit or {}
    parts = [entry.parts.head, entry.parts.number, entry.parts.parts] if entry.parts is not None else None
    return {
        "number": entry.number,
        "url": entry.url,
        "kind": "page" if entry.is_page else "record",
        "address": visit.get("address"),
        "outcome": visit.get("outcome"),
        "visit": json.dumps({name: value for name, value in visit.items() if name not in _BYTES}) if entry.visit is not None else None,
        **{name: visit.get(name) for name in _BYTES},
        "parts": json.dumps(parts) if parts is not None else None,
    }


def _of_row(row: dict[str, Any]) -> ShardEntry:
    visit = {**json.loads(row["visit"]), **{name: row[name] for name in _BYTES}} if row.get("visit") is not None else None
    parts = None
    if row["parts"] is not None:
        head, number, further = json.loads(row["parts"])
        parts = Parts(head, number, tuple((at, url) for at, url in further))
    return ShardEntry(row["number"], row["url"], row["kind"] == "page", visit, parts)


def _groups(entries: Iterable[ShardEntry]) -> Iterator[list[ShardEntry]]:
    group: list[ShardEntry] = []
    for entry in entries:
        group.append(entry)
        if len(group) >= ENTRIES_TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _arrow() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet. Raises ArgumentError where they are not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise ArgumentError(said("shards are Parquet files: install newsbot[batch].")) from None
    return pa, parquet
