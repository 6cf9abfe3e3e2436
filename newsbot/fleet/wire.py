"""Tasks and what came of them, as the JSON that workers hand to each other. What comes is checked: a task is an address, never code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from newsbot.addresses import canonical, parts_of
from newsbot.discovery.sources import Source
from newsbot.discovery.tasks import Purpose, Task
from newsbot.listings.links import Lead

_MAX_TITLE_CHARS: Final = 300
_OF_LEAD: Final = ("title", "stated", "changed", "author")
_MAX_PRIORITY: Final = 2_000_000


def task_id(url: str, asked_before: int = 0) -> str:
    """Return under which name the workers know a task: the address, in any spelling, and how often its round asked for it before."""
    return hashlib.blake2b(f"{canonical(url)} {asked_before}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def host_of(url: str) -> str:
    """Return the host as clocks and leases name it; it has no blank, which ends it in the frontier's entries."""
    return "".join((parts_of(url).hostname or "").split())


def task_text(task: Task) -> str:
    """Return the task as JSON."""
    lead = {name: (getattr(task.lead, name) or "")[:_MAX_TITLE_CHARS] for name in _OF_LEAD} if task.lead is not None else None
    entry = {
        "url": task.url,
        "purpose": task.purpose,
        "source": task.source.id if task.source is not None else None,
        "lead": lead,
        "headers": dict(task.headers),
        "priority": task.priority,
        "again": task.again,
    }
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":"))


def task_of(text: str, source: Callable[[str], Source | None]) -> Task | None:
    """Return the task of its JSON; None for what is none. ``source``: the declared source of an id."""
    entry = _mapping(text)
    url, lead, headers, priority = (entry.get(name) for name in ("url", "lead", "headers", "priority"))
    if not isinstance(url, str) or not isinstance(headers, dict) or not isinstance(priority, int):
        return None
    if entry.get("purpose") != Purpose.ARTICLE or not all(isinstance(each, str) for each in headers.values()):
        return None
    found = None
    if isinstance(lead, dict):
        said = {name: str(lead.get(name) or "") for name in _OF_LEAD}
        found = Lead(url, said["title"], said["stated"] or None, changed=said["changed"] or None, author=said["author"])
    return Task(
        url,
        Purpose.ARTICLE,
        None,
        source(str(entry.get("source"))),
        found,
        headers,
        max(-_MAX_PRIORITY, min(_MAX_PRIORITY, priority)),
        again=entry.get("again") is True,
    )


def came_text(came: Mapping[str, Any]) -> str:
    """Return what came of a task as JSON."""
    return json.dumps(came, ensure_ascii=True, separators=(",", ":"))


def came_of(text: str) -> Mapping[str, Any]:
    """Return what came of a task; empty for what is no JSON of ours."""
    return _mapping(text)


def _mapping(text: str) -> Mapping[str, Any]:
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
