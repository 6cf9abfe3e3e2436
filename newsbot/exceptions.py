"""The errors of newsbot: a small family. Each message says what was wrong, where, and what to do; each class knows its exit code.

The codes are those of the contract with the caller (a cron line, a systemd unit, a script). A command that meets one of these errors
prints ``str(error)`` and ends with ``error.exit_code``; any other exception is a fault of the program itself, code 1.
:class:`TakesTooLongError` and :class:`ReaderDiedError` are none of them: they end the reading of one page.
"""

from __future__ import annotations

from typing import ClassVar


class NewsbotError(Exception):
    """Base of all errors that are not faults of the program itself."""

    exit_code: ClassVar[int] = 1


class TakesTooLongError(Exception):
    """The allowance of a page is spent: raised from outside into whatever reads it, which lets it pass. No error of a run."""


class ReaderDiedError(Exception):
    """The process that read a page died over it. No error of a run either."""


class ArgumentError(NewsbotError):
    """A spider argument, a setting or an operand of a command is wrong; names it and says what it may be."""

    exit_code = 2


class CoverageError(NewsbotError):
    """The run brought far fewer reports, or far emptier fields, than this ledger's earlier runs."""

    exit_code = 65


class ArchiveUnreadError(NewsbotError):
    """An archive that was named held no page that could be read."""

    exit_code = 66


class UnreachableError(NewsbotError):
    """No source could be reached, or none of the articles that were asked for."""

    exit_code = 69


class OutputNotCreated(NewsbotError):  # noqa: N818
    """An output file, or the ledger itself, could not be created: no such folder, no permission, read-only disk."""

    exit_code = 73


class OutputError(NewsbotError):
    """Writing failed half-way (disk full, quota, input/output error). Nothing half-written is left."""

    exit_code = 74


class LedgerError(NewsbotError):
    """The ledger cannot be used as it is."""

    exit_code = 74


class LedgerDamaged(LedgerError):  # noqa: N818
    """The file is no ledger, or its pages are damaged."""


class ContentDamaged(LedgerDamaged):
    """What the ledger holds of one page is not what was written: that page is set aside, all others go on."""

    def __init__(self, page: int) -> None:
        super().__init__(f"What the ledger holds of page {page} is damaged.")
        self.page = page


class LedgerTooNew(LedgerError):  # noqa: N818
    """A newer version of the program wrote this ledger; an older one must not touch it."""

    exit_code = 2


class LedgerBusy(LedgerError):  # noqa: N818
    """Another process holds this ledger."""

    exit_code = 75


class FrontierError(NewsbotError):
    """The queue that workers share cannot be used, or does not know this worker any more."""

    exit_code = 74


class RobotsError(NewsbotError):
    """robots.txt forbids everything asked for."""

    exit_code = 77
