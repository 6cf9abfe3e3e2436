"""CC-NEWS by days: which archives of Common Crawl's news data set belong to a range of days, by copies of its files of paths.

The data set names its archives by the moment at which they were begun, in UTC:
crawl-data/CC-NEWS/2024/05/CC-NEWS-20240506071011-01234.warc.gz; a file `warc.paths.gz` lists those of a month.
"""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsbot.exceptions import ArgumentError
from newsbot.gzips import GZIP_MAGIC
from newsbot.said import said, said_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATH: Final = re.compile(r"(?:[\w.-]{1,60}/){0,9}CC-NEWS-(\d{4})(\d\d)(\d\d)\d{6}-\d{1,9}\.warc\.gz", re.ASCII)
MAX_PATHS_BYTES: Final = 16 << 20
"""Of a file of paths, unpacked: a month has some 400 of 70 bytes."""


def paths_between(files: Iterable[Path], first: str, last: str) -> list[str]:
    """Return the paths of the archives begun between two days (``YYYY-MM-DD``), both among them, in their order, each once.

    An archive goes on past midnight: pages of a day stand also in the last archive of the day before. Raises ArgumentError for what is no
    day, and for a file that holds no paths or cannot be read.
    """
    days = []
    for text in (first, last):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            raise ArgumentError(said("{text} is no day; write YYYY-MM-DD.", text=text)) from None
    found = set()
    for file in files:
        named = [match for line in _text(file).splitlines() if (match := _PATH.fullmatch(line.strip()))]
        if not named:
            raise ArgumentError(said("{file} names no archive of CC-NEWS; it should be a copy of warc.paths or warc.paths.gz.", file=file))
        found |= {match[0] for match in named if (day := _day(match)) is not None and days[0] <= day <= days[1]}
    return sorted(found, key=lambda path: path.rpartition("/")[2])


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _text(file: Path) -> str:
    try:
        with file.open("rb") as raw:
            packed = raw.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        with gzip.open(file, "rb") if packed else file.open("rb") as lines:
            return lines.read(MAX_PATHS_BYTES).decode("ascii", "replace")
    except (OSError, EOFError) as error:
        raise ArgumentError(said("{file} cannot be read ({why}).", file=file, why=said_of(error))) from error
