"""What a crawl changes in Scrapy's settings: a replay has no network, a live run the pauses and the certificates it was asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from scrapy.settings import SETTINGS_PRIORITIES

from newsbot.middlewares.browser import browser_settings
from newsbot.spiders.sharing import declared_pauses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

    from newsbot.run.arguments import Arguments, Options

logger = logging.getLogger(__name__)

REPLAY_SETTINGS: Mapping[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 10_000,  # CONCURRENT_REQUESTS is the limit
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "URLLENGTH_LIMIT": 0,
    # with the plain queue, and without Scrapy's own middlewares (see `without_middlewares`), a page costs Scrapy a third of the time
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
}
"""The command line may say otherwise."""

OFFLINE: Mapping[str, str] = dict.fromkeys(("http", "https"), "newsbot.middlewares.replay.ReplayHandler")
"""Not even the command line may send a replay to the network."""

_ABOVE_COMMAND_LINE: Final = SETTINGS_PRIORITIES["cmdline"] + 10


def adapt(settings: BaseSettings, arguments: Arguments, options: Options) -> None:
    """Change the settings of a crawler before it begins, for what it was asked for."""
    contact = str(settings["CONTACT"] or "").strip()
    if contact:
        settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")
    elif not arguments.replay:
        logger.warning("No -s CONTACT= is given: a site that this run bothers cannot tell you.")
    if arguments.replay:
        settings.setdict({**REPLAY_SETTINGS, **without_middlewares(settings)}, priority="spider")
        handlers = {**settings.getdict("DOWNLOAD_HANDLERS"), **OFFLINE}
        settings.set("DOWNLOAD_HANDLERS", handlers, priority=_ABOVE_COMMAND_LINE)
    else:
        settings.set("DOWNLOAD_VERIFY_CERTIFICATES", options.refuse_unverified, priority="spider")
        if any(source.browser for source in arguments.sources):
            settings.setdict(browser_settings(str(settings["BROWSER"])), priority="spider")
        settings.set("DOWNLOAD_SLOTS", declared_pauses(arguments.sources, settings), priority="spider")


def without_middlewares(settings: BaseSettings) -> dict[str, dict[str, Any]]:
    """Return settings that switch Scrapy's own middlewares off.

    They speak of the network: in a replay there is nobody to be polite to, responses stand as they were recorded, and nothing is asked for
    twice.
    """
    return {
        name: {**dict.fromkeys(settings.getdict(f"{name}_BASE")), **settings.getdict(name)}
        for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES")
    }
