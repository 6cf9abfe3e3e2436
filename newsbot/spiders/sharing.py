"""How a live run waits its turn at a host: the pauses that sources declare, and its part in a frontier that several workers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsbot.fleet import Fleet
from newsbot.ledger.address import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newsbot.discovery.sources import Source
    from newsbot.run.run import Run

IN_TURN: Mapping[str, str] = dict.fromkeys(("http", "https"), "newsbot.scheduler.TurnHandler")
"""Of several workers one at a time asks a host."""


def share_frontier(crawler: Crawler, run: Run) -> None:
    """Give a run that names a frontier its part in it. Raises ArgumentError where the address cannot be one.

    Those work together who are asked for the same and have the same ledger.
    """
    arguments, options = run.arguments, run.options
    if options.frontier is None:
        return
    asked = {"topic": arguments.topic, "since": arguments.since, "shard": arguments.shard, "ledger": shown(options.ledger or "")}
    run.fleet = Fleet(options.frontier, sources=arguments.sources, urls=arguments.url, asked=asked)
    handlers = {**crawler.settings.getdict("DOWNLOAD_HANDLERS"), **IN_TURN}
    crawler.settings.set("DOWNLOAD_HANDLERS", handlers, priority="spider")
    crawler.settings.set("SCHEDULER", "newsbot.scheduler.SharedScheduler", priority="spider")


def declared_pauses(sources: Iterable[Source], settings: BaseSettings) -> dict[str, dict[str, Any]]:
    """Return DOWNLOAD_SLOTS with the pauses that the sources declare for their hosts; a pause only becomes longer by it."""
    slots = {host: dict(slot) for host, slot in settings.getdict("DOWNLOAD_SLOTS").items()}
    for source in sources:
        if source.delay:
            for host in source.hosts:
                slot = slots.setdefault(host, {})
                slot["delay"] = max(source.delay, settings.getfloat("DOWNLOAD_DELAY"), float(slot.get("delay", 0)))
    return slots
