"""Several archives, read one after the other as one stream of pages."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newsbot.archive.folder import INDEX, files_of, read_folder
from newsbot.archive.warc import SUFFIXES, read_warc, recorded_run
from newsbot.exceptions import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newsbot.model import Page, Rejection

MAX_BYTES = 6 << 20
"""The largest body that is read, as for a download: news pages have 20 to 300 KB, and CC-NEWS stops at 1 MiB."""


class Replay:
    """Archives in their given order; iterating reads them from the beginning, each time the same."""

    def __init__(self, places: Sequence[Path], *, max_bytes: int = MAX_BYTES) -> None:
        """Find the archives at ``places``: folders with an `index.jsonl`, folders of WARC files, WARC files.

        Raises ArgumentError, which names the place and what was expected there.
        """
        self.archives = tuple(archive for place in places for archive in _archives(place))
        self.max_bytes = max_bytes

    @property
    def run(self) -> str:
        """The run's name, which the archive alone decides: the same archive always gives the same rows.

        For our own recordings of one run it is that run's; for everything else a digest over the WARC files, or over the indexes with
        the names and sizes of their files. Raises OSError when an archive cannot be read.
        """
        runs = {recorded_run(archive) if archive.is_file() else None for archive in self.archives}
        if len(runs) == 1 and (run := runs.pop()):
            return run
        digest = hashlib.sha256()
        for archive in self.archives:
            if archive.is_file():
                with archive.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            else:
                with (archive / INDEX).open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
                for name, size in files_of(archive):
                    digest.update(f"{name}\0{size}\n".encode("utf-8", "surrogatepass"))
        return f"replay-{digest.hexdigest()[:12]}"

    def by_archive(self) -> Iterator[tuple[Path, Iterator[Page | Rejection]]]:
        """Yield each archive with what iterating over it alone gives. Raises OSError when an archive disappears."""
        for archive in self.archives:
            read = read_warc if archive.is_file() else read_folder
            yield archive, read(archive, max_bytes=self.max_bytes)

    def __iter__(self) -> Iterator[Page | Rejection]:
        """Yield every page, and a Rejection for every record that cannot be read. Raises OSError when an archive disappears."""
        for _, found in self.by_archive():
            yield from found


def _archives(place: Path) -> list[Path]:
    """Return the archives at one place: a file for each WARC, a folder for a replay folder."""
    if place.is_file():
        if place.name.endswith(SUFFIXES):
            return [place]
        raise ArgumentError(f"{place} is no archive: it should be a folder with {INDEX}, or a file named *.warc or *.warc.gz.")
    if not place.is_dir():
        raise ArgumentError(f"there is no {place}: it should be a folder with {INDEX}, or a file named *.warc or *.warc.gz.")
    if (place / INDEX).is_file():
        return [place]
    if found := sorted(path for path in place.iterdir() if path.name.endswith(SUFFIXES) and path.is_file()):
        return found
    raise ArgumentError(f"the folder {place} holds no archive: neither {INDEX} nor files named *.warc or *.warc.gz.")
