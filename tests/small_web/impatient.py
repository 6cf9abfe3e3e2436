"""newsbot's settings, where the workers of a frontier count each other as dead after ten seconds."""

from newsbot.fleet import fleet
from newsbot.ledger import session
from newsbot.settings import *  # noqa: F403

fleet.LOST_SECONDS, fleet.BEAT_SECONDS = 10.0, 0.5
session.TURN = 40.0  # type: ignore[misc]  # a worker that is killed while it settles
