"""newsbot in another Scrapy project, by one line of its settings: ``ADDONS = {"newsbot.addon.NewsbotAddon": 100}``.

It brings every setting of :mod:`newsbot.settings` that the project does not set itself: pipelines, exporters, guards, politeness, bounds.
Spiders that derive from :class:`newsbot.spiders.PageSpider` then hand over rows; all others go on as they were. For exit codes that can be
trusted the project adds ``COMMANDS_MODULE = "newsbot.commands"``, which Scrapy reads before add-ons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.settings import SETTINGS_PRIORITIES

from newsbot import settings as ours

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

THEIRS: Final = frozenset({"BOT_NAME", "SPIDER_MODULES", "NEWSPIDER_MODULE", "COMMANDS_MODULE", "USER_AGENT"})
"""What a project is called, and where its parts lie, stays its own."""


class NewsbotAddon:
    """Brings our settings where the project has none of its own."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Set what the project does not set; of tables, the entries that it does not have.

        Before there is a crawler: spiders read their settings when they are made, and the resolver of names is one for the whole process.
        """
        for name in filter(str.isupper, dir(ours)):
            value = getattr(ours, name)
            if name in THEIRS:
                continue
            if isinstance(value, dict):
                priority = max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["addon"])
                settings.set(name, {**value, **settings.getdict(name)}, priority=priority)
            else:
                settings.set(name, value, priority="addon")
