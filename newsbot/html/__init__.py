"""Markup to blocks, links and machine-readable data; knows no Chinese."""
