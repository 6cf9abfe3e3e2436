"""Fields of a report, each filled from evidence on its page and never guessed."""
