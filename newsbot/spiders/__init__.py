"""The spiders: :class:`PageSpider`, the base of all whose pages become rows, and civic_news with what it can be asked to do."""

from newsbot.spiders.page_spider import PageSpider

__all__ = ["PageSpider"]
