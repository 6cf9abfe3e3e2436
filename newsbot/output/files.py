"""Files that are whole or not there: written beside their place, forced to the disk, then renamed.

A reader sees the old file or the new one, never a part of it, and neither does the next run after a crash or a power cut.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import io
import json
import os
import secrets
import stat
import tempfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import ReadableBuffer

_CHUNK: Final = 1 << 20


class WholeFile(io.RawIOBase):
    """A file being written that takes its place only in :meth:`commit`.

    Errors need not be caught at each write: the first one is kept in :attr:`error`, the temporary file is removed, later writes
    do nothing, and `commit` raises it. Devices and pipes (/dev/stdout, /dev/null, a FIFO) are written as they are.
    """

    def __init__(self, path: Path, *, append: bool = False, whole_lines: bool = False) -> None:
        """Begin to write what will stand at ``path``; its folder is made.

        ``append`` keeps what stands there in front. ``whole_lines`` also mends its end first: an unfinished last line that another
        program left there is ended when it is JSON by itself and left out when it is not. Never raises: see :attr:`error`.
        """
        self.path = path
        self.error: Exception | None = None
        self.created = False
        """Whether the temporary file could be made: tells "cannot be created" from "cannot be written"."""
        self.committed = False
        self.left = False
        """Whether the file was given up in favour of the one that stands there."""
        self.size = 0
        """Bytes of the file as it will stand."""
        self.lines = 0
        """Line feeds in it."""
        self.left_out = 0
        """Bytes of an unfinished line that are not taken over."""
        self._digest = hashlib.sha256()
        self._temporary: Path | None = None
        self._descriptor = -1
        try:
            self._open()
            if append:
                self._take_over(whole_lines=whole_lines)
        except OSError as error:
            self.fail(error)

    @property
    def replaces(self) -> bool:
        """Return whether `commit` will put a new file in its place; a device or pipe has no place."""
        return self._temporary is not None

    @property
    def sha256(self) -> str:
        """Digest of everything that will stand in the file, in hexadecimal."""
        return self._digest.hexdigest()

    def writable(self) -> bool:
        """Say yes: exporters that wrap the file ask."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Write all of ``data``, or note why not."""
        taken = bytes(data)
        if self.error is None:
            try:
                self._write(taken)
            except OSError as error:
                self.fail(error)
        return len(taken)

    def fail(self, error: Exception) -> None:
        """Give the file up: nothing of it is left, and `commit` will raise ``error``."""
        if self.error is None and not self.committed:
            self.error = error
            with contextlib.suppress(OSError):
                self._let_go()

    def leave(self) -> None:
        """Give the file up in favour of the one that stands there; no error."""
        if self.error is None and not self.committed:
            self.left = True
            with contextlib.suppress(OSError):
                self._let_go()

    def commit(self) -> None:
        """Put the file in its place, safe against a power cut. Raises the first error met; then nothing has changed at the place."""
        if self.error is None and not self.committed:
            try:
                self._put()
            except OSError as error:
                self.fail(error)
        if self.error is not None:
            raise self.error

    def flush(self) -> None:
        """Do nothing: bytes are never held back here."""

    def close(self) -> None:
        """Do nothing: only `commit` and `fail` end the file."""

    # -------------------------------------------------------------------------------------------------------------- steps

    def _open(self) -> None:
        if _is_stream(self.path):
            self._descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
            self.created = True
            return
        self.path = self.path.resolve()  # a link stays a link: its target is replaced
        if self.path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(self.path))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(self.path)
        self._temporary = self.path.with_name(_temporary(self.path, secrets.token_hex(4)))
        self._descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a writer that was killed holds no lock: `_sweep` removes its file
        if self.path.exists():
            os.fchmod(self._descriptor, stat.S_IMODE(self.path.stat().st_mode))
        self.created = True

    def _take_over(self, *, whole_lines: bool) -> None:
        """Begin with what stands at the place."""
        if self._temporary is None or not self.path.exists():
            return
        with self.path.open("rb") as old:
            size = os.fstat(old.fileno()).st_size
            left, ended = _whole_lines(old.fileno(), size) if whole_lines else (size, True)
            self.left_out = size - left
            while left and (chunk := old.read(min(_CHUNK, left))):
                self._write(chunk)
                left -= len(chunk)
        if not ended:
            self._write(b"\n")

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._descriptor, view) :]
        self._digest.update(data)
        self.size += len(data)
        self.lines += data.count(b"\n")

    def _put(self) -> None:
        if self._temporary is not None:
            os.fsync(self._descriptor)
            self._temporary.replace(self.path)
            self._temporary = None
            sync_folder(self.path.parent)
        self._let_go()
        self.committed = True

    def _let_go(self) -> None:
        temporary, self._temporary = self._temporary, None
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file at once. Raises OSError; then nothing has changed at the place."""
    file = WholeFile(path)
    file.write(data)
    file.commit()


def why_not_writable(path: Path) -> OSError | None:
    """Try whether a file can be made at ``path``, without leaving a trace; return what is in the way.

    Where its folder does not exist yet, the nearest folder above that does is tried.
    """
    try:
        if _is_stream(path):
            return None
        path = path.resolve()
        if path.is_dir():
            return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        folder = path.parent
        while not folder.exists():
            folder = folder.parent
        with tempfile.TemporaryFile(dir=folder):  # has no name, so that it goes with the process
            return None
    except OSError as error:
        return error


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk: a rename lasts only then."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_stream(path: Path) -> bool:
    """Return whether something stands there that is neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _temporary(path: Path, token: str) -> str:
    """Return the name of a temporary file: hidden, beside its place, within the 255 bytes that file systems allow."""
    return f".{path.name.encode()[:200].decode(errors='ignore')}.{token}.part"


def _sweep(path: Path) -> None:
    """Remove the temporary files of writers that were killed."""
    beginning, end = _temporary(path, "\0").split("\0")
    for name in os.listdir(path.parent):  # noqa: PTH208  # names are enough
        if name.startswith(beginning) and name.endswith(end) and len(name) == len(beginning) + 8 + len(end):
            with contextlib.suppress(OSError):
                descriptor = os.open(path.parent / name, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    (path.parent / name).unlink()
                finally:
                    os.close(descriptor)


def _whole_lines(descriptor: int, size: int) -> tuple[int, bool]:
    """Return how many bytes of a file to keep, and whether they end with a line feed.

    A last line without one is kept when it is JSON by itself.
    """
    start, tail = size, b""
    while start and b"\n" not in tail:
        step = min(_CHUNK, start)
        start -= step
        tail = os.pread(descriptor, step, start) + tail
    last = tail.rpartition(b"\n")[2]
    if not last:
        return size, True
    try:
        json.loads(last)
    except ValueError:
        return size - len(last), True
    return size, False
