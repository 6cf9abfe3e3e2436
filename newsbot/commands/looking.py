"""What the commands share that only look: at a ledger, or at a file of rows."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsbot.commands.base import Acting
from newsbot.exceptions import ArgumentError, OutputNotCreated
from newsbot.output.files import write_whole
from newsbot.presentation.collection import read_collection
from newsbot.presentation.document import TERMINAL, Document, why_no_docx
from newsbot.presentation.messages import language, told
from newsbot.said import said

if TYPE_CHECKING:
    from newsbot.presentation.collection import Collection


WIDEST: Final = 120
"""Columns beyond which lines of text are hard to read."""


def has_screen() -> bool:
    """Return whether a browser could show itself: on a server Python would start one in the terminal, or wait for one for ever."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


class Looking(Acting):
    """Of a command that reads what there is and says it."""

    def collection(self, places: list[str]) -> Collection:
        """Return what there is at the one place named, or in the ledger of the settings. Raises NewsbotError."""
        if len(places) > 1:
            raise ArgumentError(said("name one ledger or file of rows, not {places}", places=len(places)))
        assert self.settings is not None
        return read_collection(places[0] if places else str(self.settings["LEDGER"]))

    def archives(self, named: list[str] | None) -> list[Path]:
        """Return the archives that were named, or that of the settings where it is there."""
        assert self.settings is not None
        if named:
            return [Path(name) for name in named]
        usual = Path(str(self.settings["ARCHIVE"] or "archive"))
        return [usual] if self.settings["ARCHIVE"] and usual.is_dir() and any(usual.glob("*.warc.gz")) else []

    def show(self, document: Document, html: Path | None = None, docx: Path | None = None) -> None:
        """Print a document, or write it where a file is named. Raises NewsbotError."""
        if docx is not None:
            if missing := why_no_docx():
                raise ArgumentError(missing)
            self.write(docx, document.docx())
            print(told("written: {path}", path=docx))
        if html is not None:
            self.write(html, document.html(language()))
            print(told("written: {path}", path=html))
        if docx is None and html is None:
            with contextlib.suppress(BrokenPipeError):  # `| head` has seen enough
                for line in document.lines(min(shutil.get_terminal_size((TERMINAL, 0)).columns, WIDEST)):
                    print(line, flush=True)

    @staticmethod
    def write(path: Path, content: str | bytes) -> None:
        """Write a file whole or not at all. Raises OutputNotCreated."""
        try:
            write_whole(path, content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        except OSError as error:
            raise OutputNotCreated(
                said("{path} could not be written ({why}). What stood there still stands.", path=path, why=error.strerror or error)
            ) from error
