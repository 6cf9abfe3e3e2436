"""What lasts between runs: pages visited, reports, their copies, and which rows were delivered."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsbot.ledger.ledger import Ledger
else:

    def __getattr__(name: str) -> object:
        """Import the ledger when it is asked for: the process beside a settling has none, nor 20 MB to spare for a database library."""
        if name != "Ledger":
            raise AttributeError(name)
        from newsbot.ledger.ledger import Ledger  # noqa: PLC0415

        return Ledger


__all__ = ["Ledger"]
