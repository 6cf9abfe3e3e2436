"""The invented corpus of `newsbot demo`: unpacked into a replay folder."""

from __future__ import annotations

import json
import lzma
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from newsbot.archive.folder import INDEX

if TYPE_CHECKING:
    from pathlib import Path

CORPUS: Final = ("demo", "pages.jsonl.xz")
"""In newsbot/data; made by scripts/build_demo.py."""


def mirror_in(folder: Path) -> str:
    """Return the address of a hijacked mirror in the unpacked corpus: a page worth explaining. Raises OSError."""
    with (folder / INDEX).open(encoding="utf-8") as index:
        addresses = [str(json.loads(line)["url"]) for line in index]
    return next((url for url in addresses if "showinfo" in url), addresses[0])


def unpack_demo(folder: Path, most: int | None = None) -> int:
    """Write the pages into ``folder`` with their index, ``most`` of them where that is given; return how many. Raises OSError."""
    packed = files("newsbot.data").joinpath(*CORPUS).read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for number, line in enumerate(lzma.decompress(packed).decode().splitlines()[:most]):
        page = json.loads(line)
        name = f"{number:04}.{'html' if 'html' in page['type'] else 'txt'}"
        (folder / name).write_text(page["text"], encoding="utf-8")
        record = {
            "url": page["url"],
            "file": name,
            "status": 200,
            "headers": {"Content-Type": page["type"]},
            "fetched_at": page["fetched_at"],
        }
        index.append(json.dumps(record, ensure_ascii=False) + "\n")
    (folder / INDEX).write_text("".join(index), encoding="utf-8")
    return len(index)
