"""Counted facts: numbers with what they count, as printed."""
