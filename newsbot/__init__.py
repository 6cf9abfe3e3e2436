"""Collects civilised-city reports from where they first appear and from their mirrors: one clean row for each report."""
