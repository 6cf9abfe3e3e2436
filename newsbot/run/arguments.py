"""What a run is asked to do: the spider arguments (`-a`) of the contract, checked before the first request.

A wrong name or value raises :class:`~newsbot.exceptions.ArgumentError`, which names it, says what it may be, and guesses what was meant.
All that is wrong is said at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from newsbot.addresses import shard, site
from newsbot.archive import Replay
from newsbot.archive.replay import MAX_BYTES
from newsbot.discovery.sources import Owners, Source, bundled_sources, chosen, http_address, read_sources
from newsbot.exceptions import ArgumentError
from newsbot.model import Hints, Page
from newsbot.said import lines_said, said, said_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAY_BE: Final[Mapping[str, str]] = {
    "replay": said(
        "a folder with index.jsonl, .warc / .warc.gz files, or .html / .txt files (a folder or pattern of them), separated by commas"
    ),
    "url": said("one or more http or https addresses, separated by commas"),
    "sources": said("a TOML file, or a folder of them, each describing one source"),
    "only": said("ids of declared sources, separated by commas"),
    "topic": said("civic or any"),
    "since": said("a day, written YYYY-MM-DD"),
    "shard": said("K/N with 1 <= K <= N: of N equal parts of the sites, only part K"),
}
"""Every spider argument, and what it may be."""

MAX_SHARDS = 10_000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHARD = re.compile(r"(\d{1,5})/(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The spider arguments, checked and read."""

    replay: Replay | None = None
    url: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    """The declared sources that this run may use: those of ``sources`` or the bundled ones, cut down to ``only``."""
    only: tuple[str, ...] = ()
    topic: Literal["civic", "any"] = "civic"
    since: str | None = None
    shard: tuple[int, int] | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    """As written on the command line, for the run record."""
    owners: Owners = field(init=False, repr=False, compare=False)
    """Whose page an address is."""

    def __post_init__(self) -> None:
        """Know whose page an address is."""
        object.__setattr__(self, "owners", Owners(self.sources))

    @classmethod
    def parse(cls, given: Mapping[str, str], *, max_bytes: int = MAX_BYTES) -> Arguments:
        """Check ``given``. Raises ArgumentError naming every argument that is wrong."""
        wrong = [
            said(
                "-a {name}: there is no such argument.{meant} There are {known}.",
                name=name,
                meant=meant(name, MAY_BE),
                known=", ".join(MAY_BE),
            )
            for name in given
            if name not in MAY_BE
        ]
        read: dict[str, Any] = {}

        def take(name: str, reader: Callable[[str], Any]) -> None:
            if name in given:
                try:
                    read[name] = reader(str(given[name]).strip())
                except ArgumentError as error:  # says all there is to say
                    wrong.append(said("-a {name}={given}: {why}", name=name, given=given[name], why=said_of(error)))
                except (ValueError, OSError) as error:
                    wrong.append(
                        said(
                            "-a {name}={given}: {why} It may be {known}.",
                            name=name,
                            given=given[name],
                            why=_sentence(error),
                            known=MAY_BE[name],
                        )
                    )

        take("replay", lambda text: Replay([Path(part).expanduser() for part in comma_separated(text)], max_bytes=max_bytes))
        take("url", lambda text: tuple(http_address(part) for part in comma_separated(text)))
        take("sources", lambda text: read_sources(Path(text).expanduser()))
        take("topic", _topic)
        take("since", _day)
        take("shard", _shard)
        if not any(text.startswith("-a sources") for text in wrong):
            declared = read.get("sources") or bundled_sources()
            take("only", lambda text: tuple(source.id for source in chosen(declared, comma_separated(text))))
            read["sources"] = chosen(declared, read["only"]) if "only" in read else declared
        if "replay" in given and "url" in given:
            wrong.append(said("-a url: a replay visits every page of its archives; leave out either url or replay."))
        if wrong:
            raise ArgumentError(lines_said(wrong))
        if not (read.get("replay") or read.get("url") or read["sources"]):
            raise ArgumentError(
                said(
                    "there is nothing to crawl: no source is declared. Give -a replay=FOLDER to read an archive, -a "
                    "url=ADDRESS to begin at an address, or -a sources=PATH to declare sources."
                )
            )
        return cls(**read, given=dict(given))

    def wants(self, url: str) -> bool:
        """Return whether the address is in this run's part of the sites and, where `only` was given, on a site of these sources."""
        if self.shard and shard(site(url), self.shard[1]) != self.shard[0]:
            return False
        return not self.only or any(site(url) in source.sites for source in self.sources)

    def declared(self, url: str, archived: Page | None = None) -> tuple[str | None, Hints]:
        """Return the id of the declared source that a page belongs to (None: to none), and what that source says of its pages.

        What our own archive recorded of its page stands, so that a replay gives the rows of the run; unless `sources` was given.
        """
        if archived is not None and archived.hints is not None and "sources" not in self.given:
            return archived.source, archived.hints
        found = self.owners.of(url)
        return (found.id, found.hints) if found else (None, Hints())


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of our own, checked; :func:`newsbot.spiders.options.read_options` reads them."""

    ledger: str | None
    """None: private to the run."""
    archive: Path | None
    reposts: bool
    allow_private: frozenset[str]
    jobs: int = 1
    """Processes that read the pages of a replay; 1: the run's own."""
    frontier: str | None = None
    """The queue that several workers share; None: the run's own."""
    refuse_unverified: bool = False
    """Whether a page under a certificate that does not hold is refused, rather than flagged."""


# ------------------------------------------------------------------------------------------------------------ single values


def comma_separated(text: str) -> list[str]:
    """Split a list written with commas. Raises ValueError when it is empty."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise ValueError(said("it is empty."))
    return parts


def _topic(text: str) -> str:
    if text not in {"civic", "any"}:
        raise ValueError(said("there is no such topic.{text}", text=meant(text, ["civic", "any"])))
    return text


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError(said("that is no day."))
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(said("the calendar has no such day.")) from None


def _shard(text: str) -> tuple[int, int]:
    found = _SHARD.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= int(found[2]) <= MAX_SHARDS:
        raise ValueError(said("that is no part of 1 to {max_shards:,} parts.", max_shards=MAX_SHARDS))
    return int(found[1]), int(found[2])


def meant(text: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return a question for what was probably meant, with a blank in front; empty where nothing known is that much alike (0 to 1)."""
    close = get_close_matches(text, known, n=1, cutoff=cutoff)
    return said(" Did you mean {name}?", name=close[0]) if close else ""


def _sentence(error: Exception) -> str:
    text = said_of(error)
    return text if text.rstrip().endswith((".", "?")) else said("{text}.", text=text)
