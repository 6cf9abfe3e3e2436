"""What stands between the spider and the network: guards, robots.txt, politeness, and the replay that takes the network's place."""

from typing import Final

from newsbot.run.triage import SUCCESS

REDIRECTION: Final = range(300, 400)
SERVER_ERRORS: Final = 500
"""The first HTTP status by which a server says that it is in trouble."""
TOO_MANY_REQUESTS: Final = 429

__all__ = ["REDIRECTION", "SERVER_ERRORS", "SUCCESS", "TOO_MANY_REQUESTS"]
