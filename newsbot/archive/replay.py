"""Several archives, read one after the other as one stream of pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from newsbot.archive.folder import INDEX, files_of, read_folder
from newsbot.archive.loose import media_type, read_loose
from newsbot.archive.warc import SUFFIXES, read_warc, recorded_run
from newsbot.exceptions import ArgumentError
from newsbot.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsbot.model import Page, Rejection

MAX_BYTES: Final = 6 << 20
"""The largest body that is read, as for a download: news pages have 20 to 300 KB, and CC-NEWS stops at 1 MiB."""

_EXPECTED: Final = f"a folder with {INDEX}, files named *.warc, *.warc.gz, *.html or *.txt, or a folder or pattern of such"
_MAGIC: Final = frozenset("*?[")


class _Reader(Protocol):
    def __call__(self, *, max_bytes: int) -> Iterator[Page | Rejection]: ...


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive: where it lies, what reads it, and the files by which it is known again (of an indexed folder those it names)."""

    place: Path
    read: _Reader
    files: tuple[Path, ...]
    indexed: bool = False

    @property
    def run(self) -> str | None:
        """The run of ours that recorded it, None for other archives."""
        return recorded_run(self.place) if self.place.is_file() and self.place.name.endswith(SUFFIXES) else None

    def fingerprint(self) -> bytes:
        """Return what tells it from others, wherever it lies. Raises OSError when it cannot be read."""
        told = bytearray()
        for path in self.files:
            with path.open("rb") as file:
                told += hashlib.file_digest(file, "sha256").digest()
        for name, size in files_of(self.place) if self.indexed else ():
            told += f"{name}\0{size}\n".encode("utf-8", "surrogatepass")
        return bytes(told)


class Replay:
    """Archives in their given order; iterating reads them from the beginning, each time the same."""

    def __init__(self, places: Sequence[Path], *, max_bytes: int = MAX_BYTES) -> None:
        """Find the archives at ``places``: folders with an `index.jsonl`, WARC files, pages in files, and folders or patterns of those.

        Raises ArgumentError, which names the place and what was expected there.
        """
        self.archives = tuple(archive for place in places for archive in _archives(place))
        self.max_bytes = max_bytes

    @property
    def run(self) -> str:
        """The run's name, which the archives alone decide: the same ones always give the same rows.

        For our own recordings of one run it is that run's; for everything else a digest over the files, of indexed folders over the
        indexes with the names and sizes of their files. Raises OSError when an archive cannot be read.
        """
        runs = {archive.run for archive in self.archives}
        if len(runs) == 1 and (run := runs.pop()):
            return run
        digest = hashlib.sha256(b"".join(archive.fingerprint() for archive in self.archives))
        return f"replay-{digest.hexdigest()[:12]}"

    def by_archive(self) -> Iterator[tuple[Path, Iterator[Page | Rejection]]]:
        """Yield each archive's place with what reading it alone gives. Raises OSError when an archive disappears."""
        for archive in self.archives:
            yield archive.place, archive.read(max_bytes=self.max_bytes)

    def __iter__(self) -> Iterator[Page | Rejection]:
        """Yield every page, and a Rejection for every record that cannot be read. Raises OSError when an archive disappears."""
        for _, found in self.by_archive():
            yield from found


def _archives(place: Path) -> list[Archive]:
    """Return the archives at one place."""
    if place.is_file():
        found = _of_files(place.parent, [place], place)
    elif place.is_dir():
        found = [_of_folder(place)] if (place / INDEX).is_file() else _of_files(place, place.iterdir(), place)
    else:
        found = _of_pattern(place)
    if not found:
        there = "is no archive" if place.is_file() else "holds no archive" if place.is_dir() else "does not exist"
        raise ArgumentError(said("{place} {there}: it should be {expected}.", place=place, there=there, expected=_EXPECTED))
    return found


def _of_pattern(place: Path) -> list[Archive]:
    """Return the archives that a pattern such as ``pages/**/*.html`` matches; none where it has no wildcard, or matches nothing."""
    wild = next((n for n, part in enumerate(place.parts) if not _MAGIC.isdisjoint(part)), None)
    if wild is None:
        return []
    root = Path(*place.parts[:wild])
    matched = sorted(root.glob(str(Path(*place.parts[wild:]))))
    return [_of_folder(path) for path in matched if (path / INDEX).is_file()] + _of_files(root, matched, place)


def _of_folder(folder: Path) -> Archive:
    return Archive(folder, partial(read_folder, folder), (folder / INDEX,), indexed=True)


def _of_files(root: Path, paths: Iterable[Path], place: Path) -> list[Archive]:
    """Return an archive for each WARC among the files, and one of all their pages."""
    files = sorted(path for path in paths if path.is_file())
    archives = [Archive(path, partial(read_warc, path), (path,)) for path in files if path.name.endswith(SUFFIXES)]
    if pages := tuple(path for path in files if media_type(path)):
        archives.append(Archive(place, partial(read_loose, root, pages), pages))
    return archives
