"""Collects civilised-city reports from where they first appear and from their mirrors: one clean row for each report.

The command is ``scrapy crawl civic_news``; in Python, :func:`normalise` reads one :class:`Page`.
"""

from newsbot.re_internals import wide_ranges_apart

with wide_ranges_apart():  # nearly all patterns are made here
    from newsbot.model import Outcome, Page, Rejection, Report
    from newsbot.normalise import normalise
    from newsbot.row import Row

__version__ = "0.1.0"
"""Version of the program and of its normaliser; part of every row's provenance."""

__all__ = ["Outcome", "Page", "Rejection", "Report", "Row", "__version__", "normalise"]
