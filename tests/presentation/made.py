"""Rows made for tests of what people see."""

from typing import Any

from newsbot.row import plain
from tests.ledger.made import report

PLACES = (
    ("湖北省", "420000", "黄冈市", "421100", "黄州区", "421102"),
    ("湖南省", "430000", "长沙市", "430100", "开福区", "430105"),
    ("江苏省", "320000", "南京市", "320100", "鼓楼区", "320106"),
)


def row(number: int, **given: Any) -> dict[str, Any]:
    """Return a row as plain data: a report of its own, in one of three places."""
    said = report(number, date=f"2023-{1 + number % 12:02}-{1 + number % 28:02}").to_dict()
    names = PLACES[number % 3]
    levels = {level: {"name": names[2 * n], "code": names[2 * n + 1]} for n, level in enumerate(("province", "city", "county"))}
    identity = {"id": f"{number:016x}", "revision": 1, "status": "valid", "merged_into": None, "first_seen": None, "gone_since": None}
    others: dict[str, Any] = {"copies_count": 0, "copies": [], "contested": [], "chosen_because": ["the only copy"]}
    made: dict[str, Any] = plain({**said, "place": {**said["place"], **levels}, **identity, **others, **given})
    return made


def copy(url: str, kind: str = "mirror", day: str | None = "2023-05-06") -> dict[str, Any]:
    """Return a copy of a row."""
    known = {"url": url, "site": url.split("/")[2], "title_raw": None, "date_published": day, "source": None}
    return {**known, "kind": kind, "similarity": 0.9, "first_seen": ""}
