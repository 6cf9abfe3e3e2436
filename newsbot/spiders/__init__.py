"""The spider, and what it can be asked to do."""
