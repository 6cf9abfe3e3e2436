"""Count the rooms that one page walks through: how often the code steps from one module into another, and back into one it had left.

    python -m scripts.walk FILE [FILE ...]      an HTML file each, looked at as a page that may be anything

A stay is a stretch of calls inside one module of the package; a return is a stay in a module that was left before. Each function counts
when it is called for the first time, so that a loop over a thousand links counts as one link.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from newsbot.discovery.frontier import ListState
from newsbot.discovery.tasks import Listing, Purpose, Task
from newsbot.model import CHINA, Page
from newsbot.normalise import normalise
from newsbot.run.triage import look_at

PACKAGE = str(Path(sys.modules["newsbot"].__file__ or "").parent)
URL = "http://news.site.test/2023/0410/c1.html"
CLOCK = datetime(2023, 4, 11, 9, tzinfo=CHINA)


@dataclass(slots=True)
class Walk:
    """The stays, in their order: names of modules."""

    stays: list[str] = field(default_factory=list)

    @property
    def rooms(self) -> int:
        """How many modules were entered."""
        return len(set(self.stays))

    @property
    def returns(self) -> int:
        """How many stays were in a module that had been left."""
        return len(self.stays) - self.rooms

    def enter(self, room: str) -> None:
        """Go into a module, unless that is where one is."""
        if not self.stays or self.stays[-1] != room:
            self.stays.append(room)


def walked(work: Callable[[], object]) -> Walk:
    """Do some work and return the walk through the package that it was."""
    walk, known = Walk(), set[CodeType]()

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or frame.f_code in known or not _ours(frame) or frame.f_code.co_name.startswith("<"):
            return
        known.add(frame.f_code)
        caller = frame.f_back
        while caller is not None and not _ours(caller):
            caller = caller.f_back
        if caller is not None:
            walk.enter(_room(caller))
        walk.enter(_room(frame))

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return walk


def looked_at(body: bytes) -> Callable[[], object]:
    """The first look at a page of these bytes that was given by hand."""
    listing = Listing(f"list {URL}", URL, ListState(), None, by_hand=True)
    page, task = Page(URL, body, {"content-type": "text/html"}, CLOCK), Task(URL, Purpose.START, listing)
    return lambda: look_at(page, "any", task, CLOCK)


def read(body: bytes) -> Callable[[], object]:
    """All that becomes of a page of these bytes by itself."""
    return lambda: normalise(Page(URL, body, {"content-type": "text/html"}, CLOCK), topic="any")


def _ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(PACKAGE)


def _room(frame: FrameType) -> str:
    return str(frame.f_globals["__name__"])


def told(files: Iterable[Path]) -> Iterable[str]:
    """Say of each file what walk its page is."""
    for path in files:
        for what, of in (("looked at", looked_at), ("normalised", read)):
            of(path.read_bytes())()  # what is made once a process is made
            walk = walked(of(path.read_bytes()))
            yield f"{path.name}, {what}: {len(walk.stays)} stays, {walk.rooms} rooms, {walk.returns} returns"


def main() -> None:
    """Print the walks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    print(*told(parser.parse_args().files), sep="\n")


if __name__ == "__main__":
    main()
