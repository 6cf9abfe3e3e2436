"""newsbot's settings, where a few names lead to addresses that the tests choose: nothing is asked of a name server."""

import os

from twisted.internet.address import IPv4Address

from newsbot.middlewares import guards_network
from newsbot.settings import *  # noqa: F403

ADDRESSES = {
    "town.newsbot.example": ["1.1.1.1"],
    "inner.newsbot.example": ["10.0.0.7"],
    "both.newsbot.example": ["1.1.1.1", "10.0.0.7"],
}
KNOWS_NONE = "NEWSBOT_TESTS_KNOW_NO_NAME"
"""A variable of the environment, with which no name has an address."""


class Named:
    def __init__(self, inner):
        self.inner = inner

    def resolveHostName(self, receiver, name, port=0, *more):  # noqa: N802  # Twisted's name
        if name.endswith(".newsbot.example"):
            for address in [] if KNOWS_NONE in os.environ else ADDRESSES.get(name, []):
                receiver.addressResolved(IPv4Address("TCP", address, port))
            return receiver.resolutionComplete()
        return self.inner.resolveHostName(receiver, name, port, *more)


class Resolver(guards_network.GuardedResolver):
    def __init__(self, reactor, inner, *more):
        super().__init__(reactor, Named(inner), *more)


TWISTED_DNS_RESOLVER = f"{__name__}.Resolver"
DOWNLOAD_DELAY = 0
RETRY_ENABLED = False
