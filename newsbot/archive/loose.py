"""Pages in files without an index: HTML saved from a browser, documents already taken out of HTML.

Nothing is known of them but what they hold: their address is made of their name, they have no clock, and the ending of the name says
what they are.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from newsbot.archive.bodies import printable_name, read_body
from newsbot.model import Page, Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MEDIA_TYPES: Final = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
"""By the ending of a name, which may have .gz after it."""
HOST: Final = "documents.test"
"""Of pages whose address is unknown."""


def media_type(path: Path) -> str | None:
    """Return what a file holds by its name; None where it is no page.

    >>> from pathlib import Path
    >>> media_type(Path("a.html.gz")), media_type(Path("a.pdf"))
    ('text/html', None)
    """
    name = path.name.lower().removesuffix(".gz")
    return next((kind for ending, kind in MEDIA_TYPES.items() if name.endswith(ending)), None)


def read_loose(root: Path, files: Sequence[Path], *, max_bytes: int) -> Iterator[Page | Rejection]:
    """Yield a page for each file, in their order; ``root`` is the folder from which their addresses are made.

    A Rejection stands for one that cannot be read: `missing_file`, or `unreadable` where it does not unpack or is too large.
    """
    for path in files:
        relative = path.relative_to(root)
        name, address = printable_name(relative), quote(os.fsencode(relative.as_posix()))  # a name may be of any bytes
        bare = Page(f"http://{HOST}/{address}", b"", {"Content-Type": media_type(path) or ""}, archive=name)
        body = read_body(path, max_bytes)
        yield Page(bare.url, body, bare.headers, archive=name) if isinstance(body, bytes) else Rejection(bare, *body)
