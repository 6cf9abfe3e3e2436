"""Collects civilised-city reports from where they first appear and from their mirrors: one clean row for each report.

The command is ``scrapy crawl civic_news``; in Python, :func:`normalise` reads one :class:`Page`.
"""

import newsbot.re_internals  # noqa: F401 - first, before a pattern is made
from newsbot.model import Outcome, Page, Rejection, Report
from newsbot.normalise import normalise
from newsbot.row import Row

__version__ = "0.1.0"
"""Version of the program and of its normaliser; part of every row's provenance."""

__all__ = ["Outcome", "Page", "Rejection", "Report", "Row", "__version__", "normalise"]
