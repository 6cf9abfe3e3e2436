"""What the ledger keeps of one page: the `Report` without its blocks, as compressed JSON, and back.

The JSON is deterministic (fields in the order of the class), so equal pages give equal bytes.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from datetime import datetime
from typing import Any

from newsbot.model import Author, Division, Figure, Image, Page, Place, Practice, Repairs, Report, Topic

_LEFT_OUT = {"page", "blocks", "edits", "evidence"}
_KEPT = tuple(field.name for field in fields(Report) if field.name not in _LEFT_OUT)
_LEVEL = 6


def pack(report: Report, version: str) -> bytes:
    """Return everything needed later to write the row of this page, a few hundred bytes to a few KiB."""
    page = report.page
    kept: dict[str, Any] = {"version": version, "archive": page.archive, "declared_source": page.source}
    kept.update((name, getattr(report, name)) for name in _KEPT)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=plain)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(content: bytes, url: str, fetched_at: str | None) -> tuple[Report, str]:
    """Return the report as it was packed, and the version of the normaliser. Its page has no bytes, headers and blocks any more."""
    kept: dict[str, Any] = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    version: str = kept.pop("version")
    moment = datetime.fromisoformat(fetched_at) if fetched_at else None
    page = Page(url=url, body=b"", fetched_at=moment, archive=kept.pop("archive"), source=kept.pop("declared_source"))
    kept["authors"] = [Author(**author) for author in kept["authors"]]
    kept["images"] = [Image(**image) for image in kept["images"]]
    kept["place"] = _place(kept["place"])
    kept["figures"] = [Figure(**figure) for figure in kept["figures"]]
    kept["practices"] = [Practice(**practice) for practice in kept["practices"]]
    kept["topic"] = Topic(**kept["topic"])
    kept["repairs"] = Repairs(**kept["repairs"])
    return Report(page=page, **kept), version


def plain(value: Any) -> dict[str, Any]:
    """Return a dataclass of the model as a dict, one level (the encoder comes back for the next)."""
    return {name: getattr(value, name) for name in value.__slots__}


def _place(kept: dict[str, Any]) -> Place:
    levels = {name: _division(value) for name, value in kept.items() if name != "candidates"}
    return Place(**levels, candidates=[Division(**candidate) for candidate in kept["candidates"]])


def _division(kept: dict[str, Any] | None) -> Division | None:
    return None if kept is None else Division(**kept)
