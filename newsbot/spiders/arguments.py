"""What a run is asked to do: the spider arguments (`-a`) and the settings (`-s`) of the contract, checked before the first request.

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

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newsbot.addresses import shard, site
from newsbot.archive import Replay
from newsbot.archive.replay import MAX_BYTES
from newsbot.discovery.sources import Owners, Source, bundled_sources, chosen, http_address, read_sources
from newsbot.exceptions import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAY_BE: Final[Mapping[str, str]] = {
    "replay": "a folder with index.jsonl, or .warc / .warc.gz files, separated by commas",
    "url": "one or more http or https addresses, separated by commas",
    "sources": "a TOML file, or a folder of them, each describing one source",
    "only": "ids of declared sources, separated by commas",
    "topic": "civic or any",
    "since": "a day, written YYYY-MM-DD",
    "shard": "K/N with 1 <= K <= N: of N equal parts of the sites, only part K",
}
"""Every spider argument, and what it may be."""

SETTINGS: Final[Mapping[str, str]] = {
    "LEDGER": "a file, or a database address such as postgresql://host/name",
    "ARCHIVE": "a folder, or empty to keep nothing",
    "REPOSTS_ENABLED": "1 or 0",
    "ALLOW_PRIVATE": "host:port, separated by commas",
    "CONTACT": "a mail address, or the address of a page",
    "PAGES_PER_HOST": "a number of requests, 0 for no limit",
    "PAGES_PER_RUN": "a number of requests, 0 for no limit",
}
"""Every setting of our own that a user may give, and what it may be."""

MOST_SHARDS = 10_000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHARD = re.compile(r"(\d{1,5})/(\d{1,5})")
_CONTACT = re.compile(r"[^\s()<>;\x00-\x20]{3,200}")
_HOST_PORT = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(\d{1,5})")


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
        wrong = [_unknown(name, MAY_BE, f"-a {name}: there is no such argument") for name in given if name not in MAY_BE]
        read: dict[str, Any] = {}

        def take(name: str, reader: Callable[[str], Any]) -> None:
            if name in given:
                try:
                    read[name] = reader(str(given[name]).strip())
                except ArgumentError as error:  # says all there is to say
                    wrong.append(f"-a {name}={given[name]}: {error}")
                except (ValueError, OSError) as error:
                    wrong.append(f"-a {name}={given[name]}: {_sentence(error)} It may be {MAY_BE[name]}.")

        take("replay", lambda text: Replay([Path(part).expanduser() for part in _parts(text)], max_bytes=max_bytes))
        take("url", lambda text: tuple(http_address(part) for part in _parts(text)))
        take("sources", lambda text: read_sources(Path(text).expanduser()))
        take("topic", _topic)
        take("since", _day)
        take("shard", _shard)
        if not any(text.startswith("-a sources") for text in wrong):
            declared = read.get("sources") or bundled_sources()
            take("only", lambda text: tuple(source.id for source in chosen(declared, _parts(text))))
            read["sources"] = chosen(declared, read["only"]) if "only" in read else declared
        if "replay" in given and "url" in given:
            wrong.append("-a url: a replay visits every page of its archives; leave out either url or replay.")
        if wrong:
            raise ArgumentError("\n".join(wrong))
        if not (read.get("replay") or read.get("url") or read["sources"]):
            raise ArgumentError(
                "there is nothing to crawl: no source is declared. Give -a replay=FOLDER to read an archive, -a url=ADDRESS to begin at an "
                "address, or -a sources=PATH to declare sources."
            )
        return cls(**read, given=dict(given))

    def wants(self, url: str) -> bool:
        """Whether the address is in this run's part of the sites and, where `only` was given, on a site of these sources."""
        if self.shard and shard(site(url), self.shard[1]) != self.shard[0]:
            return False
        return not self.only or any(site(url) in source.sites for source in self.sources)

    def source_of(self, url: str) -> str | None:
        """Return the id of the declared source that the page belongs to, None where it belongs to none."""
        found = self.owners.of(url)
        return found.id if found else None

    def region_of(self, url: str) -> tuple[str, ...]:
        """Return the region of that source, from the province down; empty where it has none."""
        found = self.owners.of(url)
        return found.region if found else ()


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of our own, checked and read."""

    ledger: str | None
    """None: private to the run."""
    archive: Path | None
    reposts: bool
    allow_private: frozenset[str]

    @classmethod
    def read(cls, settings: BaseSettings, *, replay: bool) -> Options:
        """Check the settings. A replay's ledger is private unless the command line names one. Raises ArgumentError."""
        wrong = [
            _unknown(str(name), SETTINGS, f"-s {name}: there is no such setting", cutoff=0.8, silent=True)
            for name in settings
            if name not in SETTINGS and (settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"]
        ]
        wrong = [text for text in wrong if text]

        def check(name: str, problem: str | None) -> None:
            if problem:
                wrong.append(f"-s {name}={settings[name]}: {problem} It may be {SETTINGS[name]}.")

        ledger, archive = str(settings["LEDGER"] or "").strip(), str(settings["ARCHIVE"] or "").strip()
        named = (settings.getpriority("LEDGER") or 0) > SETTINGS_PRIORITIES["project"]
        private = replay and not named
        if not private:
            check("LEDGER", "it is empty." if not ledger else "that is a folder." if Path(ledger).is_dir() else None)
        check("ARCHIVE", "that is no folder." if archive and Path(archive).exists() and not Path(archive).is_dir() else None)
        reposts = str(settings["REPOSTS_ENABLED"]).strip().lower()
        check("REPOSTS_ENABLED", None if reposts in _YES | _NO else "that is neither yes nor no.")
        for name in ("PAGES_PER_HOST", "PAGES_PER_RUN"):
            check(name, None if str(settings[name]).isdigit() else "that is no number.")
        contact = str(settings["CONTACT"] or "").strip()
        check("CONTACT", "that is no address." if contact and not _CONTACT.fullmatch(contact) else None)
        allowed = frozenset(part for value in settings.getlist("ALLOW_PRIVATE") for part in _parts(str(value)))
        check("ALLOW_PRIVATE", next((f"{part} is not host:port." for part in sorted(allowed) if not _is_host_port(part)), None))
        if wrong:
            raise ArgumentError("\n".join(wrong))
        return cls(None if private else ledger, Path(archive) if archive else None, reposts in _YES, allowed)


# ------------------------------------------------------------------------------------------------------------ single values

_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off"})


def _parts(text: str) -> list[str]:
    """Split a list written with commas. Raises ValueError when it is empty."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise ValueError("it is empty.")
    return parts


def _topic(text: str) -> str:
    if text not in {"civic", "any"}:
        raise ValueError(f"there is no such topic.{_meant(text, ['civic', 'any'])}")
    return text


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError("that is no day.")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("the calendar has no such day.") from None


def _shard(text: str) -> tuple[int, int]:
    found = _SHARD.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= int(found[2]) <= MOST_SHARDS:
        raise ValueError(f"that is no part of 1 to {MOST_SHARDS:,} parts.")
    return int(found[1]), int(found[2])


def _is_host_port(text: str) -> bool:
    found = _HOST_PORT.fullmatch(text)
    return bool(found) and 0 < int(found[1] if found else 0) < 65536


def _unknown(name: str, known: Mapping[str, str], message: str, *, cutoff: float = 0.6, silent: bool = False) -> str:
    """Return the message for a name that does not exist, with what was probably meant; empty if ``silent`` and nothing comes close."""
    meant = _meant(name, list(known), cutoff)
    if silent:
        return f"{message}.{meant}" if meant else ""
    return f"{message}.{meant} There are {', '.join(known)}."


def _meant(text: str, known: list[str], cutoff: float = 0.6) -> str:
    close = get_close_matches(text, known, n=1, cutoff=cutoff)
    return f" Did you mean {close[0]}?" if close else ""


def _sentence(error: Exception) -> str:
    text = str(error).strip()
    return text if text.endswith((".", "?")) else f"{text}."
