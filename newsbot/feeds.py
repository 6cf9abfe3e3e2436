"""Scrapy's feed exports (-o, -O, FEEDS), made safe: the storage for files. What writes the rows: :mod:`newsbot.exporters`.

Scrapy's own storage opens the final path at once: a reader may see half a file, `-O` empties the old one at the first row, a full disk
leaves a torn line, and no error reaches the exit code (measured with 2.19). Here the file takes its place whole or not at all, and the
storage keeps what went wrong for the run's end.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from w3lib.url import file_uri_to_path

from newsbot.exceptions import ArgumentError, NewsbotError, OutputError, OutputNotCreated
from newsbot.exporters import ONE_DOCUMENT
from newsbot.of_crawler import run_of
from newsbot.output.columns import why_no_parquet
from newsbot.output.files import WholeFile, why_not_writable
from newsbot.run.delivery import PlacedOutput
from newsbot.said import said, said_of

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from newsbot.run.run import Run

logger = logging.getLogger(__name__)

LINE_FORMATS = frozenset({"jsonl", "jsonlines", "jl"})


class WholeFileStorage:
    """Feed storage for local files: `-O` replaces the file when the feed is complete, `-o` copies it, appends, and replaces it.

    A folder where no file can be made ends the run before the first request, not after hours of work.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        """Raise OutputNotCreated or ArgumentError when the file cannot be made."""
        options = feed_options or {}
        self.path = Path(file_uri_to_path(uri) if urlsplit(uri).scheme == "file" else uri)
        self.append = not options.get("overwrite", False)
        self.packed = bool(options.get("postprocessing"))
        self.whole_lines = options.get("format") in LINE_FORMATS and not self.packed
        self.file: WholeFile | None = None
        self._run: Run | None = None
        if "%(" not in uri:
            self._check(str(options.get("format")))

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None) -> Self:
        """Build the storage. A run's files take their place only with all of its rows."""
        storage = cls(uri, feed_options=feed_options)
        storage._run = run_of(crawler)
        return storage

    def open(self, spider: Spider) -> IO[bytes]:
        """Begin the file beside its place."""
        del spider
        self.file = WholeFile(self.path, append=self.append, whole_lines=self.whole_lines)
        if self._run is not None:
            self._run.outbox.feeds.append(self)
        if self.file.left_out:
            logger.warning(
                "%s ended with %d bytes of an unfinished line, which another program left there; they are left out.",
                self.path,
                self.file.left_out,
            )
        return cast("IO[bytes]", self.file)

    def store(self, file: IO[bytes]) -> None:
        """Put the file in its place. Raises OutputNotCreated or OutputError; then what stood there before still stands."""
        del file  # what Scrapy may have wrapped; ours is at hand
        assert self.file is not None
        if self._has_nothing_for(self.file):
            self.file.leave()
            return
        if self._run is not None and not self._run.handing_over:
            self.file.fail(OutputError(said("the run ended before its rows could be handed over")))
        try:
            if self._run is not None and self.file.replaces:
                waiting = self._run.outbox.waiting() - 1
                placed = PlacedOutput(str(self.file.path), self.append, self.file.size, self.file.sha256, waiting)
                self._run.outbox.about_to_place(placed)
        except (OSError, NewsbotError) as error:
            self.file.fail(error)
        try:
            self.file.commit()
        except Exception as error:
            raise self.failure() or error from error

    def _has_nothing_for(self, file: WholeFile) -> bool:
        """Return whether the run, with a lasting ledger, has no row to put in the place of a file that stands: then that file stays.

        Its rows were handed over and nothing is new; whoever reads it late, or after a run that died, still finds them.
        """
        run = self._run
        if run is None or self.append or not file.replaces or file.error is not None or not run.lasting or not run.handing_over:
            return False
        return run.tally.rows == 0 and file.path.exists()

    def _check(self, name: str) -> None:
        """Raise OutputNotCreated when no file can be made there, ArgumentError when none of this format can be."""
        if name == "parquet" and (missing := why_no_parquet()):
            raise ArgumentError(missing)
        if error := why_not_writable(self.path):
            raise _cannot_create(self.path, error)
        if self.append and name in ONE_DOCUMENT and self.path.is_file() and self.path.stat().st_size:
            raise ArgumentError(
                said(
                    "{path} stands already, and nothing can be appended to {name}: replace it with -O, or append to a file of JSON lines.",
                    path=self.path,
                    name=name,
                )
            )

    @property
    def waiting(self) -> bool:
        """Return whether the file has still to take its place."""
        return self.file is not None and self.file.replaces

    def give_up(self, error: NewsbotError) -> None:
        """Leave nothing of the file; what stood there before still stands."""
        if self.file is not None:
            self.file.fail(error)

    def account(self) -> dict[str, Any]:
        """Return what the run record says of the file."""
        failure = self.failure()
        if self.file is not None and self.file.left:
            return {"path": str(self.path), "sha256": None, "lines": None, "error": None}
        if self.file is None or failure or not self.file.committed:
            return {"path": str(self.path), "sha256": None, "lines": None, "error": str(failure or "it was not written")}
        return {"path": str(self.path), "sha256": self.file.sha256, "lines": None if self.packed else self.file.lines}

    def failure(self) -> NewsbotError | None:
        """Return why the file is not in its place, None as long as nothing is wrong."""
        if self.file is None or self.file.error is None:
            return None
        error = self.file.error
        if isinstance(error, NewsbotError):
            return error
        if not isinstance(error, OSError):
            return OutputError(said("{path} was not written: {why}", path=self.path, why=said_of(error)))
        if not self.file.created:
            return _cannot_create(self.path, error)
        return OutputError(
            said(
                "{path} could not be written ({why}). What stood there before still stands. Free some space, or choose "
                "another place; the rows are written by the next run with the same ledger.",
                path=self.path,
                why=error.strerror,
            )
        )


def _cannot_create(path: Path, error: OSError) -> OutputNotCreated:
    return OutputNotCreated(
        said(
            "{path} cannot be created ({why}). Check the folder and its permissions, or choose another place.",
            path=path,
            why=error.strerror,
        )
    )
