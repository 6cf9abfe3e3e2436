"""One queue for several workers, on a Redis server: what is to be asked for, who asks, and when a host may be asked again."""

from newsbot.fleet.fleet import Fleet

__all__ = ["Fleet"]
