"""What lasts between runs: pages visited, reports, their copies, and which rows were delivered."""

from newsbot.ledger.ledger import Ledger

__all__ = ["Ledger"]
