"""Collects civilised-city reports from where they first appear and from their mirrors: one clean row for each report."""

__version__ = "0.1.0"
"""Version of the program and of its normaliser; part of every row's provenance."""
