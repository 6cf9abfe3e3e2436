"""Collects civilised-city reports from where they first appear and from their mirrors: one clean row for each report.

The command is ``scrapy crawl civic_news``; in Python, :func:`normalise` reads one :class:`Page`.
"""

import sys
from importlib import import_module

from newsbot.re_internals import wide_ranges_apart

__version__ = "0.1.0"
"""Version of the program and of its normaliser; part of every row's provenance."""

_SERVED = {"newsbot-companion": "newsbot.ledger.beside"}
"""Processes of ours that read no page, by name, and the module that each runs: one holds no more of the package than that imports."""

_processes = sys.modules.get("multiprocessing.process")  # which started this one, or there is no such name

with wide_ranges_apart():  # nearly all patterns are made here
    if _processes and (_module := _SERVED.get(_processes.current_process().name)):
        import_module(_module)
    else:
        from newsbot.model import Outcome, Page, Rejection, Report
        from newsbot.normalise import normalise
        from newsbot.row import Row

__all__ = ["Outcome", "Page", "Rejection", "Report", "Row", "__version__", "normalise"]
