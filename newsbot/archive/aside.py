"""Raw pages that could not be read, kept aside: what a program cannot read today, a better one may read tomorrow.

They are kept as a replay folder, so that `-a replay=` tries them again as they came.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Final

from newsbot.archive.folder import INDEX

if TYPE_CHECKING:
    from pathlib import Path

    from newsbot.model import Page

MOST_ASIDE_BYTES: Final = 200 << 20
"""Bodies kept in one run, in bytes before packing: a source that turns to rubbish shall not fill the disk."""


class Aside:
    """The pages of one run that are kept aside. Nothing is made before the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = 0
        self._bytes = 0

    def keep(self, page: Page, reason: str) -> bool:
        """Keep a page; return whether there was room for it. Raises OSError."""
        if self._bytes + len(page.body) > MOST_ASIDE_BYTES:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{hashlib.sha256(page.body).hexdigest()[:32]}.gz"
        (self.folder / name).write_bytes(gzip.compress(page.body, mtime=0))
        record = {
            "url": page.url,
            "file": name,
            "status": page.status,
            "headers": dict(page.headers),
            "fetched_at": page.fetched_at.isoformat() if page.fetched_at else None,
            "reason": reason,
        }
        with (self.folder / INDEX).open("a", encoding="utf-8", errors="backslashreplace") as index:
            index.write(json.dumps(record) + "\n")
        self.pages += 1
        self._bytes += len(page.body)
        return True
