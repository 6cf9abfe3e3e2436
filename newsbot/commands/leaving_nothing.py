"""Settings of commands that run a spider and shall leave no ledger, no archive and no record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.settings import SETTINGS_PRIORITIES

from newsbot.spiders.options import IN_MEMORY

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

NOTHING_LEFT: Final = {"LEDGER": IN_MEMORY, "ARCHIVE": "", "RUNS": ""}


def leave_nothing(settings: BaseSettings) -> None:
    """Set what leaves nothing, but for what the command line asks for."""
    for name, value in NOTHING_LEFT.items():
        if (settings.getpriority(name) or 0) < SETTINGS_PRIORITIES["cmdline"]:
            settings.set(name, value, priority="cmdline")
