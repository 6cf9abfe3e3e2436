"""What stands between the spider and the network: guards, robots.txt, politeness, and the replay that takes the network's place."""

from typing import Final

SUCCESS: Final = range(200, 300)
"""HTTP statuses with which a page came."""
REDIRECTION: Final = range(300, 400)
SERVER_ERRORS: Final = 500
"""The first HTTP status by which a server says that it is in trouble."""
TOO_MANY_REQUESTS: Final = 429
