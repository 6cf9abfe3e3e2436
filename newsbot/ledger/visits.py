"""What the ledger keeps of one visit, and of two visits to one address."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from newsbot.addresses import canonical, site
from newsbot.ledger.content import COLUMNS, pack, says_the_same, seal
from newsbot.ledger.listed import is_listed
from newsbot.ledger.many import execute_many
from newsbot.ledger.schema import damaged, pages
from newsbot.model import CHINA, Outcome, Reason, Rejection, Report

LASTING = frozenset({Outcome.REPORT, Outcome.NO_ARTICLE, Outcome.NOT_REPORT, Outcome.SPAM, Outcome.EMPTY, Outcome.UNREADABLE})
"""Outcomes after which an address is not visited again. List pages change, and failures may pass."""

CONDITIONAL = frozenset({Outcome.OFF_TOPIC, Outcome.TOO_OLD})
"""Outcomes that hold as long as a run's ``topic`` and ``since`` ask for no more than those of the run that found them."""

_OF_SETTLING: Final = {"page", "report", "number", "text_digest", "leader", "left_out"}
_EMPTY: Final[dict[str, Any]] = {
    **dict.fromkeys(str(column.name) for column in pages.columns if column.name not in _OF_SETTLING),
    "reason": "",
    "detail": "",
}


WITHOUT_CONTENT: Final[dict[str, str | None]] = {
    **dict.fromkeys(("content", "checksum", *(name for name in COLUMNS if name not in ("site", "content_sha256")))),
    "outcome": Outcome.FAILED.value,
    "reason": Reason.LEDGER_DAMAGED.value,
    "detail": "what the ledger held of it was damaged",
}
"""What is left of a page whose content is damaged. The digest of its bytes stays, by which it is known to be the page that was seen before
when it is read again."""


def visit_of(verdict: Report | Rejection, run: str, version: str) -> dict[str, Any]:
    """Return what the table `pages` keeps of a visit in this run, by the normaliser of this version."""
    page = verdict.page
    moment = page.fetched_at.astimezone(CHINA).isoformat() if page.fetched_at else None
    if isinstance(verdict, Rejection):
        said: dict[str, Any] = {"outcome": verdict.outcome.value, "reason": verdict.reason.value, "detail": verdict.detail}
    else:
        levels = {name: getattr(verdict.place, name) for name in ("province", "city", "county", "street", "community")}
        said = {
            "outcome": Outcome.REPORT.value,
            **{name: getattr(verdict, name) for name in COLUMNS},
            **{name: division.name if division else None for name, division in levels.items()},
            "content": pack(verdict, version),
        }
    known = {"address": canonical(page.url), "url": page.url, "run": run, **said}
    visit = {
        **_EMPTY,
        **{name: _storable(value) for name, value in known.items()},
        "site": site(page.url),
        "fetched_at": moment,
        "first_seen": moment,
        "settled": int(known["outcome"] != Outcome.REPORT),
    }
    if visit["content"] is not None:
        visit["checksum"] = seal(visit)
    return visit


def joined_visits(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what the ledger keeps of two visits to one address, whichever came first.

    A page with a report outweighs one without, and a lasting outcome a passing one; of two, the later fetched stands. A page fetched
    again by a later run with nothing changed in what it says stays as it was, clock included, so that its row does not change. A page
    that was deleted and has its report again is not gone.
    """
    first_seen = min(filter(None, (before["first_seen"], after["first_seen"])), default=None)
    changed = any(after[name] != before[name] for name in ("content", *COLUMNS))
    newer = before["run"] != after["run"]
    if newer and before["content"] and after["content"] and (not changed or says_the_same(before, after)):
        winner = before
    elif newer and _weight(before) == _weight(after):
        winner = after  # the same bytes read by a later program
    else:
        winner = max(before, after, key=_weight)
    settled = 0 if winner is after and changed else before["settled"]
    seen = before["seen"] if winner["content_sha256"] == before["content_sha256"] else None
    back = bool(before["gone_since"] and after["content"])
    gone = {"gone_since": None if back else before["gone_since"], "settled": 0 if back else settled}
    return {**before, **{name: winner[name] for name in _EMPTY}, "first_seen": first_seen, "seen": seen, **gone}


def _weight(entry: dict[str, Any]) -> tuple[bool, bool, str, str, str]:
    lasting = entry["outcome"] in LASTING | CONDITIONAL
    return entry["content"] is not None, lasting, entry["fetched_at"] or "", entry["content_sha256"] or "", entry["url"]


def write_visits(connection: Connection, entries: list[dict[str, Any]]) -> list[int]:
    """Insert new pages, and bring known ones to what `joined` says. Returns the numbers of the pages that have a report."""
    addresses = [entry["address"] for entry in entries]
    known = {found["address"]: _believed(connection, dict(found)) for found in connection.execute(_KNOWN, {"wanted": addresses}).mappings()}
    fresh = [entry for entry in entries if entry["address"] not in known]
    execute_many(connection, _INSERT, fresh)
    for entry in entries:
        before = known.get(entry["address"])
        after = joined_visits(before, entry) if before else None
        if after != before and after is not None:
            connection.execute(pages.update().where(pages.c.page == after["page"]).values(**after))
    with_report = [entry["address"] for entry in entries if entry["content"]]
    return list(connection.execute(_NUMBERS, {"wanted": with_report}).scalars()) if with_report else []


def _believed(connection: Connection, known: dict[str, Any]) -> dict[str, Any]:
    """Return what the ledger holds of a page, without a content that is not what was written: that is kept apart."""
    if known["content"] is None or known["checksum"] == seal(known):
        return known
    connection.execute(damaged.insert().values(address=known["address"], content=known["content"]))
    return {**known, **WITHOUT_CONTENT}


_THESE: Final = is_listed(pages.c.address)
_KNOWN: Final = select(pages).where(_THESE)
_NUMBERS: Final = select(pages.c.page).where(_THESE)
_INSERT: Final = pages.insert()


def _storable(value: Any) -> Any:
    """Return text without what no database takes: NUL, halves of surrogate pairs. Other values as they are."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "\ufffd") if "\0" in value else value
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
