"""Reading as steps of a datatrove pipeline, unchanged under its executors: local processes, Slurm, Ray.

    LocalPipelineExecutor([Archives(places, "shards/"), Normalise(), Shards("shards/")], tasks=len(places), workers=8).run()

A task is one archive. A document is one record: its ``id`` the number in the archive, its metadata the page and, after `Normalise`, the
entry of the shard.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from newsbot.archive import Replay
from newsbot.batch.shards import read_archive, shard_name, write_shard
from newsbot.run.arguments import Arguments


class Archives(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """The records of the archives, decoded by evidence as everywhere: task N reads archives N, N + tasks and so on."""

    name = "newsbot archives"
    type = "READER"

    def __init__(self, places: Sequence[str], folder: str) -> None:
        """Take archives as ``-a replay=`` does; those whose shard is in the folder are passed over."""
        super().__init__()
        self.places, self.folder = [str(place) for place in places], folder

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Yield a document for each record."""
        yield from data or ()
        replay = Replay([Path(place) for place in self.places])
        for number, archive in list(enumerate(replay.archives))[rank::world_size]:
            name = shard_name(number, archive.place)
            if not (Path(self.folder) / name).exists():
                for at, record in enumerate(archive.read(max_bytes=replay.max_bytes)):
                    yield Document(text="", id=str(at), metadata={"shard": name, "record": record})
                yield Document(text="", id="end", metadata={"shard": name, "record": None})


class Normalise(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """What comes of each page by itself, its sketch for the settling with it."""

    name = "newsbot normalise"
    type = "EXTRACTOR"

    def __init__(self, **given: str) -> None:
        """Take arguments of a crawl: topic, since, sources, only."""
        super().__init__()
        self.given = given

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Put the entry of each record into its document."""
        del rank, world_size
        arguments = Arguments.parse(self.given)
        for document in data:
            record = document.metadata.pop("record")
            if record is not None:
                for entry in read_archive([record], arguments):
                    document.metadata["entry"] = entry
                    outcome = entry.visit["outcome"] if entry.visit is not None else "one of several"
                    self.stat_update(outcome)
            yield document


class Shards(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """The entries of each archive as one Parquet file, whole or not there."""

    name = "newsbot shards"
    type = "WRITER"

    def __init__(self, folder: str) -> None:
        """Take the folder, which all machines see."""
        super().__init__()
        self.folder = folder

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Write what comes; yield nothing."""
        del rank, world_size
        waiting = iter(data)
        for first in waiting:
            write_shard(Path(self.folder) / first.metadata["shard"], self._entries(first, waiting))
        yield from ()

    @staticmethod
    def _entries(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
        document = first
        while document.id != "end":
            if "entry" in document.metadata:
                yield replace(document.metadata["entry"], number=int(document.id))
            document = next(rest)
