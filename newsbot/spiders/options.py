"""The settings of our own (`-s`), checked before the first request; a wrong value raises ArgumentError, as a wrong argument does."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newsbot.exceptions import ArgumentError
from newsbot.fleet.server import why_not_address
from newsbot.ledger.address import on_server, shown
from newsbot.run.arguments import Options, comma_separated, meant
from newsbot.said import lines_said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS: Final[Mapping[str, str]] = {
    "LEDGER": said("a file, :memory:, sqlite:///file, or postgresql://user@host/database"),
    "FRONTIER": said("empty, or the address of a Redis server: redis://host:6379/0"),
    "ARCHIVE": said("a folder, or empty to keep nothing"),
    "REPOSTS_ENABLED": said("1 or 0"),
    "ALLOW_PRIVATE": said("host:port, separated by commas"),
    "PROXY_NAMES": said("check, to look names up here before a proxy is asked for them, or proxy, to leave them to it"),
    "TLS": said("record, to flag pages under a certificate that does not hold, or refuse"),
    "JOBS": said("a number of processes that read the pages of a replay, 0 for one on each processor"),
    "BROWSER": said("the path of Chromium, for sources that say browser = true"),
    "CONTACT": said("a mail address, or the address of a page"),
    "PAGES_PER_HOST": said("a number of requests, 0 for no limit"),
    "PAGES_PER_RUN": said("a number of requests, 0 for no limit"),
    "LOOK_BACK_DAYS": said("a number of days, 0 for no limit"),
}
"""Every setting of our own that a user may give, and what it may be."""

SHARED_LEDGER: Final = said("workers that share a queue need one ledger on a server: -s LEDGER=postgresql://….")
"""What a FRONTIER lacks whose workers have no memory in common."""

IN_MEMORY: Final = ":memory:"
"""As LEDGER: private to the run."""

_ALIKE: Final = 0.8
"""How much alike (0 to 1) an unknown setting of the command line must be to one of ours to be taken for a slip of the pen."""

_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off"})
_CONTACT = re.compile(r"[^\s()<>;\x00-\x20]{3,200}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_HOST_PORT = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(\d{1,5})")
_MOST_PORTS: Final = 1 << 16
MAX_JOBS: Final = 256
"""Processes that may read: each holds some 120 MB, so more is a slip of the pen."""


def read_options(settings: BaseSettings, *, replay: bool) -> Options:
    """Check the settings. A replay's ledger is private unless the command line names one. Raises ArgumentError."""
    wrong = [
        said("-s {name}: there is no such setting.{question}", name=name, question=question)
        for name in map(str, settings)
        if name not in SETTINGS and (settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"]
        if (question := meant(name, SETTINGS, _ALIKE))
    ]

    def check(name: str, problem: str | None) -> None:
        if problem:
            wrong.append(
                said(
                    "-s {name}={given}: {problem} It may be {known}.",
                    name=name,
                    given=shown(str(settings[name])),
                    problem=problem,
                    known=SETTINGS[name],
                )
            )

    ledger, archive = str(settings["LEDGER"] or "").strip(), str(settings["ARCHIVE"] or "").strip()
    named = (settings.getpriority("LEDGER") or 0) > SETTINGS_PRIORITIES["project"]
    private = ledger == IN_MEMORY or (replay and not named)
    if not private:
        check("LEDGER", said("it is empty.") if not ledger else said("that is a folder.") if Path(ledger).is_dir() else None)
    check("ARCHIVE", said("that is no folder.") if archive and Path(archive).exists() and not Path(archive).is_dir() else None)
    reposts = str(settings["REPOSTS_ENABLED"]).strip().lower()
    check("REPOSTS_ENABLED", None if reposts in _YES | _NO else said("that is neither yes nor no."))
    for name in ("PAGES_PER_HOST", "PAGES_PER_RUN", "LOOK_BACK_DAYS", "JOBS"):
        check(name, None if _NUMBER.fullmatch(str(settings[name])) else said("that is no number."))
    contact = str(settings["CONTACT"] or "").strip()
    check("CONTACT", said("that is no address.") if contact and not _CONTACT.fullmatch(contact) else None)
    allowed = frozenset(part for value in settings.getlist("ALLOW_PRIVATE") for part in comma_separated(str(value)))
    check("ALLOW_PRIVATE", next((said("{part} is not host:port.", part=part) for part in sorted(allowed) if not _is_host_port(part)), None))
    tls = str(settings["TLS"]).strip().lower()
    check("TLS", None if tls in {"record", "refuse"} else said("that is neither."))
    check("PROXY_NAMES", None if settings["PROXY_NAMES"] in {"check", "proxy"} else said("that is neither."))
    jobs = settings["JOBS"]
    check("JOBS", said("that is more than {most}.", most=MAX_JOBS) if _NUMBER.fullmatch(str(jobs)) and int(jobs) > MAX_JOBS else None)
    frontier = str(settings["FRONTIER"] or "").strip() if not replay else ""
    if frontier:
        check("FRONTIER", why_not_address(frontier) or (None if on_server(ledger) else SHARED_LEDGER))
    if wrong:
        raise ArgumentError(lines_said(wrong))
    return Options(
        None if private else ledger,
        Path(archive) if archive else None,
        reposts in _YES,
        allowed,
        jobs=int(jobs) or processors(),
        frontier=frontier or None,
        refuse_unverified=tls == "refuse",
    )


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_host_port(text: str) -> bool:
    found = _HOST_PORT.fullmatch(text)
    return bool(found) and 0 < int(found[1] if found else 0) < _MOST_PORTS
